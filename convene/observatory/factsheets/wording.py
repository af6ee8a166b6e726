"""Numbers, moments and producers in words, in the reader's language."""

from __future__ import annotations

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from babel.numbers import format_compact_decimal, format_decimal
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convene.observatory.enums import Moment
from convene.observatory.models import Indicator
from convene.ui import formats

_NARROW, _SPACE = "\u202f", "\u00a0"
MILLION, BILLION, TRILLION = 10**6, 10**9, 10**12
US_DOLLARS = "usd"
_DATED = re.compile(r"(\d{4})(-(0[1-9]|1[0-2])(-\d\d)?|(\.\d+)+)")
_DIGITS = re.compile(r"^[-−\d.,\s]+")


@lru_cache(maxsize=8192)
def number(value: float, decimals: int, language: str) -> str:
    """Return "37,732,833" or «37 732 833», with as many decimals as the indicator shows; −5, not -5."""
    exact = Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    text = format_decimal(exact, format=pattern, locale=formats.locale_of(language))
    return text.replace(_NARROW, _SPACE).replace("-", "−")


@lru_cache(maxsize=4096)
def money(value: float, language: str) -> str:
    """Return "15.0 billion", «15,0 млрд», always with one decimal; small amounts in full."""
    if abs(value) < MILLION:
        return number(value, 0, language)
    scale = next((one for one in (TRILLION, BILLION) if round(abs(value) / one, 1) >= 1), MILLION)
    shown = round(value / scale, 1)
    named = format_compact_decimal(
        shown * scale, format_type="short" if language == "ru" else "long", locale=formats.locale_of(language), fraction_digits=1
    )  # fmt: skip
    return f"{number(shown, 1, language)}{_SPACE}{_DIGITS.sub('', named).strip()}"


def edition_in_words(label: str) -> str:
    """
    The year of an edition that is named by a day, a month or a version: "2025-06-03" and "2025.12.1" are "2025".

    A line of a table has room for no more; the list of sources names the edition in full.
    """
    dated = _DATED.fullmatch(label)
    return dated[1] if dated else label.replace("-", "–")


def value_in_words(value: float, indicator: Indicator, language: str) -> str:
    if indicator.unit == US_DOLLARS:
        return money(value, language)
    return number(value, indicator.decimals, language)


def unit_in_words(value: float, indicator: Indicator, language: str) -> str:
    """The unit after a value, in the number that the value asks for; nothing where the name says it all."""
    counted = int(abs(value))
    words = {
        "persons": lambda: ngettext("person", "persons", counted),
        "applications": lambda: ngettext("application", "applications", counted),
        "decisions": lambda: ngettext("decision", "decisions", counted),
        "permits": lambda: ngettext("permit", "permits", counted),
        "detections": lambda: ngettext("detection", "detections", counted),
        "destinations": lambda: ngettext("destination", "destinations", counted),
        "percent": lambda: "%",
        "usd": lambda: _("US dollars"),
        "index": lambda: "",
        "rank": lambda: "",
    }.get(indicator.unit)
    return words() if words else indicator.unit_name.in_language(language)


def moment_in_words(indicator: Indicator, year: int, month: int, language: str) -> str:
    """What a number is of: "mid-2024", "31 Dec 2024", "July 2025", "2024"."""
    moment = indicator.moment
    if month:
        return formats.told(f"{year:04d}-{month:02d}", language)
    if moment == Moment.MIDYEAR:
        return _("mid-%(year)s") % {"year": year}
    if moment == Moment.FIRST_JANUARY:
        return formats.short_day(date(year, 1, 1), language)
    if moment == Moment.END_OF_YEAR:
        return formats.short_day(date(year, 12, 31), language)
    if moment == Moment.MID_OR_END_OF_YEAR:
        return _("end of %(year)s") % {"year": year}
    return str(year)
