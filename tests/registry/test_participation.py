"""How many take part on a day: a count, a range where a day is not known, and who is uncertain."""

from datetime import date

import pytest

from convene.registry.queries import participants


@pytest.mark.parametrize(
    ("day", "count", "least", "most", "uncertain"),
    [
        (date(2009, 4, 1), 0, 0, 49, None),  # the founding month: the day of the declaration is our reading
        (date(2009, 5, 1), 49, 49, 49, []),
        (date(2010, 12, 15), 50, 49, 50, ["BLR"]),
        (date(2015, 1, 1), 50, 50, 50, []),
        (date(2021, 6, 1), 49, 49, 50, ["GBR"]),
        (date(2022, 6, 1), 49, 47, 49, ["BLR", "RUS"]),
        (date(2022, 10, 25), 47, 47, 47, []),
        (date(2026, 11, 22), 47, 47, 47, []),
    ],
)
def test_participants_on_a_day(prague, day, count, least, most, uncertain):
    found = participants(on=day)
    assert (found.count, found.count_min, found.count_max) == (count, least, most)
    if uncertain is not None:
        assert sorted({row.actor.code for row in found.uncertain}) == uncertain


def test_fifty_states_were_ever_named_and_three_are_not_in_the_list_today(prague):
    today = set(participants(on=date(2026, 11, 22)).codes)
    then = set(participants(on=date(2015, 1, 1)).codes)
    assert len(then) == 50
    assert then - today == {"BLR", "GBR", "RUS"}
    assert today - then == set()


def test_every_participation_says_why_and_from_where(prague):
    from convene.registry.models import Citation, Participation

    cited = set(Citation.objects.values_list("address", flat=True))
    assert [row.address for row in Participation.objects.all() if row.address not in cited] == []
