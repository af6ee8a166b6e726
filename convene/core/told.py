"""
Days as sources tell them: `2009-04-28`, `2009-04`, `2022`, `unknown`, `2022-02..2022-10-24`.

A told day keeps the text and knows the earliest and the latest day it may mean. A range `A..B`
runs from the earliest day of A to the latest of B; `..B` and `A..` are open.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from convene.core.failures import Failure
from convene.core.periods import Period

_FORM = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
UNKNOWN = "unknown"


class NotADay(Failure):
    def __init__(self, text: str) -> None:
        super().__init__(
            f"day '{text}'",
            "this is not a day, a month, a year or a range of them",
            "Write 2009-04-28, 2009-04, 2022, 2022-02..2022-10-24 or unknown.",
        )


@dataclass(frozen=True)
class Told:
    """One day as told. `earliest` and `latest` are inclusive; None means open."""

    text: str
    earliest: date | None
    latest: date | None

    @property
    def is_exact(self) -> bool:
        return self.earliest is not None and self.earliest == self.latest


def parse_day(text: str) -> date:
    """Read an exact day `YYYY-MM-DD`; raise NotADay for anything else."""
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError as error:
        raise NotADay(text) from error


@lru_cache(maxsize=2048)
def tell(text: str) -> Told:
    """Read a told day. Raises NotADay."""
    text = text.strip()
    if text == UNKNOWN:
        return Told(text, None, None)
    if ".." in text:
        first, _, last = text.partition("..")
        earliest = tell(first).earliest if first else None
        latest = tell(last).latest if last else None
        if (not first and not last) or (earliest and latest and latest < earliest):
            raise NotADay(text)
        return Told(text, earliest, latest)
    match = _FORM.fullmatch(text)
    if not match:
        raise NotADay(text)
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        if day:
            exact = date(year, month, day)
            return Told(text, exact, exact)
        first_month, last_month = month or 1, month or 12
        return Told(
            text,
            date(year, first_month, 1),
            date(year, last_month, calendar.monthrange(year, last_month)[1]),
        )
    except ValueError as error:
        raise NotADay(text) from error


def certainty_on(
    day: date,
    period: Period,
    starts_told: str = "",
    ends_told: str = "",
) -> tuple[bool, bool]:
    """
    Return (certainly, possibly): whether a thing surely, and whether it may have, held on `day`.

    Where a side is told inexactly, the told range counts instead of the reading's exact day.
    An end is exclusive: told "2022" means that the first day without it lies between
    2022-01-01 and 2023-01-01.
    """
    surely_from = maybe_from = period.starts_on
    surely_until = maybe_until = period.ends_on
    if starts_told:
        start = tell(starts_told)
        maybe_from, surely_from = start.earliest, start.latest or date.max
    if ends_told:
        end = tell(ends_told)
        surely_until = end.earliest or date.min
        maybe_until = end.latest
        if end.latest and not end.is_exact:
            maybe_until = end.latest + timedelta(days=1) if end.latest < date.max else None

    def within(start: date | None, end: date | None) -> bool:
        return (start is None or start <= day) and (end is None or day < end)

    return within(surely_from, surely_until), within(maybe_from, maybe_until)
