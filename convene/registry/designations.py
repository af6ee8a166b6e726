"""
Which name, and which footnote: choosing a designation by day and language. Pure.

A name reaches a page, a name plate, a map, an export or a certificate only through
`registry.queries.designation`, which calls `choose` and brings the obligatory footnote along.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from convene.core.periods import Period


@dataclass(frozen=True)
class Name:
    """
    What an actor is called on a day in a language.

    `language` is the language of this very name: it differs from the one asked for where the record
    has no name in it, and is empty for a bare code where it has none at all. `sort_key` is not a name.
    """

    code: str
    short: str
    long: str
    language: str
    sort_key: str
    mark: str = ""
    footnote: str = ""
    acronym: str = ""
    reviewed: bool = False
    key: str = ""
    starts_told: str = ""
    ends_told: str = ""
    period: Period = field(default_factory=Period)

    @property
    def starts_on(self) -> date | None:
        return self.period.starts_on

    @property
    def ends_on(self) -> date | None:
        return self.period.ends_on

    def __str__(self) -> str:
        """The short name with its mark, for places that cannot hold a link: CSV, calendars, titles."""
        return f"{self.short}{self.mark}"


def choose(
    names: Mapping[str, Iterable[Name]], code: str, *, on: date, language: str, source_language: str
) -> Name:
    """
    Return the name of `code` valid on `on` in `language`, else in the source language.

    Before the first and after the last known designation the nearest one counts: a name that we have
    from 1992 on does not leave an earlier meeting without a host.
    """
    for wanted in (language, source_language):
        candidates = list(names.get(wanted, ()))
        for name in candidates:
            if name.period.on(on):
                return name
        if candidates:
            return min(candidates, key=lambda name: _distance(name.period, on))
    return Name(code, code, code, "", code)


def _distance(period: Period, day: date) -> int:
    if period.starts_on and day < period.starts_on:
        return (period.starts_on - day).days
    if period.ends_on and day >= period.ends_on:
        return (day - period.ends_on).days + 1
    return 0
