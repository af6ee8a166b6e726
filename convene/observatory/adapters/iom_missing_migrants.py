"""
IOM, Missing Migrants Project: one row an incident, `t, m, type, route, geo, dead, cause, surv, nat, ...`.

The area is where it happened. An incident with several nationalities does not say how many of each died: it counts
for none of them. Numbers are a minimum; a country without a row had no incident that the project could record.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convene.observatory.adapters import Adapter
from convene.observatory.adapters.reasons import YEAR_NOT_WHOLE

if TYPE_CHECKING:
    from convene.observatory.readers import RawFile, RawTable
    from convene.observatory.workbench import Workbench

DATASET = "iom-missing-migrants"
COLUMNS = {"t", "m", "type", "route", "geo", "dead", "surv", "nat"}


def _table(raw: RawFile) -> RawTable | None:
    return next((table for table in raw.tables if set(table.columns) >= COLUMNS), None)


def _edition(raw: RawFile) -> str | None:
    """The last day of the data: the file has no date of its own."""
    table = _table(raw)
    place = table.columns.index("t")
    return max((cells[place] for _, cells in table.rows()), default=None)


def _adapt(bench: Workbench, raw: RawFile, edition: str) -> None:
    bench.stage(_table(raw))
    bench.mapping("iso3")
    bench.unknown(
        "SELECT geo, min(_row) FROM raw LEFT JOIN map_iso3 m ON m.code = geo WHERE m.code IS NULL GROUP BY 1",
        "geo",
    )
    bench.unknown(
        """SELECT code, min(_row) FROM (SELECT unnest(string_split(nat, ',')) AS code, _row FROM raw)
        LEFT JOIN map_iso3 m USING (code) WHERE m.code IS NULL AND code <> '' GROUP BY 1""",
        "nat",
    )
    bench.connection.execute(
        """
        CREATE TABLE incidents AS
        SELECT g."to" AS area, coalesce(n."to", '') AS origin, left(m, 4)::SMALLINT AS year,
               right(m, 2)::TINYINT AS month, try_cast(dead AS DOUBLE) AS dead, try_cast(surv AS DOUBLE) AS surv,
               _row AS "row"
        FROM raw JOIN map_iso3 g ON g.code = geo LEFT JOIN map_iso3 n ON n.code = nat
        """
    )
    bench.connection.execute(
        "CREATE TABLE full_years AS SELECT year FROM incidents GROUP BY year HAVING count(DISTINCT month) = 12"
    )
    bench.emit(
        """SELECT 'missing_migrants' AS indicator, area, year, month, 'incident=' || "row" AS detail, dead AS value,
        "row" FROM incidents WHERE dead IS NOT NULL"""
    )
    bench.set_aside(
        """SELECT "row", area AS held, 'no number of dead and missing' AS reason FROM incidents WHERE dead IS NULL"""
    )
    _derive(bench)


def _derive(bench: Workbench) -> None:
    bench.transformation(
        "missing_migrants",
        "A row of the file is one incident; sums of a month, of a full year and of the world are ours.",
    )
    bench.transformation(
        "missing_migrants_nationals",
        "Sum over incidents with this one nationality; those with several are not divided.",
    )
    bench.transformation("missing_migrants_survivors", "Sum over incidents whose survivors are known.")
    full = "year IN (FROM full_years)"
    for area in ("area", "'X_WORLD'"):
        for month, where in (("month", "true"), ("0", full)):
            bench.emit(
                f"""SELECT 'missing_migrants' AS indicator, {area} AS area, year, {month} AS month, sum(dead) AS value
                FROM incidents WHERE {where} AND dead IS NOT NULL GROUP BY ALL"""
            )
    bench.emit(
        f"""SELECT 'missing_migrants_nationals' AS indicator, origin AS area, year, sum(dead) AS value
        FROM incidents WHERE {full} AND origin <> '' AND dead IS NOT NULL GROUP BY ALL"""
    )
    bench.emit(
        f"""SELECT 'missing_migrants_survivors' AS indicator, area, year, sum(surv) AS value
        FROM incidents WHERE {full} AND surv IS NOT NULL GROUP BY ALL"""
    )
    bench.missing(
        f"""SELECT 'missing_migrants' AS indicator, area, year, '{YEAR_NOT_WHOLE}' AS reason
        FROM incidents WHERE year NOT IN (FROM full_years) GROUP BY area, year"""
    )


ADAPTER = Adapter(DATASET, lambda raw: _table(raw) is not None, _edition, _adapt)
