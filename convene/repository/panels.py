"""What this part shows on pages of the registry: the documents of a state, an organisation, a body."""

from __future__ import annotations

from convene.core.viewer import Viewer
from convene.registry.models import Body
from convene.registry.queries.at_hand import row_with_key
from convene.repository.models import Work
from convene.repository.queries import documents_by, documents_seen
from convene.repository.telling import date_of
from convene.ui.panels import register_panel

TEMPLATE = "repository/panel_documents.html"


def register_all() -> None:
    register_panel("state", "documents", documents_of_actor, TEMPLATE, 40)
    register_panel("organisation", "documents", documents_of_actor, TEMPLATE, 40)
    register_panel("body", "documents", documents_of_body, TEMPLATE, 40)


def documents_of_actor(address: str, viewer: Viewer) -> dict | None:
    """Documents that it wrote, or that a link ties to it. No query where nothing changed."""
    return _lines(documents_by(address, viewer), viewer)


def documents_of_body(address: str, viewer: Viewer) -> dict | None:
    body = row_with_key(Body, address.partition("/")[2])
    return _lines([work for work in documents_seen(viewer) if work.body_id == body.pk], viewer)


def _lines(works: list[Work], viewer: Viewer) -> dict | None:
    lines = [(work, date_of(work, viewer.language)) for work in works]
    return {"documents": lines} if lines else None
