"""
Whether figures may stand on one axis, in one column or in one sum. Pure.

Two indicators that count different things are never mixed in silence: born abroad and foreign citizens, a stock
and a flow, persons and applications, mid-year and 31 December. Whoever asks for them together gets the
differences in words, and shows them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from convene.observatory.enums import Counted, Measure, Moment, PopulationConcept


@dataclass(frozen=True)
class Concept:
    """What a figure is a figure of, apart from where and when."""

    indicator: str
    measure: str
    population: str
    counted: str
    moment: str
    unit: str
    dataset: str
    rounding: int = 1

    @property
    def in_words(self) -> list[Any]:
        """The concept in the words of the interface: of whom, what, when, and how it is rounded."""
        words = [
            Measure(self.measure).label,
            PopulationConcept(self.population).label,
            Counted(self.counted).label,
            Moment(self.moment).label,
        ]
        if self.rounding > 1:
            words.append(_("rounded to %(number)s") % {"number": self.rounding})
        return words


class Aspect(StrEnum):
    """What may differ. Those that come first weigh more."""

    UNIT = "unit"
    MEASURE = "measure"
    COUNTED = "counted"
    POPULATION = "population"
    MOMENT = "moment"
    DATASET = "dataset"


ASPECT_TITLES = {
    Aspect.UNIT: _("the unit"),
    Aspect.MEASURE: _("stock and flow"),
    Aspect.COUNTED: _("what is counted"),
    Aspect.POPULATION: _("whom it is about"),
    Aspect.MOMENT: _("the moment"),
    Aspect.DATASET: _("the dataset"),
}
# On one axis these cannot stand even when asked: persons beside dollars, a stock beside a rank.
NEVER = frozenset({Aspect.UNIT})
_LABELS = {
    Aspect.MEASURE: Measure,
    Aspect.COUNTED: Counted,
    Aspect.POPULATION: PopulationConcept,
    Aspect.MOMENT: Moment,
}


@dataclass(frozen=True)
class Conflict:
    """One aspect in which indicators differ: `sides` are (value, its words, the indicators that have it)."""

    aspect: Aspect
    sides: tuple[tuple[str, Any, tuple[str, ...]], ...]

    @property
    def title(self) -> Any:
        return ASPECT_TITLES[self.aspect]

    @property
    def is_absolute(self) -> bool:
        """Whether no axis can hold both, asked or not."""
        return self.aspect in NEVER

    def __str__(self) -> str:
        sides = "; ".join(f"{words} ({', '.join(codes)})" for _value, words, codes in self.sides)
        return f"{self.title}: {sides}"


def conflicts(concepts: Iterable[Concept]) -> list[Conflict]:
    """
    Return in which aspects the concepts differ, the weightiest first; empty where all may stand together.

    Two datasets of one concept are a conflict too: two producers never make one line.
    """
    known = list({concept.indicator: concept for concept in concepts}.values())
    found = []
    for aspect in Aspect:
        sides: dict[str, list[str]] = {}
        for concept in known:
            sides.setdefault(getattr(concept, aspect.value), []).append(concept.indicator)
        if len(sides) > 1:
            found.append(
                Conflict(
                    aspect,
                    tuple((value, _words(aspect, value), tuple(codes)) for value, codes in sides.items()),
                )
            )
    return found


def _words(aspect: Aspect, value: str) -> Any:
    choices = _LABELS.get(aspect)
    return choices(value).label if choices else value
