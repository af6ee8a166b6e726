"""Questions about meetings, phases and milestones. Each takes the viewer, and with it the day and who asks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import Prefetch, Q, QuerySet

from convene.core.collation import fold
from convene.core.viewer import Viewer
from convene.dialogue.models import Meeting, Milestone, Phase
from convene.registry.models import Body, Concept, Place
from convene.registry.queries.reference import reference

MEETING_KINDS = "meeting-kind"


def meetings_of(viewer: Viewer) -> QuerySet[Meeting]:
    """
    The meetings that the viewer may see, the newest first.

    Looking back, what began after the day asked about is left out: nobody knew of it as a fact then.
    """
    rows = Meeting.objects.visible_to(viewer)
    if viewer.day < viewer.today:
        rows = rows.filter(Q(starts_on=None) | Q(starts_on__lte=viewer.day))
    return rows


def meetings_list(
    viewer: Viewer,
    *,
    year: int | None = None,
    kind: str = "",
    place: str = "",
    mode: str = "",
    convener: str = "",
    state: str = "",
    q: str = "",
) -> QuerySet[Meeting]:
    """
    Return the meetings that fit every filter given, the newest first.

    `kind`, `place` are keys, `state` a code (it hosts, or the place lies in it). Every word of `q` must
    stand in the title, in the place or in the name of the place's state, in any language and without
    regard to accents: «Берлин», 'berlin', 'poznan'.
    """
    rows = meetings_of(viewer)
    if year is not None:
        rows = rows.filter(Q(starts_on__year=year) | Q(last_day__year=year))
    if kind:
        rows = rows.filter(pk__in=Meeting.kinds.through.objects.filter(concept__key=kind).values("meeting"))
    if place:
        rows = rows.filter(place__key=place)
    if mode:
        rows = rows.filter(mode=mode)
    if convener:
        rows = rows.filter(convener=convener)
    if state:
        hosted = Meeting.hosts.through.objects.filter(actor__kind="state", actor__key=state)
        rows = rows.filter(Q(place__state__key=state) | Q(pk__in=hosted.values("meeting")))
    for word in fold(q).split():
        rows = rows.filter(_says(word))
    return rows


def _says(word: str) -> Q:
    """Where a folded word may stand. Stored texts are folded too, so that SQLite can compare Cyrillic."""
    known = reference()
    found = Q(printed_title__icontains=word)
    for language in known.languages:
        found |= Q(**{f"title__fold__{language}__icontains": word})
        found |= Q(**{f"place__name__fold__{language}__icontains": word})
    codes = [
        address.partition("/")[2]
        for address, by_language in known.names.items()
        if address.startswith("state/")
        and any(word in fold(name.short) for names in by_language.values() for name in names)
    ]
    return found | Q(place__state__key__in=codes) if codes else found


@dataclass(frozen=True)
class Surroundings:
    """Kinds and hosts of meetings, by the meeting's primary key."""

    kinds: dict[int, list[Concept]]
    hosts: dict[int, list[str]]  # addresses


# Written out: making it through the ORM takes longer than answering it. `{places}` becomes as many `%s`, which
# the database driver fills in, as there are meetings.
_AROUND = (
    f"SELECT 'kind', meeting_id, concept_id FROM {Meeting.kinds.through._meta.db_table}"  # noqa: S608 - no input in it
    " WHERE meeting_id IN ({places}) UNION ALL"
    f" SELECT 'host', meeting_id, actor_id FROM {Meeting.hosts.through._meta.db_table}"
    " WHERE meeting_id IN ({places})"
)


def surroundings_of(meetings: Iterable[int]) -> Surroundings:
    """Kinds and hosts of all the meetings. One query; the words and the actors come from memory."""
    known = reference()
    pks = list(meetings)
    found = Surroundings(defaultdict(list), defaultdict(list))
    if not pks:
        return found
    actors = {actor.pk: address for address, actor in known.actors.items()}
    with connection.cursor() as cursor:
        cursor.execute(_AROUND.format(places=", ".join(["%s"] * len(pks))), [*pks, *pks])
        rows = cursor.fetchall()
    for what, meeting, pk in rows:
        if what == "kind":
            found.kinds[meeting].append(known.concepts[pk])
        else:
            found.hosts[meeting].append(actors[pk])
    for several in found.kinds.values():
        several.sort(key=lambda kind: (kind.position, kind.key))
    return found


def place_at_hand(pk: int | None) -> Place | None:
    """A place with its state. Remembered until the record changes: there are far fewer places than meetings."""
    return reference().remembered("places", _places).get(pk)


def body_at_hand(pk: int | None) -> Body | None:
    """A body of the dialogue. Remembered like the places."""
    return reference().remembered("bodies", lambda: {body.pk: body for body in Body.objects.all()}).get(pk)


def _places() -> dict[int, Place]:
    return {place.pk: place for place in Place.objects.select_related("state")}


def milestones_at(meeting: int) -> list[Milestone]:
    """The milestones that a meeting set, the oldest first. Remembered like the places."""
    return reference().remembered("milestones", _milestones).get(meeting, [])


def _milestones() -> dict[int, list[Milestone]]:
    found: dict[int, list[Milestone]] = defaultdict(list)
    for milestone in Milestone.objects.filter(meeting__isnull=False).only("key", "title", "meeting"):
        found[milestone.meeting_id].append(milestone)
    return found


def milestones_of(viewer: Viewer) -> list[Milestone]:
    """Milestones up to the viewer's day, the oldest first, each with its meeting where the viewer may see it."""
    rows = Milestone.objects.filter(Q(happened_on=None) | Q(happened_on__lte=viewer.day))
    return list(rows.prefetch_related(Prefetch("meeting", Meeting.objects.visible_to(viewer).only("key"))))


def phases_of(viewer: Viewer) -> list[Phase]:
    """Phases that had begun by the viewer's day, the first one first."""
    return list(Phase.objects.filter(Q(starts_on=None) | Q(starts_on__lte=viewer.day)))
