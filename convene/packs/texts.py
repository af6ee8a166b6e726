"""Between a Text of the database and what a pack writes of it: plain texts, and marks on translations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from convene.core.text import Text, Translation, TranslationState, fingerprint
from convene.packs.rows import tidy


def source_language(texts: Mapping[str, str], languages: Sequence[str]) -> str:
    """Without a mark the source is the first of the dialogue's languages in which there is a text."""
    given = [language for language in languages if texts.get(language)]
    return given[0] if given else (languages[0] if languages else "en")


def to_text(texts: Mapping[str, str], marks: Mapping[str, str], name: str, languages: Sequence[str]) -> Text:
    """
    Make the Text of a prose column `name`.

    Unmarked translations are unreviewed and made from today's source.
    """
    marked = {
        language: marks[f"{name}.{language}"].partition(":")[::2]
        for language in texts
        if f"{name}.{language}" in marks
    }
    sources = [language for language, (state, _) in marked.items() if state == TranslationState.SOURCE]
    source = sources[0] if sources else source_language(texts, languages)
    if not texts:
        return Text(source, {})
    today = fingerprint(texts[source])
    values = {}
    for language in sorted(texts, key=list(languages).index):
        state, of = marked.get(language, (TranslationState.UNREVIEWED, ""))
        if language == source:
            state, of = TranslationState.SOURCE, ""
        values[language] = Translation(texts[language], TranslationState(state), of or today)
    return Text(source, values)


def from_text(text: Text, name: str, languages: Sequence[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Return (texts by language, marks) of a prose column `name`; only the dialogue's languages count."""
    texts = {
        language: tidy(text.values[language].text)
        for language in languages
        if language in text.values and tidy(text.values[language].text)
    }
    marks: dict[str, str] = {}
    source = text.source if text.source in texts else source_language(texts, languages)
    if source != source_language(texts, languages):
        marks[f"{name}.{source}"] = f"{TranslationState.SOURCE}:"
    # Compared with the wording as stored: tidying a text must not make its translations look stale.
    stored = text.values[source].text if source in text.values else ""
    for language in texts:
        value = text.values[language]
        of = "" if not value.of or value.of == fingerprint(stored) else value.of
        state = value.state if value.state != TranslationState.STALE else TranslationState.UNREVIEWED
        if language != source and (of or state != TranslationState.UNREVIEWED):
            kept = TranslationState.UNREVIEWED if state == TranslationState.SOURCE else state
            marks[f"{name}.{language}"] = f"{kept}:{of}"
    return texts, marks
