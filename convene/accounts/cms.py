"""The back office's pages about people: who may sign in, and one's own account."""

from __future__ import annotations

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.account import LocalePreferencesForm
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.views.account import (
    AccountView,
    BaseSettingsPanel,
    LocaleSettingsPanel,
    NotificationsSettingsPanel,
    ThemeSettingsPanel,
)
from wagtail.users.models import UserProfile
from wagtail.users.views.users import CreateView, EditView, IndexView, UserColumn, UserViewSet

from convene.accounts.operations import choose_language, record_person

User = get_user_model()


class PersonForm(forms.ModelForm):
    """No password here: the person signs in with a mailed code, sets a password if wanted, and a second factor."""

    required_css_class = "required"

    class Meta:
        model = User
        fields = ["name", "email", "language", "is_active", "is_superuser"]
        labels = {"is_superuser": _("Administrator")}
        help_texts = {
            "email": _("The person signs in with a code sent to this address, then sets up a second factor."),
            "is_superuser": _("May change everything, including accounts and settings."),
        }

    def __init__(self, *args, editing_self: bool = False, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True
        if editing_self:  # nobody locks themselves out
            del self.fields["is_active"]
            del self.fields["is_superuser"]

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].strip().lower()
        if User.objects.filter(email=email).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("Another account already has this e-mail address."))
        return email

    def save(self, commit: bool = True):
        is_new = self.instance.pk is None
        if is_new:
            self.instance.set_unusable_password()
        person = super().save(commit=commit)
        if commit:
            if is_new or "email" in self.changed_data:
                person.confirm_email()
            record_person("made account" if is_new else "changed account", person, self.changed_data)
        return person


class PeopleIndexView(IndexView):
    page_title = _("People who sign in")
    add_item_label = _("Add a person")

    @cached_property
    def columns(self):
        """No boxes for changes in bulk: those leave no trace in our trail."""
        title = self._get_title_column_class(UserColumn)
        return [
            title(
                "name", accessor="get_full_name", label=_("Name"), sort_key="name", get_url=self.get_edit_url
            ),
            Column("email", label=_("E-mail address"), sort_key="email", width="30%"),
            BooleanColumn("is_superuser", label=_("Administrator"), sort_key="is_superuser", width="10%"),
            BooleanColumn("is_active", label=_("May sign in"), sort_key="is_active", width="10%"),
            DateColumn("last_login", label=_("Last sign-in"), sort_key="last_login", width="15%"),
        ]

    @cached_property
    def search_fields(self):
        return {"name", "email"}

    def order_queryset(self, queryset):
        # Wagtail's own view sorts "name" by columns that a person here does not have.
        return queryset.order_by(self.ordering or "name", "email")


class _OnlyAdministratorsMakeAdministrators:
    """Who may edit people but is no administrator cannot make one, nor take over the account of one."""

    def get_form(self, *args, **kwargs):
        form = super().get_form(*args, **kwargs)
        if not self.request.user.is_superuser:
            form.fields.pop("is_superuser", None)
        return form


class PersonCreateView(_OnlyAdministratorsMakeAdministrators, CreateView):
    page_title = _("Add a person")
    success_message = _("%(object)s may sign in now.")


class PersonEditView(_OnlyAdministratorsMakeAdministrators, EditView):
    def dispatch(self, request, *args, **kwargs):
        if self.object.is_superuser and not request.user.is_superuser:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class PeopleViewSet(UserViewSet):
    menu_label = _("People who sign in")
    ordering = "name"
    index_view_class = PeopleIndexView
    add_view_class = PersonCreateView
    edit_view_class = PersonEditView
    create_template_name = "wagtailadmin/generic/create.html"
    edit_template_name = "wagtailadmin/generic/edit.html"

    def get_form_class(self, for_update: bool = False):
        return PersonForm


class OwnNameForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["name"]

    def save(self, commit: bool = True):
        person = super().save(commit=commit)
        if self.has_changed():
            record_person("changed account", person, self.changed_data)
        return person


class OwnNamePanel(BaseSettingsPanel):
    name = "name"
    title = _("Name")
    order = 100
    form_class = OwnNameForm


class OwnLanguageForm(LocalePreferencesForm):
    def save(self, commit: bool = True) -> UserProfile:
        profile = super().save(commit=commit)
        if "preferred_language" in self.changed_data:
            choose_language(profile.user, profile.preferred_language)
        return profile


class OwnLanguagePanel(LocaleSettingsPanel):
    form_class = OwnLanguageForm


class OwnAccountView(AccountView):
    """Wagtail's page about oneself without pictures; address, password and second factor are allauth's pages."""

    def get_panels(self):
        profile = UserProfile.get_for_user(self.request.user)
        panels = [
            panel(self.request, self.request.user, profile)
            for panel in (OwnNamePanel, NotificationsSettingsPanel, OwnLanguagePanel, ThemeSettingsPanel)
        ]
        return [panel for panel in panels if panel.is_active()]
