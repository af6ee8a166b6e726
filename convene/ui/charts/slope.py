"""Two years compared: where each started, where each stands."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from convene.ui.charts import figures
from convene.ui.charts.chart import Cell, Chart, Series, Table
from convene.ui.charts.ink import DASHES, Ink, colour_of
from convene.ui.charts.labels import cut, spread
from convene.ui.charts.scales import Scale, value_ticks


def slope_chart(
    title: str, first: int, last: int, series: Sequence[Series], *, unit: str = "", notes: Sequence[str] = ()
) -> Chart:
    """Draw the values of `series` in the years `first` and `last`, other years are left out. Six at most."""
    if len(series) > 6:
        raise ValueError("A slope chart shows six series at most.")
    rows = []
    for one in series:
        known = dict(one.points)
        cells = [
            figures.cell(known.get(year), one.hrefs.get(year, ""), one.notes.get(year, ""))
            for year in (first, last)
        ]
        rows.append((Cell(one.label), *cells))
    told = [_("Slope chart from %(first)s to %(last)s.") % {"first": first, "last": last}]
    told += [
        _("%(series)s: from %(start)s to %(end)s.")
        % {"series": row[0].text, "start": row[1].text, "end": row[2].text}
        for row in rows
    ]
    return Chart(
        title=title,
        description=" ".join(told),
        make_table=lambda: Table(title, (_("Name"), str(first), str(last)), tuple(rows)),
        draw=lambda ink: _draw(ink, first, last, series, unit),
        notes=tuple(notes),
    )


def _draw(ink: Ink, first: int, last: int, series: Sequence[Series], unit: str) -> None:
    if unit:
        ink.text(0, ink.height + ink.size, unit, fill="soft")
        ink.height += ink.size + 8
    values = [float(v) for one in series for year, v in one.points if year in (first, last) and v is not None]
    marks = value_ticks(values, 5, from_zero=False)
    left, right = ink.width * 0.36, ink.width * 0.64
    for x, year in ((left, first), (right, last)):
        ink.text(x, ink.height + ink.size, str(year), anchor="middle", bold=True)
    top = ink.height + ink.size + 14
    y = Scale(marks[0], marks[-1], top + (220 if ink.is_narrow else 250), top)
    for x in (left, right):
        ink.line(x, top - 4, x, y.start + 4, "rule", 1)
    for index, one in enumerate(series):
        known = dict(one.points)
        ends = [(x, known.get(year)) for x, year in ((left, first), (right, last))]
        drawn = [(x, y(float(value))) for x, value in ends if value is not None]
        if len(drawn) == 2:
            ink.polyline(drawn, colour_of(index), DASHES[index])
        for place in drawn:
            ink.marker(index, *place)
    _label(ink, series, first, left - 10, "end", y)
    _label(ink, series, last, right + 10, "start", y)
    ink.height = y.start + 16


def _label(ink: Ink, series: Sequence[Series], year: int, x: float, anchor: str, y: Scale) -> None:
    here = [(one.label, value) for one in series if (value := dict(one.points).get(year)) is not None]
    leading = ink.size + 4
    centres = spread(
        [y(float(value)) for _l, value in here], [leading] * len(here), y.end - leading, y.start + leading
    )
    room = ink.width * 0.36 - 12
    for (label, value), centre in zip(here, centres, strict=True):
        number = figures.short(float(value))
        words = cut(label, room - (len(number) + 2) * ink.size * 0.6, ink.size)
        told = f"{words}  {number}" if anchor == "end" else f"{number}  {words}"
        ink.text(x, centre + ink.size * 0.36, told, anchor=anchor)
