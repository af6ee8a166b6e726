"""Figures as a workbook: one sheet of figures, one that says what they are and whose. The same bytes each time."""

from __future__ import annotations

import io
from datetime import UTC, datetime, time

from django.utils.translation import gettext as _

from convene.observatory.exports.columns import COLUMNS, cells
from convene.observatory.shown import Shown

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WIDTHS = {
    "indicator_name": 34,
    "area_name": 24,
    "counterpart_name": 24,
    "value": 14,
    "note": 30,
    "passport": 40,
}


def workbook_of(shown: Shown) -> bytes:
    """Words are written as words: none of them can become a formula or a link."""
    import xlsxwriter  # only a process which makes workbooks should hold it

    written = io.BytesIO()
    book = xlsxwriter.Workbook(
        written, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"title": shown.title, "created": datetime.combine(shown.day, time(), UTC)})
    bold = book.add_format({"bold": True})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    figures = book.add_worksheet(_("Figures")[:31])
    figures.freeze_panes(1, 0)
    for number, column in enumerate(COLUMNS):
        figures.set_column(number, number, _WIDTHS.get(column.name, 12))
        figures.write_string(0, number, column.name, bold)
    for line, row in enumerate(shown.rows, start=1):
        for number, value in enumerate(cells(row)):
            if isinstance(value, int | float):
                figures.write_number(line, number, value)
            elif value:
                figures.write_string(line, number, str(value))
    if shown.rows:
        figures.autofilter(0, 0, len(shown.rows), len(COLUMNS) - 1)
    about = book.add_worksheet(_("About")[:31])
    about.set_column(0, 0, 34)
    about.set_column(1, 1, 100)
    for line, (label, words) in enumerate(_about(shown)):
        about.write_string(line, 0, label, bold)
        about.write_string(line, 1, words, wrapped)
    book.close()
    return written.getvalue()


def _about(shown: Shown) -> list[tuple[str, str]]:
    lines = [(_("Title"), shown.title), (_("What it shows"), shown.description), (_("Page"), shown.address)]
    for one in shown.attributions:
        lines += [
            (_("Dataset"), f"{one.title}, {one.label} ({one.edition})"),
            (_("Attribution"), one.words),
            (_("Licence"), f"{one.licence} {one.licence_url}".strip()),
        ]
        if one.citation:
            lines.append((_("Citation"), one.citation))
    lines += [(_("Note"), note) for note in shown.notes]
    return [*lines, *((column.name, str(column.label)) for column in COLUMNS)]
