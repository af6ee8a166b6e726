"""Roles follow terms in the registry. Three people: one who may, one of another state, one stranger."""

from datetime import date

import pytest

from convene.accounts.models import User
from convene.core.viewer import Standing
from convene.registry import rules
from convene.registry.models import Actor, Appointment, Office
from convene.registry.queries import standing_of


@pytest.fixture
def anna(db):
    return User.objects.create_user(email="anna@example.org", password="x" * 20)


def appoint(user, office, actor, starts_on=None, ends_on=None):
    kind, _slash, key = actor.partition("/")
    return Appointment.objects.create(
        user=user,
        office=Office.objects.get(key=office),
        actor=Actor.objects.get(kind=kind, key=key),
        starts_on=starts_on,
        ends_on=ends_on,
    )


def test_without_an_appointment_a_signed_in_person_is_a_stranger(prague, anna):
    assert standing_of(anna, on=date(2026, 11, 22)) == Standing()
    assert standing_of(None, on=date(2026, 11, 22)) == Standing()


def test_the_secretariat_is_whoever_is_appointed_for_the_organisation_that_holds_the_office(prague, anna):
    appoint(anna, "secretariat", "organisation/icmpd")
    assert standing_of(anna, on=date(2026, 11, 22)).is_secretariat


def test_an_appointment_for_an_actor_that_does_not_hold_the_office_counts_for_nothing(prague, anna):
    appoint(anna, "secretariat", "organisation/iom")
    assert standing_of(anna, on=date(2026, 11, 22)) == Standing()


def test_the_chair_is_the_chair_only_while_the_state_chairs(prague, anna):
    appoint(anna, "chair", "state/LTU")
    assert standing_of(anna, on=date(2019, 3, 1)).is_chair
    assert not standing_of(anna, on=date(2026, 11, 22)).is_chair


def test_a_contact_point_speaks_for_one_state_and_until_the_handover(prague, anna, reader):
    appoint(anna, "contact-point", "state/GEO", ends_on=date(2026, 1, 1))
    before, after = standing_of(anna, on=date(2025, 12, 31)), standing_of(anna, on=date(2026, 1, 1))
    assert before.states == {"GEO"} and after == Standing()
    viewer = reader(standing=before)
    assert rules.may_act_for(viewer, "GEO")
    assert not rules.may_act_for(viewer, "POL")
    assert not rules.may_edit_registry(viewer)
    assert not rules.may_see_audit_trail(viewer)


def test_flags_give_nothing(prague, anna):
    anna.is_staff = anna.is_superuser = True
    anna.save()
    assert standing_of(anna, on=date(2026, 11, 22)) == Standing()
