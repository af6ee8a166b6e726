"""
The figures: immutable Parquet folders, one for each edition and generation, asked through an in-memory DuckDB.

All questions about observations go through this module, so that another engine can take DuckDB's place where
figures outgrow one machine. It knows neither the catalogue nor the clock: `queries.catalogue` tells it which
editions are served, and a folder once written never changes.

    <home>/observations/<dataset>/<label>/<generation>/
        data.parquet            every figure, sorted by its key; small editions have no rollups
        pairs.parquet           the figures of all ages without further dimensions, in small groups of rows
        by_counterpart.parquet  those of them with a counterpart, sorted by it
        totals.parquet          counterpart, sex and age total: held in memory by every process
        missing.parquet         cells that the producer leaves empty, with the reason
        set_aside.parquet       rows that were not kept, with the reason
        report.json             what the import found, its notes and transformations
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import duckdb

from convene.observatory.asking import Asked, Largest, conditions_of, largest_in_sql, marks, narrow
from convene.observatory.observation import COLUMNS, TOTAL, Observation
from convene.observatory.workbench import CONFIGURATION

FOLDER = "observations"
MEMORY_LIMIT = "256MB"  # of DuckDB in one web process
# What a question needed goes back to the machine when it is answered, not into a reserve of each process.
GIVES_BACK = {
    "allocator_flush_threshold": "1MB",
    "allocator_bulk_deallocation_flush_threshold": "1MB",
}
DATA, PAIRS, BY_COUNTERPART, TOTALS = "data", "pairs", "by_counterpart", "totals"
ROLLUPS = frozenset({PAIRS, BY_COUNTERPART, TOTALS})
MISSING, SET_ASIDE, REPORT = "missing", "set_aside", "report.json"

_OBSERVATION = ", ".join(COLUMNS)
TOTAL_ROWS = "counterpart = '' AND sex = 'T' AND age = 'T' AND detail = ''"
_TOTAL_COLUMNS = "edition, indicator, area, year, month, value, flag, note, row"


@dataclass(frozen=True)
class EditionFiles:
    """Where the figures of one edition lie. `key` is the edition's, `generation` names the content."""

    key: str
    folder: Path
    generation: str

    def file(self, name: str) -> Path:
        return self.folder / f"{name}.parquet"


@dataclass(frozen=True)
class Found(Observation):
    """An observation and the key of its edition."""

    edition: str = ""


class Store:
    """
    The editions served by this process. Safe for several threads: each asks through a cursor of its own.

    `serve` names the editions; totals are read into memory when they are first asked for.
    """

    def __init__(self, memory_limit: str = MEMORY_LIMIT) -> None:
        self._connection = duckdb.connect(
            ":memory:",
            config={**CONFIGURATION, **GIVES_BACK, "memory_limit": memory_limit, "temp_directory": ""},
        )
        self._local = threading.local()
        self._lock = threading.Lock()
        self._editions: dict[str, EditionFiles] = {}
        self._held: tuple[tuple[str, str], ...] | None = None  # the editions whose totals are in memory

    def serve(self, editions: Iterable[EditionFiles]) -> None:
        """From now on answer from these editions. Cheap where nothing changed."""
        self._editions = {one.key: one for one in editions}

    def files(self, edition: str) -> EditionFiles | None:
        return self._editions.get(edition)

    def keys(self) -> tuple[str, ...]:
        return tuple(self._editions)

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """This thread's own cursor."""
        cursor = getattr(self._local, "cursor", None)
        if cursor is None:
            cursor = self._local.cursor = self._connection.cursor()
        return cursor

    # --- questions ----------------------------------------------------------------------------------

    def rows(self, editions: Sequence[str], asked: Asked, *, limit: int | None = None) -> list[Found]:
        """The figures asked for, by edition and key."""
        return list(self.stream(editions, asked, limit=limit))

    def stream(
        self, editions: Sequence[str], asked: Asked, *, limit: int | None = None, batch: int = 5_000
    ) -> Iterator[Found]:
        """As `rows`, some at a time, for long lists: read them to the end before asking again in this thread."""
        served = [edition for edition in editions if edition in self._editions]
        if not served or asked.indicators == () or asked.areas == () or asked.years == ():
            return
        sql, parameters = self._question(served, asked)
        if limit is not None:
            sql += f" LIMIT {int(limit)}"
        cursor = self._connection.cursor() if limit is None else self.cursor()
        cursor.execute(sql, parameters)
        while found := cursor.fetchmany(batch):
            for row in found:
                yield Found(*row)

    def rows_of_several(self, questions: Mapping[str, Asked]) -> list[Found]:
        """Another question to each edition, answered in one go; not for totals, which are one question anyway."""
        parts, parameters = [], []
        for edition, asked in questions.items():
            if edition in self._editions:
                conditions, given = conditions_of(asked)
                relation = self._relation(edition, self._best_file(asked))
                parts.append(
                    f"SELECT {_OBSERVATION}, ? AS edition FROM {relation} WHERE {' AND '.join(conditions)}"
                )
                parameters += [edition, *given]
        if not parts:
            return []
        sql = f"{' UNION ALL '.join(parts)} ORDER BY edition, indicator, area, counterpart, year, month"
        return [Found(*row) for row in self.cursor().execute(sql, parameters).fetchall()]

    def top(
        self,
        edition: str,
        indicator: str,
        *,
        area: str = "",
        counterpart: str = "",
        years: Sequence[int] | None = None,
        sex: str = TOTAL,
        n: int = 10,
        others: Sequence[str] | None = None,
    ) -> list[Found]:
        """
        For each year the `n` largest figures of an area by counterpart, or of a counterpart by area.

        Only identified areas count: three letters, or those in `others` where it is given.
        """
        if edition not in self._editions:
            return []
        own, other = ("area", "counterpart") if area else ("counterpart", "area")
        relation = self._relation(edition, PAIRS if area else BY_COUNTERPART)
        if not relation:
            return []
        conditions = [f"indicator = ? AND {own} = ? AND sex = ? AND age = 'T' AND detail = '' AND month = 0"]
        parameters: list[Any] = [indicator, area or counterpart, sex]
        narrow(conditions, parameters, "year", years)
        if others is None:
            conditions.append(f"length({other}) = 3")
        narrow(conditions, parameters, other, others)
        sql = (
            f"SELECT {_OBSERVATION}, ? AS edition FROM {relation} WHERE {' AND '.join(conditions)} "
            f"QUALIFY row_number() OVER (PARTITION BY year ORDER BY value DESC, {other}) <= {int(n)} "
            f"ORDER BY year, value DESC, {other}"
        )
        found = self.cursor().execute(sql, [edition, *parameters]).fetchall()
        return [Found(*row) for row in found]

    def largest(self, questions: Sequence[Largest], states: Sequence[str]) -> list[list[Found]]:
        """The answer to each question for all states in one go; of each state the largest first."""
        parts, parameters = [], []
        for number, one in enumerate(questions):
            relation = self._relation(one.edition, PAIRS if one.of_areas else BY_COUNTERPART)
            if relation and states:
                sql, given = largest_in_sql(one, states, f"{number} AS question, {_OBSERVATION}", relation)
                parts.append(sql)
                parameters += given
        found: list[list[Found]] = [[] for _question in questions]
        if parts:
            sql = f"{' UNION ALL '.join(parts)} ORDER BY question, place"
            for number, *row, _place in self.cursor().execute(sql, parameters).fetchall():
                found[number].append(Found(*row))
        return found

    def years(self, edition: str, indicator: str) -> tuple[int, ...]:
        """The years of which an edition has totals of an indicator."""
        self._hold_totals()
        rows = self.cursor().execute(
            "SELECT DISTINCT year FROM totals WHERE edition = ? AND indicator = ? ORDER BY year",
            [edition, indicator],
        )
        return tuple(row[0] for row in rows.fetchall())

    def years_of_totals(self) -> dict[tuple[str, str], tuple[int, ...]]:
        """(indicator, edition) -> the years of which it has totals of any area."""
        self._hold_totals()
        found = (
            self.cursor()
            .execute("SELECT DISTINCT indicator, edition, year FROM totals ORDER BY indicator, edition, year")
            .fetchall()
        )
        return {key: tuple(row[2] for row in rows) for key, rows in groupby(found, key=itemgetter(0, 1))}

    def years_by_area(
        self, wanted: Mapping[str, str], areas: Sequence[str] | None = None
    ) -> list[tuple[str, str, list[int]]]:
        """(indicator, area, years) of all totals; `wanted` is indicator -> edition. Areas may be left out: all."""
        self._hold_totals()
        if not wanted or areas == ():
            return []
        among = f"WHERE area IN ({marks(areas)})" if areas is not None else ""
        sql = (
            "SELECT DISTINCT indicator, area, year FROM totals "
            "JOIN (SELECT unnest(?::VARCHAR[]) AS e, unnest(?::VARCHAR[]) AS i) AS wanted "
            f"ON edition = e AND indicator = i {among} ORDER BY indicator, area, year"
        )
        given = [list(wanted.values()), list(wanted), *(areas or ())]
        rows = self.cursor().execute(sql, given).fetchall()
        # Lists made here: DuckDB keeps 13 MB of a process for making them.
        grouped = groupby(rows, key=itemgetter(0, 1))
        return [(indicator, area, [row[2] for row in found]) for (indicator, area), found in grouped]

    def years_of_pairs(self, edition: str, indicator: str) -> tuple[int, ...]:
        """The years of which an edition has figures of an indicator with a counterpart."""
        relation = self._relation(edition, BY_COUNTERPART)
        if not relation:
            return ()
        rows = self.cursor().execute(
            f"SELECT DISTINCT year FROM {relation} WHERE indicator = ? AND counterpart <> '' ORDER BY year",
            [indicator],
        )
        return tuple(row[0] for row in rows.fetchall())

    def areas_and_years(self, edition: str, indicator: str, areas: Sequence[str]) -> list[tuple[str, int]]:
        """Which of the areas have any figure with a counterpart, and of which years."""
        relation = self._relation(edition, BY_COUNTERPART)
        if not relation or not areas:
            return []
        sql = (
            f"SELECT DISTINCT area, year FROM {relation} "
            f"WHERE indicator = ? AND counterpart <> '' AND area IN ({marks(areas)})"
        )
        return self.cursor().execute(sql, [indicator, *areas]).fetchall()

    def latest(
        self, wanted: Mapping[str, str], areas: Sequence[str], not_after: int | None = None
    ) -> list[Found]:
        """
        The newest total of each area and indicator; `wanted` is indicator -> edition.

        A whole year is worth more than later months: four months of a flow beside years would mislead.
        """
        self._hold_totals()
        pairs = [(edition, indicator) for indicator, edition in wanted.items()]
        if not pairs or not areas:
            return []
        sql = (
            "SELECT indicator, area, '', year, month, 'T', 'T', '', value, flag, note, row, edition FROM totals "
            "JOIN (SELECT unnest(?::VARCHAR[]) AS e, unnest(?::VARCHAR[]) AS i) AS wanted "
            "ON edition = e AND indicator = i "
            f"WHERE area IN ({marks(areas)}) {'AND year <= ?' if not_after is not None else ''} "
            "QUALIFY row_number() OVER (PARTITION BY indicator, area ORDER BY month = 0 DESC, year DESC, month DESC)"
            " = 1 ORDER BY indicator, area"
        )
        parameters: list[Any] = [[e for e, _ in pairs], [i for _, i in pairs], *areas]
        if not_after is not None:
            parameters.append(not_after)
        return [Found(*row) for row in self.cursor().execute(sql, parameters).fetchall()]

    def totals_of(
        self, wanted: Mapping[str, str], areas: Sequence[str], years: Sequence[int] | None = None
    ) -> list[Found]:
        """All totals of areas, each indicator from its own edition; `wanted` is indicator -> edition."""
        self._hold_totals()
        if not wanted or not areas:
            return []
        conditions, parameters = [f"area IN ({marks(areas)})"], [*areas]
        narrow(conditions, parameters, "year", years)
        sql = (
            "SELECT indicator, area, '', year, month, 'T', 'T', '', value, flag, note, row, edition FROM totals "
            "JOIN (SELECT unnest(?::VARCHAR[]) AS e, unnest(?::VARCHAR[]) AS i) AS wanted "
            f"ON edition = e AND indicator = i WHERE {' AND '.join(conditions)} "
            "ORDER BY indicator, area, year, month"
        )
        given = [list(wanted.values()), list(wanted)]
        return [Found(*row) for row in self.cursor().execute(sql, [*given, *parameters]).fetchall()]

    def missing(self, edition: str, asked: Asked) -> list[tuple[str, str, int, int, str, int]]:
        """Cells left empty: (indicator, area, year, month, reason, row), by key."""
        relation = self._relation(edition, MISSING)
        if not relation:
            return []
        conditions, parameters = conditions_of(asked, of_totals=False)
        sql = (
            f"SELECT indicator, area, year, month, reason, row FROM {relation} "
            f"{'WHERE ' + ' AND '.join(conditions) if conditions else ''} ORDER BY ALL"
        )
        return self.cursor().execute(sql, parameters).fetchall()

    def table(self, edition: str, name: str = DATA) -> str:
        """One file of an edition as a table function of DuckDB's SQL, for questions that nobody foresaw."""
        relation = self._relation(edition, name)
        if not relation:
            raise KeyError(f"{edition} has no {name}")
        return relation

    # --- how they are asked ---------------------------------------------------------------------------

    def _question(self, editions: Sequence[str], asked: Asked) -> tuple[str, list[Any]]:
        conditions, parameters = conditions_of(asked)
        where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
        order = "ORDER BY edition, indicator, area, counterpart, year, month, sex, age, detail"
        if asked.is_total:
            self._hold_totals()
            editions_in = f"edition IN ({marks(editions)})"
            where = f"{where} AND {editions_in}" if where else f"WHERE {editions_in}"
            sql = (
                "SELECT indicator, area, '' AS counterpart, year, month, 'T' AS sex, 'T' AS age, '' AS detail, "
                f"value, flag, note, row, edition FROM totals {where} {order}"
            )
            return sql, [*parameters, *editions]
        parts, given = [], []
        for edition in editions:
            relation = self._relation(edition, self._best_file(asked))
            parts.append(f"SELECT {_OBSERVATION}, ? AS edition FROM {relation} {where}")
            given += [edition, *parameters]
        return f"{' UNION ALL '.join(parts)} {order}", given

    def _best_file(self, asked: Asked) -> str:
        if asked.is_by_pairs:
            return BY_COUNTERPART if asked.begins_with_the_counterpart else PAIRS
        return DATA

    def _relation(self, edition: str, name: str) -> str:
        """A file of an edition as SQL; a rollup that a small edition does without is the whole."""
        files = self._editions.get(edition)
        if files is None:
            return ""
        file = files.file(name)
        if not file.exists():
            if name not in ROLLUPS:
                return ""
            file = files.file(DATA)
        path = str(file).replace("'", "''")
        return f"read_parquet('{path}')"

    def _hold_totals(self) -> None:
        """Read the totals of all editions served into memory, unless they are there."""
        editions = self._editions
        wanted = tuple((one.key, one.generation) for one in editions.values())
        if self._held == wanted:
            return
        with self._lock:
            if self._held == wanted:
                return
            tables = [
                f"SELECT '{one.key}' AS edition, indicator, area, year, month, value, flag, note, row "
                f"FROM {self._relation(one.key, TOTALS)} WHERE {TOTAL_ROWS}"
                for one in editions.values()
            ]
            cursor = self._connection.cursor()
            cursor.execute("BEGIN")
            _make_totals(cursor, tables, [one.key for one in editions.values()])
            cursor.execute("COMMIT")
            self._held = wanted


def _make_totals(cursor: duckdb.DuckDBPyConnection, tables: Sequence[str], editions: Sequence[str]) -> None:
    """
    The table `totals`. Codes are numbers in memory (ENUM): a fifth of the bytes, compared at no cost.

    One edition after the other: all at once would leave each process with 10 MB that it never uses again.
    """
    kinds = {"edition": set(editions), "indicator": set(), "area": set()}
    for rows in tables:
        for column in ("indicator", "area"):
            kinds[column].update(
                code for (code,) in cursor.execute(f"SELECT DISTINCT {column} FROM ({rows})").fetchall()
            )
    enums = {
        column: "ENUM(" + ", ".join(f"'{code}'" for code in sorted(codes) or ["-"]) + ")"
        for column, codes in kinds.items()
    }
    cursor.execute(
        f"CREATE OR REPLACE TABLE totals (edition {enums['edition']}, indicator {enums['indicator']}, "
        f"area {enums['area']}, year SMALLINT, month TINYINT, value DOUBLE, flag VARCHAR, note VARCHAR, row INTEGER)"
    )
    for rows in tables:
        cursor.execute(f"INSERT INTO totals SELECT {_TOTAL_COLUMNS} FROM ({rows})")


def folder_in(home: Path) -> Path:
    return Path(home) / FOLDER


_store: tuple[int, Store] | None = None
_making = threading.Lock()


def store() -> Store:
    """The store of this process; a forked process makes its own."""
    global _store
    if _store is None or _store[0] != os.getpid():
        with _making:
            if _store is None or _store[0] != os.getpid():
                _store = (os.getpid(), Store())
    return _store[1]
