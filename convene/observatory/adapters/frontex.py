"""
Frontex, monthly detections of illegal border-crossing, `route, type, nat, t, n`, in the copy of IOM's gdidata.

A detection is not a person: one person may be detected several times. The area of an observation is the
nationality. The republisher dropped cells of nought, so a nationality without a row was either not detected or not
reported: it is missing, not nought. Sums of a year exist for years that the file holds to December.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convene.observatory.adapters import Adapter
from convene.observatory.adapters.reasons import DROPPED, YEAR_NOT_WHOLE

if TYPE_CHECKING:
    from convene.observatory.readers import RawFile, RawTable
    from convene.observatory.workbench import Workbench

DATASET = "frontex-detections"
INDICATOR = "frontex_detections"
COLUMNS = ("route", "type", "nat", "t", "n")


def _table(raw: RawFile) -> RawTable | None:
    return next((table for table in raw.tables if table.columns == COLUMNS), None)


def _edition(raw: RawFile) -> str | None:
    """The last month of the data: the file has no date of its own."""
    place = COLUMNS.index("t")
    return max((cells[place] for _, cells in _table(raw).rows()), default=None)


def _adapt(bench: Workbench, raw: RawFile, edition: str) -> None:
    bench.stage(_table(raw))
    bench.mapping("iso3")
    bench.mapping("frontex_routes")
    for column, mapping in (("nat", "iso3"), ("route", "frontex_routes")):
        bench.unknown(
            f"SELECT {column}, min(_row) FROM raw LEFT JOIN map_{mapping} m ON m.code = {column} "
            "WHERE m.code IS NULL GROUP BY 1",
            column,
            mapping,
        )
    bench.connection.execute(
        """
        CREATE TABLE detected AS
        SELECT a."to" AS area, left(t, 4)::SMALLINT AS year, right(t, 2)::TINYINT AS month,
               'border=' || upper("type") AS border, r."to" AS route, n::DOUBLE AS value, _row AS "row"
        FROM raw JOIN map_iso3 a ON a.code = nat JOIN map_frontex_routes r ON r.code = route
        """
    )
    bench.connection.execute(
        "CREATE TABLE full_years AS SELECT year FROM detected GROUP BY year HAVING count(DISTINCT month) = 12"
    )
    bench.emit(
        f"""SELECT '{INDICATOR}' AS indicator, area, year, month, border || ';route=' || route AS detail, value, "row"
        FROM detected"""
    )
    _derive(bench)
    _note_absence(bench)


def _derive(bench: Workbench) -> None:
    """Sums over routes and borders for a month, over months for a full year, over nationalities for the world."""
    bench.transformation(
        INDICATOR,
        "A row of the file is one route, border and month; sums over them are ours, for full years only.",
    )
    full = "year IN (FROM full_years)"
    for area, where in (("area", "true"), ("'X_WORLD'", "true")):
        bench.emit(
            f"""SELECT '{INDICATOR}' AS indicator, {area} AS area, year, month, sum(value) AS value
            FROM detected WHERE {where} GROUP BY ALL"""
        )
        bench.emit(
            f"""SELECT '{INDICATOR}' AS indicator, {area} AS area, year, sum(value) AS value
            FROM detected WHERE {full} GROUP BY ALL"""
        )
        bench.emit(
            f"""SELECT '{INDICATOR}' AS indicator, {area} AS area, year, 'route=' || route AS detail,
            sum(value) AS value FROM detected WHERE {full} GROUP BY ALL"""
        )


def _note_absence(bench: Workbench) -> None:
    bench.missing(
        f"""
        SELECT '{INDICATOR}' AS indicator, m."to" AS area, y.year, '{DROPPED}' AS reason
        FROM (SELECT DISTINCT "to" FROM map_iso3 WHERE kind = 'state') m CROSS JOIN full_years y
        WHERE NOT EXISTS (SELECT 1 FROM detected d WHERE d.area = m."to" AND d.year = y.year)
        """
    )
    bench.missing(
        f"""
        SELECT '{INDICATOR}' AS indicator, area, year, '{YEAR_NOT_WHOLE}' AS reason
        FROM detected WHERE year NOT IN (FROM full_years) GROUP BY area, year
        """
    )


ADAPTER = Adapter(DATASET, lambda raw: _table(raw) is not None, _edition, _adapt)
