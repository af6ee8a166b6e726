"""The chart or map of a page as a file that stands alone: SVG, and PNG made of it."""

from __future__ import annotations

from convene.observatory.shown import Shown, credit_lines
from convene.ui.charts import Chart
from convene.ui.documents.pictures import png_of

WIDTH = 720
SVG_TYPE, PNG_TYPE = "image/svg+xml", "image/png"


class NothingToDraw(LookupError):
    """The page shows no picture (a table, or more lines than can be told apart)."""


def svg_of(shown: Shown) -> str:
    """With title, notes, sources and licences in the picture, so that none of them is lost on its way."""
    return str(_alone(shown).svg("print", width=WIDTH, name="figure", alone=True))


def picture_of(shown: Shown) -> bytes:
    return png_of(svg_of(shown))


def _alone(shown: Shown) -> Chart:
    if shown.chart is None:
        raise NothingToDraw
    return shown.chart.with_notes(*shown.notes, *credit_lines(shown.attributions), shown.address)
