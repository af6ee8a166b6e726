"""The date of a document and the name of a language in words."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale, UnknownLocaleError

from convene.repository.models import Work
from convene.ui import formats


def date_of(work: Work, language: str) -> str:
    """Return "20 September 2016", or "2016, day unknown" where the source gives no more."""
    if work.dated_told or work.dated_on is None:
        return formats.told(work.dated_told or "unknown", language)
    return formats.day(work.dated_on, language)


def is_day_known(work: Work) -> bool:
    return work.dated_on is not None and not work.dated_told


@lru_cache(maxsize=256)
def language_name(code: str, language: str) -> str:
    """Return the name of the language `code` in `language`: "Russian", «русский». The code where it has none."""
    try:
        return Locale.parse(code, sep="-").get_display_name(language) or code
    except (UnknownLocaleError, ValueError):
        return code
