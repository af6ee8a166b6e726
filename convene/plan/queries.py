"""Questions about areas, plans, projects and pillars. Each takes the viewer, and with it the day and who asks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import attrgetter

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from convene.core.collation import fold
from convene.core.records import rows_with
from convene.core.text import Text
from convene.core.viewer import Viewer
from convene.plan.models import Area, AreaWording, Output, Plan, Project, ProjectRole, Provision, Workstream
from convene.registry.queries.reference import reference
from convene.repository.models import Work


def _begun(rows: QuerySet, viewer: Viewer) -> QuerySet:
    """Looking back, what began after the day asked about is left out; what has ended stays."""
    if viewer.day < viewer.today:
        return rows.filter(Q(starts_on=None) | Q(starts_on__lte=viewer.day))
    return rows


def areas_on(viewer: Viewer) -> list[Area]:
    """The thematic areas of the viewer's day, by their number today."""
    return list(Area.objects.on(viewer.day))


def wordings_of(area: Area) -> list[AreaWording]:
    """Every wording of an area, by the key, which begins with the source's."""
    return list(area.wordings.order_by("key"))


def projects_of(viewer: Viewer) -> QuerySet[Project]:
    """All projects that had begun by the viewer's day, in the dialogue's own order."""
    return _begun(Project.objects.all(), viewer)


def projects_in_order(viewer: Viewer) -> list[Project]:
    """`projects_of`, with only what a line of a list shows. Remembered until the record changes: they are few."""
    rows = _projects_at_hand()
    if viewer.day < viewer.today:
        return [row for row in rows if row.starts_on is None or row.starts_on <= viewer.day]
    return rows


def _projects_at_hand() -> list[Project]:
    return reference().remembered("projects", lambda: list(Project.objects.defer("reason", "text", "money")))


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


def areas_of(projects: Iterable[int]) -> dict[int, list[int]]:
    """Primary key of a project -> those of its areas. One query."""
    found: dict[int, list[int]] = defaultdict(list)
    rows = Project.areas.through.objects.filter(project__in=list(projects)).order_by("area__number")
    for project, area in rows.values_list("project_id", "area_id"):
        found[project].append(area)
    return found


def roles_of(projects: Iterable[int]) -> list[tuple[ProjectRole, str]]:
    """The roles in the projects, each with the address of who has it. One query; the actors come from memory."""
    actors = {actor.pk: address for address, actor in reference().actors.items()}
    rows = ProjectRole.objects.filter(project__in=list(projects)).order_by("key")
    return [(row, actors[row.actor_id]) for row in rows]


def roles_in(project: Project) -> list[tuple[ProjectRole, str]]:
    """`roles_of` for one project."""
    actors = {actor.pk: address for address, actor in reference().actors.items()}
    rows = sorted(rows_with(ProjectRole, "project", project.pk), key=attrgetter("key"))
    return [(row, actors[row.actor_id]) for row in rows]


@dataclass(frozen=True)
class Near:
    """Areas and parts of one project: (key, name)."""

    areas: list[tuple[str, Text]]
    parts: list[tuple[str, Text]]


def near(project: Project) -> Near:
    """The areas a project belongs to and the projects that are part of it. One query; their names are at hand."""
    numbered = reference().remembered("areas", lambda: {area.pk: area for area in Area.objects.all()})
    areas = [numbered[pk] for pk in areas_of([project.pk])[project.pk]]
    parts = sorted(
        (part for part in _projects_at_hand() if part.parent_id == project.pk),
        key=lambda part: (part.position, part.key),
    )
    return Near([(area.key, area.name) for area in areas], [(part.key, part.name) for part in parts])


def outputs_of(project: Project, viewer: Viewer) -> list[tuple[Output, str]]:
    """What a project produced, each with the address of its document where the viewer may see it."""
    rows = sorted(rows_with(Output, "project", project.pk), key=attrgetter("key"))
    works = [row.work_id for row in rows if row.work_id]
    seen = Work.objects.visible_to(viewer).filter(pk__in=works).order_by().values_list("pk", "key")
    documents = {pk: f"document/{key}" for pk, key in seen} if works else {}
    return [(row, documents.get(row.work_id, "")) for row in rows]


def plan_and_document(key: str, viewer: Viewer) -> tuple[Plan, str] | None:
    """
    The plan with this key, and the address of its document where the viewer may see it. One query.

    The document's title stands on the plan as `document_title`.
    """
    visible = Work.objects.visible_to(viewer).filter(pk=OuterRef("work"))
    row = (
        Plan.objects.filter(key=key)
        .annotate(
            seen=Subquery(visible.values("key")[:1]), document_title=Subquery(visible.values("title")[:1])
        )
        .first()
    )
    return (row, f"document/{row.seen}" if row.seen else "") if row else None


def plans_on(viewer: Viewer) -> list[Plan]:
    """Plans and mandates that had begun by the viewer's day, the newest first."""
    return list(_begun(Plan.objects.all(), viewer).order_by(F("starts_on").desc(nulls_last=True), "key"))


@dataclass
class Branch:
    """A provision in the tree of its plan. `depth` counts from 0 at the top."""

    provision: Provision
    depth: int
    level: str
    children: list[Branch] = field(default_factory=list)


def tree_of(plan: Plan, language: str) -> list[Branch]:
    """
    The provisions of a plan as a tree of any depth, each under the name of its level. One query.

    Below the last named level the last name goes on. A provision whose parent is missing stands at the top.
    """
    names = [name.strip() for name in plan.levels.in_language(language).split(";") if name.strip()]
    rows = list(plan.provisions.select_related("area").order_by("position", "key"))
    under: dict[int | None, list[Provision]] = defaultdict(list)
    known = {row.pk for row in rows}
    for row in rows:
        under[row.parent_id if row.parent_id in known else None].append(row)

    def branches(parent: int | None, depth: int) -> list[Branch]:
        level = names[min(depth, len(names) - 1)] if names else ""
        return [Branch(row, depth, level, branches(row.pk, depth + 1)) for row in under[parent]]

    return branches(None, 0)


def workstreams_on(viewer: Viewer) -> list[tuple[Workstream, list[Workstream]]]:
    """Pillars, hubs and components of the viewer's day, each with those that build it up. Two queries."""
    rows = list(Workstream.objects.on(viewer.day))
    by_pk = {row.pk: row for row in rows}
    grown: dict[int, list[Workstream]] = defaultdict(list)
    pairs = Workstream.grows_from.through.objects.filter(from_workstream__in=list(by_pk))
    for hub, pillar in pairs.values_list("from_workstream_id", "to_workstream_id"):
        if pillar in by_pk:
            grown[hub].append(by_pk[pillar])
    return [(row, sorted(grown[row.pk], key=lambda one: (one.position, one.key))) for row in rows]
