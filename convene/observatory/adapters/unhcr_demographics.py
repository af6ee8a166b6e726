"""
UNHCR's demographics: sex and age of the people counted, by country of asylum and origin, over all places in it.

A row whose cells of sex and age are all zero beside a total says that they are not known, not that there are none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_noop as _

from convene.observatory.adapters import Adapter, unhcr

if TYPE_CHECKING:
    from convene.observatory.readers import RawFile
    from convene.observatory.workbench import Workbench

TYPES = {
    "REF": "unhcr_demographics_refugees",
    "ASY": "unhcr_demographics_asylum_seekers",
    "IDP": "unhcr_demographics_idps",
    "STA": "unhcr_demographics_stateless",
    "OIP": "unhcr_demographics_others_in_need",
    "OOC": "unhcr_demographics_others_of_concern",
    "HST": "unhcr_demographics_host_community",
    "RET": "unhcr_demographics_returned_refugees",
    "RDP": "unhcr_demographics_returned_idps",
}
AGES = {
    "0_4": "Y0T4",
    "5_11": "Y5T11",
    "12_17": "Y12T17",
    "18_59": "Y18T59",
    "60": "Y_GE60",
    "other": "UNK",
    "total": "T",
}
SEXES = {"f": "F", "m": "M"}
CELLS = {f"{sex}_{age}": (SEXES[sex], AGES[age]) for sex in SEXES for age in AGES}
COUNTS = (*CELLS, "total")
PLACE = (
    "'acc_type=' || acc_type || ';loc_type=' || loc_type || ';location='"
    " || regexp_replace(location, '[;=]', ' ', 'g')"
)
NOT_KNOWN = _("sex and age are not known")


def adapt(w: Workbench, raw: RawFile, edition: str) -> None:
    unhcr.stage(w, raw, COUNTS)
    whens = " ".join(f"WHEN '{code}' THEN '{name}'" for code, name in TYPES.items())
    w.connection.execute(
        f"CREATE TABLE typed AS SELECT *, CASE pop_type {whens} END AS indicator FROM placed"
    )
    w.unknown("SELECT pop_type, min(_row) FROM typed WHERE indicator IS NULL GROUP BY 1", "pop_type")
    sums = ", ".join(f"sum(CAST({column} AS DOUBLE)) AS {column}" for column in COUNTS)
    # Both views of a country of asylum: by origin, and all origins together.
    w.connection.execute(
        f"""CREATE TABLE summed AS
            SELECT indicator, area, origin AS counterpart, year_ AS year, {unhcr.ROW} AS "row", {sums} FROM typed
            GROUP BY indicator, area, origin, year_
            UNION ALL
            SELECT indicator, area, '' AS counterpart, year_ AS year, {unhcr.ROW} AS "row", {sums} FROM typed
            GROUP BY indicator, area, year_"""
    )
    _emit(w)
    w.check(
        "ages add up to their sex",
        " UNION ALL ".join(
            f"SELECT _row, {sex}_total FROM raw WHERE CAST({sex}_total AS BIGINT) <> "
            + " + ".join(f"CAST({sex}_{age} AS BIGINT)" for age in AGES if age != "total")
            for sex in SEXES
        ),
    )
    w.check(
        "women and men are not more than all",
        "SELECT _row, total FROM raw"
        " WHERE CAST(f_total AS BIGINT) + CAST(m_total AS BIGINT) > CAST(total AS BIGINT)",
        fatal=True,
    )
    unhcr.kosovo_is_missing(w, TYPES.values())


def _emit(w: Workbench) -> None:
    key = 'indicator, area, counterpart, year, "row"'
    w.emit(f"SELECT {key}, total AS value FROM summed")
    # Each row of the file, with its place: the sums above have no row of their own.
    w.emit(
        f"""SELECT indicator, area, origin AS counterpart, year_ AS year, {PLACE} AS detail,
            CAST(total AS DOUBLE) AS value, _row AS "row" FROM typed"""
    )
    known = "f_total + m_total > 0"
    for column, (sex, age) in CELLS.items():
        w.emit(f"SELECT {key}, '{sex}' AS sex, '{age}' AS age, {column} AS value FROM summed WHERE {known}")
    w.missing(
        f"""SELECT {key.replace('"row"', "sex")}, 'T' AS age, '{NOT_KNOWN}' AS reason, "row"
            FROM summed, (VALUES ('F'), ('M')) AS sexes(sex) WHERE NOT ({known})"""
    )
    for indicator in TYPES.values():
        w.transformation(
            indicator,
            "Sum over the places and kinds of accommodation of a country; by sex and age only of those whose sex is known.",
        )


ADAPTER = Adapter(
    "unhcr-demographics",
    recognises=lambda raw: unhcr.has_columns(raw, "pop_type", *COUNTS),
    edition_of=unhcr.says_no_edition,
    adapt=adapt,
)
