"""
The same statistics as UNHCR's Refugee Data Finder hands them out: headings in words, ISO codes only, "-" for nothing.

Its programming interface has the short names, as the files of the package `refugees` do. What somebody left out when
asking is not there: such a file holds part of the categories, or of the countries.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from convene.observatory.readers import RawTable
from convene.observatory.readers.raw import Row
from convene.observatory.workbench import quoted

# Heading of the Finder, in small letters -> the name in UNHCR's files.
SHORT_NAMES = {
    "year": "year",
    "country of origin": "coo_name",
    "country of origin (iso)": "coo_iso",
    "country of asylum": "coa_name",
    "country of asylum (iso)": "coa_iso",
    "refugees under unhcr's mandate": "refugees",
    "refugees under unhcr’s mandate": "refugees",
    "refugees": "refugees",
    "asylum-seekers": "asylum_seekers",
    "asylum seekers": "asylum_seekers",
    "returned refugees": "returned_refugees",
    "idps of concern to unhcr": "idps",
    "internally displaced persons": "idps",
    "returned idps": "returned_idps",
    "returned idpss": "returned_idps",
    "stateless persons": "stateless",
    "others of concern": "ooc",
    "others of concern to unhcr": "ooc",
    "other people in need of international protection": "oip",
    "venezuelans displaced abroad": "oip",
    "host community": "hst",
    "authority": "procedure_type",
    "application type": "app_type",
    "stage of procedure": "dec_level",
    "applied": "applied",
    "recognized decisions": "dec_recognized",
    "recognised decisions": "dec_recognized",
    "complementary protection": "dec_other",
    "rejected decisions": "dec_rejected",
    "otherwise closed": "dec_closed",
    "total decisions": "dec_total",
    "resettlement arrivals": "resettlement",
    "naturalisation": "naturalisation",
}
# "Cases / Persons" is of applications or of decisions.
COUNTED_IN = "cases / persons"
CODES = {"year", "coo_name", "coo", "coo_iso", "coa_name", "coa", "coa_iso"}
CODES |= {"procedure_type", "app_type", "dec_level", "app_pc", "dec_pc"}


def is_of_the_finder(table: RawTable) -> bool:
    return {"country of asylum (iso)", "country of origin (iso)"} <= {one.lower() for one in table.columns}


def with_short_names(table: RawTable) -> RawTable:
    """The table under the names of UNHCR's files, with nothing where the Finder prints "-"."""
    of_decisions = "total decisions" in {one.lower() for one in table.columns}
    names = tuple(_short(column, of_decisions=of_decisions) for column in table.columns)
    if len(set(names)) < len(names):
        return table
    counted = [name not in CODES for name in names]

    def rows() -> Iterator[Row]:
        for place, cells in table.rows():
            yield (
                place,
                tuple(
                    "" if count and cell == "-" else cell.strip()
                    for cell, count in zip(cells, counted, strict=True)
                ),
            )

    chosen = ", ".join(
        f"{f'''nullif({quoted(column)}, '-')''' if count else f'trim({quoted(column)})'} AS {quoted(name)}"
        for column, name, count in zip(table.columns, names, counted, strict=True)
    )
    scan = f"(SELECT {chosen}, _row FROM {table.scan})" if table.scan else ""
    return replace(table, columns=names, rows=rows, scan=scan)


def _short(column: str, *, of_decisions: bool) -> str:
    heading = " ".join(column.lower().split())
    if heading == COUNTED_IN:
        return "dec_pc" if of_decisions else "app_pc"
    return SHORT_NAMES.get(heading, column)
