"""Meetings: the list with filters, and one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Annotated, Any

from django.db.models import Q
from django.utils.translation import gettext as _
from ninja import Query

from convene.core.collation import fold
from convene.core.viewer import Viewer
from convene.dialogue.enums import Mode
from convene.dialogue.models import Meeting
from convene.dialogue.queries import MEETING_KINDS, meetings_list, surroundings_of
from convene.dialogue.telling import earliest_and_latest
from convene.registry.lists import notice
from convene.registry.models import Concept, Place
from convene.registry.queries import claims_behind, marks_for, reference
from convene.search.queries import search
from convene.website.api import schemas, telling
from convene.website.api.service import (
    USUAL_SIZE,
    BadQuestion,
    PageNumber,
    PageSize,
    Question,
    endpoint,
    no_such,
    one_page,
)

# Texts of the body that no answer shows.
NOT_SHOWN = ("body__name", "body__role", "body__composition", "body__decision_rule", "body__reason")

Year = Annotated[int | None, Query(ge=1, le=9999, description="Year in which it began or ended.")]
Type = Annotated[str, Query(description="Key or name of a kind of meeting, as senior-officials-meeting.")]
Words = Annotated[str, Query(description="Words in any language of the record, in any grammatical form.")]
PlaceAsked = Annotated[str, Query(description="Key or name of a town, or the code of a state.")]
ModeAsked = Annotated[str, Query(description="in_person, online, hybrid or unknown.")]


@endpoint("meetings", summary="Meetings, the newest first", answer=schemas.Meetings, tag="Meetings")
def meetings(
    question: Question,
    year: Year = None,
    type: Type = "",
    q: Words = "",
    place: PlaceAsked = "",
    mode: ModeAsked = "",
    page: PageNumber = 1,
    size: PageSize = USUAL_SIZE,
) -> dict[str, Any]:
    """Public meetings. Filters narrow together; without any, all meetings."""
    rows = meetings_list(
        question.viewer,
        year=year,
        kind=_kind(type).key if type else "",
        mode=_mode(mode) if mode else "",
    )
    if place:
        rows = rows.filter(_at(place))
    if q.strip():
        rows = rows.filter(key__in=_found(q, question.language))
    rows = rows.select_related("place", "body").defer("note", "reason", *NOT_SHOWN)
    return one_page(question, rows, page, size, lambda some: _items(some, question.viewer))


@endpoint("meetings/{key}", summary="One meeting", answer=schemas.MeetingAnswer, tag="Meetings")
def meeting(question: Question, key: str) -> dict[str, Any]:
    """One public meeting by its key, with the claims its dates and place rest on."""
    viewer = question.viewer
    rows = Meeting.objects.public().filter(key=key)
    row = rows.select_related("place", "body").defer(*NOT_SHOWN).first()
    if row is None:
        raise no_such(f"meeting/{key}")
    behind = claims_behind([row.address], viewer)[row.address]
    return _items([row], viewer)[0] | {
        "planned_told": row.planned_told or None,
        "people_told": row.people_told or None,
        "states_told": row.states_told or None,
        "note": row.note.plain(),
        "reason": row.reason.plain(),
        "claims": [telling.claim(one, viewer) for one in behind],
        "differences": [telling.difference(one, viewer) for one in marks_for([row.address], viewer)],
        "notice": notice(viewer.language),
    }


def _items(rows: Iterable[Meeting], viewer: Viewer) -> list[dict[str, Any]]:
    rows = list(rows)
    sources = telling.sources_of([row.address for row in rows], viewer)
    around = surroundings_of([row.pk for row in rows])
    states = {actor.pk: address for address, actor in reference().actors.items()}
    return [
        {
            "address": row.address,
            "key": row.key,
            "title": row.title.plain(),
            "printed_title": row.printed_title or None,
            "type": [kind.key for kind in around.kinds[row.pk]],
            **_days(row),
            "place": _place(row.place, states.get(row.place.state_id), viewer) if row.place else None,
            "mode": row.mode,
            "convener": row.convener,
            "status": row.status,
            "body": row.body.key if row.body else None,
            "ordinal": row.ordinal,
            "hosts": [telling.actor(host, viewer) for host in around.hosts[row.pk]],
            "sources": sources.get(row.address, []),
            "url": telling.url_of(row.address, viewer),
        }
        for row in rows
    ]


def _days(row: Meeting) -> dict[str, str | None]:
    """`ends_on` is the first day after; of a day told inexactly, after the last it may mean."""
    _first, last = earliest_and_latest(row)
    return {
        "starts_on": row.starts_on.isoformat() if row.starts_on else None,
        "ends_on": (last + timedelta(days=1)).isoformat() if last else None,
        "last_day": row.last_day.isoformat() if row.last_day else None,
        "told": row.told or None,
    }


def _place(place: Place, state: str | None, viewer: Viewer) -> dict[str, Any]:
    country = telling.actor(state, viewer) if state else None
    return {
        "key": place.key,
        "name": place.name.plain(),
        "country": country["code"] if country else None,
        "country_name": country["name"] if country else "",
    }


def _kind(asked: str) -> Concept:
    """The kind of meeting by its key, or by its name in any language. Raises BadQuestion with the keys there are."""
    kinds = list(Concept.objects.filter(scheme=MEETING_KINDS))
    wanted = fold(asked.strip())
    for kind in kinds:
        names = (kind.key, *kind.name.plain().values(), *kind.plural.plain().values())
        if wanted in map(fold, names):
            return kind
    raise BadQuestion(
        _("“%(type)s” is not a kind of meeting. Kinds: %(kinds)s.")
        % {"type": asked[:60], "kinds": ", ".join(kind.key for kind in kinds)}
    )


def _at(asked: str) -> Q:
    """Meetings at a place: by its key, its name in any language, or the code of its state."""
    wanted = fold(asked.strip())
    keys = [
        place.key
        for place in Place.objects.all()
        if wanted in (fold(place.key), *map(fold, place.name.plain().values()))
    ]
    return Q(place__key__in=keys) | Q(place__state__key=asked.strip().upper()[:40])


def _mode(asked: str) -> str:
    if asked not in Mode.values:
        raise BadQuestion(
            _("“%(mode)s” is not a mode of meeting. Modes: %(modes)s.")
            % {"mode": asked[:40], "modes": ", ".join(Mode.values)}
        )
    return asked


def _found(words: str, language: str) -> list[str]:
    """Keys of the meetings that search finds, all pages of them."""
    keys: list[str] = []
    page = 1
    while True:
        found = search(words, language, kind="meeting", page=page, size=100)
        keys += [item.address.partition("/")[2] for item in found.items]
        if page >= found.pages:
            return keys
        page += 1
