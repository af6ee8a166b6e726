"""A fact of the record inside an editorial page: by its address, as the record says it now, with its sources."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from convene.core.addresses import Address, parse_address
from convene.core.failures import Failure
from convene.core.tables import Column, Kind, Table, table_of_kind
from convene.core.text import Text
from convene.core.viewer import Viewer
from convene.registry.models import Actor
from convene.registry.naming import named_one
from convene.registry.queries.addresses import page_path, title_of
from convene.registry.queries.citations import citations_of
from convene.registry.queries.hidden import hidden_from
from convene.ui.formats import day

NOT_SHOWN = frozenset({Kind.SOURCES, Kind.CLAIMS, Kind.ADDRESSES, Kind.REFS})


@dataclass(frozen=True)
class Fact:
    """What a reader sees of it. `label` and `value` are empty where the address names no property."""

    kind: Any
    title: str
    path: str
    label: Any = ""
    value: str = ""
    citations: tuple = ()
    footnote: str = ""


class FactBlock(blocks.StructBlock):
    """Refers to a thing of the record, or to one property of it; says it as the record says it that day."""

    address = blocks.CharBlock(
        label=_("Address in the record"),
        help_text=_("As in meeting/2014-10-28-som-berlin or meeting/2014-10-28-som-berlin#starts_on."),
    )
    note = blocks.CharBlock(required=False, label=_("Note"))

    def clean(self, value):
        value = super().clean(value)
        problem = _problem_of(value["address"])
        if problem:
            raise blocks.StructBlockValidationError({"address": ValidationError(problem)})
        return value


def facts_at(addresses: Iterable[str], viewer: Viewer) -> dict[str, Fact]:
    """Return address -> fact, for those that exist and that the viewer may see."""
    found: dict[str, Fact] = {}
    for text in dict.fromkeys(addresses):
        try:
            address = parse_address(text)
        except Failure:
            continue
        table = table_of_kind(address.kind)
        row = _row(table, address, viewer) if table else None
        if row is not None:
            found[text] = _fact(table, row, address, viewer)
    return found


def _row(table: Table, address: Address, viewer: Viewer) -> Model | None:
    return None if address.thing in hidden_from(viewer) else table.rows().filter(key=address.key).first()


def _fact(table: Table, row: Model, address: Address, viewer: Viewer) -> Fact:
    footnote = ""
    if isinstance(row, Actor):
        name = named_one(row.address, viewer)
        title, footnote = str(name), name.footnote
    else:
        title = title_of(row).in_language(viewer.language)
    label = value = ""
    column = _shown_columns(table).get(address.property)
    if column:
        label = capfirst(str(table.label_of(column)))
        value, note = _said(getattr(row, column.attribute), dict(table.choices_of(column)), viewer)
        footnote = footnote or note
    return Fact(
        kind=capfirst(str(table.label_one)),
        title=title,
        path=page_path(address.thing),
        label=label,
        value=value,
        citations=tuple(citations_of([address.thing], viewer).get(address.thing, ())),
        footnote=footnote,
    )


def _said(value: Any, choices: dict, viewer: Viewer) -> tuple[str, str]:
    """A value in words, and the footnote that its name carries."""
    if isinstance(value, Text):
        return value.in_language(viewer.language), ""
    if isinstance(value, date):
        return day(value, viewer.language), ""
    if isinstance(value, Actor):
        name = named_one(value.address, viewer)
        return str(name), name.footnote
    if isinstance(value, Model):
        is_hidden = getattr(value, "address", "") in hidden_from(viewer)
        return "" if is_hidden else title_of(value).in_language(viewer.language), ""
    if isinstance(value, bool):
        return str(_("yes") if value else _("no")), ""
    return str(choices.get(value, "" if value is None else value)), ""


def _shown_columns(table: Table) -> dict[str, Column]:
    return {column.name: column for column in table.public_columns() if column.kind not in NOT_SHOWN}


def _problem_of(text: str):
    try:
        address = parse_address(text)
    except Failure:
        return _("This is not an address. Write kind/key, as in state/UKR.")
    table = table_of_kind(address.kind)
    if table is None or not table.rows().filter(key=address.key).exists():
        return _("The record has nothing at this address.")
    if address.property and address.property not in _shown_columns(table):
        return _("This thing has no such property that can be shown.")
    return ""
