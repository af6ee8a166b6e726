"""
What the words of a description's column `codes` stand for: lists of codes, numbers as they are printed, ages, sexes.

Names of countries and areas are never guessed: they come from a mapping of the project (`iso3`, `m49`,
`worldbank_names` ...), from the Unicode CLDR in some language (`names ru`), from a table beside the description
(`my_codes.csv`: code,to,kind,note), or from pairs (`Польша=POL`). Several are joined by semicolons.
"""

from __future__ import annotations

import re
from importlib import resources
from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError
from django.utils.translation import gettext as _

from convene.observatory.readers import read
from convene.observatory.workbench import MAPPINGS, mapping_rows

if TYPE_CHECKING:
    from pathlib import Path

    from convene.observatory.adapters.taught_table import Line, Teaching

Codes = dict[str, tuple[str, str]]  # text in the file -> our code and its kind: state, aggregate, other

SEXES: Codes = {
    **dict.fromkeys(("T", "_T", "TOTAL", "Total", "total", "Both sexes", "Всего", "Оба пола"), ("T", "")),
    **dict.fromkeys(("F", "Female", "Females", "female", "Women", "women", "Женщины"), ("F", "")),
    **dict.fromkeys(("M", "Male", "Males", "male", "Men", "men", "Мужчины"), ("M", "")),
}
WHOLE = ("T", "_T", "TOTAL", "Total", "total", "All", "Всего")
# Marks that publishers print where there is no figure.
ABSENT = ("", "..", "...", "…", ":", "-", "–", "—", "NA", "N/A", "n/a", "NaN", "nan", "null")
# "Y15-64" or "15-64" -> Y15T64, "65+" -> Y_GE65, "Total" -> T; {age} is the column.
AGE = r"""CASE WHEN {age} IN ('T', '_T', 'TOTAL', 'Total', 'total', 'All', 'All ages', 'Всего') THEN 'T'
          WHEN regexp_full_match({age}, 'Y?[0-9]+ ?[-–T] ?[0-9]+')
          THEN regexp_replace({age}, '^Y?([0-9]+) ?[-–T] ?([0-9]+)$', 'Y\1T\2')
          WHEN regexp_full_match({age}, '(Y_?)?(GE)?[0-9]+ ?\+?') AND (contains({age}, '+') OR contains({age}, 'GE'))
          THEN 'Y_GE' || regexp_extract({age}, '[0-9]+')
          WHEN regexp_full_match({age}, 'Y?_?(LT|<) ?[0-9]+') THEN 'Y_LT' || regexp_extract({age}, '[0-9]+')
          WHEN {age} IN ('UNK', 'Unknown', 'unknown') THEN 'UNK'
          WHEN regexp_full_match({age}, 'Y?[0-9]+') THEN 'Y' || regexp_extract({age}, '[0-9]+') END"""


def pairs_of(told: Teaching, line: Line) -> dict[str, str]:
    """`A=B;C=D` as pairs."""
    found = {}
    for part in filter(None, (one.strip() for one in line.codes.split(";"))):
        code, between, to = part.rpartition("=")
        if not between:
            raise told.refuse(
                line,
                _("“%(part)s” is no pair") % {"part": part},
                _("Write pairs such as Total=T;Women=F;Men=M"),
            )
        found[code.strip()] = to.strip()
    return found


def areas_of(told: Teaching, line: Line) -> Codes:
    """The codes of areas that a line names; ISO codes of three letters where it names none."""
    found: Codes = {}
    for part in filter(None, (one.strip() for one in (line.codes or "iso3").split(";"))):
        if "=" in part:
            code, _between, to = part.rpartition("=")
            found[code.strip()] = (to.strip(), "state")
        elif part.startswith("names "):
            found |= _names_in(told, line, part.removeprefix("names ").strip())
        elif part.endswith(".csv"):
            found |= _beside(told, line, part)
        else:
            found |= _mapping(told, line, part)
    return found


def _mapping(told: Teaching, line: Line, name: str) -> Codes:
    try:
        rows = mapping_rows(name) if re.fullmatch(r"\w+", name) else []
    except FileNotFoundError:
        rows = []
    if not rows or "to" not in rows[0]:
        known = sorted(
            one.name[:-4]
            for one in (resources.files("convene.observatory") / MAPPINGS).iterdir()
            if one.name.endswith(".csv")
        )
        raise told.refuse(
            line,
            _("there is no list of codes “%(name)s”") % {"name": name},
            _("Use one of: %(known)s; or names ru, a file .csv beside the description, or pairs A=POL;B=GEO")
            % {"known": ", ".join(known)},
        )
    return {row["code"]: (row["to"], row["kind"]) for row in rows}


def _names_in(told: Teaching, line: Line, language: str) -> Codes:
    try:
        return names_in(language)
    except (UnknownLocaleError, ValueError) as error:
        raise told.refuse(
            line,
            _("“%(language)s” is not a language") % {"language": language},
            _("Write names ru, names uk, names de …"),
        ) from error


def names_in(language: str) -> Codes:
    """Names of countries as the Unicode CLDR has them in a language, for the ISO codes that we know."""
    names = Locale.parse(language.replace("-", "_")).territories
    alpha = {row["code"]: (row["to"], row["kind"]) for row in mapping_rows("iso2")}
    return {names[code]: to for code, to in alpha.items() if code in names}


def _beside(told: Teaching, line: Line, name: str) -> Codes:
    path: Path = told.path.parent / name
    if "/" in name or not path.is_file():
        raise told.refuse(line, _("there is no file %(name)s beside the description") % {"name": name})
    table = read(path).tables[0]
    if not {"code", "to"} <= set(table.columns):
        raise told.refuse(line, _("%(name)s has no columns code and to") % {"name": name})
    found: Codes = {}
    for _number, cells in table.rows():
        row = dict(zip(table.columns, cells, strict=True))
        found[row["code"]] = (row["to"], row.get("kind") or "state")
    return found
