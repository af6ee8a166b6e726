"""The sections of figures: each a table of lines, then drawings and the largest countries side by side."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convene.core.text import Text
from convene.core.viewer import Viewer
from convene.observatory.areas import area_name
from convene.observatory.factsheets.drawings import figure_of, map_of, years_chart
from convene.observatory.factsheets.figures import TOP, Figures
from convene.observatory.factsheets.lines import WORKING_AGE, Part
from convene.observatory.factsheets.notes import Notes
from convene.observatory.factsheets.wording import (
    edition_in_words,
    moment_in_words,
    number,
    unit_in_words,
    value_in_words,
)
from convene.observatory.models import Indicator, NationalValue
from convene.observatory.queries.catalogue import Catalogue, catalogue, report_of
from convene.observatory.queries.looking_up import as_value
from convene.observatory.store import Found
from convene.registry.naming import naming_day
from convene.registry.queries.names import designation
from convene.registry.queries.reference import reference
from convene.ui.documents.model import (
    Block,
    Fact,
    FactRow,
    FactTable,
    Figure,
    Prose,
    Run,
    Section,
    SideBySide,
    TableBlock,
)
from convene.ui.formats import told as told_day

LONG, SHORT = (
    9,
    5,
)  # countries of a table that ends with their sum; of one that shares its column with another
AGES_AFTER = "age_dependency_ratio"  # the line after which the population of working age stands


@dataclass
class Telling:
    """One factsheet in the making: its figures, who reads it, the notes collected and the indicators told so far."""

    figures: Figures
    viewer: Viewer
    notes: Notes
    for_print: bool = False
    told: list[str] = field(default_factory=list)
    known: Catalogue = field(default_factory=catalogue)
    _producers: dict[str, str] = field(default_factory=dict)

    @property
    def indicators(self) -> dict[str, Indicator]:
        return self.known.indicators

    def name_of(self, code: str) -> str:
        """The name of an indicator."""
        found = self.indicators.get(code)
        return found.name.in_language(self.viewer.language) if found else code

    def area(self, code: str) -> str:
        """The name of an area with its star, whose footnote is then at the end of the document."""
        name = area_name(code, self.viewer)
        if name.mark:
            self.notes.star(name.footnote)
        return str(name)

    def fact(self, code: str) -> Fact:
        """The newest figure of an indicator, or that there is none."""
        found = self.figures.latest(code)
        if found is None:
            return Fact(self.name_of(code), _("no figure"), gap=True, code=code)
        if code not in self.told:
            self.told.append(code)
        return self.fact_of(found)

    def fact_of(self, found: Found) -> Fact:
        indicator, language = self.indicators[found.indicator], self.viewer.language
        value = as_value(self.known, found)
        return Fact(
            label=self.name_of(found.indicator),
            value=value_in_words(value.number, indicator, language),
            unit=unit_in_words(value.number, indicator, language),
            when=moment_in_words(indicator, found.year, found.month, language),
            source=self.producer(found.edition),
            marks=self.marks_of(found),
            href=f"/{language}/{value.passport_path}",
            number=value.number,
            code=found.indicator,
        )

    def producer(self, edition: str) -> str:
        """Who says so, shortly: "UN DESA, 2024". The list of sources names the edition in full."""
        if edition not in self._producers:
            row = self.known.editions[edition]
            dataset = self.known.datasets[row.dataset_key]
            self._producers[edition] = f"{producer_of(dataset, self.viewer)}, {edition_in_words(row.label)}"
        return self._producers[edition]

    def marks_of(self, found: Found) -> tuple[str, ...]:
        """Footnotes of a figure: the edition's own, and what its producer includes in this state."""
        edition = self.known.editions[found.edition]
        marks: list[str] = []
        if found.note:
            told = report_of(edition).get("notes", {})
            words = str(told.get(found.note, "")) if isinstance(told, dict) else ""
            marks += self.notes.mark(_in_words(words)) if words else ()
        for note in self.known.notes_on(edition.dataset_key, found.area):
            marks += self.notes.mark(note.text)
        return tuple(dict.fromkeys(marks))


def _in_words(note: str) -> Text | str:
    """A note of an edition: translated where it is one of ours, else a producer's, in the producer's English."""
    translated = _(note)
    return translated if translated != note else Text.of(en=note)


def producer_of(dataset, viewer: Viewer) -> str:
    """The producer's acronym where it has one, else its short name."""
    address = reference().addresses[dataset.producer_id]
    name = designation(address, on=naming_day(viewer), language=viewer.language)
    return name.acronym or name.short


def part_section(part: Part, telling: Telling) -> Section:
    """One section: the lines that have a figure, then drawings and largest countries side by side."""
    rows = []
    for code in part.codes:
        rows += [row] if (row := _row(code, telling)) else []
        if code == AGES_AFTER and (counted := working_age(telling)):
            rows.append(FactRow(counted.label, (counted, None, None)))
    lines: tuple[Block, ...] = (_table(rows),) if rows else ()
    drawn = _DRAWN.get(part.key, lambda _telling: ())(telling)
    return Section(str(part.title), (*lines, *drawn), key=part.key)


def working_age(telling: Telling) -> Fact | None:
    """
    Persons aged 15 to 64, counted from two figures of one edition and year; None where they are not both there.

    The ratio is (under 15 + over 64) / (15 to 64) x 100, so that the persons of these ages are population /
    (1 + ratio / 100): the definition turned round, no estimate. The note says so; the link is the ratio's passport.
    """
    ratio = telling.figures.latest(AGES_AFTER)
    if ratio is None:
        return None
    same = (ratio.edition, ratio.year, ratio.month)
    everybody = telling.figures.totals.get("population_midyear", ())
    whole = next((one.value for one in everybody if (one.edition, one.year, one.month) == same), None)
    if whole is None:
        return None
    counted = round(whole / (1 + ratio.value / 100))
    like, language = telling.fact_of(ratio), telling.viewer.language
    told = _(
        "Counted by Convene: population at mid-year / (1 + age dependency ratio / 100); %(share)s %% of all."
    )
    share = number(100 * counted / whole, 1, language)
    return Fact(
        label=str(WORKING_AGE),
        value=number(counted, 0, language),
        unit=unit_in_words(counted, telling.indicators["population_midyear"], language),
        when=like.when,
        source=like.source,
        marks=telling.notes.mark(told % {"share": share}),
        href=like.href,
        number=counted,
    )


def _row(code: str, telling: Telling) -> FactRow | None:
    """The newest figure, an earlier one, and the state's own. None where nobody has one."""
    if code not in telling.indicators:
        return None
    newest, own = telling.figures.latest(code), telling.figures.national_of(code)
    if newest is None and own is None:
        return None
    earlier = telling.figures.earlier(code)
    cells: list[Fact | None] = [
        telling.fact(code) if newest else None,
        _shortly(telling.fact_of(earlier), earlier) if earlier else None,
        _national_fact(own, telling) if own else None,
    ]
    return FactRow(telling.name_of(code), tuple(cells))


def _shortly(fact: Fact, found: Found) -> Fact:
    """An earlier figure: of the same moment as the newest, so the year says enough."""
    when = fact.when if found.month else str(found.year)
    return Fact(fact.label, fact.value, when=when, href=fact.href, number=fact.number, code=fact.code)


def _national_fact(own: NationalValue, telling: Telling) -> Fact:
    language = telling.viewer.language
    indicator = telling.indicators[own.indicator.key]
    decimals = max(0, -own.number.as_tuple().exponent)
    return Fact(
        label=telling.name_of(own.indicator.key),
        value=number(float(own.number), decimals, language),
        unit=own.unit or unit_in_words(float(own.number), indicator, language),
        when=told_day(own.reference_date, language),
        source=own.source,
        marks=telling.notes.mark(own.definition),
        number=float(own.number),
        code=own.indicator.key,
    )


def _table(rows: list[FactRow]) -> FactTable:
    """With a column for the state's own figures where it has given one of these."""
    columns = (_("International sources"), _("Earlier"), _("National sources"))
    shown = 3 if any(row.cells[2] for row in rows) else 2
    cut = tuple(FactRow(row.label, row.cells[:shown]) for row in rows)
    return FactTable("", _("Indicator"), columns[:shown], cut)


def _immigrants(telling: Telling) -> tuple[Block, ...]:
    return _beside(
        _years(telling, "immigrants", _("Immigrants over the years"), ("migrant_stock",)),
        _largest(telling, "origins", _("Main countries of origin"), "counterpart", "migrant_stock"),
    )


def _emigrants(telling: Telling) -> tuple[Block, ...]:
    beside_map = [
        _years(telling, "net-migration", _("Net migration over the years"), ("net_migration",)),
        _years(telling, "remittances", telling.name_of("remittances_received"), ("remittances_received",)),
    ]
    drawn = tuple(one for one in beside_map if one)
    shown = _destinations_map(telling)
    return _beside(
        _years(telling, "emigrants", _("Emigrants over the years"), ("emigrant_stock",)),
        _largest(telling, "destinations", _("Main countries of destination"), "area", "emigrant_stock"),
    ) + ((SideBySide((shown,), drawn),) if shown else _beside(*(*drawn, None, None)[:2]))


def _destinations_map(telling: Telling) -> Figure | None:
    rows = telling.figures.tops.get("destinations", ())
    if not rows:
        return None
    language = telling.viewer.language
    title = _("Where emigrants live, %(when)s") % {
        "when": moment_in_words(telling.indicators[rows[0].indicator], rows[0].year, 0, language)
    }
    values = {row.area: (row.value, telling.area(row.area)) for row in rows}
    unit = telling.indicators[rows[0].indicator].unit_name.in_language(language)
    return map_of(
        f"{title} ({unit})",
        values,
        telling.figures.state,
        "destinations",
        source=telling.producer(rows[0].edition),
        unit=unit,
        for_print=telling.for_print,
    )


def _protection(telling: Telling) -> tuple[Block, ...]:
    chart = _years(
        telling,
        "protection",
        _("Refugees over the years"),
        ("unhcr_refugees_hosted", "unhcr_refugees_origin"),
    )
    protected = _reported(
        telling, "protection_hosts", _("Nationals under temporary protection, by host country"), SHORT
    )
    few = SHORT if protected else TOP
    hosts = _largest(
        telling, "refugee_hosts", _("Refugees by country of asylum"), "area", "unhcr_refugees_origin", few
    )
    origins = _largest(
        telling, "refugee_origins", _("Refugees by country of origin"), "counterpart", "unhcr_refugees_hosted", few
    )  # fmt: skip
    larger = hosts if _sum(telling, "refugee_hosts") >= _sum(telling, "refugee_origins") else origins
    if chart and larger and protected:
        return (SideBySide((chart,), (larger, protected)),)
    return _beside(chart, larger or protected)


def _sum(telling: Telling, name: str) -> float:
    return sum(row.value for row in telling.figures.tops.get(name, ()))


def _irregular(telling: Telling) -> tuple[Block, ...]:
    """
    Detections of nationals, and who returned them; in a state that itself reports persons found without a right
    to stay, these by year. One drawing alone is not worth half a page.
    """
    drawn = [
        _years(telling, code, telling.name_of(code), (code,))
        for code in ("frontex_detections", "illegally_present")
    ]
    returned = _reported(telling, "returned_by", _("Nationals returned, by country that returned them"))
    found = [one for one in (*drawn, returned) if one]
    return _beside(found[0], found[1]) if len(found) > 1 else ()


_DRAWN = {
    "immigrants": _immigrants,
    "emigrants": _emigrants,
    "protection": _protection,
    "irregular": _irregular,
}


def _beside(left: Block | None, right: Block | None) -> tuple[Block, ...]:
    """Two pieces side by side; a picture alone keeps its half of the page, a table alone takes it all."""
    if left and right:
        return (SideBySide((left,), (right,)),)
    if isinstance(left or right, Figure):
        return (SideBySide((left or right,), ()),)
    return tuple(block for block in (left, right) if block)


def _years(telling: Telling, name: str, title: str, codes: tuple[str, ...]) -> Figure | None:
    lines = [(code, telling.name_of(code)) for code in codes if code in telling.figures.totals]
    if not lines:
        return None
    chart = years_chart(title, telling.figures, lines, telling.indicators, telling.viewer.language)
    if chart is None:
        return None
    source = telling.producer(telling.figures.totals[lines[0][0]][-1].edition)
    return figure_of(chart, f"{name}-years", for_print=telling.for_print, source=source)


def _reported(telling: Telling, name: str, title: str, most: int = LONG) -> TableBlock | None:
    """
    The state's citizens by the country that reports them, with the sum of all countries that do.

    The sum is of figures that their producer rounds: it may differ from a total of its own by a few persons.
    """
    rows = [row for row in telling.figures.tops.get(name, ()) if row.value]
    if not rows:
        return None
    language, indicator = telling.viewer.language, telling.indicators[rows[0].indicator]
    whole = sum(row.value for row in rows)
    lines: list[tuple[Prose, ...]] = [_line_of(telling, row, row.area, whole) for row in rows[:most]]
    told = value_in_words(whole, indicator, language)
    everybody = ngettext("%(count)s country that reports", "%(count)s countries that report", len(rows))
    total = everybody % {"count": len(rows)}
    lines.append((Run(total, strong=True), Run(told, strong=True), number(100, 1, language)))
    when = moment_in_words(indicator, rows[0].year, rows[0].month, language)
    header = (_("Country"), indicator.unit_name.in_language(language).capitalize(), "%")
    source = telling.producer(rows[0].edition)
    return TableBlock(f"{title}, {when}", header, tuple(lines), (1, 2), source=source, widths=(3, 1.4, 0.8))


def _line_of(telling: Telling, row: Found, other: str, whole: float | None) -> tuple[Prose, ...]:
    """A country, its figure with the passport, its share of the whole."""
    language = telling.viewer.language
    value = as_value(telling.known, row)
    told = value_in_words(value.number, telling.indicators[row.indicator], language)
    share = number(100 * row.value / whole, 1, language) if whole else ""
    return telling.area(other), Run(told, href=f"/{language}/{value.passport_path}"), share


def _largest(
    telling: Telling, name: str, title: str, side: str, whole: str, most: int = TOP
) -> TableBlock | None:
    """The largest identified countries with their share of the whole, where the whole is of the same year."""
    rows = [row for row in telling.figures.tops.get(name, ()) if row.value]
    if not rows:
        return None
    language = telling.viewer.language
    total = next(
        (one.value for one in telling.figures.totals.get(whole, ()) if one.year == rows[0].year), None
    )
    lines = [_line_of(telling, row, getattr(row, side), total) for row in rows[:most]]
    indicator = telling.indicators[rows[0].indicator]
    when = moment_in_words(indicator, rows[0].year, rows[0].month, language)
    header = (_("Country"), indicator.unit_name.in_language(language).capitalize(), "%")
    source = telling.producer(rows[0].edition)
    return TableBlock(f"{title}, {when}", header, tuple(lines), (1, 2), source=source, widths=(3, 1.4, 0.8))
