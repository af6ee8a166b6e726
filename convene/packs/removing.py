"""Removing rows that a pack no longer has, without taking along what people have tied to them."""

from __future__ import annotations

from django.db import router
from django.db.models import Model, ProtectedError, RestrictedError
from django.db.models.deletion import Collector

from convene.core.failures import Failure
from convene.core.tables import Table, all_tables, table_of_model
from convene.packs.comparing import Change


class StillUsed(Failure):
    def __init__(self, address: str, users: list[str]) -> None:
        self.users = users
        super().__init__(
            address,
            f"the files no longer have it, but it is still used by {', '.join(users)}",
            "Take it out there first, or put the row back into the file.",
        )


def remove(removed: list[tuple[Table, Change]]) -> list[tuple[Table, Change]]:
    """
    Remove what nothing else uses, and return what could not be removed yet.

    Rows are taken from the last table to the first, since later tables refer to earlier ones.
    """
    order = {table.name: number for number, table in enumerate(all_tables())}
    waiting = sorted(removed, key=lambda pair: -order[pair[0].name])
    while waiting:
        left = []
        for table, change in waiting:
            instance = table.rows().get(key=change.key)
            if users_of(instance):
                left.append((table, change))
            else:
                instance.delete()
        if len(left) == len(waiting):
            return left
        waiting = left
    return []


def refuse_what_is_used(waiting: list[tuple[Table, Change]]) -> None:
    """Raise StillUsed for the first row that could not be removed."""
    for table, change in waiting:
        raise StillUsed(change.address, users_of(table.rows().get(key=change.key)))


def users_of(instance: Model) -> list[str]:
    """Names of the rows that a deletion would take along, empty or be refused for."""
    collector = Collector(using=router.db_for_write(type(instance)), origin=instance)
    try:
        collector.collect([instance])
    except (ProtectedError, RestrictedError) as error:
        found = getattr(error, "protected_objects", None) or error.restricted_objects
        return sorted({_name(row) for row in found})
    others = {
        _name(row)
        for model, rows in collector.data.items()
        if not model._meta.auto_created
        for row in rows
        if row != instance
    }
    for rows in collector.fast_deletes:
        if not rows.model._meta.auto_created:
            others.update(_name(row) for row in rows)
    for updates in collector.field_updates.values():
        for rows in updates:
            others.update(_name(row) for row in rows)
    return sorted(others)


def _name(row: Model) -> str:
    return str(row) if table_of_model(type(row)) else f"{row._meta.verbose_name} {row}"
