"""What the home page, the feed and the sitemap ask of all parts together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from convene.core.tables import all_tables
from convene.core.viewer import Viewer
from convene.dialogue.models import Meeting, Milestone
from convene.dialogue.queries import meetings_of
from convene.plan.enums import WorkstreamKind
from convene.plan.models import Area, Workstream
from convene.registry.enums import OfficeKind
from convene.registry.lists import public_rows
from convene.registry.models import Statement, Term
from convene.registry.queries.reference import Reference, reference
from convene.repository.models import Work
from convene.ui.navigation import AREAS, entries


@dataclass(frozen=True)
class Frame:
    """What the home page shows of the whole record, whatever the day: read once per record version."""

    areas: tuple[Area, ...]
    workstreams: tuple[Workstream, ...]
    milestones: tuple[Milestone, ...]
    statements: tuple[Statement, ...]
    meetings: int  # public ones


_held: tuple[Reference, Frame] | None = None


def frame() -> Frame:
    """Return the frame that goes with the present reference. No query where nothing changed."""
    global _held
    known = reference()
    if _held is None or _held[0] is not known:
        _held = (known, _read())
    return _held[1]


def _read() -> Frame:
    workstreams = Workstream.objects.exclude(kind=WorkstreamKind.COMPONENT)
    return Frame(
        areas=tuple(Area.objects.order_by("number")),
        workstreams=tuple(workstreams.order_by("position", "key")),
        milestones=tuple(Milestone.objects.exclude(happened_on=None).order_by("happened_on", "key")),
        statements=tuple(Statement.objects.filter(topic="about").order_by("position", "key")),
        meetings=Meeting.objects.public().count(),
    )


def chair_terms(day: date) -> list[Term]:
    """The terms of the chair, or of every co-chair, on `day`; a collective or vacant one has no holder."""
    rows = Term.objects.on(day).filter(office__kind__in=(OfficeKind.CHAIR, OfficeKind.CO_CHAIR))
    return list(rows.select_related("office", "holder").order_by("office__position", "key"))


def coming_meetings(viewer: Viewer, number: int) -> list[Meeting]:
    """The next meetings that the record knows of. Looking back into the past there are none: they were to come."""
    if viewer.day < viewer.today:
        return []
    rows = Meeting.objects.visible_to(viewer).upcoming(viewer.day).exclude(status="cancelled")
    return list(rows.select_related("place__state")[:number])


def latest_meetings(viewer: Viewer, number: int) -> list[Meeting]:
    """The last meetings before the viewer's day, the newest first."""
    rows = meetings_of(viewer).filter(starts_on__lt=viewer.day, status="held")
    return list(rows.select_related("place__state").order_by("-starts_on", "key")[:number])


def latest_documents(viewer: Viewer, number: int) -> list[Work]:
    """The newest documents by their own date, not later than the viewer's day."""
    rows = Work.objects.visible_to(viewer).filter(dated_on__lte=viewer.day).select_related("kind")
    return list(rows.order_by("-dated_on", "key")[:number])


def newest(viewer: Viewer, number: int) -> list[Any]:
    """Meetings, documents and milestones of the public record together, the newest first."""
    rows = [
        *Meeting.objects.public().filter(starts_on__lte=viewer.day).order_by("-starts_on")[:number],
        *Work.objects.public().filter(dated_on__lte=viewer.day).order_by("-dated_on")[:number],
        *Milestone.objects.filter(happened_on__lte=viewer.day).order_by("-happened_on")[:number],
    ]
    return sorted(rows, key=lambda row: (day_of(row), row.address), reverse=True)[:number]


def day_of(row: Meeting | Work | Milestone) -> date:
    """The day under which a thing is news."""
    return getattr(row, "starts_on", None) or getattr(row, "dated_on", None) or row.happened_on


def public_paths() -> Iterator[str]:
    """The path, without language, of every public page: those of the menus, then one per thing that has a page."""
    yield from dict.fromkeys(["", *(entry.path for area in AREAS for entry in entries(area))])
    for table in all_tables():
        if table.has_page and table.public:
            for key in public_rows(table).values_list("key", flat=True):
                yield f"{table.kind}/{key}"
