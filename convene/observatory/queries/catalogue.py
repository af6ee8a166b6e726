"""
What is in the Observatory: datasets, indicators, editions and areas, held in memory per record version.

`catalogue()` also tells the store of this process which editions it serves.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from convene.core.told import tell
from convene.observatory.comparability import Concept
from convene.observatory.models import Dataset, Edition, Indicator, Snapshot, Territory, TerritoryNote
from convene.observatory.store import REPORT, EditionFiles, Store, folder_in, store
from convene.registry.queries.reference import reference


@dataclass(frozen=True)
class Catalogue:
    """
    Rows by key. `editions_of` has the newest edition of a dataset first; `served` are those whose figures are
    in the store; `default` is indicator -> the newest edition served that has figures of it.
    """

    datasets: Mapping[str, Dataset]
    indicators: Mapping[str, Indicator]
    editions: Mapping[str, Edition]
    snapshots: Mapping[int, Snapshot]
    territories: Mapping[str, Territory]
    territory_notes: Mapping[str, tuple[TerritoryNote, ...]]  # by the key of the dataset
    editions_of: Mapping[str, tuple[Edition, ...]]
    served: Mapping[str, EditionFiles]
    default: Mapping[str, str]
    concepts: Mapping[str, Concept]  # by the code of the indicator

    def dataset_of(self, indicator: str) -> Dataset:
        return self.datasets[self.indicators[indicator].dataset_key]

    def editions_with(self, indicator: str) -> tuple[Edition, ...]:
        """The editions served that have figures of an indicator, the newest first."""
        dataset = self.indicators[indicator].dataset_key
        return tuple(
            edition
            for edition in self.editions_of.get(dataset, ())
            if edition.key in self.served and indicator in edition.indicators
        )

    def notes_on(self, dataset: str, *areas: str) -> list[TerritoryNote]:
        """What a dataset's figures of these areas include or leave out."""
        return [note for note in self.territory_notes.get(dataset, ()) if note.area in areas]


def concept_of(indicator: Indicator) -> Concept:
    return Concept(
        indicator=indicator.key,
        measure=indicator.measure,
        population=indicator.population,
        counted=indicator.counted,
        moment=indicator.moment,
        unit=indicator.unit,
        dataset=indicator.dataset_key,
        rounding=indicator.rounding,
    )


def catalogue() -> Catalogue:
    """The catalogue of the present record version. The store is told at the same time what it serves."""
    found = reference().remembered("observatory", _read)
    store().serve(found.served.values())
    return found


def opened() -> tuple[Catalogue, Store]:
    """The catalogue, and the store that serves its editions."""
    return catalogue(), store()


def edition_folder(dataset: str, label: str) -> Path:
    """Where the generations of an edition lie."""
    return folder_in(settings.HOME) / dataset / label


def edition_order(edition: Edition) -> tuple[date, tuple[Any, ...]]:
    """Sorts editions of one dataset from the oldest to the newest: by the day told, else by their labels."""
    day = tell(edition.published).latest if edition.published else None
    return day or _year_in(edition.label) or date.min, natural(edition.label)


def natural(label: str) -> tuple[Any, ...]:
    """Sorts labels as people read them: 2024.9 before 2024.10."""
    return tuple(
        (1, int(part), "") if part.isdigit() else (0, 0, part) for part in re.findall(r"\d+|\D+", label)
    )


def _year_in(label: str) -> date | None:
    found = re.search(r"(?<!\d)(19|20)\d\d(?!\d)", label)
    return date(int(found[0]), 12, 31) if found else None


def report_of(edition: Edition) -> Mapping[str, Any]:
    """What the import of an edition found, its footnotes (`notes`) and what was done (`transformations`)."""
    return _report(str(edition_folder(*_place(edition)) / edition.generation / REPORT))


def _place(edition: Edition) -> tuple[str, str]:
    return getattr(edition, "dataset_key", "") or edition.dataset.key, edition.label


@lru_cache(maxsize=256)
def _report(file: str) -> Mapping[str, Any]:
    # A generation's folder never changes once it has its name.
    try:
        return json.loads(Path(file).read_text(encoding="utf-8"))
    except OSError:
        return {}


def _read() -> Catalogue:
    datasets = {row.key: row for row in Dataset.objects.select_related("producer")}
    keys = {row.pk: row.key for row in datasets.values()}
    indicators = {row.key: row for row in Indicator.objects.all()}
    editions = {row.key: row for row in Edition.objects.all()}
    for row in (*indicators.values(), *editions.values()):
        row.dataset_key = keys[row.dataset_id]
    notes: dict[str, list[TerritoryNote]] = defaultdict(list)
    for note in TerritoryNote.objects.order_by("area", "key"):
        notes[keys[note.dataset_id]].append(note)
    ordered: dict[str, list[Edition]] = defaultdict(list)
    for edition in sorted(editions.values(), key=edition_order, reverse=True):
        ordered[edition.dataset_key].append(edition)
    served = {row.key: files for row in editions.values() if (files := _files(row))}
    default: dict[str, str] = {}
    for code, row in indicators.items():
        for edition in ordered[row.dataset_key]:
            if edition.key in served and code in edition.indicators:
                default[code] = edition.key
                break
    return Catalogue(
        datasets=datasets,
        indicators=indicators,
        editions=editions,
        snapshots={row.pk: row for row in Snapshot.objects.all()},
        territories={row.key: row for row in Territory.objects.all()},
        territory_notes={key: tuple(found) for key, found in notes.items()},
        editions_of={key: tuple(found) for key, found in ordered.items()},
        served=served,
        default=default,
        concepts={code: concept_of(row) for code, row in indicators.items()},
    )


def _files(edition: Edition) -> EditionFiles | None:
    """The folder of an edition's figures, or None where there is none (yet)."""
    if not edition.generation:
        return None
    folder = edition_folder(edition.dataset_key, edition.label) / edition.generation
    return EditionFiles(edition.key, folder, edition.generation) if folder.is_dir() else None
