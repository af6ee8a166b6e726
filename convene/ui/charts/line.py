"""Values over years, one line each. Missing years are gaps; a change of definition is a dashed line."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from convene.ui.charts import figures
from convene.ui.charts.axes import value_axis, year_axis
from convene.ui.charts.chart import Break, Cell, Chart, Point, Series, Table
from convene.ui.charts.ink import DASHES, Ink, Mode, colour_of
from convene.ui.charts.labels import spread, width_of, wrap
from convene.ui.charts.scales import Scale

_LABEL_ROOM = 168
_MARKED_POINTS = 70  # with more points than this only the ends of a line carry its sign


def line_chart(
    title: str,
    series: Sequence[Series],
    *,
    unit: str = "",
    breaks: Sequence[Break] = (),
    notes: Sequence[str] = (),
    from_zero: bool = False,
    height: int = 0,
) -> Chart:
    """
    Draw at most six series. Years are taken as they are given; none is invented between them.

    `from_zero` keeps zero on the axis, so that no change looks larger than it is. `height` is that of the plot in
    units of the drawing, where the usual one does not do.
    Raises ValueError for more series than there are signs to tell them apart.
    """
    if len(series) > 6:
        raise ValueError("A line chart shows six series at most; the table shows all.")
    return Chart(
        title=title,
        description=_description(series, unit),
        make_table=lambda: table_of(title, series),
        draw=lambda ink: _draw(ink, series, unit, breaks, from_zero, height),
        notes=tuple(notes),
    )


def table_of(title: str, series: Sequence[Series]) -> Table:
    """One row a year, one column a series."""
    years = sorted({year for one in series for year, _value in one.points})
    values = [dict(one.points) for one in series]
    rows = []
    for year in years:
        cells = [Cell(str(year))]
        for one, known in zip(series, values, strict=True):
            cells.append(
                figures.cell(known[year], one.hrefs.get(year, ""), one.notes.get(year, ""))
                if year in known
                else Cell("–")
            )
        rows.append(tuple(cells))
    header = tuple(f"{one.label} ({one.note})" if one.note else one.label for one in series)
    return Table(title, (_("Year"), *header), tuple(rows))


def _description(series: Sequence[Series], unit: str) -> str:
    told = [_("Line chart.")]
    for one in series:
        if not one.known:
            told.append(_("%(series)s: no figures.") % {"series": one.label})
            continue
        (first, start), (last, end) = one.known[0], one.known[-1]
        values = {"series": one.label, "first": first, "start": figures.full(_whole(start))}
        values |= {"last": last, "end": figures.full(_whole(end)), "unit": unit}
        told.append(
            _("%(series)s: %(start)s in %(first)s, %(end)s in %(last)s.") % values
            if first != last
            else _("%(series)s: %(end)s in %(last)s.") % values
        )
    return " ".join(told)


def _whole(value: float) -> int | float:
    return int(value) if value.is_integer() else value


def _draw(
    ink: Ink, series: Sequence[Series], unit: str, breaks: Sequence[Break], from_zero: bool, height: int
) -> None:
    known = [point for one in series for point in one.known]
    years = sorted({year for one in series for year, _value in one.points})
    labelled = not ink.is_narrow and len(series) > 1
    if len(series) > 1 and not labelled:
        ink.key([_named(one) for one in series], filled=False)
    room = max((min(width_of(_named(one), ink.size), _LABEL_ROOM) for one in series), default=0) + 18
    right = ink.width - (room if labelled else 14)
    height = height or (210 if ink.is_narrow else 290)
    if not known:
        ink.text(ink.width / 2, ink.height + 40, _("no figure"), fill="soft", anchor="middle")
        ink.height += 60
        return
    left, y = value_axis(ink, [value for _year, value in known], unit, height, right, from_zero=from_zero)
    x = Scale(years[0], years[-1], left + 12, right - 8)
    bottom = ink.height
    _draw_breaks(ink, breaks, x, y, years)
    for index, one in enumerate(series):
        _draw_series(ink, index, one, x, y, marked=len(known) <= _MARKED_POINTS)
    if labelled:
        _label(ink, series, y, right + 6, bottom)
    ink.height = bottom
    year_axis(ink, years, x)
    for mark, one in zip("ABCDEFGH", _shown(breaks, years), strict=False):
        ink.paragraph(f"{mark}  {one.year}: {one.note}")


def _shown(breaks: Sequence[Break], years: Sequence[int]) -> list[Break]:
    return [one for one in breaks if years[0] < one.year <= years[-1]][:8]


def _draw_breaks(ink: Ink, breaks: Sequence[Break], x: Scale, y: Scale, years: Sequence[int]) -> None:
    for mark, one in zip("ABCDEFGH", _shown(breaks, years), strict=False):
        before = max(year for year in years if year < one.year)
        place = (x(before) + x(one.year)) / 2
        ink.line(place, y.start, place, y.end, "accent", 1.2, "4 3")
        ink.text(place + 4, y.end + ink.size, mark, fill="accent", bold=True)


def _draw_series(ink: Ink, index: int, one: Series, x: Scale, y: Scale, *, marked: bool) -> None:
    run: list[tuple[float, float]] = []
    for _year, value in (*one.points, (0, None)):
        if value is not None:
            run.append((x(_year), y(float(value))))
            continue
        if len(run) > 1:
            ink.polyline(run, colour_of(index), DASHES[index])
        run = []
    last = len(one.points) - 1
    shown: list[Point] = []
    for number, (year, value) in enumerate(one.points):
        if value is None:
            continue
        before = one.points[number - 1][1] if number else None
        after = one.points[number + 1][1] if number < last else None
        if marked or before is None or after is None:
            shown.append((year, value))
    if ink.mode == Mode.PRINT:
        ink.markers(index, [(x(year), y(float(value))) for year, value in shown])
        return
    for year, value in shown:
        ink.marker(index, x(year), y(float(value)), f"{one.label}, {year}: {figures.full(value)}")


def _named(one: Series) -> str:
    return one.label if one.known else f"{one.label}: {figures.full(None)}"


def _label(ink: Ink, series: Sequence[Series], y: Scale, left: float, bottom: float) -> None:
    """Write each series' name beside its last value, moved apart where they would touch."""
    told = [(index, one, wrap(_named(one), _LABEL_ROOM, ink.size)) for index, one in enumerate(series)]
    leading = ink.size + 2
    wanted = [y(one.known[-1][1]) if one.known else bottom for _index, one, _rows in told]
    heights = [len(rows) * leading + 2 for _index, _one, rows in told]
    centres = spread(wanted, heights, y.end - leading, bottom + leading)
    for (index, one, rows), centre in zip(told, centres, strict=True):
        first = centre - (len(rows) - 1) * leading / 2
        if one.known:
            ink.marker(index, left + 3, first)
        for number, row in enumerate(rows):
            ink.text(left + 11, first + number * leading + ink.size * 0.36, row)
