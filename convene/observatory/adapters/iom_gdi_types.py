"""
UN DESA, International Migrant Stock with its types of data, in the copy of IOM's package gdidata.

Four columns of 0 and 1 say what a destination's figures rest on: B born abroad, C foreign citizens, R refugees
added, I imputed. Only these are taken from here. The counts are the same as in `undesa-ims`, without totals.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convene.observatory.adapters import Adapter
from convene.observatory.adapters.absence import no_figures
from convene.observatory.adapters.reasons import KOSOVO_IN_SERBIA
from convene.observatory.observation import KOSOVO

if TYPE_CHECKING:
    from convene.observatory.readers import RawFile, RawTable
    from convene.observatory.workbench import Workbench

DATASET = "iom-gdi-stock-types"
LETTERS = ("B", "C", "R", "I")  # their place gives the value of the letter: 1, 2, 4, 8
COLUMNS = {"geo", "t", "from", "sex", "n", *(f"type_{letter.lower()}" for letter in LETTERS)}


def _table(raw: RawFile) -> RawTable | None:
    return next((table for table in raw.tables if set(table.columns) >= COLUMNS), None)


def _edition(raw: RawFile) -> str | None:
    """The revision is named after its last year."""
    table = _table(raw)
    if table is None:
        return None
    place = table.columns.index("t")
    return max((cells[place] for _, cells in table.rows()), default=None)


def _adapt(bench: Workbench, raw: RawFile, edition: str) -> None:
    bench.stage(_table(raw))
    bench.mapping("iso3")
    bench.unknown(
        "SELECT geo, min(_row) FROM raw LEFT JOIN map_iso3 m ON m.code = geo WHERE m.code IS NULL GROUP BY 1",
        "geo",
    )
    letters = " || ".join(f"CASE type_{one.lower()} WHEN '1' THEN '{one}' ELSE '' END" for one in LETTERS)
    value = " + ".join(f"{2**place} * type_{one.lower()}::INTEGER" for place, one in enumerate(LETTERS))
    bench.connection.execute(
        f"""CREATE TABLE typed AS
        SELECT m."to" AS area, t::SMALLINT AS year, {letters} AS letters, {value} AS value, _row,
               _row = min(_row) OVER (PARTITION BY geo, t) AS is_first
        FROM raw JOIN map_iso3 m ON m.code = geo"""
    )
    bench.transformation(
        "stock_data_type",
        "The letters stand in the flag; the value is their sum (B 1, C 2, R 4, I 8). "
        "The row is the first one of the destination and year.",
    )
    bench.emit(
        """SELECT 'stock_data_type' AS indicator, area, year, value, letters AS flag, _row AS "row"
        FROM typed WHERE is_first"""
    )
    bench.set_aside(
        """SELECT _row AS "row", area || ' ' || year AS held,
        'a copy of the counts of undesa-ims; only the type of data is taken from this file' AS reason
        FROM typed WHERE NOT is_first"""
    )
    no_figures(bench, KOSOVO, KOSOVO_IN_SERBIA)
    bench.check(
        "one type of data for a destination and year",
        "SELECT area, year, count(DISTINCT letters) AS kinds FROM typed GROUP BY ALL HAVING kinds > 1",
    )


ADAPTER = Adapter(DATASET, lambda raw: _table(raw) is not None, _edition, _adapt)
