"""The state sees its factsheet before it is released; a state that takes no part needs a decision."""

import dataclasses

import pytest

from convene.accounts.audit import history_of
from convene.core.text import Text
from convene.observatory.factsheets.figures import figures_of
from convene.observatory.models import Coverage, Factsheet, FactsheetComment
from convene.observatory.operations.factsheets import (
    AnsweredAlready,
    DecidedAlready,
    NotReadyForRelease,
    answer_comment,
    comment_on_factsheet,
    decide_coverage,
    reasons_against_release,
    release_factsheet,
    show_to_state,
    take_back_release,
)
from convene.observatory.operations.national import NotYours
from convene.registry.models import State

from .conftest import DAY, NOON


@pytest.fixture
def edition(prague):
    """The figures of Ukraine's factsheet today."""
    return figures_of(["UKR"])["UKR"]


def revised(figures):
    """The same figures after a revision: one migrant more in the newest year."""
    stock = figures.totals["migrant_stock"]
    newest = dataclasses.replace(stock[-1], value=stock[-1].value + 1)
    return dataclasses.replace(figures, totals={**figures.totals, "migrant_stock": (*stock[:-1], newest)})


def test_from_the_first_look_to_the_release(ukraine, people, edition):
    show_to_state(ukraine, edition, people.petr, NOON)
    comment = comment_on_factsheet(ukraine, "The 2023 figure is provisional.", people.olena, NOON)
    answer_comment(comment, "A footnote says so now.", people.petr, NOON)
    release_factsheet(ukraine, edition, people.petr, NOON)
    released = Factsheet.objects.get()
    assert (released.released_fingerprint, released.released_by) == (edition.fingerprint, people.petr.person)
    assert [event.verb for event in history_of("factsheet/UKR")] == [
        "released", "answered", "commented", "shown to the state",
    ]  # fmt: skip


def test_an_edition_that_the_state_has_not_seen_is_not_released(ukraine, people, edition):
    assert reasons_against_release(ukraine, edition.fingerprint, DAY) == [
        "The state has not seen the factsheet yet."
    ]
    show_to_state(ukraine, revised(edition), people.petr, NOON)
    with pytest.raises(NotReadyForRelease, match="changed since the state saw"):
        release_factsheet(ukraine, edition, people.petr, NOON)
    assert not Factsheet.objects.get().is_released


def test_a_comment_is_answered_before_the_release(ukraine, people, edition):
    show_to_state(ukraine, edition, people.petr, NOON)
    comment_on_factsheet(ukraine, "Please look at 2023.", people.olena, NOON)
    assert reasons_against_release(ukraine, edition.fingerprint, DAY) == [
        "A comment of the state is not answered yet."
    ]


@pytest.mark.parametrize("who", ["nino", "petr", "stranger"])
def test_only_the_state_comments(ukraine, people, edition, who):
    show_to_state(ukraine, edition, people.petr, NOON)
    with pytest.raises(NotYours):
        comment_on_factsheet(ukraine, "x", getattr(people, who), NOON)


@pytest.mark.parametrize("who", ["olena", "nino", "stranger"])
def test_only_the_secretariat_shows_and_releases(ukraine, people, edition, who):
    with pytest.raises(NotYours):
        show_to_state(ukraine, edition, getattr(people, who), NOON)
    with pytest.raises(NotYours):
        release_factsheet(ukraine, edition, getattr(people, who), NOON)


def test_a_state_that_takes_no_part_is_covered_only_by_a_decision(prague, people):
    Coverage.objects.all().delete()
    britain = State.objects.get(key="GBR")
    edition = figures_of(["GBR"])["GBR"]
    assert reasons_against_release(britain, edition.fingerprint, DAY) == [
        "The state does not take part, and no decision covers it."
    ]
    with pytest.raises(NotYours):
        decide_coverage(britain, Text.of(en="Yes"), people.olena)
    decide_coverage(britain, Text.of(en="Covered for the flows"), people.petr)
    release_factsheet(britain, edition, people.petr, NOON)
    assert Factsheet.objects.get(key="GBR").is_released


def test_a_release_can_be_taken_back(ukraine, people, edition):
    show_to_state(ukraine, edition, people.petr, NOON)
    release_factsheet(ukraine, edition, people.petr, NOON)
    take_back_release(ukraine, "wrong edition", people.petr)
    assert not Factsheet.objects.get().is_released


def test_a_comment_that_was_answered_meanwhile_keeps_its_answer(ukraine, people, edition):
    """Two people of the secretariat have the same comment on their screens."""
    show_to_state(ukraine, edition, people.petr, NOON)
    comment = comment_on_factsheet(ukraine, "Please look at 2023.", people.olena, NOON)
    seen_before = FactsheetComment.objects.get(pk=comment.pk)
    answer_comment(comment, "A footnote says so now.", people.petr, NOON)
    with pytest.raises(AnsweredAlready):
        answer_comment(seen_before, "Nothing is wrong.", people.petr, NOON)
    assert FactsheetComment.objects.get(pk=comment.pk).answer == "A footnote says so now."


def test_a_state_is_covered_by_one_decision(prague, people):
    Coverage.objects.all().delete()
    britain = State.objects.get(key="GBR")
    decide_coverage(britain, Text.of(en="Covered for the flows"), people.petr)
    with pytest.raises(DecidedAlready):
        decide_coverage(britain, Text.of(en="Covered for the stocks"), people.petr)
    assert Coverage.objects.get().decision.in_language("en") == "Covered for the flows"
