"""Values side by side as horizontal bars, from zero. Labels stand in full; numbers at the ends."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from convene.ui.charts import figures
from convene.ui.charts.chart import Bar, Cell, Chart, Table
from convene.ui.charts.ink import Ink
from convene.ui.charts.labels import width_of, wrap
from convene.ui.charts.scales import Scale

_LABEL_ROOM = 200
_THICK = 17


def bar_chart(
    title: str, bars: Sequence[Bar], *, unit: str = "", first_column: str = "", notes: Sequence[str] = ()
) -> Chart:
    """Draw `bars` in the order given. `first_column` heads the labels in the table ("Country of origin")."""
    return Chart(
        title=title,
        description=_description(bars, unit),
        make_table=lambda: Table(
            title,
            (first_column or _("Name"), unit or _("Value")),
            tuple(
                (Cell(bar.label, bar.href), figures.cell(bar.value, bar.cell_href, bar.note)) for bar in bars
            ),
        ),
        draw=lambda ink: _draw(ink, bars, unit),
        notes=tuple(notes),
    )


def _description(bars: Sequence[Bar], unit: str) -> str:
    known = [bar for bar in bars if bar.value is not None]
    told = [_("Bar chart.")]
    if known:
        largest = max(known, key=lambda bar: bar.value)
        told.append(
            _("Largest of %(count)s: %(label)s, %(value)s %(unit)s.")
            % {"count": len(bars), "label": largest.label, "value": figures.full(largest.value), "unit": unit}
        )
    if len(known) < len(bars):
        missing = ", ".join(bar.label for bar in bars if bar.value is None)
        told.append(_("No figure for: %(labels)s.") % {"labels": missing})
    return " ".join(told).replace(" .", ".")


def _draw(ink: Ink, bars: Sequence[Bar], unit: str) -> None:
    if unit:
        ink.text(0, ink.height + ink.size, unit, fill="soft")
        ink.height += ink.size + 8
    values = [float(bar.value) for bar in bars if bar.value is not None]
    low, high = min([0.0, *values]), max([0.0, *values])
    beside = (
        0.0
        if ink.is_narrow
        else min(max((width_of(b.label, ink.size) for b in bars), default=0), _LABEL_ROOM) + 10
    )
    number = max((width_of(figures.full(bar.value), ink.size) for bar in bars), default=0) + 8
    x = Scale(low, high or (0.0 if low else 1.0), beside + (number if low < 0 else 0), ink.width - number)
    top = ink.height
    for bar in bars:
        _draw_bar(ink, bar, x, beside)
    if beside:
        ink.line(x(0), top, x(0), ink.height - 2, "soft", 1.2)


def _draw_bar(ink: Ink, bar: Bar, x: Scale, beside: float) -> None:
    leading = ink.size + 3
    rows = wrap(bar.label, (beside or ink.width) - 8, ink.size)
    height = max(_THICK, len(rows) * leading) if beside else _THICK
    linked = ink.open_link(bar.href)
    if beside:
        first = ink.height + height / 2 - (len(rows) - 1) * leading / 2 + ink.size * 0.36
        for number, row in enumerate(rows):
            ink.text(beside - 9, first + number * leading, row, anchor="end")
    else:
        for row in rows:
            ink.text(0, ink.height + ink.size, row)
            ink.height += leading + 1
        ink.line(x(0), ink.height - 1, x(0), ink.height + height + 1, "soft", 1.2)
    if linked:
        ink.close_link()
    middle = ink.height + height / 2 + ink.size * 0.36
    if bar.value is None:
        ink.text(x(0) + 6, middle, figures.full(None), fill="soft")
    else:
        start, end = sorted((x(0), x(float(bar.value))))
        ink.rect(
            start,
            ink.height + (height - _THICK) / 2,
            end - start,
            _THICK,
            "a",
            title=f"{bar.label}: {figures.full(bar.value)}",
        )
        if bar.value < 0:
            ink.text(start - 5, middle, figures.full(bar.value), anchor="end")
        else:
            ink.text(end + 5, middle, figures.full(bar.value))
    ink.height += height + 7
