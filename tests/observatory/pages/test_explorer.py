"""The explorer: exactly what is asked for, refused where it does not belong together, the same in every file."""

import csv
import io
import json
import zipfile

import pytest
from django.core.exceptions import BadRequest
from django.http import QueryDict
from python_calamine import CalamineWorkbook

from convene.observatory.areas import states_of_the_record
from convene.observatory.choosing import Asked
from convene.observatory.exploring import explore
from convene.observatory.exports.columns import COLUMNS
from convene.observatory.store import Store
from convene.observatory.views import downloads

ADDRESS = "https://example.org/en/observatory/explorer"


def explored(reader, query, language="en"):
    return explore(Asked.of(QueryDict(query)), reader(language=language), ADDRESS)


def test_an_address_may_repeat_or_join(prague):
    asked = Asked.of(QueryDict("states=pol&states=UKR,POL&as=bar&sex=F&from=2000"))
    assert asked == Asked(("migrant_stock",), ("POL", "UKR"), 2000, None, "F", "bar")


def test_the_same_address_gives_the_same_query(prague, reader):
    asked = Asked.of(QueryDict("indicator=hdi&indicator=&states=UKR&states=POL&to=2020&as=line&sex=T"))
    assert asked.query == {"indicator": "hdi", "states": "UKR,POL", "to": "2020"}
    assert Asked.of(QueryDict(asked.with_())) == asked


@pytest.mark.parametrize(
    "query",
    ["indicator=nonsense", "states=ZZZ", "states=%00", "from=20x4", "to=99999", "indicator=top_origin"],
)
def test_what_there_is_not_is_refused_with_words(prague, query):
    with pytest.raises(BadRequest) as refusal:
        Asked.of(QueryDict(query.replace("%00", "P'L")))
    assert str(refusal.value)


def test_a_figure_is_the_producers_and_leads_to_its_passport(prague, reader):
    found = explored(reader, "indicator=migrant_stock&states=POL")
    newest = found.shown.rows[-1]
    assert (newest.area, newest.year, newest.value, newest.edition) == (
        "POL",
        2024,
        1_739_901,
        "undesa-ims.2024",
    )
    cell = found.table.rows[-1][1]
    assert (cell.text, cell.href) == ("1,739,901", newest.passport)
    assert newest.passport.startswith("/en/figure/migrant_stock/POL/2024")


def test_kosovo_has_no_figure_with_its_reason_and_its_footnote(prague, reader):
    found = explored(reader, "indicator=migrant_stock&states=SRB,XKX&from=2020")
    kosovo = [row for row in found.shown.rows if row.area == "XKX"]
    assert [(row.value, bool(row.reason)) for row in kosovo] == [(None, True)]
    assert any(note.startswith("* ") for note in found.shown.notes)
    assert any("Serbia: Including Kosovo*" in note for note in found.notes)
    assert "Kosovo*: no figures." in found.shown.chart.description


def test_two_concepts_are_refused_with_the_reasons_and_drawn_only_when_asked(prague, reader):
    query = "indicator=migrant_stock,net_migration&states=UKR"
    refused = explored(reader, query)
    assert (refused.refused, refused.shown.chart) == (True, None)
    assert "stock and flow" in [title for title, _sides in refused.told_conflicts]
    mixed = explored(reader, f"{query}&mixed=yes")
    assert (
        mixed.refused,
        "Different concepts on one axis" in mixed.shown.chart.svg("print", alone=True),
    ) == (
        False,
        True,
    )


def test_two_units_are_never_drawn_together(prague, reader):
    found = explored(reader, "indicator=migrant_stock,hdi&states=UKR&mixed=yes")
    assert (found.refused, found.never, found.shown.chart) == (True, True, None)
    assert len(found.shown.rows) > 10


def test_seven_lines_are_too_many_and_seven_bars_are_not(prague, reader):
    states = "states=UKR,POL,DEU,CZE,HUN,AUT,SVK"
    assert explored(reader, states).too_many
    bars = explored(reader, f"{states}&as=bar").shown.chart
    assert len(bars.table.rows) == 7
    assert bars.table.rows[0][0].text == "Germany"


def test_years_that_no_state_shown_has_are_no_gaps(prague, reader):
    found = explored(reader, "indicator=migrant_stock&states=POL,LIE")
    assert [row[0].text for row in found.table.rows] == [
        "1990",
        "1995",
        "2000",
        "2005",
        "2010",
        "2015",
        "2020",
        "2024",
    ]
    assert all("no figure" not in cell.text for row in found.table.rows for cell in row)


def test_without_a_state_the_largest_are_shown(prague, reader):
    found = explored(reader, "")
    assert (found.chosen_for_reader, found.asked.states[0], len(found.asked.states)) == (True, "DEU", 5)


def test_women_are_asked_for_apart(prague, reader):
    everybody = explored(reader, "states=POL&from=2024").shown.rows[-1]
    women = explored(reader, "states=POL&from=2024&sex=F").shown
    assert women.rows[-1].sex == "F"
    if women.rows[-1].value is not None:
        assert 0 < women.rows[-1].value < everybody.value
    assert "(women)" in women.title


def test_one_origin_can_be_asked_for(prague, reader):
    found = explored(reader, "indicator=migrant_stock&states=POL,CZE&with=UKR")
    assert found.asked.query["with"] == "UKR"
    newest = {row.area: row.value for row in found.shown.rows if row.year == 2024}
    assert newest == {"POL": 1_102_774, "CZE": 515_214}
    assert found.shown.title == "International migrants (Ukraine)"


def test_in_russian_names_and_numbers_are_russian(prague, reader):
    found = explored(reader, "states=UKR", "ru")
    assert found.shown.rows[0].area_name == "Украина"
    assert "Украина: " in found.shown.title


def lines_of(response):
    return list(csv.DictReader(io.StringIO(response.content.decode())))


def test_the_csv_has_exactly_the_rows_of_the_page(prague, client, reader):
    query = "indicator=migrant_stock&states=UKR,XKX&from=2015"
    lines = lines_of(client.get(f"/en/observatory/explorer.csv?{query}"))
    shown = explored(reader, query).shown.rows
    assert [(line["area"], line["period"], line["value"]) for line in lines] == [
        (row.area, row.period, "" if row.value is None else str(row.value)) for row in shown
    ]
    assert all(line["passport"].startswith("http") for line in lines if line["value"])


def test_the_csv_is_described_after_csvw(prague, client):
    response = client.get("/en/observatory/explorer.csv?states=UKR")
    link = response.headers["Link"]
    assert 'rel="describedby"; type="application/csvm+json"' in link
    described = json.loads(client.get(link[1 : link.index(">")]).content)
    assert described["url"].endswith("/en/observatory/explorer.csv?states=UKR")
    header = response.content.decode().splitlines()[0].split(",")
    assert [column["name"] for column in described["tableSchema"]["columns"]] == header
    assert described["dc:license"] == ["https://creativecommons.org/licenses/by/3.0/igo/"]


def test_the_workbook_has_the_figures_and_says_whose_they_are(prague, client):
    response = client.get("/en/observatory/explorer.xlsx?states=UKR")
    book = CalamineWorkbook.from_filelike(io.BytesIO(response.content))
    assert book.sheet_names == ["Figures", "About"]
    figures = book.get_sheet_by_name("Figures").to_python()
    assert figures[0] == [column.name for column in COLUMNS]
    assert figures[-1][8] == 5_064_173
    about = dict(row[:2] for row in book.get_sheet_by_name("About").to_python())
    assert about["Licence"].startswith("CC BY 3.0 IGO")
    assert response.content == client.get("/en/observatory/explorer.xlsx?states=UKR").content
    assert zipfile.ZipFile(io.BytesIO(response.content)).testzip() is None


def test_the_pictures_carry_their_source_and_licence(prague, client):
    svg = client.get("/en/observatory/explorer.svg?states=UKR,XKX")
    assert svg.headers["Content-Type"] == "image/svg+xml"
    text = svg.content.decode()
    assert ("CC BY 3.0 IGO" in text, "UNSCR 1244/1999" in text) == (True, True)
    png = client.get("/en/observatory/explorer.png?states=UKR").content
    assert png[:8] == b"\x89PNG\r\n\x1a\n"


def test_a_table_has_no_picture(prague, client):
    assert client.get("/en/observatory/explorer.svg?states=UKR&as=table").status_code == 404


def test_only_the_embedded_form_may_stand_in_other_peoples_frames(prague, client):
    page = client.get("/en/observatory/explorer?states=UKR")
    embedded = client.get("/en/observatory/explorer/embed?states=UKR")
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    assert page.headers["X-Frame-Options"] == "DENY"
    assert embedded.headers["Content-Security-Policy"].endswith("frame-ancestors *")
    assert "X-Frame-Options" not in embedded.headers
    html = embedded.content.decode()
    assert ("<form" in html, "CC BY 3.0 IGO" in html, "not endorsed" in html) == (False, True, True)


def test_the_page_says_whose_figures_these_are_and_offers_every_file(prague, client):
    html = client.get("/en/observatory/explorer?states=UKR,POL").content.decode()
    assert "Whose figures these are" in html
    for form in ("csv", "csv-metadata.json", "xlsx", "svg", "png"):
        assert f"/en/observatory/explorer.{form}?indicator=migrant_stock&amp;states=UKR%2CPOL" in html
    assert "<script" not in html.replace('<script type="application/ld+json"', "")


def test_years_far_away_do_not_fill_the_page_with_choices(prague, client):
    text = client.get("/en/observatory/explorer?from=0001&to=9999").content.decode()
    assert text.count("<option") < 1500
    assert '<option value="9999"' in text


def test_no_query_ends_the_address_of_the_description(prague, client):
    answer = client.get("/en/observatory/explorer.csv", QUERY_STRING='as=><https://example.org/>; rel="x"')
    assert answer.headers["Link"].count("<") == answer.headers["Link"].count(">") == 1


@pytest.mark.parametrize("more", ["", "&sex=F", "&with=UKR", "&sex=M&with=RUS&mixed=yes"])
def test_an_address_costs_a_handful_of_questions_however_much_it_asks_for(prague, reader, monkeypatch, more):
    states = ",".join(states_of_the_record()[:40])
    query = f"indicator=migrant_stock,unhcr_refugees_hosted,hdi&as=table&states={states}{more}"
    explored(reader, query)  # what is read once per record version is read by now
    asked = []
    cursor = Store.cursor
    monkeypatch.setattr(Store, "cursor", lambda held: asked.append(1) or cursor(held))
    found = explored(reader, query)
    assert found.shown.rows
    assert len(asked) <= 3


@pytest.mark.parametrize(
    "query",
    [
        "indicator=" + ",".join(["hdi", "migrant_stock", "net_migration", "births", "deaths", "birth_rate", "gdp_current_usd"]),
        "indicator=hdi,migrant_stock,net_migration&states=" + ",".join(f"A{n:02}" for n in range(50)),
    ],
)  # fmt: skip
def test_more_than_can_be_shown_is_refused_not_cut(prague, query):
    with pytest.raises(BadRequest, match="At most 6 indicators and 120 series"):
        Asked.of(QueryDict(query))


def test_figures_as_an_earlier_edition_knew_them(prague, reader, client):
    found = explored(reader, "states=KAZ&to=1990&edition=undesa-ims.2020")
    assert [(row.value, row.edition) for row in found.shown.rows] == [(3_619_200, "undesa-ims.2020")]
    assert "As known in the edition 2020." in found.notes
    page = client.get("/en/observatory/explorer?states=KAZ").content.decode()
    assert '<option value="undesa-ims.2020">2020</option>' in page
    assert "x-edition" not in client.get("/en/observatory/explorer?indicator=hdi").content.decode()


def test_an_edition_of_another_dataset_says_nothing_and_an_unknown_one_is_refused(prague):
    assert Asked.of(QueryDict("indicator=hdi&edition=undesa-ims.2020")).query == {"indicator": "hdi"}
    with pytest.raises(BadRequest, match="1066"):
        Asked.of(QueryDict("edition=undesa-ims.1066"))


def test_two_editions_on_one_axis_are_told_on_the_picture(prague, reader):
    """UN DESA's ages of 2024 are not carried for Ukraine: its line is of the edition of 2020."""
    found = explored(reader, "indicator=migrant_stock_share_65_plus&states=UKR,POL")
    assert {row.area: row.edition for row in found.shown.rows if row.value} == {
        "UKR": "undesa-ims-age.2020",
        "POL": "undesa-ims-age.2024",
    }
    [note] = [line for line in found.notes if line.startswith("Ukraine: the newest edition")]
    assert note.endswith("2024) has no figure; shown is the edition 2020.")
    assert "shown is the edition 2020" in found.shown.chart.svg("print", alone=True)


def test_who_asks_for_too_much_in_a_minute_waits(prague, client, monkeypatch):
    monkeypatch.setattr(downloads, "COMPOSED_PER_MINUTE", 2)
    addresses = [f"/en/observatory/explorer?states=UKR&from={year}" for year in (2000, 2005, 2010)]
    assert [client.get(address).status_code for address in addresses] == [200, 200, 429]
    assert client.get("/en/observatory/explorer").status_code == 200  # the page itself stays open
    assert client.get("/en/observatory/gaps.csv?state=UKR").status_code == 429
