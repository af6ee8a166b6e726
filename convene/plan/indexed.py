"""What search finds of areas, plans, projects and pillars."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext_lazy as _

from convene.core.text import Text
from convene.plan.models import Area, Plan, Project, Provision, Workstream
from convene.plan.queries import roles_of
from convene.registry.queries import titles_of
from convene.registry.queries.reference import reference
from convene.registry.viewing import today_in
from convene.search.documents import Document, joined, register


def register_all() -> None:
    register("area", _("Thematic areas"), areas, area)
    register("plan", _("Plans and mandates"), plans, plan)
    register("provision", _("Provisions of plans"), provisions, provision)
    register("project", _("Projects"), projects, project)
    register("workstream", _("Pillars of work"), workstreams, workstream)


def areas() -> Iterator[Document]:
    return _areas(Area.objects.all())


def area(key: str) -> Document | None:
    return next(_areas(Area.objects.filter(key=key)), None)


def _areas(rows) -> Iterator[Document]:
    """Every wording of an area finds it, whatever the name today."""
    for row in rows.prefetch_related("wordings"):
        wordings: dict[str, list[str]] = defaultdict(list)
        for one in row.wordings.all():
            wordings[one.language].append(one.wording)
        told = Text.from_plain(
            {language: ". ".join(dict.fromkeys(words)) for language, words in wordings.items()}
        )
        yield Document(
            address=row.address, kind="area", title=row.name, body=joined(row.text, told), weight=2.5
        )


def plans() -> Iterator[Document]:
    return map(_plan, Plan.objects.all())


def plan(key: str) -> Document | None:
    return next(map(_plan, Plan.objects.filter(key=key)), None)


def _plan(row: Plan) -> Document:
    return Document(
        address=row.address,
        kind="plan",
        title=row.name,
        body=joined(row.text),
        year=row.starts_on.year if row.starts_on else None,
        weight=2.0,
    )


def provisions() -> Iterator[Document]:
    return map(_provision, Provision.objects.select_related("plan"))


def provision(key: str) -> Document | None:
    return next(map(_provision, Provision.objects.select_related("plan").filter(key=key)), None)


def _provision(row: Provision) -> Document:
    return Document(
        address=row.address,
        kind="provision",
        title=row.title,
        body=joined(row.text, row.plan.name),
        year=row.plan.starts_on.year if row.plan.starts_on else None,
        path=f"{row.plan.address}#{row.key}",
    )


def projects() -> Iterator[Document]:
    return _projects(Project.objects.prefetch_related("areas", "outputs"))


def project(key: str) -> Document | None:
    return next(_projects(Project.objects.filter(key=key).prefetch_related("areas", "outputs")), None)


def _projects(rows: Iterable[Project]) -> Iterator[Document]:
    found = list(rows)
    actors: dict[int, list[str]] = defaultdict(list)
    for role, address in roles_of([row.pk for row in found]):
        if address not in actors[role.project_id]:
            actors[role.project_id].append(address)
    return (_project(row, actors[row.pk]) for row in found)


def _project(row: Project, actors: list[str]) -> Document:
    names = titles_of(actors, on=today_in(reference())).values()
    years = [day.year for day in (row.starts_on, row.ends_on) if day]
    return Document(
        address=row.address,
        kind="project",
        title=row.name,
        body=joined(
            row.text,
            row.money,
            *(one.name for one in row.areas.all()),
            *(one.title for one in row.outputs.all()),
            *names,
            Text.of(en=row.printed_name),
        ),
        states=tuple(address.partition("/")[2] for address in actors if address.startswith("state/")),
        year=years[0] if years else None,
        years=tuple(range(years[0], years[-1] + 1)) if years else (),
        weight=2.0,
        extra_names=row.acronym,
    )


def workstreams() -> Iterator[Document]:
    return map(_workstream, Workstream.objects.all())


def workstream(key: str) -> Document | None:
    return next(map(_workstream, Workstream.objects.filter(key=key)), None)


def _workstream(row: Workstream) -> Document:
    return Document(
        address=row.address,
        kind="workstream",
        title=row.name,
        body=joined(row.text),
        weight=1.5,
        path=f"pillars#{row.key}",
    )
