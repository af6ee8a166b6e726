"""
Words and their lemmas: the one analysis that texts and questions both go through.

Russian words get the lemma of pymorphy3's dictionary («беженцев» and «беженцы» both become «беженец»),
names it does not know and other words the stem of Snowball. Every form is folded, before or after, so that "Türkiye" and "Turkiye",
«ребёнок» and «ребенок» are one. The dictionary takes 0.2 seconds and 25 MB: it is loaded by the first
Cyrillic word, never at start-up.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from convene.core.collation import fold

# A word is a run of letters and digits. The English possessive is no part of it.
_WORD = re.compile(r"[^\W_]+(?:['’]s\b)?")
_POSSESSIVE = re.compile(r"['’]s$")
_LONGEST_WORD = 60  # letters; longer runs are cut: nobody asks for them and the index refuses 64 kB

# Forms whose stem says nothing of their base form, and American spellings of the words a dialogue uses.
_ENGLISH = {
    "children": "child",
    "people": "person",
    "persons": "person",
    "women": "woman",
    "men": "man",
    "criteria": "criterion",
    "held": "hold",
    "met": "meet",
    "led": "lead",
    "sent": "send",
    "taken": "take",
    "took": "take",
    "given": "give",
    "gave": "give",
    "chosen": "choose",
    "chose": "choose",
    "became": "become",
    "began": "begin",
    "begun": "begin",
    "left": "leave",
    "paid": "pay",
    "sought": "seek",
    "program": "programme",
    "programs": "programmes",
    "center": "centre",
    "centers": "centres",
    "labor": "labour",
    "analyses": "analysis",
    "crises": "crisis",
}
# Too common to be asked for: they must not keep a record out when another word of the question finds it.
_COMMON_WORDS = (
    "a an and as at by for from in into is it its of on or that the this to was were what which who with "
    "и в во на с со к ко о об от до по за из у не для при что кто как это а но или же "
    "au aux d dans de des du en et l la le les ou par pour que qui sur un une"
)
_COMMON = frozenset(_COMMON_WORDS.split())
# Control characters, invisible joiners, and halves of characters that no encoding can carry.
_UNPRINTABLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ud800-\udfff]"
)
_LEAST_CERTAIN = 0.2  # of all readings of a Russian form, how much a lemma must carry to be indexed


class Word(NamedTuple):
    """One word of a text as written, and where it stands."""

    written: str
    start: int
    end: int


def clean(text: str) -> str:
    """Return `text` with composed letters and nothing invisible in it; whitespace stays as it is."""
    return unicodedata.normalize("NFC", _UNPRINTABLE.sub("", text))


def words_of(text: str) -> Iterator[Word]:
    """Yield the words of `text`, without the possessive ending."""
    for match in _WORD.finditer(text):
        written = match[0]
        if written[-2:-1] in ("'", "’"):
            written = _POSSESSIVE.sub("", written)
        yield Word(written[:_LONGEST_WORD], match.start(), match.start() + len(written))


def written_words(text: str) -> list[str]:
    """The words of `words_of` without their places: for whole texts, at three times the speed."""
    return [_POSSESSIVE.sub("", word)[:_LONGEST_WORD] for word in _WORD.findall(text)]


def words_beginning(letters: Iterable[str]) -> re.Pattern:
    """
    Return a pattern of the words that begin with one of the folded `letters`, in whatever case or accent.

    Looking for a few words in a long text, it passes over nearly all others at the speed of the scanner.
    """
    written = "".join(sorted({w for letter in letters for w in _written_as().get(letter, letter)}))
    return re.compile(rf"(?<![^\W_])[{re.escape(written)}][^\W_]*")


@cache
def _written_as() -> dict[str, str]:
    """Folded letter -> all the letters of the Latin and Cyrillic alphabets that fold to it."""
    found: dict[str, str] = {}
    for code in (*range(0x30, 0x3A), *range(0x41, 0x530), *range(0x1E00, 0x1F00)):
        letter = chr(code)
        if letter.isalnum() and (folded := fold(letter)):
            found[folded[0]] = found.get(folded[0], "") + letter
    return found


def is_common(word: str) -> bool:
    """Whether `word` is an article, a preposition or the like, in any of our languages."""
    return form_of(word) in _COMMON


@lru_cache(maxsize=60_000)
def form_of(word: str) -> str:
    """The folded form of a word as written: what an unfinished word is compared with."""
    return fold(word)


@lru_cache(maxsize=60_000)
def lemmas_of(word: str, language: str) -> tuple[str, ...]:
    """
    Return the lemmas under which `word`, found in a text of `language`, is indexed: the likeliest first.

    The script counts more than the language: a Latin word in a Russian text is stemmed as English,
    a Cyrillic word in an English text gets its Russian lemma. Codes and numbers stay as they are.
    """
    form = form_of(word)
    if not form:
        return ()
    if not form.isalpha() or len(form) < 3:
        return (form,)
    if "\u0400" <= form[0] <= "\u04ff":
        # Not yet folded: the dictionary tells ё from е and й from и.
        return _russian(word.casefold(), form)
    if not form.isascii():
        return (form,)
    return (_french(form) if language == "fr" else _english(form),)


def lemmas_asked(word: str, languages: tuple[str, ...]) -> tuple[str, ...]:
    """Return the lemmas under which `word` may be indexed in texts of any of `languages`."""
    found = dict.fromkeys(lemmas_of(word, "en"))
    if "fr" in languages:
        found |= dict.fromkeys(lemmas_of(word, "fr"))
    return tuple(found)


def _english(form: str) -> str:
    stem = _stemmer("english").stemWord(_ENGLISH.get(form, form))
    # British and American endings: organisation, organization.
    return stem[:-2] + "is" if stem.endswith("iz") and len(stem) > 4 else stem


def _french(form: str) -> str:
    return fold(_stemmer("french").stemWord(form))


def _russian(word: str, form: str) -> tuple[str, ...]:
    dictionary = _dictionary()
    if not dictionary.word_is_known(word):
        # The dictionary would guess, slowly and from case to case differently; a stem holds the cases together.
        return (_stemmer("russian").stemWord(form),)
    shares: dict[str, float] = {}
    for reading in dictionary.parse(word):
        lemma = fold(reading.normal_form)
        shares[lemma] = shares.get(lemma, 0.0) + reading.score
    ranked = sorted(shares, key=lambda lemma: (-shares[lemma], lemma))
    return tuple([lemma for lemma in ranked[:3] if shares[lemma] >= _LEAST_CERTAIN] or ranked[:1])


@cache
def _dictionary():
    import pymorphy3  # here, because start-up must not pay for it

    return pymorphy3.MorphAnalyzer(lang="ru")


@cache
def _stemmer(language: str):
    import Stemmer  # here, like the dictionary

    return Stemmer.Stemmer(language)
