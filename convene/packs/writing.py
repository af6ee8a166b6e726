"""Rows -> files, in the one canonical way."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from convene.core.tables import Column, Kind, Table, all_tables
from convene.packs.csv_text import to_csv
from convene.packs.reading import TRANSLATION_COLUMNS, TRANSLATIONS
from convene.packs.rows import JOINED_BY, Row, Rows, header
from convene.packs.yaml_text import to_yaml

_BARE = frozenset({Kind.YESNO, Kind.DAY, Kind.NUMBER})


def write_pack(
    folder: Path, rows: Rows, languages: Sequence[str], *, public_only: bool = False
) -> list[Path]:
    """
    Write every table's file into `folder`, each replaced whole, and return the paths.

    An empty table keeps its file with its header, so that a person sees what could stand there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for table in all_tables():
        if public_only and not table.public:
            continue
        columns = table.public_columns() if public_only else table.columns
        text = file_text(table, rows.get(table.name, {}).values(), languages, columns)
        written.append(_replace(folder / table.file, text))
    lines = list(_translation_lines(rows, public_only))
    if lines:
        written.append(_replace(folder / TRANSLATIONS, to_csv(TRANSLATION_COLUMNS, lines)))
    else:
        (folder / TRANSLATIONS).unlink(missing_ok=True)
    return written


def file_text(table: Table, rows: Iterable[Row], languages: Sequence[str], columns: Sequence[Column]) -> str:
    """The text of one table's file."""
    if table.layout == "csv":
        return to_csv(
            header(table, languages, columns), (_csv_cells(row, columns, languages) for row in rows)
        )
    bare = frozenset(column.name for column in columns if column.kind in _BARE)
    return to_yaml((_yaml_values(row, columns, languages) for row in rows), bare)


def _csv_cells(row: Row, columns: Sequence[Column], languages: Sequence[str]) -> list[str]:
    cells: list[str] = []
    for column in columns:
        value = row.values[column.name]
        if column.kind == Kind.PROSE:
            cells.extend(value.get(language, "") for language in languages)
        else:
            cells.append(JOINED_BY.join(value) if isinstance(value, list) else value)
    return cells


def _yaml_values(row: Row, columns: Sequence[Column], languages: Sequence[str]) -> dict:
    values = {}
    for column in columns:
        value = row.values[column.name]
        if isinstance(value, dict):
            value = {language: value[language] for language in languages if language in value}
        values[column.name] = value
    return values


def _translation_lines(rows: Rows, public_only: bool) -> Iterable[list[str]]:
    """Lines of translations.csv: only what differs from "of today's source, not reviewed"."""
    for table in all_tables():
        if public_only and not table.public:
            continue
        columns = [column.name for column in (table.public_columns() if public_only else table.columns)]
        for row in rows.get(table.name, {}).values():
            for name, mark in sorted(row.marks.items()):
                field, _, language = name.rpartition(".")
                state, _, of = mark.partition(":")
                if field in columns:
                    yield [f"{table.kind}/{row.key}", field, language, state, of]


def _replace(path: Path, text: str) -> Path:
    """Write a file whole or not at all; leave one alone that already says the same."""
    data = text.encode("utf-8")
    if not path.exists() or path.read_bytes() != data:
        aside = path.with_name(f".{path.name}.new")
        aside.write_bytes(data)
        os.replace(aside, path)
    return path
