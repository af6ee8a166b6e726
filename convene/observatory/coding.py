"""
Codes as numbers: what lets ten million figures be checked, sorted and written in seconds.

A text column of figures holds few different codes (areas, ages, flags) millions of times. As an ENUM each is
one or two bytes, in alphabetical order; the eight columns of a key then make one number that sorts as they do.
"""

from __future__ import annotations

import duckdb

from convene.observatory.observation import COLUMNS, DEFAULTS, KEY_COLUMNS

TEXTS = tuple(name for name, kind in COLUMNS.items() if kind == "VARCHAR")
# Columns whose codes are many are counted by themselves, the others together: a row is looked at three times.
_APART = ("area", "counterpart")
_TOGETHER = tuple(name for name in TEXTS if name not in _APART)


def find_codes(connection: duckdb.DuckDBPyConnection, select: str) -> None:
    """Name the types code_<column> of the codes that `select` yields, which has all text columns of an observation."""
    sets = ", ".join(f"({names})" for names in (", ".join(_TOGETHER), *_APART))
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE codes AS SELECT {', '.join(TEXTS)} FROM ({select}) "
        f"GROUP BY GROUPING SETS ({sets})"
    )
    connection.execute("DROP TABLE IF EXISTS coded")
    for name in TEXTS:
        connection.execute(f"DROP TYPE IF EXISTS code_{name}")
        connection.execute(
            f"CREATE TYPE code_{name} AS ENUM (SELECT {name} FROM codes WHERE {name} IS NOT NULL "
            f"UNION SELECT {DEFAULTS.get(name, repr('-'))} ORDER BY ALL)"
        )


def coded_columns(*names: str) -> str:
    """The columns as SQL that makes codes of them, after `find_codes`; an unknown code is a ConversionException."""
    return ", ".join(
        f"{name}::{f'code_{name}' if name in TEXTS else COLUMNS[name]} AS {name}" for name in names
    )


def is_coded(connection: duckdb.DuckDBPyConnection, table: str) -> bool:
    kinds = {row[0]: row[1] for row in connection.execute(f"DESCRIBE {table}").fetchall()}
    return kinds["area"].startswith("ENUM")


def code(connection: duckdb.DuckDBPyConnection, table: str) -> str:
    """The name of a table of the same figures with codes as numbers: itself, or one made of it."""
    if is_coded(connection, table):
        return table
    find_codes(connection, f"SELECT * FROM {table}")
    connection.execute(f"CREATE OR REPLACE TABLE coded AS SELECT {coded_columns(*COLUMNS)} FROM {table}")
    return "coded"


def packed_key(connection: duckdb.DuckDBPyConnection, table: str) -> str:
    """The key of a row of a coded table as SQL for one whole number, which sorts as the columns do."""
    expressions, combinations = [], 1
    for name in KEY_COLUMNS:
        if name in TEXTS:
            (count,) = _one(connection, f"SELECT len(enum_range(NULL::code_{name}))")
            place = f"enum_code({name})"
        else:
            least, most = _one(connection, f"SELECT min({name}), max({name}) FROM {table}")
            count, place = (most or 0) - (least or 0) + 1, f"({name}::INTEGER - {least or 0})"
        expressions.append((place, count))
        combinations *= count
    kind = "UBIGINT" if combinations < 2**64 else "UHUGEINT"
    key = f"0::{kind}"
    for place, count in expressions:
        key = f"({key} * {count} + {place}::{kind})"
    return key


def _one(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple:
    return connection.execute(sql).fetchone() or (0, 0)
