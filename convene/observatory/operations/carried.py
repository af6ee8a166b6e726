"""Figures that a pack carries: checked with the pack, loaded with it, written back with it."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
from django.db import transaction

from convene.accounts.record_version import touched_public
from convene.observatory import carrying, writing
from convene.observatory.models import Edition
from convene.observatory.observation import split_edition
from convene.observatory.queries.catalogue import Catalogue, edition_folder, opened, report_of
from convene.observatory.store import DATA, MISSING, REPORT, Store
from convene.observatory.workbench import CONFIGURATION
from convene.registry.queries.reference import reference

GENERATION = "carried-"
FORM = 2  # rises when what is written from the same file changes

Rows = Mapping[str, Mapping[str, Any]]


def check(pack: Path, rows: Rows) -> Iterator[carrying.BadLine]:
    """Everything wrong with the figures of a pack. `rows` are the pack's own rows by table and key."""
    datasets = {key: row.values["dataset"] for key, row in rows.get("editions", {}).items()}
    indicators: dict[str, set[str]] = {}
    for code, row in rows.get("indicators", {}).items():
        indicators.setdefault(row.values["dataset"], set()).add(code)
    areas = {*rows.get("states", {}), *rows.get("territories", {})}
    for edition in carrying.editions_in(pack):
        path = Path(pack) / carrying.FOLDER / f"{edition}.csv"
        if edition not in datasets:
            file = f"{carrying.FOLDER}/{path.name}"
            yield carrying.BadLine(file, 1, 1, "", edition, "a file named after an edition of editions.csv")
            continue
        yield from _faults(
            path, _digest(path), frozenset(indicators.get(datasets[edition], ())), frozenset(areas)
        )
        yield from _beside(path)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@lru_cache(maxsize=256)
def _faults(
    path: Path, digest: str, indicators: frozenset[str], areas: frozenset[str]
) -> tuple[carrying.BadLine, ...]:
    """A load checks the pack that was checked a moment ago: the same bytes have the same faults."""
    return tuple(carrying.faults(path, indicators, areas))


def _beside(path: Path) -> Iterator[carrying.BadLine]:
    file = path.with_suffix(".json")
    name = f"{carrying.FOLDER}/{file.name}"
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        yield carrying.BadLine(name, 1, 1, "", "", "the notes and transformations of the edition")
    except ValueError as error:
        yield carrying.BadLine(
            name, getattr(error, "lineno", 1), getattr(error, "colno", 1), "", "this", "JSON"
        )
    else:
        if not isinstance(found, dict) or set(found) != {"notes", "transformations"}:
            yield carrying.BadLine(name, 1, 1, "", ", ".join(found), "notes and transformations")


def load(pack: Path) -> int:
    """
    Bring the carried figures of every edition that is not whole into the store. Returns how many editions changed.

    Files without a fault only. What is in the store already is left as it is.
    """
    changed = 0
    editions = {row.key: row for row in Edition.objects.select_related("dataset")}
    connection = duckdb.connect(":memory:", config={**CONFIGURATION, "memory_limit": "500MB"})
    try:
        for key in carrying.editions_in(pack):
            edition = editions.get(key)
            if edition is not None and not _is_whole(edition):
                changed += _load_one(connection, edition, Path(pack) / carrying.FOLDER / f"{key}.csv")
    finally:
        connection.close()
    if changed:
        touched_public()
    return changed


def _is_whole(edition: Edition) -> bool:
    folder = edition_folder(edition.dataset.key, edition.label) / edition.generation
    return edition.complete and bool(edition.generation) and folder.is_dir()


def _load_one(connection: duckdb.DuckDBPyConnection, edition: Edition, path: Path) -> int:
    beside = path.with_suffix(".json").read_bytes()
    mark = hashlib.sha256(path.read_bytes() + beside + bytes([FORM])).hexdigest()[:12]
    generation = GENERATION + mark
    folder = edition_folder(edition.dataset.key, edition.label)
    if edition.generation == generation and (folder / generation).is_dir():
        return 0
    if not (folder / generation / REPORT).exists():
        aside = writing.begin(folder, generation)
        carrying.read_into(connection, path)
        writing.write_figures(connection, aside)
        writing.write_report(aside, json.loads(beside))
        writing.finish(aside, folder, generation)
    file = str(folder / generation / f"{DATA}.parquet")
    codes = connection.execute(
        "SELECT DISTINCT indicator FROM read_parquet(?) ORDER BY ALL", [file]
    ).fetchall()
    Edition.objects.filter(pk=edition.pk).update(
        generation=generation, complete=False, indicators=[code for (code,) in codes]
    )
    return 1


@transaction.atomic
def ensure(pack: Path) -> int:
    """Put back what the store lacks of the carried figures: after a restored backup, or a lost folder."""
    return load(pack)


def export(pack: Path) -> list[Path]:
    """
    Write the figures of every edition served that the pack names, as `load` reads them.

    Of a whole edition the selection is written; of a carried one all there is, so load(export(x)) = x.
    """
    known, held = opened()
    folder = Path(pack) / carrying.FOLDER
    written = []
    # Choosing from a whole edition takes more memory than a web process gives its questions.
    connection = duckdb.connect(":memory:", config={**CONFIGURATION, "memory_limit": "1GB"})
    try:
        for key in sorted(known.served):
            folder.mkdir(parents=True, exist_ok=True)
            lines, beside = carried_texts(connection, known, held, key)
            if lines.count("\n") > 1:
                written += [_replace(folder / f"{key}.csv", lines), _replace(folder / f"{key}.json", beside)]
    finally:
        connection.close()
    for path in sorted(folder.glob("*.*")) if folder.is_dir() else []:
        if path.suffix in (".csv", ".json") and path.stem not in known.editions:
            path.unlink()
    return written


def carried_texts(
    connection: duckdb.DuckDBPyConnection, known: Catalogue, held: Store, key: str
) -> tuple[str, str]:
    """The two files of one edition."""
    edition = known.editions[key]
    dataset, _label = split_edition(key)
    newest = key in {known.default.get(code) for code in edition.indicators}
    states = sorted(actor.key for actor in reference().actors.values() if actor.kind == "state")
    figures, missing = held.table(key), held.table(key, MISSING)
    lines = (
        carrying.selected(connection, figures, missing, dataset, states, newest=newest)
        if edition.complete
        else carrying.everything(connection, figures, missing)
    )
    report = report_of(edition)
    there = set(line.split(",", 1)[0] for line in lines.splitlines()[1:])
    transformations = {
        code: text for code, text in (report.get("transformations") or {}).items() if code in there
    }
    return lines, carrying.told(carrying.notes_used(lines, report.get("notes") or {}), transformations)


def _replace(path: Path, text: str) -> Path:
    """Write a file whole or not at all; leave one alone that says the same already."""
    data = text.encode("utf-8")
    if not path.exists() or path.read_bytes() != data:
        aside = path.with_name(f".{path.name}.new")
        aside.write_bytes(data)
        os.replace(aside, path)
    return path
