"""
ILO, monthly labour force figures by sex and age, thousands: names of areas, months as columns (2000M01), or the lines
of ILOSTAT's own bulk files (`ref_area, source, indicator, sex, classif1, time, obs_value`), which name the indicator.

The file that is titled "unemployment" in the repository where it was found holds 272,684.7 thousand for the United
States of America in January 2025: that is its whole population of working age. Such figures are kept as what they
are, and never shown as unemployed persons; a file whose figures can be unemployed persons becomes that indicator.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from convene.observatory.adapters import Adapter
from convene.observatory.adapters.reasons import NO_NUMBER, NOT_PRINTED
from convene.observatory.failures import NotImported
from convene.observatory.workbench import quoted

if TYPE_CHECKING:
    from convene.observatory.readers import RawFile, RawTable
    from convene.observatory.workbench import Workbench

DATASET = "ilo-unemployment"
FIRST_COLUMNS = ("Reference area", "Source", "Sex", "Age")
BULK_COLUMNS = {"ref_area", "source", "indicator", "sex", "classif1", "time", "obs_value"}
MONTH = re.compile(r"\d{4}M\d{2}")
# No country ever counted so many unemployed (thousands); four have as many people of working age.
NEVER_UNEMPLOYED = 100_000
WORKING_AGE, UNEMPLOYED = "working_age_population_monthly", "unemployed_monthly"
# How ILOSTAT's code of an indicator begins.
SERIES = {"UNE_TUNE_SEX_AGE_NB": UNEMPLOYED, "POP_XWAP_SEX_AGE_NB": WORKING_AGE}


def _table(raw: RawFile) -> RawTable | None:
    return next(
        (
            table
            for table in raw.tables
            if table.columns[:4] == FIRST_COLUMNS and any(MONTH.fullmatch(column) for column in table.columns)
        ),
        None,
    )


def _bulk(raw: RawFile) -> RawTable | None:
    """The lines of ILOSTAT, where they are of a series that we carry."""
    for table in raw.tables:
        if set(table.columns) >= BULK_COLUMNS:
            place = table.columns.index("indicator")
            first = next((cells[place] for _row, cells in table.rows()), "")
            return table if first.startswith(tuple(SERIES)) else None
    return None


def _edition(raw: RawFile) -> str | None:
    """The last month of the file."""
    bulk = _bulk(raw)
    if bulk is not None:
        place = bulk.columns.index("time")
        months = [cells[place] for _row, cells in bulk.rows() if MONTH.fullmatch(cells[place])]
    else:
        months = [column for column in _table(raw).columns if MONTH.fullmatch(column)]
    return max(months).replace("M", "-") if months else None


def _adapt(bench: Workbench, raw: RawFile, edition: str) -> None:
    bulk = _bulk(raw)
    if bulk is not None:
        _keep(bench, _cells_of_lines(bench, bulk))
        return
    table = _table(raw)
    bench.stage(table)
    bench.mapping("ilo_names")
    bench.mapping("ilo_ages")
    for column, mapping in (("Reference area", "ilo_names"), ("Age", "ilo_ages")):
        bench.unknown(
            f'SELECT "{column}", min(_row) FROM raw LEFT JOIN map_{mapping} m ON m.code = "{column}" '
            "WHERE m.code IS NULL GROUP BY 1",
            column,
            mapping,
        )
    months = ", ".join(quoted(column) for column in table.columns if MONTH.fullmatch(column))
    bench.connection.execute(
        f"""
        CREATE TABLE cells AS
        SELECT a."to" AS area, left(name, 4)::SMALLINT AS year, right(name, 2)::TINYINT AS month,
               left("Sex", 1) AS sex, g."to" AS age, told, try_cast(told AS DOUBLE) AS thousands,
               CASE g.kind WHEN 'main' THEN '' ELSE 'ages=' || g.kind END AS bands, "Source" AS source, _row AS "row"
        FROM (UNPIVOT raw ON {months} INTO NAME name VALUE told)
        JOIN map_ilo_names a ON a.code = "Reference area" JOIN map_ilo_ages g ON g.code = "Age"
        """
    )
    mislabelled = bench.scalar("SELECT max(thousands) FROM cells") > NEVER_UNEMPLOYED
    _keep(bench, WORKING_AGE if mislabelled else UNEMPLOYED)


def _cells_of_lines(bench: Workbench, table: RawTable) -> str:
    """Table `cells` of ILOSTAT's own lines; returns the indicator that they are of."""
    bench.stage(table)
    bench.mapping("iso3")
    bench.mapping("ilo_ages")
    told = bench.scalar("SELECT min(indicator) FROM raw")
    if bench.scalar("SELECT count(DISTINCT indicator) FROM raw") != 1 or not told.startswith(tuple(SERIES)):
        raise NotImported(
            str(told),
            _("the series is not one that we carry"),
            _("Unemployment by sex and age, monthly, is."),
        )
    bench.unknown(
        """SELECT ref_area, min(_row) FROM raw LEFT JOIN map_iso3 m ON m.code = ref_area
        WHERE m.code IS NULL AND NOT regexp_full_match(ref_area, 'X[0-9]+') GROUP BY 1""",
        "ref_area",
        "iso3",
    )
    bench.set_aside(
        """SELECT _row AS "row", ref_area || ' ' || classif1 || ' ' || time AS held,
        CASE WHEN m.code IS NULL THEN 'a group of countries' WHEN g.code IS NULL THEN 'ages that we do not carry'
             ELSE 'no month' END AS reason
        FROM raw LEFT JOIN map_iso3 m ON m.code = ref_area LEFT JOIN map_ilo_ages g ON g.code = classif1
        WHERE m.code IS NULL OR g.code IS NULL OR NOT regexp_full_match(time, '[0-9]{4}M[0-9]{2}')"""
    )
    bench.connection.execute(
        """
        CREATE TABLE cells AS
        SELECT m."to" AS area, left(time, 4)::SMALLINT AS year, right(time, 2)::TINYINT AS month,
               right(sex, 1) AS sex, g."to" AS age, obs_value AS told, try_cast(obs_value AS DOUBLE) AS thousands,
               CASE g.kind WHEN 'main' THEN '' ELSE 'ages=' || g.kind END AS bands, source, _row AS "row"
        FROM raw JOIN map_iso3 m ON m.code = ref_area JOIN map_ilo_ages g ON g.code = classif1
        WHERE regexp_full_match(time, '[0-9]{4}M[0-9]{2}')
        """
    )
    return next(indicator for begins, indicator in SERIES.items() if told.startswith(begins))


def _keep(bench: Workbench, indicator: str) -> None:
    bench.check(
        "the figures can be unemployed persons",
        f"SELECT area, max(thousands) AS thousands FROM cells WHERE thousands > {NEVER_UNEMPLOYED} GROUP BY area",
    )
    bench.transformation(indicator, "Thousands in the file, persons here: multiplied by 1,000, rounded.")
    # The survey is a footnote; where one area has two in a month, the second needs a dimension of its own.
    sources = [
        row[0] for row in bench.connection.execute("SELECT DISTINCT source FROM cells ORDER BY 1").fetchall()
    ]
    for number, source in enumerate(sources, start=1):
        bench.note(f"survey-{number}", source)
    bench.connection.execute("CREATE TABLE surveys (source VARCHAR, note VARCHAR)")
    bench.connection.executemany(
        "INSERT INTO surveys VALUES (?, ?)",
        [[one, f"survey-{number}"] for number, one in enumerate(sources, start=1)],
    )
    key = "area, year, month, sex, age, bands"
    bench.connection.execute(
        f"""CREATE TABLE placed AS SELECT *, row_number() OVER (PARTITION BY {key}, thousands IS NULL ORDER BY source)
        AS place FROM cells JOIN surveys USING (source)"""
    )
    detail = "concat_ws(';', nullif(bands, ''), CASE WHEN place > 1 THEN 'survey=' || place END) AS detail"
    bench.emit(
        f"""SELECT '{indicator}' AS indicator, area, year, month, sex, age, {detail}, round(thousands * 1000) AS value,
        note, "row" FROM placed WHERE thousands IS NOT NULL"""
    )
    bench.missing(
        f"""SELECT '{indicator}' AS indicator, area, year, month, sex, age, {detail}, "row",
        CASE told WHEN '' THEN '{NOT_PRINTED}' ELSE '{NO_NUMBER}' END AS reason
        FROM placed WHERE thousands IS NULL"""
    )


ADAPTER = Adapter(DATASET, lambda raw: _table(raw) is not None or _bulk(raw) is not None, _edition, _adapt)
