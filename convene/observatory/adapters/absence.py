"""What is not there and what is not kept, with the reason, so that nobody takes the one for nought or misses the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from convene.observatory.failures import NotImported
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


def set_sheet_aside(bench: Workbench, table: RawTable, name: str, beside: RawTable | None = None) -> None:
    """
    Set a whole sheet aside that is not the table of the dataset; `name` is for the workbench.

    `beside` is the table that was taken, staged as `raw`: a sheet with its very columns and other figures is another
    version of it, and nobody can know here which is the producer's. Raises NotImported.
    """
    bench.stage(table, name)
    if beside is not None and table.columns == beside.columns:
        _refuse_to_choose(bench, table, name, beside)
    first = quoted(table.columns[0]) if table.columns else "''"
    title = table.name.replace("'", "''")
    bench.set_aside(
        f"""SELECT DISTINCT _row AS "row", left({first}, 200) AS held,
        'the sheet “{title}” is not the table of this dataset' AS reason FROM {quoted(name)}"""
    )


def _refuse_to_choose(bench: Workbench, table: RawTable, name: str, taken: RawTable) -> None:
    rows = f"SELECT * EXCLUDE (_row) FROM {quoted(name)} EXCEPT SELECT * EXCLUDE (_row) FROM raw"
    count = bench.scalar(f"SELECT count(*) FROM ({rows})")
    if not count:
        return
    first = quoted(table.columns[0])
    example = bench.scalar(f"SELECT {first} FROM ({rows}) ORDER BY 1 LIMIT 1")
    raise NotImported(
        _("sheets “%(one)s” and “%(other)s”") % {"one": taken.name, "other": table.name},
        _("they have the same columns and disagree in %(count)s rows, as “%(example)s”")
        % {"count": count, "example": str(example)[:80]},
        _("Ask the publisher which one is right, or fetch the file again: nothing was chosen."),
    )
