"""
Reading a question: its words, its quoted phrases. There is no query language, so nothing can be malformed.

Operators of other search engines (`AND`, `title:`, `*`, brackets) are read as the words they contain.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from convene.search.lemmas import clean, fold, is_common, lemmas_asked, words_of

_MOST_LETTERS = 300
_MOST_WORDS = 12  # more say nothing new and cost time
_QUOTED = re.compile(r'"([^"]*)"|«([^»]*)»|“([^”]*)”|„([^“”]*)[“”]')


@dataclass(frozen=True)
class AskedWord:
    written: str
    lemmas: tuple[str, ...]

    @property
    def form(self) -> str:
        return fold(self.written)


@dataclass(frozen=True)
class Asked:
    """
    A question. `words` are those a record must have, each under one of its lemmas; `phrases` are runs
    of words that must stand together. Words of phrases are not repeated among `words`.
    """

    text: str
    words: tuple[AskedWord, ...]
    phrases: tuple[tuple[AskedWord, ...], ...]

    @property
    def all_words(self) -> tuple[AskedWord, ...]:
        return (*self.words, *(word for phrase in self.phrases for word in phrase))

    def unquoted(self) -> Asked:
        """The same words, wherever they stand."""
        telling = [word for word in self.all_words if not is_common(word.written)]
        return Asked(self.text, tuple(telling) or self.all_words, ())

    def __bool__(self) -> bool:
        return bool(self.words or self.phrases)


def ask(question: str, languages: tuple[str, ...]) -> Asked:
    """Read a question put to an index whose texts are in `languages`. Anything at all may be put."""
    text = " ".join(clean(question[: _MOST_LETTERS * 4]).split())[:_MOST_LETTERS]
    phrases: list[tuple[AskedWord, ...]] = []
    loose: list[AskedWord] = []

    def take_phrase(match: re.Match) -> str:
        phrase = _words(next((part for part in match.groups() if part), ""), languages)
        if len(phrase) > 1:
            phrases.append(phrase)
        else:
            loose.extend(phrase)
        return " "

    rest = _QUOTED.sub(take_phrase, text)
    loose = [*_words(rest, languages), *loose]
    telling = [word for word in loose if not is_common(word.written)]
    kept = telling or ([] if phrases else loose)
    room = _MOST_WORDS
    bounded = []
    for phrase in phrases:
        bounded.append(phrase[:room])
        room = max(room - len(phrase), 0)
    distinct = tuple({word.lemmas: word for word in kept}.values())[:room]
    return Asked(text, distinct, tuple(phrase for phrase in bounded if phrase))


def _words(text: str, languages: tuple[str, ...]) -> tuple[AskedWord, ...]:
    found = (AskedWord(word.written, lemmas_asked(word.written, languages)) for word in words_of(text))
    return tuple(word for word in found if word.lemmas)
