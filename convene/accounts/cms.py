"""The secretariat's form for people who may sign in."""

from __future__ import annotations

from django import forms
from django.contrib.auth import get_user_model
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.users.views.users import IndexView, UserViewSet

from convene.accounts.operations import record_person

User = get_user_model()


class PersonForm(forms.ModelForm):
    """No password here: the person signs in with a mailed code, sets a password if wanted, and a second factor."""

    required_css_class = "required"

    class Meta:
        model = User
        fields = ["name", "email", "language", "is_active", "is_superuser", "groups"]
        labels = {"is_superuser": _("administrator"), "groups": _("groups")}
        help_texts = {
            "email": _("The person signs in with a code sent to this address, then sets up a second factor."),
            "is_superuser": _("May change everything, including accounts and settings."),
        }
        widgets = {"groups": forms.CheckboxSelectMultiple}

    def __init__(self, *args, **kwargs) -> None:
        editing_self = kwargs.pop("editing_self", False)
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
    @cached_property
    def search_fields(self):
        return {"name", "email"}

    def order_queryset(self, queryset):
        return queryset.order_by("name", "email") if not self.ordering else queryset.order_by(self.ordering)


class PeopleViewSet(UserViewSet):
    menu_label = _("People who sign in")
    ordering = "name"
    index_view_class = PeopleIndexView
    create_template_name = "wagtailadmin/generic/create.html"
    edit_template_name = "wagtailadmin/generic/edit.html"

    def get_form_class(self, for_update: bool = False):
        return PersonForm
