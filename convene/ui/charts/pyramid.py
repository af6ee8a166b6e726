"""Ages of men and women, back to back."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from convene.ui.charts import figures
from convene.ui.charts.chart import Cell, Chart, Table, Value
from convene.ui.charts.ink import Ink
from convene.ui.charts.labels import width_of
from convene.ui.charts.scales import Scale, ticks

_THICK = 13


def pyramid_chart(
    title: str,
    ages: Sequence[str],
    men: Sequence[Value],
    women: Sequence[Value],
    *,
    unit: str = "",
    notes: Sequence[str] = (),
) -> Chart:
    """Draw age groups, the youngest first in `ages` and at the foot of the drawing."""
    rows = tuple(
        (Cell(age), figures.cell(man), figures.cell(woman))
        for age, man, woman in zip(ages, men, women, strict=True)
    )
    return Chart(
        title=title,
        description=_description(ages, men, women),
        make_table=lambda: Table(title, (_("Age"), _("Men"), _("Women")), rows),
        draw=lambda ink: _draw(ink, ages, men, women, unit),
        notes=tuple(notes),
    )


def _description(ages: Sequence[str], men: Sequence[Value], women: Sequence[Value]) -> str:
    told = [_("Population pyramid.")]
    for label, values in ((_("Men"), men), (_("Women"), women)):
        known = [(value, age) for value, age in zip(values, ages, strict=True) if value is not None]
        if known:
            value, age = max(known, key=lambda pair: pair[0])
            told.append(
                _("%(who)s: largest age group %(age)s, %(value)s.")
                % {"who": label, "age": age, "value": figures.full(value)}
            )
    return " ".join(told)


def _draw(ink: Ink, ages: Sequence[str], men: Sequence[Value], women: Sequence[Value], unit: str) -> None:
    known = [float(value) for value in (*men, *women) if value is not None]
    marks = ticks(0, max(known, default=1.0), 2 if ink.is_narrow else 3)
    gutter = max((width_of(age, ink.size) for age in ages), default=0) + 14
    edge = width_of(figures.short(marks[-1]), ink.size) / 2
    middle = ink.width / 2
    left = Scale(0, marks[-1], middle - gutter / 2, edge)
    right = Scale(0, marks[-1], middle + gutter / 2, ink.width - edge)
    ink.text(left(0), ink.height + ink.size, _("Men"), anchor="end", bold=True)
    ink.text(right(0), ink.height + ink.size, _("Women"), bold=True)
    if unit:
        ink.text(0, ink.height + ink.size, unit, fill="soft")
    ink.height += ink.size + 10
    bottom = ink.height + len(ages) * (_THICK + 3)
    for mark in marks[1:]:
        for side in (left, right):
            ink.line(side(mark), ink.height, side(mark), bottom, "rule", 0.8)
    for age, man, woman in reversed(list(zip(ages, men, women, strict=True))):
        ink.text(middle, ink.height + _THICK - 2, age, fill="soft", anchor="middle")
        for side, value, colour, who in ((left, man, "a", _("Men")), (right, woman, "b", _("Women"))):
            if value is not None:
                start, end = sorted((side(0), side(float(value))))
                told = f"{who}, {age}: {figures.full(value)}"
                ink.rect(
                    start, ink.height, end - start, _THICK, colour, pattern=int(colour == "b"), title=told
                )
            else:
                ink.text(
                    side(0) + (-6 if side is left else 6),
                    ink.height + _THICK - 2,
                    "–",
                    fill="soft",
                    anchor="end" if side is left else "start",
                )
        ink.height += _THICK + 3
    for mark in marks:
        for side in (left, right):
            ink.text(side(mark), bottom + ink.size + 4, figures.short(mark), fill="soft", anchor="middle")
    ink.height = bottom + ink.size + 10
