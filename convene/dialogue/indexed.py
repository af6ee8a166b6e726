"""What search finds of meetings, phases and milestones: only what the public may see."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from convene.core.text import Text
from convene.dialogue.models import Meeting, Milestone, Phase
from convene.dialogue.queries import Surroundings, surroundings_of
from convene.registry.queries import titles_of
from convene.registry.queries.reference import reference
from convene.registry.viewing import today_in
from convene.search.documents import Document, joined, register


def register_all() -> None:
    register("meeting", _("Meetings"), meetings, meeting)
    register("milestone", _("Milestones"), milestones, milestone)
    register("phase", _("Phases"), phases, phase)


def meetings() -> Iterator[Document]:
    rows = list(Meeting.objects.public().select_related("place__state", "body"))
    around = surroundings_of([row.pk for row in rows])
    return (_meeting(row, around) for row in rows)


def meeting(key: str) -> Document | None:
    row = Meeting.objects.public().select_related("place__state", "body").filter(key=key).first()
    return _meeting(row, surroundings_of([row.pk])) if row else None


def _meeting(row: Meeting, around: Surroundings) -> Document:
    hosts = around.hosts[row.pk]
    state = row.place.state if row.place and row.place.state_id else None
    actors = dict.fromkeys([*hosts, *([f"state/{state.key}"] if state else [])])
    texts = [kind.name for kind in around.kinds[row.pk]]
    texts += [row.place.name] if row.place else []
    texts += [row.body.name] if row.body else []
    texts += titles_of(actors, on=today_in(reference())).values()
    texts += [row.note]
    return Document(
        address=row.address,
        kind="meeting",
        title=row.title,
        body=joined(*texts, Text.of(en=row.printed_title)),
        states=tuple(address.partition("/")[2] for address in actors if address.startswith("state/")),
        year=row.starts_on.year if row.starts_on else None,
        years=(row.last_day.year,) if row.last_day else (),
        date=row.starts_on,
        weight=1.5,
    )


def milestones() -> Iterator[Document]:
    return (_milestone(row) for row in Milestone.objects.all())


def milestone(key: str) -> Document | None:
    row = Milestone.objects.filter(key=key).first()
    return _milestone(row) if row else None


def _milestone(row: Milestone) -> Document:
    return Document(
        address=row.address,
        kind="milestone",
        title=row.title,
        body=row.text,
        year=row.happened_on.year if row.happened_on else None,
        date=row.happened_on,
        path=f"timeline#{row.key}",
    )


def phases() -> Iterator[Document]:
    return (_phase(row) for row in Phase.objects.all())


def phase(key: str) -> Document | None:
    row = Phase.objects.filter(key=key).first()
    return _phase(row) if row else None


def _phase(row: Phase) -> Document:
    return Document(
        address=row.address,
        kind="phase",
        title=row.name,
        body=row.text,
        year=row.starts_on.year if row.starts_on else None,
        path=f"timeline#{row.key}",
    )
