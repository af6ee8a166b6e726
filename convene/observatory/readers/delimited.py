"""
Tables of separated values (CSV, TSV): heading, separator, rows, each with its line.

Nothing is repaired. A row with more or fewer cells than the heading, two columns of one name or a quotation
mark that never ends stops the reading with the line. Text before the heading and after the last row, set off
by an empty line or alone on its line, is kept as notes, as the World Bank's files have it.
"""

from __future__ import annotations

import csv
import itertools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from convene.observatory.readers.raw import (
    ASK_FOR_DATA,
    FETCH_AGAIN,
    MEND_AT_SOURCE,
    BadFile,
    RawTable,
    shown,
)
from convene.observatory.readers.text_file import LONGEST_LINE, TextFile

SEPARATORS = (",", "\t", ";", "|")
SAMPLE = 60
MOST_COLUMNS = 16_384
LARGE, SAMPLED, SAMPLED_BYTES = 64 << 20, 20_000, 512  # bytes of a large file; places and bytes of its sample
_NUMBER = re.compile(r"[-+]?\d[\d ,.]*(?:[eE][-+]?\d+)?")
_YEAR = re.compile(r"(?:1[6-9]|2[01])\d\d")
_TELLS = re.compile(r'"?(?:STRUCTURE|DATAFLOW)(?:\[.\])?"?([,;\t|])|\w+(?:[,;]\w+)*[\\/]\w+ *(\t)')
# "1990", "2000M01", "2008Q1", "2022-03", "2020-S1", "2000-W07", "1990 [YR1990]", "hdi_1990", "YR2010"
_PERIOD = re.compile(
    r"(?:.*_)?(?:YR)?(?:1[6-9]|2[01])\d\d(?:[-/ ]?[MQSWH]?\d{1,2}(?:-\d{2})?)?(?: ?\[YR\d{4}\])?", re.I
)


@dataclass(frozen=True)
class Delimited:
    """A recognised table of separated values. The heading ends on line `heading_ends`."""

    text: TextFile
    separator: str
    columns: tuple[str, ...]
    heading_ends: int
    notes: tuple[tuple[str, str], ...]

    @property
    def name(self) -> str:
        return self.text.name

    def records(self) -> Iterator[tuple[int, list[str]]]:
        """Every row below the heading with the line on which it begins; raises BadFile at the first wrong one."""
        width = len(self.columns)
        after_gap = False
        for line, _ends, cells in _records(self.text, self.separator):
            if line <= self.heading_ends:
                continue
            if not cells:
                after_gap = True
                continue
            if len(cells) != width:
                if after_gap and len(cells) == 1:  # a note below the table
                    continue
                self._refuse_ragged(line, cells)
            yield line, cells

    def _refuse_ragged(self, line: int, cells: list[str]) -> None:
        raise BadFile(
            self.name,
            _("The row has %(found)s cells: %(row)s")
            % {"found": len(cells), "row": shown(self.separator.join(cells))},
            _("Expected %(expected)s, as in the heading.") % {"expected": len(self.columns)},
            MEND_AT_SOURCE,
            line=line,
        )

    def scan(self) -> str:
        """
        The same rows for DuckDB, which reads plain files ten times faster; '' where it could count lines wrongly.

        DuckDB stops at ragged rows too, but in its own words: whoever meets its error calls `rows` for ours.
        """
        return self._scan(self.text.path, self.heading_ends) if self.text.one_line_each else ""

    def sample(self) -> str:
        """
        As `scan`, for whole lines from `SAMPLED` places in even distances: what most of a large file is like.

        Small files are their own sample.
        """
        size = self.text.path.stat().st_size
        if size < LARGE:
            return self.scan()
        copy = self.text.source.copy_to()
        with self.text.path.open("rb", buffering=0) as file, copy.open("wb") as out:
            for place in range(0, size, size // SAMPLED):
                file.seek(place)
                for line in file.read(SAMPLED_BYTES).split(b"\n")[1:-1]:
                    out.write(line + b"\n")
        return self._scan(copy, 0)

    def _scan(self, path: Path, heading_ends: int) -> str:
        names = ", ".join(f"{quoted_text(name)}: 'VARCHAR'" for name in self.columns)
        # The text for "no value" is one that no file holds, so that an empty cell stays an empty text.
        return (
            f"(SELECT *, row_number() OVER () + {heading_ends} AS _row"
            f" FROM read_csv({quoted_text(str(path))}, header=false, skip={heading_ends},"
            f" auto_detect=false, delim={quoted_text(self.separator)}, quote='\"', escape='\"',"
            f" columns={{{names}}}, nullstr=chr(1), strict_mode=true, null_padding=false,"
            f" max_line_size={LONGEST_LINE}))"
        )

    @property
    def length(self) -> int:
        """How many rows `scan` gives: every line below the heading is one."""
        return self.text.lines - self.heading_ends if self.text.one_line_each else 0

    def table(self) -> RawTable:
        def rows() -> Iterator[tuple[int, tuple[str, ...]]]:
            for line, cells in self.records():
                yield line, tuple(cells)

        title = {"title": ""}
        return RawTable("", self.columns, rows, self.notes, title, self.scan(), self.length, self.sample)


def quoted_text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def quoted_name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def delimited(text: TextFile) -> Delimited:
    """Find separator and heading of a text file; raises BadFile where there is no table."""
    separator, sample = _separator_and_sample(text)
    at = _heading_at(text.name, sample)
    record = sample[at]
    columns = _columns(text.name, record)
    before = tuple(("", " ".join(filter(None, given.cells))) for given in sample[:at] if any(given.cells))
    ends = record.ends
    if _is_tags(sample[at + 1 : at + 2]):
        ends = sample[at + 1].ends
        before += (("#", " ".join(filter(None, sample[at + 1].cells))),)
    found = Delimited(text, separator, columns, ends, before)
    if next(found.records(), None) is None:
        raise BadFile(
            text.name,
            _("The file has a heading but no rows."),
            _("Expected figures below the heading."),
            ASK_FOR_DATA,
            line=record.line,
        )
    if text.one_line_each:
        return found
    return Delimited(text, separator, columns, ends, before + _notes_below(found))


def _is_tags(following: list[_Record]) -> bool:
    """Whether the row below the heading is the second heading of humanitarian data (HXL): #country+code,#affected."""
    cells = [cell.strip() for record in following for cell in record.cells if cell.strip()]
    return len(cells) > 1 and all(cell.startswith("#") for cell in cells)


def _notes_below(found: Delimited) -> tuple[tuple[str, str], ...]:
    width, notes = len(found.columns), []
    for record in _records(found.text, found.separator):
        if record.line > found.heading_ends and len(record.cells) == 1 != width:
            notes.append(("", record.cells[0]))
    return tuple(notes)


class _Record(NamedTuple):
    """Cells that begin on `line` and end on line `ends`: quoted cells may hold line breaks."""

    line: int
    ends: int
    cells: list[str]


def _records(text: TextFile, separator: str) -> Iterator[_Record]:
    with text.path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, delimiter=separator, strict=True)
        while True:
            line = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise _quotes_are_wrong(text.name, line, error) from error
            yield _Record(line, reader.line_num, cells)


def _quotes_are_wrong(name: str, line: int, error: csv.Error) -> BadFile:
    if "field limit" in str(error):
        return BadFile(
            name,
            _("A cell has more than %(count)s characters.") % {"count": csv.field_size_limit()},
            _("Expected a figure or a name. A quotation mark may be missing."),
            MEND_AT_SOURCE,
            line=line,
        )
    return BadFile(
        name,
        _("The quotation marks of the row do not match (%(detail)s).") % {"detail": shown(error)},
        _("Expected a closing mark before the next separator."),
        MEND_AT_SOURCE,
        line=line,
    )


def _separator_and_sample(text: TextFile) -> tuple[str, list[_Record]]:
    """The separator that splits most of the first lines into the same number of cells, at least two."""
    best: tuple[float, int, str, list] = (0, 0, "", [])
    for separator in _told_separator(text) or SEPARATORS:
        try:
            sample = list(itertools.islice(_records(text, separator), SAMPLE))
        except BadFile:
            continue
        widths = Counter(len(record.cells) for record in sample if record.cells)
        if not widths:
            continue
        width, times = max(widths.items(), key=lambda pair: (pair[1], pair[0]))
        score = times / sum(widths.values())
        if width > 1 and (score, width) > best[:2]:
            best = (score, width, separator, sample)
    if not best[2]:
        _raise_no_table(text)
    return best[2], best[3]


def _told_separator(text: TextFile) -> str:
    """Two formats say their separator in the first line: STRUCTURE[;],… and Eurostat's freq,geo\\TIME_PERIOD⇥…"""
    with text.path.open(encoding="utf-8-sig", newline="") as file:
        found = _TELLS.match(file.readline())
    return (found[1] or found[2]) if found else ""


def _raise_no_table(text: TextFile) -> None:
    list(itertools.islice(_records(text, ","), SAMPLE))  # a broken quotation mark is told as such
    with text.path.open(encoding="utf-8-sig") as file:
        first = next((line for line in file if line.strip()), "")
    raise BadFile(
        text.name,
        _("No columns were found. The file begins: %(text)s") % {"text": shown(first.strip() or "–")},
        _("Expected a table separated by commas, semicolons, tabulators or bars."),
        ASK_FOR_DATA,
        line=1,
    )


def _heading_at(name: str, sample: list[_Record]) -> int:
    widths = Counter(len(record.cells) for record in sample if len(record.cells) > 1)
    width = max(widths.items(), key=lambda pair: (pair[1], pair[0]))[0]
    at = next(index for index, record in enumerate(sample) if len(record.cells) == width)
    set_off = at and not sample[at - 1].cells
    for line, _ends, cells in sample[:at]:
        if not set_off and sum(map(bool, cells)) > 1:
            raise BadFile(
                name,
                _("The heading has %(heading)s columns, the rows have %(rows)s.")
                % {"heading": len(cells), "rows": width},
                _("Expected as many as in the rows."),
                MEND_AT_SOURCE,
                line=line,
            )
    line, _ends, heading = sample[at]
    words = [cell for cell in heading if cell.strip() and not _is_figure(cell.strip())]
    if not words:
        raise BadFile(
            name,
            _("The first row holds only figures: %(row)s") % {"row": shown(", ".join(heading))},
            _("Expected a heading with the names of the columns."),
            ASK_FOR_DATA,
            line=line,
        )
    return at


def _is_figure(cell: str) -> bool:
    return bool(_NUMBER.fullmatch(cell)) and not _YEAR.fullmatch(cell)


def _columns(name: str, record: _Record) -> tuple[str, ...]:
    line, _ends, heading = record
    if len(heading) > MOST_COLUMNS:
        raise BadFile(
            name,
            _("The heading has %(count)s columns.") % {"count": len(heading)},
            _("Expected at most %(count)s.") % {"count": MOST_COLUMNS},
            FETCH_AGAIN,
            line=line,
        )
    columns: list[str] = []
    for number, cell in enumerate(heading, 1):
        column = cell.strip() or f"column {number}"
        if column in columns:
            raise BadFile(
                name,
                _("The heading names column “%(column)s” twice.") % {"column": shown(column)},
                _("Expected every column to have a name of its own."),
                MEND_AT_SOURCE,
                line=line,
                column=str(number),
            )
        columns.append(column)
    return apart(columns)


def apart(columns: list[str]) -> tuple[str, ...]:
    """Names that SQL can tell apart, which does not see small and capital letters: sex, Sex (2)."""
    seen: Counter[str] = Counter()
    names = []
    for column in columns:
        seen[column.casefold()] += 1
        times = seen[column.casefold()]
        names.append(column if times == 1 else f"{column} ({times})")
    return tuple(names)


def is_wide(columns: tuple[str, ...]) -> bool:
    """True where periods stand across the page: three or more headings are years, quarters or months."""
    return sum(bool(_PERIOD.fullmatch(column)) for column in columns) >= 3


def is_year_or_word(cell: str) -> bool:
    """Whether a cell can be a heading: anything but a figure, and years, which look like one."""
    return not _is_figure(cell)
