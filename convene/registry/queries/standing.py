"""What a person is in the dialogue on a day: roles follow terms in the registry, not flags."""

from __future__ import annotations

from datetime import date

from convene.core.viewer import Standing
from convene.registry.enums import ActorKind, OfficeKind
from convene.registry.models import Appointment, Term


def standing_of(person, *, on: date) -> Standing:
    """
    Return the standing of `person` (a user, or None) on `on`.

    An appointment to the secretariat or the chair counts only while the actor it names holds that
    office; one as contact point counts for its state. Sitting in a body follows the state's own terms.
    """
    if person is None or not getattr(person, "is_authenticated", False) or not person.is_active:
        return Standing()
    appointments = list(Appointment.objects.on(on).filter(user=person).select_related("office", "actor"))
    if not appointments:
        return Standing()
    actors = {appointment.actor_id for appointment in appointments}
    terms = list(Term.objects.on(on).filter(holder_id__in=actors).select_related("office__body"))
    held = {(term.office_id, term.holder_id) for term in terms}

    def speaks_for(kinds: set[str]) -> list[Appointment]:
        return [
            one for one in appointments if one.office.kind in kinds and (one.office_id, one.actor_id) in held
        ]

    contact_points = [one for one in appointments if one.office.kind == OfficeKind.CONTACT_POINT]
    chairs = speaks_for({OfficeKind.CHAIR, OfficeKind.CO_CHAIR})
    secretariat = speaks_for({OfficeKind.SECRETARIAT})
    acting = {one.actor_id for one in (*contact_points, *chairs, *secretariat)}
    return Standing(
        is_secretariat=bool(secretariat),
        is_chair=bool(chairs),
        states=frozenset(
            one.actor.key for one in (*contact_points, *chairs) if one.actor.kind == ActorKind.STATE
        ),
        bodies=frozenset(
            term.office.body.key for term in terms if term.office.body_id and term.holder_id in acting
        ),
    )
