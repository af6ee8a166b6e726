"""Thematic areas and the plans and pillars that carry them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from convene.core.viewer import Viewer
from convene.plan.models import Area, AreaWording, Plan, Project
from convene.plan.queries import (
    areas_on,
    document_of,
    plans_on,
    projects_in,
    provisions_in,
    tree_of,
    wordings_of,
    workstreams_on,
)
from convene.registry.queries import citations_of
from convene.registry.queries.at_hand import ends_at_hand, row_with_key, rows_under
from convene.registry.queries.links import links_of
from convene.registry.viewing import differences_on, gaps_about, page_of, public_page


@public_page
def areas(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The thematic areas of the day, as cards."""
    rows = areas_on(viewer)
    wordings = rows_under(AreaWording, "area_id")
    projects = ends_at_hand(Project.areas.through, "area", "project")
    page = page_of(
        viewer,
        title=_("Thematic areas"),
        description=_("What the dialogue works on, under the names of today and of every source."),
        path="areas",
        section="areas",
    )
    context = {
        "page": page,
        "cards": [(row, len(wordings[row.pk]), len(projects[row.pk])) for row in rows],
        "differences": differences_on(viewer, *(row.address for row in rows)),
    }
    return render(request, "plan/areas.html", context, using="jinja2")


@public_page
def area(request: HttpRequest, viewer: Viewer, key: str) -> HttpResponse:
    """One area: today's name, every wording of it, what was planned and done in it."""
    row = row_with_key(Area, key)
    if row is None:
        raise Http404(_("There is no thematic area with this address."))
    wordings = wordings_of(row)
    provisions = provisions_in(row)
    plans = {provision.plan.address for provision in provisions}
    threads = links_of([row.address], viewer)[row.address]
    page = page_of(
        viewer,
        title=row.name,
        description=row.text,
        path=row.address,
        section="areas",
        breadcrumbs=[(_("Thematic areas"), "areas"), (row.name, None)],
    )
    cited = [row.address, *(one.address for one in (*wordings, *provisions))]
    context = {
        "page": page,
        "area": row,
        "wordings": wordings,
        "projects": projects_in(row, viewer),
        "provisions": provisions,
        "threads": threads,
        "citations": citations_of([*cited, *(thread.link.address for thread in threads)], viewer),
        "differences": differences_on(viewer, row.address),
        "gaps": gaps_about(viewer, row.address, *plans),
    }
    return render(request, "plan/area.html", context, using="jinja2")


@public_page
def plans(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Plans and mandates, the newest first."""
    rows = plans_on(viewer)
    page = page_of(
        viewer,
        title=_("Plans and mandates"),
        description=_("What the ministers agreed to do, plan by plan."),
        path="plans",
        section="areas",
        breadcrumbs=[(_("Thematic areas"), "areas"), (_("Plans and mandates"), None)],
    )
    context = {"page": page, "plans": rows, "citations": citations_of([row.address for row in rows], viewer)}
    return render(request, "plan/plans.html", context, using="jinja2")


@public_page
def plan(request: HttpRequest, viewer: Viewer, key: str) -> HttpResponse:
    """One plan with its provisions as a tree, its document, and what of it is not known."""
    row = row_with_key(Plan, key)
    if row is None:
        raise Http404(_("There is no plan with this address."))
    tree = tree_of(row, viewer.language)
    threads = links_of([row.address], viewer)[row.address]
    page = page_of(
        viewer,
        title=row.name,
        description=row.text,
        path=row.address,
        section="areas",
        breadcrumbs=[(_("Plans and mandates"), "plans"), (row.name, None)],
    )
    context = {
        "page": page,
        "plan": row,
        "document": document_of(row, viewer),
        "tree": tree,
        "levels": [
            name.strip() for name in row.levels.in_language(viewer.language).split(";") if name.strip()
        ],
        "threads": threads,
        "citations": citations_of(
            [row.address, *_addresses(tree), *(thread.link.address for thread in threads)], viewer
        ),
        "differences": differences_on(viewer, row.address),
        "gaps": gaps_about(viewer, row.address),
    }
    return render(request, "plan/plan.html", context, using="jinja2")


def _addresses(tree) -> list[str]:
    return [
        address for branch in tree for address in (branch.provision.address, *_addresses(branch.children))
    ]


@public_page
def pillars(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The pillars of work, the hubs that grow out of them, and the components across them."""
    rows = workstreams_on(viewer)
    addresses = [row.address for row, _built_by in rows]
    threads = links_of(addresses, viewer)
    page = page_of(
        viewer,
        title=_("Pillars of work"),
        description=_("How the work is organised: pillars, hubs and components."),
        path="pillars",
        section="areas",
        breadcrumbs=[(_("Thematic areas"), "areas"), (_("Pillars of work"), None)],
    )
    links = [thread.link.address for found in threads.values() for thread in found]
    context = {
        "page": page,
        "workstreams": rows,
        "threads": threads,
        "citations": citations_of([*addresses, *links], viewer),
        "differences": differences_on(viewer, *addresses),
        "gaps": gaps_about(viewer, *addresses),
    }
    return render(request, "plan/pillars.html", context, using="jinja2")
