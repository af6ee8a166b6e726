"""Whatever is typed, bent or sent to whichever public address: an answer, a redirect or a refusal; never a 500."""

import re

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from convene.core.tables import all_tables, table_of_kind
from convene.registry.lists import public_rows

NOT_OURS = ("cms/", "documents/", "account/", "_util/", "admin/", "accounts/", "login/")

# As they stand in an address, percent-encoded. Each was somebody's idea of a day, a year, a page or a word.
VALUES = [
    "",
    "0",
    "-1",
    "999999999999999999999",
    "0000020149999999",  # begins like a year
    "1" * 5000,  # more digits than Python reads
    "1e9",
    "%D9%A2%D9%A0%D9%A1%D9%A4",  # 2014 in Arabic digits
    "%C2%B2%C2%B9",  # superscripts are digits to some
    "9999-12-31",
    "%00",
    "%ff%fe",  # not UTF-8
    "%ED%A0%80",  # half of a pair
    "%F0%9F%98%80%0B%1F",  # an emoji and control characters
    "%3C/script%3E%3Cscript%3Ealert(1)%3C/script%3E",
    "'%20OR%201=1--%22",
    "*:*%20AND%20(%22",
    "..%2F..%2Fetc%2Fpasswd",
    "%0d%0aSet-Cookie:%20a=b",
    "meeting/../../x%23y",
    "zz",  # no language of anybody's
    "qqq",
    "a" * 10_000,
    "%D1%8F%22" * 400,
]
# Where a value of its own kind is expected: asked alone, for the first refusal hides the rest.
STRICT = ("on", "lang", "year", "page", "size", "address")
LOOSE = ("q", "kind", "state", "place", "mode", "whose", "type", "area", "country", "group", "next", "order")
READ_THEIR_QUESTION = ("meetings", "documents", "projects", "search", "differences")
ALIKE = {table.name for table in all_tables()} - {"areas", "meetings", "differences", "links", "states"}
METHODS = ("post", "put", "patch", "delete", "options", "trace", "head")


def patterns_of(resolver=None, before=""):
    """Every public pattern as text: `<lang:language>/state/<str:code>`."""
    for one in (resolver or get_resolver()).url_patterns:
        told = before + str(one.pattern)
        if told.startswith(NOT_OURS):
            continue
        if isinstance(one, URLResolver):
            yield from patterns_of(one, told)
        elif isinstance(one, URLPattern):
            yield told


def addresses_of(pattern):
    """The pattern as addresses: KEY for what is free, and every choice of a choice."""
    text = pattern.replace("^", "").replace("$", "").replace("\\.", ".").replace("<lang:language>", "en")
    text = re.sub(r"<int:\w+>", "1", re.sub(r"(?<!P)<(?:\w+:)?\w+>", "KEY", text))
    found = [text.replace("(?P<language>[a-z]{2,3})", "en").replace("(?P<name>[a-z_]+)", "claims")]
    while choice := re.search(r"\(\?P<\w+>([a-z_|]+)\)", found[0]):
        found = [address.replace(choice[0], one) for address in found for one in choice[1].split("|")]
    return ["/" + address for address in found]


def of_a_thing(address):
    """The address with the key of a thing that is there."""
    kind = {"states": "state", "offices": "office", "meetings": "meeting", "tables": "claim"}
    step = address.partition("/KEY")[0].rpartition("/")[2]
    table = table_of_kind(kind.get(step, step))
    row = public_rows(table).first() if table else None
    return address.replace("tables/KEY", "tables/claims").replace("KEY", row.key if row else "1")


# The archive and the Word file take no question and are slow to make; the API's plain lists are one piece of code.
PATTERNS = sorted(set(patterns_of()))
WALKED = [
    pattern
    for pattern in PATTERNS
    if not pattern.endswith((".zip", ".docx"))
    and not (pattern.startswith("api/v1/") and pattern.removeprefix("api/v1/") in ALIKE)
]
ADDRESSES = sorted({address for pattern in PATTERNS for address in addresses_of(pattern)})


@pytest.fixture
def ask(demo, own_index, client, monkeypatch):
    monkeypatch.setattr("convene.accounts.limits.allow", lambda *asked, **more: True)

    def asked(path, method="get", **more):
        response = getattr(client, method)(path, **more)
        assert response.status_code < 500, f"{method} {path[:200]}: {response.status_code}"
        return response

    return asked


def test_the_walk_knows_the_whole_site():
    assert "/en/state/KEY" in ADDRESSES
    assert "/en/data/claims.csv" in ADDRESSES
    assert "/api/v1/tables/KEY" in ADDRESSES
    assert "/en/export/box.zip" in ADDRESSES
    assert len(ADDRESSES) > 120


@pytest.mark.parametrize("pattern", WALKED)
def test_hostile_questions(ask, pattern):
    address = of_a_thing(addresses_of(pattern)[-1])
    if pattern.rpartition("/")[2].strip("^").startswith(READ_THEIR_QUESTION) or "api/" in pattern:
        for value in VALUES:
            ask(f"{address}?" + "&".join(f"{name}={value}" for name in LOOSE))
            for name in STRICT:
                ask(f"{address}?{name}={value}")
    else:
        ask(f"{address}?" + "&".join(f"{name}={value}" for name in LOOSE for value in VALUES[1:]))
        for value in VALUES[1:]:
            ask(f"{address}?on={value}")


@pytest.mark.parametrize("pattern", [pattern for pattern in WALKED if "<" in pattern])
def test_hostile_steps_of_an_address(ask, pattern):
    """As a key, a code, a number, a language, a form; and with more steps and slashes than there are."""
    for address in addresses_of(pattern)[-1:]:
        for value in VALUES:
            if "KEY" in address:
                ask(address.replace("KEY", value.replace("/", "%2F")[:3000]))
            ask(address.replace("/en/", f"/{value[:300]}/", 1))
            ask(address.replace(".atom", f".{value[:300]}").replace("/1", f"/{value[:300]}"))
        for bent in (
            f"{address}/",
            f"{address}//",
            f"/{address}",
            f"{address}/../..",
            f"{address};x",
            f"{address}%20",
        ):
            ask(bent)


@pytest.mark.parametrize("method", METHODS)
def test_what_is_only_read_refuses_to_be_written(ask, method):
    for address in ADDRESSES:
        if not address.endswith("box.zip"):
            response = ask(of_a_thing(address), method)
            status = response.status_code
            # Some addresses answer only when they are told what is asked; the desk leads a stranger to the sign-in.
            if "/desk" in address and status == 302:
                assert "/account/login/" in response["Location"], (method, address)
                continue
            allowed = (200, 301, 302, 400, 404, 405) if method == "head" else (403, 404, 405)
            assert status in allowed, (method, address, status)


HEADERS = [
    {"HTTP_HOST": "evil.example"},
    {"HTTP_HOST": "a b\\c"},
    {"HTTP_X_FORWARDED_HOST": "evil.example"},
    {"HTTP_X_FORWARDED_FOR": "'; drop, ::::, \xff"},
    {"HTTP_ACCEPT_LANGUAGE": "ru;q=nan,en;q=inf,;q=;;,*" + ",x" * 5000},
    {"HTTP_ACCEPT_LANGUAGE": "\xd0\xff"},
    {"HTTP_COOKIE": "sessionid=\xff\xfe; django_language=../../etc; csrftoken=" + "a" * 4000},
    {"HTTP_COOKIE": "sessionid=" + "a" * 32},
    {"HTTP_IF_NONE_MATCH": '"' * 99, "HTTP_IF_MODIFIED_SINCE": "Sun, 99 Foo 99999999999999 99:99:99 GMT"},
    {"HTTP_RANGE": "bytes=9999999999999999999999-1"},
    {"CONTENT_LENGTH": "lots"},
    {"CONTENT_LENGTH": "-5"},
    {"CONTENT_TYPE": "multipart/form-data; boundary=" + "-" * 9999},
]


@pytest.mark.parametrize("headers", HEADERS, ids=lambda headers: next(iter(headers)))
def test_hostile_headers(ask, headers):
    for address in (
        "/",
        "/en/",
        "/en/search?q=board",
        "/en/feed.atom",
        "/api/v1/participants",
        "/robots.txt",
        "/cms/",
    ):
        response = ask(address, **headers)
        assert b"evil.example" not in response.content
        assert "evil.example" not in response.headers.get("Location", "")
