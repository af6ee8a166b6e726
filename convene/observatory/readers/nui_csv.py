"""
CSV of Eurostat's former site (until 2022): labels in place of codes, "225,150" for numbers, ":" for none.

The columns TIME, Value and "Flag and Footnotes" come out as TIME_PERIOD, OBS_VALUE and OBS_FLAG.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from convene.observatory.readers.delimited import Delimited
from convene.observatory.readers.raw import MEND_AT_SOURCE, BadFile, RawTable, shown

FORMAT = "nui-csv"
_NUMBER = re.compile(r"[-+]?(?:\d{1,3}(?:[, \u00a0\u202f]\d{3})+|\d+)(?:\.\d+)?")
_ABSENT = (":", "", "-")
_RENAMED = {
    "TIME": "TIME_PERIOD",
    "VALUE": "OBS_VALUE",
    "FLAG AND FOOTNOTES": "OBS_FLAG",
    "FLAGS": "OBS_FLAG",
}


def is_nui_csv(table: Delimited) -> bool:
    """TIME and Value are among the columns; flags may have been left out by whoever downloaded."""
    names = [column.upper() for column in table.columns]
    return "TIME" in names and "VALUE" in names and ("GEO" in names or "FLAG AND FOOTNOTES" in names)


def nui_csv(table: Delimited) -> RawTable:
    upper = [column.upper() for column in table.columns]
    time, value = upper.index("TIME"), upper.index("VALUE")
    flag = next((index for index, name in enumerate(upper) if _RENAMED.get(name) == "OBS_FLAG"), None)
    # GEO and GEO_LABEL stand side by side where both were asked for.
    kept = [index for index in range(len(upper)) if index not in (time, value, flag)]
    columns = tuple(table.columns[index] for index in kept)

    def rows() -> Iterator[tuple[int, tuple[str, ...]]]:
        for line, cells in table.records():
            number = _plain_number(table, line, value, cells[value].strip())
            flags = cells[flag].strip() if flag is not None else ""
            yield line, (*(cells[index].strip() for index in kept), cells[time].strip(), number, flags)

    return RawTable(
        "", (*columns, "TIME_PERIOD", "OBS_VALUE", "OBS_FLAG"), rows, table.notes, {"labels": "labels only"}
    )


def _plain_number(table: Delimited, line: int, column: int, cell: str) -> str:
    """`225,150` -> `225150`; `:` -> ``."""
    if cell in _ABSENT:
        return ""
    if not _NUMBER.fullmatch(cell):
        raise BadFile(
            table.name,
            _("“%(cell)s” is no number.") % {"cell": shown(cell)},
            _("Expected a number such as “225,150”, or “:”."),
            MEND_AT_SOURCE,
            line=line,
            column=table.columns[column],
        )
    return re.sub(r"[, \u00a0\u202f]", "", cell)
