"""
Passport Index: what an ordinary passport needs at each destination, `Passport, Destination, Requirement`, or the same
as a square; by codes of two or three letters or by English names.

One column mixes numbers of days (no visa for so long), words (visa free, visa on arrival, eta, e-visa, visa
required, no admission) and -1 (the passport's own country). Our rule: a destination counts as visa-free when the
requirement is a number of days or "visa free"; an authorisation or a visa on arrival is neither.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from convene.observatory.adapters import Adapter
from convene.observatory.failures import NotImported
from convene.observatory.workbench import quoted

if TYPE_CHECKING:
    from convene.observatory.readers import RawFile, RawTable
    from convene.observatory.workbench import Workbench

DATASET = "passport-index"
COLUMNS = ("Passport", "Destination", "Requirement")
# Indicator of a count of destinations -> the kinds of requirement it counts.
COUNTS = {
    "passport_visa_free": ("free",),
    "passport_visa_on_arrival": ("arrival", "eta"),
    "passport_e_visa": ("e-visa",),
    "passport_visa_required": ("visa", "none"),
}
RULES = {
    "passport_visa_free": "Number of destinations whose requirement is a number of days or “visa free”.",
    "passport_visa_on_arrival": "Number of destinations whose requirement is “visa on arrival” or “eta”.",
    "passport_e_visa": "Number of destinations whose requirement is “e-visa”.",
    "passport_visa_required": "Number of destinations whose requirement is “visa required” or “no admission”.",
    "visa_free_nationalities": "Number of passports whose requirement here is a number of days or “visa free”.",
    "visa_requirement": (
        "5 no visa, 4 electronic authorisation, 3 visa on arrival, 2 e-visa, 1 visa, 0 no admission; "
        "what is printed stands in the flag."
    ),
}


def _table(raw: RawFile) -> RawTable | None:
    return next((table for table in raw.tables if set(table.columns) >= set(COLUMNS)), None)


def _matrix(raw: RawFile) -> RawTable | None:
    """The same as a square: passports down, destinations across."""
    fitting = (
        table for table in raw.tables if table.columns[:1] == ("Passport",) and len(table.columns) > 100
    )
    return next(fitting, None)


def _codes(table: RawTable) -> str:
    """The mapping that knows the codes: two letters, three letters or English names, by the first row."""
    first = next((cells[0] for _, cells in table.rows()), "")
    return {2: "iso2", 3: "iso3"}.get(len(first), "english_names")


def _stage(bench: Workbench, raw: RawFile) -> str:
    """Table `entered`(passport, destination, requirement, _row). Returns the mapping of its codes."""
    table, matrix = _table(raw), _matrix(raw)
    bench.stage(table or matrix)
    if table is None:
        across = ", ".join(quoted(column) for column in matrix.columns[1:])
        source = f"UNPIVOT raw ON {across} INTO NAME destination VALUE requirement"
        bench.connection.execute(
            f'CREATE TABLE entered AS SELECT "Passport" AS passport, destination, requirement, _row FROM ({source})'
        )
    else:
        bench.connection.execute(
            """CREATE TABLE entered AS SELECT "Passport" AS passport, "Destination" AS destination,
            "Requirement" AS requirement, _row FROM raw"""
        )
    return _codes(table or matrix)


def _adapt(bench: Workbench, raw: RawFile, edition: str) -> None:
    if not re.match(r"\d{4}", edition):
        raise NotImported(
            raw.name,
            "The file has no date.",
            "Name the edition by its day: --edition 2025-01-12 for example.",
        )
    codes = _stage(bench, raw)
    bench.mapping(codes)
    bench.mapping("visa_requirements")
    for column in ("passport", "destination"):
        bench.unknown(
            f"SELECT {column}, min(_row) FROM entered LEFT JOIN map_{codes} m ON m.code = {column} "
            "WHERE m.code IS NULL GROUP BY 1",
            column,
            codes,
        )
    bench.unknown(
        """SELECT requirement, min(_row) FROM entered LEFT JOIN map_visa_requirements m ON m.code = requirement
        WHERE m.code IS NULL AND NOT regexp_full_match(requirement, '[1-9][0-9]*') GROUP BY 1""",
        "requirement",
        "visa_requirements",
    )
    bench.connection.execute(
        f"""
        CREATE TABLE entries AS
        SELECT p."to" AS area, d."to" AS counterpart, {edition[:4]} AS year, coalesce(m.kind, 'free') AS kind,
               coalesce(m."to", '5') AS rank, requirement AS told, _row AS "row"
        FROM entered JOIN map_{codes} p ON p.code = passport JOIN map_{codes} d ON d.code = destination
        LEFT JOIN map_visa_requirements m ON m.code = requirement
        """
    )
    _keep(bench)


def _keep(bench: Workbench) -> None:
    for indicator, text in RULES.items():
        bench.transformation(indicator, text)
    bench.emit(
        """SELECT 'visa_requirement' AS indicator, area, counterpart, year, rank::DOUBLE AS value,
        told AS flag, "row" FROM entries WHERE kind <> 'self'"""
    )
    bench.set_aside(
        """SELECT "row", area || ' ' || told AS held, 'the passport''s own country' AS reason
        FROM entries WHERE kind = 'self'"""
    )
    for indicator, kinds in COUNTS.items():
        counted = ", ".join(f"'{kind}'" for kind in kinds)
        bench.emit(
            f"""SELECT '{indicator}' AS indicator, area, year, count(*) FILTER (kind IN ({counted})) AS value
            FROM entries GROUP BY area, year"""
        )
    bench.emit(
        """SELECT 'visa_free_nationalities' AS indicator, counterpart AS area, year,
        count(*) FILTER (kind = 'free') AS value FROM entries GROUP BY counterpart, year"""
    )
    bench.check(
        "every passport has a line for every destination",
        """SELECT area, count(*) AS destinations FROM entries GROUP BY area
        HAVING destinations <> (SELECT count(DISTINCT counterpart) FROM entries)""",
    )


ADAPTER = Adapter(
    DATASET, lambda raw: _table(raw) is not None or _matrix(raw) is not None, lambda raw: None, _adapt
)
