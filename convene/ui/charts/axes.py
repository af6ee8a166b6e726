"""Axes: round values on the left with thin lines across, years below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from convene.ui.charts import figures
from convene.ui.charts.ink import Ink
from convene.ui.charts.labels import width_of
from convene.ui.charts.scales import Scale, value_ticks, year_ticks


@dataclass(frozen=True)
class Plot:
    """The area between the axes, with its two scales."""

    left: float
    top: float
    right: float
    bottom: float
    x: Scale
    y: Scale


def value_axis(
    ink: Ink, values: Sequence[float], unit: str, height: float, right: float, *, from_zero: bool
) -> tuple[float, Scale]:
    """
    Draw the value axis below what stands already; return the left edge of the plot and the scale.

    The unit stands above the axis. Zero has the strong line.
    """
    marks = value_ticks(values, 4 if ink.is_narrow else 5, from_zero=from_zero)
    words = [figures.short(mark) for mark in marks]
    left = max(width_of(word, ink.size) for word in words) + 8
    if unit:
        ink.text(0, ink.height + ink.size, unit, fill="soft")
        ink.height += ink.size + 8
    top = ink.height + ink.size / 2 + 2
    scale = Scale(marks[0], marks[-1], top + height, top)
    for mark, word in zip(marks, words, strict=True):
        y = scale(mark)
        ink.line(left, y, right, y, "soft" if mark == 0 else "rule", 1.2 if mark == 0 else 0.8)
        ink.text(left - 7, y + ink.size * 0.36, word, fill="soft", anchor="end")
    ink.height = top + height
    return left, scale


def year_axis(ink: Ink, years: Sequence[int], scale: Scale) -> None:
    """Write years below the plot."""
    room = width_of("2024", ink.size) + 10
    for year in year_ticks(years, scale, room):
        ink.line(scale(year), ink.height, scale(year), ink.height + 5, "soft")
        ink.text(scale(year), ink.height + ink.size + 7, str(year), fill="soft", anchor="middle")
    ink.height += ink.size + 12
