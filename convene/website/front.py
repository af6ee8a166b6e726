"""
The application the server runs: answers public pages before Django is even imported.

    granian --interface wsgi --factory convene.website.front:make_application

A request goes, in this order: to the page cache, to the collected static files, to Django. Django is loaded
in the background when the process starts; a request that needs it waits until it is there.
"""

from __future__ import annotations

import ctypes
import io
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, urlsplit

from config.home import BASE_DIR, home_folder
from convene.accounts.version_file import VersionFile, path_in
from convene.website.page_cache import (
    PUBLIC_MARK,
    Answer,
    Facts,
    Generation,
    Generations,
    Key,
    Page,
    build_stamp,
    is_personal,
    may_be_stored,
    normal_query,
    public_headers,
    sweep,
)
from convene.website.static_files import StaticFiles

log = logging.getLogger("convene.front")

Environ = dict
StartResponse = Callable[..., object]

_NO_BODY: list[bytes] = [b""]


class Front:
    """
    A WSGI application: the page cache in front of `load()`, which returns Django's application.

    `load` runs once, in the background, on the first call of `wake`.
    """

    def __init__(
        self, *, home: Path, facts: Facts, generations: Generations | None, load: Callable[[], Callable]
    ) -> None:
        self.home = home
        self.facts = facts
        self.generations = generations
        self._load = load
        self._django: Callable | None = None
        self._loaded = threading.Event()
        self._encodings: dict[str, str] = {}
        self._static = StaticFiles(home / "static")

    def __call__(self, environ: Environ, start_response: StartResponse):
        path = environ["PATH_INFO"]
        if path.startswith("/static/"):
            file = self._static.file_at(path)
            if file is not None:
                return self._static.serve(file, environ, start_response)
        if (
            self.generations is None
            or environ["REQUEST_METHOD"] not in ("GET", "HEAD")
            or "HTTP_AUTHORIZATION" in environ
            or ("HTTP_COOKIE" in environ and is_personal(environ["HTTP_COOKIE"]))
        ):
            return self._ask_django(environ, start_response)
        generation = self.generations.now()
        accepted = environ.get("HTTP_ACCEPT_ENCODING", "")
        encoding = self._encodings.get(accepted) or self._encoding(accepted)
        query = environ["QUERY_STRING"]
        host = environ.get("HTTP_HOST", "")
        # What a reader writes into the header must not multiply what is kept.
        scheme = "https" if environ.get("HTTP_X_FORWARDED_PROTO") == "https" else ""
        if query:
            query = normal_query(query)
            if query is None:
                return self._ask_django(environ, start_response)
            answer = generation.queries.answers.get((host, scheme, path, query, encoding))
        else:
            answer = generation.pages.answers.get((host, scheme, path, query, encoding))
        if answer is None:
            key = (host, scheme, path, query)
            answer = generation.read(key, encoding)
            if answer is None:
                return self._render(environ, start_response, generation, key, encoding)
        return _send(answer, environ, start_response)

    # --- What the cache does not have -------------------------------------------------------------

    def _render(
        self, environ: Environ, start_response: StartResponse, generation: Generation, key: Key, encoding: str
    ):
        """Ask Django, and keep the answer in the generation that held before Django was asked."""
        if key[2] == "/" and self.facts.languages:
            return _to_first_language(environ, start_response, self.facts.languages)
        status, headers, response = self._call_django(environ)
        if environ["REQUEST_METHOD"] == "GET" and may_be_stored(status, headers):
            if response.streaming:
                return _pass_on(status, headers, response, start_response)
            body = b"".join(response)
            response.close()
            answer = generation.keep(key, Page.of(public_headers(headers), body), encoding)
            return _send(answer, environ, start_response)
        if status.startswith("404") and _has_needless_slash(key[2]):
            response.close()
            start_response(
                "301 Moved Permanently", [("location", _without_slash(environ)), ("content-length", "0")]
            )
            return _NO_BODY
        return _pass_on(status, headers, response, start_response)

    def _ask_django(self, environ: Environ, start_response: StartResponse):
        return _pass_on(*self._call_django(environ), start_response)

    def _call_django(self, environ: Environ):
        self._loaded.wait()
        if self._django is None:
            return (
                "503 Service Unavailable",
                [("content-type", "text/plain")],
                [b"Convene could not start.\n"],
            )
        started: list = []

        def remember(status, headers, exc_info=None):
            started[:] = [status, headers]

        response = self._django(environ, remember)
        return started[0], started[1], response

    def _encoding(self, accepted: str) -> str:
        """The best encoding that a client accepts, remembered for the header's exact text."""
        offers = {}
        for part in accepted.lower().split(","):
            name, _, quality = part.partition(";")
            offers[name.strip()] = quality.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
        best = next((name for name in ("br", "gzip") if offers.get(name)), "identity")
        if len(self._encodings) < 256:
            self._encodings[accepted] = best
        return best

    # --- Waking up --------------------------------------------------------------------------------

    def wake(self, then: Callable[[Front], None] = lambda front: None) -> None:
        """Load Django in the background, then call `then`."""
        threading.Thread(target=self._wake, args=(then,), name="wake", daemon=True).start()

    def _wake(self, then: Callable[[Front], None]) -> None:
        try:
            self.load_now()
        except BaseException as error:
            # A server that cannot answer must not look alive: say why, and stop it.
            print(f"Convene cannot start: {error}", file=sys.stderr)  # noqa: T201
            log.exception("Django could not be loaded")
            os.kill(os.getppid(), signal.SIGTERM)
            return
        finally:
            self._loaded.set()
        try:
            then(self)
        except Exception:
            log.exception("The page cache could not be made ready; pages are answered all the same")

    def load_now(self) -> None:
        self._django = self._load()
        self._loaded.set()

    def learn(self, facts: Facts) -> None:
        """Use `facts` from now on, and at the next start before Django is there."""
        facts.write(self.home)
        self.facts = facts
        if self.generations:
            self.generations.set_zone(facts.zone)

    def warm_up(self, host: str) -> None:
        """Ask for the main pages as a browser at `host` would, so that they are there at the next start."""
        for path in self.facts.warm:
            environ = {
                "REQUEST_METHOD": "GET",
                "PATH_INFO": path,
                "QUERY_STRING": "",
                "SCRIPT_NAME": "",
                "SERVER_NAME": host.partition(":")[0],
                "SERVER_PORT": host.partition(":")[2] or "80",
                "SERVER_PROTOCOL": "HTTP/1.1",
                "HTTP_HOST": host,
                "HTTP_ACCEPT_ENCODING": "br",
                "wsgi.url_scheme": "http",
                "wsgi.input": io.BytesIO(),
                "wsgi.errors": sys.stderr,
            }
            try:
                self(environ, lambda *started: None)
            except Exception as error:
                log.warning("%s could not be rendered ahead: %s", path, error)
                return


# --- Answers ------------------------------------------------------------------------------------------


def _send(answer: Answer, environ: Environ, start_response: StartResponse):
    if (known := environ.get("HTTP_IF_NONE_MATCH")) and _knows(known, answer.etag):
        start_response("304 Not Modified", [h for h in answer.headers if h[0] in _HEADERS_OF_304])
        return _NO_BODY
    start_response("200 OK", answer.headers)
    return answer.body if environ["REQUEST_METHOD"] == "GET" else _NO_BODY


def _pass_on(status: str, headers: list, response, start_response: StartResponse):
    """Hand Django's answer to the server unchanged, without our mark."""
    start_response(status, [(name, value) for name, value in headers if name.lower() != PUBLIC_MARK])
    if isinstance(response, list) or response.streaming:
        return response
    body = [b"".join(response)]
    response.close()
    return body


def _to_first_language(environ: Environ, start_response: StartResponse, languages: tuple[str, ...]):
    language = preferred_language(environ.get("HTTP_ACCEPT_LANGUAGE", ""), languages)
    start_response(
        "302 Found",
        [
            ("location", f"/{language}/"),
            ("vary", "Accept-Language, Cookie"),
            ("cache-control", "no-cache"),
            ("content-length", "0"),
        ],
    )
    return _NO_BODY


def preferred_language(accepted: str, languages: tuple[str, ...]) -> str:
    """The first of `languages` that an Accept-Language header prefers, else the dialogue's first language."""
    wishes = []
    for place, part in enumerate(accepted.lower().split(",")[:20]):
        name, _, quality = part.strip().partition(";q=")
        try:
            weight = float(quality) if quality else 1.0
        except ValueError:
            continue
        wishes.append((-weight, place, name.partition("-")[0]))
    return next((name for weight, _, name in sorted(wishes) if weight and name in languages), languages[0])


_HEADERS_OF_304 = {"etag", "cache-control", "vary", "content-security-policy"}


def _knows(if_none_match: str, etag: str) -> bool:
    return if_none_match == "*" or etag in if_none_match.replace("W/", "").split(", ")


def _has_needless_slash(path: str) -> bool:
    """Whether a page address ends in a slash: /en/states/, but not the start page /en/."""
    return path.endswith("/") and path.count("/") > 2 and not path.startswith("//")


def _without_slash(environ: Environ) -> str:
    path = quote(environ["PATH_INFO"].rstrip("/"), encoding="latin-1")
    return path + (f"?{environ['QUERY_STRING']}" if environ["QUERY_STRING"] else "")


# --- The server's entry -------------------------------------------------------------------------------


def make_application() -> Front:
    """What the server calls in each of its processes (granian --factory)."""
    _keep_one_heap()
    front = _make_front()
    front.wake(then=_after_loading)
    return front


def _keep_one_heap() -> None:
    """
    Let all threads of this process share one heap of the C library, which gives back what is free.

    By default each thread gets a heap of its own that keeps its largest size for ever: 15 MB in each process,
    for threads that take turns at Python anyway. Other C libraries than GNU's have no such switch, nor the need.
    """
    arena_max, trim_threshold = -8, -1  # malloc.h: M_ARENA_MAX, M_TRIM_THRESHOLD
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt:
        mallopt(arena_max, 1)
        mallopt(trim_threshold, 128 * 1024)


def render_ahead() -> None:
    """Render the main pages onto the disk, with Django already loaded: the first start answers at once too."""
    front = _make_front()
    front.load_now()
    _get_ready(front)


def _make_front() -> Front:
    home = home_folder()
    facts = Facts.read(home)
    generations = None
    if os.environ.get("CONVENE_PAGE_CACHE", "true").lower() in ("true", "1", "yes", "on", "y", "ok", "t"):
        pages = home / "cache" / "pages" / build_stamp(BASE_DIR)
        sweep(pages.parent, keep=pages.name)
        generations = Generations(VersionFile(path_in(home)), pages, facts.zone)
    return Front(home=home, facts=facts, generations=generations, load=_load_django)


# What libraries of ours load only where they find it, and which no request uses: 15 MB in each process. We
# call nobody (requests), take no HEIC pictures (pillow_heif) and show no source code (pygments).
DONE_WITHOUT = ("requests", "pillow_heif", "pygments")


def _load_django() -> Callable:
    for module in DONE_WITHOUT:
        sys.modules.setdefault(module, None)
    if os.environ.get("CONVENE_DATABASE_URL", "sqlite").startswith("sqlite"):
        sys.modules.setdefault("psycopg", None)
    from config.wsgi import application

    return application


def _after_loading(front: Front) -> None:
    from django.db import connection

    _get_ready(front)
    if connection.vendor != "sqlite":
        _follow_other_hosts()


def _get_ready(front: Front) -> None:
    """Bring the record version and the facts up to date, and render the main pages."""
    from django.conf import settings
    from django.db import connection

    from convene.accounts import record_version
    from convene.website.front_facts import facts_of_the_record

    try:
        record_version.sync_from_database()
        front.learn(facts_of_the_record())
        if front.generations:
            front.warm_up(urlsplit(settings.PUBLIC_URL).netloc)
    finally:
        connection.close()


def _follow_other_hosts() -> None:
    """With a database server other hosts change the record too: ask for its version every second, for ever."""
    from django.db import connection

    from convene.accounts import record_version

    while True:
        time.sleep(1)
        try:
            record_version.sync_from_database()
        except Exception:
            log.exception("The record version could not be read")
            connection.close()
