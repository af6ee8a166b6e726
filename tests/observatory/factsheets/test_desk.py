"""At the desk in the demo: Alder's contact point submits, another state's sees nothing, the secretariat decides."""

import re

import pytest
from django.test import Client

from convene.accounts.models import User
from convene.accounts.one_time_links import make_link
from convene.observatory.models import Factsheet, FrameEntry
from convene.registry.viewing import PUBLIC_HEADER
from tests.observatory.profiles.conftest import CONTACT_OF_XAL, CONTACT_OF_XBR, SECRETARIAT, STRANGER

HERE = "/en/desk/factsheet/XAL"


def at(email):
    browser = Client()
    browser.get(make_link(User.objects.get(email=email)))
    return browser


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def submitted():
    """The entries of the frame that wait for a decision."""
    return FrameEntry.objects.filter(status="submitted")


@pytest.fixture
def entry(demo):
    """A line of the frame of Alder, as its contact point fills it in."""
    return {
        "entry-topic": "law",
        "entry-as_of": "2021-05-04",
        "entry-source": "Official Journal of Alder, 2021/17",
        "entry-source_url": "",
        "entry-text_en": "Act on Foreigners",
        "entry-text_fr": "Loi sur les étrangers",
    }


@pytest.mark.parametrize(
    ("email", "status"), [(CONTACT_OF_XAL, 200), (SECRETARIAT, 200), (CONTACT_OF_XBR, 404), (STRANGER, 403)]
)
def test_who_sees_the_desk_of_a_state(demo, email, status):
    User.objects.get_or_create(email=STRANGER)
    assert at(email).get(HERE).status_code == status


def test_somebody_who_is_not_signed_in_is_led_to_sign_in(demo, client):
    assert client.get(HERE).status_code == 302


def test_the_desk_is_never_kept(demo):
    response = at(CONTACT_OF_XAL).get(HERE)
    assert response.headers["Cache-Control"] == "private, no-store"
    assert PUBLIC_HEADER not in response.headers


def test_an_entry_goes_from_the_contact_point_to_the_public(entry):
    sent = at(CONTACT_OF_XAL).post(f"{HERE}/submit/entry", entry)
    assert sent.status_code == 302, text(sent)
    assert "Act on Foreigners" not in text(Client().get("/en/factsheet/XAL"))
    row = submitted().get()
    decision = {"kind": "frame-entry", "key": row.key, "decision": "accept"}
    assert at(SECRETARIAT).post(f"{HERE}/decide", decision).status_code == 302
    page = text(Client().get("/en/factsheet/XAL"))
    assert "Act on Foreigners" in page
    assert "4 May 2021; Official Journal of Alder, 2021/17" in page


def test_a_contact_point_does_not_accept_its_own_words(entry):
    browser = at(CONTACT_OF_XAL)
    browser.post(f"{HERE}/submit/entry", entry)
    decision = {"kind": "frame-entry", "key": submitted().get().key, "decision": "accept"}
    refused = browser.post(f"{HERE}/decide", decision)
    assert refused.status_code == 422
    assert submitted().exists()


def test_what_is_wrong_is_told_beside_its_field_and_nothing_is_lost(entry):
    response = at(CONTACT_OF_XAL).post(f"{HERE}/submit/entry", {**entry, "entry-as_of": "lately"})
    page = text(response)
    assert response.status_code == 422
    assert "Write 2024-12-31, 2024-12, 2024 or a range" in page
    assert "Loi sur les étrangers" in page
    assert not submitted().exists()


def test_another_state_cannot_submit_or_decide_here(entry):
    stranger = at(CONTACT_OF_XBR)
    assert stranger.post(f"{HERE}/submit/entry", entry).status_code == 404
    assert stranger.post(f"{HERE}/step", {"step": "comment", "text": "x"}).status_code == 404
    assert not submitted().exists()


def test_from_showing_to_release_through_the_pages(demo):
    contact, secretariat = at(CONTACT_OF_XAL), at(SECRETARIAT)
    assert "The authorities have not seen it" in text(Client().get("/en/factsheet/XAL"))
    secretariat.post(f"{HERE}/step", {"step": "show"})
    contact.post(f"{HERE}/step", {"step": "comment", "text": "Please look at 2023."})
    refused = secretariat.post(f"{HERE}/step", {"step": "release"})
    assert refused.status_code == 422 and "not answered yet" in text(refused)
    comment = Factsheet.objects.get(key="XAL").comments.get()
    secretariat.post(f"{HERE}/step", {"step": "answer", "comment": comment.pk, "text": "Done."})
    assert secretariat.post(f"{HERE}/step", {"step": "release"}).status_code == 302
    page = text(Client().get("/en/factsheet/XAL"))
    assert "Shown to the authorities and released by the secretariat on" in page
    assert "Please look at 2023" not in page


def test_a_change_of_what_is_shown_makes_the_release_stale(entry):
    contact, secretariat = at(CONTACT_OF_XAL), at(SECRETARIAT)
    secretariat.post(f"{HERE}/step", {"step": "show"})
    secretariat.post(f"{HERE}/step", {"step": "release"})
    contact.post(f"{HERE}/submit/entry", entry)
    secretariat.post(
        f"{HERE}/decide", {"kind": "frame-entry", "key": submitted().get().key, "decision": "accept"}
    )
    page, desk = text(Client().get("/en/factsheet/XAL")), text(secretariat.get(HERE))
    assert "Newer figures have been published since" in page and "Act on Foreigners" not in page
    assert "What today’s figures change" in desk and "Act on Foreigners" in desk
    secretariat.post(f"{HERE}/step", {"step": "show"})
    secretariat.post(f"{HERE}/step", {"step": "release"})
    assert "Act on Foreigners" in text(Client().get("/en/factsheet/XAL"))


def test_a_kept_edition_opens_at_the_desk_of_its_state_only(demo):
    """Alder's edition was shown to it; Birch's contact point and a stranger are told that there is none."""
    User.objects.get_or_create(email=STRANGER)
    at(SECRETARIAT).post(f"{HERE}/step", {"step": "show"})
    edition = Factsheet.objects.get(key="XAL").shown_fingerprint
    address = f"{HERE}/preview?edition={edition}"
    people = (CONTACT_OF_XAL, SECRETARIAT, CONTACT_OF_XBR, STRANGER)
    assert [at(email).get(address).status_code for email in people] == [200, 200, 404, 403]
    assert at(SECRETARIAT).get(f"{HERE}/preview?edition=0123456789abcdef").status_code == 404
    assert f"preview?edition={edition}" in text(at(CONTACT_OF_XAL).get(HERE))
