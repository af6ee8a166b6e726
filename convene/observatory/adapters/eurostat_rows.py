"""
Rows of any Eurostat file in our codes: `cells`, one row per printed or empty cell.

Codes and labels come as Eurostat writes them: EL and UK, "Kosovo*", "Germany (until 1990 former territory of the
FRG)". Areas are looked up in mappings/eurostat_areas.csv, labels of other dimensions in eurostat_labels.csv.
Regions below the state and groups of countries beside their members are set aside by name or by their code's form.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_noop as _

from convene.observatory.workbench import quoted

if TYPE_CHECKING:
    from convene.observatory.readers import RawTable
    from convene.observatory.workbench import Workbench

AREA_DIMENSIONS = ("geo", "citizen", "c_birth", "partner", "c_dest")
NOT_DIMENSIONS = {
    *("dataflow", "action", "series_key", "obs_key", "time_period", "obs_value", "obs_flag", "obs_status"),
    *("conf_status", "time_format", "unit_mult", "decimals", "collection", "obs_comment", "last update"),
}
# Dimensions that Eurostat has renamed, under the name that the rules know.
RENAMED = {"applicant": "asyl_app", "time": "time_period"}
# Codes that stand in no mapping and need none: their form says what they are.
REGION = "[A-Z]{2}[0-9A-Z]{1,3}"
GROUP = "(EU|EA|EEA|EFTA|EXT_|NEU|NEA|EUR_|AFR_|AME_|ASI_|OCE_|CC[0-9]|HDC_|LDC|MDC|CRB|WBS|ENP|UCM|ACP|OECD)[A-Z0-9_]*"
# Why a cell is empty, by its flags; gettext translates these where readers see them.
CONFIDENTIAL = _("confidential")
UNRELIABLE = _("of low reliability, not published")
NOT_PUBLISHED = _("not published")
ABSENT_REASONS = (
    f"CASE WHEN contains(flag, 'c') THEN '{CONFIDENTIAL}' WHEN contains(flag, 'u') THEN '{UNRELIABLE}' "
    f"ELSE '{NOT_PUBLISHED}' END"
)


def known_as(name: str) -> str:
    """The name of a dimension in the rules: lower case, and today's for one that was renamed."""
    return RENAMED.get(name.lower(), name.lower())


def dimensions_of(table: RawTable) -> tuple[str, ...]:
    """The dimensions of a table, as it names them: every column that is neither value, attribute nor label."""
    return tuple(
        column
        for column in table.columns
        if column.lower() not in NOT_DIMENSIONS and not column.lower().endswith("_label")
    )


def make_cells(w: Workbench, table: RawTable) -> tuple[str, ...]:
    """
    Stage a table and make `cells`: _row, year, month, printed, value, flag, aside, and d_<dimension> in our codes.

    Returns the dimensions in lower case. Raises UnknownNames for an area that no mapping has, and CheckFailed for
    a period or a number that is none.
    """
    w.stage(table)
    w.mapping("eurostat_areas")
    w.mapping("eurostat_labels")
    names = dimensions_of(table)
    only_labels = table.attributes.get("labels") == "labels only"
    _refuse_unknown_areas(w, names, only_labels)
    columns = ", ".join(f"{_in_our_code(name)} AS {quoted('d_' + known_as(name))}" for name in names)
    joins = " ".join(_join(name) for name in names)
    asides = ", ".join(_aside(name) for name in names if name.lower() in AREA_DIMENSIONS)
    confidential = next((column for column in table.columns if column.upper() == "CONF_STATUS"), "")
    flag = "OBS_FLAG" if not confidential else f"OBS_FLAG || {quoted(confidential)}"
    w.connection.execute(
        f"""CREATE TABLE cells AS SELECT _row, TIME_PERIOD AS period, {_YEAR} AS year, {_MONTH} AS month,
            OBS_VALUE AS printed, TRY_CAST(nullif(OBS_VALUE, '') AS DOUBLE) AS value,
            lower(regexp_replace({flag}, '[ ,;|]', '', 'g')) AS flag, coalesce({asides}) AS aside, {columns}
            FROM raw {joins}"""
    )
    w.check("every period is a year, quarter or month", _BAD_PERIODS, fatal=True)
    w.check(
        "every figure is a number",
        "SELECT _row, printed FROM cells WHERE value IS NULL AND printed NOT IN ('', ':')",
        fatal=True,
    )
    return tuple(known_as(name) for name in names)


_YEAR = "TRY_CAST(substr(TIME_PERIOD, 1, 4) AS SMALLINT)"
# 2022-03, 2022M03, 2022M3; a quarter is its last month, and says so in the detail.
_MONTH = """CASE WHEN regexp_full_match(TIME_PERIOD, '[0-9]{4}(-|-?M)[0-9]{1,2}(-[0-9]{2})?')
            THEN CAST(regexp_extract(TIME_PERIOD, '[0-9]{4}(?:-|-?M)([0-9]{1,2})', 1) AS TINYINT)
            WHEN regexp_full_match(TIME_PERIOD, '[0-9]{4}-?Q[1-4]') THEN 3 * CAST(right(TIME_PERIOD, 1) AS TINYINT)
            ELSE 0 END"""
_BAD_PERIODS = """SELECT _row, period FROM cells WHERE year IS NULL OR NOT (regexp_full_match(period, '[0-9]{4}')
                  OR month BETWEEN 1 AND 12)"""


def _join(name: str) -> str:
    lower, column = known_as(name), f"raw.{quoted(name)}"
    if lower in AREA_DIMENSIONS:
        return (
            f"LEFT JOIN map_eurostat_areas {quoted('a_' + lower)} ON {quoted('a_' + lower)}.code = {column}"
        )
    return f"LEFT JOIN map_eurostat_labels {quoted('l_' + lower)} ON {quoted('l_' + lower)}.code = '{lower}:' || {column}"


def _in_our_code(name: str) -> str:
    lower, column = known_as(name), f"raw.{quoted(name)}"
    if lower in AREA_DIMENSIONS:
        total = "X_REPORTING" if lower == "geo" else "TOTAL"
        return f"CASE WHEN a_{lower}.kind = 'total' THEN '{total}' ELSE a_{lower}.\"to\" END"
    told = f'coalesce(l_{lower}."to", {column})'
    return _AGE.format(age=told) if lower == "age" else told


# TOTAL -> T, Y15-64 -> Y15T64, "From 15 to 64 years" -> Y15T64, "Less than 18 years" -> Y_LT18
_AGE = r"""CASE WHEN {age} IN ('TOTAL', 'Total', 'T') THEN 'T'
           WHEN regexp_matches({age}, '^From [0-9]+ to [0-9]+ years$')
           THEN regexp_replace({age}, '^From ([0-9]+) to ([0-9]+) years$', 'Y\1T\2')
           WHEN regexp_matches({age}, '^Less than [0-9]+ years?$')
           THEN regexp_replace({age}, '^Less than ([0-9]+) years?$', 'Y_LT\1')
           WHEN regexp_matches({age}, '^[0-9]+ years or over$') THEN regexp_replace({age}, '^([0-9]+) .*$', 'Y_GE\1')
           WHEN regexp_matches({age}, '^[0-9]+ years?$') THEN regexp_replace({age}, '^([0-9]+) .*$', 'Y\1')
           WHEN {age} IN ('Unknown', 'UNK') THEN 'UNK'
           ELSE regexp_replace({age}, '^Y([0-9]+)-([0-9]+)$', 'Y\1T\2') END"""


def _aside(name: str) -> str:
    """Why a row is set aside for its area, or NULL."""
    lower = known_as(name)
    column = f"raw.{quoted(name)}"
    whole = "'the sum of all reporting countries'" if lower == "geo" else "NULL"
    return f"""CASE WHEN a_{lower}.kind = 'aside' THEN a_{lower}.note WHEN a_{lower}.kind = 'total' THEN {whole}
               WHEN a_{lower}.code IS NULL AND regexp_full_match({column}, '{GROUP}')
               THEN 'a group of countries beside its members'
               WHEN a_{lower}.code IS NULL THEN 'a region of a state' END"""


def _refuse_unknown_areas(w: Workbench, names: tuple[str, ...], only_labels: bool) -> None:
    for name in names:
        if name.lower() not in AREA_DIMENSIONS:
            continue
        column = f"raw.{quoted(name)}"
        by_form = f"AND NOT regexp_full_match({column}, '{GROUP}')"
        if name.lower() == "geo":
            by_form += f" AND NOT regexp_full_match({column}, '{REGION}')"
        w.unknown(
            f"""SELECT {column}, min(_row) FROM raw LEFT JOIN map_eurostat_areas m ON m.code = {column}
                WHERE m.code IS NULL {"" if only_labels else by_form} GROUP BY 1""",
            name,
            "eurostat_areas",
        )
