"""Every kind of public page in both languages: for a phone, without script, for a screen reader, in the dark."""

import re
import urllib.error
import urllib.request

import pytest

from tests.journeys.looking import barriers, errors_of_markup
from tests.journeys.page_types import LANGUAGES, PAGE_TYPES

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
EVERY_PAGE = [
    pytest.param(f"/{language}/{path}", id=f"{language}-{name}")
    for name, path in PAGE_TYPES.items()
    for language in LANGUAGES
]


@pytest.fixture(scope="module")
def phone(chromium, site):
    """A narrow phone without script."""
    context = chromium.new_context(
        viewport={"width": 320, "height": 900}, java_script_enabled=False, base_url=site.url
    )
    yield context
    context.close()


@pytest.fixture(scope="module")
def screen(chromium, site):
    context = chromium.new_context(base_url=site.url)
    yield context
    context.close()


@pytest.mark.parametrize("path", EVERY_PAGE)
def test_read_on_a_narrow_phone_without_script(phone, path):
    page, asked = phone.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path)
    assert page.locator("h1").count() == 1
    assert len(page.locator("main").inner_text()) > 40
    # Without script nothing can be evaluated in the page; the browser itself knows how wide it is.
    layout = phone.new_cdp_session(page).send("Page.getLayoutMetrics")
    assert layout["cssContentSize"]["width"] == 320
    assert [url for url in asked if not url.startswith((page.url[: page.url.index("/", 8)], "data:"))] == []
    assert len(asked) <= 8
    page.close()


@pytest.mark.parametrize("path", EVERY_PAGE)
def test_no_barrier_for_anybody(screen, path):
    page = screen.new_page()
    assert barriers(page, path) == {}
    page.close()


def test_valid_html_everywhere(site, tmp_path):
    for name, path in PAGE_TYPES.items():
        for language in LANGUAGES:
            (tmp_path / f"{language}-{name}.html").write_bytes(_fetched(f"{site.url}/{language}/{path}"))
    assert errors_of_markup(tmp_path) == set()


def _fetched(url: str) -> bytes:
    try:
        with urllib.request.urlopen(url, timeout=20) as answer:
            return answer.read()
    except urllib.error.HTTPError as error:  # the page that says there is no such page
        return error.read()


def test_by_keyboard_alone(tab):
    """Past the menu to the content, into the search, to a page of the record: never a hand on the mouse."""
    page = tab()
    page.goto("/en/meetings")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")
    page.goto("/ru/")
    for _press in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "site-search":
            break
    page.keyboard.type("Берлине")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/ru/search"))
    found = page.locator("main a[href*='/meeting/2014-10-28-som-berlin']")
    assert found.count() >= 1
    found.first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/ru/meeting/2014-10-28-som-berlin"))
    assert "Берлин" in page.locator("h1").inner_text()


def test_every_stop_of_the_keyboard_is_seen(tab):
    page = tab()
    page.goto("/en/state/POL")
    unseen = []
    for _press in range(40):
        page.keyboard.press("Tab")
        outline = page.evaluate(
            "(() => { const e = document.activeElement, s = getComputedStyle(e);"
            " return [e.type || e.tagName, e.textContent.trim().slice(0, 30), s.outlineStyle, s.outlineWidth, s.boxShadow] })()"
        )
        # Inside a day's field the browser marks day, month, year and calendar by itself.
        if outline[2] == "none" and outline[4] == "none" and outline[0] != "date":
            unseen.append(outline[:2])
    assert unseen == []
