"""Numbers as a chart writes them: in full in tables, short on axes, in the reader's language."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from babel.numbers import format_compact_decimal, format_decimal
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from convene.ui import formats
from convene.ui.charts.chart import Cell, Value

_SHORTENED_FROM = 10_000


def full(value: Value) -> str:
    """Return "1,102,774", «1 102 774», or words where there is no figure. A Decimal keeps its digits: 0.950."""
    if value is None:
        return _("no figure")
    return _exact(str(value), get_language() or "en") if isinstance(value, Decimal) else formats.number(value)


@lru_cache(maxsize=4096)
def _exact(value: str, language: str) -> str:
    digits = len(value.partition(".")[2])
    pattern = "#,##0." + "0" * digits if digits else "#,##0"
    text = format_decimal(Decimal(value), format=pattern, locale=formats.locale_of(language))
    return text.replace("\u202f", "\u00a0")


@lru_cache(maxsize=4096)
def _short(value: float, language: str) -> str:
    digits = 2 if abs(value) >= 1_000_000 else 1
    text = format_compact_decimal(value, locale=formats.locale_of(language), fraction_digits=digits)
    return text.replace("\u202f", "\u00a0").replace("-", "−")


def short(value: float) -> str:
    """Return "1.1M", «1,1 млн»; small numbers in full."""
    if abs(value) < _SHORTENED_FROM:
        return formats.number(int(value) if float(value).is_integer() else value)
    return _short(float(value), get_language() or "en")


def cell(value: Value, href: str = "", note: str = "") -> Cell:
    return Cell(full(value), href if value is not None else "", note)
