"""
Figures that are observations already: a table with the columns of `convene.observatory.observation`.

It needs no teaching, only the key of its dataset. Such tables are read at full speed, however long they are.
"""

from __future__ import annotations

from convene.observatory.adapters import Adapter
from convene.observatory.observation import COLUMNS
from convene.observatory.readers import RawFile
from convene.observatory.readers.delimited import quoted_text
from convene.observatory.workbench import Workbench

NEEDED = frozenset({"indicator", "area", "year", "value"})
# The row is where a figure stands in the file, and notes are texts that an adapter knows.
ALLOWED = frozenset(COLUMNS) - {"row", "note"}


def is_own_form(raw: RawFile) -> bool:
    """Whether the file is one table with our columns and no other."""
    return len(raw.tables) == 1 and NEEDED <= set(raw.tables[0].columns) <= ALLOWED


def adapter_of(dataset: str) -> Adapter:
    return Adapter(dataset, is_own_form, lambda raw: None, _adapt)


def _adapt(bench: Workbench, raw: RawFile, edition: str) -> None:
    (table,) = raw.tables
    bench.keep(raw, {name: name for name in COLUMNS if name in table.columns})
    bench.mapping("iso3")
    for column in ("area", "counterpart"):
        bench.unknown(_strange(bench, column), column, "iso3")


def _strange(bench: Workbench, column: str) -> str:
    """SQL of the codes that no list has, each with its first row. All figures are looked at only if there are any."""
    strange = bench.connection.execute(
        f"SELECT code FROM (SELECT DISTINCT {column}::VARCHAR AS code FROM observed) "
        "WHERE code <> '' AND NOT starts_with(code, 'X_') AND code NOT IN (SELECT \"to\" FROM map_iso3) ORDER BY code"
    ).fetchall()
    if not strange:
        return "SELECT '', 0 WHERE false"
    codes = ", ".join(quoted_text(code) for (code,) in strange)
    return f"SELECT {column}::VARCHAR, min(row) FROM observed WHERE {column}::VARCHAR IN ({codes}) GROUP BY ALL ORDER BY ALL"
