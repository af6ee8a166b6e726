"""What this part shows on pages of the registry: the documents of a state, an organisation, a body."""

from __future__ import annotations

from convene.core.viewer import Viewer
from convene.repository.models import Work
from convene.repository.queries import documents_by, documents_of
from convene.repository.telling import date_of
from convene.ui.panels import register_panel

TEMPLATE = "repository/panel_documents.html"


def register_all() -> None:
    register_panel("state", "documents", documents_of_actor, TEMPLATE, 40)
    register_panel("organisation", "documents", documents_of_actor, TEMPLATE, 40)
    register_panel("body", "documents", documents_of_body, TEMPLATE, 40)


def documents_of_actor(address: str, viewer: Viewer) -> dict | None:
    """Documents that it wrote, or that a link ties to it. One query."""
    return _lines(documents_by(address, viewer), viewer)


def documents_of_body(address: str, viewer: Viewer) -> dict | None:
    return _lines(documents_of(viewer).filter(body__key=address.partition("/")[2]), viewer)


def _lines(rows, viewer: Viewer) -> dict | None:
    works: list[Work] = list(rows.only("key", "title", "dated_on", "dated_told"))
    lines = [(work, date_of(work, viewer.language)) for work in works]
    return {"documents": lines} if lines else None
