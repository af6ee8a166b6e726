"""The base page, seen through the page of patterns."""

import re
from pathlib import Path

import pytest
from django.test import RequestFactory

from convene.ui import navigation, views


@pytest.fixture(autouse=True)
def menu(monkeypatch):
    monkeypatch.setattr(navigation, "_ENTRIES", {})
    monkeypatch.setattr(navigation, "_SORTED", {})
    navigation.register_entry("main", "Patterns", "patterns", 1)
    navigation.register_entry("footer", "Sources", "sources", 1)


def patterns(language="en", **query) -> str:
    return views.patterns(RequestFactory().get(f"/{language}/patterns", query), language).content.decode()


def test_a_keyboard_can_skip_to_the_content():
    html = patterns()
    assert html.index('<a class="skip" href="#main">') < html.index("<header")
    assert '<main id="main" tabindex="-1">' in html


def test_the_head_says_what_search_engines_and_readers_need(settings):
    settings.PUBLIC_URL = "https://example.org"
    html = patterns("ru")
    assert '<html lang="ru">' in html
    assert "<title>Образцы – Диалог образцов</title>" in html
    assert '<meta name="robots" content="noindex">' in html
    assert '<link rel="canonical" href="https://example.org/ru/patterns">' in html
    assert re.findall(r'hreflang="([^"]+)" href="(https[^"]+)"', html) == [
        ("en", "https://example.org/en/patterns"),
        ("ru", "https://example.org/ru/patterns"),
        ("x-default", "https://example.org/en/patterns"),
    ]


def test_an_unofficial_dialogue_says_so_at_the_top():
    html = patterns()
    assert html.index("Nothing on this page is a fact about any dialogue.") < html.index("<main")


def test_the_language_switch_leads_to_the_same_page_on_the_same_day():
    assert (
        '<a lang="ru" hreflang="ru" rel="alternate" href="/ru/patterns?on=2016-09-20">Русский</a>'
        in patterns(on="2016-09-20")
    )


def test_looking_back_is_announced_with_the_way_back():
    html = patterns(on="2016-09-20")
    assert "As of 20 September 2016" in html
    assert '<a href="/en/patterns">Back to today</a>' in html
    assert "Back to today" not in patterns()


def test_links_keep_the_day_when_looking_back():
    html = patterns(on="2016-09-20")
    assert 'href="/en/difference/01?on=2016-09-20"' in html
    assert 'href="/en/patterns?page=5&amp;on=2016-09-20"' in html


def test_footnotes_collected_while_rendering_stand_below_the_content():
    html = patterns()
    assert 'Example<a class="footnote-mark" href="#note-1" role="doc-noteref">*</a>' in html
    assert (
        '<li id="note-1"><span>*</span><span>An example of a footnote that a designation brings along.</span></li>'
        in html
    )
    assert html.index('class="footnotes"') > html.index("Northland")


def test_the_current_section_is_marked_in_the_menu():
    assert (
        patterns().count('<a href="/en/patterns" aria-current="page">Patterns</a>') == 2
    )  # wide and narrow screens


def test_nothing_is_inline_and_nothing_comes_from_elsewhere():
    html = patterns()
    assert re.findall(r"<style|\sstyle=|\son[a-z]+=\"|<script(?! type=\"application/ld)", html) == []
    assert re.findall(r'(?:src|href)="(?:https?:)?//(?!localhost)', html) == []


def test_every_id_is_there_once_and_every_label_finds_its_field():
    html = patterns()
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'<label[^>]* for="([^"]+)"', html)) <= set(ids)
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids)


def test_every_component_is_shown():
    components = Path(views.__file__).parent / "jinja2" / "ui"
    sources = "".join((components / name).read_text() for name in ("base.html", "patterns.html"))
    sources += "".join(path.read_text() for path in (components / "components").glob("*.html"))
    names = {path.name for path in (components / "components").glob("*.html")}
    assert names - set(re.findall(r"components/([a-z_]+\.html)", sources)) == set()
