"""Columns made of parts, from zero: each part has a colour and a pattern."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from convene.ui.charts import figures
from convene.ui.charts.axes import value_axis
from convene.ui.charts.chart import Cell, Chart, Part, Table
from convene.ui.charts.ink import Ink, colour_of
from convene.ui.charts.labels import width_of


def stacked_chart(
    title: str,
    columns: Sequence[str],
    parts: Sequence[Part],
    *,
    unit: str = "",
    first_column: str = "",
    notes: Sequence[str] = (),
) -> Chart:
    """
    Draw one column for each label (years, mostly). A part without a figure is left out of its column.

    Raises ValueError for negative values and for more parts than there are patterns.
    """
    if len(parts) > 6 or any(value is not None and value < 0 for part in parts for value in part.values):
        raise ValueError("Stacked columns take six parts at most, and no negative values.")
    rows = tuple(
        (Cell(label), *(figures.cell(part.values[index]) for part in parts))
        for index, label in enumerate(columns)
    )
    header = (first_column or _("Year"), *(part.label for part in parts))
    return Chart(
        title=title,
        description=_description(columns, parts, unit),
        make_table=lambda: Table(title, header, rows),
        draw=lambda ink: _draw(ink, columns, parts, unit),
        notes=tuple(notes),
    )


def _description(columns: Sequence[str], parts: Sequence[Part], unit: str) -> str:
    told = [_("Stacked columns.")]
    if columns:
        for part in parts:
            told.append(
                _("%(part)s: %(value)s in %(column)s.")
                % {"part": part.label, "value": figures.full(part.values[-1]), "column": columns[-1]}
            )
    return " ".join(told)


def _draw(ink: Ink, columns: Sequence[str], parts: Sequence[Part], unit: str) -> None:
    ink.key([part.label for part in parts], filled=True)
    totals = [sum(float(part.values[i] or 0) for part in parts) for i in range(len(columns))]
    left, y = value_axis(ink, totals, unit, 200 if ink.is_narrow else 260, ink.width, from_zero=True)
    pitch = (ink.width - left) / max(len(columns), 1)
    thick = min(pitch * 0.68, 56)
    step = 1
    widest = max((width_of(label, ink.size) for label in columns), default=0) + 8
    while columns and widest > pitch * step:
        step += 1
    for index, label in enumerate(columns):
        middle = left + pitch * (index + 0.5)
        below = 0.0
        for number, part in enumerate(parts):
            value = part.values[index]
            if value is None:
                continue
            top, bottom = y(below + float(value)), y(below)
            told = f"{part.label}, {label}: {figures.full(value)}"
            ink.rect(
                middle - thick / 2, top, thick, bottom - top, colour_of(number), pattern=number, title=told
            )
            below += float(value)
        if all(part.values[index] is None for part in parts):
            ink.text(middle, y(0) - 5, "–", fill="soft", anchor="middle")
        if (len(columns) - 1 - index) % step == 0:
            ink.text(middle, ink.height + ink.size + 5, label, fill="soft", anchor="middle")
    ink.height += ink.size + 12
    for part in parts:
        missing = [label for label, value in zip(columns, part.values, strict=True) if value is None]
        if missing:
            ink.paragraph(
                _("%(part)s: no figure for %(columns)s.")
                % {"part": part.label, "columns": ", ".join(missing)}
            )
