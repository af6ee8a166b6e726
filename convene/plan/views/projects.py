"""Projects and pilots, one project, and all lists of this part as data."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convene.core.tables import table_named
from convene.core.viewer import Viewer
from convene.plan.enums import ProjectKind, Role
from convene.plan.exports.schema_org import project_of
from convene.plan.models import Area, Project
from convene.plan.queries import Held, areas_of, near, outputs_of, projects_list, projects_seen, roles_of
from convene.registry.lists import list_response, public_rows
from convene.registry.naming import Named, named
from convene.registry.queries import citations_of
from convene.registry.queries.at_hand import kept_of_day, row_with_key, rows_at_hand
from convene.registry.queries.links import links_of
from convene.registry.viewing import differences_on, gaps_about, page_of, public_data, public_page
from convene.repository.models import Work
from convene.ui.cited import Cited

ROLE_TITLES = {
    Role.LEAD: gettext_lazy("Led by"),
    Role.SUPPORT: gettext_lazy("Supporting the lead"),
    Role.IMPLEMENTER: gettext_lazy("Implemented by"),
    Role.PARTICIPANT: gettext_lazy("Taking part"),
    Role.OBSERVER: gettext_lazy("Observing"),
    Role.PEER: gettext_lazy("Peers"),
    Role.TARGET: gettext_lazy("Addressed to"),
    Role.HOST: gettext_lazy("Hosted by"),
    Role.DONOR: gettext_lazy("Funded by"),
}
LISTS = {"pillars": "workstreams"}  # the page's own name for the list, where it differs from the table's


@dataclass(frozen=True)
class Asked:
    """The filters of the list as asked in the address. Unknown words find nothing."""

    kind: str
    area: str
    state: str
    q: str

    @classmethod
    def of(cls, request: HttpRequest) -> Asked:
        return cls(
            **{
                name: request.GET.get(name, "").replace("\x00", "").strip()[:200]
                for name in cls.__annotations__
            }
        )

    def projects(self, viewer: Viewer) -> QuerySet[Project]:
        return projects_list(viewer, **vars(self))

    @property
    def query(self) -> dict[str, str]:
        return {name: value for name, value in vars(self).items() if value}


@public_page
def projects(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Projects, pilot projects and support concepts, by kind."""
    asked = Asked.of(request)
    path = "projects"
    everything = projects_seen(viewer)
    leads, options = kept_of_day("projects", viewer, lambda: _leads_and_options(everything, viewer))
    rows = everything
    if asked.query:
        fitting = set(asked.projects(viewer).order_by().values_list("pk", flat=True))
        rows = [row for row in everything if row.pk in fitting]
    page = page_of(
        viewer,
        title=_("Projects"),
        description=_("Projects and pilot projects, who leads and who takes part in each."),
        path=path,
        section="projects",
        query=asked.query,
        feeds=[("application/atom+xml", _("Projects"), f"/{viewer.language}/{path}.atom")],
    )
    context = {
        "page": page,
        "kinds": [
            (kind.label, found)
            for kind in ProjectKind
            if (found := [row for row in rows if row.kind == kind])
        ],
        "leads": leads,
        "count": len(rows),
        "total": len(everything),
        "fields": _filters(asked, options),
        "downloads": [
            (label, page.url(f"{path}.{form}", on=None, **asked.query))
            for label, form in (("CSV", "csv"), ("JSON", "json"), ("Atom", "atom"))
        ],
    }
    return render(request, "plan/projects.html", context, using="jinja2")


def _leads_and_options(
    rows: list[Project], viewer: Viewer
) -> tuple[dict[int, list[Named]], dict[str, list[tuple[str, Any]]]]:
    """Who leads each project, and by what a list of them can be narrowed: only what some project has."""
    roles = roles_of([row.pk for row in rows])
    leads: dict[int, list[str]] = defaultdict(list)
    for role, address in roles:
        if role.role == Role.LEAD:
            leads[role.project_id].append(address)
    used = {area.pk for row in rows for area in areas_of(row)}
    states = named({address for _role, address in roles if address.startswith("state/")}, viewer)
    kinds = {row.kind for row in rows}
    areas = [area for area in rows_at_hand(Area).values() if area.pk in used]
    options = {
        "kind": [one for one in ProjectKind.choices if one[0] in kinds],
        "area": [(area.key, area.name.in_language(viewer.language)) for area in areas],
        "state": [(state.code, str(state)) for state in states],
    }
    return {pk: named(addresses, viewer) for pk, addresses in leads.items()}, options


def _filters(asked: Asked, options: dict[str, list[tuple[str, Any]]]) -> list[dict[str, Any]]:
    """The fields of the filter bar."""
    labels = {"kind": _("Kind"), "area": _("Thematic area"), "state": _("State")}
    chosen = asked.query
    return [
        {"name": "q", "label": _("Words"), "value": asked.q},
        *(
            {"name": name, "label": label, "value": chosen.get(name, ""), "options": options[name]}
            for name, label in labels.items()
        ),
    ]


@dataclass(frozen=True)
class RoleGroup:
    """Everyone in one role, with the notes and sources of all of them, each once."""

    title: Any
    actors: list[Named]
    notes: list[str]
    citations: list[Cited]


def role_groups(roles: list[Held], citations: dict[str, list[Cited]], viewer: Viewer) -> list[RoleGroup]:
    """Group roles in the order of `ROLE_TITLES`."""
    found = []
    for role, title in ROLE_TITLES.items():
        here = [(row, address) for row, address in roles if row.role == role]
        if here:
            notes = dict.fromkeys(row.note.in_language(viewer.language) for row, _address in here if row.note)
            cited = dict.fromkeys(one for row, _address in here for one in citations[row.address])
            found.append(
                RoleGroup(title, named([address for _row, address in here], viewer), list(notes), list(cited))
            )
    return found


@public_page
def project(request: HttpRequest, viewer: Viewer, key: str) -> HttpResponse:
    """One project: what it is for, who does what in it, what it produced, where it met."""
    row = row_with_key(Project, key)
    if row is None:
        raise Http404(_("There is no project with this address."))
    roles = roles_of([row.pk])
    outputs = outputs_of(row, viewer)
    threads = links_of([row.address], viewer)[row.address]
    cited = [
        row.address,
        *(role.address for role, _address in roles),
        *(output.address for output, _a in outputs),
    ]
    citations = citations_of([*cited, *(thread.link.address for thread in threads)], viewer)
    by_role = {role: [a for r, a in roles if r.role == role] for role in (Role.LEAD, Role.DONOR)}
    page = page_of(
        viewer,
        title=row.name,
        description=row.text,
        path=row.address,
        section="projects",
        breadcrumbs=[(_("Projects"), "projects"), (row.acronym or row.name, None)],
        json_ld=project_of(
            row, viewer, named(by_role[Role.LEAD], viewer), named(by_role[Role.DONOR], viewer)
        ),
    )
    meetings = [thread for thread in threads if thread.address.startswith("meeting/")]
    context = {
        "page": page,
        "project": row,
        "near": near(row),
        "groups": role_groups(roles, citations, viewer),
        "outputs": outputs,
        "meetings": sorted(meetings, key=lambda thread: thread.address),
        "threads": [thread for thread in threads if thread not in meetings],
        "citations": citations,
        "differences": differences_on(viewer, row.address),
        "gaps": gaps_about(viewer, row.address),
    }
    return render(request, "plan/project.html", context, using="jinja2")


@public_data
def data(request: HttpRequest, viewer: Viewer, name: str, form: str) -> HttpResponse:
    """Any list of this part as data. A document that the public may not see is not named."""
    table = table_named(LISTS.get(name, name))
    rows: Any = Asked.of(request).projects(viewer) if name == "projects" else public_rows(table)
    if any(column.to == ("documents",) for column in table.columns):
        single = [c.attribute for c in table.columns if c.kind == "ref" and c.to != ("documents",)]
        rows = rows.select_related(*single) if single else rows
        rows = list(rows.prefetch_related(Prefetch("work", Work.objects.public())))
    return list_response(table, rows, viewer, form, path=name, title=str(table.label))
