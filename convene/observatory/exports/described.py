"""Each dataset as catalogues tell it: titles, producer, licence, years, areas, editions and where its figures are had."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from convene.core.viewer import Viewer
from convene.observatory.exports.sdmx.model import AGENCY, VERSION
from convene.observatory.models import Dataset
from convene.observatory.queries.catalogue import Catalogue, opened
from convene.registry.naming import named_one
from convene.registry.queries.reference import reference

Texts = Mapping[str, str]
MOST_IN_JSON = 100_000  # figures of one answer in JSON, which is made whole in memory
SELECTION = _(
    "A selection of the edition's figures: those of the states of the dialogue, and pairs among them."
)


@dataclass(frozen=True)
class Form:
    """One way to have the figures of a dataset. `metadata` is the address of what describes it, '' where none does."""

    name: str
    media_type: str
    file_type: str  # of the file types of the Publications Office of the EU
    address: str
    metadata: str = ""


@dataclass(frozen=True)
class Described:
    key: str
    iri: str
    titles: Texts
    descriptions: Texts
    attribution: Texts
    producer_iri: str
    producer: Texts
    producer_url: str
    licence: str
    licence_url: str
    source_url: str
    editions: tuple[tuple[str, str, str], ...]  # (key, label, published), the newest first
    selection: Texts  # that the newest edition is not here as a whole; empty where it is
    modified: str  # ISO day of the newest import; '' where the pack carries the figures
    first_year: int | None
    last_year: int | None
    indicators: tuple[Texts, ...]
    forms: tuple[Form, ...]


def described(viewer: Viewer) -> list[Described]:
    """The datasets of which an edition is served, in the order of the catalogue."""
    known = opened()[0]
    years = reference().remembered("years of datasets", _years)
    found = []
    for key, row in known.datasets.items():
        editions = [one for one in known.editions_of.get(key, ()) if one.key in known.served]
        if editions:
            found.append(_described(known, row, editions, years.get(key, (None, None)), viewer))
    return found


def _described(
    known: Catalogue, row: Dataset, editions: list[Any], years: tuple[int | None, int | None], viewer: Viewer
) -> Described:
    producer = row.producer.address
    names = {
        language: str(named_one(producer, Viewer(viewer.day, viewer.today, language)))
        for language in reference().languages
    }
    imported = editions[0].imported_at
    return Described(
        key=row.key,
        iri=iri_of(row.key),
        titles=row.title.plain(),
        descriptions=row.note.plain() or row.attribution.plain(),
        attribution=row.attribution.plain(),
        producer_iri=f"{settings.PUBLIC_URL}/{reference().languages[0]}/{producer}",
        producer=names,
        producer_url="",
        licence=row.licence,
        licence_url=row.licence_url,
        source_url=row.url,
        editions=tuple((one.key, one.label, one.published) for one in editions),
        selection={} if editions[0].complete else in_all_languages(lambda: SELECTION),
        modified=imported.date().isoformat() if imported else "",
        first_year=years[0],
        last_year=years[1],
        indicators=tuple(one.name.plain() for one in known.indicators.values() if one.dataset_key == row.key),
        forms=forms_of(row.key, editions),
    )


def in_all_languages(told: Callable[[], Any]) -> dict[str, str]:
    """A text of the interface in every language of the dialogue."""
    found = {}
    for language in reference().languages:
        with override(language):
            found[language] = str(told())
    return found


def iri_of(key: str) -> str:
    """The permanent name of a dataset for machines; it answers with its description."""
    return f"{settings.PUBLIC_URL}/api/datasets/{key}"


def forms_of(key: str, editions: Iterable[Any]) -> tuple[Form, ...]:
    """How the figures of these editions are had as a whole: JSON is made whole, so not for very many."""
    data = f"{settings.PUBLIC_URL}/api/sdmx/data/dataflow/{AGENCY}/{key}/{VERSION}/*?format="
    forms = (
        Form("SDMX-CSV 2.0", "text/csv", "CSV", f"{data}csv", f"{iri_of(key)}.csv-metadata.json"),
        Form("SDMX-ML 3.0", "application/xml", "XML", f"{data}xml"),
        Form("SDMX-JSON 2.0", "application/json", "JSON", f"{data}json"),
        Form("JSON-stat 2.0", "application/json", "JSON", f"{data}jsonstat"),
    )
    return forms if sum(one.rows for one in editions) <= MOST_IN_JSON else forms[:2]


def _years() -> dict[str, tuple[int, int]]:
    """The first and last year of each dataset, over its newest editions."""
    known, held = opened()
    found: dict[str, list[int]] = {}
    for code, edition in known.default.items():
        found.setdefault(known.indicators[code].dataset_key, []).extend(held.years(edition, code))
    return {key: (min(years), max(years)) for key, years in found.items() if years}
