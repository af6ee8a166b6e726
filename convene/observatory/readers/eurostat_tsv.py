r"""
Eurostat's tab-separated files, old (`citizen,age,geo\time`) and new (`freq,unit,geo\TIME_PERIOD`).

One line is one series: its key before the first tabulator, then a cell for each period, with the flags glued
behind the number ("884893 e", ": c"). It comes out with one row per cell; the line is the series' line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from convene.observatory.readers.delimited import Delimited, apart, quoted_name, quoted_text
from convene.observatory.readers.raw import MEND_AT_SOURCE, BadFile, RawTable, shown

NEW, OLD = "eurostat-tsv", "eurostat-tsv-old"
_HEADING = re.compile(r"\w+(?:[,;]\w+)*[\\/]\w+")
# Both Python and DuckDB know this much of regular expressions.
CELL = r"(?:(:|[-+]?\d+(?:\.\d*)?(?:[eE][-+]?\d+)?)\s*([A-Za-z~|,; ]{0,12}))?"
_CELL = re.compile(CELL)
_PERIOD = re.compile(r"\d{4}(?:[-/]?[MQSWHD]?\d{1,3}(?:-\d{2})?)?")


def is_eurostat_tsv(table: Delimited) -> bool:
    return table.separator == "\t" and bool(_HEADING.fullmatch(table.columns[0]))


def eurostat_tsv(table: Delimited) -> tuple[str, RawTable]:
    """The format's name and the table with dimensions, TIME_PERIOD, OBS_VALUE and OBS_FLAG as columns."""
    key, across = re.split(r"[\\/]", table.columns[0])
    dimensions = re.split(r"[,;]", key)
    if across.lower() not in ("time", "time_period"):
        raise BadFile(
            table.name,
            _("“%(dimension)s” stands across the page.") % {"dimension": across},
            _("Expected the time across the page."),
            MEND_AT_SOURCE,
            line=table.heading_ends,
        )
    _check_periods(table)
    columns = apart([*dimensions, "TIME_PERIOD", "OBS_VALUE", "OBS_FLAG"])

    def rows() -> Iterator[tuple[int, tuple[str, ...]]]:
        for line, cells in table.records():
            codes = tuple(code.strip() for code in re.split(r"[,;]", cells[0]))
            if len(codes) != len(dimensions):
                raise BadFile(
                    table.name,
                    _("The key “%(key)s” has %(found)s parts.")
                    % {"key": shown(cells[0]), "found": len(codes)},
                    _("Expected %(count)s: %(names)s.")
                    % {"count": len(dimensions), "names": ", ".join(dimensions)},
                    MEND_AT_SOURCE,
                    line=line,
                )
            for period, cell in zip(table.columns[1:], cells[1:], strict=True):
                yield line, (*codes, period, *_value_and_flag(table.name, line, period, cell))

    format_name = NEW if across.isupper() or "freq" in map(str.lower, dimensions) else OLD
    return format_name, RawTable("", columns, rows, table.notes, {"labels": "codes"}, _scan(table, columns))


def _scan(table: Delimited, columns: tuple[str, ...]) -> str:
    """The same rows for DuckDB; a key or cell that is none stops it, and `rows` then tells which."""
    lines = table.scan()
    if not lines:
        return ""
    key, *periods = (quoted_name(name) for name in table.columns)
    dimensions = columns[:-3]
    codes = ", ".join(
        f"trim(parts[{number}]) AS {quoted_name(name)}" for number, name in enumerate(dimensions, 1)
    )
    keys = (
        f"(SELECT *, CASE WHEN len(found) <> {len(dimensions)} THEN error('key') ELSE found END AS parts"
        f" FROM (SELECT *, string_split_regex({key}, '[,;]') AS found FROM {lines}))"
    )
    cells = (
        f"(SELECT _row, period, parts, trim(told) AS told, regexp_extract(trim(told), {quoted_text(f'^{CELL}$')},"
        f" ['value', 'flag']) AS cell FROM {keys} UNPIVOT INCLUDE NULLS (told FOR period IN ({', '.join(periods)})))"
    )
    return (
        f"""(SELECT {codes}, period AS "TIME_PERIOD","""
        """ CASE WHEN cell.value = ':' THEN '' WHEN cell.value = '' AND told <> '' THEN error('cell')"""
        f""" ELSE cell.value END AS "OBS_VALUE", trim(cell.flag) AS "OBS_FLAG", _row FROM {cells})"""
    )


def _check_periods(table: Delimited) -> None:
    for heading in table.columns[1:]:
        if not _PERIOD.fullmatch(heading):
            raise BadFile(
                table.name,
                _("“%(heading)s” is no period.") % {"heading": shown(heading)},
                _("Expected a year, quarter or month such as 2020, 2020-Q1, 2020M01."),
                MEND_AT_SOURCE,
                line=table.heading_ends,
                column=shown(heading),
            )


def _value_and_flag(name: str, line: int, period: str, cell: str) -> tuple[str, str]:
    """`884893 e` -> (`884893`, `e`); `: c` -> (``, `c`)."""
    found = _CELL.fullmatch(cell.strip())
    if not found:
        raise BadFile(
            name,
            _("“%(cell)s” is no number with flags.") % {"cell": shown(cell.strip())},
            _("Expected a number such as “884893 e”, or “:”."),
            MEND_AT_SOURCE,
            line=line,
            column=period,
        )
    value, flag = found.groups(default="")
    return ("" if value == ":" else value), flag.strip()
