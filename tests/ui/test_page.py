"""The page object: addresses that keep the day, footnotes collected once."""

from datetime import date
from types import SimpleNamespace

import pytest

from convene.core.viewer import Viewer
from convene.ui.page import Page

TODAY = date(2026, 11, 22)


def page_on(day, **more):
    return Page(Viewer(day, TODAY, "en"), "Ukraine", "state/UKR", SimpleNamespace(), **more)


def test_an_address_has_the_language_and_the_path():
    page = page_on(TODAY)
    assert page.url() == "/en/state/UKR"
    assert page.url("meetings", year=2014, q="") == "/en/meetings?year=2014"
    assert page.url("") == "/en/"


def test_looking_back_goes_on_from_page_to_page():
    page = page_on(date(2016, 9, 20))
    assert page.url("meetings", year=2014) == "/en/meetings?year=2014&on=2016-09-20"
    assert page.url("meetings", on=None) == "/en/meetings"


def test_the_other_language_is_the_same_page_with_its_query_and_day():
    page = page_on(date(2016, 9, 20), query={"year": "2014"})
    assert page.in_language("ru") == "/ru/state/UKR?year=2014&on=2016-09-20"


def test_the_permanent_address_has_neither_query_nor_day(settings):
    settings.PUBLIC_URL = "https://example.org"
    page = page_on(date(2016, 9, 20), query={"year": "2014"})
    assert page.absolute("ru") == "https://example.org/ru/state/UKR"


def test_a_footnote_is_collected_once_and_numbered_apart_from_stars():
    page = page_on(TODAY)
    marks = [
        page.footnote("status", "*"),
        page.footnote("other"),
        page.footnote("status", "*"),
        page.footnote("third"),
    ]
    assert [(note.mark, note.text) for note in page.footnotes] == [
        ("*", "status"),
        ("1", "other"),
        ("2", "third"),
    ]
    assert marks[0] == marks[2]
    assert marks[1] == '<a class="footnote-mark" href="#note-2" role="doc-noteref">1</a>'


@pytest.mark.parametrize("text", ["<b>", '"><script>'])
def test_marks_and_footnotes_are_escaped(text):
    assert "<b>" not in page_on(TODAY).footnote("note", mark=text)
