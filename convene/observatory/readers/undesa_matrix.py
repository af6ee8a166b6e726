"""
Sheets of the UN Population Division with the origins across the page, as of the revisions of 2015 to 2019.

Year, destination and its code stand to the left; the heading row of origins may stand one row below theirs;
"Total", "Other South" and "Other North" come before the countries. One sheet is of both sexes, one of men,
one of women, as its title says. Origins have no codes of their own: the same sheet names them, with their
codes, among its destinations. A name that it does not is left as its own code, for the adapter to refuse.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from convene.observatory.readers.raw import RawTable, Row
from convene.observatory.readers.workbook import Sheet

WORLD_CODE = "900"
LEAST_ORIGINS = 5
NEEDED = {"year", "area", "location_code"}


@dataclass(frozen=True)
class Matrix:
    """Where things stand on a sheet: `below` is the index of the first row of figures."""

    below: int
    named: dict[str, int]
    origins: dict[int, str]


def matrix_of(
    sheet: Sheet, named_columns: Callable[[list[str], int], dict[str, int]], within: int
) -> Matrix | None:
    """The layout of a sheet with origins across; None for any other sheet."""
    for index, row in enumerate(sheet.rows[:within]):
        named = {name: at for name, at in named_columns(row, len(row)).items() if "origin" not in name}
        if not named.keys() >= NEEDED:
            continue
        first = max(named.values()) + 1
        for heading in (index, index + 1):
            cells = sheet.rows[heading] if heading < len(sheet.rows) else []
            origins = {
                at: " ".join(cells[at].split())
                for at in range(first, len(cells))
                if cells[at].strip() and not cells[at].strip().isdigit()
            }
            if len(origins) >= LEAST_ORIGINS:
                return Matrix(heading + 1, named, origins)
    return None


def matrix_table(
    sheet: Sheet,
    matrix: Matrix,
    block: str,
    notes: tuple[tuple[str, str], ...],
    attributes: Mapping[str, str],
    absent: tuple[str, ...],
) -> RawTable:
    """
    One row for each cell with a figure: destination, origin and its code, block, year, value.

    Nine in ten pairs have none: the producer does not itemise them, and prints nothing or two dots. They are
    no rows, as in the producer's long tables. The total of all origins is always a row.
    """
    body, first = sheet.rows[matrix.below :], sheet.first_row + matrix.below
    named = {name: at for name, at in matrix.named.items() if name != "year"}
    codes = {_plain(row[named["area"]]): row[named["location_code"]].strip() for row in body}
    codes = {name: code for name, code in codes.items() if name and code} | {"total": WORLD_CODE}

    def rows() -> Iterator[Row]:
        for number, row in enumerate(body, first):
            if not any(row):
                continue
            told = tuple(row[at].strip() for at in named.values())
            year = row[matrix.named["year"]].strip()
            for at, origin in matrix.origins.items():
                value = row[at].strip()
                value = "" if value in absent else value
                code = codes.get(_plain(origin), origin)
                if value or code == WORLD_CODE:
                    yield number, (*told, origin, code, block, year, value)

    columns = (*named, "origin", "origin_code", "block", "year", "value")
    return RawTable(sheet.name, columns, rows, notes, attributes)


def _plain(name: str) -> str:
    return re.sub(r"[*\s]+", " ", name).strip().casefold()
