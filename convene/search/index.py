"""
The index on disk: its fields, how a document becomes one of its entries, and opening, reading, writing.

One folder per edition, `CONVENE_HOME/search/<schema>-<name>`; the row `Edition` says which is ours.
Lemmas are ours (see `lemmas`), so the engine only splits at spaces. Readers look at the folder's
`meta.json` before each question and reload when a writer, in whatever process, has committed.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import math
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import tantivy
from django.conf import settings

from convene.core.failures import Failure
from convene.search.documents import Document
from convene.search.lemmas import clean, form_of, lemmas_of, written_words

SCHEMA = 1  # raise it with every change of fields or lemmas: indexes of another number are made anew
BETWEEN = "¶"  # stands between two texts, so that no phrase runs from one into the next
SMALL_HEAP = 20_000_000  # bytes, for a few changed rows
LARGE_HEAP = 120_000_000  # bytes, for the whole record: one segment for some 100,000 rows


class IndexIsBusy(Failure):
    def __init__(self) -> None:
        super().__init__(
            "search index", "another process is writing it", "Nothing is lost; ask again in a moment."
        )


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("address", stored=False, tokenizer_name="raw", index_option="basic")
    # "language" holds all languages of the text as one value, "en ru": counting those is quick.
    for facet in ("kind", "state", "language"):
        builder.add_text_field(facet, fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("year", indexed=True, fast=True)
    builder.add_text_field("name", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("title", tokenizer_name="lemmas")
    builder.add_text_field("words", tokenizer_name="lemmas")
    builder.add_text_field("forms", tokenizer_name="lemmas", index_option="basic")
    builder.add_float_field("prior", fast=True)
    builder.add_bytes_field("shown", stored=True)
    return builder.build()


FIELDS = _schema()


def entry(document: Document) -> tantivy.Document:
    """Return the index entry of a document."""
    titles = {language: clean(text) for language, text in document.titles.items()}
    bodies = {language: clean(text) for language, text in document.bodies.items()}
    names = [clean(name) for name in document.names]
    titled = _Stream()
    for language, text in titles.items():
        titled.add(text, language)
    for name in names:
        titled.add(name, "en")
    told = _Stream(titled, titled)  # twice: a word of the title says more than one of the text
    for language, text in bodies.items():
        told.add(text, language)
    told.add(" ".join(str(year) for year in document.all_years), "en")

    made = tantivy.Document()
    made.add_text("address", document.address)
    made.add_text("kind", document.kind)
    for state in document.states:
        made.add_text("state", state)
    for year in document.all_years:
        made.add_unsigned("year", year)
    made.add_text("language", " ".join(sorted(titles.keys() | bodies.keys())))
    for name in {whole_name(name) for name in (*titles.values(), *names)}:
        made.add_text("name", name)
    made.add_text("title", titled.text())
    made.add_text("words", told.text())
    made.add_text("forms", " ".join(told.forms))
    made.add_float("prior", _prior(document))
    shown = {
        "address": document.address,
        "kind": document.kind,
        "source": document.title.source,
        "titles": titles,
        "bodies": bodies,
        "names": names,
        "states": document.states,
        "year": document.year or (document.date.year if document.date else None),
        "years": document.all_years,
        "date": document.date.isoformat() if document.date else "",
        "path": document.path,
    }
    made.add_bytes("shown", json.dumps(shown, ensure_ascii=False, separators=(",", ":")).encode())
    return made


class _Stream:
    """Lemmas in the order of the words; second readings of a form at the end, out of the way of phrases."""

    def __init__(self, *begun: _Stream) -> None:
        self.lemmas: list[str] = [lemma for stream in begun for lemma in stream.lemmas]
        self.second: dict[str, None] = {lemma: None for stream in begun for lemma in stream.second}
        self.forms: dict[str, None] = {form: None for stream in begun for form in stream.forms}

    def add(self, text: str, language: str) -> None:
        for word in written_words(text):
            found = lemmas_of(word, language)
            if not found:
                continue
            self.lemmas.append(found[0])
            for other in found[1:]:
                self.second[other] = None
            self.forms[form_of(word)] = None
        self.lemmas.append(BETWEEN)

    def text(self) -> str:
        return " ".join((*self.lemmas, *self.second))


def whole_name(text: str) -> str:
    """A whole title or name, as it is compared with a whole question."""
    return " ".join(form_of(word) for word in written_words(text))[:1000]


def _prior(document: Document) -> float:
    """
    What a row is worth before anything is asked: mostly its weight, then how new it is, and at last
    a trace of its address, so that equals always come in the same order.

    The engine multiplies the score by log2(2 + prior); the factor runs from 1.0 to about 1.4.
    """
    weight = max(document.weight, 0.0)
    latest = document.date or (
        date(max(document.all_years), 7, 1) if document.all_years else date(1990, 1, 1)
    )
    newness = min(max((latest - date(1990, 1, 1)).days / 18_263, 0.0), 1.0)  # 1990 to 2040
    trace = int.from_bytes(hashlib.sha256(document.address.encode()).digest()[:2]) / 65_536
    factor = 1.0 + 0.3 * weight / (weight + 1.0) + 0.1 * newness + 0.0005 * trace
    return math.pow(2.0, factor) - 2.0


# --- Folders, readers, writers --------------------------------------------------------------------


def home() -> Path:
    return Path(settings.HOME) / "search"


def folder_of(edition: str) -> Path:
    return home() / f"{SCHEMA}-{edition}"


def is_there(edition: str) -> bool:
    """Whether the index of this edition exists and was finished, in the present schema."""
    return bool(edition) and (folder_of(edition) / "meta.json").exists()


def open_index(folder: Path) -> tantivy.Index:
    folder.mkdir(parents=True, exist_ok=True)
    index = tantivy.Index(FIELDS, path=str(folder))
    spaces = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer("lemmas", spaces)
    return index


@dataclass
class Reader:
    """One opened edition. `searcher()` always shows the last commit, whoever made it."""

    edition: str
    index: tantivy.Index = field(init=False)
    _seen: tuple = field(default=(), init=False)

    def __post_init__(self) -> None:
        self.index = open_index(folder_of(self.edition))
        self.index.config_reader("manual")

    def searcher(self) -> tantivy.Searcher:
        state = (folder_of(self.edition) / "meta.json").stat()
        seen = (state.st_mtime_ns, state.st_ino, state.st_size)
        if seen != self._seen:
            self.index.reload()
            self._seen = seen
        return self.index.searcher()


_READERS: dict[str, Reader] = {}


def reader(edition: str) -> Reader:
    """The process's reader of an edition; readers of older ones are let go."""
    path = str(folder_of(edition))
    found = _READERS.get(path)
    if found is None:
        found = Reader(edition)
        _READERS.clear()
        _READERS[path] = found
    return found


@contextmanager
def one_writer(wait: float = 30.0) -> Iterator[None]:
    """Hold the only right to write; raise IndexIsBusy after `wait` seconds. Freed by the system in a crash."""
    home().mkdir(parents=True, exist_ok=True)
    until = time.monotonic() + wait
    with (home() / "writer.lock").open("w") as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError as error:
                if time.monotonic() >= until:
                    raise IndexIsBusy from error
                time.sleep(0.02)
        yield


def write(edition: str, put: Iterable[Document], *, drop: Mapping[str, Iterable[Any]], heap: int) -> int:
    """
    Take out every entry whose field has one of the `drop` values, put `put` in, commit; return how many.

    `put` is drawn from while writing, so a whole record needs no memory. The caller holds `one_writer`.
    """
    index = open_index(folder_of(edition))
    writer = index.writer(heap, 1)
    written = 0
    try:
        for name, values in drop.items():
            for value in values:
                writer.delete_documents_by_term(name, value)
        for document in put:
            writer.add_document(entry(document))
            written += 1
        writer.commit()
    except BaseException:
        writer.rollback()
        raise
    finally:
        writer.wait_merging_threads()
    return written


def forget_abandoned(*, besides: str) -> None:
    """Remove folders that no commit has touched for a day: editions of crashed rebuilds and of dead databases."""
    for folder in home().glob("*-*"):
        if not folder.name.endswith(f"-{besides}") and folder.stat().st_mtime < time.time() - 86_400:
            shutil.rmtree(folder, ignore_errors=True)


def forget(edition: str) -> None:
    """Remove an edition's folder. Readers that have it open keep what they opened."""
    if edition:
        for folder in home().glob(f"*-{edition}"):
            shutil.rmtree(folder, ignore_errors=True)
