"""
A newest edition that covers fewer states does not hide the fuller one before it; and never mixes with it in silence.

UN DESA's ages of 2024 are carried for 31 states of the record, those of 2020 for all 50. Eurostat's persons found
illegally present: the edition of 2025 has years from 2014, that of 2017 has 2012 and 2013 too.
"""

from __future__ import annotations

import pytest

from convene.observatory.queries.gaps import gaps
from convene.observatory.queries.values import latest, series, value, values_of

pytestmark = pytest.mark.django_db
ELDERLY = "migrant_stock_share_65_plus"


def test_a_state_is_answered_by_the_newest_edition_that_has_it(prague):
    found = value("UKR", ELDERLY, 2020)
    assert (found.value, found.edition, found.newest) == (20.3, "undesa-ims-age.2020", "undesa-ims-age.2024")
    other = value("POL", ELDERLY, 2020)
    assert (other.edition, other.newest) == ("undesa-ims-age.2024", "")


def test_one_state_has_one_edition(prague):
    assert {one.edition for one in series(ELDERLY, "UKR")} == {"undesa-ims-age.2020"}
    of_both = {(one.state, one.edition) for one in values_of(["UKR", "POL"], [ELDERLY])}
    assert of_both == {("UKR", "undesa-ims-age.2020"), ("POL", "undesa-ims-age.2024")}
    newest = latest(["UKR", "POL"], [ELDERLY])
    assert {state: one.year for (state, _code), one in newest.items()} == {"UKR": 2020, "POL": 2024}


def test_a_year_that_no_edition_has_of_a_state_is_absent_and_names_both(prague):
    found = value("UKR", ELDERLY, 2024)
    assert found.reason == (
        "The newest edition, 2024, has no figure of this state. "
        "The edition has figures of this state for other years, from 2010 to 2020."
    )


def test_a_year_that_only_an_older_edition_has_is_offered_not_taken(prague):
    """The series of a state stays of one edition."""
    found = value("POL", "illegally_present", 2012)
    assert (bool(found), found.older) == (False, "eurostat-migr_eipre.2017")
    assert found.reason.endswith("An older edition has one: 2017.")
    assert value("POL", "illegally_present", 2012, edition=found.older).value == 8140


def test_who_asks_for_an_edition_gets_that_one_only(prague):
    found = value("UKR", ELDERLY, 2020, edition="2024")
    assert (bool(found), found.edition, found.older) == (False, "undesa-ims-age.2024", "")


def test_kosovo_stays_absent_where_the_producer_says_why(prague):
    assert not value("XKX", "migrant_stock", 2020)
    assert not series("migrant_stock", "XKX")


def test_the_ledger_says_so(prague):
    [row] = gaps("UKR", [ELDERLY])
    assert (row.code, row.edition, row.reason) == (
        "not-in-newest",
        "undesa-ims-age.2020",
        "the newest edition has no figure of this state; the edition 2020 answers",
    )


def test_the_api_and_the_passport_say_so(prague, client):
    told = client.get(f"/api/v1/observatory/values?state=UKR&indicator={ELDERLY}&year=2020").json()
    note = "The newest edition, 2024, has no figure of this state; this one is of the edition 2020."
    assert (told["value"], told["newest_edition"], told["edition_note"]) == (
        20.3,
        "undesa-ims-age.2024",
        note,
    )
    assert note in client.get(f"/en/figure/{ELDERLY}/UKR/2020").content.decode()
    absent = client.get("/en/figure/illegally_present/POL/2012").content.decode()
    assert '/en/figure/illegally_present/POL/2012?edition=eurostat-migr_eipre.2017"' in absent
