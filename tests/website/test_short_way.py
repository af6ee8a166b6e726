"""The short way of a stranger who only reads, and who does not take it."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import RequestFactory

from convene.website import middleware
from convene.website.middleware import ShortWay

LONG = HttpResponse("the long way")


@pytest.fixture
def short_way(demo):
    return ShortWay(lambda request: LONG)


@pytest.mark.parametrize(
    "path", ["/en/", "/fr/meetings", "/en/states?on=2020-01-01", "/en/data/meetings.csv"]
)
def test_a_stranger_reads_pages_and_lists_on_the_short_way(short_way, path):
    request = RequestFactory().get(path)
    response = short_way(request)
    assert response is not LONG
    assert (response.status_code, response.headers["X-Convene-Public"]) == (200, "1")
    assert response.headers["Content-Length"] == str(len(response.content))
    assert isinstance(request.user, AnonymousUser) and not hasattr(request, "session")


@pytest.mark.parametrize(
    ("method", "path", "more"),
    [
        ("get", "/en/", {"HTTP_COOKIE": "sessionid=abc"}),
        ("get", "/en/", {"HTTP_COOKIE": "theme=dark; csrftoken=abc"}),
        ("get", "/en/", {"HTTP_AUTHORIZATION": "Basic abc"}),
        ("post", "/en/", {}),
        ("get", "/cms/", {}),
        ("get", "/account/login/", {}),
        ("get", "/en/nowhere", {}),
        ("get", "/en/state/ZZZ", {}),
        ("get", "/tlh/", {}),
        ("get", "/en/states?on=2020-02-31", {}),
    ],
)
def test_everything_else_goes_the_long_way(short_way, method, path, more):
    assert short_way(getattr(RequestFactory(), method)(path, **more)) is LONG


def test_a_cookie_of_another_program_is_no_reason_for_the_long_way(short_way):
    assert short_way(RequestFactory().get("/en/", HTTP_COOKIE="theme=dark")) is not LONG


def test_paths_that_want_a_second_factor_go_the_long_way(demo, settings):
    settings.SECOND_FACTOR_PATHS = ("/en/meetings",)
    assert ShortWay(lambda request: LONG)(RequestFactory().get("/en/meetings")) is LONG


def test_what_fails_is_answered_the_long_way_and_reported_once(short_way, monkeypatch):
    def broken(request, **kwargs):
        raise RuntimeError

    broken.is_public = True
    match = type("Match", (), {"func": staticmethod(broken), "args": (), "kwargs": {}})
    monkeypatch.setattr(middleware, "_resolved", lambda path: match)
    assert short_way(RequestFactory().get("/en/")) is LONG


def test_the_short_way_carries_the_same_headers_as_the_long_one(demo, client):
    short = client.get("/en/plans").headers
    long = client.get("/en/plans", headers={"authorization": "Basic abc"}).headers
    assert {name for name in long if name != "Vary"} == {name for name in short if name != "Vary"}
    assert short["X-Frame-Options"] == "DENY" and "default-src 'none'" in short["Content-Security-Policy"]


def test_another_host_is_refused_on_the_short_way_too(demo, client):
    assert client.get("/en/", headers={"host": "elsewhere.example"}).status_code == 400
