"""
A first draft of a description, for people to check: what each column of a file may mean, with examples of its cells.

It is a draft and nothing more: no import uses it before somebody has read it and named the indicators.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from convene.observatory.adapters.taught_codes import ABSENT, SEXES, WHOLE, names_in
from convene.observatory.adapters.taught_numbers import NUMBERS, PERIOD, number_form, printed_as
from convene.observatory.workbench import mapping_rows

if TYPE_CHECKING:
    from convene.observatory.readers import RawFile, RawTable

HEADING = ("column", "means", "codes", "examples")
LOOKED_AT = 2_000
EXAMPLES = 4
LISTS = ("iso3", "iso2", "english_names", "worldbank_names", "eurostat_areas", "m49")
LANGUAGES = ("en", "ru", "uk", "fr", "de", "es", "pl", "tr", "ka", "hy", "az", "kk", "ro", "sr")
MOSTLY = 0.8
_FLAG = re.compile(r"(obs_)?(flag|status)(_?s)?|flag and footnotes", re.I)
# Columns of messages that tell nothing of a figure, or the same of all of them.
_TELLS_NOTHING = re.compile(
    r"dataflow|action|freq(uency)?|unit(_.*)?|conf_status|obs_pre_break|decimals|last update", re.I
)
_REPORTS = re.compile(r"^geo$|ref_?area|report|destination|asylum|residence|host", re.I)
_YEAR = re.compile(r"(?:1[6-9]|2[01])\d\d(?:-\d\d-\d\d)?|\d{1,2}[./]\d{1,2}[./](?:1[6-9]|2[01])\d\d")


def draft_of(raw: RawFile) -> str:
    """The draft as CSV, of the first table of the file that has rows."""
    table = raw.tables[0]
    rows = [cells for _place, cells in islice(table.rows(), LOOKED_AT)]
    lines = _lines(table, rows)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADING)
    writer.writerows(lines)
    return out.getvalue()


def _lines(table: RawTable, rows: Sequence[tuple[str, ...]]) -> list[tuple[str, str, str, str]]:
    across = [column for column in table.columns if PERIOD.fullmatch(column)]
    lines: list[tuple[str, str, str, str]] = []
    places: list[list[str]] = []
    figures: list[str] = []
    has_time = bool(across)
    for at, column in enumerate(table.columns):
        if column in across or column.endswith("_label"):
            continue
        cells = [row[at].strip() for row in rows]
        told = [cell for cell in cells if cell not in ABSENT]
        examples = " | ".join(list(dict.fromkeys(told))[:EXAMPLES])[:200]
        means, codes = _meaning(column, told, places, cells)
        if means in ("year", "period"):
            means, has_time = ("ignore" if has_time else means), True
        if means == "value":
            figures += told
            means = "ignore" if across else means
        if means == "flag" and any(line[1] == "flag" for line in lines):
            means = "ignore"
        lines.append((column, means, codes, examples))
    lines = _told_apart(lines)
    if across:
        figures = [row[table.columns.index(one)].strip() for one in across for row in rows]
        lines.append(("", "periods", "", f"{across[0]} … {across[-1]}"))
    if across or sum(means == "value" for _c, means, _k, _e in lines) == 1:
        lines.append(("", "indicator", "", "write the key of the indicator here"))
    shown = next((one for one in NUMBERS if _all_are(figures, one)), "")
    if shown and shown != NUMBERS[0]:
        lines.append(("", "numbers", shown, ""))
    return lines


def _told_apart(lines: list[tuple[str, str, str, str]]) -> list[tuple[str, str, str, str]]:
    """Of several columns of areas one is what a figure is about: the one that reports or receives, or the first."""
    areas = [line[0] for line in lines if line[1] == "area"]
    about = next((column for column in areas if _REPORTS.search(column)), areas[0] if areas else "")
    others = [column for column in areas if column != about]
    meant = dict(zip(others, ["counterpart", *["detail"] * len(others)], strict=False))
    return [(column, meant.get(column, means), *rest) for column, means, *rest in lines]


def _meaning(column: str, told: list[str], places: list[list[str]], cells: list[str]) -> tuple[str, str]:
    different = set(told)
    if not told or _TELLS_NOTHING.fullmatch(column):
        return "ignore", ""
    if column.casefold().startswith("age"):
        return "age", ""
    if _FLAG.fullmatch(column):
        return "flag", ""
    if all(_YEAR.fullmatch(cell) for cell in different):
        return "year", ""
    if all(PERIOD.fullmatch(cell) for cell in different):
        return "period", ""
    if different <= SEXES.keys() and (
        different - set(WHOLE) or column.casefold() in ("sex", "gender", "пол", "стать")
    ):
        return "sex", ""
    if codes := _areas(different):
        known = _list(codes)
        found = [known.get(cell, "") for cell in cells]
        if any(found == other for other in places):  # a name beside its code
            return "ignore", ""
        places.append(found)
        return "area", codes
    if column.upper() == "OBS_VALUE" or any(_all_are(told, one) for one in NUMBERS):
        return "value", ""
    return ("ignore" if len(different) == 1 else "detail"), ""


def _areas(different: set[str]) -> str:
    """The list of codes that knows most of these texts; '' where none knows four of five."""
    wanted = {text for text in different if text not in WHOLE}
    if not wanted or all(_YEAR.fullmatch(text) for text in wanted):
        return ""
    best = max(
        (*LISTS, *(f"names {language}" for language in LANGUAGES)), key=lambda one: _known(wanted, one)
    )
    return best if _known(wanted, best) >= MOSTLY * len(wanted) and _are_codes(wanted, best) else ""


def _are_codes(wanted: set[str], codes: str) -> bool:
    """Numbers are taken for codes of the United Nations only where all are."""
    return codes != "m49" or _known(wanted, codes) == len(wanted) > 1


def _known(wanted: set[str], codes: str) -> int:
    return sum(text in _list(codes) for text in wanted)


@lru_cache(maxsize=32)
def _list(codes: str) -> dict[str, str]:
    if codes.startswith("names "):
        return {name: to for name, (to, _kind) in names_in(codes.removeprefix("names ")).items()}
    return {row["code"]: row["to"] for row in mapping_rows(codes)}


def _all_are(figures: Sequence[str], example: str) -> bool:
    form = number_form(*printed_as(example))
    told = [figure for figure in figures if figure not in ABSENT]
    return bool(told) and all(re.fullmatch(form, figure) for figure in told)
