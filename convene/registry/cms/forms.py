"""The form of a table, made from its declaration: columns in their order, languages side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.functional import lazy
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from convene.core.forms import MultilingualFormField, review_name
from convene.core.tables import Column, Kind, Table, table_named
from convene.core.text import Text
from convene.core.viewer import Viewer
from convene.registry import operations
from convene.registry.citing import cited_text, ground_text
from convene.registry.cms import fields
from convene.registry.models import Actor
from convene.registry.row_rules import broken_rules
from convene.registry.translations import review

PERIOD = frozenset({"starts_on", "starts_told", "ends_on", "ends_told"})
READING = frozenset({"reason", "claims", "sources"})
lazy_capfirst = lazy(capfirst, str)  # labels follow the language of the request, not that of the start
SHORT_TEXTS = frozenset({"name", "short_name", "plural"})
TWO_LINES = frozenset({"title", "subject", "value", "note"})
LONG_WORD = 250  # characters; a plain text that may be longer gets several lines


@dataclass(frozen=True)
class Section:
    """A part of a form under one heading."""

    title: Any
    fields: list


class RecordForm(forms.ModelForm):
    """
    Edits one row through `registry.operations`: what is saved is what the form changed, and is recorded.

    Made by `form_for`; `table`, `viewer` and `languages` are set on the class or at construction.
    """

    required_css_class = "required"
    table: Table

    def __init__(self, *args, viewer: Viewer, **kwargs) -> None:
        self.viewer = viewer
        super().__init__(*args, **kwargs)
        self.is_new = self.instance.pk is None
        for name, field in self.fields.items():
            if isinstance(field, fields.RowField | fields.RowsField):
                field.offer(viewer)
            if isinstance(field, MultilingualFormField):
                _name_parts(field, short=name in TWO_LINES)
        if not self.is_new:
            self.fields["key"].disabled = True
            self.fields["key"].help_text = _("Permanent: addresses, links and claims rest on it.")
            for name, told in (("sources", cited_text), ("claims", ground_text)):
                if name in self.fields:
                    self.initial[name] = told(self.instance.address)

    def sections(self) -> Iterator[Section]:
        """What it is; when; who sees it; why we say so and who says it."""
        own, period, seen, reading = [], [], [], []
        for column in self.table.columns:
            if column.attribute not in self.fields:
                continue
            bound = self[column.attribute]
            if column.name in PERIOD:
                period.append(bound)
            elif column.name in ("visibility", "decided_because"):
                seen.append(bound)
            elif column.name in READING:
                reading.append(bound)
            else:
                own.append(bound)
        for title, bounds in (
            (capfirst(str(self.table.label_one)), own),
            (_("When"), period),
            (_("Who sees it"), seen),
            (_("What it rests on"), reading),
        ):
            if bounds:
                yield Section(title, bounds)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends <= starts:
            self.add_error("ends_on", _("The end is the first day after the period: give a later day."))
        last = cleaned.get("last_day")
        if starts and last and last < starts:
            self.add_error("last_day", _("The last day cannot lie before the first."))
        if self.table.name == "designations" and cleaned.get("mark") and not cleaned.get("footnote"):
            self.add_error("footnote", _("A name with a mark carries its footnote."))
        return cleaned

    def save(self, by) -> Model:
        """Save through the operations, in one transaction. Raises ValidationError where a rule is broken."""
        with transaction.atomic():
            row = self._added(by) if self.is_new else self._corrected(by)
            for name, language in self._reviewed():
                review(row, name, language, by=by)
            if troubles := broken_rules(self.table, row):
                raise ValidationError([_expected(trouble) for trouble in troubles])
        return row

    def _added(self, by) -> Model:
        row = self.instance
        for name, value in self.table.fixed:
            setattr(row, name, value)
        several = {name: self.cleaned_data[name] for name in self._beside_the_row()}
        return operations.add(row, several, by=by)

    def _corrected(self, by) -> Model:
        row = self.table.model._default_manager.get(pk=self.instance.pk)
        changes = {name: self.cleaned_data[name] for name in self.changed_data if name in self.fields}
        return operations.correct(row, changes, by=by) if changes else row

    def _beside_the_row(self) -> list[str]:
        """Attributes that are kept outside the row's own table."""
        beside = {Kind.REFS, Kind.SOURCES, Kind.CLAIMS}
        columns = [column for column in self.table.columns if column.kind in beside]
        return [column.attribute for column in columns if column.attribute in self.fields]

    def _reviewed(self) -> Iterator[tuple[str, str]]:
        """Translations whose box is ticked and which say something."""
        for column in self.table.columns:
            field = self.fields.get(column.attribute)
            if not isinstance(field, MultilingualFormField):
                continue
            text = self.cleaned_data.get(column.attribute)
            for language in field.languages:
                ticked = self.data.get(review_name(self.add_prefix(column.attribute), language))
                if ticked and isinstance(text, Text) and text.values.get(language):
                    yield column.attribute, language


@lru_cache(maxsize=256)
def form_for(table: Table, languages: tuple[str, ...]) -> type[RecordForm]:
    """Return the form class of a table for a dialogue's languages, the source language first."""
    made = {column.attribute: _field_of(table, column, languages) for column in table.columns}
    stored = [column.attribute for column in table.columns if table.model_field(column) is not None]
    stored = [name for name in stored if table.model._meta.get_field(name).concrete]
    meta = type("Meta", (), {"model": table.model, "fields": stored})
    order = [column.attribute for column in table.columns]
    return type(
        f"{table.model.__name__}Form",
        (RecordForm,),
        {**made, "Meta": meta, "table": table, "field_order": order},
    )


def _field_of(table: Table, column: Column, languages: tuple[str, ...]) -> forms.Field:
    model_field = table.model_field(column)
    common = {
        "label": lazy_capfirst(table.label_of(column)),
        "help_text": column.help or getattr(model_field, "help_text", "") or "",
        "required": table.is_required(column),
    }
    match column.kind:
        case Kind.PROSE:
            is_long = column.name not in SHORT_TEXTS
            return MultilingualFormField(long=is_long, languages=list(languages), **common)
        case Kind.SOURCES:
            return fields.SourcesField(**{**common, "help_text": fields.SOURCES_HELP})
        case Kind.CLAIMS:
            return fields.ClaimsField(**{**common, "help_text": fields.CLAIMS_HELP})
        case Kind.ADDRESSES:
            widget = forms.Textarea(attrs={"rows": 4})
            return fields.AddressesField(**{**common, "help_text": fields.ADDRESSES_HELP, "widget": widget})
        case Kind.ADDRESS:
            return fields.AddressField(**{**common, "help_text": fields.ADDRESS_HELP})
        case Kind.TOLD:
            return fields.ToldField(max_length=40, **{**common, "help_text": fields.TOLD_HELP})
        case Kind.REF:
            return fields.RowField(choosable(column), **common)
        case Kind.REFS:
            return fields.RowsField(choosable(column), **common)
        case Kind.DAY:
            return forms.DateField(widget=AdminDateInput(), **common)
        case Kind.URL:
            return model_field.formfield(assume_scheme="https", **common)
        case Kind.WORD if (model_field.max_length or LONG_WORD) >= LONG_WORD:
            return forms.CharField(
                max_length=model_field.max_length, widget=forms.Textarea(attrs={"rows": 2}), **common
            )
    return model_field.formfield(**common)


def choosable(column: Column):
    if len(column.to) > 1:
        return Actor.objects.all()
    rows = table_named(column.to[0]).rows()
    return rows.filter(scheme=column.scheme) if column.scheme else rows


def _name_parts(field: MultilingualFormField, short: bool) -> None:
    """Say to those who hear the form which text and which language a box is for."""
    for language, widget in zip(field.languages, field.widget.widgets, strict=True):
        widget.attrs["lang"] = language
        if short and "rows" in widget.attrs:
            widget.attrs["rows"] = 2
        own = widget.attrs.get("aria-label", language).rpartition(" – ")[2]
        widget.attrs["aria-label"] = f"{field.label} – {own}"


def _expected(trouble) -> ValidationError:
    return ValidationError(
        _("This breaks a rule of the record. Expected in “%(column)s”: %(expected)s."),
        params={"column": trouble.column, "expected": trouble.expected},
    )
