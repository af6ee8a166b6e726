"""The charts and the map of a factsheet, each for a page and for print."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from convene.observatory.factsheets.figures import Figures
from convene.observatory.models import Indicator
from convene.ui.charts import Chart, Series, line_chart
from convene.ui.documents.model import Figure, Prose, Run, TableBlock

ON_PAGE, ON_PHONE, IN_PRINT = 480, 340, 340  # units of the drawings: half a page, a phone, half a sheet
LONGEST = 35  # years: a longer line tells nothing more at this size


def figure_of(chart: Chart, name: str, *, source: str = "", print_width: int = IN_PRINT) -> Figure:
    """A chart as a figure of a document; its table has every number that it draws."""
    web = Markup('<div class="wide">{}</div><div class="narrow">{}</div>').format(
        chart.svg("web", width=ON_PAGE, name=name), chart.svg("web", width=ON_PHONE, name=f"{name}-n")
    )
    return Figure(
        title=chart.title,
        description=chart.description,
        svg_web=str(web),
        svg_print=str(chart.svg("print", width=print_width, name=name)),
        table=_twin(chart),
        source=source,
    )


def _twin(chart: Chart) -> TableBlock:
    rows: list[tuple[Prose, ...]] = [
        tuple(Run(cell.text + (f" {cell.note}" if cell.note else ""), href=cell.href) for cell in cells)
        for cells in chart.table.rows
    ]
    header = chart.table.header
    return TableBlock(chart.table.caption, header, tuple(rows), tuple(range(1, len(header))))


def years_chart(
    title: str,
    figures: Figures,
    lines: Sequence[tuple[str, str]],
    indicators: dict[str, Indicator],
    language: str,
) -> Chart | None:
    """Lines over the years; `lines` is (indicator, label). None where there is nothing to draw."""
    series = []
    for code, label in lines:
        rows = [row for row in figures.totals.get(code, ()) if row.year > figures.day.year - LONGEST]
        if len(rows) > 1:
            series.append(Series(label, tuple((row.year, _plain(row.value)) for row in rows)))
    if not series:
        return None
    unit = indicators[lines[0][0]].unit_name.in_language(language)
    return line_chart(title, series, unit=unit)


def _plain(value: float) -> int | float:
    return int(value) if float(value).is_integer() else value
