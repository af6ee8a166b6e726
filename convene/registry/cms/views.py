"""Adding, editing and removing a row. What is saved goes through `registry.operations`, never around them."""

from __future__ import annotations

from django.contrib.admin.utils import quote
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import CreateView, DeleteView, EditView
from wagtail.admin.views.reports import ReportView
from wagtail.admin.widgets.button import Button

from convene.accounts.audit import history_of
from convene.accounts.models import AuditEvent
from convene.core.tables import Table
from convene.registry import operations
from convene.registry.cms.forms import RecordForm, form_for
from convene.registry.cms.history import ChangesColumn, Secretariat, latest_events, verb_name
from convene.registry.cms.labels import label_of
from convene.registry.queries.addresses import page_path
from convene.registry.queries.reference import reference
from convene.registry.standing_backend import viewer_in_back_office

MOST_RESTING = 10  # of the things that keep a row from being removed, as many are named


class _OfTable:
    """What all views of one table share."""

    table_of_record: Table | None = None  # set by the viewset

    def viewer(self):
        return viewer_in_back_office(self.request.user)

    def get_page_subtitle(self):
        thing = getattr(self, "object", None)
        return label_of(thing, self.viewer()) if thing is not None and thing.pk else self.what

    @property
    def what(self) -> str:
        return capfirst(str(self.table_of_record.label_one))

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index_url_name), "label": self.table_of_record.label},
            {"url": "", "label": self.get_page_subtitle()},
        ]

    def get_side_panels(self):
        return MediaContainer([])


class _SavesByOperation(_OfTable):
    """A form whose broken rules are shown on the form, not as an error page."""

    def get_form_class(self) -> type[RecordForm]:
        return form_for(self.table_of_record, reference().languages)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "viewer": self.viewer()}

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except ValidationError as error:
            _add_errors(form, error)
            self.produced_error_message = self.get_error_message()
            return self.form_invalid(form)

    def save_instance(self):
        return self.form.save(by=self.request.user)

    def get_success_url(self):
        return reverse(self.edit_url_name, args=[quote(self.object.pk)])

    def get_success_buttons(self):
        path = page_path(self.object.address)
        url = f"/{self.viewer().language}/{path}"
        return [messages.button(url, _("See the public page"))] if path else []


class RecordAdd(_SavesByOperation, CreateView):
    template_name = "registry/cms/form.html"
    submit_button_label = gettext_lazy("Add to the record")

    def get_page_subtitle(self):
        return self.what

    def get_success_message(self, instance):
        return _("Added to the record: %(name)s.") % {"name": label_of(instance, self.viewer())}

    def get_error_message(self):
        return _("Nothing was added: see what is marked below.")


class RecordEdit(_SavesByOperation, EditView):
    template_name = "registry/cms/form.html"

    def get_success_message(self):
        return _("Saved: %(name)s.") % {"name": label_of(self.object, self.viewer())}

    def get_error_message(self):
        return _("Nothing was saved: see what is marked below.")

    @cached_property
    def header_more_buttons(self):
        buttons = list(super().header_more_buttons)
        if path := page_path(self.object.address):
            url = f"/{self.viewer().language}/{path}"
            buttons.append(Button(_("Public page"), url=url, icon_name="view", priority=5))
        return buttons

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["events"] = latest_events(self.object.address)
        return context


class RecordRemove(_OfTable, DeleteView):
    template_name = "registry/cms/remove.html"

    def form_valid(self, form):
        name = label_of(self.object, self.viewer())
        try:
            operations.remove(self.object, by=self.request.user)
        except ProtectedError as error:
            resting = sorted({label_of(row, self.viewer()) or str(row) for row in error.protected_objects})
            context = self.get_context_data(form=form, resting=resting[:MOST_RESTING])
            return self.render_to_response(context, status=409)
        messages.success(self.request, _("Removed from the record: %(name)s.") % {"name": name})
        return redirect(self.get_success_url())


class RecordHistory(Secretariat, ReportView):
    """Everything that was done to one row, newest first."""

    table_of_record: Table | None = None  # set by the viewset
    history_url_name = ""
    page_title = gettext_lazy("History")
    header_icon = "history"
    model = AuditEvent
    columns = [
        DateColumn("at", label=gettext_lazy("When"), width="15%"),
        Column("by_label", label=gettext_lazy("Who"), width="20%"),
        Column("verb", label=gettext_lazy("What was done"), accessor=verb_name, width="15%"),
        ChangesColumn("changes", label=gettext_lazy("Before and now")),
    ]

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.row = get_object_or_404(self.table_of_record.rows(), pk=kwargs["pk"])

    def get_page_subtitle(self):
        return label_of(self.row, viewer_in_back_office(self.request.user))

    def get_index_url(self):
        return reverse(self.history_url_name, args=[self.row.pk])

    def get_index_results_url(self):
        return self.get_index_url()

    def get_base_queryset(self):
        return history_of(self.row.address)


def _add_errors(form, error: ValidationError) -> None:
    """Errors of an operation at the fields they name; those of no field at the head of the form."""
    by_name = error.error_dict if hasattr(error, "error_dict") else {None: error.error_list}
    for name, errors in by_name.items():
        form.add_error(name if name in form.fields else None, errors)
