"""Classes of a map: from many values to five at most, with round bounds and words for each. Pure."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from convene.ui import formats

NO_FIGURE = "none"


@dataclass(frozen=True)
class Classes:
    """
    `bounds` rise; a value belongs above each bound that it reaches.

    The first `negative` classes lie below zero and have colours of their own.
    """

    bounds: tuple[float, ...]
    negative: int = 0

    def index_of(self, value: float) -> int:
        return bisect_right(self.bounds, value)

    def kind_of(self, value: float | None) -> str:
        """The class of the drawing: k1 (few) to k5 (many), m2 (far below zero), m1, none."""
        if value is None:
            return NO_FIGURE
        index = self.index_of(value)
        if index < self.negative:
            return f"m{self.negative - index}"
        place, count = index - self.negative, len(self.bounds) + 1 - self.negative
        # Few classes use the ends and the middle of the five colours.
        return f"k{1 + round(place * 4 / max(count - 1, 1))}" if count > 1 else "k3"

    def legend(self) -> list[tuple[str, str]]:
        """(kind, words) of each class, from few to many."""
        if not self.bounds:
            return [(self.kind_of(0.0), _("all with a figure"))]
        words = [_("less than %(bound)s") % {"bound": _written(self.bounds[0])}]
        for low, high in zip(self.bounds, self.bounds[1:], strict=False):
            words.append(_("%(low)s to less than %(high)s") % {"low": _written(low), "high": _written(high)})
        words.append(_("%(bound)s and more") % {"bound": _written(self.bounds[-1])})
        probes = [-math.inf, *self.bounds]
        return [(self.kind_of(probe), word) for probe, word in zip(probes, words, strict=True)]

    def no_figure(self) -> str:
        return _("no figure")


def _written(bound: float) -> str:
    return formats.number(int(bound) if float(bound).is_integer() else bound)


def classes_of(values: Iterable[float], wanted: int = 5) -> Classes:
    """
    At most `wanted` classes of about as many values each, none of them empty, bounds of two digits.

    Where values lie on both sides of zero, zero is a bound, with two classes at most below it.
    """
    known = sorted(values)
    if any(value < 0 for value in known) and any(value > 0 for value in known):
        below = _bounds([value for value in known if value < 0], min(2, wanted - 1))
        above = _bounds([value for value in known if value >= 0], wanted - len(below) - 1)
        return Classes((*below, 0.0, *(bound for bound in above if bound > 0)), len(below) + 1)
    return Classes(tuple(_bounds(known, wanted)))


def _bounds(known: list[float], wanted: int) -> list[float]:
    if not known or wanted < 2:
        return []
    spread = known[-1] - known[0]
    bounds: list[float] = []
    for number in range(1, wanted):
        bound = _rounded(known[len(known) * number // wanted], spread)
        before = bounds[-1] if bounds else -math.inf
        # No empty class: some value lies between the bound before and this one, and some reaches this one.
        if bound > before and bound <= known[-1] and any(before <= value < bound for value in known):
            bounds.append(bound)
    return bounds


def _rounded(value: float, spread: float) -> float:
    """Down to two digits of the value, or of the spread where all values are alike."""
    if not value or not spread:
        return value
    digits = 1 - math.floor(math.log10(min(abs(value), spread)))
    return round(math.floor(value * 10**digits * (1 + 1e-12)) / 10**digits, max(digits, 0))
