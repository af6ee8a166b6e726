"""
The clock of a Migration Profile: three months from the formal submission, then a draft may be published.

Budapest, July 2015 (source P36). Days are those of the dialogue's time zone.
"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convene.core.tables import table_named
from convene.core.text import Text
from convene.registry.silence import (
    PROFILE_RULE,
    Clock,
    Event,
    NotPossible,
    Published,
    Refusal,
    What,
    add_months,
    after,
    state_of,
)
from convene.repository.models import Work


def event(what, day, version=1, by="state/GEO"):
    return Event(what, date.fromisoformat(day), by, version)


def clock(*events):
    return state_of(PROFILE_RULE, events)


def why_not(*events):
    with pytest.raises(NotPossible) as refused:
        clock(*events)
    return refused.value.why


@pytest.mark.parametrize(
    ("_case", "day", "months", "expected"),
    [
        ("the same number", "2016-02-01", 3, "2016-05-01"),
        ("a shorter month ends it", "2026-01-31", 3, "2026-04-30"),
        ("February of a common year", "2026-11-30", 3, "2027-02-28"),
        ("February of a leap year", "2027-11-30", 3, "2028-02-29"),
        ("over the year", "2026-12-15", 3, "2027-03-15"),
        ("a whole year and more", "2024-02-29", 12, "2025-02-28"),
        ("no month", "2026-07-08", 0, "2026-07-08"),
    ],
)
def test_months_are_counted_on_the_calendar(_case, day, months, expected):
    assert add_months(date.fromisoformat(day), months) == date.fromisoformat(expected)


def test_submission_starts_three_months():
    found = clock(event("submitted", "2026-01-31"))
    assert (found.due_on, found.last_day_to_answer) == (date(2026, 4, 30), date(2026, 4, 29))
    assert not found.may_be_published_as_draft(date(2026, 4, 29))
    assert found.may_be_published_as_draft(date(2026, 4, 30))


def test_nothing_is_published_without_a_submission():
    assert why_not(event("published_as_draft", "2026-04-30")) == Refusal.NOT_SUBMITTED
    assert why_not(event("endorsed", "2026-04-30")) == Refusal.NOT_SUBMITTED


def test_endorsement_at_any_later_time_replaces_the_draft():
    found = clock(
        event("submitted", "2016-02-01"),
        event("published_as_draft", "2016-05-01"),
        event("endorsed", "2019-12-24"),
        event("published_endorsed", "2020-01-07"),
    )
    assert (found.published, found.published_version) == (Published.ENDORSED, 1)
    assert not found.is_running


def test_what_is_endorsed_is_not_published_as_a_draft():
    events = event("submitted", "2026-01-05"), event("endorsed", "2026-02-01")
    assert why_not(*events, event("published_as_draft", "2026-06-01")) == Refusal.ALREADY_ENDORSED
    assert clock(*events, event("published_endorsed", "2026-02-02")).published == Published.ENDORSED


def test_an_objection_holds_the_draft_back_until_a_new_submission():
    objected = event("submitted", "2026-01-05"), event("objected", "2026-03-01")
    assert why_not(*objected, event("published_as_draft", "2026-09-01")) == Refusal.OBJECTED_TO
    again = clock(*objected, event("submitted", "2026-03-20", version=2))
    assert again.due_on == date(2026, 6, 20)
    assert again.may_be_published_as_draft(date(2026, 6, 20))


def test_a_comment_stops_nothing():
    found = clock(event("submitted", "2026-01-05"), event("commented", "2026-03-01"))
    assert found.comments == 1 and found.due_on == date(2026, 4, 5)
    assert found.may_be_published_as_draft(date(2026, 4, 5))


def test_a_new_submission_begins_anew_and_leaves_what_is_published():
    found = clock(
        event("submitted", "2026-01-05"),
        event("published_as_draft", "2026-04-05"),
        event("submitted", "2026-05-01", version=2),
    )
    assert (found.published, found.published_version, found.due_on) == (
        Published.AS_DRAFT,
        1,
        date(2026, 8, 1),
    )


def test_a_withdrawal_takes_everything_back_and_a_new_submission_goes_on():
    withdrawn = event("submitted", "2026-01-05"), event("withdrawn", "2026-02-01")
    assert clock(*withdrawn) == Clock(last_on=date(2026, 2, 1), withdrawn_on=date(2026, 2, 1))
    assert why_not(*withdrawn, event("published_as_draft", "2026-06-01")) == Refusal.NOT_SUBMITTED
    assert why_not(*withdrawn, event("withdrawn", "2026-06-01")) == Refusal.NOTHING_TO_WITHDRAW
    assert clock(*withdrawn, event("submitted", "2026-03-01")).due_on == date(2026, 6, 1)


def test_only_the_submitted_text_can_be_answered():
    events = event("submitted", "2026-01-05", version=2), event("endorsed", "2026-02-01", version=1)
    assert why_not(*events) == Refusal.ANOTHER_TEXT


def test_a_day_before_the_last_step_is_refused():
    events = event("submitted", "2026-01-05"), event("commented", "2026-01-04")
    assert why_not(*events) == Refusal.BEFORE_THE_LAST


EVENTS = st.lists(
    st.builds(
        Event,
        what=st.sampled_from([*What, "sent"]),
        on=st.dates(date(2025, 1, 1), date(2026, 12, 31)),
        by=st.just("state/GEO"),
        version=st.integers(1, 2),
    ),
    max_size=14,
)


def accepted(events):
    """Replay what can be, leave out what is refused: (the clock, the events that counted)."""
    found, counted = Clock(), []
    for one in sorted(events, key=lambda one: one.on):
        try:
            found = after(PROFILE_RULE, found, one)
        except NotPossible:
            continue
        counted.append(one)
    return found, counted


@given(EVENTS)
def test_no_order_of_events_publishes_before_the_clock_or_without_submission(events):
    _, counted = accepted(events)
    for place, one in enumerate(counted):
        if one.what not in (What.PUBLISHED_AS_DRAFT, What.PUBLISHED_ENDORSED):
            continue
        before = [past for past in counted[:place] if past.what in set(What)]
        last = max(
            (
                n
                for n, past in enumerate(before)
                if past.what == What.SUBMITTED and past.version == one.version
            ),
            default=None,
        )
        assert last is not None, "published without a submission"
        since = before[last + 1 :]
        assert all(past.what not in (What.WITHDRAWN, What.SUBMITTED) for past in since)
        if one.what == What.PUBLISHED_AS_DRAFT:
            assert one.on >= add_months(before[last].on, 3)
            assert all(past.what not in (What.OBJECTED, What.ENDORSED) for past in since)
        else:
            assert any(past.what == What.ENDORSED for past in since)


@given(EVENTS)
def test_replaying_gives_the_same_state(events):
    found, counted = accepted(events)
    assert state_of(PROFILE_RULE, counted) == found


@given(st.dates(date(1999, 1, 1), date(2100, 1, 1)), st.integers(0, 40))
def test_months_never_run_into_the_month_after(day, months):
    found = add_months(day, months)
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    assert found.day == day.day or (found + timedelta(days=1)).day == 1


# --- The batch of 2016, as far as sources carry ------------------------------------------------------


BATCH_OF_2016 = ["mpl-blr", "mpl-kgz-2013", "mpl-rus", "mpl-tjk", "mpl-tkm"]


def test_of_kyrgyzstan_the_record_knows_the_submission_and_the_rule_gives_the_day(prague):
    """Its submission is the only day of the batch that a source tells (P36). When it came out is not told."""
    work = Work.objects.get(key="mpl-kgz-2013")
    assert "1 February 2016" in str(work.summary)
    assert [one.status for one in work.expressions.all()] == ["draft"]
    found = clock(event("submitted", "2016-02-01", by="state/KGZ"))
    assert found.due_on == date(2016, 5, 1)
    assert found.may_be_published_as_draft(date(2016, 5, 1)) and found.published == Published.NOT


def test_of_the_whole_batch_the_record_says_draft_and_not_the_states_position(prague):
    works = {work.key: work.summary for work in Work.objects.filter(key__in=BATCH_OF_2016)}
    assert sorted(works) == sorted(BATCH_OF_2016)
    assert [
        key for key, said in works.items() if "not the official position of the state" not in str(said)
    ] == []


def test_where_no_source_tells_the_submission_the_clock_says_nothing(prague):
    others = Work.objects.filter(key__in=BATCH_OF_2016).exclude(key="mpl-kgz-2013")
    assert {work.dated_told for work in others} == {"unknown"}
    assert clock() == Clock()


def test_the_rule_names_the_decision_it_rests_on(prague):
    kind, _, key = PROFILE_RULE.decided_by.partition("/")
    milestone = table_named("milestones").rows().get(key=key)
    assert kind == "milestone" and isinstance(milestone.title, Text)
    assert "three-month rule" in str(milestone.title)
