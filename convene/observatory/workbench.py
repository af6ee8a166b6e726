"""
The workbench of one import: a DuckDB in memory on which an adapter turns a publisher's rows into observations.

Nothing here writes a file or knows the catalogue: `operations.import_file` does, when all checks have passed.
"""

from __future__ import annotations

import csv
import re
import tempfile
from dataclasses import dataclass, field
from difflib import get_close_matches
from importlib import resources
from itertools import islice
from typing import TYPE_CHECKING, Any

import duckdb

from convene.core.collation import fold
from convene.observatory import coding
from convene.observatory.failures import CheckFailed, UnknownNames
from convene.observatory.observation import COLUMNS, DEFAULTS, MISSING_COLUMNS, SET_ASIDE_COLUMNS
from convene.observatory.typed_cells import refuse_wrong_cells

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convene.observatory.readers import RawFile, RawTable

MEMORY_LIMIT = "1500MB"
THREADS = 2
BATCH = 20_000  # rows handed over at once where a reader gives Python rows
EXAMPLES = 5  # rows a failed check shows
MAPPINGS = "mappings"
MAPPING_COLUMNS = ("code", "to", "kind", "note")

# No file but those named, no network, no extension: an import reads one file and nothing else.
CONFIGURATION: dict[str, Any] = {
    "threads": THREADS,
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "preserve_insertion_order": "true",
}


@dataclass(frozen=True)
class Check:
    """What a check found. `examples` are rows that fail it, as text."""

    name: str
    passed: bool
    found: int = 0
    examples: tuple[str, ...] = ()


@dataclass
class Workbench:
    """
    `observed`, `missing_cells` and `set_aside_rows` are the tables that the adapter fills: from tables that it
    staged (`stage`, `emit`), or straight from a file whose rows are figures already (`keep`).

    Use `connection` for anything else: temporary tables, corrections, views.
    """

    connection: duckdb.DuckDBPyConnection = field(
        default_factory=lambda: duckdb.connect(
            ":memory:", config={**CONFIGURATION, "memory_limit": MEMORY_LIMIT}
        )
    )
    notes: dict[str, str] = field(default_factory=dict)
    transformations: dict[str, str] = field(default_factory=dict)
    checks: list[Check] = field(default_factory=list)
    staged: dict[str, int] = field(default_factory=dict)
    kept: int = 0  # rows that `keep` read, each of them one figure
    _mappings: dict[str, str] = field(default_factory=dict)
    _not_counted: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        # Where rows go that memory cannot hold: a large file is staged, sorted and checked all the same.
        self._spill = tempfile.TemporaryDirectory(prefix="convene-import-")
        self.connection.execute(f"SET temp_directory = '{self._spill.name}'")
        self.connection.execute("SET enable_progress_bar = false")
        for name, columns in (
            ("observed", COLUMNS),
            ("missing_cells", MISSING_COLUMNS),
            ("set_aside_rows", SET_ASIDE_COLUMNS),
        ):
            typed = ", ".join(f"{column} {kind} NOT NULL" for column, kind in columns.items())
            self.connection.execute(f"CREATE TABLE {name} ({typed})")

    # --- what comes in ------------------------------------------------------------------------------

    def stage(self, raw: RawTable, name: str = "raw", *, counted: bool = True) -> int:
        """
        Make a table `name` of a raw table: every column as text under its printed name, and `_row`.

        Returns the number of rows. With `counted`, every one of them must end up kept, missing or set aside.
        """
        columns = ", ".join(f"{quoted(column)} VARCHAR" for column in raw.columns)
        self.connection.execute(f"CREATE OR REPLACE TABLE {quoted(name)} ({columns}, _row BIGINT)")
        if raw.scan:
            chosen = ", ".join(f"coalesce({quoted(column)}, '')" for column in raw.columns)
            # A table function made by our own reader from a path, not by a person.
            try:
                self.connection.execute(f"INSERT INTO {quoted(name)} SELECT {chosen}, _row FROM {raw.scan}")
            except duckdb.InvalidInputException:
                # DuckDB stopped at a row it cannot split: our reader names its line, or reads it after all.
                self._hand_over(raw, name)
        else:
            self._hand_over(raw, name)
        found = self.scalar(f"SELECT count(*) FROM {quoted(name)}")
        self.staged[name] = int(found)
        (self._not_counted.discard if counted else self._not_counted.add)(name)
        return self.staged[name]

    def _hand_over(self, raw: RawTable, name: str) -> None:
        """Rows of Python into a table, in batches of columns: a list parameter is unnested by DuckDB itself."""
        width = len(raw.columns)
        lists = ", ".join(f"unnest(?::VARCHAR[]) AS c{number}" for number in range(width))
        insert = f"INSERT INTO {quoted(name)} SELECT {lists}{', ' if width else ''}unnest(?::BIGINT[]) AS r"
        rows = raw.rows()
        while batch := list(islice(rows, BATCH)):
            cells = [[row[1][number] for row in batch] for number in range(width)]
            self.connection.execute(insert, [*cells, [row[0] for row in batch]])

    def keep(self, raw: RawFile, columns: Mapping[str, str]) -> int:
        """
        Read a file whose rows are figures: `columns` is column of an observation -> column of its only table.

        Its codes are learnt from a sample of its rows, or from all where the sample has not all of them; the figures
        are never held as text. Nothing can be emitted beside it. Returns the number of rows.

        Raises BadFile with the line and the column of a cell that is no number where one belongs.
        """
        (table,) = raw.tables
        if not table.length or self.kept or self.scalar("SELECT count(*) FROM observed"):
            return self._keep_staged(table, columns)
        if not (
            table.sample and self._keep_coded(table.sample(), table.scan, columns)
        ) and not self._keep_coded(table.scan, table.scan, columns):
            # DuckDB stopped at a cell or a row: our reader names its place, or reads it after all.
            refuse_wrong_cells(raw, columns)
            return self._keep_staged(table, columns)
        found = self.scalar("SELECT count(*) FROM coded")
        if found != table.length:
            return self._keep_staged(table, columns)
        (first, _cells) = next(table.rows())
        self.connection.execute("DROP TABLE observed")
        self.connection.execute(
            f"CREATE VIEW observed AS SELECT *, (rowid + {first})::INTEGER AS row FROM coded"
        )
        self.kept = found
        return found

    def _keep_coded(self, codes: str, scan: str, columns: Mapping[str, str]) -> bool:
        """Make the table `coded` of the rows of `scan`, with the codes of `codes`; false where DuckDB stops."""
        try:
            coding.find_codes(self.connection, f"SELECT {_as_observation(columns)} FROM {codes}")
            self.connection.execute(
                "CREATE OR REPLACE TABLE coded AS "
                f"SELECT {coding.coded_columns(*(name for name in COLUMNS if name != 'row'))} "
                f"FROM (SELECT * REPLACE ({_whole('year')}, {_whole('month')}) "
                f"FROM (SELECT {_as_observation(columns)} FROM {scan}))"
            )
        except (duckdb.ConversionException, duckdb.InvalidInputException):
            return False
        return True

    def _keep_staged(self, table: RawTable, columns: Mapping[str, str]) -> int:
        """The same for a table that DuckDB cannot read by itself."""
        self.stage(table)
        given = ", ".join(f"{quoted(cell)} AS {name}" for name, cell in columns.items())
        return self.emit(f'SELECT {given}, _row AS "row" FROM raw')

    def is_counted(self, name: str) -> bool:
        """Whether the rows of a staged table are accounted for."""
        return name not in self._not_counted

    def mapping(self, name: str) -> None:
        """Load mappings/<name>.csv as table map_<name>(code, to, kind, note). Loading it twice is no harm."""
        table = f"map_{identifier(name)}"
        rows = [tuple(row.get(column) or "" for column in MAPPING_COLUMNS) for row in mapping_rows(name)]
        self.connection.execute(
            f'CREATE OR REPLACE TABLE {table} (code VARCHAR PRIMARY KEY, "to" VARCHAR, kind VARCHAR, note VARCHAR)'
        )
        if rows:
            cells = [list(column) for column in zip(*rows, strict=True)]
            self.connection.execute(
                f"INSERT INTO {table} SELECT unnest(?::VARCHAR[]), unnest(?::VARCHAR[]), "
                "unnest(?::VARCHAR[]), unnest(?::VARCHAR[])",
                cells,
            )
        self._mappings[table] = name

    def unknown(self, sql: str, column: str, mapping: str = "", *, next_step: str = "") -> None:
        """
        Refuse names that no mapping has: `sql` yields (text found, first row).

        Each is listed with the nearest names of `mapping` (or of all mappings loaded); nothing is guessed.
        Raises UnknownNames.
        """
        found = self.connection.execute(sql).fetchall()
        if not found:
            return
        tables = [f"map_{identifier(mapping)}"] if mapping else list(self._mappings)
        known: dict[str, str] = {}
        for table in tables:
            for code, to in self.connection.execute(f'SELECT code, "to" FROM {table}').fetchall():
                known[fold(code)] = f"{code} ({to})" if to else code
        raise UnknownNames(
            column,
            mapping or (self._mappings[tables[0]] if len(tables) == 1 else ""),
            [(str(text), int(row or 0), _nearest(str(text), known)) for text, row in found],
            next_step,
        )

    # --- what goes out ------------------------------------------------------------------------------

    def emit(self, sql: str, parameters: list | None = None) -> int:
        """Keep rows: `sql` selects the columns of an observation by name; those it leaves out get their default."""
        return self._insert("observed", COLUMNS, DEFAULTS, sql, parameters)

    def missing(self, sql: str, parameters: list | None = None) -> int:
        """Note cells that the producer leaves empty: key columns, `reason`, `row`."""
        return self._insert("missing_cells", MISSING_COLUMNS, DEFAULTS, sql, parameters)

    def set_aside(self, sql: str, parameters: list | None = None) -> int:
        """Note rows that are not kept: `row`, `held` (what it held), `reason`."""
        return self._insert("set_aside_rows", SET_ASIDE_COLUMNS, {"row": "0"}, sql, parameters)

    def _insert(
        self, table: str, columns: dict[str, str], defaults: dict[str, str], sql: str, parameters: list | None
    ) -> int:
        given = {row[0] for row in self.connection.execute(f"DESCRIBE {_bound(sql, parameters)}").fetchall()}
        if strange := given - set(columns):
            raise ValueError(f"{table} has no column {', '.join(sorted(strange))}.")
        chosen = ", ".join(
            _cast(
                name,
                kind,
                f"coalesce(CAST(given.{name} AS {kind}), {defaults[name]})"
                if name in defaults
                else f"given.{name}",
            )
            if name in given
            else f"{defaults[name]}::{kind} AS {name}"
            for name, kind in columns.items()
            if name in given or name in defaults
        )
        before = self.scalar(f"SELECT count(*) FROM {table}")
        self.connection.execute(
            f"INSERT INTO {table} BY NAME SELECT {chosen} FROM ({sql}) AS given",
            parameters or [],
        )
        return int(self.scalar(f"SELECT count(*) FROM {table}") - before)

    def note(self, key: str, text: str) -> None:
        """A footnote of the edition; observations name it in their column `note`."""
        self.notes[key] = text

    def transformation(self, indicator: str, text: str) -> None:
        """What we did to make an indicator's values, in one English sentence; its passport shows it."""
        self.transformations[indicator] = text

    # --- what is checked ------------------------------------------------------------------------------

    def check(self, name: str, sql: str, *, fatal: bool = False, tolerance: int = 0) -> bool:
        """
        Note a check: `sql` yields the rows that offend. Up to `tolerance` rows may; `fatal` stops the import.

        Raises CheckFailed.
        """
        cursor = self.connection.execute(sql)
        names = [column[0] for column in cursor.description]
        rows = cursor.fetchall()
        examples = tuple(
            ", ".join(f"{column} {value}" for column, value in zip(names, row, strict=True))
            for row in rows[:EXAMPLES]
        )
        passed = len(rows) <= tolerance
        self.checks.append(Check(name, passed, len(rows), examples))
        if fatal and not passed:
            raise CheckFailed(name, len(rows), examples)
        return passed

    def scalar(self, sql: str, parameters: list | None = None) -> Any:
        """The first value of the first row; 0 where there is none."""
        row = self.connection.execute(sql, parameters or []).fetchone()
        return row[0] if row and row[0] is not None else 0

    def close(self) -> None:
        self.connection.close()
        self._spill.cleanup()


def mapping_rows(name: str) -> list[dict[str, str]]:
    """The rows of mappings/<name>.csv: code, to, kind, note."""
    file = resources.files("convene.observatory") / MAPPINGS / f"{name}.csv"
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _as_observation(columns: Mapping[str, str]) -> str:
    """The columns of an observation but `row`, as text, from those of a file."""
    return ", ".join(
        f"{quoted(columns[name]) if name in columns else DEFAULTS[name] + '::VARCHAR'} AS {name}"
        for name in COLUMNS
        if name != "row"
    )


def _whole(column: str) -> str:
    """A column of text that must hold whole numbers: DuckDB would round 2024.5 and 20245e-1 to 2025."""
    right = f"regexp_full_match(trim({column}), '[-+]?[0-9]{{1,5}}')"
    return f"CASE WHEN {right} THEN {column} ELSE error('no whole number') END AS {column}"


def quoted(name: str) -> str:
    """A name of a publisher's column or table as SQL takes it."""
    return '"' + name.replace('"', '""') + '"'


def identifier(name: str) -> str:
    return re.sub(r"\W", "_", name)


def _bound(sql: str, parameters: list | None) -> str:
    """`sql` with NULL for its parameters: enough to ask which columns it yields."""
    return re.sub(r"\?", "NULL", sql) if parameters else sql


def _cast(name: str, kind: str, expression: str) -> str:
    return f"CAST({expression} AS {kind}) AS {name}"


def _nearest(text: str, known: dict[str, str]) -> tuple[str, ...]:
    return tuple(known[near] for near in get_close_matches(fold(text), list(known), 3, 0.6))
