"""Who holds what office on a day, and the whole succession."""

from __future__ import annotations

from datetime import date

from convene.core.records import rows_with
from convene.registry.models import Actor, Office, Term
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
    return sorted(terms, key=lambda term: (term.starts_on or date.min, term.key))


def memberships_of(actor: Actor) -> list[Term]:
    """Return every term that `actor` holds or held, with its office and body, the newest first."""
    offices = reference().remembered("offices", _offices)
    terms = rows_with(Term, "holder", actor.pk)
    for term in terms:
        term.office, term.holder = offices[term.office_id], actor
    return sorted(terms, key=lambda term: (term.starts_on or date.min, term.key), reverse=True)


def _offices() -> dict[int, Office]:
    """Every office with its body, by primary key: there are far fewer offices than terms."""
    return {office.pk: office for office in Office.objects.select_related("body")}
