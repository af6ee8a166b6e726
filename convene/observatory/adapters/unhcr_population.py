"""UNHCR's population figures at the end of the year: who is counted where, and from where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_noop as _

from convene.observatory.adapters import Adapter, unhcr

if TYPE_CHECKING:
    from convene.observatory.readers import RawFile
    from convene.observatory.workbench import Workbench

# Column of the file -> indicator by country of asylum and origin.
HOSTED = {
    "refugees": "unhcr_refugees_hosted",
    "asylum_seekers": "unhcr_asylum_seekers_hosted",
    "stateless": "unhcr_stateless_hosted",
    "ooc": "unhcr_others_of_concern_hosted",
    "oip": "unhcr_others_in_need_hosted",
    "hst": "unhcr_host_community",
}
# Column -> indicator by origin: the same persons, seen from the country they left.
ORIGIN = {
    "refugees": "unhcr_refugees_origin",
    "asylum_seekers": "unhcr_asylum_seekers_origin",
    "oip": "unhcr_others_in_need_origin",
}
# Column -> indicator of the country returned to; the country of asylum they left is the counterpart.
RETURNED = {"returned_refugees": "unhcr_returned_refugees"}
# Column -> indicator of persons who never left: origin and country of asylum are one.
AT_HOME = {"idps": "unhcr_idps_hosted", "returned_idps": "unhcr_returned_idps"}
COUNTS = (
    "refugees",
    "asylum_seekers",
    "returned_refugees",
    "idps",
    "returned_idps",
    "stateless",
    "ooc",
    "oip",
    "hst",
)

# Columns that only other files of UNHCR have.
OF_OTHERS = {"refugee_like", "resettlement", "naturalisation", "applied", "dec_total", "total", "pop_type"}

NOT_COUNTED_YET = _("the producer did not count this category yet")


def _categories(raw: RawFile) -> tuple[str, ...]:
    """The categories of persons that the file has; none where it is another file."""
    table = unhcr.table_of(raw)
    if table is None or OF_OTHERS & set(table.columns):
        return ()
    return tuple(one for one in COUNTS if one in table.columns)


def adapt(w: Workbench, raw: RawFile, edition: str) -> None:
    counts = _categories(raw)
    unhcr.stage(w, raw, counts)
    unhcr.cells(w, counts)
    # Nobody is counted as stateless before 2004: the file prints 0 there, and means that there is no count.
    w.connection.execute(
        """CREATE TABLE began AS SELECT measure, min(year) AS first_year FROM cells WHERE counted > 0 GROUP BY 1"""
    )
    # A pair is stored for the categories in which it has anybody in any year; zeros within such a series stay.
    w.connection.execute(
        """CREATE TABLE pairs AS SELECT cells.*, bool_or(counted > 0) OVER (PARTITION BY area, origin, measure) AS used
           FROM cells JOIN began USING (measure) WHERE year >= first_year"""
    )
    _totals(w, raw, counts)
    _pairs(w)
    _missing(w)
    _reclassified(w)
    unhcr.kosovo_is_missing(w, (*HOSTED.values(), *ORIGIN.values(), *RETURNED.values(), *AT_HOME.values()))
    w.check(
        "internally displaced persons are in their own country",
        "SELECT _row, area, origin FROM cells WHERE measure IN ('idps', 'returned_idps') AND counted > 0"
        " AND area <> origin",
        fatal=True,
    )


def _pairs(w: Workbench) -> None:
    for measure, indicator in HOSTED.items():
        w.emit(
            f"""SELECT '{indicator}' AS indicator, area, origin AS counterpart, year, counted AS value, _row AS "row"
                FROM pairs WHERE measure = '{measure}' AND used AND counted IS NOT NULL"""
        )
    for measure, indicator in RETURNED.items():
        w.emit(
            f"""SELECT '{indicator}' AS indicator, origin AS area, area AS counterpart, year, counted AS value,
                _row AS "row" FROM pairs WHERE measure = '{measure}' AND used AND counted IS NOT NULL"""
        )
    w.set_aside(
        """SELECT _row AS "row", coo_name || ' in ' || coa_name || ' ' || year AS held,
           'every cell is zero or empty, in categories in which this pair never has anybody' AS reason FROM placed
           WHERE _row NOT IN (SELECT "row" FROM observed)"""
    )
    zeros = "SELECT _row, measure, counted FROM pairs WHERE NOT coalesce(used, false)"
    w.check(
        "a pair without anybody in a category has only zeros or nothing there", f"{zeros} AND counted > 0"
    )


# The place of a sum that one row makes: the others are zero.
ROW = """CASE WHEN count(*) FILTER (counted > 0) = 1 THEN min(_row) FILTER (counted > 0)
         WHEN count(*) = 1 THEN min(_row) ELSE 0 END"""


def _totals(w: Workbench, raw: RawFile, counts: tuple[str, ...]) -> None:
    """Sums over all rows of a country; the file prints none. A sum that one row makes keeps its place."""
    by = [("area", measure, name) for measure, name in {**HOSTED, **AT_HOME}.items()]
    by += [("origin", measure, name) for measure, name in {**ORIGIN, **RETURNED}.items()]
    for side, measure, indicator in by:
        if measure not in counts:
            continue
        if measure not in AT_HOME and not unhcr.is_whole(w, raw, side):
            unhcr.part_only(w, indicator, side)
            continue
        w.emit(
            f"""SELECT '{indicator}' AS indicator, {side} AS area, year, sum(counted) AS value, {ROW} AS "row"
                FROM pairs WHERE measure = '{measure}' AND counted IS NOT NULL GROUP BY {side}, year"""
        )
        over = "countries of asylum" if side == "origin" else "countries of origin"
        w.transformation(
            indicator, f"Column {measure}: cells as printed; without a counterpart, their sum over {over}."
        )


def _missing(w: Workbench) -> None:
    """Empty cells (oip before 2018 and where it is not counted), and years before a category was counted."""
    indicators = {**HOSTED, **AT_HOME, **RETURNED}
    whens = " ".join(f"WHEN '{measure}' THEN '{name}'" for measure, name in indicators.items())
    w.missing(
        f"""SELECT CASE measure {whens} END AS indicator, area, '' AS counterpart, year,
                   CASE WHEN year < first_year THEN '{NOT_COUNTED_YET}' ELSE '{unhcr.NOTHING_PRINTED}' END AS reason,
                   min(_row) AS "row"
            FROM cells JOIN began USING (measure)
            GROUP BY measure, first_year, area, year
            HAVING year < first_year OR count(counted) = 0"""
    )


def _reclassified(w: Workbench) -> None:
    """
    Mark years in which refugees of a country became others in need of protection: a break, not a departure.

    Such a year: refugees fall by more than half, others in need appear, and they are at least half of the fall.
    Kazakhstan 2025: 65,833 refugees in 2024, then 4,377 and 48,391 others.
    """
    w.note(
        "reclassified",
        _(
            "Break in the series: persons counted as refugees in the year before are counted as others in need of "
            "international protection in this year."
        ),
    )
    w.connection.execute(
        """CREATE TABLE reclassified AS
           WITH yearly AS (SELECT area, year, coalesce(sum(counted) FILTER (measure = 'refugees'), 0) AS refugees,
                                  coalesce(sum(counted) FILTER (measure = 'oip'), 0) AS others
                           FROM cells GROUP BY area, year)
           SELECT now.area, now.year FROM yearly AS now JOIN yearly AS before
           ON before.area = now.area AND before.year = now.year - 1
           WHERE now.refugees < before.refugees / 2 AND before.others = 0
           AND now.others >= (before.refugees - now.refugees) / 2 AND now.others > 0"""
    )
    w.connection.execute(
        """UPDATE observed SET note = 'reclassified' WHERE counterpart = '' AND (area, year) IN
           (SELECT (area, year) FROM reclassified)
           AND indicator IN ('unhcr_refugees_hosted', 'unhcr_others_in_need_hosted')"""
    )


ADAPTER = Adapter(
    "unhcr-population",
    recognises=lambda raw: bool(_categories(raw)),
    edition_of=unhcr.says_no_edition,
    adapt=adapt,
)
