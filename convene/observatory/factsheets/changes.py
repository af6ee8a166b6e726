"""What is different between two editions of a factsheet: told to the secretariat before the newer one is released."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from convene.core.viewer import Viewer
from convene.observatory.factsheets.figures import Figures
from convene.observatory.factsheets.lines import CODES
from convene.observatory.factsheets.notes import Notes
from convene.observatory.factsheets.parts import Telling
from convene.observatory.store import Found
from convene.ui.documents.model import Fact
from convene.ui.formats import told as told_day


@dataclass(frozen=True)
class Changed:
    """One line of the factsheet before and after, in words. What is empty was not there, or is no more."""

    name: str
    before: str
    after: str


def changes_between(before: Figures, after: Figures, viewer: Viewer) -> list[Changed]:
    """Lines in the order of the factsheet, then tables, earlier years, and the state's own words."""
    if before.fingerprint == after.fingerprint:
        return []
    old, new = (Telling(figures, viewer, Notes(viewer.language)) for figures in (before, after))
    return [*_lines(old, new), *_tables(old, new), *_earlier_years(before, after), *_own_words(old, new)]


def _lines(old: Telling, new: Telling) -> Iterator[Changed]:
    for code in CODES:
        if old.figures.latest(code) != new.figures.latest(code):
            yield Changed(new.name_of(code), _told(old.fact(code)), _told(new.fact(code)))


def _told(fact: Fact) -> str:
    return "" if fact.gap else " · ".join(filter(None, (fact.value, fact.when, fact.source)))


def _tables(old: Telling, new: Telling) -> Iterator[Changed]:
    names = {
        "origins": _("Main countries of origin"),
        "destinations": _("Main countries of destination"),
        "refugee_origins": _("Refugees by country of origin"),
        "refugee_hosts": _("Refugees by country of asylum"),
        "protection_hosts": _("Nationals under temporary protection, by host country"),
        "returned_by": _("Nationals returned, by country that returned them"),
    }
    for name, title in names.items():
        before, after = (one.figures.tops.get(name, ()) for one in (old, new))
        if before != after:
            yield Changed(title, _head(old, before, name), _head(new, after, name))


def _head(telling: Telling, rows: Iterable[Found], name: str) -> str:
    """The first line of a table, its year and its edition: enough to tell two apart."""
    first = next(iter(rows), None)
    if first is None:
        return ""
    fact = telling.fact_of(first)
    other = first.counterpart if name in ("origins", "refugee_origins") else first.area
    return f"{telling.area(other)}: {_told(fact)}"


def _earlier_years(before: Figures, after: Figures) -> Iterator[Changed]:
    old, new = _cells(before), _cells(after)
    changed = sum(old[key] != new[key] for key in old.keys() & new.keys())
    gone, added = len(old.keys() - new.keys()), len(new.keys() - old.keys())
    if changed or gone or added:
        told = _("%(changed)s changed, %(added)s added, %(gone)s gone") % {
            "changed": changed, "added": added, "gone": gone,
        }  # fmt: skip
        yield Changed(_("Figures of earlier years, for lines and drawings"), "", told)


def _cells(figures: Figures) -> dict[tuple[str, int, int], float]:
    """(indicator, year, month) -> value of what is not the newest."""
    return {
        (code, row.year, row.month): row.value
        for code, rows in figures.totals.items()
        for row in rows
        if row != figures.latest(code)
    }


def _own_words(old: Telling, new: Telling) -> Iterator[Changed]:
    before, after = _words(old), _words(new)
    for key in sorted(before.keys() | after.keys()):
        was, now = before.get(key, ("", "")), after.get(key, ("", ""))
        if was != now:
            yield Changed(now[0] or was[0], was[1], now[1])


def _words(telling: Telling) -> dict[str, tuple[str, str]]:
    """Key of a submission -> (what it is, what it says)."""
    language = telling.viewer.language
    national = {
        one.key: (
            _("%(indicator)s, national") % {"indicator": telling.name_of(one.indicator.key)},
            f"{one.value} {one.unit}".strip() + f" · {told_day(one.reference_date, language)} · {one.source}",
        )
        for one in telling.figures.national
    }
    frame = {
        one.key: (one.get_topic_display(), one.text.in_language(language)) for one in telling.figures.frame
    }
    return {**national, **frame}
