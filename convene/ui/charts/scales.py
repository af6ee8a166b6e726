"""From numbers to places: linear scales and round ticks. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True)
class Scale:
    """Maps low..high to start..end; a range of no length maps to the middle."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        if self.high == self.low:
            return (self.start + self.end) / 2
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def ticks(low: float, high: float, wanted: int) -> list[float]:
    """About `wanted` round numbers, rising, from at or below `low` to at or above `high`."""
    if not math.isfinite(high - low) or high <= low:
        high = low + (abs(low) or 1)
    step = _step((high - low) / max(wanted, 1))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [_round(number * step, step) for number in range(first, last + 1)]


def _step(rough: float) -> float:
    power = 10.0 ** math.floor(math.log10(rough))
    return next(step * power for step in _STEPS if step * power >= rough * (1 - 1e-9))


def _round(value: float, step: float) -> float:
    digits = max(0, 2 - math.floor(math.log10(step)))
    return round(value, digits)


def value_ticks(values: Iterable[float], wanted: int, *, from_zero: bool) -> list[float]:
    """
    Ticks that hold all values.

    Zero belongs to them where `from_zero` says so, where values lie on both sides of it, and where leaving
    it out would save less than half of the height.
    """
    known = list(values) or [0.0, 1.0]
    low, high = min(known), max(known)
    if from_zero or low <= 0 <= high or abs(low) < abs(high) / 2 or abs(high) < abs(low) / 2:
        low, high = min(low, 0.0), max(high, 0.0)
    return ticks(low, high, wanted)


def year_ticks(years: Sequence[int], place: Scale, room: float) -> list[int]:
    """Years to write below an axis: the last one, and before it those that leave `room` between their middles."""
    span = years[-1] - years[0] if years else 0
    regular = set(years)
    if len(years) > 10:
        step = next((step for step in (1, 2, 5, 10, 20, 25, 50) if span / step <= 7), 100)
        inner = range(years[0] + (step + 1) // 2, years[-1] - (step - 1) // 2)
        regular = {year for year in inner if year % step == 0} | {years[0], years[-1]}
    kept: list[int] = []
    for year in sorted(regular, reverse=True):
        if not kept or abs(place(kept[-1]) - place(year)) >= room:
            kept.append(year)
    return kept[::-1]
