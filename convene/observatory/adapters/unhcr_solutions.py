"""UNHCR's durable solutions, its annual displacement flows, and the internally displaced of IDMC."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convene.observatory.adapters import Adapter, unhcr

if TYPE_CHECKING:
    from convene.observatory.readers import RawFile
    from convene.observatory.workbench import Workbench

# Column -> (indicator, the side the number is about, the other side)
SOLUTIONS = {
    "returned_refugees": ("unhcr_solutions_returned_refugees", "origin", "area"),
    "resettlement": ("unhcr_resettlement", "area", "origin"),
    "naturalisation": ("unhcr_naturalisation", "area", "origin"),
    "returned_idps": ("unhcr_solutions_returned_idps", "area", "origin"),
}
FLOWS = {
    "refugees": ("unhcr_flow_refugees", "area", "origin"),
    "asylum_seekers": ("unhcr_flow_asylum_seekers", "area", "origin"),
    "refugee_like": ("unhcr_flow_refugee_like", "area", "origin"),
    "oip": ("unhcr_flow_others_in_need", "area", "origin"),
}
# The columns of the flows are among those of the population file, which has these too.
POPULATION_ONLY = {"idps", "stateless", "hst"}


def adapt_solutions(w: Workbench, raw: RawFile, edition: str) -> None:
    _adapt(w, raw, SOLUTIONS)


def adapt_flows(w: Workbench, raw: RawFile, edition: str) -> None:
    _adapt(w, raw, FLOWS)


def _adapt(w: Workbench, raw: RawFile, measures: dict[str, tuple[str, str, str]]) -> None:
    """Printed cells as they are, and the sum of each state; an empty cell is no figure and no zero."""
    unhcr.stage(w, raw, measures)
    unhcr.cells(w, measures)
    for measure, (indicator, area, counterpart) in measures.items():
        printed = f"cells WHERE measure = '{measure}' AND counted IS NOT NULL"
        w.emit(
            f"""SELECT '{indicator}' AS indicator, {area} AS area, {counterpart} AS counterpart, year,
                counted AS value, _row AS "row" FROM {printed}"""
        )
        w.emit(
            f"""SELECT '{indicator}' AS indicator, {area} AS area, year, sum(counted) AS value, {unhcr.ROW} AS "row"
                FROM {printed} GROUP BY {area}, year"""
        )
        w.missing(
            f"""SELECT '{indicator}' AS indicator, {area} AS area, {counterpart} AS counterpart, year,
                '{unhcr.NOTHING_PRINTED}' AS reason, _row AS "row" FROM cells WHERE measure = '{measure}' AND counted IS NULL"""
        )
        w.transformation(indicator, "Cells as printed; without a counterpart, their sum over the other side.")
    unhcr.kosovo_is_missing(w, [indicator for indicator, _, _ in measures.values()])


def adapt_idmc(w: Workbench, raw: RawFile, edition: str) -> None:
    """One number per country and year; the years before countries were told apart are of an unknown one."""
    unhcr.stage(w, raw, ("total",), hides_small=False)
    w.emit(
        """SELECT 'idmc_idps' AS indicator, area, year_ AS year, CAST(total AS DOUBLE) AS value, _row AS "row"
           FROM placed WHERE origin = area AND coalesce(total, '') <> ''"""
    )
    w.missing(
        f"""SELECT 'idmc_idps' AS indicator, area, '' AS counterpart, year_ AS year, '{unhcr.NOTHING_PRINTED}' AS reason,
           _row AS "row" FROM placed WHERE origin = area AND coalesce(total, '') = ''"""
    )
    w.set_aside(
        """SELECT _row AS "row", coo_name || ' in ' || coa_name || ': ' || total AS held,
           'internally displaced, but in another country' AS reason FROM placed WHERE origin <> area"""
    )
    unhcr.kosovo_is_missing(w, ("idmc_idps",))
    w.transformation("idmc_idps", "The cell as printed.")


ADAPTERS = (
    Adapter(
        "unhcr-solutions",
        recognises=lambda raw: unhcr.has_columns(raw, "resettlement", "naturalisation"),
        edition_of=unhcr.says_no_edition,
        adapt=adapt_solutions,
    ),
    Adapter(
        "unhcr-flows",
        recognises=lambda raw: unhcr.has_columns(raw, *FLOWS),
        edition_of=unhcr.says_no_edition,
        adapt=adapt_flows,
    ),
    Adapter(
        "unhcr-idmc",
        recognises=lambda raw: (
            len(raw.tables) == 1 and set(raw.tables[0].columns) == {*unhcr.PLACES, "total"}
        ),
        edition_of=unhcr.says_no_edition,
        adapt=adapt_idmc,
    ),
)
