"""From values to what a page shows: rows with names, footnotes of names, notes on concepts and territories."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from convene.core.viewer import Viewer
from convene.observatory.areas import area_name
from convene.observatory.models import Indicator
from convene.observatory.queries.catalogue import catalogue, report_of
from convene.observatory.queries.looking_up import Value, concept_of
from convene.observatory.queries.whole_years import of_whole_year
from convene.observatory.shown import Row, number_of


def row_of(value: Value, viewer: Viewer) -> Row:
    indicator = catalogue().indicators[value.indicator]
    return Row(
        indicator=value.indicator,
        indicator_name=indicator.name.in_language(viewer.language),
        area=value.state,
        area_name=str(area_name(value.state, viewer)),
        counterpart=value.counterpart,
        counterpart_name=str(area_name(value.counterpart, viewer)) if value.counterpart else "",
        year=value.year,
        month=value.month,
        sex=value.sex,
        value=number_of(value.number),
        unit=indicator.unit_name.in_language(viewer.language),
        flag=value.flag,
        note=note_text(value.edition, value.note),
        reason="",
        edition=value.edition,
        passport=f"/{viewer.language}/{value.passport_path}",
    )


def gap_of(
    indicator: Indicator,
    area: str,
    year: int,
    viewer: Viewer,
    *,
    counterpart: str = "",
    sex: str = "T",
    reason: str = "",
) -> Row:
    """A figure that is asked for and not there."""
    return Row(
        indicator=indicator.key,
        indicator_name=indicator.name.in_language(viewer.language),
        area=area,
        area_name=str(area_name(area, viewer)),
        counterpart=counterpart,
        counterpart_name=str(area_name(counterpart, viewer)) if counterpart else "",
        year=year,
        month=0,
        sex=sex,
        value=None,
        unit=indicator.unit_name.in_language(viewer.language),
        flag="",
        note="",
        reason=reason or _("no figure"),
        edition=catalogue().default.get(indicator.key, ""),
        passport="",
    )


def displayed(value: Value) -> int | Decimal | None:
    """The number with as many decimals as its indicator is shown with; files and passports have it whole."""
    if value.number is None:
        return None
    decimals = catalogue().indicators[value.indicator].decimals
    return Decimal(f"{value.number:.{decimals}f}") if decimals else round(value.number)


def note_text(edition: str, key: str) -> str:
    """The producer's footnote behind a key."""
    row = catalogue().editions.get(edition)
    if not key or row is None:
        return key
    return str(dict(report_of(row).get("notes", {})).get(key, key))


def of_each_year(values: Iterable[Value]) -> list[Value]:
    """One value a year: the year's own, else what its months make: see `queries.whole_years`."""
    kept: dict[tuple, Value] = {}
    periods: dict[tuple, list[Value]] = {}
    for value in values:
        place = (value.indicator, value.state, value.counterpart, value.sex, value.year)
        if value.month == 0:
            kept[place] = value
        else:
            periods.setdefault(place, []).append(value)
    for place, parts in periods.items():
        if place not in kept and (whole := of_whole_year(parts)):
            kept[place] = whole
    return list(kept.values())


def edition_notes(values: Iterable[Value], viewer: Viewer) -> tuple[str, ...]:
    """Of which states an older edition's figures are shown, because the newest has none of them."""
    states: dict[tuple[str, str], dict[str, None]] = {}
    for value in values:
        if value.newest:
            states.setdefault((value.newest, value.edition), {})[value.state] = None
    known = catalogue()
    return tuple(
        _(
            "%(states)s: the newest edition (%(dataset)s, %(newest)s) has no figure; shown is the edition %(edition)s."
        )
        % {
            "states": ", ".join(str(area_name(code, viewer)) for code in codes),
            "dataset": known.datasets[known.editions[newest].dataset_key].title.in_language(viewer.language),
            "newest": known.editions[newest].label,
            "edition": known.editions[edition].label,
        }
        for (newest, edition), codes in states.items()
    )


def footnotes_of(areas: Iterable[str], viewer: Viewer) -> tuple[str, ...]:
    """The obligatory footnotes of these areas' names, each once: "* This designation ..."."""
    found = {}
    for code in filter(None, areas):
        name = area_name(code, viewer)
        if name.footnote:
            found[f"{name.mark} {name.footnote}".strip()] = None
    return tuple(found)


def territory_notes_of(indicators: Iterable[str], areas: Sequence[str], viewer: Viewer) -> tuple[str, ...]:
    """What the producers' figures of these areas include or leave out, each with whose figures it touches."""
    known = catalogue()
    found = {}
    for dataset in dict.fromkeys(known.indicators[code].dataset_key for code in indicators):
        for note in known.notes_on(dataset, *areas):
            name, title = area_name(note.area, viewer), known.datasets[dataset].title
            found[
                f"{name}: {note.text.in_language(viewer.language)} ({title.in_language(viewer.language)})"
            ] = None
    return tuple(found)


def concept_words(indicator: Indicator) -> str:
    """Of whom, what, when: "stock; born abroad; persons; mid-year"."""
    words = "; ".join(str(word) for word in concept_of(indicator).in_words)
    return words[:1].upper() + words[1:]


def flag_words(flags: Iterable[str]) -> tuple[str, ...]:
    """What the producers' letters mean, for those that occur."""
    known = {
        "b": _("b: break in the series"),
        "e": _("e: estimated"),
        "p": _("p: provisional"),
        "d": _("d: definition differs"),
        "u": _("u: low reliability"),
        "c": _("c: confidential"),
        "B": _("B: persons born abroad"),
        "C": _("C: foreign citizens"),
        "R": _("R: refugees added by the producer"),
        "I": _("I: imputed by the producer"),
    }
    letters = {letter for flag in flags for letter in flag}
    return tuple(words for letter, words in known.items() if letter in letters)
