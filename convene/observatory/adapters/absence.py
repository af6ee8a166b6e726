"""Areas that a producer has no row for: missing, with the reason, so that nobody takes them for nought."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from convene.observatory.workbench import Workbench

IN_SERBIA = "the producer has no row for Kosovo*: it is part of its figures for Serbia"
NO_ROW = "the producer has no row for Kosovo*"


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
