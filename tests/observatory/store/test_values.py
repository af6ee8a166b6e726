"""Figures as they are asked for. The Prague pack carries them, so every one of these is a producer's own figure."""

from __future__ import annotations

import pytest

from convene.observatory.queries.gaps import GapRow, gaps
from convene.observatory.queries.passports import passport
from convene.observatory.queries.stocks import corridor, matrix, top_counterparts, top_over_time
from convene.observatory.queries.values import (
    Absent,
    NoSuchEdition,
    NoSuchIndicator,
    as_known_in,
    latest,
    series,
    value,
    values_of,
)
from convene.observatory.store import Store

pytestmark = pytest.mark.django_db


def test_a_figure_says_what_it_is_and_where_it_stands(prague):
    found = value("UKR", "migrant_stock", 2024)
    assert (found.value, found.unit, found.edition, found.row) == (
        5064173,
        "persons",
        "undesa-ims.2024",
        216007,
    )
    assert (found.concept.measure, found.concept.moment) == ("stock", "midyear")
    assert found.passport_path == "figure/migrant_stock/UKR/2024?edition=undesa-ims.2024"


@pytest.mark.parametrize(
    "_case, state, indicator, year, expected",
    [
        ("women among migrants", "UKR", "migrant_stock_female_share", 2024, 57.0),
        ("type of data by its letters", "POL", "stock_data_type", 2024, "BR"),
        ("largest origin, with the number", "UKR", "top_origin", 2024, ("RUS", 3375095)),
        ("largest destination", "POL", "top_destination", 2024, ("DEU", 1883559)),
        ("few, because destinations do not itemise them", "LIE", "emigrant_stock", 2024, 346),
        ("float noise of the file is gone", "UKR", "population_midyear", 2023, 37732833),
        ("thousands in the file, persons here", "POL", "net_migration", 2022, 967744),
        ("reclassified a year later", "KAZ", "unhcr_refugees_hosted", 2024, 65833),
        ("not counted twice", "POL", "immigration", 2019, 226649),
        ("a rate carries one decimal", "POL", "asylum_total_recognition_rate", 2024, 73.2),
        ("an index keeps three", "UKR", "hdi", 2021, 0.755),
        ("largest host of refugees", "UKR", "unhcr_top_host", 2025, ("DEU", 1173192)),
    ],
)
def test_figures_of_states(prague, _case, state, indicator, year, expected):
    found = value(state, indicator, year)
    assert found, found.reason
    assert found.value == expected


def test_an_indicator_told_by_months_answers_with_the_last_month_of_the_year(prague):
    found = value("POL", "tp_ukraine", 2024)
    assert (found.year, found.month, found.value) == (
        2024,
        12,
        value("POL", "tp_ukraine", 2024, month=12).value,
    )


def test_some_months_of_a_flow_do_not_stand_for_its_year(prague):
    """Frontex's file ends with April 2025."""
    found = value("UKR", "frontex_detections", 2025)
    assert found.reason == "the file does not hold the whole year; see its months"
    assert value("UKR", "frontex_detections", 2025, month=4).value == 539
    [newest] = latest(["UKR"], ["frontex_detections"]).values()
    assert (newest.year, newest.month) == (2024, 0)


def test_the_same_figure_as_an_earlier_edition_knew_it(prague):
    """Kazakhstan in 1990: the revision of 2024 knows 330,142 migrants fewer than that of 2020."""
    assert value("KAZ", "migrant_stock", 1990).value == 3289058
    assert value("KAZ", "migrant_stock", 1990, edition="2020").value == 3619200
    assert [(one.edition, one.value) for one in as_known_in("migrant_stock", "SRB", 1990)] == [
        ("undesa-ims.2024", 1064614),
        ("undesa-ims.2020", 99269),
    ]


@pytest.mark.parametrize("indicator", ["migrant_stock", "unhcr_refugees_hosted", "hdi"])
def test_kosovo_is_absent_where_the_producer_has_no_row(prague, indicator):
    """Never zero, and never Serbia's figure."""
    found = value("XKX", indicator, 2022)
    assert isinstance(found, Absent)
    assert found.reason


def test_kosovo_has_the_figures_that_producers_give_it(prague):
    assert value("XKX", "population_midyear", 2023).value == 1700039


def test_a_year_that_is_not_there_says_which_are(prague):
    found = value("POL", "migrant_stock", 2021)
    assert (found.code, found.reason) == (
        "no-such-year",
        "The edition has figures of this state for other years, from 1990 to 2024.",
    )


def test_a_pair_that_is_not_itemised_is_not_zero(prague):
    assert value("AUT", "migrant_stock", 2024, counterpart="LIE").code == "no-such-pair"


def test_unknown_codes_are_refused(prague):
    with pytest.raises(NoSuchIndicator, match="nope"):
        value("POL", "nope", 2024)
    with pytest.raises(NoSuchEdition, match="1999"):
        value("POL", "hdi", 2020, edition="1999")


def test_women_and_men_make_the_total(prague):
    both, women, men = (value("GEO", "migrant_stock", 2024, sex=sex).value for sex in ("T", "F", "M"))
    assert both == women + men


def test_a_series_is_of_one_edition(prague):
    found = series("migrant_stock", "POL")
    assert [one.year for one in found] == [1990, 1995, 2000, 2005, 2010, 2015, 2020, 2024]
    assert {one.edition for one in found} == {"undesa-ims.2024"}


def test_the_largest_of_every_year_come_with_one_question(prague, monkeypatch):
    each = [value("UKR", "unhcr_top_host", year) for year in range(1990, 2026)]
    asked = []
    top = Store.top
    monkeypatch.setattr(Store, "top", lambda *given, **named: asked.append(1) or top(*given, **named))
    assert series("unhcr_top_host", "UKR") == [one for one in each if one]
    assert (len(asked), len([one for one in each if one]) > 20) == (1, True)


def test_many_figures_come_with_one_question(prague):
    found = {
        (one.state, one.indicator): one.value
        for one in values_of(["POL", "UKR"], ["hdi", "migrant_stock"], [2020])
    }
    assert set(found) == {(state, code) for state in ("POL", "UKR") for code in ("hdi", "migrant_stock")}
    newest = latest(["POL"], ["migrant_stock", "hdi"], not_after=2021)
    assert {code: one.year for (_state, code), one in newest.items()} == {"migrant_stock": 2020, "hdi": 2021}


def test_the_largest_counterparts_leave_out_what_is_no_country(prague):
    found = top_counterparts("migrant_stock", "POL", n=3)
    assert [(one.counterpart, one.value) for one in found] == [
        ("UKR", 1102774),
        ("GBR", 184964),
        ("DEU", 86793),
    ]
    abroad = top_counterparts("migrant_stock", "POL", n=3, side="destination")
    assert [one.state for one in abroad] == ["DEU", "GBR", "USA"]
    over_time = top_over_time("migrant_stock", "DEU", n=2)
    assert len(over_time) == 16
    assert all(len(one.counterpart) == 3 for one in over_time)


def test_a_corridor_has_both_directions(prague):
    found = corridor("POL", "UKR")["migrant_stock"]
    assert {(one.state, one.counterpart) for one in found} == {("POL", "UKR"), ("UKR", "POL")}
    assert value("POL", "migrant_stock", 2024, counterpart="UKR") in found


def test_all_pairs_of_some_states_in_a_year(prague):
    found = matrix("migrant_stock", ["POL", "UKR", "DEU"], 2024)
    assert {(one.state, one.counterpart) for one in found} == {
        (a, b) for a in ("POL", "UKR", "DEU") for b in ("POL", "UKR", "DEU") if a != b
    }


def test_what_is_missing_stands_in_the_ledger_with_its_reason(prague):
    assert gaps("XKX", ["migrant_stock"]) == [
        GapRow(
            "migrant_stock",
            "XKX",
            (1990, 1995, 2000, 2005, 2010, 2015, 2020, 2024),
            "the producer has no row for Kosovo*: it is part of its figures for Serbia",
            "missing",
            "undesa-ims.2024",
        )
    ]
    assert gaps("POL", ["migrant_stock"]) == []
    years = {year for row in gaps("LIE", ["hdi"], since=1995) for year in row.years}
    assert years == {1995, 1996, 1997, 1998, 1999}


def test_the_ledger_is_worked_out_once_for_all_its_pages(prague, client, monkeypatch):
    """Pages, files and the API read it; none of them asks the store again."""
    whole = client.get("/api/v1/observatory/gaps?size=1").json()["count"]
    monkeypatch.setattr(Store, "cursor", lambda held: pytest.fail("the store was asked"))
    pages = [client.get(f"/api/v1/observatory/gaps?size=500&page={page}").json() for page in (1, 2)]
    assert [(page["count"], len(page["items"])) for page in pages] == [(whole, 500), (whole, 500)]
    rows = client.get("/en/observatory/gaps.csv").content.decode().count("\r\n") - 1
    assert rows == whole
    since = client.get("/api/v1/observatory/gaps?state=LIE&indicator=hdi&since=1995").json()["items"]
    assert [row["years"] for row in since] == [[1995, 1996, 1997, 1998, 1999]]


def test_the_reasons_are_in_the_language_of_whoever_asks(prague, client):
    told = [
        client.get(f"/api/v1/observatory/gaps?state=XKX&indicator=migrant_stock&lang={language}").json()
        for language in ("en", "ru")
    ]
    english, russian = (answer["items"][0]["reason"] for answer in told)
    assert english == "the producer has no row for Kosovo*: it is part of its figures for Serbia"
    assert "Серби" in russian


def test_a_passport_tells_the_file_the_row_and_what_other_editions_say(prague):
    found = passport("migrant_stock", "SRB", 1990)
    assert found.snapshot.sha256.startswith("8516cb81")
    assert [note.text.in_language("en") for note in found.territory_notes] == [
        "Including Kosovo*. Until 2005 the figures stand for Serbia and Montenegro."
    ]
    assert [(one.edition.key, one.difference) for one in found.others] == [("undesa-ims.2020", 965345)]


def test_a_passport_of_a_figure_that_is_not_there_says_why(prague):
    found = passport("migrant_stock", "XKX", 2024)
    assert not found.value
    assert found.years == ()
