"""Three ways: what was loaded last, what the database holds, what the files say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from convene.core.tables import Table, all_tables
from convene.packs.rows import Row, Rows, Value, differing, in_words

Loaded = Mapping[str, Mapping[str, Mapping]]  # table name -> key -> row as JSON


@dataclass(frozen=True)
class Cell:
    """One column in which two rows differ."""

    column: str
    before: Value
    after: Value

    def __str__(self) -> str:
        return f"{self.column}: {in_words(self.before, self.after)} -> {in_words(self.after, self.before)}"


@dataclass(frozen=True)
class Change:
    """A row of which the file says something else than the database."""

    table: str
    key: str
    address: str
    cells: tuple[Cell, ...] = ()

    def __str__(self) -> str:
        return "\n".join((self.address, *(f"    {cell}" for cell in self.cells)))


@dataclass(frozen=True)
class Conflict:
    """
    A row that was changed in the database and, differently, in the file.

    `cells` hold the database's value (before) and the file's (after) of every column in which the two
    differ; a side that is gone altogether has no cells and says so in `database` or `file`.
    """

    table: str
    key: str
    address: str
    database: str  # "changed", "added" or "removed"
    file: str
    cells: tuple[Cell, ...] = ()

    def __str__(self) -> str:
        first = f"{self.address} ({self.database} in the database, {self.file} in the files)"
        return "\n".join((first, *(f"    {cell}" for cell in self.cells)))


@dataclass(frozen=True)
class Changes:
    """
    What a load would do to the database: add, change and remove. `kept` are rows that people changed in
    the database and nobody in the file; they stay. Conflicts stop the load.
    """

    added: tuple[Change, ...] = ()
    changed: tuple[Change, ...] = ()
    removed: tuple[Change, ...] = ()
    kept: tuple[Change, ...] = ()
    conflicts: tuple[Conflict, ...] = ()

    def __bool__(self) -> bool:
        """Whether a load would change anything."""
        return bool(self.added or self.changed or self.removed or self.conflicts)

    def __str__(self) -> str:
        """Every row that differs, database -> files, and a line with the numbers at the end."""
        named = {
            "added": self.added,
            "changed": self.changed,
            "removed": self.removed,
            "kept as edited here": self.kept,
            "in conflict": self.conflicts,
        }
        lines = [f"{name}: {change}" for name, changes in named.items() for change in changes]
        numbers = ", ".join(f"{len(changes)} {name}" for name, changes in named.items() if changes)
        return "\n".join((*lines, numbers or "no differences"))


@dataclass
class _Found:
    added: list[Change] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    removed: list[Change] = field(default_factory=list)
    kept: list[Change] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)


def compare(loaded: Loaded, database: Rows, files: Rows) -> Changes:
    """Compare row by row: every row ends as the file has it or as the database has it, never as a mixture."""
    found = _Found()
    for table in all_tables():
        before, here, there = loaded.get(table.name, {}), database[table.name], files[table.name]
        for key in dict.fromkeys((*there, *here)):
            _compare_row(table, key, before.get(key), here.get(key), there.get(key), found)
    return Changes(*(tuple(getattr(found, name)) for name in Changes.__dataclass_fields__))


def _compare_row(
    table: Table, key: str, before: Mapping | None, here: Row | None, there: Row | None, found: _Found
) -> None:
    address = f"{table.kind}/{key}"

    def change(cells: tuple[Cell, ...] = ()) -> Change:
        return Change(table.name, key, address, cells)

    def conflict(database: str, file: str, cells: tuple[Cell, ...] = ()) -> None:
        found.conflicts.append(Conflict(table.name, key, address, database, file, cells))

    if here is None:
        if before is None:
            found.added.append(change())
        elif differing(table, before, there):
            conflict("removed", "changed")
        else:
            found.kept.append(change())
    elif there is None:
        if before is None:
            found.kept.append(change())
        elif differing(table, before, here):
            conflict("changed", "removed")
        else:
            found.removed.append(change())
    else:
        cells = tuple(Cell(*cell) for cell in differing(table, here, there))
        if not cells:
            return
        if before is None:
            conflict("added", "added", cells)
        elif not differing(table, before, there):
            found.kept.append(change(cells))
        elif not differing(table, before, here):
            found.changed.append(change(cells))
        else:
            conflict("changed", "changed", cells)
