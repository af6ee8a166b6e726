"""
Workbooks of the UN Population Division, as of the revisions of 2019, 2020 and 2024.

Above the table stand its title and the citation; the heading is one row (2020, 2024) or two (2019: names
above, years below); the years stand three times, for both sexes, men and women, under titles that say so;
names are indented by blanks; ".." is no figure. It comes out with one row for each cell:

index, area, level, notes, location_code, data_type, [origin, origin_code,] block, year, [age,] value

`level` is the number of blanks before the name, `notes` the marks of the notes sheet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from convene.observatory.readers.raw import RawTable, Row
from convene.observatory.readers.undesa_matrix import Matrix, matrix_of, matrix_table
from convene.observatory.readers.workbook import Sheet

FORMAT = "xlsx-undesa"
NOT_AVAILABLE = ("..", "…", "...")  # a dash is a rounded nought, "~" is confidential: both stay
_YEAR = re.compile(r"(?:19|20|21)\d\d(?:-(?:19|20|21)\d\d)?")
_AGE = re.compile(r"(?:\d{1,3} ?[-–] ?\d{1,3}|\d{1,3} ?\+|total)", re.I)
HEADING_WITHIN = 40
TITLES_WITHIN = 4  # rows between the heading and the titles of its blocks
# What a heading says -> the column that comes out; the first that fits. Headings of 2019, 2020, 2024.
_NAMED = (
    ("index", re.compile(r"index|sort ?order", re.I)),
    ("origin_code", re.compile(r"(?:location |country )?code.*origin", re.I)),
    ("origin_notes", re.compile(r"notes.*origin", re.I)),
    ("origin", re.compile(r"(?:region|major area|country).*of origin", re.I)),
    ("location_code", re.compile(r"(?:location |country )?code(?:.*destination)?", re.I)),
    ("notes", re.compile(r"notes?(?:.*destination)?", re.I)),
    ("coverage", re.compile(r"coverage", re.I)),
    ("data_type", re.compile(r"(?:type of data|data type).*", re.I)),
    ("year", re.compile(r"year", re.I)),
    ("area", re.compile(r"(?:region|major area|country|destination).*", re.I)),
)
_BLOCKS = (
    ("female", re.compile(r"\bfemales?\b|\bwomen\b", re.I)),
    ("both", re.compile(r"both sexes", re.I)),
    ("male", re.compile(r"\bmales?\b|\bmen\b", re.I)),
)
_LEADING = (
    "index", "area", "level", "notes", "location_code", "data_type", "coverage", "origin", "origin_level",
    "origin_notes", "origin_code",
)  # fmt: skip
# A level is read off the blanks before a name.
_LEVELS = {"level": "area", "origin_level": "origin"}


def is_undesa_workbook(sheets: Sequence[Sheet]) -> bool:
    """The Population Division names itself above the table, and a heading has a location code and years."""
    top = " ".join(cell for sheet in sheets[:3] for row in sheet.rows[:12] for cell in row if cell)
    named = "Population Division" in top or "POP/DB/MIG" in top or "United Nations" in top
    if "World Population Prospects" in top:  # one row for each country and year, as in any other workbook
        return False
    return named and any(_layout(sheet) or _matrix(sheet) for sheet in sheets)


def undesa_workbook(sheets: Sequence[Sheet]) -> tuple[RawTable, ...]:
    """A table for each sheet with blocks of years or ages; sheets of text give the notes."""
    layouts = [(sheet, _layout(sheet) or _matrix(sheet)) for sheet in sheets]
    told = (note for sheet, layout in layouts if layout is None for note in _notes(sheet))
    notes = tuple(dict.fromkeys(told))
    return tuple(
        _table(sheet, layout, notes) if isinstance(layout, _Layout) else _matrix_table(sheet, layout, notes)
        for sheet, layout in layouts
        if layout is not None
    )


def _matrix(sheet: Sheet) -> Matrix | None:
    return matrix_of(sheet, _named_columns, HEADING_WITHIN)


def _matrix_table(sheet: Sheet, matrix: Matrix, notes: tuple[tuple[str, str], ...]) -> RawTable:
    title, told = _title(sheet, matrix.below - 2)
    name = _block_name(title)
    attributes = _attributes(title, told)
    return matrix_table(sheet, matrix, "both" if name == title else name, notes, attributes, NOT_AVAILABLE)


def _attributes(title: str, marks: tuple[str, ...]) -> dict[str, str]:
    return {"title": title, "marks": " | ".join(marks[:8])}


@dataclass(frozen=True)
class _Cell:
    """A column of figures: the block it stands in and what its own heading says."""

    at: int
    block: str
    heading: str


@dataclass(frozen=True)
class _Layout:
    below: int  # index of the first row of figures
    named: dict[str, int]
    cells: tuple[_Cell, ...]
    by_age: bool
    title: str
    marks: tuple[str, ...]


def _layout(sheet: Sheet) -> _Layout | None:
    for index, row in enumerate(sheet.rows[:HEADING_WITHIN]):
        plain = [" ".join(cell.split()) for cell in row]
        years = [at for at, cell in enumerate(plain) if _YEAR.fullmatch(cell)]
        ages = [at for at, cell in enumerate(plain) if _AGE.fullmatch(cell)]
        across = years if len(years) >= 2 else ages if len(ages) >= 4 else []
        if not across:
            continue
        # The names stand in the same row, or (2019) in one of the two above it.
        for back in range(3):
            if index < back:
                continue
            named = _named_columns(sheet.rows[index - back], across[0])
            if {"location_code", "area"} <= named.keys() or {"origin_code", "origin"} <= named.keys():
                return _laid_out(sheet, index, named, across, by_age=across is ages)
    return None


def _named_columns(row: list[str], before: int) -> dict[str, int]:
    named: dict[str, int] = {}
    for at, cell in enumerate(row[:before]):
        text = " ".join(cell.split())
        for name, pattern in _NAMED:
            if name not in named and pattern.fullmatch(text):
                named[name] = at
                break
    if "index" not in named and named and min(named.values()) > 0:
        named["index"] = 0  # 2020 leaves the heading of its first column empty
    return named


def _laid_out(sheet: Sheet, index: int, named: dict[str, int], across: list[int], *, by_age: bool) -> _Layout:
    blocks = _blocks(sheet.rows[:index], across, [sheet.rows[index][at] for at in across])
    cells = tuple(
        _Cell(at, block, " ".join(sheet.rows[index][at].split()))
        for at, block in zip(across, blocks, strict=True)
    )
    title, told = _title(sheet, index)
    return _Layout(index + 1, named, cells, by_age, title, told)


def _title(sheet: Sheet, heading: int) -> tuple[str, tuple[str, ...]]:
    """The title of a sheet, and all texts above its heading."""
    told = [cell.strip() for row in sheet.rows[:heading] for cell in row if len(cell.strip()) > 4]
    title = next((cell for cell in told if cell.lower().startswith("table")), told[0] if told else sheet.name)
    return title, tuple(dict.fromkeys(told))


def _blocks(above: list[list[str]], across: list[int], headings: list[str]) -> list[str]:
    """
    Which block each column stands in, by the row of titles above the heading: both, male or female.

    A block of something else (a share, a rate) keeps its title. Where no title stands over the first column
    of a block, the blocks are numbered: what a number is of is never guessed.
    """
    titles: dict[int, str] = {}
    for at, title in _titles(above, across[0]):
        name = _block_name(title)
        titles[at] = name if name not in titles.values() else title
    blocks = []
    for place, at in enumerate(across):
        start = max((title for title in titles if title <= at), default=None)
        repeat = headings[:place].count(headings[place])
        blocks.append(titles[start] if start is not None else f"block {repeat + 1}")
    return blocks


def _titles(above: list[list[str]], first: int) -> list[tuple[int, str]]:
    """The nearest row above the heading with text over its figures; the titles of the page stand higher."""
    for row in reversed(above[-TITLES_WITHIN:]):
        if found := [(at, " ".join(row[at].split())) for at in range(first, len(row)) if row[at].strip()]:
            return found
    return []


def _block_name(title: str) -> str:
    return next((name for name, pattern in _BLOCKS if pattern.search(title)), title)


def _table(sheet: Sheet, layout: _Layout, notes: tuple[tuple[str, str], ...]) -> RawTable:
    named = dict(layout.named)
    leading = [name for name in _LEADING if name in named or _LEVELS.get(name) in named]
    columns = (*leading, "block", "year", *(("age",) if layout.by_age else ()), "value")
    body, first = sheet.rows[layout.below :], sheet.first_row + layout.below

    def rows() -> Iterator[Row]:
        for number, row in enumerate(body, first):
            if not any(row):
                continue
            told = tuple(_leading_cell(row, named, name) for name in leading)
            for cell in layout.cells:
                value = row[cell.at].strip()
                value = "" if value in NOT_AVAILABLE else value
                year = row[named["year"]].strip() if "year" in named else ""
                when = (year, cell.heading) if layout.by_age else (cell.heading,)
                yield number, (*told, cell.block, *when, value)

    return RawTable(sheet.name, columns, rows, notes, _attributes(layout.title, layout.marks))


def _leading_cell(row: list[str], named: dict[str, int], name: str) -> str:
    if name in _LEVELS:
        text = row[named[_LEVELS[name]]]
        return str(len(text) - len(text.lstrip()))
    return row[named[name]].strip()


def _notes(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """(mark, text) of a sheet of notes: "24", "The estimates ..."; texts without a mark have ''."""
    for row in sheet.rows:
        cells = [cell.strip() for cell in row if cell.strip()]
        if len(cells) >= 2 and re.fullmatch(r"\(?\w{1,3}\)?|\*", cells[0]):
            yield cells[0].strip("()"), " ".join(cells[1:])
        elif len(cells) == 1 and len(cells[0]) > 20:
            mark = re.match(r"(?:\((\w{1,3})\)|(\*)) *(.*)", cells[0], re.S)
            yield (mark[1] or mark[2], mark[3]) if mark else ("", cells[0])
