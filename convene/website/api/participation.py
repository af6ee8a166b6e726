"""Who takes part on a day, and all about one state."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from convene.registry.lists import notice
from convene.registry.models import Actor, Claim, Participation, State
from convene.registry.queries import (
    designation,
    marks_for,
    memberships_of,
    participants,
    participation_of,
    reference,
)
from convene.registry.queries.groups import groups_of
from convene.website.api import schemas, telling
from convene.website.api.service import (
    USUAL_SIZE,
    PageNumber,
    PageSize,
    Question,
    endpoint,
    no_such,
    one_page,
)


@endpoint("participants", summary="Who takes part on a day", answer=schemas.Participants, tag="Participation")
def participants_on(question: Question) -> dict[str, Any]:
    """
    The participants on the day `on`, by code.

    Where a source does not tell the exact day, `count_min` and `count_max` give the range and `uncertain` names
    the states concerned; `count` is our reading. `claims` is what sources say of the number.
    """
    viewer = question.viewer
    dialogue = reference().dialogue
    found = participants(on=viewer.day)
    sources = telling.sources_of([row.address for row in found.rows], viewer)
    counted = set(found.codes)
    about = f"dialogue/{dialogue.key}"
    told = Claim.objects.public().filter(subject=f"{about}#participants-count").select_related("source")
    return {
        "count": found.count,
        "count_min": found.count_min,
        "count_max": found.count_max,
        "on": viewer.day.isoformat(),
        "as_of": dialogue.as_of.isoformat() if dialogue.as_of else None,
        "word": found.word(viewer.language),
        "items": [
            telling.actor(row.actor.address, viewer)
            | telling.dates(row)
            | {"status": row.status, "sources": sources.get(row.address, [])}
            for row in found.rows
        ],
        "uncertain": [
            telling.actor(row.actor.address, viewer)
            | telling.dates(row)
            | {"counted": row.actor.key in counted}
            for row in _one_each(found.uncertain, counted)
        ],
        "sources": sorted({key.partition(":")[0] for keys in sources.values() for key in keys}),
        "claims": [telling.claim(row, viewer) for row in told if not row.superseded_by_id],
        "differences": [telling.difference(row, viewer) for row in marks_for([about], viewer)],
        "next": None,
        "notice": notice(viewer.language),
    }


def _one_each(rows: tuple[Participation, ...], counted: set[str]) -> list[Participation]:
    """A state whose one period ended and whose next began on an unknown day is uncertain once."""
    return list({row.actor.key: row for row in rows}.values())


@endpoint("states", summary="All states of the record", answer=schemas.States, tag="Participation")
def states(question: Question, page: PageNumber = 1, size: PageSize = USUAL_SIZE) -> dict[str, Any]:
    """Every state that the record names, by code, and whether it takes part on the day."""
    viewer = question.viewer
    taking_part = set(participants(on=viewer.day).codes)
    rows = State.objects.order_by("key")

    def items(some: Iterable[State]) -> list[dict[str, Any]]:
        return [
            telling.actor(row.address, viewer)
            | {"alpha2": row.alpha2 or None, "takes_part": row.key in taking_part}
            for row in some
        ]

    return one_page(question, rows, page, size, items) | {"on": viewer.day.isoformat()}


@endpoint("states/{code}", summary="One state on a day", answer=schemas.StateAnswer, tag="Participation")
def state(question: Question, code: str) -> dict[str, Any]:
    """
    What the state is called on the day and today, its participation, groups and offices.

    `code` is ISO 3166-1 alpha-3, in capitals or not; XKX for Kosovo*.
    """
    viewer = question.viewer
    known = reference()
    actor: Actor | None = known.actors.get(f"state/{code.upper()}")
    if actor is None:
        raise no_such(f"state/{code}")
    history = participation_of(actor)
    now = next((row for row in reversed(history) if row.period.on(viewer.day)), None)
    sources = telling.sources_of([row.address for row in history], viewer)
    then = designation(actor, on=viewer.day, language=viewer.language)
    today = designation(actor, on=viewer.today, language=viewer.language)
    language = viewer.language

    def participation(row: Participation) -> dict[str, Any]:
        told = {"status": row.status, "reason": row.reason.in_language(language)}
        return telling.dates(row) | told | {"sources": sources.get(row.address, [])}

    return {
        "code": actor.key,
        "address": actor.address,
        "alpha2": actor.alpha2 or None,
        "page": telling.url_of(actor.address, viewer),
        "on": viewer.day.isoformat(),
        "as_of": known.dialogue.as_of.isoformat() if known.dialogue.as_of else None,
        "designation": telling.designation(then),
        "name_today": telling.designation(today),
        "participation": participation(now) if now else None,
        "participation_is_certain": all(
            certainly == possibly for certainly, possibly in (row.certainty_on(viewer.day) for row in history)
        ),
        "history": [participation(row) for row in history],
        "groups": [
            telling.dates(row) | {"group": row.group.key, "name": row.group.name.in_language(language)}
            for row in groups_of(actor.key)
        ],
        "terms": [
            telling.dates(row)
            | {
                "office": row.office.key,
                "office_name": row.office.name.in_language(language),
                "body": row.office.body.key if row.office.body else None,
                "title": row.title.in_language(language),
            }
            for row in memberships_of(actor)
        ],
        "differences": [telling.difference(row, viewer) for row in marks_for([actor.address], viewer)],
        "notice": notice(language),
    }
