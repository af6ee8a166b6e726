"""The secretariat's form for people who sign in."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Permission

from convene.accounts.models import User
from convene.accounts.one_time_links import make_link

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(other) -> User:
    """May edit people in the back office, but is no administrator."""
    other.user_permissions.set(
        Permission.objects.filter(codename__in=["access_admin", "add_user", "change_user"])
    )
    return other


def _form(**changes) -> dict:
    return {"name": "Vera New", "email": "vera@example.org", "language": "", "is_active": "on"} | changes


def test_an_account_made_in_the_back_office_can_sign_in_at_once(browser, editor):
    browser.get(make_link(editor))
    browser.post("/cms/users/new/", _form(email=" Vera@Example.org "))

    person = User.objects.get(name="Vera New")
    assert (person.email, person.has_usable_password()) == ("vera@example.org", False)
    assert list(EmailAddress.objects.filter(user=person).values_list("email", "verified", "primary")) == [
        ("vera@example.org", True, True)
    ]


def test_a_second_account_with_the_same_address_is_refused(browser, editor, other):
    browser.get(make_link(editor))
    page = browser.post("/cms/users/new/", _form(email=other.email.upper()))

    assert "already has this e-mail address" in page.content.decode()
    assert User.objects.count() == 2


def test_only_administrators_make_administrators(browser, editor, clerk):
    browser.get(make_link(clerk))
    browser.post("/cms/users/new/", _form(is_superuser="on"))
    assert User.objects.get(email="vera@example.org").is_superuser is False

    browser.post(f"/cms/users/edit/{editor.pk}/", _form(email="thief@example.org"))
    editor.refresh_from_db()
    assert editor.email == "ana@example.org"


def test_nobody_locks_themselves_out(browser, editor):
    browser.get(make_link(editor))
    browser.post(f"/cms/users/edit/{editor.pk}/", {"name": "Ana", "email": editor.email, "language": "ru"})
    editor.refresh_from_db()

    assert (editor.name, editor.is_active, editor.is_superuser) == ("Ana", True, True)


def test_a_changed_address_is_the_one_that_signs_in(browser, editor, other, sign_in):
    browser.get(make_link(editor))
    browser.post(f"/cms/users/edit/{other.pk}/", _form(name="Petr", email="petr@example.com"))
    other.refresh_from_db()
    browser.logout()
    sign_in(browser, other)

    assert browser.session["_auth_user_id"] == str(other.pk)
    assert [address.email for address in EmailAddress.objects.filter(user=other)] == ["petr@example.com"]
