"""Phases of the dialogue as bands, each with its milestones."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from convene.core.tables import table_named
from convene.core.viewer import Viewer
from convene.dialogue.models import Meeting, Milestone, Phase
from convene.dialogue.queries import milestones_of, phases_of
from convene.dialogue.telling import day_of
from convene.registry.lists import list_response, public_rows
from convene.registry.queries import citations_of
from convene.registry.queries.at_hand import rows_at_hand
from convene.registry.queries.reference import reference
from convene.registry.viewing import differences_on, page_of, public_data, public_page

LISTS = {"timeline": "milestones"}  # what the page's own addresses of data hold


@public_page
def timeline(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """What changed the dialogue, phase by phase, with the sources of each."""
    phases, milestones = phases_of(viewer), milestones_of(viewer)
    page = page_of(
        viewer,
        title=_("Timeline"),
        description=_("Phases and milestones of the dialogue, each with its sources."),
        path="timeline",
        section="timeline",
        feeds=[("application/atom+xml", _("Milestones"), f"/{viewer.language}/timeline.atom")],
    )
    meetings = rows_at_hand(Meeting, viewer)
    dialogue = f"dialogue/{reference().dialogue.key}"
    context = {
        "page": page,
        "bands": _bands(phases, milestones),
        "days": {milestone.pk: day_of(milestone, viewer.language) for milestone in milestones},
        "meetings": {
            row.pk: meetings[row.meeting_id].address if row.meeting_id in meetings else ""
            for row in milestones
        },
        "count": len(milestones),
        "citations": citations_of([row.address for row in (*phases, *milestones)], viewer),
        "differences": differences_on(viewer, dialogue, *(row.address for row in (*phases, *milestones))),
    }
    return render(request, "dialogue/timeline.html", context, using="jinja2")


def _bands(phases: list[Phase], milestones: list[Milestone]) -> list[tuple[Phase | None, list[Milestone]]]:
    """
    Lay each milestone into the last phase that had begun by its day.

    Those before the first phase, and those of unknown day, stand in a band without a phase.
    """
    found: dict[Any, list[Milestone]] = {None: [], **{phase.pk: [] for phase in phases}}
    for milestone in milestones:
        day = milestone.happened_on
        begun = [phase for phase in phases if day and (phase.starts_on or date.min) <= day]
        found[begun[-1].pk if begun else None].append(milestone)
    bands: list[tuple[Phase | None, list[Milestone]]] = [(phase, found[phase.pk]) for phase in phases]
    return [*([(None, found[None])] if found[None] else []), *bands]


@public_data
def data(request: HttpRequest, viewer: Viewer, name: str, form: str) -> HttpResponse:
    """Milestones or phases as data. A meeting that the public may not see is not named."""
    table = table_named(LISTS.get(name, name))
    rows: Any = public_rows(table)
    if table.model is Milestone:
        rows = list(rows.prefetch_related(Prefetch("meeting", Meeting.objects.public())))
    return list_response(table, rows, viewer, form, path=name, title=str(table.label))
