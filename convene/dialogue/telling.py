"""The days and the place of a meeting in words, no more exact than they are known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from convene.core.collation import fold
from convene.core.told import tell
from convene.core.viewer import Viewer
from convene.dialogue.models import Meeting, Milestone
from convene.dialogue.queries import place_at_hand
from convene.registry.models import Place
from convene.registry.naming import Named, named_one
from convene.registry.queries.reference import reference
from convene.ui import formats


def is_day_known(meeting: Meeting) -> bool:
    """Whether the very day is known, and not only a month or a range."""
    return meeting.starts_on is not None and (not meeting.told or tell(meeting.told).is_exact)


def days_of(meeting: Meeting, language: str) -> str:
    """Return "28–29 October 2014", or "April 2018" where the source gives no more."""
    if not is_day_known(meeting):
        return formats.told(meeting.told or "unknown", language)
    return formats.day_span(meeting.starts_on, meeting.last_day, language)


def day_of(milestone: Milestone, language: str) -> str:
    if milestone.told or milestone.happened_on is None:
        return formats.told(milestone.told or "unknown", language)
    return formats.day(milestone.happened_on, language)


def earliest_and_latest(meeting: Meeting) -> tuple[date | None, date | None]:
    """The first and the last day that the meeting may have taken, both inclusive."""
    if is_day_known(meeting):
        return meeting.starts_on, meeting.last_day or meeting.starts_on
    told = tell(meeting.told or "unknown")
    return told.earliest or meeting.starts_on, told.latest or told.earliest or meeting.starts_on


@dataclass(frozen=True)
class Where:
    """A place as a page names it. `town` is empty where only the state is known; `state` where none is."""

    town: Any
    state: Named | None

    def __str__(self) -> str:
        return ", ".join(str(part) for part in (self.town, self.state) if part)


def where(meeting: Meeting, viewer: Viewer) -> Where | None:
    """Name the place of a meeting. No query. A state never stands twice: Malta, Malta."""
    place = place_at_hand(meeting.place_id)
    if place is None:
        return None
    known = reference().remembered_of_day(("where", viewer.language), (viewer.today, viewer.day), dict)
    if place.pk not in known:
        known[place.pk] = _where(place, viewer)
    return known[place.pk]


def _where(place: Place, viewer: Viewer) -> Where:
    town = place.name.in_language(viewer.language)
    state = named_one(f"state/{place.state.key}", viewer) if place.state_id else None
    if state and any(fold(town) == fold(name) for name in (state.name.short, state.name.long)):
        town = ""
    return Where(town, state)
