"""Filters for words: a Text in the reader's language, paragraphs, addresses with a query."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlencode

from babel import Locale
from django.utils.translation import get_language, gettext
from markupsafe import Markup, escape

from convene.core.text import Text, TranslationState

# States that a reader is told of, each with its short visible mark.
_MARKED = (TranslationState.MACHINE, TranslationState.STALE)
_BLANK_LINES = re.compile(r"\n\s*\n")


def mark_words(state: TranslationState) -> tuple[str, str]:
    """Return (short visible mark, explanation) of a translation's state."""
    if state == TranslationState.MACHINE:
        return gettext("machine"), gettext("machine translation, not yet reviewed by a person")
    if state == TranslationState.STALE:
        return gettext("out of date"), gettext("the original has changed since this translation was made")
    return gettext("not reviewed"), gettext("translated, not yet reviewed")


def text(value: Text | str | None, language: str | None = None) -> Markup:
    """
    Return a Text in `language` for a page, escaped.

    Where only another language has it, the words carry `lang` and a visible mark with that
    language's code; a machine-made or outdated translation carries its mark too.
    """
    if not isinstance(value, Text):
        return escape(value or "")
    language = language or get_language() or "en"
    kept = value.shown
    if language not in kept:
        kept[language] = _marked(value, language)
    return kept[language]


def _marked(value: Text, language: str) -> Markup:
    words, spoken = value.best(language)
    if spoken != language:
        if not words:
            return Markup("")
        return Markup('<span class="other-language" lang="{}">{}</span>{}').format(
            spoken, words, _language_mark(spoken, language)
        )
    state = value.state(language)
    if state not in _MARKED:
        return escape(words)
    short, explanation = mark_words(state)
    return Markup('{}<small class="translation-mark" title="{}">{}</small>').format(words, explanation, short)


@lru_cache(maxsize=64)
def _language_mark(spoken: str, language: str) -> Markup:
    # `language` is part of the key: the explanation is worded in it.
    explanation = gettext("not yet translated")
    return Markup(
        '<small class="translation-mark" title="{0}"><span aria-hidden="true">{1}</span>'
        '<span class="unseen"> ({0})</span></small>'
    ).format(explanation, spoken.upper())


def plain(value: Text | str | None, language: str | None = None) -> str:
    """Return a Text as a bare string, for attributes, options and titles."""
    if not isinstance(value, Text):
        return str(value or "")
    return value.in_language(language or get_language() or "en")


def prose(value: Text | str | None, language: str | None = None) -> Markup:
    """Return paragraphs from plain text, in which blank lines part them. Everything is escaped."""
    if not isinstance(value, Text):
        return _paragraphs(str(value or ""), Markup(""))
    language = language or get_language() or "en"
    kept = value.shown
    if ("prose", language) not in kept:
        words, spoken = value.best(language)
        attribute = Markup(' lang="{}"').format(spoken) if spoken != language else Markup("")
        kept["prose", language] = _paragraphs(words, attribute)
    return kept["prose", language]


def _paragraphs(words: str, attribute: Markup) -> Markup:
    paragraphs = [part.strip() for part in _BLANK_LINES.split(words) if part.strip()]
    # Both parts are escaped; Markup's own format() and join() would take ten times as long.
    return Markup("\n".join(f"<p{attribute}>{escape(paragraph)}</p>" for paragraph in paragraphs))  # noqa: S704


def sentence(value: str) -> str:
    """The words with a capital at their beginning and nowhere else."""
    return value[:1].upper() + value[1:]


_FORMS = (
    "zero",
    "one",
    "two",
    "few",
    "many",
    "other",
)  # of a counted word, in the order in which CLDR has them


def counted_word(value: Text, number: int, language: str) -> str:
    """
    The form of a word that goes with a number: "47 participants", «47 участников».

    The word is given as its forms in CLDR's order, parted by semicolons: "participant; participants",
    «участник; участника; участников». Where forms are missing the last one stands for them.
    """
    words, spoken = value.best(language)
    forms = [form.strip() for form in words.split(";")]
    rule = Locale.parse(spoken, sep="-").plural_form
    known = [form for form in _FORMS if form in rule.tags or form == "other"]
    return forms[min(known.index(rule(number)), len(forms) - 1)]


def with_query(source, **changes) -> str:
    """
    Return an address with the query of `source` and `changes` laid over it; None takes a name away.

    `source` is a Page (which keeps its day), a request or a mapping. Empty values are left out.
    """
    if hasattr(source, "viewer"):
        return source.url(None, **{**source.query, **changes})
    query = getattr(source, "GET", source)
    merged = {**dict(query.items()), **changes}
    kept = {name: value for name, value in merged.items() if value not in (None, "")}
    return f"?{urlencode(kept)}" if kept else "?"
