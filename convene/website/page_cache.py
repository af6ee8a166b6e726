"""
The whole-page cache: public pages as bytes, keyed by what they show, in memory and on disk.

A view says that a response is the same for every reader without a session by the header
`X-Convene-Public: 1`; nothing else is ever stored. An entry belongs to one *generation*: the number of
the record version (bumped by every committed change to a public field) and the day in the dialogue's time
zone (terms end without an edit). Nothing is ever invalidated: a new generation begins with empty shelves.
The number is read before a page is rendered, so a page made from old data cannot appear under a new number.

Nothing here imports Django: the cache answers while Django is still being loaded.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from pathlib import Path
from urllib.parse import parse_qsl, urlencode
from zoneinfo import ZoneInfo

import brotli

from convene.accounts.version_file import VersionFile

PUBLIC_MARK = "x-convene-public"

# Parameters that public views understand. A page asked for with any other is rendered, never stored:
# what people may type without end (a search) must not push real pages out.
QUERY_PARAMETERS = frozenset(
    {
        "area",
        "country",
        "group",
        "kind",
        "lang",
        "mode",
        "office",
        "on",
        "order",
        "page",
        "place",
        "role",
        "size",
    }
    | {"source", "state", "status", "topic", "type", "whose", "year"}
    | {"as", "base", "flow", "from", "indicator", "mixed", "sex", "states", "to", "with"}  # figures
    | {"counterpart", "dataset", "edition", "month", "side", "since"}  # their passports, lists and API
)

# Cookies that change what Django answers. Cookies of other programs on the same host are no reason to miss.
PERSONAL_COOKIES = ("sessionid", "csrftoken", "messages", "django_language")

# Bytes of answers each process keeps in memory; what falls out is read from disk again.
PAGES_IN_MEMORY = 6 * 1024 * 1024
QUERIES_IN_MEMORY = 2 * 1024 * 1024
PAGES_ON_DISK = 20_000
LARGEST_ON_DISK = 512 * 1024  # bytes; larger pictures and workbooks are made anew

ENCODINGS = {"br": "br", "gzip": "gzip", "identity": ""}

Key = tuple[str, str, str, str]  # host, scheme, path, query


@dataclass(frozen=True, slots=True)
class Answer:
    """One page in one encoding, ready for the server: no work is left to do for a request."""

    headers: list[tuple[str, str]]
    body: list[bytes]
    etag: str

    @property
    def size(self) -> int:
        return len(self.body[0]) + 1024


@dataclass(frozen=True, slots=True)
class Page:
    """A rendered page: its headers without length and encoding, and its bytes plain and compressed."""

    headers: list[tuple[str, str]]
    plain: bytes
    brotli: bytes

    @classmethod
    def of(cls, headers: list[tuple[str, str]], plain: bytes) -> Page:
        # Quality 5 is within two per cent of the best for HTML, at a tenth of its time.
        return cls(headers, plain, brotli.compress(plain, quality=5, mode=brotli.MODE_TEXT))

    def answer(self, encoding: str) -> Answer:
        """The page as sent to a reader who accepts `encoding`: "br", "gzip" or "identity"."""
        if encoding == "br":
            body = self.brotli
        elif encoding == "gzip":
            body = gzip.compress(self.plain, compresslevel=6, mtime=0)
        else:
            body = self.plain
        etag = f'"{hashlib.blake2b(self.plain, digest_size=9).hexdigest()}-{encoding[0]}"'
        headers = [*self.headers, ("content-length", str(len(body))), ("etag", etag)]
        if ENCODINGS[encoding]:
            headers.append(("content-encoding", ENCODINGS[encoding]))
        return Answer(headers, [body], etag)

    def to_bytes(self, key: Key) -> bytes:
        about = {"key": key, "headers": self.headers, "plain": len(self.plain)}
        return b"".join((json.dumps(about).encode(), b"\n", self.plain, self.brotli))

    @classmethod
    def from_bytes(cls, data: bytes, key: Key) -> Page | None:
        """Read a stored page; None where the bytes are not a page of `key`."""
        head, _, rest = data.partition(b"\n")
        try:
            about = json.loads(head)
            if tuple(about["key"]) != key:
                return None
            plain = rest[: about["plain"]]
            return cls([(name, value) for name, value in about["headers"]], plain, rest[about["plain"] :])
        except (ValueError, KeyError, TypeError):
            return None


class Shelf:
    """Answers up to a number of bytes. When full, the oldest quarter goes: no work at all on a hit."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.size = 0
        self.answers: dict[tuple, Answer] = {}
        self._lock = threading.Lock()

    def put(self, key: tuple, answer: Answer) -> None:
        with self._lock:
            if answer.size > self.limit // 4:
                return
            if replaced := self.answers.pop(key, None):
                self.size -= replaced.size
            if self.size + answer.size > self.limit:
                for oldest in list(self.answers)[: max(1, len(self.answers) // 4)]:
                    self.size -= self.answers.pop(oldest).size
            self.answers[key] = answer
            self.size += answer.size


class Generation:
    """All pages of one record version on one day."""

    def __init__(self, number: int, day: str, folder: Path) -> None:
        self.number = number
        self.day = day
        self.folder = folder / f"{number}-{day}"
        self.pages = Shelf(PAGES_IN_MEMORY)
        self.queries = Shelf(QUERIES_IN_MEMORY)
        self._written = 0

    def keep(self, key: Key, page: Page, encoding: str) -> Answer:
        """Store `page` and return it as sent in `encoding`. Pages with a query stay in memory only."""
        answer = page.answer(encoding)
        if key[3]:
            self.queries.put((*key, encoding), answer)
        else:
            self.pages.put((*key, encoding), answer)
            if len(page.plain) <= LARGEST_ON_DISK:
                self._write(key, page)
        return answer

    def read(self, key: Key, encoding: str) -> Answer | None:
        """Find on disk what memory does not have: pages of another process, or of before a restart."""
        if key[3]:
            return None
        try:
            data = self._file(key).read_bytes()
        except OSError:
            return None
        page = Page.from_bytes(data, key)
        if page is None:
            return None
        answer = page.answer(encoding)
        self.pages.put((*key, encoding), answer)
        return answer

    def _file(self, key: Key) -> Path:
        return self.folder / hashlib.blake2b("\n".join(key).encode(), digest_size=16).hexdigest()

    def _write(self, key: Key, page: Page) -> None:
        if self._written >= PAGES_ON_DISK:
            return
        self._written += 1
        file = self._file(key)
        draft = file.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(page.to_bytes(key))
            draft.replace(file)
        except OSError:
            # A full disk, or a newer generation has just swept this folder: the page was still answered.
            draft.unlink(missing_ok=True)


class Generations:
    """
    Which generation holds now.

    The number is read from memory-mapped bytes at every request, the day looked up once a second.
    """

    def __init__(
        self, version: VersionFile, folder: Path, zone: str, clock: Callable[[], float] = time.time
    ) -> None:
        self._version = version
        self._folder = folder
        self._zone = ZoneInfo(zone)
        self._clock = clock
        self._day = ""
        self._look_again_at = 0.0
        self._now: Generation | None = None
        self._lock = threading.Lock()

    def now(self) -> Generation:
        moment = self._clock()
        if moment >= self._look_again_at:
            self._day = datetime.fromtimestamp(moment, self._zone).date().isoformat()
            self._look_again_at = moment + 1.0
        number = self._version.read()
        generation = self._now
        if generation is None or generation.number != number or generation.day != self._day:
            generation = self._begin(number, self._day)
        return generation

    def set_zone(self, zone: str) -> None:
        self._zone = ZoneInfo(zone)
        self._look_again_at = 0.0

    def _begin(self, number: int, day: str) -> Generation:
        with self._lock:
            current = self._now
            if current is None or (current.number, current.day) != (number, day):
                current = self._now = Generation(number, day, self._folder)
                threading.Thread(target=sweep, args=(self._folder, current.folder.name), daemon=True).start()
            return current


def sweep(folder: Path, keep: str) -> None:
    """Delete the stored pages of every generation but `keep`."""
    try:
        names = os.listdir(folder)
    except OSError:
        return
    for name in names:
        if name != keep:
            shutil.rmtree(folder / name, ignore_errors=True)


def normal_query(query: str) -> str | None:
    """
    Return the query with its parameters sorted, or None where one of them is not cached.

    One that is given twice keeps its order: Django takes the last.
    """
    if not query:
        return ""
    if len(query) > 300:
        return None
    try:
        pairs = parse_qsl(query, keep_blank_values=True, strict_parsing=True, errors="strict")
    except ValueError:
        return None
    if not all(name in QUERY_PARAMETERS for name, _ in pairs):
        return None
    return urlencode(sorted(pairs, key=itemgetter(0)))


def is_personal(cookies: str) -> bool:
    """Whether a Cookie header brings one that changes what Django answers."""
    names = (part.partition("=")[0].strip() for part in cookies.split(";"))
    return any(name in PERSONAL_COOKIES for name in names)


def may_be_stored(status: str, headers: list[tuple[str, str]]) -> bool:
    """Whether a response is public: marked so by its view, a plain 200, and carrying nothing personal."""
    by_name = {name.lower(): value for name, value in headers}
    varies_on = {part.strip().lower() for part in by_name.get("vary", "").split(",")}
    return (
        status.startswith("200")
        and PUBLIC_MARK in by_name
        and not by_name.keys() & {"set-cookie", "content-encoding"}
        and not any(word in by_name.get("cache-control", "") for word in ("private", "no-store"))
        and varies_on <= _VARIES_ON_WHAT_WE_KEY
    )


# Cookie: personal cookies never reach the cache. Accept-Language: public addresses say their language.
_VARIES_ON_WHAT_WE_KEY = {"cookie", "accept-encoding", "accept-language", ""}


def public_headers(headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The headers of a stored page: without the mark and what depends on the encoding."""
    dropped = {PUBLIC_MARK, "content-length", "etag", "vary"}
    kept = [(name.lower(), value) for name, value in headers if name.lower() not in dropped]
    if not any(name == "cache-control" for name, _ in kept):
        # Browsers ask again each time; the answer is 304 and costs nothing.
        kept.append(("cache-control", "no-cache"))
    return [*kept, ("vary", "Accept-Encoding, Cookie")]


def code_stamp(base: Path) -> str:
    """
    A short mark of the installed code.

    Sizes and times of all files of the software count, not their bytes: it takes a few milliseconds.
    """
    digest = hashlib.blake2b(digest_size=8)
    folders = [base / "config", base / "convene", base / "requirements"]
    while folders:
        for entry in sorted(os.scandir(folders.pop()), key=lambda entry: entry.name):
            if entry.name.startswith((".", "__pycache__")):
                continue
            if entry.is_dir():
                folders.append(Path(entry.path))
            else:
                found = entry.stat()
                digest.update(f"{entry.path} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def build_stamp(base: Path) -> str:
    """A short mark of the code and of the environment's settings: pages stored under another are not read."""
    settings = "\n".join(
        f"{name}={value}" for name, value in sorted(os.environ.items()) if name.startswith("CONVENE_")
    )
    return hashlib.blake2b((code_stamp(base) + settings).encode(), digest_size=8).hexdigest()


@dataclass(frozen=True)
class Facts:
    """What the front must know of the dialogue before Django is there; kept in CONVENE_HOME/cache/front.json."""

    zone: str = "UTC"
    languages: tuple[str, ...] = ()
    warm: tuple[str, ...] = ()  # paths rendered ahead, so that the next start answers at once

    @classmethod
    def read(cls, home: Path) -> Facts:
        try:
            found = json.loads((home / "cache" / "front.json").read_text())
            zone = ZoneInfo(found["zone"]).key
            return cls(zone, tuple(found["languages"]), tuple(found["warm"]))
        except (OSError, ValueError, KeyError, TypeError):
            return cls()

    def write(self, home: Path) -> None:
        if self == Facts.read(home):
            return
        folder = home / "cache"
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / f".front.{os.getpid()}"
        draft.write_text(
            json.dumps({"zone": self.zone, "languages": self.languages, "warm": self.warm}, indent=1)
        )
        draft.replace(folder / "front.json")
