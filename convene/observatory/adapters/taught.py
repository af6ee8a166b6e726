"""Datasets that are taught by a table, not by Python: an adapter is made of each description (`taught_table`)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from convene.observatory.adapters import Adapter
from convene.observatory.adapters.taught_rows import adapt
from convene.observatory.adapters.taught_table import teaching_of
from convene.observatory.readers import RawFile


def adapter_of(dataset: str, path: Path) -> Adapter:
    """The adapter of a dataset that a description teaches."""
    told = teaching_of(path)
    return Adapter(dataset, lambda raw: told.table_of(raw) is not None, _edition, partial(adapt, told))


def _edition(raw: RawFile) -> str | None:
    """The day of the last update, where the format tells it."""
    for table in raw.tables:
        if told := table.attributes.get("last update", "")[:10]:
            return told if told[:4].isdigit() else None
    return None


def taught_in(folder: Path) -> Iterator[Adapter]:
    """An adapter for each description in a folder; its name is the key of the dataset."""
    if folder.is_dir():
        for path in sorted(folder.glob("*.csv")):
            if not path.stem.startswith("codes"):
                yield adapter_of(path.stem, path)
