"""
Meetings as lines of a list, worded for a reader, and what a list of them can be narrowed by.

The public's list of today is remembered until the record changes: it is the longest page there is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from convene.core.collation import sort_key
from convene.core.viewer import Viewer
from convene.dialogue.enums import Convener, MeetingStatus, Mode
from convene.dialogue.models import Meeting
from convene.dialogue.queries import MEETING_KINDS, meetings_seen, place_at_hand, surroundings_of
from convene.dialogue.telling import Where, days_of, is_day_known, where
from convene.registry.queries.at_hand import kept_of_day
from convene.registry.queries.reference import reference
from convene.ui.formats import month_name
from convene.ui.words import text

STATUS_COLOURS = {
    MeetingStatus.PLANNED: "brand",
    MeetingStatus.POSTPONED: "warn",
    MeetingStatus.UNCONFIRMED: "warn",
    MeetingStatus.CANCELLED: "bad",
}
Option = tuple[Any, Any]  # what stands in the address, what the reader chooses


@dataclass(frozen=True)
class Row:
    """A meeting as a line of a list."""

    meeting: Meeting
    title: Markup
    day: str  # of the month; a dash where it is not known
    month: str  # "Oct 2014"
    when: str
    place: Where | None
    place_told: str  # the place, or that it met online; empty where the name brings a footnote along
    kinds: tuple[str, ...]
    status: Any  # shown where it did not simply take place
    colour: str

    @property
    def brings_footnote(self) -> bool:
        """Whether the name of the place has a footnote, which is the page's and cannot be kept with the line."""
        return bool(self.place) and not self.place_told

    @property
    def year(self) -> int | None:
        return self.meeting.starts_on.year if self.meeting.starts_on else None


@dataclass(frozen=True)
class Listing:
    """All lines, the newest first, and by which words they can be narrowed: parameter -> options."""

    rows: tuple[Row, ...]
    options: dict[str, list[Option]]


def listing_of(viewer: Viewer) -> Listing:
    """Every meeting the viewer may see. No query for the public's list of today, once it was asked for."""
    return kept_of_day("meetings", viewer, lambda: _listing(viewer))


def _listing(viewer: Viewer) -> Listing:
    rows = tuple(rows_of(meetings_seen(viewer), viewer))
    return Listing(rows, _options(rows, viewer.language))


def rows_of(meetings: list[Meeting], viewer: Viewer) -> list[Row]:
    """Lines for lists of any length. No query where nothing changed."""
    kinds = surroundings_of([meeting.pk for meeting in meetings]).kinds
    places: dict[int | None, Where | None] = {}
    for meeting in meetings:
        if meeting.place_id not in places:
            places[meeting.place_id] = where(meeting, viewer)
    return [
        _row(meeting, kinds[meeting.pk], places[meeting.place_id], viewer.language) for meeting in meetings
    ]


def _month(meeting: Meeting, language: str) -> str:
    """Month and year; the year alone where no source tells the month."""
    first = meeting.starts_on
    if not first:
        return ""
    return (
        meeting.told
        if re.fullmatch(r"\d{4}", meeting.told)
        else f"{month_name(first, language)} {first.year}"
    )


def _row(meeting: Meeting, kinds: list, place: Where | None, language: str) -> Row:
    first = meeting.starts_on
    status = MeetingStatus(meeting.status)
    return Row(
        meeting=meeting,
        title=text(meeting.title, language),
        day=str(first.day) if first and is_day_known(meeting) else "–",
        month=_month(meeting, language),
        when=days_of(meeting, language),
        place=place,
        place_told=_place_told(meeting, place),
        kinds=tuple(kind.name.in_language(language) for kind in kinds),
        status=status.label if status != MeetingStatus.HELD else "",
        colour=STATUS_COLOURS.get(status, ""),
    )


def _place_told(meeting: Meeting, place: Where | None) -> str:
    if place:
        return "" if place.state and place.state.footnote else str(place)
    return str(Mode.ONLINE.label) if meeting.mode == Mode.ONLINE else ""


def _options(rows: Iterable[Row], language: str) -> dict[str, list[Option]]:
    """Only what some meeting has can be chosen."""
    kinds = {name for row in rows for name in row.kinds}
    places = {place_at_hand(row.meeting.place_id).key: row.place for row in rows if row.place}
    states = {place.state.code: str(place.state) for place in places.values() if place.state}
    modes = {row.meeting.mode for row in rows} - {Mode.UNKNOWN}
    conveners = {row.meeting.convener for row in rows}
    return {
        "year": [(year, year) for year in sorted({row.year for row in rows} - {None}, reverse=True)],
        "kind": [
            (concept.key, name)
            for concept in reference().concepts.values()
            if concept.scheme == MEETING_KINDS and (name := concept.name.in_language(language)) in kinds
        ],
        "place": _by_name((key, str(place)) for key, place in places.items()),
        "state": _by_name(states.items()),
        "mode": [one for one in Mode.choices if one[0] in modes],
        "whose": [one for one in Convener.choices if one[0] in conveners],
    }


def _by_name(options: Iterable[Option]) -> list[Option]:
    return sorted(options, key=lambda option: sort_key(option[1]))
