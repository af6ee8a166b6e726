"""
Frontex, monthly detections of illegal border-crossing: `route, type, nat, t, n` in the copy of IOM's gdidata, or
Frontex's own sheet with a column for each month (`Route, BorderLocation, NationalityLong, JAN2009, ...`).

A detection is not a person: one person may be detected several times. The area of an observation is the
nationality. The republisher dropped cells of nought, so a nationality without a row was either not detected or not
reported: it is missing, not nought. Sums of a year exist for years that the file holds to December.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from convene.observatory.adapters import Adapter
from convene.observatory.adapters.absence import set_sheet_aside
from convene.observatory.adapters.reasons import DROPPED, YEAR_NOT_WHOLE
from convene.observatory.workbench import quoted

if TYPE_CHECKING:
    from convene.observatory.readers import RawFile, RawTable
    from convene.observatory.workbench import Workbench

DATASET = "frontex-detections"
INDICATOR = "frontex_detections"
COLUMNS = ("route", "type", "nat", "t", "n")
WORDS = ("route", "border", "national")  # how the first columns of Frontex's own sheet begin
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
FIRST_DAY_OF_SPREADSHEETS = date(1899, 12, 30)


def _table(raw: RawFile) -> RawTable | None:
    return next((table for table in raw.tables if set(table.columns) >= set(COLUMNS)), None)


def _sheet(raw: RawFile) -> RawTable | None:
    """Frontex's own: three columns of words, then months."""
    for table in raw.tables:
        words = [column.casefold() for column in table.columns[:3]]
        if len(words) == 3 and all(one.startswith(two) for one, two in zip(words, WORDS, strict=True)):
            return table if any(month_of(column) for column in table.columns[3:]) else None
    return None


def month_of(heading: str) -> str:
    """'JAN2009', 'Jan-2009', '2009-01-01', '2009-01' or the number of a day in a spreadsheet -> '2009-01'; or ''."""
    if found := re.fullmatch(r"([A-Za-z]{3})[ -]?(\d{4})", heading):
        name = found[1].title()
        return f"{found[2]}-{MONTHS.index(name) + 1:02}" if name in MONTHS else ""
    if found := re.fullmatch(r"(20\d\d-\d\d)(?:-\d\d)?", heading):
        return found[1]
    if re.fullmatch(r"[34]\d{4}", heading):
        return f"{FIRST_DAY_OF_SPREADSHEETS + timedelta(days=int(heading)):%Y-%m}"
    return ""


def _edition(raw: RawFile) -> str | None:
    """The last month of the data: the file has no date of its own."""
    sheet = _sheet(raw)
    if sheet is not None:
        return max(month_of(column) for column in sheet.columns[3:])
    table = _table(raw)
    place = table.columns.index("t")
    return max((cells[place] for _, cells in table.rows()), default=None)


def _adapt(bench: Workbench, raw: RawFile, edition: str) -> None:
    bench.mapping("frontex_routes")
    sheet = _sheet(raw)
    if sheet is None:
        bench.stage(_table(raw))
        names = "iso3"
        bench.connection.execute(
            'CREATE TABLE told AS SELECT route, "type" AS border, nat, t, n, _row FROM raw'
        )
    else:
        names = "english_names"
        _months_of_sheet(bench, raw, sheet)
    bench.mapping("iso3")
    bench.mapping(names)
    for column, mapping in (("nat", names), ("route", "frontex_routes")):
        bench.unknown(
            f"SELECT {column}, min(_row) FROM told LEFT JOIN map_{mapping} m ON m.code = {column} "
            "WHERE m.code IS NULL GROUP BY 1",
            column,
            mapping,
        )
    bench.connection.execute(
        f"""
        CREATE TABLE detected AS
        SELECT a."to" AS area, left(t, 4)::SMALLINT AS year, right(t, 2)::TINYINT AS month,
               'border=' || upper(border) AS border, r."to" AS route, sum(n::DOUBLE) AS value,
               min(_row) AS "row"
        FROM told JOIN map_{names} a ON a.code = nat JOIN map_frontex_routes r ON r.code = route
        WHERE try_cast(n AS DOUBLE) IS NOT NULL GROUP BY ALL
        """
    )
    bench.connection.execute(
        "CREATE TABLE full_years AS SELECT year FROM detected GROUP BY year HAVING count(DISTINCT month) = 12"
    )
    bench.emit(
        f"""SELECT '{INDICATOR}' AS indicator, area, year, month, border || ';route=' || route AS detail, value, "row"
        FROM detected"""
    )
    bench.set_aside(
        """SELECT DISTINCT _row AS "row", nat || ' ' || route AS held, 'added to a line of the same area and route' AS reason
        FROM told WHERE _row NOT IN (SELECT "row" FROM detected) AND try_cast(n AS DOUBLE) IS NOT NULL"""
    )
    _derive(bench)
    if sheet is None:
        _note_what_was_dropped(bench)
    _note_years_in_part(bench)


def _months_of_sheet(bench: Workbench, raw: RawFile, sheet: RawTable) -> None:
    """Table `told`, one row for each month of a line; other sheets are set aside."""
    bench.stage(sheet)
    route, border, nationality = (quoted(column) for column in sheet.columns[:3])
    months = {column: month for column in sheet.columns[3:] if (month := month_of(column))}
    bench.connection.execute("CREATE TABLE months (heading VARCHAR, t VARCHAR)")
    bench.connection.executemany("INSERT INTO months VALUES (?, ?)", [list(pair) for pair in months.items()])
    bench.connection.execute(
        f"""
        CREATE TABLE told AS
        SELECT {route} AS route, {border} AS border, {nationality} AS nat, t, n, _row
        FROM (UNPIVOT raw ON {", ".join(quoted(column) for column in months)} INTO NAME heading VALUE n)
        JOIN months USING (heading)
        """
    )
    # A line whose cells are all empty gives nothing, and is told as such.
    bench.set_aside(
        f"""SELECT _row AS "row", {route} || ' ' || {nationality} AS held, 'a line without any number' AS reason
        FROM raw WHERE _row NOT IN (SELECT _row FROM told WHERE try_cast(n AS DOUBLE) IS NOT NULL)"""
    )
    for number, other in enumerate(table for table in raw.tables if table is not sheet):
        set_sheet_aside(bench, other, f"other_{number}", sheet)


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


def _note_what_was_dropped(bench: Workbench) -> None:
    bench.missing(
        f"""
        SELECT '{INDICATOR}' AS indicator, m."to" AS area, y.year, '{DROPPED}' AS reason
        FROM (SELECT DISTINCT "to" FROM map_iso3 WHERE kind = 'state') m CROSS JOIN full_years y
        WHERE NOT EXISTS (SELECT 1 FROM detected d WHERE d.area = m."to" AND d.year = y.year)
        """
    )


def _note_years_in_part(bench: Workbench) -> None:
    bench.missing(
        f"""
        SELECT '{INDICATOR}' AS indicator, area, year, '{YEAR_NOT_WHOLE}' AS reason
        FROM detected WHERE year NOT IN (FROM full_years) GROUP BY area, year
        """
    )


ADAPTER = Adapter(DATASET, lambda raw: _table(raw) is not None or _sheet(raw) is not None, _edition, _adapt)
