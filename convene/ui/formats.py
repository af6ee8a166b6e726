"""Days and numbers as people write them in each language, after CLDR."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_skeleton, get_month_names, parse_pattern
from babel.lists import format_list
from babel.numbers import format_decimal
from django.utils.translation import get_language, gettext

from convene.core.told import UNKNOWN, Told, tell

# CLDR's narrow no-break space is in no font of ours; the ordinary one looks the same.
_NARROW, _ORDINARY_SPACE = "\u202f", "\u00a0"
_MONTH_OR_YEAR = re.compile(r"\d{4}(-\d{2})?")
_ORDINARY = {"en": "en_GB"}  # 28 April 2009, not April 28, 2009


@lru_cache(maxsize=64)
def locale_of(language: str) -> Locale:
    return Locale.parse(_ORDINARY.get(language, language.replace("-", "_")))


def _asked(language: str | None) -> str:
    return language or get_language() or "en"


@lru_cache(maxsize=8192)
def _day(day: date, length: str, language: str) -> str:
    return format_date(day, length, locale_of(language)).replace(_NARROW, _ORDINARY_SPACE)


def day(value: date, language: str | None = None) -> str:
    """Return "28 April 2009", «28 апреля 2009 г.»."""
    return _day(value, "long", _asked(language))


def short_day(value: date, language: str | None = None) -> str:
    """Return "28 Apr 2009", «28 апр. 2009 г.»."""
    return _day(value, "medium", _asked(language))


@lru_cache(maxsize=8192)
def _span(first: date, last: date, language: str) -> str:
    # CLDR has spans with the short month only; written out they differ in nothing but the month.
    locale = locale_of(language)
    differs = "y" if first.year != last.year else "M" if first.month != last.month else "d"
    pattern = locale.interval_formats["yMMMd"][differs]
    return "".join(
        parse_pattern(part.replace("MMM", "MMMM")).apply(value, locale)
        for part, value in zip(pattern, (first, last), strict=True)
    ).replace(_NARROW, _ORDINARY_SPACE)


def day_span(first: date, last: date | None = None, language: str | None = None) -> str:
    """Return "27–28 April 2009", «27–28 апреля 2009 г.». `last` is the last day itself; one day if None."""
    if last is None or last == first:
        return day(first, language)
    return _span(first, last, _asked(language))


@lru_cache(maxsize=256)
def _month(month: int, width: str, language: str) -> str:
    return get_month_names(width, context="stand-alone", locale=locale_of(language))[month]


def month_name(value: date, language: str | None = None, width: str = "abbreviated") -> str:
    """Return the month alone: "Apr", «апр.»; in full with width="wide"."""
    return _month(value.month, width, _asked(language))


@lru_cache(maxsize=2048)
def _skeleton(value: date, skeleton: str, language: str) -> str:
    return format_skeleton(skeleton, value, locale=locale_of(language)).replace(_NARROW, _ORDINARY_SPACE)


def told(value: str | Told, language: str | None = None) -> str:
    """
    Word a day as its source tells it.

    "2009-04" is "April 2009"; "2022" is "2022, day unknown"; "2022-02..2022-10-24" is
    "between 1 February 2022 and 24 October 2022"; "unknown" is "day unknown"; "" is "".
    Raises NotADay for anything that is not a told day.
    """
    if not value:
        return ""
    known = value if isinstance(value, Told) else tell(value)
    language = _asked(language)
    if known.text == UNKNOWN:
        return gettext("day unknown")
    if known.is_exact:
        return day(known.earliest, language)
    if ".." in known.text:
        return _range(known, language)
    if len(known.text) == 4:
        return gettext("%(year)s, day unknown") % {"year": _skeleton(known.earliest, "y", language)}
    return _skeleton(known.earliest, "yMMMM", language)


# A range as narrow as this is worded as "about" the day that was chosen within it.
_NARROW_RANGE = timedelta(days=62)


def reading_day(on: date | None, as_told: str, language: str | None = None) -> str:
    """
    Word one end of a period: our day where it is exact, else as told, shortly.

    "2018" is the bare year; a range of up to two months is "about" the day chosen in it.
    """
    if not as_told:
        return day(on, language) if on else ""
    known = tell(as_told)
    if len(as_told) == 4 and as_told.isdigit():
        return _skeleton(known.earliest, "y", _asked(language))
    has_range = on and known.earliest and known.latest and ".." in as_told
    if has_range and known.latest - known.earliest <= _NARROW_RANGE:
        return gettext("about %(day)s") % {"day": day(on, language)}
    return told(known, language)


def span(row, language: str | None = None) -> str:
    """
    Word a period for readers: "28 April 2009 – 30 November 2010", "since 16 November 2020".

    `row` has starts_on, starts_told, ends_on (exclusive) and ends_told. An exact end is worded as the
    last day of the period, as people say it; an end told inexactly stays as told.
    """
    return _period(row.starts_on, row.starts_told, row.ends_on, row.ends_told, _asked(language))


@lru_cache(maxsize=4096)
def _period(
    starts_on: date | None, starts_told: str, ends_on: date | None, ends_told: str, language: str
) -> str:
    start = reading_day(starts_on, starts_told, language)
    last = ends_on - timedelta(days=1) if ends_on and not ends_told else ends_on
    end = reading_day(last, ends_told, language)
    if start and end:
        return f"{start} – {end}"
    if start:
        if not starts_told:
            return gettext("since %(start)s") % {"start": start}
        if _MONTH_OR_YEAR.fullmatch(starts_told):
            return gettext("since %(start)s") % {"start": _within_a_sentence(starts_told, language)}
        return gettext("beginning: %(start)s") % {"start": start}
    if end:
        return (gettext("end: %(end)s") if ends_told else gettext("until %(end)s")) % {"end": end}
    return gettext("dates not known")


def _within_a_sentence(month_or_year: str, language: str) -> str:
    """A month or a year after a preposition: "April 2009", «апреля 2009 г.», where alone it is «апрель 2009 г.»."""
    pattern = locale_of(language).datetime_skeletons["yMMMM"].pattern.replace("LLLL", "MMMM")
    if len(month_or_year) == 4:
        pattern = pattern.replace("MMMM", "").strip()
    words = parse_pattern(pattern).apply(tell(month_or_year).earliest, locale_of(language))
    return words.replace(_NARROW, _ORDINARY_SPACE)


def _range(known: Told, language: str) -> str:
    if known.earliest is None:
        return gettext("not later than %(day)s") % {"day": day(known.latest, language)}
    if known.latest is None:
        return gettext("not earlier than %(day)s") % {"day": day(known.earliest, language)}
    return gettext("between %(first)s and %(last)s") % {
        "first": day(known.earliest, language),
        "last": day(known.latest, language),
    }


@lru_cache(maxsize=4096)
def _number(value, language: str) -> str:
    return format_decimal(value, locale=locale_of(language)).replace(_NARROW, _ORDINARY_SPACE)


def number(value, language: str | None = None) -> str:
    """Return "12,345" or «12 345»."""
    return _number(value, _asked(language))


def listed(values, language: str | None = None) -> str:
    """Join words as a sentence does: "Czechia, Hungary and Poland"."""
    return format_list([str(value) for value in values], locale=locale_of(_asked(language)))
