"""What this part shows on pages of the registry: the meetings of a state, an organisation, a body."""

from __future__ import annotations

from django.db.models import Q

from convene.core.viewer import Viewer
from convene.dialogue.models import Meeting
from convene.dialogue.queries import meetings_of
from convene.dialogue.telling import days_of, where
from convene.registry.queries.reference import reference
from convene.ui.panels import register_panel

TEMPLATE = "dialogue/panel_meetings.html"
MOST = 12  # lines; the rest is behind a link to the list


def register_all() -> None:
    register_panel("state", "meetings", meetings_hosted, TEMPLATE, 20)
    register_panel("organisation", "meetings", meetings_hosted, TEMPLATE, 20)
    register_panel("body", "meetings", meetings_of_body, TEMPLATE, 20)


def meetings_hosted(address: str, viewer: Viewer) -> dict | None:
    """Meetings that the actor hosted or, for a state, that took place in it. One query."""
    kind, _slash, key = address.partition("/")
    actor = reference().actors[address]
    hosted = Meeting.hosts.through.objects.filter(actor=actor.pk).values("meeting")
    here = Q(pk__in=hosted)
    if kind == "state":
        here |= Q(place__state=actor.pk)
    return _lines(meetings_of(viewer).filter(here), viewer, state=key if kind == "state" else "")


def meetings_of_body(address: str, viewer: Viewer) -> dict | None:
    return _lines(meetings_of(viewer).filter(body__key=address.partition("/")[2]), viewer)


def _lines(rows, viewer: Viewer, state: str = "") -> dict | None:
    meetings = list(rows.only("key", "title", "starts_on", "last_day", "told", "mode", "place"))
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
