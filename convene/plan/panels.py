"""What this part shows on pages of lower parts: projects of a state, plans and outputs of a document."""

from __future__ import annotations

from collections import defaultdict
from operator import attrgetter, itemgetter

from django.db.models import Value

from convene.core.records import rows_with
from convene.core.viewer import Viewer
from convene.plan.enums import Role
from convene.plan.models import Output, Plan, Project, ProjectRole
from convene.plan.queries import projects_in_order
from convene.registry.queries.reference import reference
from convene.ui.panels import register_panel


def register_all() -> None:
    register_panel("state", "projects", projects_of_actor, "plan/panel_projects.html", 30)
    register_panel("organisation", "projects", projects_of_actor, "plan/panel_projects.html", 30)
    register_panel("document", "projects", plans_and_outputs, "plan/panel_document.html", 30)


def projects_of_actor(address: str, viewer: Viewer) -> dict | None:
    """Projects that the actor led, and those it joined in any other role. One query."""
    actor = reference().actors[address]
    roles: dict[int, list[ProjectRole]] = defaultdict(list)
    for role in sorted(rows_with(ProjectRole, "actor", actor.pk), key=attrgetter("key")):
        roles[role.project_id].append(role)
    led: list[Project] = []
    joined: dict[Project, list[str]] = {}
    for project in projects_in_order(viewer) if roles else ():
        for role in roles.get(project.pk, ()):
            if role.role == Role.LEAD:
                led.append(project)
            else:
                joined.setdefault(project, []).append(role.get_role_display())
    return {"led": led, "joined": list(joined.items())} if led or joined else None


def plans_and_outputs(address: str, viewer: Viewer) -> dict | None:
    """The plans that the document holds, and the projects that produced it. One query."""
    key = address.partition("/")[2]
    plans = Plan.objects.filter(work__key=key).order_by().values_list(Value("plan"), "key", "name")
    outputs = Output.objects.filter(work__key=key).order_by()
    produced = outputs.values_list(Value("project"), "project__key", "project__name")
    names = {f"{kind}/{found}": name for kind, found, name in plans.union(produced, all=True)}
    if not names:
        return None
    return {
        "plans": [row for row in sorted(names.items(), key=itemgetter(0)) if row[0].startswith("plan/")],
        "projects": [
            row for row in sorted(names.items(), key=itemgetter(0)) if row[0].startswith("project/")
        ],
    }
