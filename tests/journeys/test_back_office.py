"""The secretariat at work: in by the printed link, a title corrected by keyboard, the public page changed at once."""

import re

import pytest

from tests.journeys.looking import WIDER_THAN_THE_SCREEN, violations

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
MEETING = "meeting/2014-10-28-som-berlin"
OUR_PAGES = {
    "first": "/cms/",
    "list": "/cms/record/meetings/",
    "new": "/cms/record/terms/new/",
    "debt": "/cms/reports/translation-debt/",
    "log": "/cms/reports/edit-log/",
    "people": "/cms/appointments/",
}


@pytest.fixture(scope="module")
def kept(chromium, site):
    """The session of a person who came in by the link once."""
    context = chromium.new_context(base_url=site.url)
    page = context.new_page()
    page.goto(site.sign_in_link())
    assert page.url.endswith("/cms/")
    yield context
    context.close()


@pytest.fixture
def office(kept):
    page = kept.new_page()
    page.set_default_timeout(20_000)
    yield page
    page.close()


def test_a_title_corrected_by_keyboard_is_public_at_once(office, tab):
    reader = tab(language="ru-RU")
    reader.goto(f"/ru/{MEETING}")
    before = reader.locator("h1").inner_text()
    assert "Берлин" in before

    office.goto("/cms/record/meetings/?q=som-berlin")
    office.get_by_role("link", name=re.compile("Berlin")).first.focus()
    office.keyboard.press("Enter")
    office.wait_for_url(re.compile(r"/cms/record/meetings/edit/\d+/"))
    office.locator("[name=title_ru]").focus()
    office.keyboard.press("Control+End")
    office.keyboard.type(" (проверено)")
    office.keyboard.press("Control+s")
    office.get_by_text(re.compile("Saved:")).wait_for()

    reader.goto(f"/ru/{MEETING}")
    assert reader.locator("h1").inner_text() == f"{before} (проверено)"
    reader.goto("/ru/meetings")
    assert f"{before} (проверено)" in reader.locator("main").inner_text()
    office.goto("/cms/reports/edit-log/")
    assert "(проверено)" in office.locator("main").inner_text()


@pytest.mark.parametrize("name", OUR_PAGES)
def test_no_barrier_in_the_back_office(office, name):
    office.goto(OUR_PAGES[name])
    office.wait_for_timeout(300)
    assert violations(office) == []


def test_a_form_fits_a_phone(office):
    office.set_viewport_size({"width": 360, "height": 800})
    office.goto("/cms/record/meetings/?q=som-berlin")
    office.get_by_role("link", name=re.compile("Berlin")).first.click()
    office.locator("[name=title_ru]").wait_for()
    assert office.evaluate(WIDER_THAN_THE_SCREEN) <= 0


def test_nothing_is_asked_of_anybody_outside(office, site):
    asked = []
    office.on("request", lambda request: asked.append(request.url))
    for path in OUR_PAGES.values():
        office.goto(path)
    assert [url for url in asked if not url.startswith((site.url, "data:", "blob:"))] == []


def test_the_link_opens_once(tab, site):
    link = site.sign_in_link()
    tab().goto(link)
    second = tab()
    assert second.goto(link).status == 403
