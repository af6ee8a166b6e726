"""The same rows in plain SQLite and PostgreSQL, with the index that the questions ask for."""

from __future__ import annotations

import csv
import os
import sqlite3
import time
from pathlib import Path

TABLE = """CREATE TABLE figure (indicator TEXT, area TEXT, counterpart TEXT, year INTEGER, month INTEGER, sex TEXT,
age TEXT, detail TEXT, value DOUBLE PRECISION, flag TEXT, note TEXT)"""
INDEXES = (
    "CREATE INDEX by_area ON figure (indicator, area, counterpart, year)",
    "CREATE INDEX by_counterpart ON figure (indicator, counterpart, area, year)",
)
PLAIN = "age = 'T' AND sex = 'T' AND detail = ''"
QUESTIONS = {
    "corridor": f"SELECT year, value FROM figure WHERE indicator = 'bench_stock' AND area = 'AXS' "
    f"AND counterpart = 'BEY' AND {PLAIN} ORDER BY year",
    "top_ten": "SELECT year, counterpart, value FROM (SELECT year, counterpart, value, row_number() OVER "
    "(PARTITION BY year ORDER BY value DESC) AS place FROM figure WHERE indicator = 'bench_stock' "
    f"AND area = 'AXS' AND counterpart <> 'X_OTHER' AND {PLAIN}) AS ranked WHERE place <= 10",
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
    with file.open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines)
        next(rows)
        connection.executemany("INSERT INTO figure VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    connection.commit()
    for index in INDEXES:
        connection.execute(index)
    seconds = time.perf_counter() - began
    told = {"load_seconds": round(seconds, 1), "megabytes": path.stat().st_size // 1_000_000}
    told |= {
        name: timed(lambda sql=sql: connection.execute(sql).fetchall(), runs)
        for name, sql in QUESTIONS.items()
    }
    connection.close()
    path.unlink()
    return told


def in_postgresql(file: Path, runs: int) -> dict | None:
    """The same in the PostgreSQL of CONVENE_BENCHMARK_POSTGRES; None where none is named."""
    address = os.environ.get("CONVENE_BENCHMARK_POSTGRES")
    if not address:
        return None
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("DROP TABLE IF EXISTS figure")
        began = time.perf_counter()
        connection.execute(TABLE.replace("CREATE TABLE", "CREATE UNLOGGED TABLE"))
        with (
            connection.cursor().copy("COPY figure FROM STDIN (FORMAT csv, HEADER)") as copy,
            file.open("rb") as data,
        ):
            while block := data.read(1 << 20):
                copy.write(block)
        for index in INDEXES:
            connection.execute(index)
        connection.execute("ANALYZE figure")
        seconds = time.perf_counter() - began
        size = connection.execute("SELECT pg_total_relation_size('figure')").fetchone()[0]
        told = {"load_seconds": round(seconds, 1), "megabytes": size // 1_000_000}
        told |= {
            name: timed(lambda sql=sql: connection.execute(sql).fetchall(), runs)
            for name, sql in QUESTIONS.items()
        }
        connection.execute("DROP TABLE figure")
    return told


def timed(ask, runs: int) -> float:
    """Median milliseconds of `runs` calls, warm."""
    ask()
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        ask()
        times.append((time.perf_counter() - began) * 1000)
    return round(sorted(times)[len(times) // 2], 2)
