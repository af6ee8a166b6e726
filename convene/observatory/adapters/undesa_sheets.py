"""
Sheets of UN DESA's workbooks on the migrant stock, as the reader hands them on: one row for each cell of a sheet.

Sheets by destination hold the stock and what UN DESA derives from it. Sheets by destination and origin hold pairs, with
the world (900) as the origin of all. Names are not used: codes decide, and the title decides what a sheet is of.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convene.observatory.adapters.reasons import NO_NUMBER, NOT_AVAILABLE, PROTECTED

if TYPE_CHECKING:
    from convene.observatory.readers import RawTable
    from convene.observatory.workbench import Workbench

# Words of the title of a sheet, the indicator it holds, and the figure that one unit of it stands for.
# The first that fits is taken; a sheet that fits none is set aside.
SHEETS: tuple[tuple[str, str, int], ...] = (
    ("as a percentage of the total population", "migrant_stock_population_share", 1),
    ("female migrants as a percentage", "migrant_stock_female_share", 1),
    ("annual rate of change of the migrant stock", "migrant_stock_growth_rate", 1),
    ("refugee stock", "ims_refugee_stock", 1),
    ("total population at mid-year", "ims_population_midyear", 1000),
    # "International ..." in 2020 and later; "Total ...", "Male ..." and "Female ..." by origin in 2019.
    ("migrant stock at mid-year", "migrant_stock", 1),
)
# The blocks of the sheet of refugees are three measures of both sexes together.
REFUGEE_BLOCKS = (
    ("as a percentage", "ims_refugee_share"),
    ("annual rate of change", "ims_refugee_growth_rate"),
)
WORLD_CODE = "900"
# A share on one sheet, and the part and the whole (indicator, sex) on others of which it must be the share.
SHARES = (
    ("migrant_stock_female_share", ("migrant_stock", "F"), ("migrant_stock", "T")),
    ("migrant_stock_population_share", ("migrant_stock", "T"), ("ims_population_midyear", "T")),
    ("ims_refugee_share", ("ims_refugee_stock", "T"), ("migrant_stock", "T")),
)
SHARE_TOLERANCE = 0.1  # percentage points: some editions print one decimal


def adapt_sheets(bench: Workbench, tables: tuple[RawTable, ...]) -> str:
    """Keep what the sheets hold. Returns the table of the cells of pairs, '' where the workbook has none."""
    for mark, text in sorted({note for table in tables for note in table.notes}):
        if mark:
            bench.note(mark, text)
    pairs: list[str] = []
    for number, table in enumerate(tables):
        name = f"sheet_{number}"
        bench.stage(table, name)
        sheet = _sheet_of(table)
        if sheet is None:
            _set_aside_whole(bench, name, table)
            continue
        _codes_are_known(bench, name, table)
        _cells(bench, name, table, sheet[0])
        _keep(bench, name, sheet[1])
        if sheet[0] == "migrant_stock" and "origin_code" in table.columns:
            pairs.append(f"SELECT * FROM cells_{name}")
    _sheets_agree(bench)
    if pairs:  # one sheet of three blocks, or (2019) a sheet for each sex
        bench.connection.execute(f"CREATE TABLE all_pairs AS {' UNION ALL '.join(pairs)}")
    return "all_pairs" if pairs else ""


def _sheet_of(table: RawTable) -> tuple[str, int] | None:
    if "location_code" not in table.columns:
        return None
    title = f"{table.attributes.get('title', '')} {table.name}".casefold()
    return next(((indicator, unit) for words, indicator, unit in SHEETS if words in title), None)


def _codes_are_known(bench: Workbench, name: str, table: RawTable) -> None:
    for column, names in (("location_code", "area"), ("origin_code", "origin")):
        if column in table.columns:
            bench.unknown(
                f"""SELECT {column} || ' ' || {names}, min(_row) FROM {name} LEFT JOIN map_m49 m ON m.code = {column}
                WHERE m.code IS NULL AND {column} <> '' GROUP BY 1""",
                column,
                "m49",
            )


def _cells(bench: Workbench, name: str, table: RawTable, indicator: str) -> None:
    """Table cells_<name>: what each cell is of. '1990-1995' is a rate: it stands at its last year."""
    chosen = f"'{indicator}'"
    if indicator == "ims_refugee_stock":
        words = " ".join(
            f"WHEN contains(lower(block), '{words}') THEN '{code}'" for words, code in REFUGEE_BLOCKS
        )
        chosen = f"CASE {words} ELSE '{indicator}' END"
    is_share_of_women = indicator == "migrant_stock_female_share"
    sex = (
        "'T'" if is_share_of_women else "CASE block WHEN 'male' THEN 'M' WHEN 'female' THEN 'F' ELSE 'T' END"
    )
    has_origin = "origin_code" in table.columns
    origin = f"CASE origin_code WHEN '{WORLD_CODE}' THEN '' ELSE o.\"to\" END" if has_origin else "''"
    kind = f"CASE origin_code WHEN '{WORLD_CODE}' THEN 'total' ELSE o.kind END" if has_origin else "'total'"
    flag = "replace(data_type, ' ', '')" if "data_type" in table.columns else "''"
    note = "notes" if "notes" in table.columns else "''"
    bench.connection.execute(
        f"""
        CREATE TABLE cells_{name} AS
        SELECT {chosen} AS indicator, m."to" AS area, m.kind AS area_kind, {origin} AS counterpart,
               {kind} AS origin_kind, right(year, 4)::SMALLINT AS year, {sex} AS sex,
               CASE WHEN length(year) > 4 THEN 'since=' || left(year, 4) ELSE '' END AS detail,
               value AS told, try_cast(value AS DOUBLE) AS number, {flag} AS flag, {note} AS note, _row AS "row"
        FROM {name} JOIN map_m49 m ON m.code = location_code
        {"LEFT JOIN map_m49 o ON o.code = origin_code" if has_origin else ""}
        """
    )
    bench.set_aside(
        f"""SELECT _row AS "row", left(any_value(area), 200) AS held, 'a heading without a code' AS reason
        FROM {name} WHERE location_code = '' GROUP BY _row"""
    )


def _keep(bench: Workbench, name: str, unit: int) -> None:
    kept = "(area_kind <> 'aggregate' OR area = 'X_WORLD') AND origin_kind <> 'aggregate'"
    value = f"round(number * {unit})" if unit != 1 else "number"
    bench.emit(
        f"""SELECT indicator, area, counterpart, year, sex, detail, {value} AS value, flag, note, "row"
        FROM cells_{name} WHERE {kept} AND number IS NOT NULL"""
    )
    bench.missing(
        f"""SELECT indicator, area, counterpart, year, sex, detail, "row",
               CASE told WHEN '~' THEN '{PROTECTED}'
                         WHEN '' THEN '{NOT_AVAILABLE}'
                         ELSE '{NO_NUMBER}' END AS reason
        FROM cells_{name} WHERE {kept} AND number IS NULL"""
    )
    bench.set_aside(
        f"""SELECT "row", area || ' ' || any_value(indicator) AS held, 'a group of countries' AS reason
        FROM cells_{name} WHERE NOT ({kept}) GROUP BY area, "row" """
    )


def _sheets_agree(bench: Workbench) -> None:
    """The sheets of one workbook are views of the same figures: what one prints, the others must give."""
    for share, (part, part_sex), (whole, whole_sex) in SHARES:
        bench.check(
            f"the sheets agree on {share}",
            f"""SELECT s.area, s.year, s.value AS printed, round(100 * p.value / w.value, 2) AS made_of_others, s."row"
            FROM observed s JOIN observed p USING (area, year, counterpart) JOIN observed w USING (area, year, counterpart)
            WHERE s.indicator = '{share}' AND s.sex = 'T' AND p.indicator = '{part}' AND p.sex = '{part_sex}'
              AND w.indicator = '{whole}' AND w.sex = '{whole_sex}' AND w.value > 0
              AND abs(s.value - 100 * p.value / w.value) > {SHARE_TOLERANCE}
            ORDER BY s.area, s.year""",
        )


def _set_aside_whole(bench: Workbench, name: str, table: RawTable) -> None:
    title = table.attributes.get("title", table.name).replace("'", "''")
    bench.set_aside(
        f"""SELECT DISTINCT _row AS "row", '{title[:200]}' AS held, 'a sheet of something else' AS reason FROM {name}"""
    )
