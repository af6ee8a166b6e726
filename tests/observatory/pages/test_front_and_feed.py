"""The front page, the map nobody chose anything on and the list of profiles are made once; the feed of editions."""

from xml.etree import ElementTree

import pytest

from convene.observatory.queries.catalogue import catalogue
from convene.observatory.store import Store

ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.mark.parametrize("path", ["observatory", "observatory/map", "observatory/corridors", "profiles"])
@pytest.mark.parametrize("language", ["en", "ru"])
def test_what_all_readers_see_alike_is_made_once(prague, client, monkeypatch, path, language):
    first = client.get(f"/{language}/{path}").content
    monkeypatch.setattr(Store, "cursor", lambda held: pytest.fail("the store was asked again"))
    assert client.get(f"/{language}/{path}").content == first


def test_each_language_and_each_choice_has_its_own(prague, client):
    english, russian = (client.get(f"/{language}/observatory").content.decode() for language in ("en", "ru"))
    assert ("Latest editions" in english, "Latest editions" in russian) == (True, False)
    newest, older = (
        client.get(f"/en/observatory/map{query}").content.decode() for query in ("", "?year=2015")
    )
    assert ("International migrants, 2015" in newest, "International migrants, 2015" in older) == (
        False,
        True,
    )


def test_new_editions_are_announced_the_newest_first(prague, client):
    page = client.get("/en/observatory").content.decode()
    assert 'type="application/atom+xml" title="New editions" href="/en/observatory/editions.atom"' in page
    feed = ElementTree.fromstring(client.get("/en/observatory/editions.atom").content)
    entries = [
        (entry.find("a:title", ATOM).text, entry.find("a:updated", ATOM).text)
        for entry in feed.findall("a:entry", ATOM)
    ]
    assert [day for _title, day in entries] == sorted((day for _title, day in entries), reverse=True)
    assert {entry.find("a:link", ATOM).get("href") for entry in feed.findall("a:entry", ATOM)} == {
        f"http://localhost:8000/en/{catalogue().editions[key].address}" for key in catalogue().served
    }
    assert ("International Migrant Stock, 2024", "2024-12-31T00:00:00Z") in [
        (title, f"{day[:4]}-12-31T00:00:00Z") for title, day in entries
    ]
