"""
Who sees which meeting of the invented dialogue.

public        everyone
participants  whoever speaks for a state, the chair, the secretariat
body          members of that very body, the secretariat
secretariat   the secretariat
"""

import pytest

from convene.accounts.models import User
from convene.core.viewer import Standing
from convene.dialogue.indexed import meeting, meetings
from convene.dialogue.queries import meetings_list
from tests.dialogue.conftest import PEOPLE

DONOR_VISIT = "2022-10-04-donor-visit-dun-city"  # participants
BOARD = "2024-02-21-board-online"  # members of the Steering Board
RETREAT = "2026-10-08-office-retreat-port-alder"  # secretariat
FUTURE_BOARD = "2027-02-17-board-corvostad"  # participants
RESTRICTED = {DONOR_VISIT, BOARD, RETREAT, FUTURE_BOARD}


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        (None, set()),
        ("stranger", set()),
        ("former liaison", set()),
        ("board member", {DONOR_VISIT, FUTURE_BOARD, BOARD}),
        ("secretariat", RESTRICTED),
    ],
)
def test_each_sees_what_is_meant_for_them(signed_in, who, seen):
    browser = signed_in(who)
    html = browser.get("/en/meetings").content.decode()
    assert {key for key in RESTRICTED if key in html} == seen
    answers = {key: browser.get(f"/en/meeting/{key}").status_code for key in RESTRICTED}
    assert {key for key, status in answers.items() if status == 200} == seen
    assert set(answers.values()) <= {200, 404}


def test_sitting_in_another_body_is_not_enough(demo, reader):
    elsewhere = Standing(states=frozenset({"XDU"}), bodies=frozenset({"assembly"}))
    assert RESTRICTED & {row.key for row in meetings_list(reader(standing=elsewhere))} == {
        DONOR_VISIT,
        FUTURE_BOARD,
    }


def test_a_password_alone_opens_nothing(signed_in, client):
    """A session without its second factor sees what a stranger sees, and may not take it away in a cache."""
    client.force_login(User.objects.get(email=PEOPLE["secretariat"]))
    assert client.get(f"/en/meeting/{BOARD}").status_code == 404
    assert not [key for key in RESTRICTED if key in client.get("/en/meetings").content.decode()]
    shown = signed_in("secretariat").get(f"/en/meeting/{BOARD}")
    assert shown.status_code == 200
    assert shown.headers["Cache-Control"] == "private, no-store"


def test_only_pages_of_strangers_may_be_cached(signed_in):
    browser = signed_in(None)
    assert browser.get("/en/meetings").headers["X-Convene-Public"] == "1"
    browser = signed_in("secretariat")
    assert "X-Convene-Public" not in browser.get("/en/meetings").headers


@pytest.mark.parametrize(
    "path", ["meetings.json", "meetings.csv", "meetings.atom", "meetings.ics", "timeline.json"]
)
def test_data_and_calendars_hold_the_public_record_whoever_asks(signed_in, path):
    text = signed_in("secretariat").get(f"/en/{path}").content.decode().replace("\r\n ", "")
    assert not [key for key in RESTRICTED if key in text]
    assert client_status(signed_in("secretariat"), f"/en/meeting/{BOARD}.ics") == 404


def client_status(browser, path):
    return browser.get(path).status_code


def test_search_never_learns_of_a_restricted_meeting(demo):
    assert not RESTRICTED & {document.address.partition("/")[2] for document in meetings()}
    assert meeting(BOARD) is None


def test_a_public_thing_does_not_betray_a_restricted_meeting(signed_in):
    """The milestone of the empty seat was decided in a meeting of the Board."""
    assert BOARD not in signed_in(None).get("/en/timeline").content.decode()
    assert BOARD in signed_in("board member").get("/en/timeline").content.decode()
    assert BOARD not in client_page(signed_in, None, "/en/body/steering-board")


def client_page(signed_in, who, path):
    browser = signed_in(who)
    browser.logout()
    return browser.get(path).content.decode()
