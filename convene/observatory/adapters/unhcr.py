"""
What all files of UNHCR's refugee statistics share: two code systems, one row per origin and country of asylum.

`coo` and `coa` are UNHCR's own codes (AUS is Austria), `coo_iso` and `coa_iso` are ISO 3166 (AUS is Australia).
The ISO columns are used; the others must say the same, so a file whose columns were swapped stops here.
Kosovo* is counted with Serbia ("Serbia and Kosovo: S/RES/1244 (1999)"): it is missing, with that reason.
UNHCR never publishes counts of one to four, so parts do not add up to totals of other tables.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_noop as _

from convene.observatory.adapters.unhcr_finder import is_of_the_finder, with_short_names

if TYPE_CHECKING:
    from collections.abc import Iterable

    from convene.observatory.readers import RawFile, RawTable
    from convene.observatory.workbench import Workbench

OWN_CODES = {"coo", "coa"}
PLACES = ("year", "coo_name", "coo", "coo_iso", "coa_name", "coa", "coa_iso")
# Reasons that readers see: gettext translates them where they are shown.
COUNTED_WITH_SERBIA = _("the producer counts Kosovo* with Serbia: S/RES/1244 (1999)")
NOTHING_PRINTED = _("nothing printed")
PART_OF_COUNTRIES = _("the file holds some countries only: their sum is no total")
# The files of the whole world have 185 to 217 countries on each side; all of a union or a continent are far fewer.
FEWEST_OF_ALL = 150

# The row of the file where one number is one cell of it, 0 where it is a sum of several.
ROW = "CASE WHEN count(*) = 1 THEN min(_row) ELSE 0 END"


def table_of(raw: RawFile) -> RawTable | None:
    """The only table of a file that has the places of UNHCR, under the names of its files; None for any other."""
    if len(raw.tables) != 1:
        return None
    table = raw.tables[0]
    if is_of_the_finder(table):
        table = with_short_names(table)
        return table if {*PLACES} - OWN_CODES <= set(table.columns) else None
    return with_short_names(table) if {*PLACES} <= set(table.columns) else None


def has_columns(raw: RawFile, *names: str) -> bool:
    """Whether the file is one table with the places of UNHCR and these columns."""
    table = table_of(raw)
    return table is not None and set(names) <= set(table.columns)


def says_no_edition(raw: RawFile) -> None:
    """The files do not say of which release they are: 2025.12.1 stands only where they were fetched."""


def stage(w: Workbench, raw: RawFile, counts: Iterable[str], *, hides_small: bool = True) -> None:
    """
    Stage the file and make `placed`: its rows with `area` (country of asylum), `origin` and `year_`.

    Stops at a code that no mapping has, at codes of the two systems that differ, and at a count that is no number.
    `hides_small` says that the producer publishes no count of one to four: a file with one was altered.
    """
    table = table_of(raw)
    w.stage(table)
    w.mapping("unhcr")
    w.mapping("unhcr_codes")
    for side in ("coo", "coa"):
        w.unknown(
            f"""SELECT {side}_iso, min(_row) FROM raw LEFT JOIN map_unhcr m ON m.code = {side}_iso
                WHERE m.code IS NULL GROUP BY 1""",
            f"{side}_iso",
            "unhcr",
        )
    w.connection.execute(
        """CREATE TABLE placed AS SELECT raw.*, a."to" AS area, o."to" AS origin, CAST(year AS SMALLINT) AS year_
           FROM raw JOIN map_unhcr a ON a.code = coa_iso JOIN map_unhcr o ON o.code = coo_iso"""
    )
    for side, place in (("coo", "origin"), ("coa", "area")):
        if side not in table.columns:  # the Finder prints the ISO codes only
            continue
        w.check(
            f"UNHCR's own code and the ISO code say the same ({side})",
            f"""SELECT _row, {side}, {side}_iso FROM placed LEFT JOIN map_unhcr_codes m ON m.code = {side}
                WHERE m."to" IS DISTINCT FROM {place}""",
            fatal=True,
        )
    for column in counts:
        w.check(
            f"every count is a whole number, not negative ({column})",
            f"""SELECT _row, {column} FROM raw WHERE coalesce({column}, '') <> ''
                AND NOT regexp_full_match({column}, '[0-9]+')""",
            fatal=True,
        )
    if hides_small:
        _check_small(w, counts)


def _check_small(w: Workbench, counts: Iterable[str]) -> None:
    w.check(
        "no count of one to four: the producer never publishes them",
        " UNION ALL ".join(
            f"SELECT _row, {one} FROM raw WHERE {one} IN ('1', '2', '3', '4')" for one in counts
        ),
    )


def is_whole(w: Workbench, raw: RawFile, side: str) -> bool:
    """
    Whether the other side of `side` (area or origin) was not chosen among when the file was asked for.

    The Finder and the programming interface give what somebody asked: of some countries, no sum is a total.
    """
    if raw.format != "json-records" and not is_of_the_finder(raw.tables[0]):
        return True
    other = "origin" if side == "area" else "area"
    return w.scalar(f"SELECT count(DISTINCT {other}) FROM placed") >= FEWEST_OF_ALL


def part_only(w: Workbench, indicator: str, side: str) -> None:
    """Say that there is no total of an indicator, and why."""
    w.missing(
        f"""SELECT DISTINCT '{indicator}' AS indicator, {side} AS area, '' AS counterpart, year_ AS year,
            '{PART_OF_COUNTRIES}' AS reason FROM placed"""
    )


def cells(w: Workbench, columns: Iterable[str]) -> None:
    """Make `cells`: one row per place, year and count; `counted` is NULL where nothing is printed."""
    named = ", ".join(columns)
    w.connection.execute(f"CREATE TABLE wide AS SELECT _row, year_, area, origin, {named} FROM placed")
    w.connection.execute(
        f"""CREATE TABLE cells AS
            SELECT _row, year_ AS year, area, origin, measure, TRY_CAST(printed AS DOUBLE) AS counted
            FROM wide UNPIVOT INCLUDE NULLS (printed FOR measure IN ({named}))"""
    )


def kosovo_is_missing(w: Workbench, indicators: Iterable[str]) -> None:
    """Say for each indicator and each year it has that Kosovo* has no figure of its own, and why."""
    names = ", ".join(f"'{name}'" for name in indicators)
    w.missing(
        f"""SELECT DISTINCT indicator, 'XKX' AS area, '' AS counterpart, year, '{COUNTED_WITH_SERBIA}' AS reason
            FROM observed WHERE indicator IN ({names}) AND counterpart = ''"""
    )
