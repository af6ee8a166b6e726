"""
UN DESA, International Migrant Stock: destination by origin and sex, and destination by sex.

Two forms are read. The long table `LocID, LocIDorg, year, sex, value, source` holds every origin a destination
itemises (0 all origins, 2003 other or unknown; sexes 0 both, 1 male, 2 female). The workbook by destination
(2019, 2020 and later revisions) holds totals, and what UN DESA derives from them, in sheets of three blocks.
A pair that is not there was not itemised: that is no zero.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from convene.observatory.adapters import Adapter
from convene.observatory.adapters.absence import no_figures
from convene.observatory.adapters.reasons import KOSOVO_IN_SERBIA
from convene.observatory.adapters.undesa_sheets import adapt_sheets
from convene.observatory.observation import KOSOVO

if TYPE_CHECKING:
    from convene.observatory.readers import RawFile, RawTable
    from convene.observatory.workbench import Workbench

DATASET = "undesa-ims"
LONG_COLUMNS = {"LocID", "LocIDorg", "year", "sex", "value", "source"}
WORKBOOK = "xlsx-undesa"

DERIVED = {
    "migrant_stock": "As printed. The world is our sum of all destinations where the file has no row for it.",
    "migrant_stock_female_share": "100 x women / both sexes, all origins together, rounded to one decimal.",
    "origin_unknown": "The row of origin 2003, other or unknown, of the destination.",
    "emigrant_stock": "Sum over all destinations that itemise this origin; others are not estimated.",
}

SEX = "CASE sex WHEN '0' THEN 'T' WHEN '1' THEN 'M' WHEN '2' THEN 'F' END"


def _long_table(raw: RawFile) -> RawTable | None:
    """The table by origin; that with ages has one column more and is another dataset."""
    fitting = (table for table in raw.tables if set(table.columns) >= LONG_COLUMNS)
    return next((table for table in fitting if "age" not in table.columns), None)


def _is_long(raw: RawFile) -> bool:
    return _long_table(raw) is not None


def _is_workbook(raw: RawFile) -> bool:
    by_age = any("age" in table.columns for table in raw.tables)
    return raw.format == WORKBOOK and not by_age and "international migrant stock" in _told(raw).casefold()


def _told(raw: RawFile) -> str:
    """What the file says of itself, in one text."""
    return " ".join(str(value) for table in raw.tables for value in table.attributes.values())


def _edition(raw: RawFile) -> str | None:
    """The revision: `UNPD_2024` in the long table, `Rev.2020` in the workbook. It is not a year of the data."""
    if _is_workbook(raw):
        found = re.search(r"Rev\.?\s?(\d{4})", _told(raw)) or re.search(r"Migrant Stock (\d{4})", _told(raw))
        return found[1] if found else None
    table = _long_table(raw)
    place = table.columns.index("source")
    for _, cells in table.rows():
        found = re.fullmatch(r"UNPD_(\d{4})", cells[place])
        return found[1] if found else None
    return None


def _adapt(bench: Workbench, raw: RawFile, edition: str) -> None:
    bench.mapping("m49")
    if _is_workbook(raw):
        if pairs := adapt_sheets(bench, raw.tables):
            bench.connection.execute(
                f"""CREATE TABLE stock AS SELECT area, area_kind, counterpart, origin_kind, year, sex,
                number AS value, "row" FROM {pairs} WHERE number IS NOT NULL AND origin_kind <> 'aggregate'"""
            )
            _derive_from_pairs(bench)
    else:
        bench.stage(_long_table(raw))
        _adapt_pairs(bench, edition)
        _derive_from_pairs(bench)
    no_figures(bench, KOSOVO, KOSOVO_IN_SERBIA)


def _adapt_pairs(bench: Workbench, edition: str) -> None:
    for column in ("LocID", "LocIDorg"):
        bench.unknown(
            f'SELECT "{column}", min(_row) FROM raw LEFT JOIN map_m49 m ON m.code = "{column}" '
            "WHERE m.code IS NULL GROUP BY 1",
            column,
        )
    bench.connection.execute(
        f"""
        CREATE TABLE stock AS
        SELECT d."to" AS area, d.kind AS area_kind, coalesce(o."to", '') AS counterpart, o.kind AS origin_kind,
               year::SMALLINT AS year, {SEX} AS sex, value::DOUBLE AS value, source, _row AS "row"
        FROM raw JOIN map_m49 d ON d.code = "LocID" JOIN map_m49 o ON o.code = "LocIDorg"
        """
    )
    # A few cells were completed from the revision before; the producer's column says so.
    bench.connection.execute("UPDATE stock SET source = '' WHERE source = ?", [f"UNPD_{edition}"])
    for (source,) in bench.connection.execute(
        "SELECT DISTINCT source FROM stock WHERE source <> ''"
    ).fetchall():
        bench.note(source, f"Taken over by the producer from {source}.")
    bench.emit(
        """
        SELECT 'migrant_stock' AS indicator, area, counterpart, year, sex, value, "row", source AS note
        FROM stock WHERE area_kind <> 'aggregate' AND origin_kind <> 'aggregate'
        """
    )
    bench.set_aside(
        """
        SELECT "row", area || ' ' || counterpart || ' ' || value AS held, 'a group of countries' AS reason
        FROM stock WHERE area_kind = 'aggregate' OR origin_kind = 'aggregate'
        """
    )
    bench.check(
        "women and men add up to both sexes",
        """
        SELECT area, counterpart, year, sum(value) FILTER (sex = 'T') AS "both",
               sum(value) FILTER (sex <> 'T') AS parts
        FROM stock GROUP BY ALL HAVING count(DISTINCT sex) = 3 AND abs("both" - parts) > 1
        """,
    )
    bench.check(
        "origins add up to the destination's total",
        """
        SELECT area, year, sex, sum(value) FILTER (counterpart = '') AS total,
               sum(value) FILTER (counterpart <> '') AS parts
        FROM stock GROUP BY ALL HAVING parts IS NOT NULL AND abs(total - parts) > 5
        """,
    )


def _derive_from_pairs(bench: Workbench) -> None:
    """Figures made of several rows: shares, sums over destinations, the world."""
    for indicator, text in DERIVED.items():
        bench.transformation(indicator, text)
    bench.emit(
        """
        SELECT 'migrant_stock_female_share' AS indicator, area, year,
               round(100 * sum(value) FILTER (sex = 'F') / sum(value) FILTER (sex = 'T'), 1) AS value
        FROM stock WHERE counterpart = '' AND area_kind <> 'aggregate'
        GROUP BY area, year
        HAVING sum(value) FILTER (sex = 'T') > 0 AND sum(value) FILTER (sex = 'F') IS NOT NULL
        """
    )
    bench.emit(
        """
        SELECT 'origin_unknown' AS indicator, area, year, sex, value, "row"
        FROM stock WHERE counterpart = 'X_OTHER' AND area_kind <> 'aggregate'
        """
    )
    bench.emit(
        """
        SELECT 'emigrant_stock' AS indicator, counterpart AS area, year, sex, sum(value) AS value
        FROM stock WHERE origin_kind = 'state' AND area_kind <> 'aggregate'
        GROUP BY counterpart, year, sex
        """
    )
    bench.emit(
        """
        SELECT 'migrant_stock' AS indicator, 'X_WORLD' AS area, year, sex, sum(value) AS value
        FROM stock WHERE counterpart = '' AND area_kind = 'state'
          AND NOT EXISTS (SELECT 1 FROM stock WHERE area = 'X_WORLD')
        GROUP BY year, sex
        """
    )


ADAPTERS = (Adapter(DATASET, lambda raw: _is_long(raw) or _is_workbook(raw), _edition, _adapt),)
