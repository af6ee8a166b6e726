"""
Meetings as a calendar (RFC 5545, RFC 7986) that a mail program can subscribe to.

Events are whole days without a time zone, for no source gives hours. Where the day is not known the
event spans the days it may have been, does not block them, and says so in its title.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vDuration, vText

from convene.core.viewer import Viewer
from convene.dialogue.enums import MeetingStatus
from convene.dialogue.models import Meeting
from convene.dialogue.telling import earliest_and_latest, is_day_known, where
from convene.registry.lists import notice
from convene.registry.queries.reference import reference

_REFRESH = timedelta(days=1)
_STATUS = {
    MeetingStatus.HELD: "CONFIRMED",
    MeetingStatus.PLANNED: "TENTATIVE",
    MeetingStatus.POSTPONED: "TENTATIVE",
    MeetingStatus.UNCONFIRMED: "TENTATIVE",
    MeetingStatus.CANCELLED: "CANCELLED",
}


def calendar_of(meetings: Iterable[Meeting], viewer: Viewer, *, name: str, path: str) -> bytes:
    """Write the meetings as one calendar. Those of which not even a year is known are left out."""
    calendar = Calendar()
    calendar.add("PRODID", f"-//Convene//{reference().dialogue.key}//{viewer.language.upper()}")
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", "PUBLISH")
    for key in ("NAME", "X-WR-CALNAME"):
        calendar.add(key, vText(name))
    told = notice(viewer.language)
    for key in ("DESCRIPTION", "X-WR-CALDESC") if told else ():
        calendar.add(key, vText(told))
    calendar.add("URL", f"{settings.PUBLIC_URL}/{viewer.language}/{path}")
    calendar.add("REFRESH-INTERVAL", vDuration(_REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", vDuration(_REFRESH))
    for meeting in meetings:
        first, last = earliest_and_latest(meeting)
        if first and last:
            calendar.add_component(_event(meeting, first, last, viewer))
    return calendar.to_ical()


def _event(meeting: Meeting, first: date, last: date, viewer: Viewer) -> Event:
    title = meeting.title.in_language(viewer.language)
    event = Event()
    event.add("UID", f"{meeting.address}@{urlsplit(settings.PUBLIC_URL).hostname}")
    event.add("DTSTAMP", datetime.combine(reference().dialogue.as_of or viewer.today, time(), UTC))
    event.add("DTSTART", first)
    event.add("DTEND", last + timedelta(days=1))  # exclusive
    known = is_day_known(meeting)
    event.add("SUMMARY", title if known else _("%(title)s (day not known)") % {"title": title})
    if not known:
        event.add("TRANSP", "TRANSPARENT")
    event.add("STATUS", _STATUS[meeting.status])
    event.add("URL", f"{settings.PUBLIC_URL}/{viewer.language}/{meeting.address}")
    place = where(meeting, viewer)
    if place:
        event.add("LOCATION", str(place))
    footnote = place.state.footnote if place and place.state else ""
    said = [meeting.note.in_language(viewer.language), footnote, notice(viewer.language)]
    event.add("DESCRIPTION", "\n\n".join(filter(None, said)))
    return event
