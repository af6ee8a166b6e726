"""Which words of a text answer the question, and the passage that shows most of them."""

from __future__ import annotations

from typing import NamedTuple

from convene.search.asked import Asked
from convene.search.lemmas import Word, fold, is_common, lemmas_of, words_beginning

Part = tuple[str, bool]  # a piece of text, and whether it answers the question

# A form begins with the letter of its lemma, and so do stems; but for these.
_OTHERWISE_BEGUN = {"ребенок": "д", "человек": "л", "год": "л", "хороший": "л", "идти": "ш"}

PASSAGE = 240  # letters, about two lines on a phone
_LONGEST_READ = 20_000  # letters read for a passage; what lies behind is found, but not shown
_LEAD = 60  # letters before the first word that answers


class Match(NamedTuple):
    word: Word
    group: int  # which asked word it answers


class Finder:
    """Finds the words of a text that answer a question."""

    def __init__(self, asked: Asked, *, unfinished: bool = False) -> None:
        told = [(n, word) for n, word in enumerate(asked.all_words) if not is_common(word.written)]
        told = told or list(enumerate(asked.all_words))  # nothing but common words was asked
        self._groups: dict[str, int] = {}
        for number, word in told:
            for lemma in word.lemmas:
                self._groups.setdefault(lemma, number)
        self.groups = len(set(self._groups.values()))
        self._beginning = asked.words[-1].form if unfinished and asked.words else ""
        self._last = len(asked.words) - 1
        letters = {lemma[0] for lemma in self._groups} | {word.form[0] for _n, word in told}
        for lemma in self._groups.keys() & _OTHERWISE_BEGUN.keys():
            letters |= set(_OTHERWISE_BEGUN[lemma])
        self._candidates = words_beginning(letters) if letters else None
        self._known: dict[str, dict[str, int | None]] = {}  # per language: a text repeats its words

    def __call__(self, text: str, language: str) -> list[Match]:
        """Return the words of `text`, which is in `language`, that answer, in their order."""
        if self._candidates is None:
            return []
        known = self._known.setdefault(language, {})
        found = []
        for candidate in self._candidates.finditer(text, 0, _LONGEST_READ):
            written = candidate[0]
            if written not in known:
                known[written] = self._group(written, language)
            if known[written] is not None:
                found.append(Match(Word(written, candidate.start(), candidate.end()), known[written]))
        return found

    def _group(self, written: str, language: str) -> int | None:
        for lemma in lemmas_of(written, language):
            if lemma in self._groups:
                return self._groups[lemma]
        return self._last if self._beginning and fold(written).startswith(self._beginning) else None


def marked(text: str, matches: list[Match], start: int = 0, end: int | None = None) -> list[Part]:
    """Cut `text` from `start` to `end` into parts that match and parts that do not."""
    end = len(text) if end is None else end
    parts: list[Part] = []
    at = start
    for match in matches:
        word = match.word
        if word.start < at or word.end > end:
            continue
        if word.start > at:
            parts.append((text[at : word.start], False))
        parts.append((text[word.start : word.end], True))
        at = word.end
    if at < end:
        parts.append((text[at:end], False))
    return parts


def passage(text: str, matches: list[Match]) -> list[Part]:
    """Return the part of `text` that answers most of the question, cut at spaces, with … where cut."""
    start, end = _best_window(text, matches)
    parts = marked(text, matches, start, end)
    if start > 0:
        parts.insert(0, ("… ", False))
    if end < len(text):
        parts.append((" …", False))
    return [(piece.replace("\n", " "), is_match) for piece, is_match in parts]


def _best_window(text: str, matches: list[Match]) -> tuple[int, int]:
    if len(text) <= PASSAGE:
        return 0, len(text)
    best, first = 0, None
    for number, match in enumerate(matches):
        near = [m for m in matches[number : number + 12] if m.word.end <= match.word.start + PASSAGE - _LEAD]
        worth = 100 * len({m.group for m in near}) + len(near)
        if worth > best:
            best, first = worth, match.word.start
    start = _space_before(text, max((first or 0) - _LEAD, 0))
    end = min(start + PASSAGE, len(text))
    if end < len(text):
        space = text.rfind(" ", start + PASSAGE // 2, end)
        end = space if space > (first or 0) else end
    return start, end


def _space_before(text: str, at: int) -> int:
    """The beginning of the word or sentence at or after `at`."""
    if at <= 0:
        return 0
    space = text.find(" ", at, at + _LEAD)
    return space + 1 if space >= 0 else at
