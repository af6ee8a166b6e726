"""Bars drawn to scale of time, as SVG without inline styles. Decoration: the list beside them says the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from markupsafe import Markup

_WIDTH = 960
_BAR_TOP, _BAR_HEIGHT = 4, 22
_HEIGHT = 48
_TONES = ("t0", "t1", "t2", "gap")


@dataclass(frozen=True)
class Stretch:
    """One holder's time. `ends_on` is exclusive; None is open. `tone`: t0, t1, t2, or gap for nobody."""

    label: Any
    starts_on: date | None
    ends_on: date | None
    tone: str = "t0"


def term_bar(stretches: Sequence[Stretch], first: date, last: date, on: date | None = None) -> Markup:
    """
    Draw the stretches between the days `first` and `last`, with a tick for every year or every fifth
    and a line at the day `on`. Hidden from screen readers.
    """
    days = max((last - first).days, 1)

    def x(day: date) -> float:
        return round(_WIDTH * min(max((day - first).days / days, 0), 1), 1)

    parts = []
    for stretch in stretches:
        left = x(stretch.starts_on or first)
        width = max(round(x(stretch.ends_on or last) - left, 1) - 2, 1)
        tone = stretch.tone if stretch.tone in _TONES else "t0"
        parts.append(
            Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}"><title>{}</title></rect>').format(
                tone, left, _BAR_TOP, width, _BAR_HEIGHT, stretch.label
            )
        )
    step = 1 if last.year - first.year <= 12 else 2 if last.year - first.year <= 24 else 5
    for year in range(first.year + 1, last.year + 1):
        if year % step == 0:
            parts.append(
                Markup('<text x="{}" y="{}" text-anchor="middle">{}</text>').format(
                    x(date(year, 1, 1)), _HEIGHT - 4, year
                )
            )
    if on is not None and first <= on <= last:
        parts.append(
            Markup('<line class="now" x1="{0}" x2="{0}" y1="0" y2="{1}"/>').format(
                x(on), _BAR_TOP * 2 + _BAR_HEIGHT
            )
        )
    return Markup('<svg viewBox="0 0 {} {}" aria-hidden="true" focusable="false">{}</svg>').format(
        _WIDTH, _HEIGHT, Markup("").join(parts)
    )
