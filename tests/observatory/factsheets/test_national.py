"""A contact point submits what its state says; the secretariat accepts it; only then is it public."""

import pytest
from django.core.exceptions import ValidationError

from convene.accounts.audit import history_of
from convene.accounts.record_version import draft
from convene.core.failures import Failure
from convene.core.text import Text
from convene.observatory.enums import FrameTopic
from convene.observatory.models import NationalValue
from convene.observatory.operations.national import (
    AlreadyDecided,
    NotYours,
    accept,
    decline,
    submit_frame_entry,
    submit_national_value,
    withdraw,
)
from convene.observatory.rules.factsheets import may_accept, may_submit, may_withdraw

from .conftest import NOON


@pytest.fixture
def submitted(ukraine, people, refugees):
    return submit_national_value(
        ukraine,
        people.olena,
        NOON,
        indicator=refugees,
        value="2485",
        definition=Text.of(en="Persons recognised as refugees", ru="Лица, признанные беженцами"),
        reference_date="2024-12-31",
        source="State Migration Service of Ukraine, yearly report",
    )


def test_who_may_do_what(people, submitted):
    everyone = (people.olena, people.nino, people.petr, people.stranger)
    assert [may_submit(one, "UKR") for one in everyone] == [True, False, False, False]
    assert [may_accept(one, submitted) for one in everyone] == [False, False, True, False]
    assert [may_withdraw(one, submitted) for one in everyone] == [True, False, False, False]


def test_what_is_submitted_is_not_public_until_it_is_accepted(people, submitted):
    assert (submitted.status, submitted.key) == ("submitted", "UKR-unhcr_refugees_hosted-1")
    before = draft()
    accept(submitted, people.petr, NOON)
    assert NationalValue.objects.get().status == "accepted"
    assert draft() != before  # readers are shown new pages


def test_each_step_is_recorded_with_who_and_when(people, submitted):
    accept(submitted, people.petr, NOON)
    steps = [(event.verb, event.by) for event in history_of(submitted.address)]
    assert steps == [("accepted", people.petr.person), ("submitted", people.olena.person)]


@pytest.mark.parametrize("who", ["nino", "petr", "stranger"])
def test_nobody_submits_for_another_state(ukraine, people, refugees, who):
    with pytest.raises(NotYours):
        submit_national_value(
            ukraine, getattr(people, who), NOON, indicator=refugees, value="1", definition=Text.of(en="x"),
            reference_date="2024", source="x",
        )  # fmt: skip
    assert not NationalValue.objects.exists()


@pytest.mark.parametrize("who", ["olena", "nino", "stranger"])
def test_nobody_but_the_secretariat_accepts(people, submitted, who):
    with pytest.raises(NotYours):
        accept(submitted, getattr(people, who), NOON)


def test_declining_needs_a_reason_that_the_state_reads(people, submitted):
    with pytest.raises(Failure, match="needs a reason"):
        decline(submitted, people.petr, NOON, "  ")
    decline(submitted, people.petr, NOON, "The report says 2,484.")
    assert NationalValue.objects.get().reason == "The report says 2,484."


def test_what_is_decided_stays_decided(people, submitted):
    withdraw(submitted, people.olena, NOON)
    with pytest.raises(AlreadyDecided, match="withdrawn"):
        accept(submitted, people.petr, NOON)


def test_a_figure_needs_its_definition_its_day_and_its_source(ukraine, people, refugees):
    with pytest.raises(ValidationError) as refused:
        submit_national_value(
            ukraine, people.olena, NOON, indicator=refugees, value="1", definition=Text(), reference_date="lately",
            source="",
        )  # fmt: skip
    assert set(refused.value.message_dict) == {"definition", "reference_date", "source"}


def test_a_line_of_the_national_frame_goes_the_same_way(ukraine, people):
    entry = submit_frame_entry(
        ukraine,
        people.olena,
        NOON,
        topic=FrameTopic.LAW,
        text=Text.of(en="Law on Refugees", ru="Закон о беженцах"),
        as_of="2011-07-08",
        source="Verkhovna Rada, No. 3671-VI",
    )
    accept(entry, people.petr, NOON)
    assert (entry.key, entry.status) == ("UKR-law-1", "accepted")


def test_what_was_taken_back_meanwhile_is_not_accepted(submitted, people):
    """Two people look at the same submission; the second one decides on it as it is by then."""
    seen_before = NationalValue.objects.get(pk=submitted.pk)
    withdraw(submitted, people.olena, NOON)
    with pytest.raises(AlreadyDecided):
        accept(seen_before, people.petr, NOON)
    assert NationalValue.objects.get(pk=submitted.pk).status == "withdrawn"
