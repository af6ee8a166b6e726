"""Figures through the API, as the pack carries them: the questions of a stranger who trusts nothing unsourced."""

import pytest
from pydantic import TypeAdapter

from convene.website.api import schemas_observatory as schemas


def test_a_figure_comes_with_everything_that_says_what_it_is(prague, ask):
    answer = ask("observatory/values?state=UKR&indicator=migrant_stock&year=2024")
    TypeAdapter(schemas.Figure).validate_python(answer)
    assert {
        name: answer[name] for name in ("value", "unit", "state", "year", "edition", "row", "reason")
    } == {
        "value": 5064173,
        "unit": "persons",
        "state": "UKR",
        "year": 2024,
        "edition": "undesa-ims.2024",
        "row": 216007,
        "reason": None,
    }
    assert answer["concept"]["population"] == "born-abroad-or-citizens"
    assert answer["passport"].endswith("/en/figure/migrant_stock/UKR/2024?edition=undesa-ims.2024")
    assert answer["territory"] == [{"area": "UKR", "text": "Including Crimea."}]
    assert answer["licence"] == "CC BY 3.0 IGO"


@pytest.mark.parametrize(
    ("state", "indicator", "year", "value"),
    [
        ("UKR", "top_origin", 2024, ["RUS", 3375095]),
        ("UKR", "unhcr_top_host", 2025, ["DEU", 1173192]),
        ("POL", "stock_data_type", 2024, "BR"),
        ("ukr", "hdi", 2021, 0.755),
        ("POL", "immigration", 2019, 226649),
    ],
)
def test_values_of_every_kind(prague, ask, state, indicator, year, value):
    assert ask(f"observatory/values?state={state}&indicator={indicator}&year={year}")["value"] == value


def test_a_flag_comes_with_its_meaning(prague, ask):
    answer = ask("observatory/values?state=POL&indicator=immigration&year=2019")
    assert (answer["flag"], [one["meaning"] for one in answer["flags"]]) == (
        "ep",
        ["estimated", "provisional"],
    )


def test_no_figure_is_null_with_the_reason_in_the_language_asked_for(prague, ask):
    answer = ask("observatory/values?state=XKX&indicator=migrant_stock&year=2024")
    TypeAdapter(schemas.Figure).validate_python(answer)
    assert answer["value"] is None
    assert "Serbia" in answer["reason"]
    assert answer["passport"] is None


def test_without_a_year_the_whole_series_is_a_list(prague, ask):
    answer = ask("observatory/values?state=POL&indicator=migrant_stock&size=3")
    TypeAdapter(schemas.Figures).validate_python(answer)
    assert (answer["count"], [item["year"] for item in answer["items"]]) == (8, [1990, 1995, 2000])
    assert "page=2" in answer["next"]


def test_a_figure_as_an_earlier_edition_knew_it(prague, ask):
    question = "observatory/values?state=KAZ&indicator=migrant_stock&year=1990"
    assert ask(question)["value"] == 3289058
    assert ask(f"{question}&edition=2020")["value"] == 3619200
    assert ask(f"{question}&edition=undesa-ims.2020")["value"] == 3619200


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("values?indicator=hdi", "state"),
        ("values?state=QQQ&indicator=hdi", "QQQ"),
        ("values?state=POL&indicator=nope", "nope"),
        ("values?state=POL&indicator=hdi&year=last", "year"),
        ("values?state=POL&indicator=hdi&year=2020&sex=X", "sex"),
        ("values?state=POL&indicator=hdi&year=2020&edition=1999", "1999"),
        ("values?state=POL&indicator=hdi&year=2020&lang=de", "de"),
        ("top?state=P'L", "P'L"),
        ("gaps?indicator=%00", ""),
    ],
)
def test_what_cannot_be_understood_is_refused_with_words_that_help(prague, ask, question, word):
    answer = ask(f"observatory/{question}", status=400)
    assert answer["error"] == "bad_request"
    assert word in answer["detail"].lower() or word in answer["detail"]


def test_the_largest_counterparts_have_their_names(prague, ask):
    answer = ask("observatory/top?state=POL&indicator=migrant_stock&n=2&lang=ru")
    TypeAdapter(schemas.Top).validate_python(answer)
    assert [(item["rank"], item["other"]["code"], item["value"]) for item in answer["items"]] == [
        (1, "UKR", 1102774),
        (2, "GBR", 184964),
    ]
    assert answer["items"][0]["other"]["name"] == "Украина"


def test_the_gap_ledger(prague, ask):
    answer = ask("observatory/gaps?state=XKX&indicator=hdi")
    TypeAdapter(schemas.Gaps).validate_python(answer)
    assert {item["state"] for item in answer["items"]} == {"XKX"}
    assert all(item["reason"] for item in answer["items"])


@pytest.mark.parametrize(
    ("name", "schema", "first"),
    [
        ("indicators", schemas.Indicators, "code"),
        ("datasets", schemas.Datasets, "key"),
        ("editions", schemas.Editions, "key"),
    ],
)
def test_the_catalogue(prague, ask, name, schema, first):
    answer = ask(f"observatory/{name}?size=500")
    TypeAdapter(schema).validate_python(answer)
    assert answer["count"] == len({item[first] for item in answer["items"]})


def test_every_indicator_of_a_factsheet_is_described(prague, ask):
    """The codes that stay: they stand in addresses and in other people's programs."""
    codes = {item["code"] for item in ask("observatory/indicators?size=500")["items"]}
    assert {
        "population_midyear", "net_migration", "migrant_stock", "migrant_stock_female_share", "top_origin",
        "origin_unknown", "emigrant_stock", "top_destination", "stock_data_type", "unhcr_refugees_hosted",
        "unhcr_asylum_seekers_hosted", "unhcr_idps_hosted", "unhcr_stateless_hosted", "unhcr_refugees_origin",
        "unhcr_top_host", "asylum_applications_by_nationals", "asylum_applications_new_persons",
        "asylum_decisions_total", "asylum_total_recognition_rate", "remittances_received", "remittances_paid",
        "remittances_gdp_share", "unemployment_rate", "hdi", "hdi_rank", "passport_visa_free",
        "frontex_detections", "eu_first_time_applicants", "immigration", "emigration", "citizenship_acquired",
        "foreign_population", "first_permits", "asylum_applicants", "tp_ukraine", "illegally_present",
        "refused_entry", "population_1jan_eurostat",
    } - codes == set()  # fmt: skip
