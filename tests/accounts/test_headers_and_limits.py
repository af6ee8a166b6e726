"""Headers of every answer, and how often one may ask."""

import pytest
from django.test import RequestFactory

from convene.accounts.limits import allow


def _policy(answer) -> dict[str, str]:
    return dict(directive.split(" ", 1) for directive in answer["Content-Security-Policy"].split("; "))


def test_public_pages_take_everything_from_here_and_nothing_inline(browser):
    answer = browser.get("/public")

    assert _policy(answer) == {
        "default-src": "'none'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "script-src": "'self'",
        "connect-src": "'self'",
        "manifest-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    assert {name: answer[name] for name in _SAFE} == _SAFE
    assert "Cache-Control" not in answer
    assert answer.cookies == {}


_SAFE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=(), "
    "publickey-credentials-get=(self), publickey-credentials-create=(self)",
}


def test_the_back_office_is_relaxed_only_where_wagtail_needs_it(db, browser):
    strict, cms = _policy(browser.get("/public")), _policy(browser.get("/cms/"))

    assert {name for name in cms if cms[name] != strict.get(name)} == {
        "style-src",
        "script-src",
        "img-src",
        "media-src",
        "frame-src",
        "frame-ancestors",
        "worker-src",
    }
    assert not any(
        "http" in allowed or "*" in allowed or "unsafe-eval" in allowed for allowed in cms.values()
    )


@pytest.mark.parametrize("page", ["/account/login/", "/account/login/code/", "/account/password/reset/"])
def test_sign_in_pages_are_strict_and_never_stored(db, browser, page):
    answer = browser.get(page)

    assert _policy(answer)["script-src"] == "'self'"
    assert "no-store" in answer["Cache-Control"]
    html = answer.content.decode()
    assert 'style="' not in html
    assert "onclick" not in html


def _from(address: str):
    return RequestFactory().get("/", REMOTE_ADDR=address)


def test_one_address_may_ask_so_often_in_a_sliding_minute():
    noon = 1_767_268_800.0  # begins a minute
    one, another = _from("192.0.2.1"), _from("192.0.2.2")

    assert [allow(one, "search", 3, now=noon) for _ in range(4)] == [True, True, True, False]
    assert allow(another, "search", 3, now=noon)
    assert allow(one, "api", 3, now=noon)
    # Four requests in the last minute: at its end they still count in full, half a minute later by half.
    assert not allow(one, "search", 3, now=noon + 60)
    assert not allow(one, "search", 3, now=noon + 75)
    assert allow(one, "search", 5, now=noon + 90)
    assert allow(one, "search", 3, now=noon + 180)
