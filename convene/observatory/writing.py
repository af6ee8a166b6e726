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
SMALL_ROW_GROUP = 20_480  # a question for one state reads little more than that state
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
    data = aside / f"{DATA}.parquet"
    _copy(connection, f"SELECT * FROM observed ORDER BY {_KEY}", data)
    _refuse_doubled_keys(connection, data)
    source = f"read_parquet({_text(data)})"
    counts = connection.execute(
        f"SELECT count(*), count(*) FILTER ({_WITHOUT_AGES}), "
        f"count(*) FILTER ({_WITHOUT_AGES} AND counterpart <> '') FROM {source}"
    ).fetchone()
    figures, plain, paired = counts or (0, 0, 0)
    if figures > SMALL:
        _copy(connection, f"SELECT * FROM {source} WHERE {TOTAL_ROWS}", aside / f"{TOTALS}.parquet")
    if figures > SMALL and paired:
        select = f"SELECT * FROM {source} WHERE {_WITHOUT_AGES}"
        if plain < figures:
            _copy(connection, f"{select} ORDER BY {_KEY}", aside / f"{PAIRS}.parquet", SMALL_ROW_GROUP)
        _copy(
            connection,
            f"{select} AND counterpart <> '' ORDER BY {_BY_COUNTERPART}",
            aside / f"{BY_COUNTERPART}.parquet",
            SMALL_ROW_GROUP,
        )
    _copy(connection, f"SELECT * FROM missing_cells ORDER BY {_KEY}", aside / f"{MISSING}.parquet")
    if connection.execute("SELECT 1 FROM set_aside_rows LIMIT 1").fetchone():
        _copy(connection, "SELECT * FROM set_aside_rows ORDER BY row, reason", aside / f"{SET_ASIDE}.parquet")
    return int(figures)


def _refuse_doubled_keys(connection: duckdb.DuckDBPyConnection, data: Path) -> None:
    """Rows are sorted by their key, so doubled ones stand side by side: one pass over the file finds them."""
    source = f"read_parquet({_text(data)})"
    doubled = connection.execute(
        f"SELECT count(*) FROM (SELECT hash({_KEY}) AS mark, lag(hash({_KEY})) OVER () AS before FROM {source}) "
        "WHERE mark = before"
    ).fetchone()
    if not doubled or not doubled[0]:
        return
    rows = connection.execute(
        f"SELECT {_KEY}, count(*), min(row), max(row) FROM {source} GROUP BY {_KEY} HAVING count(*) > 1 LIMIT 5"
    ).fetchall()
    if rows:
        told = [
            f"{' '.join(str(cell) for cell in row[:8] if str(cell))} (rows {row[-2]} and {row[-1]})"
            for row in rows
        ]
        raise CheckFailed("each figure once", int(doubled[0]), told)


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
