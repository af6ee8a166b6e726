"""What the home page, the feed and the sitemap ask of all parts together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from convene.core.tables import all_tables
from convene.core.viewer import Viewer
from convene.dialogue.enums import MeetingStatus
from convene.dialogue.models import Meeting, Milestone
from convene.observatory.factsheets.covered import covered_states
from convene.observatory.queries.catalogue import catalogue
from convene.plan.enums import WorkstreamKind
from convene.plan.models import Area, Workstream
from convene.registry.enums import OfficeKind
from convene.registry.lists import public_rows
from convene.registry.models import Claim, Ground, Statement, Term
from convene.registry.queries import Participants, participants
from convene.registry.queries.reference import reference
from convene.repository.models import Work
from convene.ui.navigation import AREAS, entries

MEETINGS, DOCUMENTS = 4, 4  # so many of each on the home page


@dataclass(frozen=True)
class Frame:
    """What the home page shows of the whole record, whatever the day: read once per record version."""

    areas: tuple[Area, ...]
    workstreams: tuple[Workstream, ...]
    milestones: tuple[Milestone, ...]
    statements: tuple[Statement, ...]
    meetings: int  # public ones
    differences_of_number: frozenset[str]  # addresses of those about the number of participants
    figures: int  # in all editions that the Observatory serves
    indicators: int  # that these have figures of


def frame() -> Frame:
    """Return the frame that goes with the present reference. No query where nothing changed."""
    return reference().remembered("frame of the home page", _read)


def _read() -> Frame:
    workstreams = Workstream.objects.exclude(kind=WorkstreamKind.COMPONENT)
    known = catalogue()
    return Frame(
        areas=tuple(Area.objects.order_by("number")),
        workstreams=tuple(workstreams.order_by("position", "key")),
        milestones=tuple(Milestone.objects.exclude(happened_on=None).order_by("happened_on", "key")),
        statements=tuple(Statement.objects.filter(topic="about").order_by("position", "key")),
        meetings=Meeting.objects.public().count(),
        differences_of_number=_about_the_number(),
        figures=sum(known.editions[key].rows for key in known.served),
        indicators=len(known.default),
    )


def _about_the_number() -> frozenset[str]:
    """Differences that rest on a public claim of how many take part."""
    subject = f"dialogue/{reference().dialogue.key}#participants-count"
    claims = Claim.objects.public().filter(subject=subject)
    rows = Ground.objects.filter(claim__in=claims, address__startswith="difference/")
    return frozenset(rows.values_list("address", flat=True))


@dataclass(frozen=True)
class News:
    """What the home page shows of a day: who takes part, who chairs, what comes, what is new. Public rows only."""

    participants: Participants
    chairs: tuple[Term, ...]  # of the chair or of every co-chair; a collective or vacant term has no holder
    coming: tuple[Meeting, ...]  # the next first; none when looking back, for then they were to come
    latest: tuple[Meeting, ...]  # the newest first
    documents: tuple[Work, ...]  # the newest first, by their own date


def news(viewer: Viewer) -> News:
    """Return the news of the viewer's day. Kept as long as the record does not change."""
    return reference().remembered_of_day(
        "news of the home page", (viewer.today, viewer.day), lambda: _read_news(viewer)
    )


def _read_news(viewer: Viewer) -> News:
    day = viewer.day
    terms = Term.objects.on(day).filter(office__kind__in=(OfficeKind.CHAIR, OfficeKind.CO_CHAIR))
    meetings = Meeting.objects.public().select_related("place__state")
    before = meetings.filter(starts_on__lt=day, status=MeetingStatus.HELD).order_by("-starts_on", "key")
    after = meetings.upcoming(day).exclude(status=MeetingStatus.CANCELLED)
    works = Work.objects.public().filter(dated_on__lte=day).select_related("kind")
    return News(
        participants=participants(on=day),
        chairs=tuple(terms.select_related("office", "holder").order_by("office__position", "key")),
        coming=tuple(after[:MEETINGS]) if day >= viewer.today else (),
        latest=tuple(before[:MEETINGS]),
        documents=tuple(works.order_by("-dated_on", "key")[:DOCUMENTS]),
    )


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


# Pages of the Observatory that no menu names. Single figures, corridors and choices have no end and are not listed.
OF_FIGURES = (
    "factsheets",
    "datasets",
    "indicators",
    "observatory/gaps",
    "observatory/map",
    "observatory/explorer",
)


def public_paths(viewer: Viewer) -> Iterator[str]:
    """The path, without language, of every public page: those of the menus, then one per thing that has a page."""
    yield from dict.fromkeys(["", *(entry.path for area in AREAS for entry in entries(area)), *OF_FIGURES])
    for covered in covered_states(viewer):
        yield f"factsheet/{covered.state}"
    for table in all_tables():
        if table.has_page and table.public:
            for key in public_rows(table).values_list("key", flat=True):
                yield f"{table.kind}/{key}"
