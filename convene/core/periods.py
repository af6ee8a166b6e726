"""Periods of days. The end is exclusive: the handover day belongs to the new holder."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from convene.core.failures import Failure


class PeriodEndsBeforeItStarts(Failure):
    def __init__(self, starts_on: date, ends_on: date) -> None:
        super().__init__(
            f"period {starts_on} to {ends_on}",
            "it ends before it starts, or on the same day",
            "The end is the first day after the period; give a later day.",
        )


@dataclass(frozen=True, order=False)
class Period:
    """
    The days from `starts_on` up to, not including, `ends_on`.

    None at either side means open: no beginning or no end is known or set.
    """

    starts_on: date | None = None
    ends_on: date | None = None

    def __post_init__(self) -> None:
        if self.starts_on and self.ends_on and self.ends_on <= self.starts_on:
            raise PeriodEndsBeforeItStarts(self.starts_on, self.ends_on)

    def on(self, day: date) -> bool:
        """Whether `day` lies within the period."""
        return (self.starts_on is None or self.starts_on <= day) and (
            self.ends_on is None or day < self.ends_on
        )

    def overlaps(self, other: Period) -> bool:
        """Whether the two share at least one day."""
        return (self.starts_on is None or other.ends_on is None or self.starts_on < other.ends_on) and (
            other.starts_on is None or self.ends_on is None or other.starts_on < self.ends_on
        )
