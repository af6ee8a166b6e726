"""Public pages of the registry, in both languages, on any day."""

import pytest

PAGES = [
    "states",
    "state/UKR",
    "state/XKX",
    "state/GBR",
    "about",
    "governance",
    "body/strategic-group",
    "office/chair",
    "organisation/icmpd",
    "sources",
    "source/S003",
    "differences",
    "gaps",
]


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_answers_says_it_is_unofficial_and_may_be_cached(prague, client, language, path):
    response = client.get(f"/{language}/{path}")
    html = response.content.decode()
    assert response.status_code == 200
    assert response.headers["X-Convene-Public"] == "1"
    assert response.headers["Content-Language"] == language
    assert "Set-Cookie" not in response.headers and "Cookie" not in response.headers.get("Vary", "")
    assert "ICMPD" in html and 'name="robots" content="noindex"' in html
    assert 'hreflang="ru"' in html and 'rel="canonical"' in html


@pytest.mark.parametrize("path", PAGES)
def test_a_page_costs_at_most_eight_queries(prague, client, path, django_assert_max_num_queries):
    client.get(f"/ru/{path}")
    with django_assert_max_num_queries(8):
        client.get(f"/ru/{path}")


def test_the_page_of_a_past_day_says_so_and_shows_that_day(prague, client):
    html = client.get("/en/states?on=2015-01-01").content.decode()
    assert "1 January 2015" in html and ">50<" in html
    html = client.get("/en/office/chair?on=2017-09-15").content.decode()
    assert "Nobody: " in html


def test_a_day_that_does_not_exist_is_a_friendly_400_in_the_readers_language(prague, client):
    response = client.get("/ru/states?on=2016-02-31")
    assert response.status_code == 400
    assert 'lang="ru"' in response.content.decode() and "2016-02-31" in response.content.decode()


@pytest.mark.parametrize("path", ["/en/state/ZZZ", "/ru/body/nothing", "/en/source/S999", "/de/states"])
def test_what_is_not_in_the_record_is_a_404(prague, client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("form", ["csv", "json", "atom"])
@pytest.mark.parametrize("name", ["states", "sources", "differences", "terms"])
def test_every_list_is_data_too_and_says_it_is_unofficial(prague, client, name, form):
    response = client.get(f"/en/{name}.{form}")
    assert response.status_code == 200
    assert "not endorsed" in response.content.decode()


def test_a_footnote_stands_on_every_page_that_names_kosovo(prague, client):
    for path in ("states", "state/XKX", "state/UKR"):
        html = client.get(f"/en/{path}").content.decode()
        assert ("Kosovo<" in html) == ("without prejudice to positions on status" in html)
