"""The rows of a file as a description says they are to be taken: kept, missing, or set aside with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as now

from convene.observatory.adapters.absence import no_figures, set_sheet_aside
from convene.observatory.adapters.reasons import NO_ROW_FOR_KOSOVO, NOT_PRINTED
from convene.observatory.adapters.taught_codes import ABSENT, AGE, SEXES, WHOLE, areas_of, pairs_of
from convene.observatory.adapters.taught_numbers import NUMBERS, PERIOD, number_form, printed_as, separators
from convene.observatory.adapters.taught_table import Line, Teaching, fitting
from convene.observatory.failures import NotImported
from convene.observatory.observation import KOSOVO
from convene.observatory.readers.delimited import quoted_text
from convene.observatory.workbench import quoted

if TYPE_CHECKING:
    from convene.observatory.adapters.taught_codes import Codes
    from convene.observatory.readers import RawFile, RawTable
    from convene.observatory.workbench import Workbench

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
GROUPS = "('aggregate', 'aside', 'total')"  # kinds of codes that stand for several countries
KEY = "indicator, area, counterpart, year, month, sex, age, detail"


def adapt(told: Teaching, bench: Workbench, raw: RawFile, edition: str) -> None:
    """Raises NotImported, UnknownNames, CheckFailed: nothing that the description does not say is taken."""
    table = fitting(told, raw)
    bench.stage(table)
    for number, other in enumerate(one for one in raw.tables if one is not table):
        set_sheet_aside(bench, other, f"other_{number}", None if told.said("sheet") else table)
    _set_others_aside(told, bench)
    _lengthen(told, bench, table)
    _cells(told, bench)
    _refuse_doubled(told, bench)
    bench.emit(
        f'SELECT {KEY}, value, flag, _row AS "row" FROM cells WHERE NOT is_group AND value IS NOT NULL'
    )
    bench.missing(f"""SELECT {KEY}, reason, _row AS "row" FROM cells WHERE NOT is_group AND value IS NULL""")
    bench.set_aside(
        """SELECT DISTINCT _row AS "row", area_told AS held, 'a group of countries' AS reason FROM cells
        WHERE is_group"""
    )
    _say_what_was_done(told, bench)
    if (area := told.one("area")) and area.column:
        no_figures(bench, KOSOVO, NO_ROW_FOR_KOSOVO)


def _set_others_aside(told: Teaching, bench: Workbench) -> None:
    """Rows that hold something else than is wanted (`only`), and rows that name no area: notes below a table."""
    bench.connection.execute("CREATE TABLE wanted AS SELECT * FROM raw")
    for line in told.every("only"):
        column = quoted(line.column)
        kept = ", ".join(quoted_text(one.strip()) for one in line.codes.split(";"))
        bench.set_aside(
            f"""SELECT _row AS "row", left({column}, 200) AS held,
            {quoted_text(f"another “{line.column}” than is kept")} AS reason FROM wanted WHERE {column} NOT IN ({kept})"""
        )
        bench.connection.execute(f"DELETE FROM wanted WHERE {column} NOT IN ({kept})")
    if (area := told.one("area")) and area.column:
        _set_notes_aside(told, bench, area)


def _set_notes_aside(told: Teaching, bench: Workbench, area: Line) -> None:
    """A row without area and figures, or with words that are no area and nothing beside them."""
    column = f"trim({quoted(area.column)})"
    names = [row[0] for row in bench.connection.execute("DESCRIBE wanted").fetchall()]
    across = [one for one in names if one not in told.columns and PERIOD.fullmatch(one)]
    others = [one for one in told.columns if one != area.column] + (across if told.every("periods") else [])
    figures = [line.column for line in told.every("value")] + (across if told.every("periods") else [])
    empty, no_figure = (" AND ".join(f"trim({quoted(one)}) = ''" for one in of) for of in (others, figures))
    bench.connection.execute(
        f"""CREATE TABLE notes AS SELECT _row, {column} AS told FROM wanted
        WHERE ({column} = '' AND {no_figure}) OR ({empty} AND NOT list_contains(?, {column}))""",
        [list(areas_of(told, area))],
    )
    bench.set_aside(
        """SELECT _row AS "row", left(told, 200) AS held, 'a note or an empty line' AS reason FROM notes"""
    )
    bench.connection.execute("DELETE FROM wanted WHERE _row IN (SELECT _row FROM notes)")


def _lengthen(told: Teaching, bench: Workbench, table: RawTable) -> None:
    """Table `long`: one row for each figure, with `_period`, `_value` and `_measure`, the key of its indicator."""
    across, values = told.period_columns(table), told.every("value")
    period = told.one("year") or told.one("period")
    when = "''" if period is None else quoted(period.column) if period.column else quoted_text(period.codes)
    if across:
        chosen = ", ".join(quoted(one) for one in across)
        source = f"""SELECT *, '' AS _measure FROM (UNPIVOT (SELECT * FROM wanted) ON {chosen}
                     INTO NAME _period VALUE _value)"""
    elif len(values) > 1:
        chosen = ", ".join(quoted(line.column) for line in values)
        codes = " ".join(f"WHEN {quoted_text(line.column)} THEN {quoted_text(line.codes)}" for line in values)
        source = f"""SELECT * EXCLUDE (_name), {when} AS _period, CASE _name {codes} END AS _measure
                     FROM (UNPIVOT wanted ON {chosen} INTO NAME _name VALUE _value)"""
    else:
        source = f"""SELECT *, {when} AS _period, {quoted(values[0].column)} AS _value,
                     {quoted_text(values[0].codes)} AS _measure FROM wanted"""
    bench.connection.execute(f"CREATE TABLE long AS {source}")


def _cells(told: Teaching, bench: Workbench) -> None:
    """Table `cells`: the columns of an observation, `reason` where there is no value, `is_group`, `area_told`."""
    area, kind = _placed(told, bench, "area")
    counterpart, counterpart_kind = _placed(told, bench, "counterpart")
    year, month, quarter = _when(told)
    absent = dict.fromkeys(ABSENT, NOT_PRINTED)
    if line := told.one("absent"):
        absent |= {mark: reason or NOT_PRINTED for mark, reason in pairs_of(told, line).items()}
    reasons = " ".join(f"WHEN {quoted_text(mark)} THEN {quoted_text(why)}" for mark, why in absent.items())
    flag = told.one("flag")
    area_line = told.one("area")
    bench.connection.execute(
        f"""
        CREATE TABLE cells AS
        SELECT * EXCLUDE (number, area_kind, counterpart_kind), CASE WHEN reason IS NULL THEN number END AS value,
               (area_kind IN {GROUPS} AND area NOT IN ('X_WORLD', 'X_EU27'))
               OR counterpart_kind IN ('aggregate', 'aside') AS is_group
        FROM (
            SELECT {_indicator(told, bench)} AS indicator, {area} AS area, {kind} AS area_kind,
                   {counterpart} AS counterpart, {counterpart_kind} AS counterpart_kind,
                   {year} AS year, {month} AS month, {_sex(told, bench)} AS sex, {_age(told)} AS age,
                   {_detail(told, bench, quarter)} AS detail,
                   CASE trim(_value) {reasons} END AS reason, _value AS printed, {_number(told)} AS number,
                   {f"trim({quoted(flag.column)})" if flag else "''"} AS flag,
                   {quoted(area_line.column) if area_line and area_line.column else "''"} AS area_told, _row
            FROM long
        )
        """
    )
    for name, wrong in (
        ("every period is a year, quarter or month", "year IS NULL OR month IS NULL"),
        ("every age is an age", "age IS NULL"),
        ("every figure is a number, printed as the description says", "value IS NULL AND reason IS NULL"),
    ):
        bench.check(
            name,
            f"SELECT _row AS row, area_told AS area, printed, age, year, month FROM cells WHERE {wrong}",
            fatal=True,
        )


def _placed(told: Teaching, bench: Workbench, means: str) -> tuple[str, str]:
    """SQL for the code of an area and for its kind; stops at names that are not known."""
    line = told.one(means)
    if line is None:
        return "''", "'state'"
    if not line.column:
        return quoted_text(line.codes), "'state'"
    codes = areas_of(told, line)
    if means == "counterpart":
        codes = dict.fromkeys(WHOLE, ("", "total")) | codes
    column = f"trim(long.{quoted(line.column)})"
    return _looked_up(told, bench, line, codes, column)


def _looked_up(told: Teaching, bench: Workbench, line: Line, codes: Codes, column: str) -> tuple[str, str]:
    """SQL for what a cell stands for, and for its kind. Raises UnknownNames."""
    table = f"map_taught_{line.means}"
    bench.connection.execute(f'CREATE TABLE {table} (code VARCHAR PRIMARY KEY, "to" VARCHAR, kind VARCHAR)')
    bench.connection.executemany(
        f"INSERT INTO {table} VALUES (?, ?, ?)", [[code, *of] for code, of in codes.items()]
    )
    bench.unknown(
        f"""SELECT {column}, min(_row) FROM long LEFT JOIN {table} m ON m.code = {column}
        WHERE m.code IS NULL GROUP BY 1 ORDER BY 2""",
        line.column,
        f"taught_{line.means}",
        next_step=now(
            "Write them behind “%(means)s” in %(file)s, line %(line)s, as pairs (A=POL;B=GEO) or in a table beside it."
            " Nothing was guessed."
        )
        % {"means": line.means, "file": told.path.name, "line": line.number},
    )
    found = f"FROM {table} m WHERE m.code = {column})"
    return f'(SELECT m."to" {found}', f"(SELECT m.kind {found}"


def _when(told: Teaching) -> tuple[str, str, str]:
    """SQL for year, month and quarter. A quarter is its last month, and says so in the detail."""
    pattern = quoted_text(f"^{PERIOD.pattern}$")

    def part(group: int) -> str:
        return f"nullif(regexp_extract(trim(_period), {pattern}, {group}, 'i'), '')"

    year = f"TRY_CAST({part(1)} AS SMALLINT)"
    quarter = f"TRY_CAST({part(3)} AS TINYINT)"
    if told.one("year"):  # of a date, its year
        year = """TRY_CAST(regexp_extract(
            trim(_period), '^(?:(?:\\d{1,2}[./]){2})?(\\d{4})(?:-\\d\\d-\\d\\d.*)?$', 1) AS SMALLINT)"""
        quarter = "NULL"
    if line := told.one("month"):
        column = f"lower(trim({quoted(line.column)}))"
        names = " ".join(f"WHEN '{name}' THEN '{number}'" for number, name in enumerate(MONTHS, 1))
        number = f"TRY_CAST(CASE left({column}, 3) {names} ELSE {column} END AS TINYINT)"
        return year, f"CASE WHEN {number} BETWEEN 1 AND 12 THEN {number} END", "NULL"
    if told.one("year"):
        return year, "0", "NULL"
    month = f"TRY_CAST({part(2)} AS TINYINT)"
    told_month = f"CASE WHEN {part(2)} IS NULL THEN 0 WHEN {month} BETWEEN 1 AND 12 THEN {month} END"
    return year, f"CASE WHEN {quarter} IS NOT NULL THEN 3 * {quarter} ELSE {told_month} END", quarter


def _indicator(told: Teaching, bench: Workbench) -> str:
    line = told.one("indicator")
    if line is None or not line.column:
        return "_measure" if line is None else quoted_text(line.codes)
    codes = {text: (key, "") for text, key in pairs_of(told, line).items()}
    return _looked_up(told, bench, line, codes, f"trim(long.{quoted(line.column)})")[0]


def _sex(told: Teaching, bench: Workbench) -> str:
    line = told.one("sex")
    if line is None or not line.column:
        return quoted_text(line.codes if line else "T")
    codes = SEXES | {text: (sex, "") for text, sex in pairs_of(told, line).items()}
    return _looked_up(told, bench, line, codes, f"trim(long.{quoted(line.column)})")[0]


def _age(told: Teaching) -> str:
    line = told.one("age")
    if line is None or not line.column:
        return quoted_text(line.codes if line else "T")
    column = f"trim({quoted(line.column)})"
    pairs = " ".join(
        f"WHEN {quoted_text(text)} THEN {quoted_text(age)}" for text, age in pairs_of(told, line).items()
    )
    known = AGE.format(age=column)
    return f"CASE {column} {pairs} ELSE {known} END" if pairs else known


def _detail(told: Teaching, bench: Workbench, quarter: str) -> str:
    """
    SQL: further dimensions as name=CODE;name=CODE, sorted by name; a whole is left out.

    Neither a blank nor a T is a whole, unless the description says so (`type;=;T=`): T is a code of visas too.
    """
    parts = {"freq": f"CASE WHEN {quarter} IS NOT NULL THEN 'freq=Q' END"}
    for line in told.every("detail"):
        column, safe = f"trim({quoted(line.column)})", line.detail
        whole = ", ".join(quoted_text(one) for one in {*WHOLE, *line.wholes} - ({"T"} - {*line.wholes}))
        if "" not in line.wholes:
            bench.check(
                "every figure says its detail",
                f"SELECT _row AS row, _value AS printed FROM long WHERE {column} = '' AND trim(_value) <> ''",
                fatal=True,
            )
        code = f"""regexp_replace({column}, '[;=,"]+', ' ', 'g')"""
        parts[safe] = f"CASE WHEN {column} NOT IN ({whole}) THEN '{safe}=' || {code} END"
    return f"concat_ws(';', {', '.join(parts[name] for name in sorted(parts))})"


def _number(told: Teaching) -> str:
    """SQL: the figure, where it is printed as the description says; NULL where it is not."""
    thousands, decimal = printed_as(told.said("numbers") or NUMBERS[0])
    plain = "rtrim(trim(_value), ' %')"  # a percent sign says the unit, which the indicator says too
    if thousands:
        plain = f"regexp_replace({plain}, {quoted_text(separators(thousands))}, '', 'g')"
    if decimal == ",":
        plain = f"replace({plain}, ',', '.')"
    times = told.said("times") or "1"
    return f"""CASE WHEN regexp_full_match(trim(_value), {quoted_text(number_form(thousands, decimal))})
               THEN TRY_CAST({plain} AS DOUBLE) * {times} END"""


def _refuse_doubled(told: Teaching, bench: Workbench) -> None:
    found = bench.connection.execute(
        f"""SELECT {KEY}, list(_row ORDER BY _row)[:3] FROM cells WHERE NOT is_group GROUP BY ALL
        HAVING count(*) > 1 ORDER BY min(_row) LIMIT 3"""
    ).fetchall()
    if found:
        cell = "; ".join(
            f"{', '.join(str(part) for part in key if part not in ('', 0))}: {now('rows')} {', '.join(map(str, rows))}"
            for *key, rows in found
        )
        raise NotImported(
            told.path.name,
            now("several rows of the file would be one figure: %(cells)s") % {"cells": cell},
            now("Say what tells them apart: “detail” keeps all of them, “only” keeps one kind."),
        )


def _say_what_was_done(told: Teaching, bench: Workbench) -> None:
    times = told.said("times")
    done = f"Multiplied by {int(times):,}. " if times else ""
    rows = "SELECT DISTINCT indicator FROM cells"
    for (indicator,) in bench.connection.execute(rows).fetchall():
        bench.transformation(indicator, f"{done}Columns taken as {told.path.name} describes them.")
