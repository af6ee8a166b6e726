"""
SDMX-CSV 1.0, 2.0 and 2.1, with codes, codes and labels, or labels only.

What is said of the message (STRUCTURE_NAME, LAST UPDATE) becomes an attribute of the table; the dataflow stands
in the column DATAFLOW; dimensions, measures and attributes stay columns under their ids. Labels stand in a column `<id>_label`, whether the file
had them beside the codes ("geo", "Geopolitical entity") or behind them ("geo: Geopolitical entity").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from convene.observatory.readers.delimited import Delimited, apart, quoted_name
from convene.observatory.readers.raw import RawTable

FORMATS = {"DATAFLOW": "sdmx-csv-1.0", "STRUCTURE": "sdmx-csv-2.0"}
# Columns that speak of the message, not of an observation.
_MESSAGE = {"LAST UPDATE", "STRUCTURE", "STRUCTURE_NAME"}
_DATAFLOW = {"DATAFLOW", "STRUCTURE_ID"}
_KEPT_AS_THEY_ARE = {"ACTION", "SERIES_KEY", "OBS_KEY"}
_ARTEFACT = re.compile(r"(?P<agency>[\w.\-]+):(?P<id>[^(:]+)\((?P<version>[^)]*)\)(?:: (?P<name>.*))?")
_CODE = re.compile(r"[A-Za-z0-9_@$\-+.]*")
# Columns whose cells tell codes from labels.
_NEVER_LABELS = {"TIME_PERIOD", "OBS_VALUE", "OBS_FLAG", "OBS_STATUS", "CONF_STATUS", "ACTION"}
LOOKED_AT = 200


@dataclass(frozen=True)
class _Column:
    """A column as it comes out. `at` is its place in the file; `part` takes a code or a label out of "code: label"."""

    name: str
    at: int
    part: str = ""
    decimal_comma: bool = False

    def of(self, cells: list[str]) -> str:
        cell = cells[self.at]
        if self.decimal_comma:
            return cell.replace(",", ".")
        if not self.part:
            return cell
        code, _between, label = cell.partition(": ")
        return code if self.part == "code" else label

    def sql(self, names: tuple[str, ...]) -> str:
        source = quoted_name(names[self.at])
        if self.decimal_comma:
            return f"replace({source}, ',', '.') AS {quoted_name(self.name)}"
        if not self.part:
            return f"{source} AS {quoted_name(self.name)}"
        cut = f"strpos({source}, ': ')"
        taken = (
            f"CASE WHEN {cut} = 0 THEN {source} ELSE substr({source}, 1, {cut} - 1) END"
            if self.part == "code"
            else f"CASE WHEN {cut} = 0 THEN '' ELSE substr({source}, {cut} + 2) END"
        )
        return f"{taken} AS {quoted_name(self.name)}"


def is_sdmx_csv(table: Delimited) -> bool:
    first = _bare(table.columns[0])
    return first in FORMATS and len(table.columns) > 2


def sdmx_csv(table: Delimited) -> tuple[str, RawTable]:
    """The format's name and the table, with OBS_FLAG always among its columns."""
    first = list(_first_rows(table))
    labels = _labels(table.columns, first)
    columns = _columns_of(table.columns, labels)
    attributes = _attributes(table.columns, first[0], labels)
    if table.separator == ";":  # where semicolons separate cells, a comma separates decimals
        columns = [
            replace(column, decimal_comma=True) if column.name == "OBS_VALUE" else column
            for column in columns
        ]
    flag = next((column for column in columns if column.name == "OBS_STATUS"), None)
    if all(column.name != "OBS_FLAG" for column in columns):
        columns = [*columns, _Column("OBS_FLAG", flag.at, flag.part)] if flag else columns
    names = apart([column.name for column in columns])
    without_flag = "OBS_FLAG" not in names

    def rows() -> Iterator[tuple[int, tuple[str, ...]]]:
        for line, cells in table.records():
            out = tuple(column.of(cells) for column in columns)
            yield line, (*out, "") if without_flag else out

    final = (*names, "OBS_FLAG") if without_flag else names
    scan = table.scan()
    if scan:
        chosen = [column.sql(table.columns) for column in columns]
        if without_flag:
            chosen.append("'' AS " + quoted_name("OBS_FLAG"))
        scan = f"(SELECT {', '.join(chosen)}, _row FROM {scan})"
    raw = RawTable("", final, rows, table.notes, attributes, scan, table.length)
    return FORMATS[_bare(table.columns[0])], raw


def _first_rows(table: Delimited) -> Iterator[list[str]]:
    for (_line, cells), _number in zip(table.records(), range(LOOKED_AT), strict=False):
        yield cells


def _bare(heading: str) -> str:
    """STRUCTURE[;] -> STRUCTURE; "STRUCTURE: x" -> STRUCTURE."""
    return heading.partition(": ")[0].partition("[")[0].strip()


def _labels(columns: tuple[str, ...], first: list[list[str]]) -> str:
    """How the cells speak: "codes", "codes and labels", "codes: labels" in one cell, or "labels only"."""
    names = [_bare(column) for column in columns]
    if any(": " in column for column in columns):
        return "codes: labels"
    if "STRUCTURE_NAME" in names or _in_turn(names):
        return "codes and labels"
    told = [
        cells[index]
        for cells in first
        for index, name in enumerate(names)
        if name not in _MESSAGE | _DATAFLOW | _KEPT_AS_THEY_ARE | _NEVER_LABELS
        and not name.startswith("OBS_")
    ]
    frequency = next((index for index, name in enumerate(names) if name.upper() == "FREQ"), None)
    if frequency is not None and any(len(cells[frequency]) > 2 for cells in first):
        return "labels only"  # "Annual" in place of "A"
    return "codes" if all(_CODE.fullmatch(cell) for cell in told) else "labels only"


def _in_turn(names: list[str]) -> bool:
    """Whether ids and names of columns stand in turn: TIME_PERIOD, then "Time"."""
    at = names.index("TIME_PERIOD") + 1 if "TIME_PERIOD" in names else len(names)
    return at < len(names) and names[at].lower() in ("time", "time period", "temps", "zeit")


def _columns_of(columns: tuple[str, ...], labels: str) -> list[_Column]:
    out: list[_Column] = []
    in_turn = labels == "codes and labels"
    at = 0
    while at < len(columns):
        name = _bare(columns[at])
        if name in _MESSAGE:
            at += 1
            continue
        if name in _DATAFLOW:
            out.append(_Column("DATAFLOW", at))  # a message may hold several
            at += 1
            continue
        if in_turn and name not in _KEPT_AS_THEY_ARE and at + 1 < len(columns):
            out += [_Column(name, at), _Column(f"{name}_label", at + 1)]
            at += 2
            continue
        if labels == "codes: labels" and ": " in columns[at]:
            out += [_Column(name, at, "code"), _Column(f"{name}_label", at, "label")]
        else:
            out.append(_Column(name, at))
        at += 1
    return out


def _attributes(columns: tuple[str, ...], cells: list[str], labels: str) -> dict[str, str]:
    told = {_bare(column): cell for column, cell in zip(columns, cells, strict=True)}
    attributes = {"labels": labels}
    artefact = _ARTEFACT.fullmatch(told.get("STRUCTURE_ID") or told.get("DATAFLOW") or "")
    if artefact:
        attributes |= {
            "agency": artefact["agency"],
            "dataflow": artefact["id"].partition("$")[0],
            "version": artefact["version"],
            "view": artefact["id"].partition("$")[2],
        }
    attributes["title"] = told.get("STRUCTURE_NAME") or (artefact and artefact["name"]) or ""
    attributes["last update"] = told.get("LAST UPDATE", "")
    return {name: value for name, value in attributes.items() if value}
