"""
What a page of figures shows: its rows, its chart, its words. Pages render it, downloads write it out.

A page and its downloads are made of the same object, so a file holds exactly what the page shows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from convene.core.viewer import Viewer
from convene.observatory.queries.catalogue import catalogue, edition_order
from convene.ui.charts import Chart


@dataclass(frozen=True)
class Row:
    """One figure with everything that says what it is, or a gap: `value` None and the reason."""

    indicator: str
    indicator_name: str
    area: str
    area_name: str
    counterpart: str
    counterpart_name: str
    year: int
    month: int  # 0: the year as a whole, or its moment
    sex: str
    value: int | float | None
    unit: str
    flag: str
    note: str
    reason: str  # why there is no value
    edition: str
    passport: str  # address of the figure's own page on this site, without host

    @property
    def period(self) -> str:
        return f"{self.year}-{self.month:02d}" if self.month else str(self.year)


@dataclass(frozen=True)
class Attribution:
    """Whose figures these are, from which edition, and under which licence."""

    edition: str
    dataset: str
    title: str
    label: str
    words: str
    licence: str
    licence_url: str
    citation: str
    path: str  # of the dataset's page, without language


@dataclass(frozen=True)
class Shown:
    title: str
    description: str
    rows: tuple[Row, ...]
    attributions: tuple[Attribution, ...]
    address: str  # of the page, whole
    language: str
    day: date  # of the newest edition shown: files made of the same figures have the same bytes
    chart: Chart | None = None
    notes: tuple[str, ...] = field(default=())  # footnotes, warnings, what territories include


def number_of(value: float | None) -> int | float | None:
    """A whole number as one, so that files do not say 1102774.0."""
    if value is None:
        return None
    return int(value) if float(value).is_integer() else value


def attributions_of(editions: Iterable[str], viewer: Viewer) -> tuple[Attribution, ...]:
    """The producers of these editions, each edition once, in the order of datasets."""
    known = catalogue()
    found = [known.editions[key] for key in set(editions) if key in known.editions]
    found.sort(key=lambda edition: (known.datasets[edition.dataset_key].position, edition.key))
    language = viewer.language
    result = []
    for edition in found:
        dataset = known.datasets[edition.dataset_key]
        result.append(
            Attribution(
                edition=edition.key,
                dataset=dataset.key,
                title=dataset.title.in_language(language),
                label=edition.label,
                words=dataset.attribution.in_language(language),
                licence=dataset.licence,
                licence_url=dataset.licence_url,
                citation=edition.citation,
                path=dataset.address,
            )
        )
    return tuple(result)


def credit_lines(attributions: Iterable[Attribution]) -> tuple[str, ...]:
    """One line an edition, for pictures that travel alone."""
    return tuple(f"{one.words.rstrip('.')}. {one.title}, {one.label}. {one.licence}." for one in attributions)


def newest_day(editions: Iterable[str]) -> date:
    """The day of the newest edition, as told; files made of it are dated with it."""
    known = catalogue()
    days = [edition_order(known.editions[key])[0] for key in set(editions) if key in known.editions]
    return max(days, default=date(2000, 1, 1))
