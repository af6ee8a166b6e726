"""Passports, datasets, indicators and the gap ledger as pages."""

import pytest

PASSPORT = "/en/figure/migrant_stock/SRB/1990"


def test_a_passport_tells_the_file_the_row_and_the_other_edition(prague, client):
    page = client.get(PASSPORT).content.decode()
    for said in (
        "1,064,614",
        "8516cb81fca57c25d1e57ad05163149367a39ea1ee8934d7b8119cdd609899f4",
        "ims2024_destination_origin_sex.csv.gz",
        "99,269",
        "CC BY 3.0 IGO",
        "Including Kosovo",
    ):
        assert said in page


def test_where_kosovo_is_named_its_footnote_stands(prague, client):
    """Also where only a note on Serbia's figures names it."""
    assert "1244" in client.get(PASSPORT).content.decode()
    assert "1244" in client.get("/ru/dataset/undesa-ims").content.decode()


def test_a_passport_of_no_figure_says_why(prague, client):
    page = client.get("/en/figure/migrant_stock/XKX/2024").content.decode()
    assert "There is no such figure" in page
    assert "part of its figures for Serbia" in page


def test_a_passport_of_a_pair_by_sex_as_an_edition_has_it(prague, client):
    page = client.get("/en/figure/migrant_stock/POL.UKR/2024?edition=undesa-ims.2024").content.decode()
    assert "1,102,774" in page
    assert "177442" in page


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("figure/migrant_stock/UKR/2024", 200),
        ("figure/tp_ukraine/POL/2024-12", 200),
        ("figure/top_origin/POL/2024", 200),
        ("figure/stock_data_type/POL/2024", 200),
        ("figure/nope/POL/2024", 404),
        ("figure/hdi/QQQ/2024", 404),
        ("figure/hdi/POL/2024-13", 404),
        ("figure/hdi/POL/2021?edition=nope", 400),
        ("datasets", 200),
        ("dataset/undesa-ims", 200),
        ("dataset/nope", 404),
        ("edition/undesa-ims.2024", 200),
        ("edition/nope", 404),
        ("indicators", 200),
        ("indicator/migrant_stock", 200),
        ("indicator/nope", 404),
        ("observatory/gaps", 200),
        ("observatory/gaps?state=XKX", 200),
        ("observatory/gaps?indicator=hdi&from=2010", 200),
        ("observatory/gaps?state=QQQ", 400),
        ("observatory/gaps?from=later", 400),
        ("datasets.csv", 200),
        ("indicators.json", 200),
        ("editions.atom", 200),
    ],
)
@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_address_answers(prague, client, language, path, status):
    assert client.get(f"/{language}/{path}").status_code == status


def test_the_ledger_as_data_is_the_ledger_of_the_page(prague, client):
    rows = client.get("/en/observatory/gaps.json?state=XKX").json()
    lines = client.get("/en/observatory/gaps.csv?state=XKX").content.decode().splitlines()
    assert rows["count"] == len(lines) - 1
    assert lines[0].startswith("state,name,indicator")


def test_a_dataset_names_its_editions_the_newest_first(prague, client):
    page = client.get("/en/dataset/undesa-ims").content.decode()
    assert page.index("edition/undesa-ims.2024") < page.index("edition/undesa-ims.2020")
