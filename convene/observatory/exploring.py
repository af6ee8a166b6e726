"""
The explorer: indicators of states over years, as lines, bars or a table, and the same as files.

Two concepts never share an axis in silence: without `mixed=yes` they are refused with the reasons; with it the
picture itself says so. Two units never do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from convene.core.viewer import Viewer
from convene.observatory import showing
from convene.observatory.areas import area_name, states_of_the_record
from convene.observatory.choosing import Asked
from convene.observatory.comparability import Aspect, Conflict
from convene.observatory.queries.catalogue import catalogue
from convene.observatory.queries.looking_up import Value
from convene.observatory.queries.values import conflicts_between, latest, values_of
from convene.observatory.shown import Row, Shown, attributions_of, newest_day
from convene.ui.charts import Bar, Break, Chart, Series, Table, bar_chart, line_chart
from convene.ui.charts.line import table_of

LINES = 6  # more cannot be told apart


@dataclass(frozen=True)
class Explored:
    """
    `shown` has no chart where the table is asked for, where concepts are refused (`conflicts` not empty and
    not asked to mix) or where there are more lines than can be told apart (`too_many`).
    """

    asked: Asked
    shown: Shown
    conflicts: tuple[Conflict, ...]
    refused: bool
    too_many: bool
    chosen_for_reader: bool  # the states are our choice: those with the largest figures
    notes: tuple[str, ...]
    table: Table

    @property
    def told_conflicts(self) -> list[tuple[str, str]]:
        """(what differs, the sides in words with the names of their indicators)."""
        known = catalogue().indicators
        found = []
        for one in self.conflicts:
            sides = []
            for value, words, codes in one.sides:
                names = ", ".join(known[code].name.in_language(self.shown.language) for code in codes)
                if one.aspect == Aspect.DATASET:
                    words = catalogue().datasets[value].title.in_language(self.shown.language)
                elif one.aspect == Aspect.UNIT:
                    words = known[codes[0]].unit_name.in_language(self.shown.language)
                sides.append(f"{words} ({names})")
            found.append((str(one.title), "; ".join(sides)))
        return found

    @property
    def definitions(self) -> list[tuple[str, str]]:
        """(name, path of the indicator's page) of what is shown."""
        known = catalogue().indicators
        rows = [known[code] for code in self.asked.indicators]
        return [(row.name.in_language(self.shown.language), row.address) for row in rows]

    @property
    def never(self) -> bool:
        """Whether no axis can hold all that is asked for, mixed or not."""
        return any(one.is_absolute for one in self.conflicts)


def explore(asked: Asked, viewer: Viewer, address: str) -> Explored:
    """Everything that the page, its embedded form and its downloads show."""
    chosen_for_reader = not asked.states
    if chosen_for_reader:
        asked = replace(asked, states=_largest(asked.indicators))
    values = _values(asked)
    conflicts = tuple(conflicts_between(asked.indicators))
    refused = any(one.is_absolute for one in conflicts) or bool(conflicts and not asked.mixed)
    rows = _rows(asked, values, viewer)
    lines = _lines(asked, values)
    too_many = asked.form == "line" and len(lines) > LINES
    title = _title(asked, viewer)
    passed_over = showing.edition_notes((one for known in values.values() for one in known.values()), viewer)
    warning = " ".join((*([_warning(conflicts)] if conflicts else []), *passed_over))
    chart = None
    if not refused and not too_many and asked.form != "table" and values:
        chart = (_bars if asked.form == "bar" else _line)(title, asked, lines, viewer)
        chart = chart.with_warning(warning) if warning else chart
    notes = (*_notes(asked, rows, viewer), *passed_over)
    return Explored(
        asked=asked,
        shown=Shown(
            title=title,
            description=_description(asked, viewer),
            rows=rows,
            attributions=attributions_of({row.edition for row in rows}, viewer),
            address=address,
            language=viewer.language,
            day=newest_day({row.edition for row in rows}),
            chart=chart,
            notes=(*notes, *showing.footnotes_of((*asked.states, asked.other), viewer)),
        ),
        conflicts=conflicts,
        refused=refused,
        too_many=too_many,
        chosen_for_reader=chosen_for_reader,
        notes=notes,
        table=chart.table if chart else table_of(title, _series(asked, lines, viewer)),
    )


Line = tuple[str, str]  # indicator, state


def _largest(indicators: Sequence[str], n: int = 5) -> tuple[str, ...]:
    """The states of the record with the largest newest figures of the first indicator."""
    newest = latest(states_of_the_record(), indicators[:1])
    ranked = sorted(newest.values(), key=lambda value: -(value.number or 0))
    return tuple(value.state for value in ranked[:n])


def _values(asked: Asked) -> dict[Line, dict[int, Value]]:
    known = catalogue()
    of_edition = [
        code
        for code in asked.indicators
        if asked.edition and known.indicators[code].dataset_key == known.editions[asked.edition].dataset_key
    ]
    others = [code for code in asked.indicators if code not in of_edition]
    found = values_of(asked.states, others, sex=asked.sex, counterpart=asked.other) if others else []
    if of_edition:
        found += values_of(
            asked.states, of_edition, edition=asked.edition, sex=asked.sex, counterpart=asked.other
        )
    by_line: dict[Line, dict[int, Value]] = {}
    for value in showing.of_each_year(found):
        if (asked.first or 0) <= value.year <= (asked.last or 9999):
            by_line.setdefault((value.indicator, value.state), {})[value.year] = value
    return by_line


def _lines(asked: Asked, values: Mapping[Line, dict[int, Value]]) -> dict[Line, dict[int, Value | None]]:
    """
    Each line with the years that its edition has, None where this state has no figure.

    A year that the edition has for none of the states shown is no gap: stocks come every fifth year.
    """
    found = {}
    for code in asked.indicators:
        years = sorted(
            {year for (indicator, _s), known in values.items() if indicator == code for year in known}
        )
        for state in asked.states:
            known = values.get((code, state), {})
            found[code, state] = {year: known.get(year) for year in years}
    return found


def _rows(asked: Asked, values: Mapping[Line, dict[int, Value]], viewer: Viewer) -> tuple[Row, ...]:
    known = catalogue().indicators
    rows = []
    for (code, state), years in _lines(asked, values).items():
        if not any(years.values()):
            rows.append(
                showing.gap_of(
                    known[code], state, max(years, default=asked.last or 0), viewer, counterpart=asked.other, sex=asked.sex,
                    reason=_("The producer publishes no figure of this indicator for this state."),
                )
            )  # fmt: skip
            continue
        for year, value in years.items():
            rows.append(
                showing.row_of(value, viewer)
                if value
                else showing.gap_of(known[code], state, year, viewer, counterpart=asked.other, sex=asked.sex)
            )
    return tuple(rows)


def _label(line: Line, asked: Asked, viewer: Viewer) -> str:
    code, state = line
    name, indicator = area_name(state, viewer), catalogue().indicators[code].name.in_language(viewer.language)
    if len(asked.indicators) == 1:
        return str(name)
    return indicator if len(asked.states) == 1 else f"{name}: {indicator}"


def _series(asked: Asked, lines: Mapping[Line, dict[int, Value | None]], viewer: Viewer) -> list[Series]:
    drawn = []
    for line, years in lines.items():
        known = {year: value for year, value in years.items() if value}
        drawn.append(
            Series(
                label=_label(line, asked, viewer),
                points=tuple(
                    (year, showing.displayed(value) if value else None) for year, value in years.items()
                ),
                hrefs={year: f"/{viewer.language}/{value.passport_path}" for year, value in known.items()},
                notes={year: value.flag for year, value in known.items() if value.flag},
            )
        )
    return drawn


def _line(title: str, asked: Asked, lines: Mapping[Line, dict[int, Value | None]], viewer: Viewer) -> Chart:
    breaks: dict[int, list[str]] = {}
    for line, years in lines.items():
        for year, value in years.items():
            if value and "b" in value.flag:
                breaks.setdefault(year, []).append(_label(line, asked, viewer))
    marks = [
        Break(year, _("break in the series, as the producer flags it: %(who)s") % {"who": ", ".join(who)})
        for year, who in sorted(breaks.items())
    ]
    return line_chart(title, _series(asked, lines, viewer), unit=_unit(asked, viewer), breaks=marks)


def _bars(title: str, asked: Asked, lines: Mapping[Line, dict[int, Value | None]], viewer: Viewer) -> Chart:
    """The newest figure of each line, the largest first; a year that is not the newest of all stands beside it."""
    newest = max((year for years in lines.values() for year, value in years.items() if value), default=0)
    bars = []
    for line, years in lines.items():
        year, value = next(((y, v) for y, v in reversed(years.items()) if v), (newest, None))
        label = _label(line, asked, viewer)
        bars.append(
            Bar(
                label=label if year == newest else f"{label} ({year})",
                value=showing.displayed(value) if value else None,
                note=value.flag if value else "",
                cell_href=f"/{viewer.language}/{value.passport_path}" if value else "",
            )
        )
    bars.sort(key=lambda bar: (bar.value is None, -(bar.value or 0)))
    return bar_chart(f"{title}, {newest}", bars, unit=_unit(asked, viewer), first_column=_("State"))


def _unit(asked: Asked, viewer: Viewer) -> str:
    row = catalogue().indicators[asked.indicators[0]]
    return row.unit_name.in_language(viewer.language)


def _title(asked: Asked, viewer: Viewer) -> str:
    known = catalogue().indicators
    names = [known[code].name.in_language(viewer.language) for code in asked.indicators]
    title = "; ".join(names)
    if len(asked.states) == 1:
        title = f"{area_name(asked.states[0], viewer)}: {title}"
    if asked.other:
        title = f"{title} ({area_name(asked.other, viewer)})"
    return f"{title} ({ {'F': _('women'), 'M': _('men')}[asked.sex] })" if asked.sex != "T" else title


def _description(asked: Asked, viewer: Viewer) -> str:
    known = catalogue().indicators
    return " ".join(known[code].definition.in_language(viewer.language) for code in asked.indicators)


def _warning(conflicts: Sequence[Conflict]) -> str:
    return _("Different concepts on one axis. They differ in: %(aspects)s.") % {
        "aspects": "; ".join(str(one.title) for one in conflicts)
    }


def _notes(asked: Asked, rows: Sequence[Row], viewer: Viewer) -> tuple[str, ...]:
    known = catalogue().indicators
    concepts = [
        f"{known[code].name.in_language(viewer.language)}. {showing.concept_words(known[code])}."
        for code in asked.indicators
    ]
    monthly = (
        [_("Where a year has months only, its last month is shown.")]
        if any(row.month for row in rows)
        else []
    )
    as_known_in = (
        [_("As known in the edition %(edition)s.") % {"edition": catalogue().editions[asked.edition].label}]
        if asked.edition
        else []
    )
    return (
        *concepts,
        *as_known_in,
        *monthly,
        *showing.flag_words(row.flag for row in rows),
        *showing.territory_notes_of(asked.indicators, asked.states, viewer),
    )
