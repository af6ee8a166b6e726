"""Who chaired on a day: the Prague Process's own succession, and a dialogue with two chairs."""

from datetime import date

import pytest

from convene.registry.queries import holders_of, succession


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2009, 1, 1), []),  # before the Process existed
        (date(2010, 6, 1), ["CZE"]),
        (date(2017, 6, 30), ["POL"]),  # last day of the Polish lead
        (date(2017, 9, 15), []),  # collective half-year: nobody chairs
        (date(2019, 3, 1), ["LTU"]),
        (date(2020, 11, 15), ["LTU"]),
        (date(2020, 11, 16), ["CZE"]),  # the handover day belongs to the new chair
        (date(2026, 11, 22), ["CZE"]),
    ],
)
def test_chair_on_a_day(prague, day, expected):
    assert [state.code for state in holders_of("chair", on=day)] == expected


def test_the_chair_is_one_succession_whose_title_changes(prague):
    terms = succession("chair")
    assert [term.holder.code if term.holder else None for term in terms] == ["CZE", "POL", None, "LTU", "CZE"]
    assert "ead" in terms[0].title.in_language("en").lower() and "hair" in terms[-1].title.in_language("en")
    assert terms[2].title.in_language("ru"), "the collective half-year says what it was"
