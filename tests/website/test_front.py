"""The page cache in front of Django, against an application that counts how often it is asked."""

from __future__ import annotations

import gzip
import threading
from datetime import UTC, datetime

import brotli
import pytest

from convene.accounts.version_file import VersionFile, path_in
from convene.website.front import Front, preferred_language
from convene.website.page_cache import Facts, Generations, Shelf, normal_query
from convene.website.page_cache import Page as StoredPage

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC).timestamp()


class Response:
    streaming = False

    def __init__(self, body: bytes) -> None:
        self.body = body

    def __iter__(self):
        return iter([self.body])

    def close(self) -> None:
        pass


class Record:
    """A stand-in for Django: shows a state's name, and remembers what it was asked."""

    def __init__(self) -> None:
        self.name = "Türkiye"
        self.asked: list[str] = []
        self.status = "200 OK"
        self.headers = [("Content-Type", "text/html; charset=utf-8"), ("X-Convene-Public", "1")]
        self.meanwhile = lambda: None

    def __call__(self, environ, start_response):
        self.asked.append(environ["PATH_INFO"])
        body = f"<h1>{self.name}</h1>".encode()
        self.meanwhile()
        start_response(self.status, list(self.headers))
        return Response(body)


class Site:
    """A front with its own home, record and clock; `get` asks as a browser does."""

    def __init__(self, home) -> None:
        self.home = home
        self.record = Record()
        self.moment = NOON
        self.version = VersionFile(path_in(home))
        self.version.raise_to(1)
        self.start()

    def start(self, load=None) -> None:
        """A new process: nothing in memory, the disk as it was left."""
        generations = Generations(
            VersionFile(path_in(self.home)),
            self.home / "cache" / "pages" / "build",
            "Europe/Vienna",
            lambda: self.moment,
        )
        self.front = Front(
            home=self.home,
            facts=Facts("Europe/Vienna", ("en", "ru")),
            generations=generations,
            load=load or (lambda: self.record),
        )
        self.front.wake()

    def edit(self, name: str) -> None:
        self.record.name = name
        self.version.raise_to(self.version.read() + 1)

    def get(self, path: str, method: str = "GET", **headers):
        path, _, query = path.partition("?")
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "HTTP_HOST": "localhost",
            **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
        }
        started = []
        body = self.front(environ, lambda status, headers, exc_info=None: started.append((status, headers)))
        status, sent = started[-1]
        return status, dict(sent), b"".join(body)


@pytest.fixture
def site(tmp_path):
    return Site(tmp_path)


def test_the_second_reader_is_answered_without_django(site):
    first = site.get("/en/state/TUR")
    second = site.get("/en/state/TUR")
    assert first == second
    assert first[2].decode() == "<h1>Türkiye</h1>"
    assert site.record.asked == ["/en/state/TUR"]
    assert "x-convene-public" not in first[1]


def test_a_parameter_given_twice_is_not_taken_for_its_other_order(site):
    assert normal_query("year=2014&on=2016-09-20&year=2020") == "on=2016-09-20&year=2014&year=2020"
    assert normal_query("year=2020&year=2014") != normal_query("year=2014&year=2020")


def test_what_a_reader_writes_into_a_header_does_not_multiply_what_is_kept(site):
    for scheme in ("", "http", "gopher", "x" * 100):
        site.get("/en/state/TUR", x_forwarded_proto=scheme)
    assert site.record.asked == ["/en/state/TUR"]


def test_an_edit_shows_at_once(site):
    site.get("/en/state/TUR")
    site.edit("Türkiye (edited)")
    assert site.get("/en/state/TUR")[2].decode() == "<h1>Türkiye (edited)</h1>"


def test_a_page_made_while_the_record_changes_is_not_kept_for_the_new_record(site):
    site.record.meanwhile = lambda: site.edit("new")
    assert site.get("/en/state/TUR")[2].decode() == "<h1>Türkiye</h1>"
    site.record.meanwhile = lambda: None
    assert site.get("/en/state/TUR")[2].decode() == "<h1>new</h1>"


def test_midnight_in_the_dialogues_zone_ends_all_pages(site):
    site.moment = datetime(2026, 11, 22, 22, 59, tzinfo=UTC).timestamp()  # 23:59 in Vienna
    site.get("/en/governance")
    site.moment += 120
    site.get("/en/governance")
    assert site.record.asked == ["/en/governance", "/en/governance"]


def test_after_a_restart_pages_are_answered_before_django_is_there(site):
    site.get("/en/state/TUR", accept_encoding="br")
    never = threading.Event()
    site.start(load=never.wait)
    assert (
        brotli.decompress(site.get("/en/state/TUR", accept_encoding="br")[2]).decode() == "<h1>Türkiye</h1>"
    )
    never.set()


def test_a_damaged_file_on_disk_is_not_an_answer(site):
    site.get("/en/state/TUR")
    for file in (site.home / "cache" / "pages").rglob("*"):
        if file.is_file():
            file.write_bytes(b"\x00 broken")
    site.start()
    assert site.get("/en/state/TUR")[2].decode() == "<h1>Türkiye</h1>"


def test_a_request_that_needs_django_waits_for_it(site):
    loading = threading.Event()

    def load():
        loading.wait(5)
        return site.record

    site.start(load=load)
    threading.Timer(0.1, loading.set).start()
    assert site.get("/en/new")[0] == "200 OK"


@pytest.mark.parametrize(
    "personal",
    [
        {"cookie": "sessionid=abc"},
        {"cookie": "theme=dark; csrftoken=x"},
        {"authorization": "Bearer x"},
        {"method": "POST"},
    ],
    ids=["signed in", "has a form token", "has a key", "sends a form"],
)
def test_personal_requests_never_meet_the_cache(site, personal):
    site.get("/en/state/TUR")
    site.record.name = "for one person only"
    assert site.get("/en/state/TUR", **personal)[2].decode() == "<h1>for one person only</h1>"
    assert site.get("/en/state/TUR")[2].decode() == "<h1>Türkiye</h1>"


def test_a_cookie_of_another_program_is_no_reason_to_miss(site):
    site.get("/en/state/TUR")
    site.get("/en/state/TUR", cookie="other_program=1")
    assert site.record.asked == ["/en/state/TUR"]


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        ("200 OK", [("Content-Type", "text/html")]),
        ("404 Not Found", [("X-Convene-Public", "1")]),
        ("301 Moved Permanently", [("X-Convene-Public", "1")]),
        ("200 OK", [("X-Convene-Public", "1"), ("Set-Cookie", "sessionid=abc")]),
        ("200 OK", [("X-Convene-Public", "1"), ("Cache-Control", "private")]),
        ("200 OK", [("X-Convene-Public", "1"), ("Vary", "Cookie, Accept")]),
    ],
    ids=["not marked", "not found", "moved", "sets a cookie", "private", "varies on what we do not key"],
)
def test_what_is_not_plainly_public_is_never_stored(site, status, headers):
    site.record.status, site.record.headers = status, headers
    for _ in range(2):
        answered = site.get("/en/state/TUR")
    assert site.record.asked == ["/en/state/TUR"] * 2
    assert answered[0] == status
    assert "X-Convene-Public" not in answered[1]


def test_each_reader_gets_an_encoding_it_accepts(site):
    plain = site.get("/en/state/TUR")
    zipped = site.get("/en/state/TUR", accept_encoding="gzip, deflate")
    small = site.get("/en/state/TUR", accept_encoding="gzip, deflate, br")
    refused = site.get("/en/state/TUR", accept_encoding="br;q=0, identity")
    assert plain[2] == gzip.decompress(zipped[2]) == brotli.decompress(small[2]) == refused[2]
    assert [answer[1].get("content-encoding") for answer in (plain, zipped, small, refused)] == [
        None,
        "gzip",
        "br",
        None,
    ]
    assert len({answer[1]["etag"] for answer in (plain, zipped, small)}) == 3
    assert site.record.asked == ["/en/state/TUR"]


def test_a_browser_that_has_the_page_gets_304(site):
    etag = site.get("/en/state/TUR")[1]["etag"]
    status, headers, body = site.get("/en/state/TUR", if_none_match=f'"old", W/{etag}')
    assert (status, headers["etag"], body) == ("304 Not Modified", etag, b"")
    site.edit("changed")
    assert site.get("/en/state/TUR", if_none_match=etag)[0] == "200 OK"


def test_head_tells_the_length_and_sends_nothing(site):
    length = site.get("/en/state/TUR")[1]["content-length"]
    status, headers, body = site.get("/en/state/TUR", method="HEAD")
    assert (status, headers["content-length"], body) == ("200 OK", length, b"")


def test_hosts_and_schemes_have_pages_of_their_own(site):
    site.get("/en/")
    site.get("/en/", host="other.example")
    site.get("/en/", x_forwarded_proto="https")
    assert site.record.asked == ["/en/"] * 3


def test_known_parameters_are_cached_in_any_order_and_others_are_not(site):
    site.get("/en/meetings?year=2014&state=POL")
    site.get("/en/meetings?state=POL&year=2014")
    assert len(site.record.asked) == 1
    site.get("/en/meetings?utm=1")
    site.get("/en/meetings?utm=1")
    assert len(site.record.asked) == 3


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ""),
        ("year=2014&on=2016-09-20", "on=2016-09-20&year=2014"),
        ("year=", "year="),
        ("q=refugees", None),
        ("on=%FF", None),
        ("on=" + "1" * 400, None),
        ("&&", None),
    ],
)
def test_normal_query(query, expected):
    assert normal_query(query) == expected


def test_pages_with_a_query_stay_within_their_bound(site):
    site.record.name = "x" * 20_000
    for day in range(1, 400):
        site.get(f"/en/states?on=2016-01-01&page={day}")
    queries = site.front.generations.now().queries
    assert 0 < queries.size <= queries.limit
    assert queries.size == sum(answer.size for answer in queries.answers.values())
    assert not (site.home / "cache" / "pages" / "build" / "1-2026-11-22").exists()


def test_a_shelf_that_is_full_drops_its_oldest():
    shelf = Shelf(limit=20_000)
    for number in range(30):
        shelf.put((number,), StoredPage([], b"x" * 1000, b"").answer("identity"))
    assert (29,) in shelf.answers
    assert (0,) not in shelf.answers


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [
        ("ru-RU,ru;q=0.9,en;q=0.8", "/ru/"),
        ("de,cs;q=0.9", "/en/"),
        ("", "/en/"),
        ("en;q=0.1, ru;q=0.2", "/ru/"),
    ],
)
def test_the_bare_address_leads_to_the_readers_language(site, accepted, expected):
    status, headers, _ = site.get("/", accept_language=accepted)
    assert (status, headers["location"]) == ("302 Found", expected)
    assert site.record.asked == []


def test_preferred_language_survives_nonsense():
    assert preferred_language("ru;q=nonsense,;;,en;q=0", ("fr", "en")) == "fr"


def test_a_needless_slash_is_taken_away(site):
    site.record.status = "404 Not Found"
    status, headers, _ = site.get("/en/states/?on=2016-09-20")
    assert (status, headers["location"]) == ("301 Moved Permanently", "/en/states?on=2016-09-20")
    assert site.get("/en/")[0] == "404 Not Found"


def test_static_files_are_answered_compressed_and_for_good(site):
    folder = site.home / "static" / "ui"
    folder.mkdir(parents=True)
    style = b"body { color: black }\n" * 20
    (folder / "ui.0123456789ab.css").write_bytes(style)
    (folder / "ui.0123456789ab.css.br").write_bytes(brotli.compress(style))
    site.start(load=threading.Event().wait)
    status, headers, body = site.get("/static/ui/ui.0123456789ab.css", accept_encoding="br")
    assert (status, brotli.decompress(body)) == ("200 OK", style)
    assert (headers["Content-Encoding"], headers["X-Content-Type-Options"]) == ("br", "nosniff")
    assert "immutable" in headers["Cache-Control"]


def test_static_files_never_leave_their_folder(site):
    (site.home / "keys").mkdir()
    (site.home / "keys" / "django").write_text("secret")
    for path in ("/static/../keys/django", "/static//../keys/django", "/static/%2e%2e/keys/django"):
        site.record.status = "404 Not Found"
        assert b"secret" not in site.get(path)[2]


def test_many_readers_at_once_get_whole_pages(site):
    """Edits happen while eight threads read: nobody sees a page older than the edit before its request."""
    wrong: list[tuple[int, bytes]] = []

    def read() -> None:
        for _ in range(200):
            before = site.version.read()
            body = site.get("/en/state/TUR")[2]
            if body != b"<h1>T\xc3\xbcrkiye</h1>" and int(body[6:-5]) < before:
                wrong.append((before, body))

    readers = [threading.Thread(target=read) for _ in range(8)]
    for reader in readers:
        reader.start()
    for number in range(2, 40):
        site.edit(str(number))
    for reader in readers:
        reader.join()
    assert wrong == []
