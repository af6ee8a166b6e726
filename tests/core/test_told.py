"""Days as sources tell them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convene.core.periods import Period
from convene.core.told import NotADay, certainty_on, parse_day, tell


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2009-04-28", date(2009, 4, 28), date(2009, 4, 28)),
        ("2009-04", date(2009, 4, 1), date(2009, 4, 30)),
        ("2012-02", date(2012, 2, 1), date(2012, 2, 29)),
        ("2022", date(2022, 1, 1), date(2022, 12, 31)),
        ("2022-02..2022-10-24", date(2022, 2, 1), date(2022, 10, 24)),
        ("..2021", None, date(2021, 12, 31)),
        ("2018..", date(2018, 1, 1), None),
        ("unknown", None, None),
    ],
)
def test_a_told_day_knows_the_earliest_and_the_latest_day_it_may_mean(text, earliest, latest):
    told = tell(text)
    assert (told.text, told.earliest, told.latest) == (text, earliest, latest)


@pytest.mark.parametrize(
    "text", ["2016-02-31", "2022-13", "20", "April 2009", "..", "2022..2021", "", "0000"]
)
def test_what_is_not_a_day_is_refused_with_the_forms_that_are(text):
    with pytest.raises(NotADay) as refusal:
        tell(text)
    assert refusal.value.next_step == "Write 2009-04-28, 2009-04, 2022, 2022-02..2022-10-24 or unknown."


def test_an_exact_day_is_wanted_where_a_reading_stands():
    assert parse_day("2016-09-20") == date(2016, 9, 20)
    with pytest.raises(NotADay):
        parse_day("2016-09")


BELARUS_JOINED = Period(date(2010, 12, 1), None)
LEFT_IN_2022 = Period(date(2009, 4, 28), date(2022, 10, 24))


@pytest.mark.parametrize(
    ("_case", "day", "period", "starts", "ends", "expected"),
    [
        ("before the month", date(2010, 11, 30), BELARUS_JOINED, "2010-12", "", (False, False)),
        ("within the month", date(2010, 12, 15), BELARUS_JOINED, "2010-12", "", (False, True)),
        ("after the month", date(2011, 1, 1), BELARUS_JOINED, "2010-12", "", (True, True)),
        ("before the range", date(2021, 12, 31), LEFT_IN_2022, "", "2022-01-01..2022-10-24", (True, True)),
        ("within the range", date(2022, 6, 1), LEFT_IN_2022, "", "2022-01-01..2022-10-24", (False, True)),
        ("after the range", date(2022, 10, 25), LEFT_IN_2022, "", "2022-01-01..2022-10-24", (False, False)),
        ("exactly told", date(2022, 10, 24), LEFT_IN_2022, "", "", (False, False)),
        ("at the end of all days", date(2022, 6, 1), LEFT_IN_2022, "", "2022..9999", (False, True)),
        ("nothing known", date(2022, 6, 1), Period(), "unknown", "unknown", (False, True)),
    ],
)
def test_uncertainty_is_an_answer(_case, day, period, starts, ends, expected):
    assert certainty_on(day, period, starts, ends) == expected


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_what_certainly_held_possibly_held(day, start):
    for form in ("%Y", "%Y-%m", "%Y-%m-%d"):
        certainly, possibly = certainty_on(day, Period(start, None), start.strftime(form).zfill(4), "")
        assert possibly or not certainly
