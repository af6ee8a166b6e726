"""
The same rows in plain SQLite and PostgreSQL, with the indexes that the questions ask for.

One made edition stands in the table `figure`, the totals that the Prague pack carries in `total`.
"""

from __future__ import annotations

import csv
import os
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

AREA, COUNTERPART = "AXS", "BEY"  # a destination and one of its origins
TABLE = """CREATE TABLE figure (indicator TEXT, area TEXT, counterpart TEXT, year INTEGER, month INTEGER, sex TEXT,
age TEXT, detail TEXT, value DOUBLE PRECISION, flag TEXT, note TEXT)"""
TOTAL = """CREATE TABLE total (edition TEXT, indicator TEXT, area TEXT, year INTEGER, month INTEGER,
value DOUBLE PRECISION, flag TEXT, note TEXT, line INTEGER)"""
INDEXES = (
    "CREATE INDEX by_area ON figure (indicator, area, counterpart, year)",
    "CREATE INDEX by_counterpart ON figure (indicator, counterpart, area, year)",
    "CREATE INDEX total_by_area ON total (area, indicator, year)",
)
PLAIN = "age = 'T' AND sex = 'T' AND detail = ''"


def questions() -> dict[str, str]:
    states = ", ".join(f"'{code}'" for code in _states())
    return {
        "corridor": f"SELECT year, value FROM figure WHERE indicator = 'bench_stock' AND area = '{AREA}' "
        f"AND counterpart = '{COUNTERPART}' AND {PLAIN} ORDER BY year",
        "top_ten": "SELECT year, counterpart, value FROM (SELECT year, counterpart, value, row_number() OVER "
        "(PARTITION BY year ORDER BY value DESC) AS place FROM figure WHERE indicator = 'bench_stock' "
        f"AND area = '{AREA}' AND counterpart <> 'X_OTHER' AND {PLAIN}) AS ranked WHERE place <= 10",
        "all_states": "SELECT * FROM (SELECT *, row_number() OVER (PARTITION BY indicator, area ORDER BY edition DESC, "
        f"month = 0 DESC, year DESC, month DESC) AS place FROM total WHERE area IN ({states})) AS ranked "
        "WHERE place = 1",
        "scan": "SELECT sex, age, year, sum(value) FROM figure GROUP BY sex, age, year",
    }


def in_sqlite(file: Path, folder: Path, runs: int) -> dict:
    """Load one edition into SQLite; seconds of loading, megabytes, and milliseconds of each question."""
    path = folder / "rival.sqlite3"
    path.unlink(missing_ok=True)
    connection = sqlite3.connect(path)
    connection.executescript(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -200000"
    )
    began = time.perf_counter()
    connection.execute(TABLE)
    connection.execute(TOTAL)
    with file.open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines)
        next(rows)
        connection.executemany("INSERT INTO figure VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    connection.executemany("INSERT INTO total VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", _totals())
    connection.commit()
    for index in INDEXES:
        connection.execute(index)
    connection.execute("ANALYZE")
    told = {
        "load_seconds": round(time.perf_counter() - began, 1),
        "megabytes": path.stat().st_size // 1_000_000,
    }
    told |= {
        name: timed(lambda sql=sql: connection.execute(sql).fetchall(), runs)
        for name, sql in questions().items()
    }
    connection.close()
    path.unlink()
    return told


def in_postgresql(file: Path, folder: Path, runs: int) -> dict | None:
    """The same in the PostgreSQL of CONVENE_BENCHMARK_POSTGRES; None where none is named."""
    address = os.environ.get("CONVENE_BENCHMARK_POSTGRES")
    if not address:
        return None
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("DROP TABLE IF EXISTS figure, total")
        began = time.perf_counter()
        for table in (TABLE, TOTAL):
            connection.execute(table.replace("CREATE TABLE", "CREATE UNLOGGED TABLE"))
        with (
            connection.cursor().copy("COPY figure FROM STDIN (FORMAT csv, HEADER)") as copy,
            file.open("rb") as data,
        ):
            while block := data.read(1 << 20):
                copy.write(block)
        with connection.cursor().copy("COPY total FROM STDIN") as copy:
            for row in _totals():
                copy.write_row(row)
        for index in INDEXES:
            connection.execute(index)
        connection.execute("ANALYZE figure, total")
        seconds = time.perf_counter() - began
        size = connection.execute("SELECT pg_total_relation_size('figure')").fetchone()[0]
        told = {"load_seconds": round(seconds, 1), "megabytes": size // 1_000_000}
        told |= {
            name: timed(lambda sql=sql: connection.execute(sql).fetchall(), runs)
            for name, sql in questions().items()
        }
        connection.execute("DROP TABLE figure, total")
    return told


def _pack() -> Path:
    from django.conf import settings

    return Path(settings.PACK)


def _states() -> list[str]:
    with (_pack() / "states.csv").open(encoding="utf-8", newline="") as lines:
        return sorted(row["key"] for row in csv.DictReader(lines))


def _totals() -> Iterator[tuple]:
    for file in sorted((_pack() / "figures").glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                whole = (row["counterpart"], row["sex"], row["age"], row["detail"]) == ("", "T", "T", "")
                if whole and row["value"]:
                    place = row["indicator"], row["area"], int(row["year"]), int(row["month"])
                    yield file.stem, *place, float(row["value"]), row["flag"], row["note"], int(row["row"])


def timed(ask, runs: int) -> float:
    """Median milliseconds of `runs` calls, warm."""
    ask()
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        ask()
        times.append((time.perf_counter() - began) * 1000)
    return round(sorted(times)[len(times) // 2], 2)
