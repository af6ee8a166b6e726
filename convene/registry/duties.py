"""
Duties: what somebody owes the dialogue, until when, and where it is done. Parts register providers of them.

A duty is derived from the record each time it is asked for, never stored: it is gone when the record says that
it is done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from convene.core.viewer import Viewer

SECRETARIAT = "secretariat"


@dataclass(frozen=True)
class Duty:
    """
    key     stays the same as long as it is the same duty: "profile/GEO-light-2026#endorse-2"
    whose   the address of a state, for its contact points, or "secretariat"
    what    worded, lazily translated
    about   the title of the thing, in a language: `about("ru")`
    due_on  the last day on which it is in time; None where nothing is agreed
    path    of the page where it is done, without the language
    since   the day from which it is owed
    """

    key: str
    whose: str
    what: Any
    about: Callable[[str], str]
    path: str
    since: date
    due_on: date | None = None

    def is_late(self, on: date) -> bool:
        return self.due_on is not None and on > self.due_on


Provider = Callable[[date], Iterable[Duty]]
_PROVIDERS: dict[str, Provider] = {}


def register_duties(name: str, provider: Provider) -> None:
    """Add a provider of duties: given a day, all duties of that day. Called from AppConfig.ready."""
    _PROVIDERS[name] = provider


def duties_on(day: date) -> list[Duty]:
    """Everything that is owed on `day`, the most urgent first."""
    found = [duty for provider in _PROVIDERS.values() for duty in provider(day)]
    return sorted(found, key=lambda duty: (duty.due_on or date.max, duty.since, duty.key))


def duties_of(viewer: Viewer) -> list[Duty]:
    """What the viewer owes today: for each state spoken for, and for the secretariat where the viewer is of it."""
    whose = {f"state/{code}" for code in viewer.standing.states}
    if viewer.standing.is_secretariat:
        whose.add(SECRETARIAT)
    return [duty for duty in duties_on(viewer.today) if duty.whose in whose]
