"""What two states did together, from the record: projects with a role for both, meetings that one hosted."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from convene.core.viewer import Viewer
from convene.dialogue.models import Meeting
from convene.dialogue.queries import meetings_list
from convene.plan.models import Project
from convene.plan.queries import projects_seen, roles_of


@dataclass(frozen=True)
class JointProject:
    """A project with the roles of both, in words."""

    project: Project
    roles_of_one: tuple[str, ...]
    roles_of_other: tuple[str, ...]


@dataclass(frozen=True)
class Hosted:
    """Meetings that took place in a state or that it hosted: all of them counted, the newest few."""

    count: int
    newest: tuple[Meeting, ...]


def projects_of_both(one: str, other: str, viewer: Viewer) -> list[JointProject]:
    """Projects in which both states (codes) have a role, in the dialogue's order."""
    projects = projects_seen(viewer)
    roles: dict[tuple[int, str], list[str]] = defaultdict(list)
    for role, address in roles_of([project.pk for project in projects]):
        roles[role.project_id, address].append(role.get_role_display())
    first, second = f"state/{one}", f"state/{other}"
    return [
        JointProject(project, tuple(roles[project.pk, first]), tuple(roles[project.pk, second]))
        for project in projects
        if (project.pk, first) in roles and (project.pk, second) in roles
    ]


def meetings_in(state: str, viewer: Viewer, most: int = 5) -> Hosted:
    """The meetings that a state hosted. Who sat in the room is in the record of the meeting only."""
    rows = meetings_list(viewer, state=state)
    newest = tuple(rows.only("key", "title", "starts_on", "last_day", "told", "mode", "place")[:most])
    return Hosted(rows.count(), newest)
