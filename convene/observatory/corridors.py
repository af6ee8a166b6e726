"""
A corridor: everything that is known between two states, from A to B, and what both did together.

The figures of both directions stand side by side. Where several producers, or both states, speak of the same
people, their figures stand in one table (mirror statistics) with the reasons why they differ: the concepts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from convene.core.viewer import Viewer
from convene.observatory import showing
from convene.observatory.areas import area_name, is_state_of_the_record, states_of_the_record
from convene.observatory.comparability import Aspect, conflicts
from convene.observatory.enums import CounterpartRole, Measure, Section
from convene.observatory.models import Indicator
from convene.observatory.queries.carried_part import is_left_out
from convene.observatory.queries.catalogue import catalogue
from convene.observatory.queries.gaps import gaps, span_of, years_told
from convene.observatory.queries.looking_up import Value
from convene.observatory.queries.stocks import corridor, matrix, paired_indicators
from convene.observatory.queries.values import latest
from convene.observatory.shown import Row, Shown, attributions_of, newest_day
from convene.ui.charts import Chart, Series, line_chart
from convene.ui.charts.figures import full

STOCK = "migrant_stock"
# Indicators of one chart: who is protected, who asks for protection.
PROTECTION = ("unhcr_refugees_hosted", "unhcr_asylum_seekers_hosted", "temporary_protection")
FIRST = (STOCK, "temporary_protection", "unhcr_refugees_hosted", "unhcr_asylum_seekers_hosted")
PEOPLE = (CounterpartRole.ORIGIN, CounterpartRole.CITIZENSHIP, CounterpartRole.BIRTH)
MONEY = (CounterpartRole.SENDER, CounterpartRole.RECEIVER)
# Several producers' figures of the same people, told by the state where they are.
LIVING = (STOCK, "worldbank_migrant_stock", "population_by_birth", "population_by_citizenship")
PROTECTED = ("unhcr_refugees_hosted", "temporary_protection")
ASKING = ("asylum_applications", "asylum_applicants", "asylum_first_time_applicants", "first_time_applicants")
MOVING = ("immigration", "immigration_by_citizenship", "immigration_by_previous_residence")


@dataclass(frozen=True)
class Told:
    """The newest figure of one indicator in one direction."""

    value: Value
    name: str
    number: str
    unit: str
    when: str
    producer: str
    concept: str
    href: str


@dataclass(frozen=True)
class Mirror:
    """Figures of the same people by several producers, and in what they differ."""

    title: str
    told: tuple[Told, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Missing:
    """Figures that no producer gives, for one reason."""

    reason: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Corridor:
    """From `a` to `b`. `there` is told of people of a in b, `back` of people of b in a."""

    a: str
    b: str
    there: tuple[Told, ...]
    back: tuple[Told, ...]
    money: tuple[Told, ...]
    charts: tuple[Chart, ...]
    mirrors: tuple[Mirror, ...]
    gaps: tuple[Missing, ...]
    notes: tuple[str, ...]
    footnotes: tuple[str, ...]
    shown: Shown

    @property
    def is_empty(self) -> bool:
        return not self.shown.rows


def corridor_of(a: str, b: str, viewer: Viewer, address: str) -> Corridor:
    found = {code: showing.of_each_year(values) for code, values in corridor(a, b).items()}
    known = catalogue().indicators
    people = [code for code in _in_order(found) if known[code].counterpart_role in PEOPLE]
    money = [code for code in found if known[code].counterpart_role in MONEY]
    returned = [code for code in _in_order(found) if _is_return(known[code])]
    there = (*_newest(people, found, b, a, viewer), *_newest(returned, found, a, b, viewer))
    back = (*_newest(people, found, a, b, viewer), *_newest(returned, found, b, a, viewer))
    paid = (*_newest(money, found, a, b, viewer), *_newest(money, found, b, a, viewer))
    rows = tuple(
        showing.row_of(value, viewer)
        for code in (*people, *returned, *money)
        for value in sorted(found[code], key=lambda one: (one.state, one.year))
    )
    editions = {row.edition for row in rows}
    names = {"a": area_name(a, viewer), "b": area_name(b, viewer)}
    notes = (
        *showing.territory_notes_of((*people, *returned, *money), (a, b), viewer),
        *showing.flag_words(r.flag for r in rows),
    )
    footnotes = showing.footnotes_of((a, b), viewer)
    return Corridor(
        a=a,
        b=b,
        there=there,
        back=back,
        money=paid,
        charts=tuple(_charts(a, b, found, viewer)),
        mirrors=(*_mirrors(found, a, b, viewer), *_mirrors(found, b, a, viewer)),
        gaps=_gaps(a, b, found, viewer),
        notes=notes,
        footnotes=footnotes,
        shown=Shown(
            title=f"{names['a']} → {names['b']}",
            description=_("All figures of the Observatory between the two, in both directions."),
            rows=rows,
            attributions=attributions_of(editions, viewer),
            address=address,
            language=viewer.language,
            day=newest_day(editions),
            notes=(*notes, *footnotes),
        ),
    )


def _is_return(indicator: Indicator) -> bool:
    """Whether a state tells of its own people and where they were: refugees who returned."""
    return indicator.counterpart_role == CounterpartRole.DESTINATION and indicator.measure != Measure.LETTERS


def _in_order(codes: Iterable[str]) -> list[str]:
    """The figures that say most come first, the rest by section and position."""
    known = catalogue().indicators
    sections = list(Section)
    return sorted(
        codes,
        key=lambda code: (
            FIRST.index(code) if code in FIRST else len(FIRST),
            sections.index(Section(known[code].section)),
            known[code].position,
            code,
        ),
    )


def _newest(
    codes: Iterable[str], found: dict[str, list[Value]], state: str, counterpart: str, viewer: Viewer
) -> tuple[Told, ...]:
    told = []
    for code in codes:
        here = [v for v in found[code] if v.state == state and v.counterpart == counterpart]
        if here:
            told.append(_told(max(here, key=lambda value: (value.year, value.month)), viewer))
    return tuple(told)


def _told(value: Value, viewer: Viewer) -> Told:
    known = catalogue()
    indicator = known.indicators[value.indicator]
    dataset = known.datasets[indicator.dataset_key]
    row = showing.row_of(value, viewer)
    is_money = indicator.counterpart_role in MONEY
    return Told(
        value=value,
        # Money has a direction of its own: from the sender to the receiver.
        name=f"{row.indicator_name}: {_way(value, viewer)}" if is_money else row.indicator_name,
        number=full(showing.displayed(value)),
        unit=row.unit,
        when=row.period,
        producer=f"{dataset.title.in_language(viewer.language)}, {known.editions[value.edition].label}",
        concept=showing.concept_words(indicator),
        href=row.passport,
    )


def _way(value: Value, viewer: Viewer) -> str:
    """From whom to whom money goes; `counterpart` is the other side that the indicator names."""
    role = catalogue().indicators[value.indicator].counterpart_role
    sides = [str(area_name(code, viewer)) for code in (value.counterpart, value.state)]
    return " → ".join(sides if role == CounterpartRole.SENDER else sides[::-1])


def _charts(a: str, b: str, found: dict[str, list[Value]], viewer: Viewer) -> Iterable[Chart]:
    known = catalogue().indicators
    names = {"a": area_name(a, viewer), "b": area_name(b, viewer)}
    if STOCK in found:
        unit = known[STOCK].unit_name.in_language(viewer.language)
        lines = [
            (f"{names['a']} → {names['b']}", (b, a), STOCK),
            (f"{names['b']} → {names['a']}", (a, b), STOCK),
        ]
        title = known[STOCK].name.in_language(viewer.language)
        yield line_chart(title, _series(lines, found, viewer), unit=unit)
    for state, counterpart, title in (
        (
            b,
            a,
            _("Protection: %(origin)s → %(destination)s") % {"origin": names["a"], "destination": names["b"]},
        ),
        (
            a,
            b,
            _("Protection: %(origin)s → %(destination)s") % {"origin": names["b"], "destination": names["a"]},
        ),
    ):
        lines = [
            (known[code].name.in_language(viewer.language), (state, counterpart), code)
            for code in PROTECTION
            if any(value.state == state and value.counterpart == counterpart for value in found.get(code, ()))
        ]
        if lines:
            warning = _warning([known[code] for _label, _pair, code in lines])
            chart = line_chart(title, _series(lines, found, viewer), unit=_("persons"))
            yield chart.with_warning(warning) if warning else chart


def _series(
    lines: Sequence[tuple[str, tuple[str, str], str]], found: dict[str, list[Value]], viewer: Viewer
) -> list[Series]:
    """A year that the indicator has for the other direction is a gap in this one."""
    series = []
    for label, (state, counterpart), code in lines:
        here = {v.year: v for v in found[code] if v.state == state and v.counterpart == counterpart}
        years = sorted({value.year for value in found[code]})
        series.append(
            Series(
                label,
                tuple((year, showing.displayed(here[year]) if year in here else None) for year in years),
                hrefs={year: f"/{viewer.language}/{value.passport_path}" for year, value in here.items()},
                notes={year: value.flag for year, value in here.items() if value.flag},
            )
        )
    return series


def _warning(indicators: Sequence[Indicator]) -> str:
    """Protection of several kinds is drawn together, and the picture says in what the kinds differ."""
    differing = conflicts(showing.concept_of(row) for row in indicators)
    if not differing:
        return ""
    return _("Different concepts on one axis. They differ in: %(aspects)s.") % {
        "aspects": "; ".join(str(one.title) for one in differing)
    }


def _mirrors(found: dict[str, list[Value]], origin: str, host: str, viewer: Viewer) -> Iterable[Mirror]:
    """Groups of figures of the same people in `host`. One figure alone mirrors nothing."""
    words = {"origin": area_name(origin, viewer), "destination": area_name(host, viewer)}
    for title, codes in (
        (_("Living there: %(origin)s → %(destination)s") % words, LIVING),
        (_("Protected there: %(origin)s → %(destination)s") % words, PROTECTED),
        (_("Asking for protection there: %(origin)s → %(destination)s") % words, ASKING),
        (_("Moved there: %(origin)s → %(destination)s") % words, MOVING),
    ):
        group = [_told(value, viewer) for value in _comparable(codes, found, host, origin)]
        if len(group) > 1:
            yield Mirror(title, tuple(group), tuple(_reasons(group)))


def _comparable(
    codes: Sequence[str], found: dict[str, list[Value]], state: str, counterpart: str
) -> list[Value]:
    """
    One value of each indicator: of the newest year that all have.

    Where there is none, of the years nearest to the newest year of the indicator that ends first.
    """
    by_year = []
    for code in codes:
        here = {v.year: v for v in found.get(code, ()) if v.state == state and v.counterpart == counterpart}
        if here:
            by_year.append(here)
    if not by_year:
        return []
    common = set.intersection(*(set(years) for years in by_year))
    anchor = max(common) if common else min(max(years) for years in by_year)
    return [years[min(years, key=lambda year: (abs(year - anchor), -year))] for years in by_year]


def _reasons(group: Sequence[Told]) -> Iterable[str]:
    names = {one.value.indicator: one.name for one in group}
    for conflict in conflicts(one.value.concept for one in group):
        if conflict.aspect in (Aspect.DATASET, Aspect.UNIT):  # the unit is told by what is counted
            continue
        sides = "; ".join(
            f"{', '.join(names[code] for code in codes)}: {words}" for _value, words, codes in conflict.sides
        )
        yield f"{conflict.title} – {sides}"
    known = catalogue().indicators
    roles = {one.name: CounterpartRole(known[one.value.indicator].counterpart_role).label for one in group}
    if len(set(map(str, roles.values()))) > 1:
        told = "; ".join(f"{name}: {role}" for name, role in roles.items())
        yield _("how the other side is told – %(sides)s") % {"sides": told}
    if len({one.when for one in group}) > 1:
        yield _("the year – %(dates)s") % {"dates": "; ".join(f"{one.name}: {one.when}" for one in group)}
    if any("R" in one.value.flag or "I" in one.value.flag for one in group):
        yield _("the producer has added refugees or imputed some figures; the flags say where")


def _gaps(a: str, b: str, found: dict[str, list[Value]], viewer: Viewer) -> tuple[Missing, ...]:
    """
    Indicators that know both sides and have no figure in a direction, by direction and reason.

    Not zero: not published. Each with the years of its edition, of which this pair has none.
    """
    known = catalogue()
    groups: dict[tuple[str, str, str], list[str]] = {}
    of_states = {state: _reasons_of(state) for state in (a, b)}
    for code in paired_indicators():
        row = known.indicators[code]
        if code not in known.default or row.measure == Measure.LETTERS:
            continue
        span = span_of(years_told(code))
        name = row.name.in_language(viewer.language)
        for state, counterpart in ((b, a), (a, b)):
            if not any(v.state == state and v.counterpart == counterpart for v in found.get(code, ())):
                reason = of_states[state].get(code) or _why_no_pair(code, state, counterpart)
                groups.setdefault((reason, state, counterpart), []).append(
                    f"{name} ({span})" if span else name
                )
    return tuple(
        Missing(
            _("%(state)s by %(counterpart)s: %(reason)s")
            % {
                "state": area_name(state, viewer),
                "counterpart": area_name(counterpart, viewer),
                "reason": reason,
            },
            tuple(names),
        )
        for (reason, state, counterpart), names in groups.items()
    )


def _why_no_pair(indicator: str, state: str, counterpart: str) -> str:
    known = catalogue()
    if is_left_out(known, known.default[indicator], indicator, state, counterpart, None):
        return _("the pack carries a part of the edition, without this pair")
    return _("the producer does not itemise this pair")


def _reasons_of(state: str) -> dict[str, str]:
    """Indicator -> why no figure of it is published for the state at all, in any year."""
    if not is_state_of_the_record(state):
        return {}
    return {
        row.indicator: row.reason
        for row in gaps(state)
        if row.code == "not-covered" or (row.code == "missing" and row.years == years_told(row.indicator))
    }


def largest(viewer: Viewer, n: int = 20) -> list[tuple[Row, str]]:
    """The largest corridors among the states of the record in the newest year, each with its address."""
    known = catalogue()
    if STOCK not in known.default:
        return []
    states = states_of_the_record()
    year = max(value.year for value in _any_stock(states))
    found = [value for value in matrix(STOCK, states, year) if value.state != value.counterpart]
    found.sort(key=lambda value: -(value.number or 0))
    return [
        (showing.row_of(value, viewer), f"observatory/corridor/{value.counterpart}/{value.state}")
        for value in found[:n]
    ]


def _any_stock(states: Sequence[str]) -> list[Value]:
    return list(latest(states, [STOCK]).values())
