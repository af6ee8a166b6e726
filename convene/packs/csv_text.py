"""CSV as packs write it: UTF-8, comma, LF, quoted only where needed; read with the place of every cell."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

_CELL = re.compile(r'"([^"]*(?:""[^"]*)*)"(?=,|\n|\Z)|([^",\n]*)(?=,|\n|\Z)')
_TO_THE_COMMA = re.compile(r"[^,\n]*")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's text and where it begins, counted from 1. `broken` says what is wrong with its quotes."""

    text: str
    line: int
    column: int
    broken: str = ""


def cells(text: str) -> Iterator[list[Cell]]:
    """Yield each row's cells. A row may run over several lines inside quotes."""
    place, line, line_start = 0, 1, 0
    row: list[Cell] = []
    while place < len(text) or row:
        match = _CELL.match(text, place)
        broken = ""
        if match:
            found = match[1].replace('""', '"') if match[1] is not None else match[2]
        else:
            # A quote inside an unquoted cell, or one that is never closed: take the cell as it stands.
            match = _TO_THE_COMMA.match(text, place)
            found = match[0]
            broken = "quotes around the whole cell, and every quote inside it doubled"
        row.append(Cell(found, line, place - line_start + 1, broken))
        breaks = match[0].count("\n")
        if breaks:
            line += breaks
            line_start = place + match[0].rindex("\n") + 1
        place = match.end()
        if place < len(text) and text[place] == ",":
            place += 1
            continue
        yield row
        row = []
        place += 1
        line += 1
        line_start = place


def to_csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    writer.writerow(header)
    writer.writerows(rows)
    return buffer.getvalue()
