"""Migration Profiles and the desks where they and the factsheets are made, in the invented dialogue, after sign-in."""

import pytest

from tests.journeys.looking import barriers, errors_of_markup

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
LANGUAGES = ("en", "fr")
PUBLIC = {
    "profiles": "profiles",
    "profile": "profile/XBR-light-2025",
    "profile_version": "profile/XBR-light-2025/version/2",
    "profile_compare": "profile/XBR-light-2025/compare?older=2&newer=3",
}
# XBR drafts a profile, XAL comments on one, and both have factsheets: here as their contact points see them.
OF_BRENN = {
    "desk": "desk",
    "desk_profiles": "desk/profiles",
    "desk_profile_being_written": "desk/profile/XBR-light-2026",
    "desk_profile_part": "desk/profile/XBR-light-2026/part/1",
    "desk_profile_preview": "desk/profile/XBR-light-2026/version/1",
    "desk_factsheets": "desk/factsheets",
    "desk_factsheet": "desk/factsheet/XBR",
}
OF_THE_SECRETARIAT = {
    "desk": "desk",
    "desk_profiles": "desk/profiles",
    "desk_profile_sent": "desk/profile/XAL-extended-2026",
    "desk_profile_commented": "desk/profile/XAL-light-2026",
    "desk_profile_compare": "desk/profile/XBR-light-2025/compare?older=2&newer=3",
    "desk_factsheets": "desk/factsheets",
    "desk_factsheet": "desk/factsheet/XBR",
    "desk_factsheet_preview": "desk/factsheet/XBR/preview",
}
PEOPLE = {
    "nobody": ("", PUBLIC),
    "contact point": ("brune.tessier@lake.example.org", OF_BRENN),
    "secretariat": ("ines.calder@lake.example.org", OF_THE_SECRETARIAT),
}
EVERY_PAGE = [
    pytest.param(who, f"/{language}/{path}", id=f"{who}-{language}-{name}")
    for who, (_email, pages) in PEOPLE.items()
    for name, path in pages.items()
    for language in LANGUAGES
]


@pytest.fixture(scope="module")
def browsers(chromium, lake):
    """Who -> a browser in which that person is signed in."""
    opened = {who: chromium.new_context(base_url=lake.url) for who in PEOPLE}
    for who, (email, _pages) in PEOPLE.items():
        if email:
            page = opened[who].new_page()
            page.goto(lake.sign_in_link(email))
            page.close()
    yield opened
    for context in opened.values():
        context.close()


@pytest.mark.parametrize(("who", "path"), EVERY_PAGE)
def test_no_barrier_for_anybody(browsers, who, path):
    page = browsers[who].new_page()
    assert barriers(page, path) == {}
    assert page.url.endswith(path)
    assert page.locator("h1").count() == 1
    page.close()


def test_valid_html_everywhere(browsers, tmp_path):
    for case in EVERY_PAGE:
        who, path = case.values
        answer = browsers[who].request.get(path)
        assert answer.status == 200, (who, path)
        (tmp_path / f"{case.id}.html").write_bytes(answer.body())
    assert errors_of_markup(tmp_path) == set()
