"""Adapt one publisher's file on a workbench, without a database: what tests of adapters look at."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from pathlib import Path

from convene.observatory.adapters import adapters_for
from convene.observatory.readers import read
from convene.observatory.workbench import Workbench


def adapted(path: Path, dataset: str = "", edition: str = "test") -> Workbench:
    """The workbench after the only adapter that recognises the file, or that of `dataset`, has done its work."""
    raw = read(path)
    found = [one for one in adapters_for(raw) if dataset in ("", one.dataset)]
    assert len(found) == 1, [one.dataset for one in found]
    bench = Workbench()
    found[0].adapt(bench, raw, edition)
    return bench


def value(
    bench: Workbench, indicator: str, area: str, year: int, counterpart: str = "", **more
) -> float | None:
    """One figure, or None where there is none."""
    rows = bench.connection.execute(
        """SELECT value FROM observed WHERE indicator = ? AND area = ? AND counterpart = ? AND year = ? AND month = ?
           AND sex = ? AND age = 'T' AND detail = ?""",
        [
            indicator,
            area,
            counterpart,
            year,
            more.get("month", 0),
            more.get("sex", "T"),
            more.get("detail", ""),
        ],
    ).fetchall()
    assert len(rows) < 2
    return rows[0][0] if rows else None


def plain(path: Path, encoding: str = "utf-8", delimiter: str = ",") -> Iterator[dict[str, str]]:
    """The rows of a file as Python's csv reads them: nothing of ours in between."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding=encoding, newline="") as file:
        yield from csv.DictReader(file, delimiter=delimiter)
