"""
IOM, Missing Migrants Project: one row an incident, `t, m, type, route, geo, dead, cause, surv, nat, ...` in the copy of
IOM's gdidata, or the Project's own file (`Main ID, Incident Date, Incident Year, ..., Country of Incident, ...`).

The area is where it happened. An incident with several nationalities does not say how many of each died: it counts
for none of them. Numbers are a minimum; a country without a row had no incident that the project could record.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from convene.observatory.adapters import Adapter
from convene.observatory.adapters.absence import set_sheet_aside
from convene.observatory.adapters.reasons import YEAR_NOT_WHOLE
from convene.observatory.workbench import quoted

if TYPE_CHECKING:
    from convene.observatory.readers import RawFile, RawTable
    from convene.observatory.workbench import Workbench

DATASET = "iom-missing-migrants"
# Headings of the Project's own file, which it has worded in several ways.
HEADINGS = {
    "date": ("Incident Date", "Date of Incident", "Reported Date"),
    "year": ("Incident Year", "Incident year", "Year of Incident", "Reported Year"),
    "month": ("Month", "Reported Month", "Incident Month"),
    "dead": ("Total Number of Dead and Missing", "Total Dead and Missing", "Number of Dead and Missing"),
    "surv": ("Number of Survivors",),
    "place": ("Country of Incident",),
    "origin": ("Country of Origin",),
}
MONTHS = "['jan','feb','mar','apr','may','jun','jul','aug','sep','oct','nov','dec']"
# Words that stand in place of a country.
NO_COUNTRY = ("", "unknown", "mixed", "various", "other", "n/a")
COLUMNS = {"t", "m", "type", "route", "geo", "dead", "surv", "nat"}


def _table(raw: RawFile) -> RawTable | None:
    return next((table for table in raw.tables if set(table.columns) >= COLUMNS), None)


def _own(raw: RawFile) -> tuple[RawTable, dict[str, str]] | None:
    """The Project's own table, and which of its columns is what; the date may be left out, and the origin."""
    for table in raw.tables:
        by_name = {column.casefold(): column for column in table.columns}
        found = {
            what: by_name[name.casefold()]
            for what, names in HEADINGS.items()
            for name in reversed(names)
            if name.casefold() in by_name
        }
        if {"year", "month", "dead", "place"} <= found.keys():
            return table, found
    return None


def _edition(raw: RawFile) -> str | None:
    """The last day of the data: the file has no date of its own."""
    if own := _own(raw):
        table, named = own
        if "date" not in named:
            return None
        place = table.columns.index(named["date"])
        days = (cells[place][:10] for _, cells in table.rows())
        return max((day for day in days if re.fullmatch(r"\d{4}-\d\d-\d\d", day)), default=None)
    table = _table(raw)
    place = table.columns.index("t")
    return max((cells[place] for _, cells in table.rows()), default=None)


def _adapt(bench: Workbench, raw: RawFile, edition: str) -> None:
    if own := _own(raw):
        _incidents_of_the_project(bench, *own)
        for number, other in enumerate(table for table in raw.tables if table is not own[0]):
            set_sheet_aside(bench, other, f"other_{number}", own[0])
    else:
        _incidents_of_the_copy(bench, _table(raw))
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


def _incidents_of_the_copy(bench: Workbench, table: RawTable) -> None:
    bench.stage(table)
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


def _incidents_of_the_project(bench: Workbench, table: RawTable, named: dict[str, str]) -> None:
    """Table `incidents`; those without a country or a month are set aside."""
    bench.stage(table)
    bench.mapping("english_names")
    column = {what: f"trim({quoted(name)})" for what, name in named.items()}
    origin = column.get("origin", "''")
    bench.connection.execute(
        f"""CREATE TABLE told AS SELECT {column["place"]} AS place, {origin} AS origin,
        TRY_CAST({column["year"]} AS SMALLINT) AS year,
        coalesce(TRY_CAST({column["month"]} AS INTEGER), list_position({MONTHS}, lower({column["month"]})[:3])) AS month,
        TRY_CAST({column["dead"]} AS DOUBLE) AS dead, TRY_CAST({column.get("surv", "''")} AS DOUBLE) AS surv, _row
        FROM raw"""
    )
    bench.unknown(
        f"""SELECT place, min(_row) FROM told LEFT JOIN map_english_names m ON m.code = place
        WHERE m.code IS NULL AND lower(place) NOT IN {NO_COUNTRY} GROUP BY 1""",
        named["place"],
        "english_names",
    )
    bench.set_aside(
        f"""SELECT _row AS "row", concat_ws(' ', place, year, month) AS held,
        'no country, year or month of the incident' AS reason
        FROM told WHERE lower(place) IN {NO_COUNTRY} OR year IS NULL OR month IS NULL"""
    )
    # Several nationalities, or words for a region, are the origin of none.
    bench.connection.execute(
        f"""CREATE TABLE incidents AS
        SELECT p."to" AS area, coalesce(o."to", '') AS origin, year, month::TINYINT AS month, dead, surv, _row AS "row"
        FROM told JOIN map_english_names p ON p.code = place LEFT JOIN map_english_names o ON o.code = told.origin
        WHERE lower(place) NOT IN {NO_COUNTRY} AND year IS NOT NULL AND month IS NOT NULL"""
    )


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


ADAPTER = Adapter(DATASET, lambda raw: _table(raw) is not None or _own(raw) is not None, _edition, _adapt)
