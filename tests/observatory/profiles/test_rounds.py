"""Rounds and clock together, as pure rules: no order of steps publishes what did not go the whole way."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from convene.observatory.profile_parts import EXTENDED, LIGHT
from convene.observatory.profile_rounds import PUBLICATIONS, Step, StepNotPossible, Way, after, way_of
from convene.registry.silence import Event, add_months

STEPS = st.lists(
    st.tuples(st.sampled_from(list(Step)), st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.integers(1, 3)),
    max_size=40,
)


def taken(steps):
    """What can be taken, in order of days: (the state, the steps that counted)."""
    way, counted = Way(), []
    for what, on, version in sorted(steps, key=lambda step: step[1]):
        event = Event(what, on, "state/GEO", version)
        try:
            way = after(way, event)
        except StepNotPossible:
            continue
        counted.append(event)
    return way, counted


@given(STEPS)
def test_what_is_published_was_sent_accepted_and_submitted_first(steps):
    _, counted = taken(steps)
    for place, event in enumerate(counted):
        if event.what not in PUBLICATIONS:
            continue
        before = [one.what for one in counted[:place] if one.version == event.version]
        assert [
            what for what in before if what in (Step.STARTED, Step.SENT, Step.ACCEPTED, Step.SUBMITTED)
        ] == [
            Step.STARTED,
            Step.SENT,
            Step.ACCEPTED,
            Step.SUBMITTED,
        ]
        submitted = next(
            o for o in counted[:place] if o.what == Step.SUBMITTED and o.version == event.version
        )
        if event.what == Step.PUBLISHED_AS_DRAFT:
            assert event.on >= add_months(submitted.on, 3)
        else:
            assert Step.ENDORSED in before


@given(STEPS)
def test_replaying_the_steps_gives_the_same_state(steps):
    way, counted = taken(steps)
    assert way_of(counted) == way


@given(STEPS)
def test_a_state_has_a_phase_on_every_day(steps):
    way, counted = taken(steps)
    if counted:
        assert way.phase(date(2027, 6, 1)).label


def test_the_extended_template_has_its_parts_a_to_h():
    assert [part.number for part in EXTENDED if part.level == 1 and part.number] == list("ABCDEFGH")
    assert [part.number for part in EXTENDED if part.number.startswith(("B", "C")) and part.level == 2] == [
        "B1",
        "B2",
        "B3",
        "B4",
        "C1",
        "C1.1",
        "C1.2",
    ]


def test_every_part_has_its_heading_in_all_languages_and_a_key_of_its_own():
    for parts in (EXTENDED, LIGHT):
        assert len({part.key for part in parts}) == len(parts)
        assert {tuple(sorted(part.heading.plain())) for part in parts} == {("en", "fr", "ru")}
