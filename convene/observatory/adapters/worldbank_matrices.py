"""
World Bank and KNOMAD, bilateral matrices of 2017: migrant stocks, and remittances as modelled from them.

A square of names in the Bank's own spelling. In the matrix of stocks the origin stands down and the destination
across; in that of remittances the sending country stands down and the receiving one across. Sheets that somebody
else added to the workbook (countries-comparison with Algeria as ARE, remshare) are set aside whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from convene.observatory.adapters import Adapter
from convene.observatory.adapters.absence import set_sheet_aside
from convene.observatory.adapters.reasons import NO_NUMBER, NOT_PRINTED
from convene.observatory.workbench import quoted

if TYPE_CHECKING:
    from convene.observatory.readers import RawFile, RawTable
    from convene.observatory.workbench import Workbench


@dataclass(frozen=True)
class Matrix:
    """
    corner        patterns of the corner cell, which say what runs across and what down
    pairs         indicator of a cell: area is what runs across, counterpart what runs down
    down_total    indicator of the last column: the total of what runs down
    unit          what one unit of a cell stands for
    """

    dataset: str
    corner: tuple[str, str]
    pairs: str
    down_total: str
    unit: int


STOCKS = Matrix(
    "worldbank-stocks",
    (r"destination[^(]*\(across\)", r"(?:origin|source)[^(]*\(down\)"),
    "worldbank_migrant_stock",
    "worldbank_emigrants",
    1,
)
REMITTANCES = Matrix(
    "worldbank-remittances",
    (r"receiving[^(]*\(across\)", r"sending[^(]*\(down\)"),
    "remittances_bilateral",
    "remittances_bilateral_sent",
    1_000_000,
)


def _table(raw: RawFile, matrix: Matrix) -> RawTable | None:
    def fits(table: RawTable) -> bool:
        corner = table.columns[0] if table.columns else ""
        if not all(re.search(words, corner, re.I) for words in matrix.corner):
            return False
        # The list of names that somebody added has the same words in its heading: only a square names both ways.
        return any(cells[0] in table.columns[1:] for _, cells in islice(table.rows(), 5))

    return next((table for table in raw.tables if fits(table)), None)


def _edition(raw: RawFile) -> str | None:
    """The year of the title: 'in 2017', 'for 2017 using ...', 'Matrix 2021'; not that of a version."""
    told = " ".join(f"{table.name} {table.attributes.get('title', '')}" for table in raw.tables)
    found = re.search(r"(?<!\d)(20\d\d)(?! Version)(?!\d)", told)
    return found[1] if found else None


def _adapt_as(matrix: Matrix):
    def adapt(bench: Workbench, raw: RawFile, edition: str) -> None:
        table = _table(raw, matrix)
        bench.stage(table)
        bench.mapping("worldbank_names")
        _long(bench, table, matrix, int((_edition(raw) or edition)[:4]))
        _keep(bench, matrix)
        for number, other in enumerate(one for one in raw.tables if one is not table):
            set_sheet_aside(bench, other, f"added_{number}", table)

    return adapt


def _long(bench: Workbench, table: RawTable, matrix: Matrix, year: int) -> None:
    down = quoted(table.columns[0])
    across = [column for column in table.columns[1:] if not re.fullmatch(r"column \d+", column)]
    bench.connection.execute("CREATE TABLE across (name VARCHAR)")
    bench.connection.executemany("INSERT INTO across VALUES (?)", [[name] for name in across])
    # Below the square stand a blank line and notes, which have one cell only.
    bench.connection.execute(
        f"CREATE TABLE square AS SELECT * FROM raw WHERE {' OR '.join(f'{quoted(one)} <> {chr(39) * 2}' for one in across)}"
    )
    bench.set_aside(
        f"""SELECT _row AS "row", left({down}, 200) AS held, 'a note or an empty line below the table' AS reason
        FROM raw WHERE _row NOT IN (SELECT _row FROM square)"""
    )
    bench.unknown(
        f"""SELECT name, min(r) FROM (SELECT {down} AS name, _row AS r FROM square UNION ALL SELECT name, 0 FROM across)
        LEFT JOIN map_worldbank_names m ON m.code = name WHERE m.code IS NULL GROUP BY 1""",
        table.columns[0],
    )
    bench.connection.execute(
        f"""
        CREATE TABLE cells AS
        SELECT d.kind AS down_kind, d."to" AS down, a.kind AS across_kind, a."to" AS across, {year} AS year,
               told, try_cast(told AS DOUBLE) * {matrix.unit} AS value, _row AS "row"
        FROM (UNPIVOT (SELECT {down} AS down_name, * EXCLUDE ({down}) FROM square)
              ON {", ".join(quoted(one) for one in across)} INTO NAME across_name VALUE told)
        JOIN map_worldbank_names d ON d.code = down_name JOIN map_worldbank_names a ON a.code = across_name
        """
    )


def _keep(bench: Workbench, matrix: Matrix) -> None:
    if matrix.unit != 1:
        for indicator in (matrix.pairs, matrix.down_total):
            bench.transformation(indicator, "Millions of US$ in the file, US$ here: multiplied by 1,000,000.")
    # What runs down is the counterpart of what runs across; the last column is a total of what runs down.
    chosen = f"""
        CASE WHEN across_kind = 'total' AND down_kind <> 'total' THEN '{matrix.down_total}' ELSE '{matrix.pairs}' END
        AS indicator,
        CASE WHEN across_kind <> 'total' THEN across WHEN down_kind <> 'total' THEN down ELSE 'X_WORLD' END AS area,
        CASE WHEN across_kind = 'total' THEN '' ELSE down END AS counterpart, year, "row"
    """
    bench.emit(f"SELECT {chosen}, round(value, 2) AS value FROM cells WHERE value IS NOT NULL")
    bench.missing(
        f"""SELECT {chosen}, CASE told WHEN '' THEN '{NOT_PRINTED}' ELSE '{NO_NUMBER}' END AS reason
        FROM cells WHERE value IS NULL"""
    )
    bench.check(
        "the line of totals is the sum of its column",
        """SELECT across, sum(value) FILTER (down_kind <> 'total') AS parts, sum(value) FILTER (down_kind = 'total') AS total
        FROM cells GROUP BY across HAVING abs(parts - total) > greatest(1, total / 1000)""",
    )


ADAPTERS = tuple(
    Adapter(
        matrix.dataset,
        lambda raw, matrix=matrix: _table(raw, matrix) is not None,
        _edition,
        _adapt_as(matrix),
    )
    for matrix in (STOCKS, REMITTANCES)
)
