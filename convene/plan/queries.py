"""Questions about areas, plans, projects and pillars. Each takes the viewer, and with it the day and who asks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter
from typing import Any

from django.db.models import Q, QuerySet

from convene.core.collation import fold
from convene.core.text import Text
from convene.core.viewer import Viewer
from convene.plan.models import Area, AreaWording, Output, Plan, Project, ProjectRole, Provision, Workstream
from convene.registry.queries.at_hand import ends_at_hand, rows_at_hand, rows_under
from convene.registry.queries.reference import reference
from convene.repository.models import Work


def _begun(rows: QuerySet, viewer: Viewer) -> QuerySet:
    """Looking back, what began after the day asked about is left out; what has ended stays."""
    if viewer.day < viewer.today:
        return rows.filter(Q(starts_on=None) | Q(starts_on__lte=viewer.day))
    return rows


def _known_by(rows: Iterable[Any], viewer: Viewer) -> list[Any]:
    """`_begun` for rows at hand."""
    if viewer.day < viewer.today:
        return [row for row in rows if row.starts_on is None or row.starts_on <= viewer.day]
    return list(rows)


def areas_on(viewer: Viewer) -> list[Area]:
    """The thematic areas of the viewer's day, by their number today. No query where nothing changed."""
    return [area for area in rows_at_hand(Area).values() if area.period.on(viewer.day)]


def wordings_of(area: Area) -> list[AreaWording]:
    """Every wording of an area, by the key, which begins with the source's."""
    return list(rows_under(AreaWording, "area_id")[area.pk])


def projects_of(viewer: Viewer) -> QuerySet[Project]:
    """All projects that had begun by the viewer's day, in the dialogue's own order."""
    return _begun(Project.objects.all(), viewer)


def projects_seen(viewer: Viewer) -> list[Project]:
    """`projects_of` as rows at hand: no query where nothing changed. Read them, never change them."""
    return _known_by(rows_at_hand(Project).values(), viewer)


def projects_in(area: Area, viewer: Viewer) -> list[Project]:
    """`projects_seen`, those of one area."""
    here = set(ends_at_hand(Project.areas.through, "area", "project")[area.pk])
    return [project for project in projects_seen(viewer) if project.pk in here]


def provisions_in(area: Area) -> list[Provision]:
    """What the plans say of an area, the oldest plan first, each with its plan."""
    return sorted(
        rows_under(Provision, "area_id")[area.pk],
        key=lambda one: (one.plan.starts_on or date.min, one.position, one.key),
    )


def projects_list(
    viewer: Viewer, *, kind: str = "", area: str = "", state: str = "", q: str = ""
) -> QuerySet[Project]:
    """
    Return the projects that fit every filter given: a kind, the key of an area, the code of a state with
    any role in it, and words of which each must stand in the name or the acronym, in any language.
    """
    rows = projects_of(viewer)
    if kind:
        rows = rows.filter(kind=kind)
    if area:
        rows = rows.filter(pk__in=Project.areas.through.objects.filter(area__key=area).values("project"))
    if state:
        roles = ProjectRole.objects.filter(actor__kind="state", actor__key=state)
        rows = rows.filter(pk__in=roles.values("project"))
    for word in fold(q).split():
        found = Q(acronym__icontains=word) | Q(printed_name__icontains=word)
        for language in reference().languages:
            found |= Q(**{f"name__fold__{language}__icontains": word})
        rows = rows.filter(found)
    return rows


def areas_of(project: Project) -> list[Area]:
    """The areas of a project, by their number."""
    areas = rows_at_hand(Area)
    here = (areas[pk] for pk in ends_at_hand(Project.areas.through, "project", "area")[project.pk])
    return sorted(here, key=attrgetter("number"))


Held = tuple[ProjectRole, str]  # a role, and the address of who has it


def roles_of(projects: Iterable[int]) -> list[Held]:
    """The roles in the projects, by their keys, each with the address of who has it. No query where nothing changed."""
    held = rows_under(ProjectRole, "project_id")
    rows = [row for project in projects for row in held[project]]
    return [(row, row.actor.address) for row in sorted(rows, key=attrgetter("key"))]


@dataclass(frozen=True)
class Near:
    """Areas and parts of one project: (key, name)."""

    areas: list[tuple[str, Text]]
    parts: list[tuple[str, Text]]


def near(project: Project) -> Near:
    """The areas a project belongs to and the projects that are part of it. No query where nothing changed."""
    parts = sorted(rows_under(Project, "parent_id")[project.pk], key=lambda part: (part.position, part.key))
    return Near(
        [(area.key, area.name) for area in areas_of(project)], [(part.key, part.name) for part in parts]
    )


def outputs_of(project: Project, viewer: Viewer) -> list[tuple[Output, str]]:
    """What a project produced, each with the address of its document where the viewer may see it."""
    works = rows_at_hand(Work, viewer)
    rows = sorted(rows_under(Output, "project_id")[project.pk], key=attrgetter("key"))
    return [(row, works[row.work_id].address if row.work_id in works else "") for row in rows]


def document_of(plan: Plan, viewer: Viewer) -> Work | None:
    """The document that holds a plan, where the viewer may see it."""
    return rows_at_hand(Work, viewer).get(plan.work_id)


def plans_on(viewer: Viewer) -> list[Plan]:
    """Plans and mandates that had begun by the viewer's day, the newest first, those of unknown day at the end."""
    rows = _known_by(rows_at_hand(Plan).values(), viewer)
    return sorted(rows, key=lambda plan: (-plan.starts_on.toordinal() if plan.starts_on else 0, plan.key))


@dataclass
class Branch:
    """A provision in the tree of its plan. `depth` counts from 0 at the top."""

    provision: Provision
    depth: int
    level: str
    children: list[Branch] = field(default_factory=list)


def tree_of(plan: Plan, language: str) -> list[Branch]:
    """
    The provisions of a plan as a tree of any depth, each under the name of its level.

    Below the last named level the last name goes on. A provision whose parent is missing stands at the top.
    """
    names = [name.strip() for name in plan.levels.in_language(language).split(";") if name.strip()]
    rows = sorted(rows_under(Provision, "plan_id")[plan.pk], key=lambda one: (one.position, one.key))
    under: dict[int | None, list[Provision]] = defaultdict(list)
    known = {row.pk for row in rows}
    for row in rows:
        under[row.parent_id if row.parent_id in known else None].append(row)

    def branches(parent: int | None, depth: int) -> list[Branch]:
        level = names[min(depth, len(names) - 1)] if names else ""
        return [Branch(row, depth, level, branches(row.pk, depth + 1)) for row in under[parent]]

    return branches(None, 0)


def workstreams_on(viewer: Viewer) -> list[tuple[Workstream, list[Workstream]]]:
    """Pillars, hubs and components of the viewer's day, each with those that build it up."""
    rows = [row for row in rows_at_hand(Workstream).values() if row.period.on(viewer.day)]
    by_pk = {row.pk: row for row in rows}
    built_by = ends_at_hand(Workstream.grows_from.through, "from_workstream", "to_workstream")
    return [
        (
            row,
            sorted(
                (by_pk[pk] for pk in built_by[row.pk] if pk in by_pk),
                key=lambda one: (one.position, one.key),
            ),
        )
        for row in rows
    ]
