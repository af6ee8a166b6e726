"""Who holds an office on a day."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from convene.registry.lists import notice
from convene.registry.models import Office, Term
from convene.registry.queries import succession
from convene.website.api import schemas, telling
from convene.website.api.service import Question, endpoint, no_such


@endpoint(
    "offices/{office}/holders", summary="Who holds an office on a day", answer=schemas.Holders, tag="Offices"
)
def holders(question: Question, office: str) -> dict[str, Any]:
    """
    The holders of the office on the day `on`. The handover day belongs to the new holder.

    The office `chair` is one succession whose title changes with time. An office that is vacant, or
    exercised collectively, has no holder; `note` and `no_holder` then say why.
    """
    viewer = question.viewer
    if not Office.objects.filter(key=office).exists():
        raise no_such(f"office/{office}")
    terms = [term for term in succession(office) if term.period.on(viewer.day)]
    sources = telling.sources_of([term.address for term in terms], viewer)

    def told(term: Term) -> dict[str, Any]:
        title = term.title or term.office.name
        return telling.dates(term) | {
            "title": title.in_language(viewer.language),
            "note": term.note.in_language(viewer.language),
            "reason": term.reason.in_language(viewer.language),
            "sources": sources.get(term.address, []),
        }

    items = [
        telling.actor(term.holder.address, viewer)
        | told(term)
        | {"temporary_for": term.temporary_for.key if term.temporary_for else None}
        for term in terms
        if term.holder
    ]
    empty = next((term for term in terms if not term.holder), None)
    return {
        "office": office,
        "on": viewer.day.isoformat(),
        "count": len(items),
        "items": items,
        "next": None,
        "note": "" if items else _why_nobody(empty, viewer.language),
        "no_holder": told(empty) if empty and not items else None,
        "notice": notice(viewer.language),
    }


def _why_nobody(empty: Term | None, language: str) -> str:
    if empty is None:
        return _("The record names no holder on this day.")
    words = [text.in_language(language) for text in (empty.title, empty.reason) if text]
    return ". ".join(words) or _("The office was vacant.")
