"""
The map: one indicator of all areas in one year, or the flows to or from one state.

With a state chosen and an indicator that knows the other side, each area is shaded by how many of its people
are in that state (`to`) or how many of that state's people it has (`from`); the largest are drawn as arcs too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.core.exceptions import BadRequest
from django.http import QueryDict
from django.utils.translation import gettext as _

from convene.core.viewer import Viewer
from convene.observatory import showing
from convene.observatory.areas import area_name, is_known, is_state_of_the_record, states_of_the_record
from convene.observatory.choosing import DEFAULT_INDICATOR, explorable
from convene.observatory.enums import CounterpartRole
from convene.observatory.models import Indicator
from convene.observatory.queries.carried_part import is_a_part, told_of_a_part
from convene.observatory.queries.catalogue import catalogue
from convene.observatory.queries.looking_up import Value
from convene.observatory.queries.stocks import top_over_time
from convene.observatory.queries.values import values_of
from convene.observatory.shown import Row, Shown, attributions_of, newest_day
from convene.ui.charts import Cell, Chart, Table
from convene.ui.charts.figures import cell, full
from convene.ui.choropleth import BASES, Flow, Shade, choropleth, codes_on, drawing
from convene.ui.classes import Classes, classes_of

FLOWS = ("to", "from")
ARCS = 10
EVERYBODY = 400  # more than there are areas
# The other side is where somebody comes from; only then is there a way from one place to another.
WITH_ORIGIN = (CounterpartRole.ORIGIN, CounterpartRole.CITIZENSHIP, CounterpartRole.BIRTH)


@dataclass(frozen=True)
class Asked:
    indicator: str
    year: int | None
    state: str
    flow: str
    base: str

    @classmethod
    def of(cls, given: QueryDict) -> Asked:
        """Raises BadRequest (answered by a friendly page) for what there is not."""
        known = explorable()
        code = given.get("indicator", "").strip() or DEFAULT_INDICATOR
        if known and code not in known:
            raise BadRequest(_("There is no indicator “%(code)s” to draw.") % {"code": code[:60]})
        state = given.get("state", "").strip().upper()
        if state and not is_known(state):
            raise BadRequest(_("There is no state or area “%(code)s”.") % {"code": state[:20]})
        year, flow, base = given.get("year", "").strip(), given.get("flow", ""), given.get("base", "")
        if year and not (len(year) == 4 and year.isascii() and year.isdigit()):
            raise BadRequest(
                _("“%(year)s” is not a year. Write four digits, as in 2016.") % {"year": year[:40]}
            )
        return cls(
            indicator=code,
            year=int(year) if year else None,
            state=state,
            flow=flow if flow in FLOWS and state else "",
            base=base if base in BASES else "region",
        )

    @property
    def query(self) -> dict[str, str]:
        given = {
            "indicator": "" if self.indicator == DEFAULT_INDICATOR else self.indicator,
            "year": str(self.year or ""),
            "state": self.state,
            "flow": self.flow,
            "base": "" if self.base == "region" else self.base,
        }
        return {name: value for name, value in given.items() if value}


@dataclass(frozen=True)
class Mapped:
    """
    `asked` has the year that is shown and no flow where the indicator knows no other side (`no_flows`).

    `off_map` are areas with a figure that the drawing does not have; the table has them.
    """

    asked: Asked
    shown: Shown
    years: tuple[int, ...]
    classes: Classes
    shades: dict[str, Shade]
    flows: tuple[Flow, ...]
    no_flows: bool
    off_map: tuple[str, ...]
    table: Table
    notes: tuple[str, ...]
    footnotes: tuple[str, ...]

    @property
    def indicator_name(self) -> str:
        return catalogue().indicators[self.asked.indicator].name.in_language(self.shown.language)

    @property
    def svg(self) -> str:
        return choropleth(
            self.asked.base,
            self.shades,
            self.classes,
            self.shown.title,
            self.shown.chart.description if self.shown.chart else "",
            flows=self.flows,
            chosen=self.asked.state,
        )


def knows_ways(indicator: Indicator) -> bool:
    return indicator.counterpart_role in WITH_ORIGIN


def draw(asked: Asked, viewer: Viewer, address: str) -> Mapped | None:
    """Everything that the page and its downloads show; None where no figure of the indicator is here."""
    indicator = explorable().get(asked.indicator)
    if indicator is None:
        return None
    no_flows = bool(asked.flow) and not knows_ways(indicator)
    if no_flows:
        asked = replace(asked, flow="")
    found = _flow_values(asked) if asked.flow else _values(indicator)
    years = tuple(sorted({value.year for value in found}))
    if not years:
        return None
    year = asked.year if asked.year in years else years[-1]
    asked = replace(asked, year=year)
    values = {_other(value, asked): value for value in found if value.year == year}
    values.pop(asked.state if asked.flow else "", None)
    return _mapped(asked, indicator, values, years, no_flows, viewer, address)


def _mapped(
    asked: Asked,
    indicator: Indicator,
    values: dict[str, Value],
    years: tuple[int, ...],
    no_flows: bool,
    viewer: Viewer,
    address: str,
) -> Mapped:
    title = _title(asked, indicator, viewer)
    ranked = sorted(values.items(), key=lambda pair: (-(pair[1].number or 0), pair[0]))
    on_map = codes_on(asked.base)
    classes = classes_of(v.number for code, v in ranked if code in on_map and v.number is not None)
    shades = _shades(asked, indicator, values, on_map, viewer)
    flows = _arcs(asked, ranked, viewer) if asked.flow else ()
    rows = tuple(showing.row_of(value, viewer) for _code, value in ranked)
    gaps = () if asked.flow else _gaps(indicator, values, asked, viewer)
    table = _table(title, asked, indicator, ranked, gaps, viewer)
    areas = [*values, *(row.area for row in gaps), *([asked.state] if asked.state else [])]
    notes = _notes(indicator, areas, rows, viewer)
    footnotes = showing.footnotes_of([code for code in areas if code in on_map or code in values], viewer)
    editions = {row.edition for row in rows}
    shown = Shown(
        title=title,
        description=indicator.definition.in_language(viewer.language),
        rows=(*rows, *gaps),
        attributions=attributions_of(editions, viewer),
        address=address,
        language=viewer.language,
        day=newest_day(editions),
        chart=Chart(
            title,
            _description(ranked, viewer),
            lambda: table,
            drawing(asked.base, shades, classes, flows=flows, chosen=asked.state),
        ),
        notes=(*notes, *footnotes, disclaimer()),
    )
    return Mapped(
        asked=asked,
        shown=shown,
        years=years,
        classes=classes,
        shades=shades,
        flows=flows,
        no_flows=no_flows,
        off_map=tuple(str(area_name(code, viewer)) for code, _v in ranked if code not in on_map),
        table=table,
        notes=notes,
        footnotes=footnotes,
    )


def _notes(
    indicator: Indicator, areas: Sequence[str], rows: Sequence[Row], viewer: Viewer
) -> tuple[str, ...]:
    of_record = [code for code in areas if is_state_of_the_record(code)]
    return (
        indicator.definition.in_language(viewer.language),
        f"{showing.concept_words(indicator)}.",
        *showing.flag_words(row.flag for row in rows),
        *showing.territory_notes_of([indicator.key], of_record, viewer),
        *([told_of_a_part()] if is_a_part(catalogue(), {row.edition for row in rows}) else ()),
    )


def disclaimer() -> str:
    return _(
        "The boundaries and names shown and the designations used on this map do not imply official endorsement "
        "or acceptance by the United Nations. Equal-area projection. Outlines: Natural Earth, visionscarto."
    )


def _other(value: Value, asked: Asked) -> str:
    """The area that a value shades."""
    return value.counterpart if asked.flow == "to" else value.state


def _values(indicator: Indicator) -> list[Value]:
    areas = {*states_of_the_record(), *catalogue().territories}
    known = [code for code in areas if not code.startswith("X_")]
    return showing.of_each_year(values_of(sorted(known), [indicator.key]))


def _flow_values(asked: Asked) -> list[Value]:
    side = "origin" if asked.flow == "to" else "destination"
    return showing.of_each_year(top_over_time(asked.indicator, asked.state, None, EVERYBODY, side))


def _shades(
    asked: Asked, indicator: Indicator, values: dict[str, Value], on_map: set[str], viewer: Viewer
) -> dict[str, Shade]:
    """Each area with a figure, and the states of the record without one, hatched."""
    shown = {*values, *(code for code in states_of_the_record() if not asked.flow or code != asked.state)}
    shades = {}
    for code in sorted(shown & on_map):
        value = values.get(code)
        number = showing.displayed(value) if value else None
        title = f"{area_name(code, viewer)}: {full(number)}"
        shades[code] = Shade(number, title, _link(asked, code, viewer))
    return shades


def _link(asked: Asked, code: str, viewer: Viewer) -> str:
    """Where a state on the map leads: to its corridor where ways are shown, else to its own page."""
    if not is_state_of_the_record(code):
        return ""
    if asked.flow:
        pair = (code, asked.state) if asked.flow == "to" else (asked.state, code)
        return f"/{viewer.language}/observatory/corridor/{pair[0]}/{pair[1]}"
    return f"/{viewer.language}/state/{code}"


def _arcs(asked: Asked, ranked: Sequence[tuple[str, Value]], viewer: Viewer) -> tuple[Flow, ...]:
    flows = []
    for code, value in ranked[:ARCS]:
        origin, destination = (code, asked.state) if asked.flow == "to" else (asked.state, code)
        title = f"{area_name(origin, viewer)} → {area_name(destination, viewer)}"
        flows.append(
            Flow(origin, destination, value.number or 0, f"{title}: {full(showing.displayed(value))}")
        )
    return tuple(flows)


def _gaps(indicator: Indicator, values: dict[str, Value], asked: Asked, viewer: Viewer) -> tuple[Row, ...]:
    return tuple(
        showing.gap_of(indicator, code, asked.year or 0, viewer)
        for code in states_of_the_record()
        if code not in values
    )


def _title(asked: Asked, indicator: Indicator, viewer: Viewer) -> str:
    words = {"indicator": indicator.name.in_language(viewer.language), "year": asked.year}
    if asked.flow:
        words["state"] = area_name(asked.state, viewer)
        if asked.flow == "to":
            return _("%(state)s: %(indicator)s by origin, %(year)s") % words
        return _("%(state)s: %(indicator)s by destination, %(year)s") % words
    return _("%(indicator)s, %(year)s") % words


def _description(ranked: Sequence[tuple[str, Value]], viewer: Viewer) -> str:
    largest = "; ".join(
        f"{area_name(code, viewer)}: {full(showing.displayed(value))}" for code, value in ranked[:3]
    )
    return _("Map of figures. Largest: %(largest)s. The table below the map has all of them.") % {
        "largest": largest
    }


def _table(
    title: str,
    asked: Asked,
    indicator: Indicator,
    ranked: Sequence[tuple[str, Value]],
    gaps: Sequence[Row],
    viewer: Viewer,
) -> Table:
    heads = {"to": _("Origin"), "from": _("Destination"), "": _("State or area")}
    rows = [
        (
            Cell(str(area_name(code, viewer)), _link(asked, code, viewer)),
            cell(showing.displayed(value), f"/{viewer.language}/{value.passport_path}", value.flag),
        )
        for code, value in ranked
    ]
    rows += [(Cell(row.area_name, _link(asked, row.area, viewer)), cell(None)) for row in gaps]
    unit = indicator.unit_name.in_language(viewer.language)
    return Table(title, (heads[asked.flow], unit), tuple(rows))
