"""Lists of the back office: columns, filters, search in every language, and export, from a table's declaration."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column as ListColumn
from wagtail.admin.ui.tables import TitleColumn
from wagtail.admin.views.generic import IndexView

from convene.core.collation import fold
from convene.core.fields import MultilingualField
from convene.core.tables import Column, Kind, Table
from convene.core.text import Text
from convene.registry.citing import cited_text, ground_text
from convene.registry.cms.fields import RowField
from convene.registry.cms.forms import choosable, lazy_capfirst
from convene.registry.cms.labels import in_words, label_of, name_column, tying_columns
from convene.registry.models import Actor
from convene.registry.queries.reference import reference
from convene.registry.standing_backend import viewer_in_back_office

SHOWN = (Kind.DAY, Kind.CHOICE, Kind.REF, Kind.YESNO)
MOST_COLUMNS = 4
GROUPING_WORDS = frozenset({"scheme", "topic", "language"})


class ValueColumn(ListColumn):
    """A value of the record as people write it."""

    def __init__(self, declared: Column, choices: dict, viewer_of, **kwargs) -> None:
        self.declared, self.choices, self.viewer_of = declared, choices, viewer_of
        super().__init__(declared.attribute, **kwargs)

    def get_value(self, instance) -> Any:
        value = getattr(instance, self.declared.attribute)
        viewer = self.viewer_of()
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if self.declared.kind == Kind.CHOICE:
            return self.choices.get(value, value)
        return in_words(value, viewer)


class RowFilter(django_filters.ModelChoiceFilter):
    """Rows of another table by their names in the reader's language."""

    field_class = RowField

    @property
    def field(self) -> forms.Field:
        field = super().field
        field.offer(viewer_in_back_office(self.parent.request.user))
        return field

    def get_queryset(self, request):
        return self.queryset.all()


def filters_of(table: Table) -> type[WagtailFilterSet]:
    """Filters by choices, references, yes or no, and by the words that group a table's rows."""
    made: dict[str, Any] = {}
    for column in table.columns:
        label = lazy_capfirst(table.label_of(column))
        name = column.attribute
        if column.kind == Kind.CHOICE:
            made[name] = django_filters.MultipleChoiceFilter(
                field_name=name,
                label=label,
                choices=table.choices_of(column),
                widget=forms.CheckboxSelectMultiple,
            )
        elif column.kind == Kind.YESNO:
            made[name] = django_filters.BooleanFilter(field_name=name, label=label)
        elif column.kind in (Kind.REF, Kind.REFS) and column.to[0] not in ("claims", "provisions"):
            made[name] = RowFilter(field_name=name, label=label, queryset=choosable(column))
        elif column.kind == Kind.WORD and column.name in GROUPING_WORDS:
            made[name] = django_filters.AllValuesFilter(field_name=name, label=label)
    meta = type("Meta", (), {"model": table.model, "fields": []})
    return type(f"{table.model.__name__}Filters", (WagtailFilterSet,), {**made, "Meta": meta})


def find(rows: QuerySet, table: Table, asked: str) -> QuerySet:
    """Rows in whose key, texts (any language), plain words or states' names `asked` occurs."""
    folded = fold(asked)
    wanted = Q(key__icontains=asked)
    for column in table.columns:
        field = table.model_field(column)
        if isinstance(field, MultilingualField):
            for language in reference().languages:
                wanted |= Q(**{f"{column.attribute}__fold__{language}__icontains": folded})
        elif column.kind in (Kind.WORD, Kind.ADDRESS, Kind.URL):
            wanted |= Q(**{f"{column.attribute}__icontains": asked})
        elif column.kind == Kind.REF and field.related_model in (Actor, *Actor.__subclasses__()):
            wanted |= Q(**{f"{column.attribute}__key__in": _actors_named(folded)})
    if issubclass(table.model, Actor):
        wanted |= Q(key__in=_actors_named(folded))
    return rows.filter(wanted)


def _actors_named(folded: str) -> list[str]:
    return [
        address.partition("/")[2]
        for address, by_language in reference().names.items()
        if any(folded in fold(name.short) for names in by_language.values() for name in names)
    ]


class RecordList(IndexView):
    """The rows of one table."""

    table_of_record: Table | None = None  # set by the viewset
    add_item_label = _("Add")

    def viewer(self):
        return viewer_in_back_office(self.request.user)

    @cached_property
    def columns(self) -> list[ListColumn]:
        declared = self.table_of_record
        title = self._get_title_column_class(TitleColumn)
        name = name_column(declared)
        named_by = {name.name} if name else {column.name for column in tying_columns(declared)}
        shown = [
            column for column in declared.columns if column.kind in SHOWN and column.name not in named_by
        ]
        # Who may see a row is always shown.
        seen = [column for column in shown if column.name == "visibility"]
        shown = [column for column in shown if column not in seen][: MOST_COLUMNS - len(seen)] + seen
        return [
            title(
                "title",
                label=_("Name"),
                accessor=lambda row: label_of(row, self.viewer()),
                get_url=self.get_edit_url,
                sort_key=None,
            ),
            *[self._column(column) for column in shown],
            ListColumn("key", label=_("Key"), sort_key="key"),
        ]

    def _column(self, column: Column) -> ValueColumn:
        table = self.table_of_record
        return ValueColumn(
            column,
            dict(table.choices_of(column)),
            self.viewer,
            label=lazy_capfirst(table.label_of(column)),
            sort_key=column.attribute if column.kind != Kind.REF else None,
        )

    def get_base_queryset(self):
        table = self.table_of_record
        references = [column.attribute for column in table.columns if column.kind == Kind.REF]
        return table.rows().select_related(*references)

    def search_queryset(self, queryset):
        return find(queryset, self.table_of_record, self.search_query) if self.is_searching else queryset

    def get_page_title(self):
        return self.table_of_record.label

    # Export: the columns of the table as its pack writes them.
    @cached_property
    def list_export(self) -> list[str]:
        names = []
        for column in self.table_of_record.columns:
            if column.kind == Kind.PROSE:
                names.extend(f"{column.name}.{language}" for language in reference().languages)
            else:
                names.append(column.name)
        return names

    @cached_property
    def export_headings(self) -> dict[str, str]:
        return {name: name for name in self.list_export}

    def to_row_dict(self, item) -> dict[str, Any]:
        row: dict[str, Any] = {}
        for column in self.table_of_record.columns:
            row.update(_exported(column, item))
        return {name: row.get(name, "") for name in self.list_export}


def _exported(column: Column, row) -> dict[str, Any]:
    if column.kind == Kind.SOURCES:
        return {column.name: cited_text(row.address)}
    if column.kind == Kind.CLAIMS:
        return {column.name: ground_text(row.address)}
    value = getattr(row, column.attribute)
    if isinstance(value, Text):
        return {f"{column.name}.{language}": text for language, text in value.plain().items()}
    if column.kind == Kind.REFS:
        return {column.name: "; ".join(_reference(column, one) for one in value.all())}
    if column.kind == Kind.REF:
        return {column.name: _reference(column, value) if value is not None else ""}
    if isinstance(value, list):
        return {column.name: "; ".join(value)}
    return {column.name: ("yes" if value else "no") if isinstance(value, bool) else value}


def _reference(column: Column, row) -> str:
    return row.address if len(column.to) > 1 else row.key
