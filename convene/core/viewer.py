"""Who looks, in which language, at which day. Passed to every query and template; nothing below a view asks the clock."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Standing:
    """
    What a person may see beyond the public record, on a day.

    Filled by `registry.queries.standing_of`; an anonymous reader has the empty one.
    """

    is_secretariat: bool = False
    is_chair: bool = False
    states: frozenset[str] = frozenset()  # codes of the states the person speaks for
    bodies: frozenset[str] = frozenset()  # keys of the bodies the person sits in

    @property
    def is_participant(self) -> bool:
        return bool(self.is_secretariat or self.is_chair or self.states)


@dataclass(frozen=True)
class Viewer:
    day: date  # the day the record is asked about (`?on=`)
    today: date  # today in the dialogue's time zone
    language: str
    person: object | None = None
    standing: Standing = field(default_factory=Standing)

    @property
    def is_looking_back(self) -> bool:
        return self.day != self.today
