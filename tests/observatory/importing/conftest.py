"""An empty store in a folder of its own, and a catalogue to import into."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from convene.observatory.observation import COLUMNS
from convene.observatory.operations.import_file import Report, import_file, recognise
from convene.observatory.queries.catalogue import catalogue, opened
from convene.observatory.store import Asked
from tests.observatory.importing.catalogued import catalogued

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
ANYTHING = Asked(counterparts=None, sexes=None, ages=None, details=None)


@dataclass
class Desk:
    """Where files are brought in."""

    folder: Path

    def bring(
        self,
        content: bytes,
        name: str = "stocks.csv",
        *,
        label: str = "",
        replace: bool = False,
        dry_run: bool = False,
    ) -> Report:
        path = self.folder / name
        path.write_bytes(content)
        return import_file(recognise(path, label=label), at=NOW, replace_edition=replace, dry_run=dry_run)

    def generation(self, edition: str) -> str:
        return catalogue().served[edition].generation

    def served(self) -> dict[str, list[tuple]]:
        """Everything that is served, edition by edition: all a page could show."""
        known, store = opened()
        return {
            key: [tuple(getattr(row, name) for name in COLUMNS) for row in store.rows([key], ANYTHING)]
            for key in sorted(known.served)
        }

    def left_behind(self) -> list[str]:
        """Folders of editions that no catalogue names."""
        named = {files.folder for files in catalogue().served.values()}
        found = (path for path in (self.folder / "observations").glob("*/*/*") if path.is_dir())
        return [str(path) for path in found if path not in named]


@pytest.fixture
def desk(db, tmp_path, settings):
    settings.HOME = tmp_path
    catalogued()
    return Desk(tmp_path)
