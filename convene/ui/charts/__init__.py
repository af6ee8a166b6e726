"""
Charts as SVG made on the server, each with a title, a description and a table of the same numbers.

    chart = line_chart("Migrants from Ukraine", [Series("Poland", ((2020, 1_000), (2024, 1_200)))], unit="persons")
    chart.svg()                         for a page: colours come from classes, light and dark (charts.css)
    chart.svg("print")                  for Typst, files and pictures: colours stand in the drawing
    chart.table                         the numbers, which pages always show beside the drawing

Nothing here asks the database, the clock or the request. A figure that does not exist is a gap, never zero.
"""

from convene.ui.charts.bars import bar_chart
from convene.ui.charts.chart import Bar, Break, Cell, Chart, Part, Series, Table
from convene.ui.charts.line import line_chart
from convene.ui.charts.pyramid import pyramid_chart
from convene.ui.charts.slope import slope_chart
from convene.ui.charts.stacked import stacked_chart

__all__ = [
    "Bar",
    "Break",
    "Cell",
    "Chart",
    "Part",
    "Series",
    "Table",
    "bar_chart",
    "line_chart",
    "pyramid_chart",
    "slope_chart",
    "stacked_chart",
]
