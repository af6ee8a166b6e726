"""
UNDP, Human Development Report: composite indices as a complete time series, one wide table.

`iso3, country, hdicode, region, hdi_rank_2022, hdi_1990, ...`: some 1,070 columns of a variable and a year. Groups
of countries have codes that begin with ZZ. Kosovo has no row. Empty cells are figures that the Report does not have.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from convene.observatory.adapters import Adapter
from convene.observatory.adapters.absence import no_figures, set_sheet_aside
from convene.observatory.adapters.reasons import NO_NUMBER, NO_ROW_FOR_KOSOVO, NOT_PUBLISHED
from convene.observatory.observation import KOSOVO
from convene.observatory.workbench import mapping_rows, quoted

if TYPE_CHECKING:
    from convene.observatory.readers import RawFile, RawTable
    from convene.observatory.workbench import Workbench

DATASET = "undp-hdr"
FIRST_COLUMNS = ("iso3", "country", "hdicode", "region")
# The Report of a pair of years gives the ranks of an earlier one.
REPORT_OF_RANK = {"2019": "2020", "2021": "2021-22", "2022": "2023-24", "2023": "2025"}


def _table(raw: RawFile) -> RawTable | None:
    return next((table for table in raw.tables if set(table.columns) >= set(FIRST_COLUMNS)), None)


def _edition(raw: RawFile) -> str | None:
    table = _table(raw)
    ranks = [found[1] for column in table.columns if (found := re.fullmatch(r"hdi_rank_(\d{4})", column))]
    return REPORT_OF_RANK.get(max(ranks)) if ranks else None


def _adapt(bench: Workbench, raw: RawFile, edition: str) -> None:
    table = _table(raw)
    bench.stage(table)
    bench.mapping("iso3")
    bench.mapping("hdr_groups")
    bench.mapping("hdr_variables")
    bench.connection.execute(
        'CREATE TABLE places AS SELECT code, "to", kind FROM map_iso3 UNION ALL SELECT code, "to", kind FROM map_hdr_groups'
    )
    bench.unknown(
        "SELECT iso3 || ' ' || country, min(_row) FROM raw LEFT JOIN places p ON p.code = iso3 "
        "WHERE p.code IS NULL GROUP BY 1",
        "iso3",
        "iso3",
    )
    variables = {row["code"] for row in mapping_rows("hdr_variables")}
    columns = [
        column for column in table.columns if column[:-5] in variables and re.search(r"_\d{4}$", column)
    ]
    bench.connection.execute(
        f"""
        CREATE TABLE cells AS
        SELECT v."to" AS indicator, v.kind AS sex, p."to" AS area, p.kind AS area_kind,
               right(name, 4)::SMALLINT AS year, told, _row AS "row",
               try_cast(nullif(lower(told), 'nan') AS DOUBLE) * CASE v."to" WHEN 'hdr_population' THEN 1000000 ELSE 1 END AS value
        FROM (UNPIVOT raw ON {", ".join(quoted(one) for one in columns)} INTO NAME name VALUE told)
        JOIN map_hdr_variables v ON v.code = left(name, length(name) - 5) JOIN places p ON p.code = iso3
        """
    )
    for number, other in enumerate(one for one in raw.tables if one is not table):
        set_sheet_aside(bench, other, f"other_{number}", table)
    _keep(bench)


def _keep(bench: Workbench) -> None:
    kept = "(area_kind = 'state' OR area = 'X_WORLD')"
    bench.transformation(
        "hdr_population", "Millions in the file, persons here: multiplied by 1,000,000, rounded."
    )
    bench.emit(
        f"""SELECT indicator, area, year, sex, "row",
        CASE indicator WHEN 'hdr_population' THEN round(value) ELSE value END AS value
        FROM cells WHERE {kept} AND value IS NOT NULL"""
    )
    bench.missing(
        f"""SELECT indicator, area, year, sex, "row",
        CASE told WHEN '' THEN '{NOT_PUBLISHED}' ELSE '{NO_NUMBER}' END AS reason
        FROM cells WHERE {kept} AND value IS NULL"""
    )
    no_figures(bench, KOSOVO, NO_ROW_FOR_KOSOVO)
    bench.set_aside(
        """SELECT _row AS "row", iso3 || ' ' || country AS held, 'a group of countries' AS reason
        FROM raw JOIN places p ON p.code = iso3 WHERE p.kind <> 'state' AND p."to" <> 'X_WORLD'"""
    )
    bench.check(
        "the index lies between 0 and 1",
        "SELECT area, year, value FROM cells WHERE indicator = 'hdi' AND value NOT BETWEEN 0 AND 1",
    )
    bench.check(
        "ranks follow the index",
        """SELECT area, rank, hdi, best FROM (
            SELECT area, rank, hdi, min(hdi) OVER (ORDER BY rank ROWS UNBOUNDED PRECEDING) AS best FROM (
                SELECT area, any_value(value) FILTER (indicator = 'hdi_rank') AS rank,
                       any_value(value) FILTER (indicator = 'hdi' AND sex = 'T') AS hdi
                FROM cells WHERE year = (SELECT max(year) FROM cells WHERE indicator = 'hdi_rank') GROUP BY area
            ) WHERE rank IS NOT NULL
        ) WHERE hdi > best""",
    )


ADAPTER = Adapter(DATASET, lambda raw: _table(raw) is not None, _edition, _adapt)
