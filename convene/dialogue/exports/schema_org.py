"""A meeting as schema.org's Event, for search engines."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from convene.core.viewer import Viewer
from convene.dialogue.enums import MeetingStatus, Mode
from convene.dialogue.models import Meeting
from convene.dialogue.telling import Where, is_day_known
from convene.registry.naming import Named

_MODES = {
    Mode.IN_PERSON: "https://schema.org/OfflineEventAttendanceMode",
    Mode.ONLINE: "https://schema.org/OnlineEventAttendanceMode",
    Mode.HYBRID: "https://schema.org/MixedEventAttendanceMode",
}
_STATUSES = {
    MeetingStatus.CANCELLED: "https://schema.org/EventCancelled",
    MeetingStatus.POSTPONED: "https://schema.org/EventPostponed",
}


def event_of(meeting: Meeting, viewer: Viewer, place: Where | None, hosts: list[Named]) -> dict[str, Any]:
    """Dates are given only as exactly as they are known: "2018-04" for a month; a range is left out."""
    address = f"{settings.PUBLIC_URL}/{viewer.language}/{meeting.address}"
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": address,
        "url": address,
        "identifier": meeting.key,
        "name": meeting.title.in_language(viewer.language),
        "eventStatus": _STATUSES.get(meeting.status, "https://schema.org/EventScheduled"),
    }
    if is_day_known(meeting):
        found["startDate"] = meeting.starts_on.isoformat()
        found["endDate"] = (meeting.last_day or meeting.starts_on).isoformat()
    elif meeting.told and ".." not in meeting.told and meeting.told != "unknown":
        found["startDate"] = meeting.told
    if meeting.mode in _MODES:
        found["eventAttendanceMode"] = _MODES[meeting.mode]
    if place:
        found["location"] = {"@type": "Place", "name": str(place)}
    elif meeting.mode == Mode.ONLINE:
        found["location"] = {"@type": "VirtualLocation", "url": address}
    if hosts:
        found["organizer"] = [{"@type": "Organization", "name": str(host)} for host in hosts]
    return found
