"""The edit log: of one row under its form, and of the whole record as a report."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.contrib.admin.utils import quote
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView

from convene.accounts.audit import history_of
from convene.accounts.models import AuditEvent
from convene.core.addresses import parse_address
from convene.core.failures import Failure
from convene.core.tables import Table, table_of_kind
from convene.registry.rules import may_see_audit_trail
from convene.registry.standing_backend import viewer_in_back_office

LATEST = 10
VERBS = {
    "added": _("added"),
    "corrected": _("corrected"),
    "removed": _("removed"),
    "reviewed translation": _("reviewed a translation"),
    "pack.loaded": _("loaded a pack"),
    "made account": _("made an account"),
    "changed account": _("changed an account"),
    "made sign-in link": _("made a sign-in link"),
    "signed in by link": _("signed in by a link"),
    "appointed": _("appointed"),
    "changed appointment": _("changed an appointment"),
    "ended appointment": _("took an appointment away"),
}


class Secretariat:
    """A view for those who may see the edit log. Asked again here, whatever menus show."""

    def dispatch(self, request, *args, **kwargs):
        viewer = viewer_in_back_office(request.user)
        if not (may_see_audit_trail(viewer) or request.user.is_superuser):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


def changes_of(event: AuditEvent) -> list[tuple[str, Any, Any]]:
    """(property, before, now) of everything the event changed; of a new or removed row what is not empty."""
    before, after = event.before or {}, event.after or {}
    names = dict.fromkeys([*before, *after])
    found = [(name, _plain(before.get(name)), _plain(after.get(name))) for name in names]
    return [change for change in found if change[1] or change[2]]


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dict):
        return " / ".join(f"{language}: {text}" for language, text in value.items())
    if isinstance(value, list):
        return "; ".join(str(one) for one in value)
    return str(value)


def verb_name(event: AuditEvent):
    return VERBS.get(event.verb, event.verb)


def latest_events(address: str) -> list[dict[str, Any]]:
    """The last changes of a row, for the foot of its form."""
    return [
        {"event": event, "verb": verb_name(event), "changes": changes_of(event)}
        for event in history_of(address)[:LATEST]
    ]


def edit_path(address: str) -> str:
    """Where the back office edits the thing at `address`; empty where it does not."""
    try:
        parsed = parse_address(address)
    except Failure:
        return ""
    table = table_of_kind(parsed.kind)
    is_edited = table is not None and table.in_back_office
    row = table.rows().filter(key=parsed.key).only("pk").first() if is_edited else None
    return reverse(f"{namespace_of(table)}:edit", args=[quote(row.pk)]) if row else ""


def namespace_of(table: Table) -> str:
    return f"record_{table.name}"


class WhatColumn(Column):
    """The thing, as a link to its form."""

    def get_value(self, instance):
        path = edit_path(instance.address)
        name = format_html("{}<br><code>{}</code>", instance.label, instance.address)
        return format_html('<a href="{}">{}</a>', path, name) if path else name


class ChangesColumn(Column):
    def get_value(self, instance):
        lines = changes_of(instance)
        if not lines:
            return instance.note
        shown = format_html_join(
            "",
            "<li><b>{}</b> <del>{}</del> <ins>{}</ins></li>",
            ((name, before[:300], after[:300]) for name, before, after in lines),
        )
        return format_html('<ul class="changes">{}</ul>{}', shown, instance.note)


class EditLogFilters(WagtailFilterSet):
    at = django_filters.DateFromToRangeFilter(label=_("Day"), widget=DateRangePickerWidget)
    verb = django_filters.AllValuesMultipleFilter(
        label=_("What was done"), widget=forms.CheckboxSelectMultiple
    )
    by_label = django_filters.CharFilter(label=_("Who"), lookup_expr="icontains")
    address = django_filters.CharFilter(label=_("Address begins with"), lookup_expr="startswith")

    class Meta:
        model = AuditEvent
        fields = []


class EditLog(Secretariat, ReportView):
    """Who changed what and when, with the values before and after. People's data are never shown by value."""

    page_title = _("Edit log")
    header_icon = "history"
    index_url_name = "edit_log"
    index_results_url_name = "edit_log_results"
    filterset_class = EditLogFilters
    export_filename = "edit-log"
    list_export = ["at", "by_label", "verb", "address", "label", "before", "after", "note"]
    model = AuditEvent

    @cached_property
    def columns(self) -> list[Column]:
        return [
            DateColumn("at", label=_("When"), width="12%"),
            Column("by_label", label=_("Who"), width="15%"),
            Column("verb", label=_("What was done"), accessor=verb_name, width="12%"),
            WhatColumn("address", label=_("To what"), width="22%"),
            ChangesColumn("changes", label=_("Before and now")),
        ]

    def get_base_queryset(self):
        return AuditEvent.objects.order_by("-at", "-pk")

    def to_row_dict(self, item) -> dict[str, Any]:
        row = super().to_row_dict(item)
        return {**row, "before": _plain(item.before), "after": _plain(item.after)}
