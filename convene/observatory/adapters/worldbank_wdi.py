"""
World Bank, World Development Indicators: the Bank's own wide CSV, or the long table of IOM's package gdidata.

The Bank's has `Country Name, Country Code, Indicator Name, Indicator Code, 1960, ...` below two lines that say when
it was updated; series that we do not carry are set aside. gdidata's has `geo, var, t, v`, and a variable that the
mapping does not know stops the import. Populations are counts that carry float noise (37732832.99999999) and are
rounded; amounts, rates and scores stay as printed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from convene.observatory.adapters import Adapter
from convene.observatory.adapters.reasons import NOT_PRINTED
from convene.observatory.workbench import quoted

if TYPE_CHECKING:
    from convene.observatory.readers import RawFile, RawTable
    from convene.observatory.workbench import Workbench

DATASET = "worldbank-wdi"
VALUE = "CASE i.kind WHEN 'count' THEN round(try_cast({0} AS DOUBLE)) ELSE try_cast({0} AS DOUBLE) END"
COLUMNS = ("geo", "var", "t", "v")
WIDE_COLUMNS = ("Country Name", "Country Code", "Indicator Name", "Indicator Code")


def _table(raw: RawFile) -> RawTable | None:
    return next((table for table in raw.tables if table.columns == COLUMNS), None)


def _wide(raw: RawFile) -> RawTable | None:
    return next((table for table in raw.tables if table.columns[:4] == WIDE_COLUMNS), None)


def _edition(raw: RawFile) -> str | None:
    """The Bank says when it updated its file; gdidata does not."""
    wide = _wide(raw)
    told = " ".join(text for _, text in wide.notes) if wide else ""
    found = re.search(r"Last Updated Date\W+(\d{4}-\d\d-\d\d)", told)
    return found[1] if found else None


def _adapt(bench: Workbench, raw: RawFile, edition: str) -> None:
    bench.mapping("iso3")
    wide = _wide(raw)
    if wide is None:
        _cells_of_variables(bench, _table(raw))
    else:
        _cells_of_series(bench, wide)
    _keep(bench)
    _check(bench)


def _cells_of_variables(bench: Workbench, table: RawTable) -> None:
    bench.stage(table)
    bench.mapping("wdi_variables")
    for column, mapping in (("geo", "iso3"), ("var", "wdi_variables")):
        bench.unknown(
            f"SELECT {column}, min(_row) FROM raw LEFT JOIN map_{mapping} m ON m.code = {column} "
            "WHERE m.code IS NULL GROUP BY 1",
            column,
            mapping,
        )
    bench.connection.execute(
        f"""
        CREATE TABLE cells AS
        SELECT i."to" AS indicator, a."to" AS area, t::SMALLINT AS year, v AS told, {VALUE.format("v")} AS value,
               _row AS "row"
        FROM raw JOIN map_wdi_variables i ON i.code = var JOIN map_iso3 a ON a.code = geo
        """
    )


def _cells_of_series(bench: Workbench, table: RawTable) -> None:
    bench.stage(table)
    bench.mapping("wdi_series")
    bench.mapping("worldbank_groups")
    bench.connection.execute(
        """CREATE TABLE places AS SELECT code, "to", kind FROM map_iso3
        UNION ALL SELECT code, "to", kind FROM map_worldbank_groups"""
    )
    bench.unknown(
        """SELECT "Country Code" || ' ' || "Country Name", min(_row) FROM raw
        LEFT JOIN places p ON p.code = "Country Code" WHERE p.code IS NULL GROUP BY 1""",
        "Country Code",
        "iso3",
    )
    bench.set_aside(
        """SELECT _row AS "row", "Country Code" || ' ' || "Indicator Code" AS held,
        CASE WHEN i.code IS NULL THEN 'a series that we do not carry' ELSE 'a group of countries' END AS reason
        FROM raw JOIN places p ON p.code = "Country Code" LEFT JOIN map_wdi_series i ON i.code = "Indicator Code"
        WHERE i.code IS NULL OR (p.kind = 'aggregate' AND p."to" <> 'X_WORLD')"""
    )
    years = ", ".join(quoted(column) for column in table.columns if re.fullmatch(r"\d{4}", column))
    bench.connection.execute(
        f"""
        CREATE TABLE cells AS
        SELECT i."to" AS indicator, p."to" AS area, name::SMALLINT AS year, told, {VALUE.format("told")} AS value,
               _row AS "row"
        FROM (UNPIVOT raw ON {years} INTO NAME name VALUE told)
        JOIN map_wdi_series i ON i.code = "Indicator Code" JOIN places p ON p.code = "Country Code"
        WHERE p.kind <> 'aggregate' OR p."to" = 'X_WORLD'
        """
    )


def _keep(bench: Workbench) -> None:
    bench.transformation(
        "population_midyear", "Rounded to whole persons: the file carries noise of the eighth decimal."
    )
    bench.emit('SELECT indicator, area, year, value, "row" FROM cells WHERE value IS NOT NULL')
    bench.missing(
        f"""SELECT indicator, area, year, '{NOT_PRINTED}' AS reason, "row" FROM cells WHERE value IS NULL"""
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


def _check(bench: Workbench) -> None:
    bench.check(
        "populations are whole persons",
        """SELECT area, year, told FROM cells
        WHERE indicator = 'population_midyear' AND abs(try_cast(told AS DOUBLE) - value) > 0.001""",
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


ADAPTER = Adapter(DATASET, lambda raw: _table(raw) is not None or _wide(raw) is not None, _edition, _adapt)
