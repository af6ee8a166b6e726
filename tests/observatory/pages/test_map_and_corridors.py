"""The map and the corridors: every area once, ways in the right direction, differences explained, gaps stated."""

import xml.etree.ElementTree as ET

import pytest
from django.core.exceptions import BadRequest
from django.http import QueryDict

from convene.observatory import mapping
from convene.observatory.corridors import corridor_of, largest
from convene.observatory.mapping import Asked
from convene.observatory.queries.together import meetings_in, projects_of_both


def drawn(reader, query="", language="en"):
    return mapping.draw(Asked.of(QueryDict(query)), reader(language=language), "https://example.org/map")


def between(reader, a, b, language="en"):
    return corridor_of(a, b, reader(language=language), "https://example.org/corridor")


def test_every_state_is_on_the_map_with_its_figure_or_hatched(prague, reader):
    found = drawn(reader, "year=2024")
    assert found.shades["POL"].title == "Poland: 1,739,901"
    assert found.shades["POL"].href == "/en/state/POL"
    assert (found.shades["XKX"].value, found.shades["XKX"].title) == (None, "Kosovo*: no figure")
    names = [row[0].text for row in found.table.rows]
    assert len(names) == len(set(names))
    assert any("UNSCR 1244/1999" in note for note in found.footnotes)


def test_indexes_keep_their_digits(prague, reader):
    found = drawn(reader, "indicator=hdi")
    digits = {len(row[1].text.partition(".")[2]) for row in found.table.rows if row[1].href}
    assert digits == {3}


def test_the_newest_year_is_shown_where_the_year_asked_for_has_no_figures(prague, reader):
    assert drawn(reader, "year=1850").asked.year == 2024
    assert drawn(reader, "year=1990").shown.title == "International migrants, 1990"


def test_ways_from_a_state_end_where_its_people_are(prague, reader):
    found = drawn(reader, "state=UKR&flow=from")
    poland = next(flow for flow in found.flows if flow.destination == "POL")
    assert (poland.origin, poland.value) == ("UKR", 1_102_774)
    assert poland.title == "Ukraine → Poland: 1,102,774"
    assert found.shades["POL"].href == "/en/observatory/corridor/UKR/POL"
    assert "UKR" not in {flow.destination for flow in found.flows}
    assert len(found.flows) <= mapping.ARCS


def test_ways_to_a_state_begin_where_people_come_from(prague, reader):
    found = drawn(reader, "state=POL&flow=to")
    ukraine = next(flow for flow in found.flows if flow.origin == "UKR")
    assert (ukraine.destination, ukraine.value) == ("POL", 1_102_774)
    assert found.shown.title == "Poland: International migrants by origin, 2024"


def test_an_indicator_without_another_side_says_so(prague, reader):
    found = drawn(reader, "indicator=hdi&state=POL&flow=to")
    assert (found.no_flows, found.asked.flow, found.flows) == (True, "", ())


@pytest.mark.parametrize("query", ["indicator=nonsense", "state=ZZZ", "year=12"])
def test_what_there_is_not_is_refused(prague, query):
    with pytest.raises(BadRequest):
        Asked.of(QueryDict(query))


@pytest.mark.parametrize("base", ["region", "world"])
def test_the_map_is_sound_and_its_links_have_names(prague, reader, base):
    tree = ET.fromstring(drawn(reader, f"base={base}").svg)
    assert all(link[0].tag == "title" and link[0].text for link in tree.iter("a"))
    assert 'class="dashed"' in ET.tostring(tree).decode()


def test_a_map_as_a_file_carries_disclaimer_footnote_and_licence(prague, client):
    text = client.get("/en/observatory/map.svg").content.decode()
    assert "do not imply official endorsement" in " ".join(text.split())
    for words in ("UNSCR 1244/1999", "CC BY 3.0 IGO", "no figure"):
        assert words in text


def test_the_map_page_reads_without_script(prague, client):
    html = client.get("/en/observatory/map?year=2020").content.decode()
    assert '<b aria-current="page">2020</b>' in html
    assert 'href="/en/observatory/map?year=2015"' in html
    assert html.count("<script") == 1
    assert 'src="/static/observatory/years' in html


def test_a_corridor_shows_both_directions(prague, reader):
    found = between(reader, "UKR", "POL")
    stock = {one.value.indicator: one for one in found.there}["migrant_stock"]
    assert (stock.number, stock.when, stock.href) == (
        "1,102,774",
        "2024",
        stock.value.passport_path.join(("/en/", "")),
    )
    back = {one.value.indicator: one.number for one in found.back}
    assert back["migrant_stock"] == "3,170"
    stocks = found.charts[0]
    assert stocks.table.header == ("Year", "Ukraine → Poland", "Poland → Ukraine")
    assert [cell.text for cell in stocks.table.rows[-1]] == ["2024", "1,102,774", "3,170"]


def test_the_other_way_round_is_the_mirror(prague, reader):
    one, other = between(reader, "UKR", "POL"), between(reader, "POL", "UKR")
    assert one.there == other.back
    assert one.back == other.there


def test_figures_of_the_same_people_stand_together_with_the_reasons_why_they_differ(prague, reader):
    mirrors = {mirror.title: mirror for mirror in between(reader, "UKR", "POL").mirrors}
    protected = mirrors["Protected there: Ukraine → Poland"]
    assert {one.value.indicator for one in protected.told} >= {
        "temporary_protection",
        "unhcr_refugees_hosted",
    }
    assert any("whom it is about" in reason for reason in protected.reasons)
    assert {one.value.year for one in protected.told} == {max(one.value.year for one in protected.told)}


def test_figures_without_a_common_year_are_of_the_nearest_years(prague, reader):
    mirrors = {mirror.title: mirror for mirror in between(reader, "UKR", "POL").mirrors}
    living = mirrors.get("Living there: Ukraine → Poland")
    if living is None:
        pytest.skip("The pack carries one producer's stocks only.")
    years = {one.value.indicator: one.value.year for one in living.told}
    assert years == {"migrant_stock": 2015, "worldbank_migrant_stock": 2017}
    assert any(reason.startswith("the year") for reason in living.reasons)


def test_asylum_is_counted_in_persons_by_one_and_in_applications_by_another(prague, reader):
    mirrors = {mirror.title: mirror for mirror in between(reader, "UKR", "POL").mirrors}
    asking = mirrors["Asking for protection there: Ukraine → Poland"]
    assert {"asylum_applications", "asylum_applicants"} <= {one.value.indicator for one in asking.told}
    assert any(reason.startswith("what is counted") for reason in asking.reasons)


def test_two_kinds_of_protection_on_one_axis_say_so_in_the_picture(prague, reader):
    protection = next(
        chart
        for chart in between(reader, "UKR", "POL").charts
        if chart.title.startswith("Protection: Ukraine")
    )
    assert protection.warning.startswith("Different concepts on one axis.")
    assert "Different concepts on one axis." in protection.svg()


def test_what_no_producer_gives_is_said_and_is_not_zero(prague, reader):
    found = between(reader, "XKX", "CHE")
    assert "migrant_stock" not in {one.value.indicator for one in (*found.there, *found.back)}
    reasons = {gap.reason: gap.names for gap in found.gaps}
    assert (
        "International migrants (1990–2024)"
        in reasons[
            "Kosovo* by Switzerland: the producer has no row for Kosovo*: it is part of its figures for Serbia"
        ]
    )
    assert "First residence permits issued (2012–2023)" in reasons[
        "Switzerland by Kosovo*: the pack carries a part of the edition, without this pair"
    ]  # fmt: skip
    assert any("UNSCR 1244/1999" in note for note in found.footnotes)


def test_what_is_missing_is_folded_by_reason(prague, client):
    """Seventy lines become a handful of reasons, each opened by whoever wants the list."""
    page = client.get("/en/observatory/corridor/UKR/POL").content.decode()
    section = page[page.index('id="gaps"') : page.index('class="downloads"')]
    reasons, names = section.count("<summary>"), section.count("<li>")
    assert (reasons <= 8, names > 60) == (True, True)
    assert "Absent is not zero." in section


def test_money_says_from_whom_to_whom(prague, reader):
    money = {one.name.rpartition(": ")[2]: one for one in between(reader, "UKR", "POL").money}
    if not money:
        pytest.skip("The pack carries no bilateral remittances.")
    assert set(money) == {"Poland → Ukraine", "Ukraine → Poland"}
    to_ukraine = money["Poland → Ukraine"].value
    assert (to_ukraine.state, to_ukraine.counterpart) == ("UKR", "POL")


def test_projects_of_both_name_the_roles_of_each(prague, reader):
    joint = projects_of_both("CZE", "POL", reader())
    assert [one.project.key for one in joint if one.project.key == "bmp"] == ["bmp"]
    building = next(one for one in joint if one.project.key == "bmp")
    assert (len(building.roles_of_one), len(building.roles_of_other)) == (1, 1)
    assert building.roles_of_one != building.roles_of_other


def test_meetings_hosted_are_counted(prague, reader):
    hosted = meetings_in("CZE", reader(), most=3)
    assert (len(hosted.newest), hosted.count > 3) == (3, True)


def test_the_largest_corridors_are_in_order_and_lead_somewhere(prague, reader, client):
    rows = largest(reader(), 5)
    values = [row.value for row, _path in rows]
    assert values == sorted(values, reverse=True)
    assert client.get(f"/en/{rows[0][1]}").status_code == 200


@pytest.mark.parametrize("path", ["UKR/UKR", "UKR/ZZZ", "ukr/pol", "UKR"])
def test_a_corridor_needs_two_states(prague, client, path):
    assert client.get(f"/en/observatory/corridor/{path}").status_code == 404


def test_the_form_leads_to_the_corridors_own_address(prague, client):
    response = client.get("/en/observatory/corridors?origin=ukr&destination=POL")
    assert (response.status_code, response.headers["Location"]) == (302, "/en/observatory/corridor/UKR/POL")


@pytest.mark.parametrize(
    "path",
    [
        "observatory",
        "observatory/map",
        "observatory/corridors",
        "observatory/corridor/UKR/POL",
        "observatory/explorer",
    ],
)
@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_page_says_whose_figures_it_shows(prague, client, language, path):
    html = client.get(f"/{language}/{path}").content.decode()
    assert ("CC BY" in html, "undefined" in html, "None</" in html) == (True, False, False)
