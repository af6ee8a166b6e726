"""The home page: what a person sees first, and that it stays light."""

import json
import re

import pytest

from convene.dialogue.models import Meeting


def page(client, path):
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    ("wish", "language"),
    [("ru,en;q=0.5", "ru"), ("de, ru;q=0.3, en;q=0.8", "en"), ("fr", "en"), ("", "en"), ("*;;q=x", "en")],
)
def test_the_bare_address_leads_to_the_readers_language(prague, client, wish, language):
    response = client.get("/", headers={"Accept-Language": wish})
    assert (response.status_code, response.headers["Location"]) == (302, f"/{language}/")
    assert "Accept-Language" in response.headers["Vary"]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["47", "Czechia", "Preventing and fighting irregular migration", "Policy Dialogue"]),
        ("ru", ["47", "Чехия", "Политический диалог"]),
    ],
)
def test_the_first_view_answers_the_first_questions(prague, client, language, expected):
    text = page(client, f"/{language}/")
    for words in expected:
        assert words in text
    assert f'href="/{language}/feed.atom"' in text
    assert "<svg" in text  # the map


def test_without_a_future_meeting_the_page_says_so(prague, client):
    assert "No future meeting is known to the record." in page(client, "/en/")


def test_what_comes_next_is_shown_and_what_is_hidden_is_not(prague, client):
    Meeting.objects.create(key="2030-01-01-next", title="x", starts_on="2030-01-01", status="planned")
    Meeting.objects.filter(key="2030-01-01-next").update(
        title={"source": "en", "values": {"en": {"text": "Next one", "state": "source"}}}
    )
    secret = Meeting.objects.create(key="2030-02-02-secret", starts_on="2030-02-02", visibility="secretariat")
    from convene.registry.queries.reference import forget

    forget()
    text = page(client, "/en/")
    assert "meeting/2030-01-01-next" in text
    assert secret.key not in text


def test_the_page_of_a_past_day_shows_that_day(prague, client):
    text = page(client, "/en/?on=2017-09-15")
    figures = re.search(r'<dl class="key-figures">(.*?)</dl>\n', text, re.DOTALL)[1]
    assert ">50<" in figures
    assert "Strategic Group" in figures  # collectively: no state
    assert "Czechia" not in figures
    assert "What happens next" in text


def test_an_uncertain_number_is_a_range_with_the_uncertain_named(prague, client):
    text = page(client, "/en/?on=2022-06-01")
    assert "47–49" in text
    assert "Belarus" in text


def test_the_dialogue_and_its_data_are_told_to_search_engines(prague, client):
    text = page(client, "/en/")
    told = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)[1])
    assert [one["@type"] for one in told["@graph"]] == ["Organization", "Dataset"]
    assert told["@graph"][0]["name"] == "Prague Process"


@pytest.mark.parametrize("path", ["/en/", "/ru/", "/en/?on=2015-01-01", "/en/open-data"])
def test_a_page_costs_at_most_eight_queries(prague, client, django_assert_max_num_queries, path):
    client.get(path)  # what is held in memory is read
    with django_assert_max_num_queries(8):
        client.get(path)


def test_the_home_page_runs_no_script_and_asks_nobody_else(prague, client):
    text = page(client, "/en/")
    assert re.findall(r"<script(?! type=\"application/ld\+json\")", text) == []
    assert re.findall(r'\sstyle="', text) == []
    assert (
        re.findall(r'(?:src|href)="(?:https?:)?//(?!localhost:8000)[^"]*\.(?:css|js|woff2|png)"', text) == []
    )
