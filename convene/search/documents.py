"""
What the index holds of a row, and who supplies it.

Search knows none of the parts above it. Each part registers, per kind of address, one function that
yields the documents of all its public rows and one that gives the document of one key, or None where
there is no such row or the public may not see it. Nothing else reaches the index, so what these two
functions hide cannot be found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date as Day
from typing import Any

from convene.core.text import Text


@dataclass(frozen=True, kw_only=True)
class Document:
    """
    One thing that can be found.

    address      "meeting/2014-10-28-som-berlin"; the kind is what stands before the slash
    title        its name, in every language there is
    body         what else is said of it: a Text, or plain text per language
    extra_names  other names, codes and abbreviations, separated by semicolons; a question that is
                 exactly one of them finds this first
    states       codes of the states it is about
    year, years  the year it is told under, and every year it touches
    date         the day that counts for "newer first"; without one, the year counts
    weight       importance among equals: 1 is ordinary, a state page may be 3, a footnote 0.3
    path         page under the language, where it differs from the address: "about/governance/"
    """

    address: str
    kind: str
    title: Text
    body: Text | Mapping[str, str] | None = None
    states: tuple[str, ...] = ()
    year: int | None = None
    years: tuple[int, ...] = ()
    date: Day | None = None
    weight: float = 1.0
    extra_names: str = ""
    path: str = ""

    @property
    def titles(self) -> dict[str, str]:
        return {language: text for language, text in self.title.plain().items() if text}

    @property
    def bodies(self) -> dict[str, str]:
        body = self.body.plain() if isinstance(self.body, Text) else self.body or {}
        return {language: text for language, text in body.items() if text}

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name.strip() for name in self.extra_names.split(";") if name.strip())

    @property
    def all_years(self) -> tuple[int, ...]:
        told = (self.year or (self.date.year if self.date else None), *self.years)
        return tuple(sorted({year for year in told if year}))


def joined(*texts: Text | None) -> dict[str, str]:
    """The texts one after another, per language: the body of a thing that is told in several fields."""
    found: dict[str, list[str]] = {}
    for text in texts:
        for language, words in text.plain().items() if text else ():
            if words:
                found.setdefault(language, []).append(words)
    return {language: ". ".join(parts) for language, parts in found.items()}


@dataclass(frozen=True)
class Source:
    """Where the documents of one kind come from."""

    kind: str
    label: Any  # lazy translation, plural: "Meetings"
    provider: Callable[[], Iterable[Document]]
    document_for: Callable[[str], Document | None]


_SOURCES: dict[str, Source] = {}
_NAMERS: list[Callable[[Iterable[str], str], Mapping[str, str]]] = []


def register(
    kind: str,
    label: Any,
    provider: Callable[[], Iterable[Document]],
    document_for: Callable[[str], Document | None],
) -> None:
    """
    Let search index everything whose address begins with `kind/`. Called from a part's `AppConfig.ready`.

    Both functions read the database when they are called, never when they are registered.
    """
    _SOURCES[kind] = Source(kind, label, provider, document_for)


def sources() -> tuple[Source, ...]:
    return tuple(_SOURCES.values())


def source_of(kind: str) -> Source | None:
    return _SOURCES.get(kind)


def register_state_names(namer: Callable[[Iterable[str], str], Mapping[str, str]]) -> None:
    """Let `namer(codes, language)` word the filter by state. Without one the codes themselves are shown."""
    _NAMERS[:] = [namer]


def state_names(codes: Iterable[str], language: str) -> Mapping[str, str]:
    return _NAMERS[0](codes, language) if _NAMERS else {}
