"""
An observation: one number of one edition, with everything that says what it is a number of.

The columns here are the columns of every Parquet file of the store and of every carried file of figures.
Absent is not zero: what a producer does not print is no observation, and stands in `MISSING_COLUMNS`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# Column -> type in DuckDB and Parquet, in the order of every file.
COLUMNS: dict[str, str] = {
    "indicator": "VARCHAR",
    "area": "VARCHAR",  # ISO 3166-1 alpha-3 of the state the number is about; XKX; X_WORLD and its like
    "counterpart": "VARCHAR",  # '' = all or none; origin, citizenship or the other side
    "year": "SMALLINT",
    "month": "TINYINT",  # 0 = the year as a whole, or its reference moment
    "sex": "VARCHAR",  # T, F, M
    "age": "VARCHAR",  # T, Y0T4, Y_GE75
    "detail": "VARCHAR",  # further dimensions as name=CODE;name=CODE, sorted by name
    "value": "DOUBLE",
    "flag": "VARCHAR",  # the producer's, in the producer's order
    "note": "VARCHAR",  # key of a footnote of the edition
    "row": "INTEGER",  # line or sheet row in the snapshot; 0 = derived from several
}
KEY_COLUMNS = ("indicator", "area", "counterpart", "year", "month", "sex", "age", "detail")
MISSING_COLUMNS: dict[str, str] = {
    **{name: COLUMNS[name] for name in KEY_COLUMNS},
    "reason": "VARCHAR",
    "row": "INTEGER",
}
SET_ASIDE_COLUMNS: dict[str, str] = {"row": "INTEGER", "held": "VARCHAR", "reason": "VARCHAR"}

# What a column holds where a statement does not name it.
DEFAULTS: dict[str, str] = {
    "counterpart": "''",
    "month": "0",
    "sex": "'T'",
    "age": "'T'",
    "detail": "''",
    "flag": "''",
    "note": "''",
    "row": "0",
}

WORLD = "X_WORLD"
EU27 = "X_EU27"
OTHER_OR_UNKNOWN = "X_OTHER"  # UN DESA's 2003
STATELESS = "X_STATELESS"
UNKNOWN = "X_UNKNOWN"
KOSOVO = "XKX"
ALL = ""  # counterpart: all of them, or none
TOTAL = "T"  # sex and age

_AREA = re.compile(r"[A-Z]{3}|X_[A-Z0-9_]+")
_LABEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
SEPARATOR = "."  # between dataset and label; the key of a dataset has no dot


@dataclass(frozen=True, slots=True)
class Observation:
    """One row of an edition. See `COLUMNS` for what each attribute holds."""

    indicator: str
    area: str
    counterpart: str
    year: int
    month: int
    sex: str
    age: str
    detail: str
    value: float
    flag: str = ""
    note: str = ""
    row: int = 0


def edition_key(dataset: str, label: str) -> str:
    """The key of an edition: `undesa-ims` and `2024` -> `undesa-ims.2024`."""
    return f"{dataset}{SEPARATOR}{label}"


def split_edition(key: str) -> tuple[str, str]:
    """The opposite of `edition_key`: `unhcr-population.2025.12.1` -> (`unhcr-population`, `2025.12.1`)."""
    dataset, _, label = key.partition(SEPARATOR)
    return dataset, label


def is_area(code: str) -> bool:
    """Whether `code` has the form of an area: three capitals, or X_ and a word."""
    return bool(_AREA.fullmatch(code))


def tells_a_year(label: str) -> bool:
    """Whether the label of an edition holds a year, by which editions are put in order: 2025, 2023-24, rev-2025."""
    return bool(_YEAR.search(label))


def is_label(text: str) -> bool:
    """Whether `text` can name an edition: letters, digits, dots, hyphens and underscores."""
    return bool(_LABEL.fullmatch(text))
