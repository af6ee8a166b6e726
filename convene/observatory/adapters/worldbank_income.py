"""
World Bank, classification of economies by income, 1987 onward (the workbook OGHIST).

One sheet of letters by economy and calendar year: L, LM, UM, H. `..` is an economy that was not classified;
`LM*` and the like carry a remark of the Bank. The value here is the place of the class, 1 to 4.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from convene.observatory.adapters import Adapter
from convene.observatory.adapters.absence import set_sheet_aside
from convene.observatory.adapters.reasons import NO_NUMBER, NOT_CLASSIFIED, NOT_PRINTED

if TYPE_CHECKING:
    from convene.observatory.readers import RawFile, RawTable
    from convene.observatory.workbench import Workbench

DATASET = "worldbank-income"
SHEET = "Country Analytical History"
YEARS = "Data for calendar year"
CLASSES = {"L": 1, "LM": 2, "UM": 3, "H": 4}


def _table(raw: RawFile) -> RawTable | None:
    return next((table for table in raw.tables if table.name == SHEET), None)


def _edition(raw: RawFile) -> str | None:
    """The last calendar year classified."""
    table = _table(raw)
    years = _years(table) if table else {}
    return str(max(years.values())) if years else None


def _years(table: RawTable) -> dict[int, int]:
    """Place of a column -> calendar year, from the heading line that names them."""
    for cells in (table.columns, *(cells for _, cells in table.rows())):
        if any(cell.startswith(YEARS) for cell in cells):
            return {
                place: int(float(cell))
                for place, cell in enumerate(cells)
                if re.fullmatch(r"\d{4}(\.0)?", cell)
            }
    return {}


def _adapt(bench: Workbench, raw: RawFile, edition: str) -> None:
    table = _table(raw)
    years = _years(table)
    bench.mapping("iso3")
    connection = bench.connection
    connection.execute(
        "CREATE TABLE cells (code VARCHAR, name VARCHAR, year SMALLINT, told VARCHAR, r INTEGER);"
        "CREATE TABLE other (held VARCHAR, r INTEGER)"
    )
    bench.stage(table)
    cells_of, others = [], []
    for row, cells in table.rows():
        if re.fullmatch(r"[A-Z]{3}f?", cells[0]):
            cells_of += [[cells[0], cells[1], year, cells[place], row] for place, year in years.items()]
        else:
            others.append([" ".join(filter(None, cells))[:200], row])
    connection.execute(
        "INSERT INTO cells SELECT unnest(?::VARCHAR[]), unnest(?::VARCHAR[]), unnest(?::SMALLINT[]), "
        "unnest(?::VARCHAR[]), unnest(?::INTEGER[])",
        [list(column) for column in zip(*cells_of, strict=True)],
    )
    connection.execute(
        "INSERT INTO other SELECT unnest(?::VARCHAR[]), unnest(?::INTEGER[])",
        [list(column) for column in zip(*others, strict=True)] or [[], []],
    )
    bench.unknown(
        "SELECT c.code || ' ' || c.name, min(r) FROM cells c LEFT JOIN map_iso3 m ON m.code = c.code "
        "WHERE m.code IS NULL GROUP BY 1",
        "code",
    )
    _keep(bench)
    for number, other in enumerate(one for one in raw.tables if one is not table):
        set_sheet_aside(bench, other, f"other_{number}")


def _keep(bench: Workbench) -> None:
    place = " ".join(f"WHEN '{letters}' THEN {number}" for letters, number in CLASSES.items())
    bench.connection.execute(
        f"""CREATE TABLE classed AS SELECT m."to" AS area, year, told, r AS "row",
        CASE rtrim(told, '* ') {" ".join([place])} END AS value
        FROM cells c JOIN map_iso3 m ON m.code = c.code"""
    )
    bench.transformation("income_class", "L 1, LM 2, UM 3, H 4; the Bank's letters stand in the flag.")
    bench.emit(
        """SELECT 'income_class' AS indicator, area, year, value, told AS flag, "row" FROM classed
        WHERE value IS NOT NULL"""
    )
    bench.missing(
        f"""SELECT 'income_class' AS indicator, area, year, "row",
        CASE told WHEN '..' THEN '{NOT_CLASSIFIED}' WHEN '' THEN '{NOT_PRINTED}' ELSE '{NO_NUMBER}' END AS reason
        FROM classed WHERE value IS NULL"""
    )
    bench.set_aside("""SELECT r AS "row", held, 'a heading, a threshold or a note' AS reason FROM other""")


ADAPTER = Adapter(DATASET, lambda raw: _table(raw) is not None, _edition, _adapt)
