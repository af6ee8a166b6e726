"""The charts and the map of a factsheet, each for a page and for print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _
from markupsafe import Markup

from convene.observatory.factsheets.figures import Figures
from convene.observatory.models import Indicator
from convene.ui import formats
from convene.ui.charts import Bar, Chart, Series, bar_chart, line_chart
from convene.ui.choropleth import Shade, centre_of, choropleth, drawing, legend_of
from convene.ui.classes import classes_of
from convene.ui.documents.model import Figure, Prose, Run, TableBlock

ON_PAGE, ON_PHONE, IN_PRINT = 480, 340, 440  # units of the drawings: half a page, a phone, half a sheet
HEIGHT = 180  # units of the plot of a line
BASE = "region"
FIRST_DRAWN = 1990  # the first year of most series; an earlier one tells nothing more at this size


def figure_of(chart: Chart, name: str, *, for_print: bool, source: str = "") -> Figure:
    """A chart as a figure of a document; its table has every number that it draws."""
    return Figure(
        title=chart.title,
        description=chart.description,
        svg_web="" if for_print else _for_page(chart, name),
        svg_print=chart.svg("print", width=IN_PRINT, name=name) if for_print else "",
        table=None if for_print else _twin(chart),
        source=source,
    )


def _for_page(chart: Chart, name: str) -> str:
    """Two drawings: text keeps its size, so a phone gets one of its own."""
    return Markup('<div class="chart"><div class="wide">{}</div><div class="narrow">{}</div></div>').format(
        chart.svg("web", width=ON_PAGE, name=name), chart.svg("web", width=ON_PHONE, name=f"{name}-n")
    )


def map_of(
    title: str,
    values: Mapping[str, tuple[float, str]],
    home: str,
    name: str,
    *,
    source: str,
    unit: str,
    for_print: bool,
) -> Figure | None:
    """
    A map of the region: `values` is code -> (number, name of the area). None where the map has none of them.

    The shapes are of states that have a number; `home`, the state it is about, has a strong outline.
    """
    shown = {code: found for code, found in values.items() if centre_of(code, BASE)}
    if not shown:
        return None
    shades = {
        code: Shade(number, f"{label}: {formats.number(_plain(number))}")
        for code, (number, label) in shown.items()
    }
    classes = classes_of((number for number, _label in shown.values()), 4)
    bars = [Bar(label, _plain(number)) for number, label in shown.values()]
    chart = replace(
        bar_chart(title, bars, unit=unit, first_column=_("Country")),
        draw=drawing(BASE, shades, classes, chosen=home),
        description=_("Map of the region: %(names)s have the largest numbers.")
        % {"names": formats.listed([bar.label for bar in bars[:3]])},
    )
    figure = figure_of(chart, name, for_print=for_print, source=source)
    if for_print:
        return replace(figure, note=boundaries())
    drawn = choropleth(BASE, shades, classes, title, chart.description, chosen=home, name=name)
    swatch = Markup('<li><svg viewBox="0 0 16 16" aria-hidden="true" focusable="false">{}</svg>{}</li>')
    legend = Markup("").join(swatch.format(*one) for one in legend_of(classes, name))
    web = Markup('<div class="map">{}<ul class="legend">{}</ul></div>').format(drawn, legend)
    return replace(figure, svg_web=web, note=boundaries())


def boundaries() -> str:
    """What stands under every map."""
    return _(
        "The boundaries and names shown and the designations used on this map do not imply official endorsement "
        "or acceptance by the United Nations. Equal-area projection. Outlines: Natural Earth, visionscarto."
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
        rows = [row for row in figures.totals.get(code, ()) if row.year >= FIRST_DRAWN]
        if len(rows) > 1:
            series.append(Series(label, tuple((row.year, _plain(row.value)) for row in rows)))
    if not series:
        return None
    unit = indicators[lines[0][0]].unit_name.in_language(language)
    return line_chart(title, series, unit=unit, from_zero=True, height=HEIGHT)


def _plain(value: float) -> int | float:
    return int(value) if float(value).is_integer() else value
