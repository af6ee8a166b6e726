"""Areas, plans and projects of the Prague Process as a reader finds them."""

import re

import pytest

PAGES = [
    "areas",
    "area/asylum",
    "plans",
    "plan/action-plan-2012-2016",
    "pillars",
    "projects",
    "projects?state=CZE&area=asylum",
    "project/pp-ti",
    "project/pp2",
    "state/POL",
    "organisation/icmpd",
]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_costs_at_most_eight_queries(prague, client, django_assert_max_num_queries, path):
    assert client.get(f"/ru/{path}").status_code == 200
    with django_assert_max_num_queries(8):
        client.get(f"/ru/{path}")


def test_there_are_six_areas_today_and_five_at_the_beginning(prague, client):
    def count(path):
        return client.get(path).content.decode().count('<article class="card">')

    assert count("/en/areas") == 6
    assert count("/en/areas?on=2009-04-28") == 5


def test_the_asylum_area_shows_what_each_source_calls_it(prague, client):
    html = client.get("/ru/area/asylum").content.decode()
    assert "<h1>Убежище и международная защита</h1>" in html
    wordings = re.findall(r'<q lang="en">(.*?)</q>', html)
    assert "asylum and vulnerable groups" in wordings and "asylum" in wordings


def test_the_wording_of_the_22_actions_is_a_known_gap(prague, client):
    assert "What no source says" in client.get("/en/plan/action-plan-2012-2016").content.decode()


def test_a_pilot_project_names_its_participants_with_the_footnote(prague, client):
    html = client.get("/en/project/pp2").content.decode()
    assert 'href="/en/state/HUN"' in html and 'href="/en/state/XKX"' in html
    assert 'class="footnotes"' in html and "1244" in html
    assert "/en/meeting/2012-09-25-pilot-budapest" in html


def test_the_page_of_a_state_tells_led_from_joined(prague, client):
    html = client.get("/en/state/HUN").content.decode()
    assert "/en/project/pp2" in html and "supports the lead" in html
