"""
The figures that a pack carries: plain files that people can read, of what factsheets, corridors and the map need.

    figures/<edition>.csv    the columns of an observation, sorted by its key, one figure a line
    figures/<edition>.json   footnotes used, and what was done to make each indicator

A line without a value is a cell that the producer leaves empty; its `note` then holds the reason. What is carried
is a selection made from the whole edition (`SELECTION`), so importing the publisher's file completes it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from convene.observatory.observation import COLUMNS, KEY_COLUMNS

FOLDER = "figures"
HEADER = ",".join(COLUMNS)
SINCE = 1990  # a trend of a generation
UNTIL = 2050  # projections farther than that are nobody's plan
WORLD_TOO = ("X_WORLD", "X_EU27")
NO_COUNTRY = ("X_OTHER", "X_STATELESS", "X_UNKNOWN")
TOP = 10
PLAIN = "age = 'T' AND detail = ''"

_CODE = r"[A-Za-z0-9][A-Za-z0-9._-]*"
_AREA = r"(?:[A-Z]{3}|X_[A-Z0-9_]+)"
_NUMBER = r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?"
# Every cell with the form it must have, and what to say where it has not.
CELLS: tuple[tuple[str, str, str], ...] = (
    ("indicator", _CODE, "the code of an indicator"),
    ("area", _AREA, "the code of a state or area"),
    ("counterpart", f"(?:{_AREA})?", "the code of a state or area, or nothing"),
    ("year", r"(?:19|20|21)\d\d", "a year of four digits"),
    ("month", r"(?:0|[1-9]|1[0-2])", "a month from 1 to 12, or 0 for the year"),
    ("sex", "[TFM]", "T, F or M"),
    ("age", r"[A-Z][A-Z0-9_]*", "T, or an age such as Y0T4"),
    ("detail", r"(?:[\w.]+=[^,;=\"]+(?:;[\w.]+=[^,;=\"]+)*)?", "name=CODE, joined by ;, or nothing"),
    ("value", f"(?:{_NUMBER})?", "a number, or nothing where the cell is missing"),
    ("flag", r'[^,"\n]*', "the producer's flags"),
    (
        "note",
        r'(?:[^,"\n]*|"(?:[^"\n]|"")*")',
        "the key of a footnote, or the reason why the cell is missing",
    ),
    ("row", r"\d+", "the row in the publisher's file, 0 where there are several"),
)
_LINE = re.compile(",".join(f"({form})" for _, form, _ in CELLS))


@dataclass(frozen=True)
class Selection:
    """
    What of an indicator is carried beside the totals of states: figures by sex, pairs among the states since a
    year, the largest counterparts since a year, figures by age since a year, further dimensions since a year.
    """

    sexes: bool = False
    pairs: int = 0
    top: int = 0
    ages: int = 0
    details: int = 0


SELECTION: Mapping[str, Selection] = {
    "migrant_stock": Selection(sexes=True, pairs=1990, top=1990),
    "emigrant_stock": Selection(sexes=True),
    "migrant_stock_by_age": Selection(sexes=True, ages=2020),
    "unhcr_refugees_hosted": Selection(pairs=2018, top=1990),
    "unhcr_asylum_seekers_hosted": Selection(pairs=2023),
    "asylum_applications": Selection(pairs=2020, top=2024),
    "eu_first_time_applicants": Selection(pairs=2011),
    "first_time_applicants": Selection(pairs=2015),
    "tp_ukraine": Selection(pairs=2022),
    "temporary_protection": Selection(pairs=2022),
    "asylum_applicants": Selection(pairs=2008),
    "illegally_present": Selection(pairs=2012),
    "ordered_to_leave": Selection(pairs=2012),
    "returned": Selection(pairs=2012),
    "worldbank_migrant_stock": Selection(pairs=2017),
    "remittances_bilateral": Selection(pairs=2017, top=2017),
    "visa_requirement": Selection(pairs=2020),
    "unhcr_resettlement": Selection(pairs=2015),
    "frontex_detections": Selection(details=2009),
    "first_permits": Selection(details=2012),
    "population_1jan_by_age": Selection(ages=2020),
}
# What every factsheet shows is carried since `SINCE`; of other indicators the totals begin later.
ALWAYS = frozenset(
    [
        "population_midyear",
        "net_migration",
        "migrant_stock",
        "migrant_stock_female_share",
        "origin_unknown",
        "emigrant_stock",
        "stock_data_type",
        "unhcr_refugees_hosted",
        "unhcr_asylum_seekers_hosted",
        "unhcr_idps_hosted",
        "unhcr_stateless_hosted",
        "unhcr_refugees_origin",
        "asylum_applications_by_nationals",
        "asylum_applications_new_persons",
        "asylum_decisions_total",
        "asylum_total_recognition_rate",
        "remittances_received",
        "remittances_paid",
        "remittances_gdp_share",
        "unemployment_rate",
        "hdi",
        "hdi_rank",
        "passport_visa_free",
        "frontex_detections",
        "eu_first_time_applicants",
        "immigration",
        "emigration",
        "citizenship_acquired",
        "foreign_population",
        "first_permits",
        "asylum_applicants",
        "tp_ukraine",
        "illegally_present",
        "refused_entry",
        "population_1jan_eurostat",
        "gdp_current_usd",
    ]
)
LATER = 2010
# Of the many columns of these datasets only some are shown anywhere.
ONLY: Mapping[str, frozenset[str]] = {
    "undp-hdr": frozenset(
        {"hdi", "hdi_rank", "hdr_life_expectancy", "hdr_expected_schooling", "hdr_mean_schooling",
         "hdr_gni_per_capita", "gender_development_index", "gender_inequality_index"}
    ),
}  # fmt: skip


@dataclass(frozen=True)
class BadLine:
    """One thing wrong in a carried file; line and column count from 1."""

    file: str
    line: int
    column: int
    column_name: str
    found: str
    expected: str


# --- what is carried ---------------------------------------------------------------------------------


def selected(
    connection: duckdb.DuckDBPyConnection,
    figures: str,
    missing: str,
    dataset: str,
    states: Sequence[str],
    *,
    newest: bool,
) -> str:
    """
    Write the lines to carry of one edition; `figures` and `missing` are tables in SQL.

    Of an edition that a newer one has followed only totals are carried, for comparison.
    """
    among = _list(states)
    since = f"CASE WHEN indicator IN ({_list(ALWAYS)}) THEN {SINCE} ELSE {LATER} END"
    only = f"AND indicator IN ({_list(ONLY[dataset])})" if dataset in ONLY else ""
    years = f"year BETWEEN {since} AND {UNTIL}"
    parts = [
        f"counterpart = '' AND {PLAIN} AND sex = 'T' AND area IN ({_list((*states, *WORLD_TOO))}) AND {years}"
    ]
    there = connection.execute(f"SELECT DISTINCT indicator FROM {figures}").fetchall()
    for (code,) in there if newest else ():
        chosen = SELECTION.get(code, Selection())
        parts += [f"indicator = '{code}' AND {part}" for part in _more(code, chosen, figures, states)]
    return _lines(
        connection,
        f"{figures} WHERE (({') OR ('.join(parts)})) {only}",
        f"{missing} WHERE counterpart = '' AND {PLAIN} AND sex = 'T' AND month = 0 AND area IN ({among}) "
        f"AND {years} {only}",
    )


def everything(connection: duckdb.DuckDBPyConnection, figures: str, missing: str) -> str:
    """All lines of an edition that is itself only what a pack carries."""
    return _lines(connection, figures, missing)


def _lines(connection: duckdb.DuckDBPyConnection, figures: str, missing: str) -> str:
    keys = ", ".join(KEY_COLUMNS)
    told = "CASE WHEN value = round(value) AND abs(value) < 1e15 THEN value::BIGINT::VARCHAR ELSE value::VARCHAR END"
    rows = connection.execute(
        f"SELECT {keys}, {told} AS told, flag, note, row FROM {figures} "
        f"UNION ALL SELECT {keys}, '', '', reason, row FROM {missing} ORDER BY {keys}, told DESC"
    ).fetchall()
    lines, last = [HEADER], None
    for row in rows:
        if row[:8] != last:  # a figure is worth more than a note that one is missing
            lines.append(",".join(_cell(str(cell)) for cell in row))
        last = row[:8]
    return "\n".join(lines) + "\n"


def _more(code: str, chosen: Selection, figures: str, states: Sequence[str]) -> Iterator[str]:
    """What is carried of an indicator beside its totals, each as a condition in SQL."""
    of_states, total = f"area IN ({_list(states)})", f"{PLAIN} AND sex = 'T'"
    if chosen.sexes:
        yield f"counterpart = '' AND {PLAIN} AND {of_states} AND year >= {SINCE}"
    if chosen.pairs:
        others = _list((*states, *NO_COUNTRY))
        yield f"{total} AND {of_states} AND counterpart IN ({others}) AND year >= {chosen.pairs}"
    if chosen.top:
        ranks = [
            f"SELECT area, counterpart, year FROM {figures} WHERE indicator = '{code}' AND {total} AND month = 0 "
            f"AND {own} IN ({_list(states)}) AND length({other}) = 3 AND year >= {chosen.top} "
            f"QUALIFY row_number() OVER (PARTITION BY {own}, year ORDER BY value DESC, {other}) <= {TOP}"
            for own, other in (("area", "counterpart"), ("counterpart", "area"))
        ]
        yield f"{total} AND (area, counterpart, year) IN ({' UNION '.join(ranks)})"
    if chosen.ages:
        yield f"counterpart = '' AND detail = '' AND {of_states} AND year >= {chosen.ages}"
    if chosen.details:
        yield (
            f"counterpart = '' AND age = 'T' AND sex = 'T' AND month = 0 AND {of_states} "
            f"AND year >= {chosen.details}"
        )


def _list(codes: Collection[str]) -> str:
    return ", ".join(f"'{code}'" for code in sorted(codes))


def _cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if "," in text or '"' in text else text


def notes_used(text: str, notes: Mapping[str, str]) -> dict[str, str]:
    """The footnotes that carried lines name."""
    used = {line.split(",")[10] for line in text.splitlines()[1:] if line.count(",") == 11}
    return {key: notes[key] for key in sorted(used) if key in notes}


def told(notes: Mapping[str, str], transformations: Mapping[str, str]) -> str:
    """The text of the file beside the figures."""
    found = {"notes": dict(sorted(notes.items())), "transformations": dict(sorted(transformations.items()))}
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


# --- what is read ----------------------------------------------------------------------------------


def editions_in(folder: Path) -> list[str]:
    """Keys of the editions whose figures a pack carries."""
    return sorted(path.stem for path in (Path(folder) / FOLDER).glob("*.csv"))


def faults(path: Path, indicators: Collection[str], areas: Collection[str]) -> Iterator[BadLine]:
    """
    Everything wrong in one file: the forms of cells, codes nobody knows, the order of lines, doubled keys.

    `indicators` are those of the edition's dataset. Well-formed lines cost a microsecond or two.
    """
    name = f"{FOLDER}/{path.name}"
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except UnicodeDecodeError as error:
        yield BadLine(name, 1, 1, "", f"byte 0x{error.object[error.start]:02x}", "text in UTF-8")
        return
    if lines[0] != HEADER:
        yield BadLine(name, 1, 1, "", lines[0][:80], HEADER)
        return
    if lines[-1] != "":
        yield BadLine(name, len(lines), 1, "", lines[-1][:80], "a line end after the last line")
    before: tuple[Any, ...] | None = None
    for number, line in enumerate(lines[1:-1] if lines[-1] == "" else lines[1:], 2):
        match = _LINE.fullmatch(line)
        if match is None:
            yield _misformed(name, number, line)
            continue
        cells = match.groups()
        if cells[0] not in indicators:
            yield BadLine(name, number, 1, "indicator", cells[0], "an indicator of the edition's dataset")
        for place in (1, 2):
            if cells[place] and cells[place] not in areas:
                column = match.start(place + 1) + 1
                yield BadLine(
                    name, number, column, CELLS[place][0], cells[place], "a state or area of the pack"
                )
        key = (*cells[:3], int(cells[3]), int(cells[4]), *cells[5:8])
        if before is not None and key <= before:
            wanted = "each figure once" if key == before else "lines sorted by their key"
            yield BadLine(name, number, 1, "", ",".join(cells[:8]), wanted)
        before = key


def _misformed(name: str, number: int, line: str) -> BadLine:
    """The first cell of a line that does not fit."""
    place = 0
    for index, (column, form, expected) in enumerate(CELLS):
        end = r"\Z" if index == len(CELLS) - 1 else ","
        match = re.compile(f"({form}){end}").match(line, place)
        if match is None:
            found = line[place:].split(",", 1)[0]
            return BadLine(name, number, place + 1, column, found, expected)
        place = match.end()
    return BadLine(name, number, 1, "", line[:80], HEADER)


def read_into(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Fill `observed`, `missing_cells` and `set_aside_rows` (made anew) from a file without faults."""
    typed = ", ".join(f"'{name}': '{kind}'" for name, kind in COLUMNS.items())
    text = str(path).replace("'", "''")
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE carried AS SELECT * REPLACE ({_plain_texts()}) "
        f"FROM read_csv('{text}', header=true, delim=',', quote='\"', escape='\"', columns={{{typed}}}, "
        "auto_detect=false)"
    )
    keys = ", ".join(KEY_COLUMNS)
    connection.execute("CREATE OR REPLACE TABLE observed AS FROM carried WHERE value IS NOT NULL")
    connection.execute(
        f"CREATE OR REPLACE TABLE missing_cells AS SELECT {keys}, note AS reason, row FROM carried WHERE value IS NULL"
    )
    connection.execute("CREATE OR REPLACE TABLE set_aside_rows (row INTEGER, held VARCHAR, reason VARCHAR)")


def _plain_texts() -> str:
    return ", ".join(f"coalesce({name}, '') AS {name}" for name, kind in COLUMNS.items() if kind == "VARCHAR")
