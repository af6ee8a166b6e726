"""Three people: one who may enter the back office, one with another account, one stranger without any."""

import time

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core.cache import cache
from django.test import Client

from convene.accounts.models import User

PASSWORD = "a long enough phrase"


@pytest.fixture(autouse=True)
def site(settings):
    """Our own addresses; the look of errors belongs to another part."""
    settings.ROOT_URLCONF = "tests.accounts.urls"
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if ".website." not in name]
    settings.CSRF_FAILURE_VIEW = "django.views.csrf.csrf_failure"
    cache.clear()


@pytest.fixture
def editor(db) -> User:
    return User.objects.create_superuser("ana@example.org", PASSWORD, name="Ana Editor")


@pytest.fixture
def other(db) -> User:
    return User.objects.create_user("petr@example.org", PASSWORD, name="Petr Other")


@pytest.fixture
def browser() -> Client:
    return Client()


def code_now(secret: str, ahead: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + ahead))


@pytest.fixture
def code_of():
    """Give a person an authenticator app, and return what it shows. Each code is good once: `ahead` is the next."""
    secrets = {}

    def code(user: User, ahead: int = 0) -> str:
        if user.pk not in secrets:
            secrets[user.pk] = generate_totp_secret()
            TOTP.activate(user, secrets[user.pk])
        return code_now(secrets[user.pk], ahead)

    return code


@pytest.fixture
def sign_in():
    def sign_in(browser: Client, user: User, password: str = PASSWORD):
        return browser.post("/account/login/", {"login": user.email, "password": password})

    return sign_in
