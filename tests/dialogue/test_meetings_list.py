"""The list of meetings: filters, words, days, and what it costs."""

import json
import re

import pytest

from convene.dialogue.queries import meetings_list
from tests.dialogue.reading import keys


def test_filters_narrow_together(demo, reader):
    viewer = reader(language="fr")
    assert keys(meetings_list(viewer, year=2023)) == [
        "2023-11-16-assembly-upper-quay",
        "2023-02-09-ferry-talk-mid-lake",
    ]
    assert keys(meetings_list(viewer, year=2023, kind="assembly")) == ["2023-11-16-assembly-upper-quay"]
    assert keys(meetings_list(viewer, state="XCO")) == ["2022-05-18-training-corvostad"]
    assert keys(meetings_list(viewer, state="XAL")) == ["2019-06-14-assembly-port-alder"]
    assert keys(meetings_list(viewer, mode="hybrid")) == ["2022-05-18-training-corvostad"]
    assert keys(meetings_list(viewer, convener="partner", place="bremhaven")) == ["2024-09-12-fair-bremhaven"]
    assert keys(meetings_list(viewer, kind="no-such-kind")) == []


def test_a_meeting_of_two_kinds_is_found_under_both_and_stands_once(demo, reader):
    for kind in ("assembly", "fair"):
        assert keys(meetings_list(reader(), kind=kind)).count("2019-06-14-assembly-port-alder") == 1


def test_looking_back_nothing_that_began_later_is_shown(demo, reader):
    assert keys(meetings_list(reader(on="2019-06-14"))) == [
        "2019-06-14-assembly-port-alder",
        "2018-03-commission-bremhaven",
    ]


def test_the_page_has_what_comes_first_then_years_with_the_newest_first(demo, client, today):
    html = client.get("/en/meetings").content.decode()
    assert re.findall(r'<section class="section" id="([^"]+)"', html) == [
        "next",
        *(f"y{year}" for year in (2025, 2024, 2023, 2022, 2021, 2019, 2018)),
    ]
    upcoming = html[html.index('id="next"') : html.index('id="y2025"')]
    assert re.findall(r"/en/meeting/([\w-]+)", upcoming) == [
        "2027-06-14-assembly-dun-city",
        "2027-09-training-online",
    ]
    assert "10 meetings" in html


def test_of_a_month_no_day_is_shown(demo, client, today):
    html = client.get("/en/meetings?year=2018").content.decode()
    assert "<b>–</b><span>Mar 2018</span>" in html and "March 2018 ·" in html
    assert "1 meeting of 10" in html


def test_the_page_of_a_past_day_says_what_it_leaves_out(demo, client, today):
    html = client.get("/en/meetings?on=2022-06-01").content.decode()
    assert "Meetings that began after 1 June 2022 are not shown." in html
    assert "4 meetings" in html and "2023" not in re.findall(r"y(\d{4})", html)


@pytest.mark.parametrize("year", ["abc", "99999", "٢٠١٦", "-1"])
def test_a_wrong_year_is_a_friendly_400(demo, client, today, year):
    assert client.get("/en/meetings", {"year": year}).status_code == 400


@pytest.mark.parametrize(
    "query", [{"q": "' OR 1=1 --"}, {"q": "%"}, {"q": "\x00"}, {"kind": "<script>"}, {"q": "ж" * 5000}]
)
def test_hostile_filters_do_no_harm(demo, client, today, query):
    response = client.get("/fr/meetings", query)
    assert response.status_code == 200
    assert "<script>" not in response.content.decode().replace('<script type="application/ld+json">', "")


def test_data_honours_the_filters_and_holds_only_the_public_record(demo, client, today):
    found = json.loads(client.get("/en/meetings.json?year=2024").content)
    assert [item["key"] for item in found["items"]] == ["2024-09-12-fair-bremhaven"]
    assert found["count"] == 1 and "exists" in found["notice"]
    assert found["items"][0]["title"] == {"en": "Fair of crossings", "fr": "Foire des traversées"}
    text = client.get("/fr/meetings.csv").content.decode("utf-8-sig")
    assert text.startswith("address,page,key,title.en,title.fr,") and text.count("\r\n") == 11
    assert client.get("/en/meetings.atom?kind=fair").content.decode().count("<entry>") == 2
