"""What the back office calls a row, in the reader's language."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Model

from convene.core.tables import Column, Kind, Table, table_of_model
from convene.core.text import Text
from convene.core.viewer import Viewer
from convene.registry.models import Actor, Appointment
from convene.registry.queries.names import designation
from convene.ui.formats import short_day

# Columns that name a row, the best first; a row with none of them is named by what it ties together.
_NAMES = ("title", "name", "subject", "short", "wording", "value")
_LONGEST = 120


def label_of(row: Model | None, viewer: Viewer) -> str:
    """Return the name of a row: a state by its designation, a term by its office and holder."""
    if row is None:
        return ""
    if isinstance(row, Actor):
        return str(designation(row.address, on=viewer.today, language=viewer.language))
    if isinstance(row, Appointment):
        return f"{row.user} – {label_of(row.office, viewer)} – {label_of(row.actor, viewer)}"
    table = table_of_model(type(row))
    if table is None:
        return str(row)
    column = name_column(table)
    if column is not None:
        named = in_words(getattr(row, column.attribute), viewer)
        return _shortened(named) if named else row.key
    tied = [label_of(getattr(row, one.attribute), viewer) for one in tying_columns(table)]
    if any(tied):
        return " – ".join(part for part in tied if part)
    ends = [str(getattr(row, one.attribute)) for one in table.columns if one.kind == Kind.ADDRESS]
    return " → ".join(ends) or row.key


def name_column(table: Table) -> Column | None:
    """The column that names the rows of a table, if it has one."""
    if table.name == "terms":
        return None  # a title is shared by many holders
    by_name = {column.name: column for column in table.columns if column.kind in (Kind.PROSE, Kind.WORD)}
    return next((by_name[name] for name in _NAMES if name in by_name), None)


def tying_columns(table: Table) -> list[Column]:
    """The references of a row that has no name of its own: an office and its holder."""
    return [column for column in table.columns if column.kind == Kind.REF][:2]


def in_words(value: Any, viewer: Viewer) -> str:
    """A value as a list shows it."""
    if isinstance(value, Text):
        return value.in_language(viewer.language)
    if isinstance(value, Model):
        return label_of(value, viewer)
    if isinstance(value, date):
        return short_day(value, viewer.language)
    return "" if value is None else str(value)


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
