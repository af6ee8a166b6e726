"""
Rows of a pack in their canonical form, the same for a file, for the database and for what was loaded last.

A value is text for most columns, a list of texts where several are joined, and a mapping
language -> text for prose. Empty is "", [] or {}.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from convene.core.tables import Column, Kind, Table

Value = str | list[str] | dict[str, str]
LISTS = frozenset({Kind.REFS, Kind.ADDRESSES, Kind.SOURCES, Kind.CLAIMS})
JOINED_BY = "; "
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


@dataclass(slots=True)
class Row:
    """
    One row. `marks` says of a prose cell ("name.ru") what differs from "translated from today's source,
    not reviewed": "reviewed:", "reviewed:1a2b3c4d" (made from an older source), "source:".
    `line` and `spots` (line and column of each cell) are known only where the row stands in a file.
    """

    table: str
    key: str
    values: dict[str, Value]
    marks: dict[str, str] = field(default_factory=dict)
    line: int = 0
    spots: dict[str, tuple[int, int]] = field(default_factory=dict)

    def spot(self, column: str) -> tuple[int, int]:
        """Line and column at which a cell stands; for a prose column its first language."""
        if column in self.spots:
            return self.spots[column]
        within = [spot for name, spot in self.spots.items() if name.startswith(f"{column}.")]
        return min(within, default=(self.line, 1))

    def flat(self) -> dict[str, str | list[str]]:
        """The row as the checks of a table see it: prose as "name.en"."""
        flat: dict[str, str | list[str]] = {}
        for name, value in self.values.items():
            if isinstance(value, dict):
                flat.update({f"{name}.{language}": text for language, text in value.items()})
            else:
                flat[name] = value
        return flat

    def to_json(self) -> dict[str, Any]:
        return {"values": self.values, "marks": self.marks}


Rows = dict[str, dict[str, Row]]  # table name -> key -> row, in the order of the file


@dataclass(frozen=True, slots=True)
class Problem:
    """
    One thing wrong in a pack. `line` and `column` count from 1; `column` is the character in the line.

    `formatting` marks what `format_pack` repairs by itself: line ends, a byte order mark, stray spaces.
    """

    file: str
    line: int
    column: int
    column_name: str
    found: str
    expected: str
    formatting: bool = False

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}:{self.column}"
        what = f" {self.column_name}:" if self.column_name else ""
        found = f"found '{shorten(self.found)}'" if self.found else "found nothing"
        return f"{where}{what} {found}; expected {self.expected}"


def shorten(text: str, most: int = 80) -> str:
    one_line = text.replace("\n", " ")
    return one_line if len(one_line) <= most else one_line[: most - 1] + "…"


def in_words(value: Value, other: Value) -> str:
    """A value as a message shows it beside another; of texts only the languages in which they differ."""
    if isinstance(value, dict):
        others = other if isinstance(other, dict) else {}
        differ = {language for language in {*value, *others} if value.get(language) != others.get(language)}
        said = (f"{language} '{shorten(value.get(language, ''))}'" for language in sorted(differ))
        return ", ".join(said)
    return f"'{shorten(JOINED_BY.join(value) if isinstance(value, list) else value)}'"


def empty(column: Column) -> Value:
    if column.kind in LISTS:
        return []
    return {} if column.kind == Kind.PROSE else ""


def item_name(column: str, item: str) -> str:
    """The name under which a row keeps the place of one item of a list."""
    return f"{column}[{item}]"


def split(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def source_of(item: str) -> tuple[str, str]:
    """The key of a source and the place in it: `S003:L28` is S003, L28."""
    key, _, place = item.partition(":")
    return key.strip(), place.strip()


def cite(key: str, place: str) -> str:
    """The opposite of `source_of`."""
    return f"{key}:{place}" if place else key


def tidy(text: str) -> str:
    """Text as files keep it: line ends of one kind, no tabs, nothing blank around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").strip()


def canonical(table: Table, column: Column, value: Value) -> Value:
    """
    Return the one way to write `value`.

    An empty choice or language means the model's default and is written out; an empty yes/no is no;
    a number that equals the model's default (a position of 0) is left empty.
    """
    if column.kind == Kind.SOURCES:
        return [cite(*source_of(tidy(item))) for item in value if tidy(item)]
    if isinstance(value, list):
        return [tidy(part) for part in value if tidy(part)]
    if isinstance(value, dict):
        return {language: tidy(text) for language, text in value.items() if tidy(text)}
    value = tidy(value)
    if column.kind == Kind.YESNO:
        return value or "no"
    model_field = table.model_field(column)
    default = model_field.default if model_field is not None and model_field.has_default() else None
    if column.kind in (Kind.CHOICE, Kind.WORD):
        return value or (str(default) if isinstance(default, str) else "")
    if column.kind == Kind.NUMBER and value.isascii() and value.isdigit():
        number = int(value)
        return "" if number == default and not model_field.null else str(number)
    return value


def canonical_row(table: Table, row: Row) -> Row:
    values = {
        column.name: canonical(table, column, row.values.get(column.name, empty(column)))
        for column in table.columns
    }
    return Row(row.table, row.key, values, row.marks, row.line, row.spots)


def header(table: Table, languages: Sequence[str], columns: Sequence[Column] | None = None) -> list[str]:
    """The names in the first line of the table's CSV file."""
    names: list[str] = []
    for column in table.columns if columns is None else columns:
        if column.kind == Kind.PROSE:
            names.extend(f"{column.name}.{language}" for language in languages)
        else:
            names.append(column.name)
    return names


def differing(table: Table, one: Row | Mapping, other: Row | Mapping) -> list[tuple[str, Value, Value]]:
    """Columns in which two canonical rows differ, with both values; "name (translation)" for a mark."""
    first, second = (row.to_json() if isinstance(row, Row) else row for row in (one, other))
    found: list[tuple[str, Value, Value]] = []
    for column in table.columns:
        nothing = canonical(table, column, empty(column))
        before = first["values"].get(column.name, nothing)
        after = second["values"].get(column.name, nothing)
        if before != after:
            found.append((column.name, before, after))
    for name in sorted({*first["marks"], *second["marks"]}):
        before, after = first["marks"].get(name, ""), second["marks"].get(name, "")
        if before != after:
            found.append((f"{name} (translation)", before, after))
    return found
