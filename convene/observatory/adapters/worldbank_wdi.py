"""
World Bank, World Development Indicators: the Bank's own wide CSV, or the long table of IOM's package gdidata.

The Bank's has `Country Name, Country Code, Indicator Name, Indicator Code, 1960, ...` below two lines that say when
it was updated, its DataBank `Series Code` and `1960 [YR1960]`, its programming interface a row for each year in JSON;
series that we do not carry are set aside. gdidata's has `geo, var, t, v`, and a variable that the
mapping does not know stops the import. Populations are counts that carry float noise (37732832.99999999) and are
rounded; amounts, rates and scores stay as printed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from convene.observatory.adapters import Adapter
from convene.observatory.adapters.absence import set_sheet_aside
from convene.observatory.adapters.reasons import NOT_PRINTED
from convene.observatory.workbench import quoted

if TYPE_CHECKING:
    from convene.observatory.readers import RawFile, RawTable
    from convene.observatory.workbench import Workbench

DATASET = "worldbank-wdi"
VALUE = "CASE i.kind WHEN 'count' THEN round(try_cast({0} AS DOUBLE)) ELSE try_cast({0} AS DOUBLE) END"
COLUMNS = ("geo", "var", "t", "v")
RECORDS = {"indicator.id", "country.id", "country.value", "countryiso3code", "date", "value"}


def _table(raw: RawFile) -> RawTable | None:
    return next((table for table in raw.tables if set(table.columns) >= set(COLUMNS)), None)


def _wide(raw: RawFile) -> RawTable | None:
    """Years across: the Bank's own files, or those of its DataBank, which speak of a series."""
    for table in raw.tables:
        if (
            {"Country Name", "Country Code"} <= set(table.columns)
            and _code_of_series(table)
            and _years(table)
        ):
            return table
    return None


def _code_of_series(table: RawTable) -> str:
    return next((name for name in ("Indicator Code", "Series Code") if name in table.columns), "")


def _years(table: RawTable) -> dict[str, str]:
    """Column -> year: "2022", or "2022 [YR2022]" in the DataBank."""
    found = {column: re.fullmatch(r"(\d{4})(?: \[YR\d{4}\])?", column) for column in table.columns}
    return {column: match[1] for column, match in found.items() if match}


def _records(raw: RawFile) -> RawTable | None:
    """The answer of the Bank's programming interface in JSON: a row for each country and year."""
    return next((table for table in raw.tables if set(table.columns) >= RECORDS), None)


def _edition(raw: RawFile) -> str | None:
    """The Bank says when it updated its file; gdidata does not."""
    if records := _records(raw):
        return records.attributes.get("last update") or None
    wide = _wide(raw)
    if wide is None:
        return None
    told = " ".join(text for _, text in wide.notes)
    if found := re.search(r"Last Updated Date\W+(\d{4}-\d\d-\d\d)", told):
        return found[1]
    if "Series Code" not in wide.columns:
        return None
    below = " ".join(cells[0] for _, cells in wide.rows() if cells[0].startswith("Last Updated"))
    found = re.search(r"Last Updated: (\d\d)/(\d\d)/(\d{4})", below)
    return f"{found[3]}-{found[1]}-{found[2]}" if found else None


def _adapt(bench: Workbench, raw: RawFile, edition: str) -> None:
    bench.mapping("iso3")
    if records := _records(raw):
        bench.stage(records)
        bench.connection.execute(
            """CREATE TABLE series AS SELECT coalesce(nullif(countryiso3code, ''), "country.id") AS place,
            "country.value" AS name, "indicator.id" AS code, date AS year, value AS told, _row,
            countryiso3code = '' AS is_group FROM raw"""
        )
        _cells_of_series(bench)
    elif wide := _wide(raw):
        _lengthen(bench, wide)
        _cells_of_series(bench)
        for number, other in enumerate(one for one in raw.tables if one is not wide):
            set_sheet_aside(bench, other, f"other_{number}", wide)
    else:
        _cells_of_variables(bench, _table(raw))
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


def _lengthen(bench: Workbench, table: RawTable) -> None:
    """Table `series`: a row for each year of a line; lines without a country are notes below the table."""
    bench.stage(table)
    bench.set_aside(
        f"""SELECT _row AS "row", left({quoted(table.columns[0])}, 200) AS held, 'a note or an empty line' AS reason
        FROM raw WHERE "Country Code" = ''"""
    )
    years = _years(table)
    bench.connection.execute("CREATE TABLE years (heading VARCHAR, year VARCHAR)")
    bench.connection.executemany("INSERT INTO years VALUES (?, ?)", [list(pair) for pair in years.items()])
    bench.connection.execute(
        f"""CREATE TABLE series AS SELECT "Country Code" AS place, "Country Name" AS name,
        {quoted(_code_of_series(table))} AS code, year, told, _row, false AS is_group
        FROM (UNPIVOT raw ON {", ".join(map(quoted, years))} INTO NAME heading VALUE told) JOIN years USING (heading)
        WHERE "Country Code" <> '' """
    )


def _cells_of_series(bench: Workbench) -> None:
    bench.mapping("wdi_series")
    bench.mapping("worldbank_groups")
    bench.connection.execute(
        """CREATE TABLE places AS SELECT code, "to", kind FROM map_iso3
        UNION ALL SELECT code, "to", kind FROM map_worldbank_groups"""
    )
    bench.unknown(
        """SELECT place || ' ' || name, min(_row) FROM series
        LEFT JOIN places p ON p.code = place WHERE p.code IS NULL AND NOT is_group GROUP BY 1""",
        "Country Code",
        "iso3",
    )
    bench.connection.execute(
        f"""
        CREATE TABLE told AS
        SELECT i."to" AS indicator, p."to" AS area, s.year::SMALLINT AS year, told, {VALUE.format("told")} AS value,
               _row AS "row", place || ' ' || s.code AS held,
               CASE WHEN i.code IS NULL THEN 'a series that we do not carry'
                    WHEN is_group OR (p.kind = 'aggregate' AND p."to" <> 'X_WORLD') THEN 'a group of countries'
               END AS aside
        FROM series s LEFT JOIN places p ON p.code = place LEFT JOIN map_wdi_series i ON i.code = s.code
        """
    )
    bench.set_aside(
        'SELECT DISTINCT "row", held, aside AS reason FROM told WHERE aside IS NOT NULL ORDER BY "row"'
    )
    bench.connection.execute(
        """CREATE TABLE cells AS SELECT indicator, area, year, told, value, "row" FROM told WHERE aside IS NULL"""
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


def _recognises(raw: RawFile) -> bool:
    return any(find(raw) is not None for find in (_table, _wide, _records))


ADAPTER = Adapter(DATASET, _recognises, _edition, _adapt)
