"""
One value in several languages, with the state of each translation.

A `Text` has a source language. Every other language is missing, stale (its source changed since),
machine-made, unreviewed (translated by a person, not yet confirmed) or reviewed.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from convene.core.collation import fold, sort_key

# What no XML file, Word document or calendar can hold: tabulator and line breaks are fine.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


def control_character(text: str) -> str:
    """The first control character in `text` by its code, as "U+000B"; empty where there is none."""
    found = _CONTROL.search(text)
    return f"U+{ord(found[0]):04X}" if found else ""


def without_control_characters(text: str) -> str:
    """`text` as any file format can hold it."""
    return _CONTROL.sub("", text)


class TranslationState(StrEnum):
    SOURCE = "source"
    REVIEWED = "reviewed"
    UNREVIEWED = "unreviewed"
    MACHINE = "machine"
    STALE = "stale"
    MISSING = "missing"


def fingerprint(text: str) -> str:
    """Eight hex digits that change when the source text changes."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


@dataclass(frozen=True)
class Translation:
    """A value in one language. `of` is the fingerprint of the source it translates."""

    text: str
    state: TranslationState = TranslationState.UNREVIEWED
    of: str = ""


@dataclass(frozen=True)
class Text:
    source: str = "en"
    values: Mapping[str, Translation] = field(default_factory=dict)

    @classmethod
    def of(cls, *, source: str | None = None, state: str = "unreviewed", **texts: str) -> Text:
        """
        Make a text from plain strings: `Text.of(en="Chair", ru="Председатель")`.

        The source is `source`, else the first language given that is not empty. Translations get `state`.
        """
        return cls.from_plain(texts, source=source, state=state)

    @classmethod
    def from_plain(
        cls, texts: Mapping[str, str], *, source: str | None = None, state: str = "unreviewed"
    ) -> Text:
        given = {language: text for language, text in texts.items() if text}
        if not given:
            return cls(source or next(iter(texts), "en"), {})
        if source is None or source not in given:
            source = next(iter(given))
        mark = fingerprint(given[source])
        values = {
            language: Translation(text, TranslationState.SOURCE, mark)
            if language == source
            else Translation(text, TranslationState(state), mark)
            for language, text in given.items()
        }
        return cls(source, values)

    @classmethod
    def from_json(cls, data: Mapping | None) -> Text:
        if not data:
            return cls()
        return cls(
            data.get("source", "en"),
            {
                language: Translation(
                    entry["text"], TranslationState(entry.get("state", "unreviewed")), entry.get("of", "")
                )
                for language, entry in data.get("values", {}).items()
            },
        )

    def to_json(self) -> dict:
        return {
            "source": self.source,
            "values": {
                language: {"text": value.text, "state": str(value.state), "of": value.of}
                for language, value in self.values.items()
            },
            "fold": {language: fold(value.text) for language, value in self.values.items()},
            "sort": {language: sort_key(value.text) for language, value in self.values.items()},
        }

    @cached_property
    def shown(self) -> dict[Any, Any]:
        """What pages made of this text, kept with it: a text at hand is shown again and again, and never changes."""
        return {}

    def plain(self) -> dict[str, str]:
        return {language: value.text for language, value in self.values.items()}

    def __bool__(self) -> bool:
        return any(value.text for value in self.values.values())

    def __str__(self) -> str:
        value = self.values.get(self.source)
        return value.text if value else ""

    def state(self, language: str) -> TranslationState:
        """Return the state of the text in `language`; stale where the source changed since."""
        value = self.values.get(language)
        if language == self.source:
            return TranslationState.SOURCE
        if value is None or not value.text:
            return TranslationState.MISSING
        if value.of and value.of != fingerprint(str(self)):
            return TranslationState.STALE
        return value.state

    def best(self, language: str) -> tuple[str, str]:
        """
        Return (text, language of that text): the asked language, else the source.

        A text whose language is not the one asked for must be shown with its language (`lang=`).
        """
        value = self.values.get(language)
        if value and value.text:
            return value.text, language
        return str(self), self.source

    def in_language(self, language: str) -> str:
        return self.best(language)[0]

    def with_source(self, text: str) -> Text:
        """Return this text with a new source wording; translations of the old one become stale."""
        values = dict(self.values)
        values[self.source] = Translation(text, TranslationState.SOURCE, fingerprint(text))
        return Text(self.source, values)

    def with_translation(
        self, language: str, text: str, state: TranslationState = TranslationState.UNREVIEWED
    ) -> Text:
        """Return this text with a translation made from the present source wording."""
        if language == self.source:
            return self.with_source(text)
        values = dict(self.values)
        if text:
            values[language] = Translation(text, TranslationState(state), fingerprint(str(self)))
        else:
            values.pop(language, None)
        return Text(self.source, values)

    def debt(self, languages: Iterable[str]) -> dict[str, TranslationState]:
        """Return the languages that still need work, each with its state. Empty texts owe nothing."""
        if not self:
            return {}
        done = {TranslationState.SOURCE, TranslationState.REVIEWED}
        states = {language: self.state(language) for language in languages}
        return {language: state for language, state in states.items() if state not in done}
