"""What the record knows of a state in the dialogue, as sections of its factsheet."""

from __future__ import annotations

from django.utils.translation import gettext as _

from convene.core.viewer import Viewer
from convene.dialogue.panels import meetings_hosted
from convene.plan.panels import projects_of_actor
from convene.registry.queries.offices import memberships_of
from convene.registry.queries.participation import participation_of
from convene.registry.queries.reference import reference
from convene.repository.panels import documents_of_actor
from convene.ui.documents.model import (
    Block,
    Bullets,
    Fact,
    FactRow,
    FactTable,
    Paragraph,
    Prose,
    Run,
    SideBySide,
)
from convene.ui.formats import listed, span

MOST = 5  # lines of each list; the rest is on the state's page


def blocks(address: str, viewer: Viewer) -> tuple[Block, ...]:
    """Participation and roles as a table, then meetings, projects and publications as short lists."""
    lists = [
        _list(address, viewer, *found)
        for found in (
            _meetings(address, viewer),
            _projects(address, viewer),
            _documents(address, viewer),
        )
    ]
    known = [one for one in lists if one]
    found: list[Block] = [_participation(address, viewer)]
    if len(known) > 1:
        found.append(SideBySide(known[0], known[1]))
        known = known[2:]
    return (*found, *(block for one in known for block in one))


def _list(address: str, viewer: Viewer, title: str, lines: list[Prose], count: int) -> tuple[Block, ...]:
    """A heading with the count, and the first lines; nothing for an empty list."""
    if not lines:
        return ()
    if (left := count - len(lines)) > 0:
        more = _("and %(count)s more in the record") % {"count": left}
        lines = [*lines, Run(more, href=f"/{viewer.language}/{address}")]
    return Paragraph(Run(f"{title} ({count})", strong=True)), Bullets(tuple(lines))


def _participation(address: str, viewer: Viewer) -> Block:
    actor = reference().actors[address]
    rows = []
    for row in participation_of(actor):
        if not row.starts_on or row.starts_on <= viewer.day:
            rows.append(_row(row.get_status_display().capitalize(), span(row, viewer.language)))
    for term in memberships_of(actor):
        title = (term.title or term.office.name).in_language(viewer.language)
        body = term.office.body.name.in_language(viewer.language) if term.office.body else ""
        rows.append(_row(", ".join(filter(None, (title, body))), span(term, viewer.language)))
    if not rows:
        return Paragraph(_("The record has nothing on this."))
    return FactTable("", _("Participation and roles"), (_("Period"),), tuple(rows))


def _row(label: str, when: str) -> FactRow:
    return FactRow(label, (Fact(label, when),))


def _meetings(address: str, viewer: Viewer) -> tuple[str, list[Prose], int]:
    shown = meetings_hosted(address, viewer) or {"meetings": [], "count": 0}
    lines: list[Prose] = [
        (
            Run(meeting.title.in_language(viewer.language), href=f"/{viewer.language}/{meeting.address}"),
            "".join(f", {told}" for told in (days, place) if told),
        )
        for meeting, days, place in shown["meetings"][:MOST]
    ]
    return _("Meetings hosted"), lines, shown["count"]


def _projects(address: str, viewer: Viewer) -> tuple[str, list[Prose], int]:
    shown = projects_of_actor(address, viewer) or {"led": [], "joined": []}
    language = viewer.language
    entries = [(project, [_("led")]) for project in shown["led"]] + list(shown["joined"])
    lines: list[Prose] = [
        (
            Run(project.name.in_language(language), href=f"/{language}/{project.address}"),
            f" ({listed(dict.fromkeys(roles), language)})",
        )
        for project, roles in entries[:MOST]
    ]
    return _("Projects"), lines, len(entries)


def _documents(address: str, viewer: Viewer) -> tuple[str, list[Prose], int]:
    shown = documents_of_actor(address, viewer) or {"documents": []}
    language = viewer.language
    lines: list[Prose] = []
    for work, when in shown["documents"][:MOST]:
        title, spoken = work.title.best(language)
        told = "" if spoken == language else spoken
        lines.append(
            (Run(title, href=f"/{language}/{work.address}", language=told), f", {when}" if when else "")
        )
    return _("Publications"), lines, len(shown["documents"])
