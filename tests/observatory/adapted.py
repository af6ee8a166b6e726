"""The publishers' real files, each adapted once for all tests of a run, without a database."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from convene.observatory.adapters import adapters_for
from convene.observatory.readers import read
from convene.observatory.workbench import Workbench


class Figures:
    """What an adapter made of a file: figures, missing cells, rows set aside, checks."""

    def __init__(self, bench: Workbench, dataset: str, edition: str) -> None:
        self.bench, self.dataset, self.edition = bench, dataset, edition

    def rows(self, sql: str, *parameters: object) -> list[tuple]:
        return self.bench.connection.execute(sql, list(parameters)).fetchall()

    def observation(
        self, indicator: str, area: str, year: int, counterpart: str = "", **other: object
    ) -> tuple:
        """(value, flag, note, row), or () where there is no figure."""
        key = {"month": 0, "sex": "T", "age": "T", "detail": "", **other}
        found = self.rows(
            "SELECT value, flag, note, row FROM observed WHERE indicator = ? AND area = ? AND year = ? "
            f"AND counterpart = ? AND {' AND '.join(f'{name} = ?' for name in key)}",
            indicator,
            area,
            year,
            counterpart,
            *key.values(),
        )
        assert len(found) <= 1
        return found[0] if found else ()

    def value(
        self, indicator: str, area: str, year: int, counterpart: str = "", **other: object
    ) -> float | None:
        found = self.observation(indicator, area, year, counterpart, **other)
        return found[0] if found else None

    def why_missing(self, indicator: str, area: str, year: int, **other: object) -> set[str]:
        key = {"sex": "T", "month": 0, **other}
        return {
            reason
            for (reason,) in self.rows(
                "SELECT reason FROM missing_cells WHERE indicator = ? AND area = ? AND year = ? "
                f"AND {' AND '.join(f'{name} = ?' for name in key)}",
                indicator,
                area,
                year,
                *key.values(),
            )
        }

    def failed(self) -> dict[str, tuple[str, ...]]:
        return {check.name: check.examples for check in self.bench.checks if not check.passed}


@cache
def figures(path: Path, edition: str = "") -> Figures:
    """Read, recognise and adapt a file, as an import does before it writes anything."""
    raw = read(path)
    (adapter,) = adapters_for(raw)
    label = edition or adapter.edition_of(raw) or ""
    bench = Workbench()
    adapter.adapt(bench, raw, label)
    return Figures(bench, adapter.dataset, label)


@cache
def lines(path: Path, encoding: str = "utf-8-sig", delimiter: str = ",") -> tuple[dict[str, str], ...]:
    """The lines of a file as the standard library reads them, for figures computed without our code."""
    return tuple(_lines(path, encoding, delimiter))


def _lines(path: Path, encoding: str, delimiter: str) -> Iterator[dict[str, str]]:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding=encoding, newline="") as text:
        yield from csv.DictReader(text, delimiter=delimiter)
