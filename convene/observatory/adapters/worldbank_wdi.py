"""
World Bank, World Development Indicators, as the long table `geo, var, t, v` of IOM's package gdidata.

Populations are counts that carry float noise (37732832.99999999) and are rounded; amounts, rates and scores stay
as printed. A variable that the mapping does not know stops the import.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convene.observatory.adapters import Adapter

if TYPE_CHECKING:
    from convene.observatory.readers import RawFile, RawTable
    from convene.observatory.workbench import Workbench

DATASET = "worldbank-wdi"
COLUMNS = ("geo", "var", "t", "v")


def _table(raw: RawFile) -> RawTable | None:
    return next((table for table in raw.tables if table.columns == COLUMNS), None)


def _adapt(bench: Workbench, raw: RawFile, edition: str) -> None:
    bench.stage(_table(raw))
    bench.mapping("iso3")
    bench.mapping("wdi_variables")
    for column, mapping in (("geo", "iso3"), ("var", "wdi_variables")):
        bench.unknown(
            f"SELECT {column}, min(_row) FROM raw LEFT JOIN map_{mapping} m ON m.code = {column} "
            "WHERE m.code IS NULL GROUP BY 1",
            column,
            mapping,
        )
    bench.connection.execute(
        """
        CREATE TABLE cells AS
        SELECT i."to" AS indicator, a."to" AS area, t::SMALLINT AS year, v AS told,
               CASE i.kind WHEN 'count' THEN round(try_cast(v AS DOUBLE)) ELSE try_cast(v AS DOUBLE) END AS value,
               _row AS "row"
        FROM raw JOIN map_wdi_variables i ON i.code = var JOIN map_iso3 a ON a.code = geo
        """
    )
    bench.transformation(
        "population_midyear", "Rounded to whole persons: the file carries noise of the eighth decimal."
    )
    bench.emit('SELECT indicator, area, year, value, "row" FROM cells WHERE value IS NOT NULL')
    bench.missing(
        """SELECT indicator, area, year, 'not printed' AS reason, "row" FROM cells WHERE value IS NULL"""
    )
    bench.transformation(
        "remittances_gdp_share",
        "100 x personal remittances received / GDP, both in current US$, one decimal.",
    )
    bench.emit(
        """
        SELECT 'remittances_gdp_share' AS indicator, r.area, r.year, round(100 * r.value / g.value, 1) AS value
        FROM cells r JOIN cells g ON g.area = r.area AND g.year = r.year
        WHERE r.indicator = 'remittances_received' AND g.indicator = 'gdp_current_usd' AND g.value > 0
        """
    )
    _check(bench)


def _check(bench: Workbench) -> None:
    bench.check(
        "populations are whole persons",
        """SELECT area, year, told FROM cells
        WHERE indicator = 'population_midyear' AND abs(told::DOUBLE - round(told::DOUBLE)) > 0.001""",
    )
    bench.check(
        "rates of unemployment lie between 0 and 100",
        "SELECT area, year, value FROM cells WHERE indicator = 'unemployment_rate' AND value NOT BETWEEN 0 AND 100",
    )
    bench.check(
        "direct investment is not larger than ten times the GDP",
        """SELECT f.indicator, f.area, f.year, f.value, g.value AS gdp
        FROM cells f JOIN cells g ON g.area = f.area AND g.year = f.year AND g.indicator = 'gdp_current_usd'
        WHERE f.indicator IN ('fdi_net_inflows', 'fdi_net_outflows') AND abs(f.value) > 10 * g.value""",
    )


ADAPTER = Adapter(DATASET, lambda raw: _table(raw) is not None, lambda raw: None, _adapt)
