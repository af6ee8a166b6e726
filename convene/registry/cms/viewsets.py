"""From the declaration of a table to its pages in the back office: list, add, edit, remove, history."""

from __future__ import annotations

from django.urls import path
from django.utils.functional import cached_property
from wagtail.admin.viewsets.model import ModelViewSet

from convene.core.tables import Table
from convene.registry.cms.claims import ClaimAdd, ClaimEdit
from convene.registry.cms.history import namespace_of
from convene.registry.cms.lists import RecordList, filters_of
from convene.registry.cms.views import RecordAdd, RecordEdit, RecordHistory, RecordRemove

PER_PAGE = 50


class RecordViewSet(ModelViewSet):
    """
    The pages of one table. Only what is listed in `get_urlpatterns` has an address.

    Who may open them is asked of `user.has_perm`, which `registry.standing_backend` answers.
    """

    table: Table
    list_per_page = PER_PAGE
    copy_view_enabled = False
    inspect_view_enabled = False
    add_to_reference_index = False
    add_to_admin_menu = False
    index_view_class = RecordList
    add_view_class = RecordAdd
    edit_view_class = RecordEdit
    delete_view_class = RecordRemove
    search_fields = ["key"]
    search_backend_name = None
    filterset_class = None

    def get_form_class(self, for_update: bool = False):
        return None  # made for each request, in the languages of the dialogue

    def get_common_view_kwargs(self, **kwargs):
        kwargs = super().get_common_view_kwargs(**kwargs, table_of_record=self.table)
        return {**kwargs, "usage_url_name": None}

    def get_index_view_kwargs(self, **kwargs):
        kwargs = super().get_index_view_kwargs(**kwargs)
        for derived in ("list_display", "list_export", "export_headings"):
            kwargs.pop(derived)  # from the declaration
        return kwargs

    @property
    def history_view(self):
        return RecordHistory.as_view(
            table_of_record=self.table, history_url_name=self.get_url_name("history")
        )

    def get_urlpatterns(self):
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("new/", self.add_view, name="add"),
            path("edit/<int:pk>/", self.edit_view, name="edit"),
            path("delete/<int:pk>/", self.delete_view, name="delete"),
            path("history/<int:pk>/", self.history_view, name="history"),
        ]

    @cached_property
    def menu_label(self):
        return self.table.label

    def register_permissions(self):
        """Rights follow from offices held, so there is nothing to tick for groups."""


class ClaimViewSet(RecordViewSet):
    """Claims are added or superseded: nothing edits their words, and nothing removes them."""

    add_view_class = ClaimAdd
    edit_view_class = ClaimEdit

    def get_common_view_kwargs(self, **kwargs):
        return {**super().get_common_view_kwargs(**kwargs), "delete_url_name": None}

    def get_urlpatterns(self):
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "delete"]


def viewset_for(table: Table, *, icon: str = "list-ul") -> RecordViewSet:
    """Return the pages of a table for the back office, under /cms/record/<table>/."""
    kind = ClaimViewSet if table.name == "claims" else RecordViewSet
    return kind(
        name=namespace_of(table),
        table=table,
        model=table.model,
        icon=icon,
        url_prefix=f"record/{table.name.replace('_', '-')}",
        url_namespace=namespace_of(table),
        ordering=list(table.ordering) if len(table.ordering) > 1 else table.ordering[0],
        export_filename=table.name,
        filterset_class=filters_of(table),
    )
