"""Periods have exclusive ends: the handover day belongs to the new holder."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convene.core.periods import Period, PeriodEndsBeforeItStarts

LITHUANIA = Period(date(2018, 1, 1), date(2020, 11, 16))
CZECHIA = Period(date(2020, 11, 16), None)


@pytest.mark.parametrize(
    ("day", "lithuania", "czechia"),
    [
        (date(2017, 12, 31), False, False),
        (date(2018, 1, 1), True, False),
        (date(2020, 11, 15), True, False),
        (date(2020, 11, 16), False, True),
        (date(2030, 1, 1), False, True),
    ],
)
def test_the_handover_day_belongs_to_the_new_holder(day, lithuania, czechia):
    assert (LITHUANIA.on(day), CZECHIA.on(day)) == (lithuania, czechia)


def test_neighbouring_terms_do_not_overlap():
    assert not LITHUANIA.overlaps(CZECHIA)
    assert LITHUANIA.overlaps(Period(date(2020, 11, 15), None))


def test_a_period_that_ends_on_its_first_day_is_refused_and_says_why():
    with pytest.raises(PeriodEndsBeforeItStarts) as refusal:
        Period(date(2018, 1, 1), date(2018, 1, 1))
    assert str(refusal.value) == (
        "period 2018-01-01 to 2018-01-01: it ends before it starts, or on the same day "
        "The end is the first day after the period; give a later day."
    )


_DAYS = st.one_of(st.none(), st.dates(date(1990, 1, 1), date(2040, 1, 1)))


@st.composite
def periods(draw):
    start, end = draw(_DAYS), draw(_DAYS)
    if start and end and end <= start:
        return Period(start, None)
    return Period(start, end)


@given(periods(), periods())
def test_overlap_is_mutual_and_means_a_shared_day(one, other):
    assert one.overlaps(other) == other.overlaps(one)
    days = [d for p in (one, other) for d in (p.starts_on,) if d] or [date(2000, 1, 1)]
    shared = any(one.on(day) and other.on(day) for day in [*days, date.min, date.max])
    assert shared == one.overlaps(other)
