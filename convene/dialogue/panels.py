"""What this part shows on pages of the registry: the meetings of a state, an organisation, a body."""

from __future__ import annotations

from convene.core.viewer import Viewer
from convene.dialogue.models import Meeting
from convene.dialogue.queries import meetings_seen
from convene.dialogue.telling import days_of, where
from convene.registry.models import Body
from convene.registry.queries.at_hand import ends_at_hand, row_with_key
from convene.registry.queries.reference import reference
from convene.ui.panels import register_panel

TEMPLATE = "dialogue/panel_meetings.html"
MOST = 12  # lines; the rest is behind a link to the list


def register_all() -> None:
    register_panel("state", "meetings", meetings_hosted, TEMPLATE, 20)
    register_panel("organisation", "meetings", meetings_hosted, TEMPLATE, 20)
    register_panel("body", "meetings", meetings_of_body, TEMPLATE, 20)


def meetings_hosted(address: str, viewer: Viewer) -> dict | None:
    """Meetings that the actor hosted or, for a state, that took place in it. No query where nothing changed."""
    kind, _slash, key = address.partition("/")
    actor = reference().actors[address].pk
    hosted = set(ends_at_hand(Meeting.hosts.through, "actor", "meeting")[actor])
    here = [
        meeting
        for meeting in meetings_seen(viewer)
        if meeting.pk in hosted or (meeting.place_id and meeting.place.state_id == actor)
    ]
    return _lines(here, viewer, state=key if kind == "state" else "")


def meetings_of_body(address: str, viewer: Viewer) -> dict | None:
    body = row_with_key(Body, address.partition("/")[2])
    return _lines([meeting for meeting in meetings_seen(viewer) if meeting.body_id == body.pk], viewer)


def _lines(meetings: list[Meeting], viewer: Viewer, state: str = "") -> dict | None:
    if not meetings:
        return None
    shown = meetings[:MOST] if state else meetings
    return {
        "meetings": [
            (meeting, days_of(meeting, viewer.language), where(meeting, viewer)) for meeting in shown
        ],
        "count": len(meetings),
        "left": len(meetings) - len(shown),
        "state": state,
    }
