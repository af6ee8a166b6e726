"""
Workbooks: every sheet that holds a table, with the row of the sheet as the place.

Before a sheet is opened, its cells are counted in the packed XML: a cell at XFD1048576 would make any reader
ask for 17 thousand million places.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache

from django.utils.translation import gettext_lazy as _
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

from convene.observatory.readers.archive import CHUNK, OLE, ZIP_ERRORS, Source, check_workbook
from convene.observatory.readers.delimited import apart, is_year_or_word
from convene.observatory.readers.raw import ASK_FOR_DATA, FETCH_AGAIN, BadFile, RawTable, Row

MOST_COLUMNS = 16_384
MOST_CELLS = 20_000_000
HEADING_WITHIN = 60
# Rows and cells as they begin. No attribute holds a "<", so what never ends is looked at once, not again and again.
_BEGUN = re.compile(rb"""<(?:\w+:)?(?:(row)|c)\b(?:\sr="([A-Z]*)(\d{1,8})")?([^<>]*)>""")
_REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]*)(\d{1,8})""")  # wherever it stands among the attributes
LONGEST_TAG = 1 << 16


@dataclass(frozen=True)
class Sheet:
    """Rows of text, all of the same width; `first_row` is the row of the sheet that `rows[0]` is."""

    name: str
    first_row: int
    rows: list[list[str]]

    def numbered(self) -> Iterator[tuple[int, list[str]]]:
        return enumerate(self.rows, self.first_row)


def sheets_of(source: Source) -> list[Sheet]:
    """All sheets with cells; raises BadFile where the workbook is damaged, locked or beyond all measure."""
    if not source.head(8).startswith(OLE):
        _measure(source)
    try:
        return _sheets(source)
    except (CalamineError, OSError, ValueError) as error:
        raise _not_opened(source) from error
    except BaseException as error:
        # What Rust raises when it panics is no Exception, and must not end the process.
        if type(error).__name__ == "PanicException":
            raise _not_opened(source) from error
        raise


def _sheets(source: Source) -> list[Sheet]:
    book = CalamineWorkbook.from_path(str(source.plain))
    sheets = []
    for told in book.sheets_metadata:
        if told.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(told.name)
        rows = [[_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=True)]
        if rows:
            sheets.append(Sheet(told.name, (sheet.start or (0, 0))[0] + 1, rows))
    return sheets


def _not_opened(source: Source) -> BadFile:
    return BadFile(
        source.name,
        _("The workbook cannot be opened: it is damaged, locked with a password, or no workbook."),
        _("Expected an .xlsx or .xls file."),
        FETCH_AGAIN,
    )


def _text(cell: object) -> str:
    """A cell as text: 152986157.0 is a whole number that the format could not say otherwise."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    return "" if cell is None else str(cell)


def _measure(source: Source) -> None:
    with check_workbook(source) as archive:
        parts = [name for name in archive.namelist() if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name)]
        if (
            not parts
            and "xl/workbook.xml" not in archive.namelist()
            and "xl/workbook.bin" not in archive.namelist()
        ):
            raise BadFile(
                source.name,
                _("The packed file is no workbook."),
                _("Expected an .xlsx file, or one table in a .zip."),
                ASK_FOR_DATA,
            )
        for part in archive.namelist():
            # A workbook may keep its sheets under any name: all that is XML is looked at.
            _measure_part(source, archive, part, is_sheet=part.lower().endswith(".xml"))


def _measure_part(source: Source, archive: zipfile.ZipFile, part: str, *, is_sheet: bool) -> None:
    """
    Unpack a part piece by piece, which proves its checksum, and refuse a sheet whose cells span too much.

    The reader that follows looks at no checksum: a changed byte would change a figure.
    """
    extent = _Extent()
    try:
        with archive.open(part) as file:
            while piece := file.read(CHUNK):
                if is_sheet:
                    extent.look(piece)
                    _refuse_span(source, part, extent)
    except ZIP_ERRORS as error:
        raise BadFile(
            source.name,
            _("The workbook is damaged: the part “%(part)s” cannot be unpacked.") % {"part": part},
            next_step=FETCH_AGAIN,
        ) from error


class _Extent:
    """
    How far the cells with values of a sheet reach, counted while it is unpacked.

    A cell or a row that does not say where it stands, stands after the one before it.
    """

    def __init__(self) -> None:
        self.row = self.column = self.cells = 0
        self._here = (0, 0)  # row and column of what was read last
        self._tail = b""

    def look(self, piece: bytes) -> None:
        """Raises ValueError where an element does not end."""
        buffer = self._tail + piece
        row, column = self._here
        for is_row, letters, digits, attributes in _BEGUN.findall(buffer):
            if not digits and (told := _REFERENCE.search(attributes)):
                letters, digits = told.groups()
            if is_row:
                row, column = int(digits) if digits and not letters else row + 1, 0
                continue
            column = _column_number(letters) if letters else column + 1
            row = int(digits) if letters else row
            if attributes.endswith(b"/"):  # a cell with a colour and no value
                continue
            self.cells += 1
            if row > self.row:
                self.row = row
            if column > self.column:
                self.column = column
        self._here = row, column
        # An element that the piece cut in two waits for the next one.
        begun = buffer.rfind(b"<")
        self._tail = buffer[begun:] if begun >= 0 and b">" not in buffer[begun:] else b""
        if len(self._tail) > LONGEST_TAG:
            raise ValueError("an element without end")


@lru_cache(maxsize=1 << 15)
def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters[:8].upper():
        number = number * 26 + letter - 64
    return number


def _refuse_span(source: Source, part: str, extent: _Extent) -> None:
    if extent.column > MOST_COLUMNS or extent.row * extent.column > MOST_CELLS or extent.cells > MOST_CELLS:
        raise BadFile(
            source.name,
            _("The sheet reaches to row %(row)s and column %(column)s.")
            % {"row": extent.row, "column": extent.column},
            _("Expected at most %(columns)s columns and %(cells)s cells.")
            % {"columns": MOST_COLUMNS, "cells": MOST_CELLS},
            _("Look for a stray cell far below or to the right, or fetch the data as CSV."),
            sheet=part.rpartition("/")[2],
        )


def workbook(source: Source, sheets: Sequence[Sheet]) -> tuple[RawTable, ...]:
    """A table for each sheet that holds one; raises BadFile where none does."""
    tables = tuple(table for sheet in sheets if (table := _table(sheet)))
    if not tables:
        raise BadFile(
            source.name,
            _("No sheet holds a table."),
            _("Expected a heading and rows below it."),
            ASK_FOR_DATA,
        )
    return tables


def _table(sheet: Sheet) -> RawTable | None:
    at = heading_at(sheet)
    if at is None:
        return None
    heading = sheet.rows[at]
    filled = [
        index
        for index in range(len(heading))
        if heading[index].strip() or any(row[index] for row in sheet.rows[at + 1 :])
    ]
    names = [" ".join(heading[index].split()) or f"column {index + 1}" for index in filled]
    body = sheet.rows[at + 1 :]
    first = sheet.first_row + at + 1

    def rows() -> Iterator[Row]:
        for number, row in enumerate(body, first):
            if any(row):
                yield number, tuple(row[index] for index in filled)

    notes = tuple(("", cell.strip()) for row in sheet.rows[:at] for cell in row if cell.strip())
    if next(rows(), None) is None:
        return None
    return RawTable(sheet.name, apart(names), rows, notes, {"title": notes[0][1] if notes else ""})


def heading_at(sheet: Sheet) -> int | None:
    """
    The index of the row that names the columns: the first that fills as many cells as most rows below it do.

    Titles above a table fill one or two cells; a heading fills nearly all, with words or years.
    """
    filled = [sum(map(bool, row)) for row in sheet.rows]
    ordered = sorted(count for count in filled if count)
    if not ordered or ordered[-1] < 2:
        return None
    usual = ordered[len(ordered) // 2]
    wanted = max(2, usual * 0.6)
    for index, row in enumerate(sheet.rows[:HEADING_WITHIN]):
        cells = [cell.strip() for cell in row if cell.strip()]
        if len(cells) >= wanted and sum(map(is_year_or_word, cells)) >= len(cells) * 0.8:
            return index
    return None
