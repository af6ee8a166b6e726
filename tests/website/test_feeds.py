"""What programs read: the feed, the sitemap, the rules for robots."""

from xml.etree import ElementTree

import pytest

from convene.dialogue.models import Meeting

ATOM = {"a": "http://www.w3.org/2005/Atom"}
SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_feed_of_what_is_new_is_valid_and_in_order(prague, client, language):
    response = client.get(f"/{language}/feed.atom")
    assert response.headers["Content-Type"] == "application/atom+xml"
    feed = ElementTree.fromstring(response.content)
    for name in ("id", "title", "updated", "author/a:name"):
        assert feed.find(f"a:{name}", ATOM).text
    links = {link.get("rel"): link.get("href") for link in feed.findall("a:link", ATOM)}
    assert links["self"].endswith(f"/{language}/feed.atom")
    assert links["alternate"].endswith(f"/{language}/")
    entries = feed.findall("a:entry", ATOM)
    ids = [entry.find("a:id", ATOM).text for entry in entries]
    days = [entry.find("a:updated", ATOM).text for entry in entries]
    assert len(ids) == len(set(ids)) == 40
    assert days == sorted(days, reverse=True)
    assert {address.split("/")[-2] for address in ids} >= {"meeting", "document", "milestone"}


def test_the_sitemap_names_every_public_page_in_every_language(prague, client):
    Meeting.objects.filter(key="2014-10-28-som-berlin").update(visibility="secretariat")
    root = ElementTree.fromstring(client.get("/sitemap.xml").content)
    pages = [url.find("s:loc", SITEMAP).text for url in root.findall("s:url", SITEMAP)]
    assert len(pages) == len(set(pages))
    for path in ("", "states", "state/XKX", "meetings", "meeting/2009-04-27-mc-prague", "open-data"):
        assert f"http://localhost:8000/en/{path}" in pages
        assert f"http://localhost:8000/ru/{path}" in pages
    assert not any("som-berlin" in page for page in pages)
    assert not any("/cms" in page or "/search" in page for page in pages)
    alternates = root.find("s:url", SITEMAP).findall("x:link", SITEMAP)
    assert [link.get("hreflang") for link in alternates] == ["en", "ru"]


def test_every_page_of_the_sitemap_answers(prague, client):
    """One page of each kind, and all pages of the menus."""
    root = ElementTree.fromstring(client.get("/sitemap.xml").content)
    paths = [url.find("s:loc", SITEMAP).text.removeprefix("http://localhost:8000") for url in root]
    english = [path for path in paths if path.startswith("/en/")]
    chosen = {("/".join(path.split("/")[:3]) if path.count("/") > 2 else path): path for path in english}
    wrong = {path: client.get(path).status_code for path in chosen.values()}
    assert {path: status for path, status in wrong.items() if status != 200} == {}


def test_robots_may_read_public_pages_only(prague, client):
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /cms/\n" in text
    assert "Disallow: /\n" not in text
    assert "Sitemap: http://localhost:8000/sitemap.xml" in text


def test_the_icon_is_found_where_browsers_look(prague, client):
    assert client.get("/favicon.ico").headers["Location"].endswith("icon.svg")
