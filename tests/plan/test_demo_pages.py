"""Areas, a plan of three levels, projects and pillars of the invented dialogue."""

import json
import re

import pytest

from convene.accounts.models import User
from convene.accounts.one_time_links import make_link
from convene.plan.indexed import area, project, provision
from convene.plan.models import Plan
from convene.plan.queries import projects_list, tree_of


def page(client, path):
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def outline(branches):
    return [(branch.level, branch.provision.number, outline(branch.children)) for branch in branches]


def test_a_plan_is_a_tree_of_any_depth_with_the_names_of_its_levels(demo):
    plan = Plan.objects.get(key="lake-plan-2025-2029")
    assert outline(tree_of(plan, "fr")) == [
        (
            "pilier",
            "1",
            [
                ("objectif", "1.1", [("action", "1.1.1", []), ("action", "1.1.2", [])]),
                ("objectif", "1.2", []),
            ],
        ),
        ("pilier", "2", [("objectif", "2.1", [("action", "2.1.1", [])])]),
        ("pilier", "3", []),
    ]


def test_the_page_of_a_plan_nests_lists_as_deep_as_the_plan(demo, client):
    html = page(client, "/fr/plan/lake-plan-2025-2029")
    assert html.count('<ol class="tree">') == 5
    assert "Pilier 1" in html and "Action 1.1.1" in html and "pilier › objectif › action" in html


def test_a_plan_without_provisions_says_so(demo, client):
    assert "No provision of it is in the record." in page(client, "/en/plan/first-mandate")


def test_an_area_shows_every_wording_in_its_own_language_with_its_place_and_source(demo, client):
    html = page(client, "/fr/area/seasonal-work")
    assert re.findall(r'<q lang="(\w+)">(.*?)</q>', html) == [
        ("en", "Work for a season"),
        ("fr", "Emploi saisonnier"),
    ]
    assert '<a href="/fr/source/L01">L01</a> Article 2' in html


def test_an_area_that_came_later_is_not_among_those_of_an_earlier_day(demo, client):
    assert "Safe crossing" in page(client, "/en/areas")
    assert "Safe crossing" not in page(client, "/en/areas?on=2020-01-01")


def test_a_project_names_everyone_under_their_role(demo, client):
    html = page(client, "/en/project/safe-crossing-project")
    roles = re.findall(r"<dt>([^<]+)</dt><dd><div><span class=\"designation\"", html)
    assert roles == [
        "Led by",
        "Supporting the lead",
        "Implemented by",
        "Taking part",
        "Observing",
        "Peers",
        "Addressed to",
        "Hosted by",
        "Funded by",
    ]
    assert "/en/document/ferries-study" in html  # what it produced
    assert "/en/project/night-ferry" in html  # part of it
    assert "/en/meeting/2022-05-18-training-corvostad" in html
    assert json.loads(re.search(r'ld\+json">(.*?)</script>', html)[1])["@type"] == "Project"


def test_projects_are_found_by_kind_area_state_and_words(demo, reader):
    def keys(**asked):
        return [row.key for row in projects_list(reader(), **asked)]

    assert keys() == ["safe-crossing-project", "night-ferry", "lake-card"]
    assert keys(kind="pilot") == ["night-ferry"]
    assert keys(area="seasonal-work") == ["safe-crossing-project"]
    assert keys(state="XNE") == ["safe-crossing-project"]
    assert keys(q="traversee") == ["safe-crossing-project"]
    assert keys(q="safe", state="XIS") == []


def test_a_hub_names_the_pillars_that_build_it_up(demo, client):
    html = page(client, "/en/pillars")
    assert '<a href="#talking">Talking</a>, <a href="#learning">Learning</a>' in html
    assert "crossing-desk" not in page(client, "/en/pillars?on=2020-01-01")


def test_the_page_of_a_state_lists_what_it_led_and_joined(demo, client):
    assert "led</dt>" in page(client, "/en/state/XBR")
    assert "supports the lead</dt>" in page(client, "/en/state/XAL")
    assert "safe-crossing-project" not in page(client, "/en/state/XAL?on=2020-01-01")


@pytest.mark.parametrize("path", ["area/none", "plan/none", "project/none", "areas.xml"])
def test_what_is_not_there_is_a_404(demo, client, path):
    assert client.get(f"/en/{path}").status_code == 404


LISTS = ["areas", "wordings", "plans", "provisions", "projects", "project_roles", "outputs", "pillars"]


@pytest.mark.parametrize("name", LISTS)
def test_every_list_is_data_in_three_forms(demo, client, name):
    items = json.loads(page(client, f"/en/{name}.json"))["items"]
    assert items and all(item["sources"] for item in items)
    assert page(client, f"/fr/{name}.csv").count("\r\n") >= len(items) + 1
    assert page(client, f"/fr/{name}.atom").count("<entry>") == len(items)


def test_the_data_of_projects_honours_the_filters(demo, client):
    items = json.loads(page(client, "/en/projects.json?kind=pilot"))["items"]
    assert [item["key"] for item in items] == ["night-ferry"]


def test_a_plan_whose_document_is_restricted_does_not_name_it(demo, client):
    from convene.repository.models import Work

    Plan.objects.filter(key="first-mandate").update(work=Work.objects.get(key="draft-plan-2030"))
    assert "draft-plan-2030" not in page(client, "/en/plan/first-mandate")
    assert "draft-plan-2030" not in page(client, "/en/plans.json")
    client.get(make_link(User.objects.get(email="brune.tessier@lake.example.org")))
    assert "/en/document/draft-plan-2030" in page(client, "/en/plan/first-mandate")


def test_search_finds_an_area_by_every_wording_and_a_project_by_who_is_in_it(demo):
    assert "Work for a season" in area("seasonal-work").body["en"]
    found = project("safe-crossing-project")
    assert found.extra_names == "SAFE" and found.years == (2024, 2025, 2026, 2027, 2028)
    assert set(found.states) == {"XBR", "XAL", "XCO", "XFE", "XDU", "XHA", "XNE"}
    assert provision("plan-p1").path == "plan/lake-plan-2025-2029#plan-p1"
