"""Rows in memory: what strangers' pages read is public, and never older than the record."""

import pytest

from convene.core.viewer import Standing
from convene.dialogue.models import Meeting
from convene.registry.models import Body, Claim, Office, Term
from convene.registry.operations import correct
from convene.registry.queries.at_hand import kept_of_day, row_with_key, rows_at_hand, rows_under
from convene.registry.queries.reference import DAYS_KEPT, one_reference, reference

SECRETARIAT = Standing(is_secretariat=True)


@pytest.mark.parametrize("model", [Meeting, Claim])
def test_what_is_hidden_is_not_kept_for_strangers(demo, reader, model):
    stranger, secretariat = reader(), reader(standing=SECRETARIAT)
    assert {row.visibility for row in rows_at_hand(model, secretariat).values()} > {"public"}
    assert {row.visibility for row in rows_at_hand(model, stranger).values()} == {"public"}
    assert {row.visibility for rows in rows_under(model, "key", stranger).values() for row in rows} == {
        "public"
    }


def test_rows_that_can_be_hidden_are_not_read_without_saying_who_looks(demo):
    with pytest.raises(TypeError, match="say who looks"):
        rows_at_hand(Meeting)


def test_rows_and_what_they_refer_to_cost_no_query_when_asked_again(demo, django_assert_num_queries):
    rows = Term.objects.filter(holder__isnull=False).select_related("office", "holder")
    expected = {(term.office.key, term.holder.key) for term in rows}
    with one_reference():
        rows_at_hand(Term)
        with django_assert_num_queries(0):
            held = {(term.office.key, term.holder.key) for term in rows_at_hand(Term).values() if term.holder}
    assert held == expected != set()


def test_a_correction_shows_at_once(demo):
    office = next(iter(rows_at_hand(Office).values()))
    before = row_with_key(Office, office.key)
    correct(Office.objects.get(key=office.key), {"seats": 7})
    assert (before.seats, row_with_key(Office, office.key).seats) == (office.seats, 7)


def test_what_is_kept_is_made_anew_for_another_day_and_language_and_for_whoever_sees_more(demo, reader):
    made = []

    def make():
        made.append(len(made))
        return made[-1]

    asked = [
        kept_of_day("test", reader(), make),
        kept_of_day("test", reader(), make),
        kept_of_day("test", reader(language="fr"), make),
        kept_of_day("test", reader(on="2020-01-01"), make),
        kept_of_day("test", reader(standing=SECRETARIAT), make),
        kept_of_day("test", reader(on="2026-11-23", today="2026-11-23"), make),
        kept_of_day("test", reader(), make),
    ]
    assert asked == [0, 0, 1, 2, 3, 4, 0]


def test_only_the_last_days_asked_about_are_kept(demo, reader):
    for day in range(1, 20):
        kept_of_day("days", reader(on=f"2020-01-{day:02}"), list)
    assert len(reference().remembered(("days", "en"), dict)) == DAYS_KEPT


def test_nothing_is_under_a_value_that_no_row_has(demo):
    assert rows_under(Body, "key")["nowhere"] == ()
