"""Where a link in a document may lead: this page, this site, the web. Nowhere else, however it is spelt."""

import pytest

from convene.ui.documents.html import safe_href


@pytest.mark.parametrize(
    "href", ["#note-1", "/en/state/UKR", "/", "https://www.pragueprocess.eu/en", "http://example.org/?a=/b"]
)
def test_a_place_is_led_to(href):
    assert safe_href(href) == href


@pytest.mark.parametrize(
    "href",
    [
        "//example.org",
        "/\\example.org",
        "/\\/example.org",
        "\\\\example.org",
        "/\t/example.org",
        "/\n/example.org",
        " https://example.org",
        "https:example.org",
        "javascript:alert(1)",
        "data:text/html,x",
        "",
    ],
)
def test_what_browsers_read_as_another_place_is_no_link(href):
    assert safe_href(href) == ""
