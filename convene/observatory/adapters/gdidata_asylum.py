"""
Eurostat's first-time asylum applicants as the R package gdidata carries them: migr_asyappctza, ISO codes.

The package dropped every zero cell, so an absent cell is zero or unpublished and nobody can tell which. EU27 is a
row of its own, rounded by Eurostat before summing: 2024 it has 997,785, its 27 members together 996,875.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_noop as _

from convene.observatory.adapters import Adapter

if TYPE_CHECKING:
    from convene.observatory.readers import RawFile
    from convene.observatory.workbench import Workbench

COLUMNS = ("geo", "t", "nat", "sex", "n")
DROPPED = _("zero cells were dropped by the republisher: zero, or not published")
FIRST_TIME, IN_THE_EU = "first_time_applicants", "eu_first_time_applicants"


def adapt(w: Workbench, raw: RawFile, edition: str) -> None:
    _stage(w, raw)
    one_row = 'CASE WHEN count(*) = 1 THEN min(_row) ELSE 0 END AS "row"'
    known = "applicants WHERE sex IN ('F', 'M')"
    # (indicator, the state it is about, the other side, which rows)
    for indicator, area, counterpart, only in (
        (FIRST_TIME, "area", "citizenship", "true"),
        (FIRST_TIME, "area", "''", "true"),
        (IN_THE_EU, "citizenship", "''", "area = 'X_EU27'"),
    ):
        columns = f"'{indicator}' AS indicator, {area} AS area, {counterpart} AS counterpart, year"
        w.emit(
            f"""SELECT {columns}, 'T' AS sex, sum(value) AS value, {one_row} FROM applicants
                WHERE {only} GROUP BY {area}, {counterpart}, year"""
        )
        w.emit(
            f"""SELECT {columns}, sex, sum(value) AS value, {one_row} FROM {known}
                AND {only} GROUP BY {area}, {counterpart}, year, sex"""
        )
    w.set_aside(
        """SELECT _row AS "row", concat_ws(' ', area, citizenship, year, value) AS held,
           'sex unknown: counted in the total only' AS reason FROM applicants WHERE sex = 'UNK'"""
    )
    w.missing(
        f"""SELECT '{IN_THE_EU}' AS indicator, citizenship AS area, '' AS counterpart, year, '{DROPPED}' AS reason
            FROM (SELECT DISTINCT citizenship FROM applicants), (SELECT DISTINCT year FROM applicants)
            WHERE (citizenship, year) NOT IN (SELECT (citizenship, year) FROM applicants WHERE area = 'X_EU27')"""
    )
    _check_the_eu(w)
    w.transformation(
        FIRST_TIME,
        "Sum of women, men and persons of unknown sex; without a citizenship, of all citizenships.",
    )
    w.transformation(
        IN_THE_EU, "Sum of women, men and persons of unknown sex in the row of the EU of 27 countries."
    )


def _stage(w: Workbench, raw: RawFile) -> None:
    """Make `applicants`: area, citizenship, year, sex, value. Stops at a code that no mapping has."""
    w.stage(raw.tables[0])
    w.mapping("gdidata_areas")
    for column in ("geo", "nat"):
        w.unknown(
            f"""SELECT {column}, min(_row) FROM raw LEFT JOIN map_gdidata_areas m ON m.code = {column}
                WHERE m.code IS NULL GROUP BY 1""",
            column,
        )
    w.unknown(
        "SELECT sex, min(_row) FROM raw WHERE sex NOT IN ('female', 'male', 'unknown') GROUP BY 1", "sex"
    )
    w.check(
        "every figure is a whole number and a multiple of 5",
        "SELECT _row, n FROM raw WHERE NOT regexp_full_match(n, '[0-9]*[05]')",
    )
    w.connection.execute(
        """CREATE TABLE applicants AS SELECT _row, g."to" AS area, n."to" AS citizenship, CAST(t AS SMALLINT) AS year,
           CASE sex WHEN 'female' THEN 'F' WHEN 'male' THEN 'M' ELSE 'UNK' END AS sex, CAST(raw.n AS DOUBLE) AS value
           FROM raw JOIN map_gdidata_areas g ON g.code = geo JOIN map_gdidata_areas n ON n.code = nat"""
    )


def _check_the_eu(w: Workbench) -> None:
    """The row of the EU is near the sum of the states: each of them is rounded to 5."""
    w.check(
        "the EU's row is within 1 % and 100 persons of what its members report",
        """SELECT eu.year, eu.value AS eu27, states.value AS states FROM
           (SELECT year, sum(value) AS value FROM applicants WHERE area = 'X_EU27' GROUP BY 1) eu JOIN
           (SELECT year, sum(value) AS value FROM applicants
            WHERE area NOT IN ('X_EU27', 'CHE', 'NOR', 'ISL', 'LIE', 'MNE', 'GBR') GROUP BY 1) states USING (year)
           WHERE abs(eu.value - states.value) > 100 + 0.01 * eu.value""",
    )


ADAPTER = Adapter(
    "eurostat-eu_asyapp",
    recognises=lambda raw: len(raw.tables) == 1 and set(raw.tables[0].columns) >= set(COLUMNS),
    edition_of=lambda raw: None,
    adapt=adapt,
)
