"""Questions about meetings, phases and milestones. Each takes the viewer, and with it the day and who asks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from convene.core.collation import fold
from convene.core.viewer import Viewer
from convene.dialogue.models import Meeting, Milestone, Phase
from convene.registry.models import Body, Concept, Place
from convene.registry.queries.at_hand import ends_at_hand, rows_at_hand, rows_under
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


def meetings_seen(viewer: Viewer) -> list[Meeting]:
    """`meetings_of` as rows at hand: no query for the public where nothing changed. Read them, never change them."""
    rows = rows_at_hand(Meeting, viewer).values()
    if viewer.day < viewer.today:
        return [row for row in rows if row.starts_on is None or row.starts_on <= viewer.day]
    return list(rows)


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


def surroundings_of(meetings: Iterable[int]) -> Surroundings:
    """Kinds and hosts of all the meetings. No query where nothing changed."""
    known = reference()
    kinds = ends_at_hand(Meeting.kinds.through, "meeting", "concept")
    hosts = ends_at_hand(Meeting.hosts.through, "meeting", "actor")
    actors = known.addresses
    found = Surroundings(defaultdict(list), defaultdict(list))
    for pk in meetings:
        here = [known.concepts[kind] for kind in kinds[pk]]
        found.kinds[pk] = sorted(here, key=lambda kind: (kind.position, kind.key))
        found.hosts[pk] = [actors[host] for host in hosts[pk]]
    return found


def place_at_hand(pk: int | None) -> Place | None:
    """A place with its state."""
    return rows_at_hand(Place).get(pk)


def body_at_hand(pk: int | None) -> Body | None:
    """A body of the dialogue."""
    return rows_at_hand(Body).get(pk)


def milestones_at(meeting: int) -> list[Milestone]:
    """The milestones that a meeting set, the oldest first."""
    return list(rows_under(Milestone, "meeting_id")[meeting])


def milestones_of(viewer: Viewer) -> list[Milestone]:
    """Milestones up to the viewer's day, the oldest first. Whether their meetings may be seen, ask `rows_at_hand`."""
    rows = rows_at_hand(Milestone).values()
    return [row for row in rows if row.happened_on is None or row.happened_on <= viewer.day]


def phases_of(viewer: Viewer) -> list[Phase]:
    """Phases that had begun by the viewer's day, the first one first."""
    rows = rows_at_hand(Phase).values()
    return [row for row in rows if row.starts_on is None or row.starts_on <= viewer.day]
