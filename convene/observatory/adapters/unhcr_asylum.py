"""
UNHCR's asylum applications and decisions, 2000 and after.

Rows count persons (P) or cases (C), new, repeated or appealed applications, at several instances. They are kept
apart in `detail`; a total "of all procedures and stages" is a number of applications, never of persons.
The codes of the application type and of the instance include the letters NA: a code, not an absence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_noop as _

from convene.observatory.adapters import Adapter, unhcr

if TYPE_CHECKING:
    from convene.observatory.readers import RawFile
    from convene.observatory.workbench import Workbench

NO_NEW_PERSONS = _("no row counts new applications in persons")
NOTHING_DECIDED = _("no decision on the substance")

APPLIED = ("procedure_type", "app_type", "dec_level", "app_pc", "applied")
# Column of the decisions -> indicator by country of asylum and origin.
DECIDED = {
    "dec_recognized": "asylum_decisions_recognised",
    "dec_other": "asylum_decisions_complementary",
    "dec_rejected": "asylum_decisions_rejected",
    "dec_closed": "asylum_decisions_closed",
    "dec_total": "asylum_decisions_total",
}
APPLIED_DETAIL = (
    "'app_pc=' || app_pc || ';app_type=' || app_type || ';dec_level=' || dec_level"
    " || ';procedure_type=' || procedure_type"
)
DECIDED_DETAIL = "'dec_level=' || dec_level || ';dec_pc=' || dec_pc || ';procedure_type=' || procedure_type"


def adapt_applications(w: Workbench, raw: RawFile, edition: str) -> None:
    unhcr.stage(w, raw, ("applied",))
    _codes_are_there(w, ("procedure_type", "app_type", "dec_level", "app_pc"))
    w.connection.execute("CREATE TABLE counts AS SELECT *, CAST(applied AS DOUBLE) AS counted FROM placed")
    w.emit(
        f"""SELECT 'asylum_applications' AS indicator, area, origin AS counterpart, year_ AS year,
            {APPLIED_DETAIL} AS detail, counted AS value, _row AS "row" FROM counts"""
    )
    # (indicator, the state it is about, the other side, which rows, what the detail says)
    for indicator, area, counterpart, rows, detail in (
        ("asylum_applications", "area", "origin", "true", ""),
        ("asylum_applications", "area", "''", "true", ""),
        ("asylum_applications_by_nationals", "origin", "''", "true", ""),
        ("asylum_applications_by_nationals", "origin", "''", "app_pc = 'P'", "app_pc=P"),
        ("asylum_applications_by_nationals", "origin", "''", "app_pc = 'C'", "app_pc=C"),
        ("asylum_applications_new_persons", "origin", "''", "app_pc = 'P' AND app_type = 'N'", ""),
    ):
        if counterpart == "''" and not unhcr.is_whole(w, raw, area):
            unhcr.part_only(w, indicator, area)
            continue
        w.emit(
            f"""SELECT '{indicator}' AS indicator, {area} AS area, {counterpart} AS counterpart, year_ AS year,
                '{detail}' AS detail, sum(counted) AS value, {unhcr.ROW} AS "row"
                FROM counts WHERE {rows} GROUP BY {area}, {counterpart}, year_"""
        )
    # Applications, but none of them new and counted in persons: that number is not printed, and not zero either.
    w.missing(
        f"""SELECT 'asylum_applications_new_persons' AS indicator, area, '' AS counterpart, year,
           '{NO_NEW_PERSONS}' AS reason FROM observed
           WHERE indicator = 'asylum_applications_by_nationals' AND detail = '' AND (area, year) NOT IN
           (SELECT (area, year) FROM observed WHERE indicator = 'asylum_applications_new_persons')"""
    )
    unhcr.kosovo_is_missing(
        w, ("asylum_applications", "asylum_applications_by_nationals", "asylum_applications_new_persons")
    )
    w.transformation(
        "asylum_applications_by_nationals",
        "Sum of all rows of the country of origin: every procedure, type, instance and country of asylum, "
        "persons and cases. A person who applies again or appeals is counted again.",
    )
    w.transformation(
        "asylum_applications_new_persons",
        "Sum of the rows of the country of origin with application type N (new), counted in persons (P).",
    )
    w.transformation(
        "asylum_applications",
        "Rows as printed; without detail, their sum over procedures, types and instances, persons and cases.",
    )


def adapt_decisions(w: Workbench, raw: RawFile, edition: str) -> None:
    unhcr.stage(w, raw, DECIDED)
    _codes_are_there(w, ("procedure_type", "dec_level", "dec_pc"))
    numbers = ", ".join(f"CAST({column} AS DOUBLE) AS n_{column}" for column in DECIDED)
    w.connection.execute(f"CREATE TABLE counts AS SELECT *, {numbers} FROM placed")
    for column, indicator in DECIDED.items():
        w.emit(
            f"""SELECT '{indicator}' AS indicator, area, origin AS counterpart, year_ AS year,
                {DECIDED_DETAIL} AS detail, n_{column} AS value, _row AS "row" FROM counts"""
        )
        for counterpart in _sides(w, raw, indicator):
            w.emit(
                f"""SELECT '{indicator}' AS indicator, area, {counterpart} AS counterpart, year_ AS year,
                    sum(n_{column}) AS value, {unhcr.ROW} AS "row"
                    FROM counts GROUP BY area, {counterpart}, year_"""
            )
        w.transformation(
            indicator,
            "Rows as printed; without detail, their sum over procedures and instances, persons and cases.",
        )
    _recognition(w, raw)
    w.check(
        "decisions add up to their total (the producer rounds small counts)",
        """SELECT _row, dec_total, n_dec_recognized + n_dec_other + n_dec_rejected + n_dec_closed AS parts
           FROM counts WHERE n_dec_total <> parts""",
    )
    unhcr.kosovo_is_missing(w, (*DECIDED.values(), "asylum_total_recognition_rate"))


def _sides(w: Workbench, raw: RawFile, indicator: str) -> tuple[str, ...]:
    """By origin, and of all origins together where the file has them all."""
    if unhcr.is_whole(w, raw, "area"):
        return ("origin", "''")
    unhcr.part_only(w, indicator, "area")
    return ("origin",)


def _recognition(w: Workbench, raw: RawFile) -> None:
    """Recognised and complementary of all decisions on the substance; none where nothing was decided."""
    for counterpart in _sides(w, raw, "asylum_total_recognition_rate"):
        decided = f"""SELECT area, {counterpart} AS counterpart, year_ AS year,
                      sum(n_dec_recognized + n_dec_other) AS positive, sum(n_dec_rejected) AS negative
                      FROM counts GROUP BY area, {counterpart}, year_"""
        w.emit(
            f"""SELECT 'asylum_total_recognition_rate' AS indicator, area, counterpart, year,
                100 * positive / (positive + negative) AS value FROM ({decided}) WHERE positive + negative > 0"""
        )
        w.missing(
            f"""SELECT 'asylum_total_recognition_rate' AS indicator, area, counterpart, year,
                '{NOTHING_DECIDED}' AS reason FROM ({decided}) WHERE positive + negative = 0"""
        )
    w.transformation(
        "asylum_total_recognition_rate",
        "100 × (recognised + complementary) / (recognised + complementary + rejected), all procedures and instances; "
        "closed cases are left out.",
    )


def _codes_are_there(w: Workbench, columns: tuple[str, ...]) -> None:
    for column in columns:
        w.check(
            f"every row has its code ({column}); NA is one",
            f"SELECT _row, {column} FROM raw WHERE NOT regexp_full_match({column}, '[A-Z]{{1,3}}')",
            fatal=True,
        )


ADAPTERS = (
    Adapter(
        "unhcr-applications",
        recognises=lambda raw: unhcr.has_columns(raw, *APPLIED),
        edition_of=unhcr.says_no_edition,
        adapt=adapt_applications,
    ),
    Adapter(
        "unhcr-decisions",
        recognises=lambda raw: unhcr.has_columns(raw, "procedure_type", "dec_level", "dec_pc", *DECIDED),
        edition_of=unhcr.says_no_edition,
        adapt=adapt_decisions,
    ),
)
