"""The sections of figures: each a drawing or two, a table of the largest countries, and a table of lines."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from convene.core.viewer import Viewer
from convene.observatory.areas import area_name
from convene.observatory.factsheets.drawings import figure_of, map_of, years_chart
from convene.observatory.factsheets.figures import TOP, Figures
from convene.observatory.factsheets.lines import Part
from convene.observatory.factsheets.notes import Notes
from convene.observatory.factsheets.wording import (
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
        """Who says so, shortly: "UN DESA, 2024"."""
        if edition not in self._producers:
            row = self.known.editions[edition]
            dataset = self.known.datasets[row.dataset_key]
            self._producers[edition] = f"{producer_of(dataset, self.viewer)}, {row.label}"
        return self._producers[edition]

    def marks_of(self, found: Found) -> tuple[str, ...]:
        """Footnotes of a figure: the edition's own, and what its producer includes in this state."""
        edition = self.known.editions[found.edition]
        marks: list[str] = []
        if found.note:
            told = report_of(edition).get("notes", {})
            marks += self.notes.mark(str(told.get(found.note, "")) if isinstance(told, dict) else "")
        for note in self.known.notes_on(edition.dataset_key, found.area):
            marks += self.notes.mark(note.text)
        return tuple(dict.fromkeys(marks))


def producer_of(dataset, viewer: Viewer) -> str:
    """The producer's acronym where it has one, else its short name."""
    address = reference().addresses[dataset.producer_id]
    name = designation(address, on=naming_day(viewer), language=viewer.language)
    return name.acronym or name.short


def part_section(part: Part, telling: Telling) -> Section:
    """One section: drawings and largest countries side by side, then the lines that have a figure."""
    blocks: list[Block] = list(_DRAWN.get(part.key, lambda _telling: ())(telling))
    rows = [row for code in part.codes if (row := _row(code, telling))]
    if rows:
        blocks.append(_table(rows, telling))
    return Section(str(part.title), tuple(blocks), key=part.key)


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
    ]
    if telling.figures.national:
        cells.append(_national_fact(own, telling) if own else None)
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


def _table(rows: list[FactRow], telling: Telling) -> FactTable:
    columns = [_("International sources"), _("Earlier")]
    if telling.figures.national:
        columns.append(_("National sources"))
    return FactTable("", _("Indicator"), tuple(columns), tuple(rows))


def _immigrants(telling: Telling) -> tuple[Block, ...]:
    return _beside(
        _years(telling, "immigrants", _("Immigrants over the years"), ("migrant_stock",)),
        _largest(telling, "origins", _("Main countries of origin"), "counterpart", "migrant_stock"),
    )


def _emigrants(telling: Telling) -> tuple[Block, ...]:
    return _beside(
        _years(telling, "emigrants", _("Emigrants over the years"), ("emigrant_stock",)),
        _largest(telling, "destinations", _("Main countries of destination"), "area", "emigrant_stock"),
    ) + _beside(
        _destinations_map(telling),
        _years(telling, "net-migration", _("Net migration over the years"), ("net_migration",)),
    )


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
        title,
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
    hosts = _largest(
        telling, "refugee_hosts", _("Refugees by country of asylum"), "area", "unhcr_refugees_origin"
    )
    origins = _largest(
        telling, "refugee_origins", _("Refugees by country of origin"), "counterpart", "unhcr_refugees_hosted"
    )  # fmt: skip
    larger = hosts if _sum(telling, "refugee_hosts") >= _sum(telling, "refugee_origins") else origins
    return _beside(chart, larger)


def _sum(telling: Telling, name: str) -> float:
    return sum(row.value for row in telling.figures.tops.get(name, ()))


_DRAWN = {"immigrants": _immigrants, "emigrants": _emigrants, "protection": _protection}


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


def _largest(telling: Telling, name: str, title: str, side: str, whole: str) -> TableBlock | None:
    """The largest identified countries with their share of the whole, where the whole is of the same year."""
    rows = telling.figures.tops.get(name, ())
    if not rows:
        return None
    language = telling.viewer.language
    total = next(
        (one.value for one in telling.figures.totals.get(whole, ()) if one.year == rows[0].year), None
    )
    lines: list[tuple[Prose, ...]] = []
    for row in rows[:TOP]:
        other = getattr(row, side)
        value = as_value(telling.known, row)
        shown = Run(
            value_in_words(value.number, telling.indicators[row.indicator], language),
            href=f"/{language}/{value.passport_path}",
        )
        share = number(100 * row.value / total, 1, language) if total else ""
        lines.append((telling.area(other), shown, share))
    indicator = telling.indicators[rows[0].indicator]
    when = moment_in_words(indicator, rows[0].year, rows[0].month, language)
    header = (_("Country"), indicator.unit_name.in_language(language).capitalize(), "%")
    source = telling.producer(rows[0].edition)
    return TableBlock(f"{title}, {when}", header, tuple(lines), (1, 2), source=source, widths=(3, 1.4, 0.8))
