"""The rules of a table's pack, asked of one row in the database: an office with one seat has one holder."""

from __future__ import annotations

from datetime import date

from django.db.models import Model

from convene.core.tables import Column, Kind, Table, Trouble, table_named
from convene.core.text import Text
from convene.registry.citing import ground_text, split_cell
from convene.registry.models import Actor

# Tables whose rules can be asked row by row, and the other tables which those rules look at.
_LOOKED_AT = {
    "claims": ("sources",),
    "designations": (),
    "participation": (),
    "terms": ("offices",),
    "differences": (),
}


def broken_rules(table: Table, row: Model) -> list[Trouble]:
    """Return what is wrong with `row` as it now stands in the database, by the rules of its table."""
    if table.name not in _LOOKED_AT or not table.checks:
        return []
    pack = {name: _as_texts(table_named(name)) for name in (table.name, *_LOOKED_AT[table.name])}
    troubles = [trouble for check in table.checks for trouble in check(pack)]
    return [
        trouble for trouble in troubles if trouble.key == row.key or row.key in _words_of(trouble.expected)
    ]


def _words_of(text: str) -> set[str]:
    return {word.strip(".,:;()") for word in text.split()}


def _as_texts(table: Table) -> dict[str, dict[str, str | list[str]]]:
    """Every row of a table as a pack writes it, without citations."""
    references = [column.attribute for column in table.columns if column.kind == Kind.REF]
    several = [column.attribute for column in table.columns if column.kind == Kind.REFS]
    rows = table.rows().select_related(*references).prefetch_related(*several)
    return {row.key: _texts_of(table, row) for row in rows}


def _texts_of(table: Table, row: Model) -> dict[str, str | list[str]]:
    texts: dict[str, str | list[str]] = {}
    for column in table.columns:
        if column.kind == Kind.CLAIMS:
            texts[column.name] = split_cell(ground_text(row.address)) if table.name == "differences" else []
        elif column.kind == Kind.REFS:
            texts[column.name] = [one.key for one in getattr(row, column.attribute).all()]
        elif column.kind != Kind.SOURCES:
            value = getattr(row, column.attribute)
            if isinstance(value, Text):
                texts.update({f"{column.name}.{lang}": text for lang, text in value.plain().items()})
            else:
                texts[column.name] = _text_of(column, value)
    return texts


def _text_of(column: Column, value) -> str | list[str]:
    if value is None:
        return ""
    if isinstance(value, Actor) and len(column.to) > 1:
        return value.address
    if isinstance(value, Model):
        return value.key
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, list) else str(value)
