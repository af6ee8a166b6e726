"""What is not there and what is not kept, with the reason, so that nobody takes the one for nought or misses the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convene.observatory.workbench import quoted

if TYPE_CHECKING:
    from convene.observatory.readers import RawTable
    from convene.observatory.workbench import Workbench


def no_figures(bench: Workbench, area: str, reason: str) -> None:
    """Note `area` as missing for every indicator and year that others have; nothing where it has a figure."""
    bench.missing(
        """
        SELECT DISTINCT indicator, ? AS area, year, month, ? AS reason FROM observed o
        WHERE counterpart = '' AND detail = '' AND age = 'T' AND month = 0
          AND NOT EXISTS (SELECT 1 FROM observed x WHERE x.area = ? AND x.indicator = o.indicator)
        """,
        [area, reason, area],
    )


def set_sheet_aside(bench: Workbench, table: RawTable, name: str) -> None:
    """Set a whole sheet aside that is not the table of the dataset; `name` is for the workbench."""
    bench.stage(table, name)
    first = quoted(table.columns[0]) if table.columns else "''"
    title = table.name.replace("'", "''")
    bench.set_aside(
        f"""SELECT DISTINCT _row AS "row", left({first}, 200) AS held,
        'the sheet “{title}” is not the table of this dataset' AS reason FROM {quoted(name)}"""
    )
