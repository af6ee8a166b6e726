"""The data structure of all figures: its dimensions and attributes, and how a figure of the store becomes an observation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext_lazy as _

from convene.observatory.observation import ALL, TOTAL, split_edition

AGENCY = "CONVENE"
VERSION = "1.0.0"
STRUCTURE = "FIGURES"
CONCEPTS = "CS_FIGURES"
# What stands for "all of them": the dimension is there in every observation.
EVERY = "_T"
MEASURE = "OBS_VALUE"
TIME = "TIME_PERIOD"


@dataclass(frozen=True)
class Component:
    """A dimension, the measure or an attribute. `codelist` is '' where its values are free text or numbers."""

    id: str
    name: Any
    description: Any
    codelist: str = ""
    text_type: str = "String"


DIMENSIONS = (
    Component("INDICATOR", _("Indicator"), _("What the figure is a figure of."), "CL_INDICATOR"),
    Component("FREQ", _("Frequency"), _("Whether the figure is of a year, a quarter or a month."), "CL_FREQ"),
    Component("REF_AREA", _("State or area"), _("The state or area that the figure is about."), "CL_AREA"),
    Component(
        "COUNTERPART_AREA",
        _("Other side"),
        _("Origin, citizenship, destination or sender; _T: all of them, or none."),
        "CL_AREA",
    ),
    Component("SEX", _("Sex"), _("Women, men or all."), "CL_SEX"),
    Component("AGE", _("Age"), _("Age in completed years; _T: all ages."), "CL_AGE"),
    Component(
        "DETAIL",
        _("Further dimensions"),
        _("Further dimensions of the producer as name=CODE, joined by semicolons; _T: none."),
    ),
    Component(
        "EDITION", _("Edition"), _("The edition of the dataset, as its producer published it."), "CL_EDITION"
    ),
)
TIME_DIMENSION = Component(
    TIME, _("Period"), _("The year, or the month, of the figure."), text_type="ObservationalTimePeriod"
)
VALUE = Component(MEASURE, _("Value"), _("The figure."), text_type="Double")
ATTRIBUTES = (
    Component("UNIT_MEASURE", _("Unit"), _("What one unit of the figure is."), "CL_UNIT"),
    Component("OBS_FLAG", _("Flags"), _("The producer's flags, in the producer's order.")),
    Component("NOTE", _("Note"), _("Key of a footnote of the edition.")),
    Component(
        "FILE_ROW",
        _("Row in the file"),
        _("Row of the publisher's file; 0: made of several rows."),
        text_type="Integer",
    ),
)
KEY = tuple(one.id for one in DIMENSIONS)
COLUMNS = (*KEY, TIME, MEASURE, *(one.id for one in ATTRIBUTES))

FREQUENCIES = {"A": _("Annual"), "Q": _("Quarterly"), "M": _("Monthly")}
SEXES = {EVERY: _("All"), "F": _("Women"), "M": _("Men")}


def edition_code(edition: str) -> str:
    """
    The code of an edition: identifiers of SDMX have no dots.

    >>> edition_code("unhcr-population.2025.12.1")
    '2025_12_1'
    """
    return split_edition(edition)[1].replace(".", "_")


_edition_code = lru_cache(maxsize=256)(edition_code)


def observation(found: Any, unit: str) -> tuple[Any, ...]:
    """A figure of the store in the order of `COLUMNS`; the value and the row as numbers."""
    frequency, detail = "M" if found.month else "A", found.detail
    if "freq=Q" in detail:
        frequency = "Q"
        detail = ";".join(part for part in detail.split(";") if part != "freq=Q")
    return (
        found.indicator,
        frequency,
        found.area,
        found.counterpart or EVERY,
        EVERY if found.sex == TOTAL else found.sex,
        EVERY if found.age == TOTAL else found.age,
        detail or EVERY,
        _edition_code(found.edition),
        period(found.year, found.month, frequency),
        found.value,
        unit,
        found.flag,
        found.note,
        found.row,
    )


def period(year: int, month: int, frequency: str) -> str:
    if frequency == "Q":
        return f"{year}-Q{(month + 2) // 3}"
    return f"{year}-{month:02}" if month else str(year)


def stored(dimension: str, code: str) -> str:
    """A code of a dimension as the store has it: the opposite of `observation`."""
    if code == EVERY:
        return {"SEX": TOTAL, "AGE": TOTAL}.get(dimension, ALL)
    return code


def number(value: float) -> str:
    """A value as text: whole numbers without a point."""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def urn(kind: str, artefact: str, version: str = VERSION, item: str = "") -> str:
    """
    >>> urn("codelist.Codelist", "CL_AREA")
    'urn:sdmx:org.sdmx.infomodel.codelist.Codelist=CONVENE:CL_AREA(1.0.0)'
    """
    told = f"urn:sdmx:org.sdmx.infomodel.{kind}={AGENCY}:{artefact}({version})"
    return f"{told}.{item}" if item else told


def attributes_of(row: tuple[Any, ...]) -> Iterator[tuple[str, Any]]:
    """The attributes of an observation that say something."""
    first = len(KEY) + 2
    for component, told in zip(ATTRIBUTES, row[first:], strict=True):
        if told != "":
            yield component.id, told
