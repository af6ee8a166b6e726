"""
UN DESA, World Population Prospects: wide tables of years by area, in thousands, as the R package wpp keeps them.

`country_code, country, 1950, 1951, ... [last.observed]`. Births, deaths, net migration and population have the same
columns; which one a file holds is told by its figures for the world: net migration is nought there, births and
deaths are tens of millions, a population is thousands of millions. `last.observed` is a year, not a figure.
Kosovo (412) has its own row, and Serbia (688) is without it, unlike in the migrant stock.

The United Nations' own demographic indicators are long, as CSV (`LocID, Location, Variant, Time, Births, ...`) or as
a workbook with a sheet for the estimates and one for each variant. They hold all measures: the person chooses one
with --dataset.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from convene.observatory.adapters import Adapter
from convene.observatory.adapters.absence import set_sheet_aside
from convene.observatory.adapters.reasons import NOT_PRINTED
from convene.observatory.workbench import quoted

if TYPE_CHECKING:
    from convene.observatory.readers import RawFile, RawTable
    from convene.observatory.workbench import Workbench

CODE, NAME = "country_code", "country"
WORLD = "900"
# The first year that this revision projects. Revisions come every two years and observe until the year before.
FIRST_PROJECTED = 2024
# Between deaths and births of the world in any observed year since 1950 (thousands): 48,487 to 69,000 and 91,824 up.
BIRTHS_ABOVE = 80_000
POPULATION_ABOVE = 2_000_000


LONG_COLUMNS = {
    "LocID",
    "Location",
    "Variant",
    "Time",
    "TPopulation1Jan",
    "Births",
    "Deaths",
    "NetMigrations",
}
# Heading of the workbook of demographic indicators -> the name in the long file. Its other columns are not used.
HEADINGS = {
    "Location code": "LocID",
    "Region, subregion, country or area *": "Location",
    "Variant": "Variant",
    "Year": "Time",
    "Total Population, as of 1 January (thousands)": "TPopulation1Jan",
    "Births (thousands)": "Births",
    "Total Deaths (thousands)": "Deaths",
    "Net Number of Migrants (thousands)": "NetMigrations",
}
ABSENT = ("", "...", "..", "…")
VARIANTS = ("Medium", "Medium variant", "Estimates")


@dataclass(frozen=True)
class Measure:
    """`column` is the one of the long file, and `years_back` how many years before its time the figure stands here."""

    dataset: str
    indicator: str
    column: str
    years_back: int = 0


OBSERVED = {
    "migration": Measure("unwpp-migration", "net_migration", "NetMigrations"),
    "births": Measure("unwpp-births", "births", "Births"),
    "deaths": Measure("unwpp-deaths", "deaths", "Deaths"),
}
PROJECTED = {
    "migration": Measure("unwpp-migration-projected", "net_migration_projected", "NetMigrations"),
    # 1 January of a year is 31 December of the year before.
    "population": Measure("unwpp-population-projected", "population_31dec_projected", "TPopulation1Jan", 1),
}
MEASURES = (*OBSERVED.values(), *PROJECTED.values())


def _years(table: RawTable) -> list[str]:
    return [column for column in table.columns if column.isdigit() and len(column) == 4]


def _table(raw: RawFile) -> RawTable | None:
    return next((table for table in raw.tables if table.columns[:2] == (CODE, NAME) and _years(table)), None)


def measure_of(raw: RawFile) -> Measure | None:
    """What the figures are, by those of the world; None where that cannot be told."""
    table = _table(raw)
    if table is None:
        return None
    years = _years(table)
    places = [table.columns.index(year) for year in years]
    world = next((cells for _, cells in table.rows() if cells[0] == WORLD), None)
    if world is None:
        return None
    figures = [float(world[place]) for place in places if world[place]]
    if not any(figures):
        kind = "migration"
    elif min(figures) > POPULATION_ABOVE:
        kind = "population"
    else:
        kind = "births" if min(figures) > BIRTHS_ABOVE else "deaths"
    return (PROJECTED if int(years[0]) >= FIRST_PROJECTED else OBSERVED).get(kind)


def _long(raw: RawFile) -> tuple[RawTable, ...]:
    """The long tables of a file: one of the CSV, one for the estimates and one for each variant of the workbook."""
    named = (_renamed(table) for table in raw.tables)
    return tuple(table for table in named if set(table.columns) >= LONG_COLUMNS)


def _renamed(table: RawTable) -> RawTable:
    columns = tuple(HEADINGS.get(column, column) for column in table.columns)
    return replace(table, columns=columns, scan="") if columns != table.columns else table


def _edition(raw: RawFile) -> str | None:
    """A revision is named after the year that follows its last observed one; the long CSV does not say."""
    table = _table(raw)
    if table is None:
        told = " ".join(text for one in raw.tables for _mark, text in one.notes)
        found = re.search(r"World Population Prospects (\d{4})|Rev\.(\d{4})", told)
        return (found[1] or found[2]) if found else None
    years = _years(table)
    return years[0] if int(years[0]) >= FIRST_PROJECTED else str(int(years[-1]) + 1)


def _adapt_as(measure: Measure):
    def adapt(bench: Workbench, raw: RawFile, edition: str) -> None:
        bench.mapping("m49")
        if long := _long(raw):
            _stage_long(bench, raw, long)
            _cells_of_long(bench, measure, edition)
        else:
            _cells_of_wide(bench, _table(raw))
        _keep(bench, measure)

    return adapt


def _cells_of_wide(bench: Workbench, table: RawTable) -> None:
    bench.stage(table)
    bench.unknown(
        "SELECT country_code || ' ' || country, min(_row) FROM raw LEFT JOIN map_m49 m ON m.code = country_code "
        "WHERE m.code IS NULL GROUP BY 1",
        CODE,
    )
    columns = ", ".join(quoted(year) for year in _years(table))
    bench.connection.execute(
        f"""
        CREATE TABLE cells AS
        SELECT m."to" AS area, m.kind AS area_kind, year::SMALLINT AS year, told, country AS name, _row AS "row"
        FROM (UNPIVOT raw ON {columns} INTO NAME year VALUE told) JOIN map_m49 m ON m.code = country_code
        """
    )


def _stage_long(bench: Workbench, raw: RawFile, tables: tuple[RawTable, ...]) -> None:
    """Table `lines`, of all tables of the file; other sheets are set aside."""
    names = ", ".join(f"{quoted(name)} VARCHAR" for name in sorted(LONG_COLUMNS))
    bench.connection.execute(f"CREATE TABLE lines ({names}, _row BIGINT)")
    chosen = ", ".join(quoted(name) for name in sorted(LONG_COLUMNS))
    for number, table in enumerate(tables):
        bench.stage(table, f"lines_{number}")
        bench.connection.execute(f"INSERT INTO lines SELECT {chosen}, _row FROM lines_{number}")
    long = {table.name for table in tables}
    for number, other in enumerate(one for one in raw.tables if one.name not in long):
        set_sheet_aside(bench, other, f"other_{number}")


def _cells_of_long(bench: Workbench, measure: Measure, edition: str) -> None:
    """
    Medium variant only; years before the first projected one are observed, the others projected.

    A revision projects from its own year on: 2024 from 2024, 2022 from 2022.
    """
    first = int(edition[:4]) if edition[:4].isdigit() else FIRST_PROJECTED
    bench.connection.execute(
        """CREATE TABLE coded AS SELECT r.*, m."to" AS area, m.kind AS area_kind
        FROM lines r LEFT JOIN map_m49 m ON m.code = "LocID" """
    )
    # The file has hundreds of groups of countries of the United Nations: only countries must be known.
    bench.unknown(
        """SELECT "LocID" || ' ' || "Location", min(_row) FROM coded
        WHERE area IS NULL AND TRY_CAST("LocID" AS INTEGER) < 900 GROUP BY 1""",
        "LocID",
    )
    sign = ">=" if measure in PROJECTED.values() else "<"
    ours = (
        f""""Variant" IN {VARIANTS} AND (TRY_CAST("Time" AS INTEGER) - {measure.years_back}) {sign} {first} """
        "AND (area_kind = 'state' OR area = 'X_WORLD')"
    )
    bench.set_aside(
        f"""SELECT _row AS "row", "Location" || ' ' || "Time" || ' ' || "Variant" AS held,
        'another variant, other years or a group of countries' AS reason FROM coded WHERE ({ours}) IS NOT TRUE"""
    )
    bench.connection.execute(
        f"""
        CREATE TABLE cells AS
        SELECT area, area_kind, "Time"::SMALLINT - {measure.years_back} AS year, {quoted(measure.column)} AS told,
               "Location" AS name, _row AS "row"
        FROM coded WHERE {ours}
        """
    )


def _keep(bench: Workbench, measure: Measure) -> None:
    kept = "(area_kind = 'state' OR area = 'X_WORLD')"
    bench.transformation(
        measure.indicator, "Thousands in the file, persons here: multiplied by 1,000, rounded."
    )
    bench.emit(
        f"""SELECT '{measure.indicator}' AS indicator, area, year, round(told::DOUBLE * 1000) AS value, "row"
        FROM cells WHERE {kept} AND told NOT IN {ABSENT}"""
    )
    bench.missing(
        f"""SELECT '{measure.indicator}' AS indicator, area, year, '{NOT_PRINTED}' AS reason, "row"
        FROM cells WHERE {kept} AND told IN {ABSENT}"""
    )
    bench.set_aside(
        f"""SELECT "row", any_value(name) AS held, 'a group of countries' AS reason FROM cells
        WHERE NOT {kept} GROUP BY "row" """
    )
    if measure.indicator != "net_migration":
        return
    bench.check(
        "net migration of the world is nought",
        "SELECT year, told FROM cells WHERE area = 'X_WORLD' AND TRY_CAST(told AS DOUBLE) <> 0",
    )
    bench.check(
        "areas add up to nought",
        """SELECT year, round(sum(TRY_CAST(told AS DOUBLE)), 1) AS thousands FROM cells WHERE area_kind = 'state'
        GROUP BY year HAVING abs(thousands) > 1""",
    )


def _recognises(dataset: str):
    def recognise(raw: RawFile) -> bool:
        if _long(raw):
            return True
        measure = measure_of(raw)
        return measure is not None and measure.dataset == dataset

    return recognise


ADAPTERS = tuple(Adapter(one.dataset, _recognises(one.dataset), _edition, _adapt_as(one)) for one in MEASURES)
