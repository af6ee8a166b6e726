"""The link printed by `make run`."""

from datetime import timedelta

import pytest
from django.utils import timezone

from convene.accounts.models import AuditEvent, OneTimeLink
from convene.accounts.one_time_links import LinkRefused, make_link, use_link

pytestmark = pytest.mark.django_db


def _token(path: str) -> str:
    return path.strip("/").rpartition("/")[2]


def test_the_link_opens_the_back_office_once(browser, editor):
    path = make_link(editor)
    answer = browser.get(path)

    assert (answer.status_code, answer["Location"]) == (302, "/cms/")
    assert browser.get("/cms/users/").status_code == 200
    browser.logout()
    refused = browser.get(path)
    assert refused.status_code == 403
    assert "already been used" in refused.content.decode()
    assert list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True)) == [
        "made sign-in link",
        "signed in by link",
    ]


def test_it_grows_old(browser, editor):
    path = make_link(editor, minutes=15)
    OneTimeLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    assert "too old" in browser.get(path).content.decode()
    assert "_auth_user_id" not in browser.session


def test_the_database_does_not_hold_the_token(editor):
    token = _token(make_link(editor))
    assert token not in str(OneTimeLink.objects.values().get())


def test_a_made_up_link_is_refused(browser, editor):
    make_link(editor)
    assert browser.get("/account/link/made-up/").status_code == 403


def test_an_account_taken_away_is_refused(editor):
    token = _token(make_link(editor))
    editor.is_active = False
    editor.save()
    with pytest.raises(LinkRefused, match="not known"):
        use_link(token)


def test_never_in_production(browser, editor, settings):
    path = make_link(editor)
    settings.PRODUCTION = True

    with pytest.raises(LinkRefused, match="local installation"):
        make_link(editor)
    assert browser.get(path).status_code == 403
    assert "_auth_user_id" not in browser.session


def test_a_session_made_by_a_link_counts_for_nothing_in_production(browser, editor, settings):
    browser.get(make_link(editor))
    settings.PRODUCTION = True

    assert browser.get("/cms/")["Location"] == "/account/2fa/?next=%2Fcms%2F"


def test_it_cannot_be_guessed_for_long(browser, db):
    answers = [browser.get(f"/account/link/guess-{number}/").status_code for number in range(12)]
    assert answers == [403] * 10 + [429] * 2
