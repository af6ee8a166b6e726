"""
The passport of a figure: everything somebody needs to trust it, or to doubt it with reason.

What it is, who says so in which edition, the file and the row it was read from, what was done to it, its flags
and footnotes, what the territory includes, and what other editions say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from convene.observatory.models import Dataset, Edition, Indicator, Snapshot, TerritoryNote
from convene.observatory.observation import ALL, TOTAL
from convene.observatory.queries.catalogue import opened, report_of
from convene.observatory.queries.looking_up import Absent, Value, indicator_named
from convene.observatory.queries.values import as_known_in, series, value

# The producers' own flags, in words. UN DESA's letters say what a figure rests on; Eurostat's are the SDMX list.
FLAGS: Mapping[str, Mapping[str, object]] = {
    "undesa": {
        "B": _("born abroad"),
        "C": _("foreign citizens"),
        "R": _("refugees added"),
        "I": _("imputed"),
    },
    "": {
        "b": _("break in the series"),
        "c": _("confidential"),
        "d": _("the definition differs"),
        "e": _("estimated"),
        "f": _("forecast"),
        "i": _("see the producer's metadata"),
        "n": _("not significant"),
        "p": _("provisional"),
        "r": _("revised"),
        "s": _("estimated by Eurostat"),
        "u": _("low reliability"),
        "z": _("not applicable"),
    },
}
PRODUCERS_WITH_LETTERS = frozenset({"undesa-ims", "undesa-ims-age", "iom-gdi-stock-types"})


@dataclass(frozen=True)
class OtherEdition:
    """What another edition says of the same figure; `difference` is the figure at hand less that one."""

    edition: Edition
    value: Value
    difference: float | None
    share: float | None  # of the other edition's figure, in percent


@dataclass(frozen=True)
class Passport:
    """`value` may be absent: the passport of a gap says why."""

    value: Value | Absent
    indicator: Indicator
    dataset: Dataset
    edition: Edition | None
    snapshot: Snapshot | None
    transformation: str
    footnote: str
    flags: tuple[tuple[str, object], ...]
    territory_notes: tuple[TerritoryNote, ...]
    others: tuple[OtherEdition, ...]
    years: tuple[Value, ...]  # the same figure in the years beside it, in the same edition


def passport(
    indicator: str,
    state: str,
    year: int,
    *,
    counterpart: str = ALL,
    month: int | None = None,
    sex: str = TOTAL,
    age: str = TOTAL,
    detail: str = "",
    edition: str | None = None,
) -> Passport:
    """Raises NoSuchIndicator, NoSuchEdition."""
    known, _held = opened()
    row = indicator_named(known, indicator)
    dataset = known.datasets[row.dataset_key]
    found = value(
        state,
        indicator,
        year,
        month=month,
        edition=edition,
        sex=sex,
        counterpart=counterpart,
        age=age,
        detail=detail,
    )
    row_of_edition = known.editions.get(found.edition)
    report = report_of(row_of_edition) if row_of_edition else {}
    note = found.note if isinstance(found, Value) else ""
    return Passport(
        value=found,
        indicator=row,
        dataset=dataset,
        edition=row_of_edition,
        snapshot=known.snapshots.get(row_of_edition.snapshot_id) if row_of_edition else None,
        transformation=(report.get("transformations") or {}).get(indicator, ""),
        footnote=(report.get("notes") or {}).get(note, note),
        flags=flags_in_words(found.flag, row.dataset_key) if isinstance(found, Value) else (),
        territory_notes=tuple(known.notes_on(row.dataset_key, state, counterpart)),
        others=_others(found) if isinstance(found, Value) else (),
        years=tuple(series(indicator, state, counterpart, sex, found.edition, age=age, detail=detail))
        if isinstance(found, Value)
        else (),
    )


def flags_in_words(flag: str, dataset: str) -> tuple[tuple[str, object], ...]:
    """Each letter of a flag with its meaning; a letter without one stands for itself."""
    words = FLAGS["undesa" if dataset in PRODUCERS_WITH_LETTERS else ""]
    return tuple((letter, words.get(letter, letter)) for letter in flag if letter.strip())


def _others(found: Value) -> tuple[OtherEdition, ...]:
    known, _held = opened()
    if isinstance(found.value, tuple):
        return ()
    rivals = as_known_in(
        found.indicator,
        found.state,
        found.year,
        month=found.month,
        counterpart=found.counterpart,
        sex=found.sex,
        age=found.age,
        detail=found.detail,
    )
    others = []
    for rival in rivals:
        if rival.edition == found.edition:
            continue
        number, before = found.number, rival.number
        difference = number - before if number is not None and before is not None else None
        share = 100 * difference / before if difference is not None and before else None
        others.append(OtherEdition(known.editions[rival.edition], rival, difference, share))
    return tuple(others)
