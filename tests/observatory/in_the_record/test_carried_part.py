"""A fresh installation holds a part of some editions: what is not in it is never laid at the producer's door."""

import pytest

from convene.observatory.queries.values import value

pytestmark = pytest.mark.usefixtures("prague")


def test_a_pair_with_a_country_outside_the_dialogue_is_not_in_the_part():
    absent = value("CAN", "migrant_stock", 2024, counterpart="UKR")
    assert (absent.code, "publisher" in str(absent.reason)) == ("not-carried", True)


def test_a_pair_among_the_states_is_what_the_producer_says():
    assert value("LIE", "migrant_stock", 2024, counterpart="XKX").code != "not-carried"


def test_the_total_of_a_state_is_what_the_producer_says():
    assert value("XKX", "migrant_stock", 2024).code == "missing"


def test_a_ranking_says_that_it_is_of_a_part(client):
    ranking = client.get("/api/v1/observatory/top?state=UKR&n=25&year=2024&side=destination").json()
    assert "part of this edition" in ranking["note"]


def test_the_map_of_the_world_says_so_too(client):
    page = client.get("/en/observatory/map?indicator=migrant_stock&state=UKR&flow=from&base=world&year=2024")
    assert "part of this edition" in page.content.decode()
