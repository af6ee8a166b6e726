"""What this part shows on pages of lower parts: projects of a state, plans and outputs of a document."""

from __future__ import annotations

from collections import defaultdict
from operator import attrgetter, itemgetter

from convene.core.viewer import Viewer
from convene.plan.enums import Role
from convene.plan.models import Output, Plan, Project, ProjectRole
from convene.plan.queries import projects_seen
from convene.registry.queries.at_hand import row_with_key, rows_under
from convene.registry.queries.reference import reference
from convene.repository.models import Work
from convene.ui.panels import register_panel


def register_all() -> None:
    register_panel("state", "projects", projects_of_actor, "plan/panel_projects.html", 30)
    register_panel("organisation", "projects", projects_of_actor, "plan/panel_projects.html", 30)
    register_panel("document", "projects", plans_and_outputs, "plan/panel_document.html", 30)


def projects_of_actor(address: str, viewer: Viewer) -> dict | None:
    """Projects that the actor led, and those it joined in any other role. No query where nothing changed."""
    actor = reference().actors[address]
    roles: dict[int, list[ProjectRole]] = defaultdict(list)
    for role in sorted(rows_under(ProjectRole, "actor_id")[actor.pk], key=attrgetter("key")):
        roles[role.project_id].append(role)
    led: list[Project] = []
    joined: dict[Project, list[str]] = {}
    for project in projects_seen(viewer) if roles else ():
        for role in roles.get(project.pk, ()):
            if role.role == Role.LEAD:
                led.append(project)
            else:
                joined.setdefault(project, []).append(role.get_role_display())
    return {"led": led, "joined": list(joined.items())} if led or joined else None


def plans_and_outputs(address: str, viewer: Viewer) -> dict | None:
    """The plans that the document holds, and the projects that produced it. No query where nothing changed."""
    work = row_with_key(Work, address.partition("/")[2], viewer)
    plans = {plan.address: plan.name for plan in rows_under(Plan, "work_id")[work.pk]}
    outputs = (output.project for output in rows_under(Output, "work_id")[work.pk])
    projects = {project.address: project.name for project in outputs}
    if not plans and not projects:
        return None
    return {
        "plans": sorted(plans.items(), key=itemgetter(0)),
        "projects": sorted(projects.items(), key=itemgetter(0)),
    }
