"""
From the tables of a workbench to a folder of Parquet files: written aside, checked, made lasting, then renamed.

A folder that bears its generation's name is whole. What a killed process leaves behind bears another name, is
never served, and is cleared away by the next import.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import duckdb

from convene.observatory import coding
from convene.observatory.failures import CheckFailed
from convene.observatory.observation import KEY_COLUMNS
from convene.observatory.store import (
    BY_COUNTERPART,
    DATA,
    MISSING,
    PAIRS,
    REPORT,
    SET_ASIDE,
    TOTAL_ROWS,
    TOTALS,
)

ASIDE = ".new-"
ROW_GROUP = 122_880
SMALL = 100_000  # figures up to which one file answers every question as fast as rollups would
# Of rollups: smaller groups cost more to choose among than reading a few rows beside those asked for (measured).
ROLLUP_ROW_GROUP = 61_440
_KEY = ", ".join(KEY_COLUMNS)
_BY_COUNTERPART = "indicator, counterpart, area, year, month, sex, age, detail"
_WITHOUT_AGES = "age = 'T' AND detail = ''"


def begin(folder: Path, generation: str) -> Path:
    """Make and return the folder beside `folder`'s generations in which a new one is written."""
    aside = folder / f"{ASIDE}{generation}-{os.getpid()}"
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    return aside


def write_figures(connection: duckdb.DuckDBPyConnection, aside: Path) -> int:
    """
    Write `observed`, `missing_cells` and `set_aside_rows`, sorted; where they are many, with rollups.

    Returns the number of figures.

    Raises CheckFailed where two figures have the same key.
    """
    figures, count = _sorted(connection)
    _copy(connection, f"SELECT * FROM {figures}", aside / f"{DATA}.parquet")
    if count > SMALL:
        _write_rollups(connection, figures, count, aside)
    connection.execute("DROP TABLE IF EXISTS in_order")
    _copy(connection, f"SELECT * FROM missing_cells ORDER BY {_KEY}", aside / f"{MISSING}.parquet")
    if connection.execute("SELECT 1 FROM set_aside_rows LIMIT 1").fetchone():
        _copy(connection, "SELECT * FROM set_aside_rows ORDER BY row, reason", aside / f"{SET_ASIDE}.parquet")
    return count


def _sorted(connection: duckdb.DuckDBPyConnection) -> tuple[str, int]:
    """
    The name of a table of all figures in the order of their keys, and their number.

    Many figures are coded first; those that came in order, as from most publishers, are not sorted again.
    """
    (count,) = connection.execute("SELECT count(*) FROM observed").fetchone() or (0,)
    figures, key = "observed", f"hash({_KEY})"
    if count > SMALL:
        figures = coding.code(connection, "observed")
        key = coding.packed_key(connection, figures)
        backwards, doubled = _neighbours(connection, figures, key)
        if not backwards:
            _refuse_doubled(connection, figures, key, doubled)
            return figures, count
    connection.execute(f"CREATE OR REPLACE TABLE in_order AS SELECT * FROM {figures} ORDER BY {_KEY}")
    _refuse_doubled(connection, "in_order", key, _neighbours(connection, "in_order", key)[1])
    return "in_order", count


def _neighbours(connection: duckdb.DuckDBPyConnection, figures: str, key: str) -> tuple[int, int]:
    """How many rows have a smaller key than the row before them, and how many the same: one pass."""
    marks = f"SELECT mark, lag(mark) OVER () AS before FROM (SELECT {key} AS mark FROM {figures})"
    return connection.execute(
        f"SELECT count(*) FILTER (mark < before), count(*) FILTER (mark = before) FROM ({marks})"
    ).fetchone() or (0, 0)


def _refuse_doubled(connection: duckdb.DuckDBPyConnection, figures: str, key: str, doubled: int) -> None:
    """`doubled` rows of a sorted table have the key of the row before, or its mark."""
    if not doubled:
        return
    marks = f"SELECT mark, lag(mark) OVER () AS before FROM (SELECT {key} AS mark FROM {figures})"
    rows = connection.execute(
        f"SELECT {_KEY}, count(*), min(row), max(row) FROM {figures} "
        f"WHERE {key} IN (SELECT mark FROM ({marks}) WHERE mark = before LIMIT 5) "
        f"GROUP BY {_KEY} HAVING count(*) > 1 ORDER BY min(row) LIMIT 5"
    ).fetchall()
    if rows:
        told = [
            f"{' '.join(str(cell) for cell in row[:8] if str(cell))} (rows {row[-2]} and {row[-1]})"
            for row in rows
        ]
        raise CheckFailed("each figure once", doubled, told)


def _write_rollups(connection: duckdb.DuckDBPyConnection, figures: str, count: int, aside: Path) -> None:
    """Of many figures: totals, and pairs without ages by either side, in small groups of rows."""
    plain, paired = connection.execute(
        f"SELECT count(*), count(*) FILTER (counterpart <> '') FROM {figures} WHERE {_WITHOUT_AGES}"
    ).fetchone() or (0, 0)
    _copy(connection, f"SELECT * FROM {figures} WHERE {TOTAL_ROWS}", aside / f"{TOTALS}.parquet")
    if not paired:
        return
    select = f"SELECT * FROM {figures} WHERE {_WITHOUT_AGES}"
    if plain < count:
        _copy(connection, select, aside / f"{PAIRS}.parquet", ROLLUP_ROW_GROUP)
    _copy(
        connection,
        f"{select} AND counterpart <> '' ORDER BY {_BY_COUNTERPART}",
        aside / f"{BY_COUNTERPART}.parquet",
        ROLLUP_ROW_GROUP,
    )


def write_report(aside: Path, report: Mapping[str, Any]) -> None:
    text = json.dumps(report, ensure_ascii=False, indent=1, sort_keys=True)
    (aside / REPORT).write_text(text + "\n", encoding="utf-8")


def finish(aside: Path, folder: Path, generation: str) -> Path:
    """Make what was written lasting and give it its name. Returns the folder that is now whole."""
    for file in aside.iterdir():
        _lasting(file)
    _lasting(aside)
    whole = folder / generation
    try:
        aside.rename(whole)
    except OSError:
        if not whole.is_dir():
            raise
        shutil.rmtree(aside)  # another process wrote the same content first
    _lasting(folder)
    return whole


def clear_away(folder: Path, kept: Iterable[str]) -> list[Path]:
    """Remove what killed imports left and generations that are no longer served. Returns what was removed."""
    keep = set(kept)
    removed = []
    for found in sorted(folder.iterdir()) if folder.is_dir() else []:
        if found.is_dir() and found.name not in keep and not _is_being_written(found):
            shutil.rmtree(found, ignore_errors=True)
            removed.append(found)
    return removed


def _is_being_written(found: Path) -> bool:
    """Whether a living process of this machine writes there."""
    if not found.name.startswith(ASIDE):
        return False
    process = found.name.rpartition("-")[2]
    if not process.isdigit() or int(process) == os.getpid():
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _copy(connection: duckdb.DuckDBPyConnection, select: str, file: Path, group: int = ROW_GROUP) -> None:
    connection.execute(
        f"COPY ({select}) TO {_text(file)} "
        f"(FORMAT PARQUET, COMPRESSION SNAPPY, PARQUET_VERSION V2, ROW_GROUP_SIZE {group})"
    )


def _lasting(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _text(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
