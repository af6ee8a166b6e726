"""Every way into the back office, tried by one who may, by another account and by a stranger."""

import os
import re
import secrets
import subprocess
import sys

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse

from convene.accounts.middleware import WAYS_IN_AND_OUT
from convene.accounts.models import AuditEvent
from convene.accounts.one_time_links import make_link

OTHER_LOGINS = [
    "/cms/login/",
    "/_util/login/",
    "/admin/",
    "/admin/login/",
    "/accounts/login/",
    "/login/",
]


@pytest.mark.parametrize("door", OTHER_LOGINS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_every_other_login_leads_to_ours(db, browser, editor, door, method):
    answer = getattr(browser, method)(door, {"username": editor.email, "password": "a long enough phrase"})

    assert (answer.status_code, answer["Location"]) == (302, "/account/login/?next=%2Fcms%2F")
    assert "_auth_user_id" not in browser.session


@pytest.mark.parametrize("door", ["/cms/password_reset/", "/cms/password_reset/confirm/MQ/abc-123/"])
def test_wagtails_password_reset_leads_to_ours(db, browser, door):
    assert browser.get(door)["Location"] == "/account/password/reset/"


def test_the_way_back_stays_here(db, browser):
    assert browser.get("/cms/login/?next=/cms/pages/")["Location"] == "/account/login/?next=%2Fcms%2Fpages%2F"
    assert (
        browser.get("/cms/login/?next=https://elsewhere.example/")["Location"]
        == "/account/login/?next=%2Fcms%2F"
    )


def test_a_stranger_is_asked_to_sign_in(db, browser):
    assert browser.get("/cms/", follow=True).redirect_chain[-1] == ("/account/login/?next=%2Fcms%2F", 302)


def test_nobody_opens_an_account_alone(db, browser):
    form = {
        "email": "new@example.org",
        "password1": "a long enough phrase",
        "password2": "a long enough phrase",
    }
    page = browser.post("/account/signup/", form)

    assert page.status_code == 200
    assert "account/signup_closed.html" in [template.name for template in page.templates]
    assert not browser.session.get("_auth_user_id")
    assert (
        browser.post(
            "/account/login/", {"login": "new@example.org", "password": "a long enough phrase"}
        ).status_code
        == 200
    )


def test_a_password_alone_leads_to_setting_up_a_second_factor(browser, editor, sign_in):
    sign_in(browser, editor)

    assert browser.get("/cms/")["Location"] == "/account/2fa/?next=%2Fcms%2F"
    assert browser.get("/account/2fa/").status_code == 200
    assert browser.get("/public").content == b"open to all"


def test_with_an_authenticator_the_password_is_not_enough_to_be_signed_in(browser, editor, sign_in, code_of):
    code = code_of(editor)

    assert sign_in(browser, editor)["Location"].startswith("/account/2fa/authenticate/")
    assert browser.get("/cms/")["Location"].startswith("/cms/login/")

    browser.post("/account/2fa/authenticate/", {"code": code})
    assert browser.get("/cms/users/").status_code == 200


def test_a_wrong_code_does_not_open(browser, editor, sign_in, code_of):
    wrong = f"{(int(code_of(editor)) + 1) % 1_000_000:06}"
    sign_in(browser, editor)
    browser.post("/account/2fa/authenticate/", {"code": wrong})

    assert "_auth_user_id" not in browser.session


def _mailed_code() -> str:
    return re.search(r"^([A-Z0-9]{4,}-?[A-Z0-9]{2,})$", mail.outbox[-1].body, re.MULTILINE)[1]


def test_a_mailed_code_is_one_factor_only(browser, editor, code_of):
    browser.post("/account/login/code/", {"email": editor.email})
    browser.post("/account/login/code/confirm/", {"code": _mailed_code()})

    assert browser.session["_auth_user_id"] == str(editor.pk)
    assert browser.get("/cms/")["Location"] == "/account/2fa/?next=%2Fcms%2F"


def test_a_mailed_code_still_asks_for_the_authenticator(browser, editor, code_of):
    code = code_of(editor)
    browser.post("/account/login/code/", {"email": editor.email})
    answer = browser.post("/account/login/code/confirm/", {"code": _mailed_code()})

    assert answer["Location"].startswith("/account/2fa/authenticate/")
    assert "_auth_user_id" not in browser.session
    browser.post("/account/2fa/authenticate/", {"code": code})
    assert browser.get("/cms/users/").status_code == 200


def test_to_a_stranger_no_code_is_mailed_and_nobody_can_tell(editor):
    to_stranger = Client().post("/account/login/code/", {"email": "nobody@example.org"})
    assert mail.outbox == []
    to_editor = Client().post("/account/login/code/", {"email": editor.email})
    assert [message.to for message in mail.outbox] == [[editor.email]]
    assert (to_stranger.status_code, to_stranger["Location"]) == (
        to_editor.status_code,
        to_editor["Location"],
    )


def test_a_session_from_before_the_second_factor_must_show_it(browser, editor, code_of):
    browser.force_login(editor)  # any way in that skips allauth
    code = code_of(editor)

    assert browser.get("/cms/")["Location"] == "/account/2fa/reauthenticate/?next=%2Fcms%2F"
    for page in (
        "/account/2fa/totp/deactivate/",
        "/account/password/change/",
        "/account/email/",
        "/account/reauthenticate/",
    ):
        assert browser.get(page)["Location"].startswith("/account/2fa/reauthenticate/"), page
    assert browser.get("/cms/", headers={"x-requested-with": "XMLHttpRequest"}).status_code == 403

    browser.post("/account/2fa/reauthenticate/", {"code": code})
    assert browser.get("/cms/users/").status_code == 200


def test_a_posted_form_comes_back_to_the_start(browser, editor, code_of):
    browser.force_login(editor)
    code_of(editor)

    assert (
        browser.post("/cms/users/new/", {"name": "x"})["Location"]
        == "/account/2fa/reauthenticate/?next=%2Fcms%2F"
    )


@pytest.mark.django_db(transaction=True)
def test_setting_up_an_authenticator_opens_the_back_office_and_removing_it_closes_it(
    browser, editor, sign_in
):
    from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY

    from tests.accounts.conftest import PASSWORD, code_now

    sign_in(browser, editor)
    browser.post("/account/reauthenticate/", {"password": PASSWORD})
    browser.get("/account/2fa/totp/activate/")
    secret = browser.session[SECRET_SESSION_KEY]
    browser.post("/account/2fa/totp/activate/", {"code": code_now(secret)})

    assert browser.get("/cms/users/").status_code == 200
    assert secret not in str(Authenticator.objects.get(type="totp").data)  # encrypted
    browser.post("/account/2fa/totp/deactivate/")
    assert browser.get("/cms/")["Location"].startswith("/account/2fa/")
    assert list(AuditEvent.objects.order_by("pk").values_list("verb", "by_label", "address")) == [
        ("added second factor", "Ana Editor", f"person/{editor.pk}"),
        ("added second factor", "Ana Editor", f"person/{editor.pk}"),  # the recovery codes that come with it
        ("removed second factor", "Ana Editor", f"person/{editor.pk}"),
        ("removed second factor", "Ana Editor", f"person/{editor.pk}"),
    ]


def test_without_permission_one_is_told_so_instead_of_going_in_circles(browser, other, sign_in, code_of):
    code = code_of(other)
    sign_in(browser, other)
    browser.post("/account/2fa/authenticate/", {"code": code})

    assert browser.get("/cms/", follow=True).status_code == 403


def test_an_account_taken_away_cannot_sign_in(browser, editor, sign_in):
    editor.is_active = False
    editor.save()
    sign_in(browser, editor)

    assert "_auth_user_id" not in browser.session


def test_the_paths_left_open_are_the_ones_meant():
    names = [
        "account_login", "account_logout", "account_choose_language", "mfa_authenticate", "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn", "mfa_login_webauthn",
    ]  # fmt: skip
    assert {reverse(name) for name in names} <= set(WAYS_IN_AND_OUT)


def test_too_many_wrong_passwords_are_refused(browser, editor, sign_in):
    for _attempt in range(6):
        sign_in(browser, editor, "not the phrase")
    sign_in(browser, editor)

    assert "_auth_user_id" not in browser.session


def test_the_language_is_kept_for_the_person(browser, editor, sign_in):
    sign_in(browser, editor)
    browser.post("/account/language/", {"language": "ru", "next": "/account/2fa/"})
    editor.refresh_from_db()

    assert editor.language == "ru"
    assert editor.wagtail_userprofile.preferred_language == "ru"
    assert 'lang="ru"' in browser.get("/account/2fa/").content.decode()
    assert browser.post("/account/language/", {"language": "xx", "next": "//elsewhere.example"})[
        "Location"
    ] == ("/account/login/")


def test_ones_own_page_in_the_back_office_has_no_password_and_no_picture(browser, editor):
    browser.get(make_link(editor))
    page = browser.get("/cms/account/").content.decode()
    assert (
        "name-name" in page,
        "/account/2fa/" in page,
        "avatar-avatar" in page,
        'type="password"' in page,
    ) == (
        True,
        True,
        False,
        False,
    )

    browser.post(
        "/cms/account/",
        {
            "name-name": "Ana Maria Editor",
            "locale-preferred_language": "ru",
            "locale-current_time_zone": "Europe/Vienna",
            "theme-theme": "system",
            "theme-contrast": "system",
            "theme-density": "default",
            "theme-keyboard_shortcuts": "on",
        },
    )
    editor.refresh_from_db()
    assert (editor.name, editor.language) == ("Ana Maria Editor", "ru")


def test_in_production_the_checks_of_django_find_nothing(tmp_path):
    environment = os.environ | {
        "CONVENE_ENV": "production",
        "CONVENE_HOME": str(tmp_path),
        "CONVENE_SECRET_KEY": secrets.token_urlsafe(50),
        "CONVENE_ALLOWED_HOSTS": "example.org",
    }
    environment.pop("CONVENE_DATABASE_URL", None)
    check = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "INFO"],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (check.returncode, check.stderr) == (0, "")
