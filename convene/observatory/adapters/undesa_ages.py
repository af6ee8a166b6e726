"""
UN DESA, International Migrant Stock: destination by age and sex, both revisions as long tables.

`LocID, LocIDorg, year, sex, age, agelength, value`: ages in fives, the last one open (length 0). The 2024
revision has ages for 76 destinations only; the others are missing there, not without old or young migrants.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convene.observatory.adapters import Adapter
from convene.observatory.adapters.absence import no_figures, set_sheet_aside
from convene.observatory.adapters.reasons import KOSOVO_IN_SERBIA, NOT_AVAILABLE
from convene.observatory.observation import KOSOVO

if TYPE_CHECKING:
    from convene.observatory.readers import RawFile, RawTable
    from convene.observatory.workbench import Workbench

DATASET = "undesa-ims-age"
WORKBOOK = "xlsx-undesa"
COLUMNS = {"LocID", "LocIDorg", "year", "sex", "age", "agelength", "value"}
# Shares of broad ages among the migrants of a destination, from the lower to below the upper age.
BROAD_AGES = (("under_20", 0, 20), ("20_64", 20, 65), ("65_plus", 65, 200))


def _table(raw: RawFile) -> RawTable | None:
    return next((table for table in raw.tables if set(table.columns) >= COLUMNS), None)


def _sheet(raw: RawFile) -> RawTable | None:
    """The sheet of a workbook of UN DESA that has ages across the page."""
    fitting = (table for table in raw.tables if raw.format == WORKBOOK and "age" in table.columns)
    return next(
        (table for table in fitting if "migrant stock" in table.attributes.get("title", "").casefold()), None
    )


def _edition(raw: RawFile) -> str | None:
    """A revision is named after its last year, 2020 or 2024."""
    table = _table(raw) or _sheet(raw)
    if table is None:
        return None
    place = table.columns.index("year")
    return max((cells[place] for _, cells in table.rows()), default=None)


def _adapt(bench: Workbench, raw: RawFile, edition: str) -> None:
    bench.mapping("m49")
    sheet = _sheet(raw)
    if sheet is None:
        _ages_of_lines(bench, _table(raw))
    else:
        _ages_of_sheet(bench, sheet)
    for number, other in enumerate(table for table in raw.tables if sheet is not None and table is not sheet):
        set_sheet_aside(bench, other, f"other_{number}")
    _keep(bench)


def _ages_of_lines(bench: Workbench, table: RawTable) -> None:
    bench.stage(table)
    bench.unknown(
        'SELECT "LocID", min(_row) FROM raw LEFT JOIN map_m49 m ON m.code = "LocID" WHERE m.code IS NULL GROUP BY 1',
        "LocID",
    )
    bench.connection.execute(
        """
        CREATE TABLE ages AS
        SELECT m."to" AS area, m.kind AS area_kind, year::SMALLINT AS year, age::SMALLINT AS first_age,
               CASE sex WHEN '0' THEN 'T' WHEN '1' THEN 'M' WHEN '2' THEN 'F' END AS sex,
               CASE WHEN agelength = '0' THEN 'Y_GE' || age
                    ELSE 'Y' || age || 'T' || (age::INTEGER + agelength::INTEGER - 1) END AS age,
               value::DOUBLE AS value, "LocIDorg" AS origin, _row AS "row"
        FROM raw JOIN map_m49 m ON m.code = "LocID"
        """
    )


def _ages_of_sheet(bench: Workbench, table: RawTable) -> None:
    """Ages as printed across a page: `0-4`, `75+`, and `Total`, which we leave out and sum ourselves."""
    bench.stage(table)
    bench.unknown(
        """SELECT location_code || ' ' || area, min(_row) FROM raw LEFT JOIN map_m49 m ON m.code = location_code
        WHERE m.code IS NULL AND location_code <> '' GROUP BY 1""",
        "location_code",
    )
    bench.connection.execute(
        """
        CREATE TABLE ages AS
        SELECT m."to" AS area, m.kind AS area_kind, year::SMALLINT AS year,
               regexp_extract(age, '[0-9]+')::SMALLINT AS first_age,
               CASE block WHEN 'male' THEN 'M' WHEN 'female' THEN 'F' ELSE 'T' END AS sex,
               CASE WHEN contains(age, '+') THEN 'Y_GE' || regexp_extract(age, '[0-9]+')
                    ELSE 'Y' || regexp_replace(age, '[^0-9]+', 'T') END AS age,
               try_cast(value AS DOUBLE) AS value, '0' AS origin, _row AS "row"
        FROM raw JOIN map_m49 m ON m.code = location_code WHERE regexp_matches(age, '[0-9]')
        """
    )
    bench.missing(
        f"""SELECT 'migrant_stock_by_age' AS indicator, area, year, sex, age, "row",
        '{NOT_AVAILABLE}' AS reason
        FROM ages WHERE value IS NULL AND area_kind <> 'aggregate'"""
    )
    bench.set_aside(
        """SELECT DISTINCT _row AS "row", area AS held, 'a heading without a code' AS reason
        FROM raw WHERE location_code = ''"""
    )
    bench.connection.execute("DELETE FROM ages WHERE value IS NULL AND area_kind <> 'aggregate'")


def _keep(bench: Workbench) -> None:
    kept = "area_kind <> 'aggregate' AND origin = '0'"
    bench.emit(
        f"""SELECT 'migrant_stock_by_age' AS indicator, area, year, sex, age, value, "row" FROM ages WHERE {kept}"""
    )
    bench.set_aside(
        f"""SELECT DISTINCT "row", area AS held, 'a group of countries, or one origin only' AS reason
        FROM ages WHERE NOT ({kept})"""
    )
    _derive(bench, kept)
    no_figures(bench, KOSOVO, KOSOVO_IN_SERBIA)
    bench.check(
        "women and men of an age add up",
        f"""SELECT area, year, age, sum(value) FILTER (sex = 'T') AS total, sum(value) FILTER (sex <> 'T') AS parts
        FROM ages WHERE {kept} GROUP BY ALL HAVING count(DISTINCT sex) = 3 AND abs(total - parts) > 1""",
    )


def _derive(bench: Workbench, kept: str) -> None:
    bench.transformation("migrant_stock_by_age", "As printed; the total of all ages is our sum.")
    bench.emit(
        f"""SELECT 'migrant_stock_by_age' AS indicator, area, year, sex, sum(value) AS value
        FROM ages WHERE {kept} GROUP BY area, year, sex"""
    )
    for name, lower, upper in BROAD_AGES:
        indicator = f"migrant_stock_share_{name}"
        bench.transformation(indicator, "100 x migrants of these ages / migrants of all ages, one decimal.")
        bench.emit(
            f"""
            SELECT '{indicator}' AS indicator, area, year, sex,
                   round(100 * sum(value) FILTER (first_age >= {lower} AND first_age < {upper}) / sum(value), 1)
                   AS value
            FROM ages WHERE {kept} GROUP BY area, year, sex HAVING sum(value) > 0
            """
        )


ADAPTER = Adapter(DATASET, lambda raw: _table(raw) is not None or _sheet(raw) is not None, _edition, _adapt)
