"""
What somebody may not see, so that no page, list, feed or export names it either.

A row is hidden because it says so (`visibility`), or because it cannot stand without one that is: the
language version of a restricted document, a link to a restricted meeting, a claim about it. A row that
only mentions a hidden one stays, without the mention.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from convene.core.tables import Column, Kind, Table, all_tables, table_named
from convene.core.viewer import Standing, Viewer
from convene.registry.queries.reference import reference


@dataclass(frozen=True)
class _Row:
    address: str
    needs: tuple[str, ...]  # addresses without which it cannot stand


def hidden_addresses() -> frozenset[str]:
    """The addresses of everything hidden from the public. No query where nothing changed."""
    return reference().remembered("hidden", lambda: _read(lambda rows: rows.public()))


def hidden_from(viewer: Viewer) -> frozenset[str]:
    """The addresses of everything hidden from the viewer. No query where nothing changed."""
    if viewer.standing == Standing():
        return hidden_addresses()
    return reference().remembered(
        ("hidden", viewer.standing), lambda: _read(lambda rows: rows.visible_to(viewer))
    )


def _read(seen: Callable[[QuerySet], QuerySet]) -> frozenset[str]:
    hidden: set[str] = set()
    for table in all_tables():
        rows = table.rows()
        if hasattr(rows, "public"):
            keys = rows.exclude(pk__in=seen(rows).values("pk")).values_list("key", flat=True)
            hidden |= {f"{table.kind}/{key}" for key in keys}
    waiting = list(_rows_that_need_others()) if hidden else []
    while True:
        found = {row.address for row in waiting if hidden.intersection(row.needs)} - hidden
        if not found:
            return frozenset(hidden)
        hidden |= found


def _rows_that_need_others() -> Iterator[_Row]:
    for table in all_tables():
        columns = [column for column in table.columns if _is_needed(table, column)]
        if not columns:
            continue
        names = [_lookup(column) for column in columns]
        for key, *values in table.rows().order_by().values_list("key", *names):
            needs = (_address(column, value) for column, value in zip(columns, values, strict=True) if value)
            yield _Row(f"{table.kind}/{key}", tuple(needs))


def _is_needed(table: Table, column: Column) -> bool:
    """References to states and organisations, which have several tables, are never hidden: they are left aside."""
    if column.kind == Kind.ADDRESS:
        return True
    return column.kind == Kind.REF and len(column.to) == 1 and table.is_required(column)


def _lookup(column: Column) -> str:
    return f"{column.attribute}__key" if column.kind == Kind.REF else column.attribute


def _address(column: Column, value: str) -> str:
    if column.kind == Kind.REF:
        return f"{table_named(column.to[0]).kind}/{value}"
    return value.partition("#")[0]
