"""Public pages show what is published and nothing else; the desk is for the state's people and the secretariat."""

import io
import re

import docx
import pikepdf
import pytest
from django.test import Client

from convene.accounts.models import User
from convene.accounts.one_time_links import make_link
from convene.observatory.operations.profile_writing import part_mark
from convene.observatory.queries.profiles import newest_version
from convene.registry.viewing import PUBLIC_HEADER
from tests.observatory.profiles.conftest import (
    ALTERNATE_OF_XAL,
    CONTACT_OF_XAL,
    CONTACT_OF_XBR,
    SECRETARIAT,
    STRANGER,
)

WRITTEN = {"en": "Alder lies on the lake.", "fr": "L’Alder borde le lac."}


def at(email):
    browser = Client()
    browser.get(make_link(User.objects.get(email=email)))
    return browser


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


# --- The public ------------------------------------------------------------------------------------


def test_the_list_shows_what_is_published_and_how(demo, client):
    html = text(client.get("/en/profiles"))
    rows = re.findall(r'href="/en/(profile/[\w-]+)">.*?<span class="tag \w*">([^<]+)</span>', html)
    assert rows == [
        ("profile/XAL-light-2025", "published, endorsed by the state"),
        ("profile/XBR-light-2025", "published, endorsed by the state"),
        ("profile/XCO-extended-2024", "published as a draft"),
    ]


def test_looking_back_shows_what_was_published_then(demo, client):
    html = text(client.get("/en/profiles?on=2025-07-01"))
    assert "published as a draft" in html and "XBR-light-2025" in html
    assert "XCO" not in text(client.get("/en/profiles?on=2024-06-16"))


def test_a_draft_carries_the_fixed_disclaimer_in_every_form(demo, client):
    words = "cannot be considered as reflecting the official position of the country"
    page = client.get("/en/profile/XCO-extended-2024")
    assert words in text(page) and page.headers[PUBLIC_HEADER] == "1"
    assert words in client.get("/en/profile/XCO-extended-2024.json").content.decode()
    file = docx.Document(io.BytesIO(client.get("/en/profile/XCO-extended-2024.docx").content))
    assert any(words in paragraph.text for paragraph in file.paragraphs)
    pdf = pikepdf.open(io.BytesIO(client.get("/en/profile/XCO-extended-2024.pdf").content))
    assert pdf.Root.MarkInfo.Marked and "Corvia" in str(pdf.docinfo.get("/Title"))


def test_an_endorsed_profile_says_so_and_keeps_its_draft_readable(demo, client):
    html = text(client.get("/en/profile/XBR-light-2025"))
    assert "The state has endorsed this profile." in html and "three ferries" in html
    assert "cannot be considered" not in html
    draft = text(client.get("/en/profile/XBR-light-2025/version/2"))
    assert "Two ferries" in draft and "cannot be considered" in draft
    assert "Version 3 has taken the place of this one." in draft


def test_versions_are_compared_word_by_word_in_both_languages(demo, client):
    html = text(client.get("/fr/profile/XBR-light-2025/compare?older=2&newer=3"))
    assert re.search(r"<del><span class=\"unseen\">[^<]*</span>Deux</del>", html)
    assert re.search(r"<ins><span class=\"unseen\">[^<]*</span>Trois</ins>", html)
    assert "three ferries" in re.sub(r"<[^>]+>", "", html)


NOT_PUBLISHED = [
    "profile/XAL-light-2026",  # its months run
    "profile/XFE-light-2026",  # its months have run out, and nobody has published it
    "profile/XNE-extended-2026",  # objected to
    "profile/XDU-light-2023",  # withdrawn
    "profile/XBR-light-2025/version/1",  # was returned
    "profile/XBR-light-2025/compare?older=1&newer=2",
    "profile/XAL-light-2026.pdf",
    "profile/XBR-light-2025.json?version=1",
    "profile/XXX-light-2025",
]


@pytest.mark.parametrize("who", [None, STRANGER, SECRETARIAT, CONTACT_OF_XAL])
def test_what_is_not_published_has_no_public_page_for_anybody(demo, who):
    browser = at(who) if who else Client()
    assert {path: browser.get(f"/en/{path}").status_code for path in NOT_PUBLISHED} == dict.fromkeys(
        NOT_PUBLISHED, 404
    )


def test_the_address_that_people_guess_leads_to_the_permanent_one(demo, client):
    for guess in ("XBR/light/2025", "XBR/light-2025"):
        assert client.get(f"/en/profile/{guess}").headers["Location"] == "/en/profile/XBR-light-2025"


def test_a_page_costs_at_most_eight_questions(demo, client, django_assert_max_num_queries):
    for path in ("/en/profiles", "/en/profile/XBR-light-2025"):
        client.get(path)
    with django_assert_max_num_queries(8):
        client.get("/en/profiles")
    with django_assert_max_num_queries(8):
        client.get("/en/profile/XBR-light-2025")


# --- The desk --------------------------------------------------------------------------------------

AT_THE_DESK = [
    "desk/profile/{key}",
    "desk/profile/{key}/part/1",
    "desk/profile/{key}/version/1",
    "desk/profile/{key}/compare?older=1&newer=1",
]
TO_SEND = [
    "desk/profile/{key}/part/1",
    "desk/profile/{key}/step",
    "desk/profile/{key}/new-version",
]


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        (CONTACT_OF_XAL, 200),
        (ALTERNATE_OF_XAL, 200),
        (SECRETARIAT, 200),
        (CONTACT_OF_XBR, 404),
        (STRANGER, 403),
        (None, 302),
    ],
)
def test_the_desk_opens_to_the_states_people_and_the_secretariat_only(profile, write, who, expected):
    write(profile, "1", WRITTEN)
    browser = at(who) if who else Client()
    answers = [browser.get("/en/" + path.format(key=profile.key)) for path in AT_THE_DESK]
    assert {answer.status_code for answer in answers} == {expected}
    assert not any(PUBLIC_HEADER in answer.headers for answer in answers)
    if expected == 200:
        assert {answer.headers["Cache-Control"] for answer in answers} == {"private, no-store"}


@pytest.mark.parametrize("who", [CONTACT_OF_XBR, STRANGER, None])
def test_nothing_that_others_send_changes_it(profile, write, who):
    version = write(profile, "1", WRITTEN)
    before = part_mark(version, "1"), profile.steps.count(), profile.versions.count()
    browser = at(who) if who else Client()
    for path in TO_SEND:
        answer = browser.post("/en/" + path.format(key=profile.key), {"step": "sent", "sure": "yes"})
        assert answer.status_code in (302, 403, 404)
    assert (part_mark(version, "1"), profile.steps.count(), profile.versions.count()) == before


def test_the_list_at_the_desk_is_that_of_the_own_states(demo):
    html = text(at(CONTACT_OF_XBR).get("/en/desk/profiles"))
    assert set(re.findall(r"/en/desk/profile/([\w-]+)\"", html)) == {"XBR-light-2025", "XBR-light-2026"}


def form_of(profile, texts, **more):
    version = newest_version(profile)
    data = {
        "seen": part_mark(version, "1"),
        "p-TOTAL_FORMS": "1",
        "p-INITIAL_FORMS": "0",
        "f-TOTAL_FORMS": "0",
        "f-INITIAL_FORMS": "0",
        **{f"p-0-text_{language}": words for language, words in texts.items()},
    }
    return data | more


def test_a_part_is_written_in_the_browser_and_shown_in_the_preview(profile):
    browser = at(CONTACT_OF_XAL)
    here = f"/en/desk/profile/{profile.key}"
    answer = browser.post(
        f"{here}/part/1", form_of(profile, {"en": "About **3 000** persons.", "fr": "Environ."})
    )
    assert answer.headers["Location"] == f"{here}/part/1?done=saved"
    html = text(browser.get(f"{here}/part/1?done=saved"))
    assert "About **3 000** persons.</textarea>" in html and "Saved." in html
    assert "About <b>3 000</b> persons." in text(browser.get(f"{here}/version/1"))


def test_the_second_of_two_editors_sees_both_wordings_and_decides(profile, write):
    browser = at(ALTERNATE_OF_XAL)
    here = f"/en/desk/profile/{profile.key}/part/1"
    opened_before = form_of(profile, {"en": "Mara typed this."})
    write(profile, "1", {"en": "Arlo was first."})
    answer = browser.post(here, opened_before)
    html = text(answer)
    assert answer.status_code == 409
    assert "Mara typed this.</textarea>" in html and "Arlo was first." in html
    seen = re.search(r'name="seen" value="(\w+)"', html)[1]
    assert browser.post(here, opened_before | {"seen": seen}).status_code == 302
    assert [str(row.text) for row in newest_version(profile).paragraphs.all()] == ["<p>Mara typed this.</p>"]


def test_an_unknown_source_is_told_at_its_field_and_the_words_stay(profile):
    answer = at(CONTACT_OF_XAL).post(
        f"/en/desk/profile/{profile.key}/part/1",
        form_of(profile, {"en": "Typed with care."}, **{"p-0-sources": "L99"}),
    )
    assert answer.status_code == 422
    assert "There is no source L99" in text(answer) and "Typed with care.</textarea>" in text(answer)


def test_a_step_is_taken_from_the_page_and_one_that_must_be_confirmed_waits_for_that(profile, write):
    write(profile, "1", WRITTEN)
    here = f"/en/desk/profile/{profile.key}"
    assert at(CONTACT_OF_XAL).post(f"{here}/step", {"step": "sent"}).status_code == 302
    secretariat = at(SECRETARIAT)
    assert secretariat.post(f"{here}/step", {"step": "accepted"}).status_code == 302
    unsure = secretariat.post(f"{here}/step", {"step": "submitted", "note": "Sent by courier."})
    assert unsure.status_code == 422 and "Confirm first that you mean it." in text(unsure)
    assert "Sent by courier." in text(unsure)
    assert secretariat.post(f"{here}/step", {"step": "submitted", "sure": "yes"}).status_code == 302
    assert [step.what for step in profile.steps.order_by("number")][1:] == ["sent", "accepted", "submitted"]


def test_a_profile_is_begun_at_the_desk_of_the_own_state_only(demo):
    browser = at(CONTACT_OF_XBR)
    asked = {"kind": "light", "year": "2031", "copy": "on"}
    assert browser.post("/en/desk/profiles", asked | {"state": "XAL"}).status_code == 422
    answer = browser.post("/en/desk/profiles", asked | {"state": "XBR"})
    assert answer.headers["Location"] == "/en/desk/profile/XBR-light-2031"
    again = browser.post("/en/desk/profiles", asked | {"state": "XBR"})
    assert again.status_code == 422 and "there is such a profile already" in text(again)


def test_the_desk_tells_what_is_owed(demo):
    html = text(at(CONTACT_OF_XAL).get("/en/desk"))
    assert "/en/desk/profile/XAL-light-2026" in html
    assert "Endorse the profile, comment on it or object to it" in html
    assert "XFE-light-2026" in text(at(SECRETARIAT).get("/en/desk"))


def test_the_back_office_leads_to_the_desk(demo):
    assert '"/en/desk"' in at(CONTACT_OF_XAL).get("/cms/").content.decode().replace("&quot;", '"')
