"""Who holds what office on a day, and the whole succession."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from convene.registry.models import Actor, Office, Term
from convene.registry.queries.at_hand import rows_at_hand
from convene.registry.queries.reference import reference


def holders_of(office: Office | str, *, on: date) -> list[Actor]:
    """
    Return the actors who hold `office` (a row or its key) on `on`.

    The handover day belongs to the new holder. An office that is vacant, or exercised collectively,
    has no holder; `succession` tells which.
    """
    key = office if isinstance(office, str) else office.key
    terms = Term.objects.on(on).filter(office__key=key, holder__isnull=False).select_related("holder")
    return [term.holder for term in terms.order_by("holder__key")]


def succession(office: Office | str) -> list[Term]:
    """Return all terms of `office`, the oldest first, vacancies and collective periods among them."""
    key = office if isinstance(office, str) else office.key
    terms = Term.objects.filter(office__key=key).select_related("office", "holder", "temporary_for")
    return list(_sorted(terms))


def terms_in_order() -> tuple[Term, ...]:
    """Every term of every office, the oldest first, with its office, body and holder. No query where nothing changed."""
    return reference().remembered("terms", lambda: _sorted(rows_at_hand(Term).values()))


def memberships_of(actor: Actor) -> list[Term]:
    """Return every term that `actor` holds or held, with its office and body, the newest first."""
    return [term for term in reversed(terms_in_order()) if term.holder_id == actor.pk]


def _sorted(terms: Iterable[Term]) -> tuple[Term, ...]:
    return tuple(sorted(terms, key=lambda term: (term.starts_on or date.min, term.key)))
