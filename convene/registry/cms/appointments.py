"""Who may act for whom on the platform, and since when. Never exported; never logged by value."""

from __future__ import annotations

from django import forms
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import CreateView, DeleteView, EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import AdminDateInput

from convene.accounts.audit import record_event
from convene.registry.cms.fields import RowField
from convene.registry.cms.labels import label_of
from convene.registry.models import Actor, Appointment, Office
from convene.registry.standing_backend import viewer_in_back_office


class AppointmentForm(forms.ModelForm):
    required_css_class = "required"
    office = RowField(Office.objects.all(), label=_("Office"))
    actor = RowField(
        Actor.objects.all(),
        label=_("For which state or organisation"),
        help_text=_("An office of the secretariat or the chair counts only while this one holds it."),
    )

    class Meta:
        model = Appointment
        fields = ["user", "office", "actor", "function", "starts_on", "ends_on", "confirmed_on"]
        widgets = {name: AdminDateInput for name in ("starts_on", "ends_on", "confirmed_on")}

    def __init__(self, *args, viewer, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].offer(viewer)
        self.fields["actor"].offer(viewer)
        self.fields["user"].queryset = get_user_model().objects.filter(is_active=True)

    def clean(self):
        cleaned = super().clean()
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends <= starts:
            self.add_error("ends_on", _("The end is the first day after the period: give a later day."))
        return cleaned


def record_appointment(verb: str, appointment: Appointment, changed, *, by) -> None:
    """Say in the edit log that an appointment changed: which properties, not which values."""
    record_event(verb, f"person/{appointment.user_id}", "", by=by, after=dict.fromkeys(changed), redact=True)


class _WithViewer:
    def viewer(self):
        return viewer_in_back_office(self.request.user)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "viewer": self.viewer()}

    def save_instance(self):
        form = self.form
        is_new = form.instance.pk is None
        with transaction.atomic():
            appointment = form.save()
            if form.has_changed():
                verb = "appointed" if is_new else "changed appointment"
                record_appointment(verb, appointment, form.changed_data, by=self.request.user)
        return appointment


class AppointmentList(IndexView):
    page_title = _("Appointments")

    @cached_property
    def columns(self):
        viewer = viewer_in_back_office(self.request.user)
        title = self._get_title_column_class(TitleColumn)
        return [
            title("user", label=_("Person"), accessor=lambda row: str(row.user), get_url=self.get_edit_url),
            Column("office", label=_("Office"), accessor=lambda row: label_of(row.office, viewer)),
            Column("actor", label=_("For"), accessor=lambda row: label_of(row.actor, viewer)),
            Column("function", label=_("Function")),
            DateColumn("starts_on", label=_("From"), sort_key="starts_on"),
            DateColumn("ends_on", label=_("Until (first day after)"), sort_key="ends_on"),
            DateColumn("confirmed_on", label=_("Last confirmed"), sort_key="confirmed_on"),
        ]

    def get_base_queryset(self):
        return Appointment.objects.select_related("user", "office", "actor").order_by("user__name", "pk")


class AppointmentAdd(_WithViewer, CreateView):
    success_message = _("Appointed.")


class AppointmentEdit(_WithViewer, EditView):
    success_message = _("The appointment was changed.")

    def get_page_subtitle(self):
        return label_of(self.object, self.viewer())

    def get_side_panels(self):
        return MediaContainer([])


class AppointmentRemove(DeleteView):
    success_message = _("The appointment was taken away.")

    def get_page_subtitle(self):
        return label_of(self.object, viewer_in_back_office(self.request.user))

    def delete_action(self):
        with transaction.atomic():
            record_appointment("ended appointment", self.object, ["user"], by=self.request.user)
            self.object.delete()


class AppointmentViewSet(ModelViewSet):
    model = Appointment
    name = "appointments"
    url_prefix = "appointments"
    icon = "user"
    menu_label = _("Appointments")
    copy_view_enabled = False
    inspect_view_enabled = False
    add_to_reference_index = False
    index_view_class = AppointmentList
    add_view_class = AppointmentAdd
    edit_view_class = AppointmentEdit
    delete_view_class = AppointmentRemove
    search_fields = ["user__name", "user__email", "actor__key", "office__key"]
    search_backend_name = None

    def get_form_class(self, for_update: bool = False):
        return AppointmentForm

    def get_common_view_kwargs(self, **kwargs):
        kwargs = super().get_common_view_kwargs(**kwargs)
        return {**kwargs, "usage_url_name": None, "history_url_name": None}

    def get_urlpatterns(self):
        wanted = {"index", "index_results", "add", "edit", "delete"}
        return [pattern for pattern in super().get_urlpatterns() if pattern.name in wanted]

    def register_permissions(self):
        """Rights follow from offices held, so there is nothing to tick for groups."""
