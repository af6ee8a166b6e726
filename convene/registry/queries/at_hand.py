"""
Whole tables of the record in memory, read once per record version, so that a page asks the database nothing.

The public record is some thousands of small rows. Of tables whose rows can be hidden only the public rows are
kept; whoever may see more is answered from the database. Rows at hand are shared by all requests: read them,
never change them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import replace
from functools import cache
from operator import attrgetter
from typing import Any

from django.db.models import ForeignKey, Model

from convene.core.records import Record
from convene.core.viewer import Standing, Viewer
from convene.core.visibility import VisibleQuerySet
from convene.registry.models import Actor, Concept
from convene.registry.queries.reference import reference

NOBODY = Standing()


def rows_at_hand(model: type[Model], viewer: Viewer | None = None) -> Mapping[int, Any]:
    """
    Every row of a table that the viewer may see, by primary key and in the table's own order.

    A table whose rows can be hidden is not read without a viewer. What a row refers to is at hand too, unless
    that can be hidden: then ask for it here by its key.
    """
    if not can_be_hidden(model):
        return reference().remembered(("rows", model), lambda: _read(model, model._default_manager.all()))
    if viewer is None:
        raise TypeError(f"Rows of {model.__name__} can be hidden: say who looks.")
    if viewer.standing == NOBODY:
        return reference().remembered(("rows", model), lambda: _read(model, model._default_manager.public()))
    return _read(model, model._default_manager.visible_to(viewer))


def rows_under(
    model: type[Model], attribute: str, viewer: Viewer | None = None
) -> Mapping[Any, tuple[Any, ...]]:
    """The same rows by one of their attributes ("key", "office_id"); an empty tuple for a value that none has."""

    def group() -> Mapping[Any, tuple[Any, ...]]:
        found: dict[Any, list[Any]] = defaultdict(list)
        value = attrgetter(attribute)
        for row in rows_at_hand(model, viewer).values():
            found[value(row)].append(row)
        return _Groups((key, tuple(rows)) for key, rows in found.items())

    if can_be_hidden(model) and (viewer is None or viewer.standing != NOBODY):
        return group()
    return reference().remembered(("rows", model, attribute), group)


def row_with_key(model: type[Model], key: str, viewer: Viewer | None = None) -> Any | None:
    """The row with this key if the viewer may see it."""
    return next(iter(rows_under(model, "key", viewer)[key]), None)


def ends_at_hand(through: type[Model], start: str, end: str) -> Mapping[int, tuple[int, ...]]:
    """
    A many-to-many table as primary key -> primary keys, in the order in which the pairs were made.

    It names rows that can be hidden by number only: look the numbers up among `rows_at_hand`.
    """

    def read() -> Mapping[int, tuple[int, ...]]:
        found: dict[int, list[int]] = defaultdict(list)
        for here, there in through.objects.order_by("pk").values_list(f"{start}_id", f"{end}_id"):
            found[here].append(there)
        return _Groups((key, tuple(ends)) for key, ends in found.items())

    return reference().remembered(("pairs", through, start), read)


def kept_of_day(name: Hashable, viewer: Viewer, make: Callable[[], Any]) -> Any:
    """
    What `make` returned for the public's page of the viewer's day in its language, until the record changes.

    For whoever may see more it is made anew. What is kept is shared: read it only.
    """
    if viewer.standing != NOBODY:
        return make()
    return reference().remembered_of_day((name, viewer.language), (viewer.today, viewer.day), make)


def public(viewer: Viewer) -> Viewer:
    """The viewer as a stranger would be, for what shows the public record whoever looks."""
    return viewer if viewer.standing == NOBODY else replace(viewer, person=None, standing=NOBODY)


@cache
def can_be_hidden(model: type[Model]) -> bool:
    """Whether rows of the table have a `visibility`."""
    return isinstance(model._default_manager.all(), VisibleQuerySet)


class _Groups(dict):
    def __missing__(self, key: Any) -> tuple[Any, ...]:
        return ()


def _read(model: type[Model], rows: Iterable[Any]) -> dict[int, Any]:
    found = {row.pk: row for row in rows}
    for field in model._meta.concrete_fields:
        targets = _targets(field, model, found) if isinstance(field, ForeignKey) else None
        if targets is not None:
            for row in found.values():
                target = getattr(row, field.attname)
                if target in targets:
                    field.set_cached_value(row, targets[target])
    return found


def _targets(field: ForeignKey, model: type[Model], own: Mapping[int, Any]) -> Mapping[int, Any] | None:
    """The rows that a foreign key may point at, where they are at hand."""
    target = field.related_model._meta.concrete_model
    if target is Actor:
        return reference().remembered(
            "actors", lambda: {actor.pk: actor for actor in reference().actors.values()}
        )
    if target is Concept:
        return reference().concepts
    if target is model:
        return own
    if not issubclass(target, Record) or can_be_hidden(target):
        return None
    return rows_at_hand(target)
