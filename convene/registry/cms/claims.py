"""Claims are added or superseded, never edited: what a source said on the day it was recorded stays said."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets.button import HeaderButton

from convene.core.tables import table_named
from convene.core.text import Text
from convene.registry import operations
from convene.registry.cms.labels import in_words
from convene.registry.cms.views import RecordAdd, RecordEdit
from convene.registry.models import Claim, Ground
from convene.registry.row_rules import broken_rules

NOT_TAKEN_OVER = ("key", "recorded_on", "superseded_by")


class ClaimDecision(forms.ModelForm):
    """All that may change of a claim: who sees it."""

    class Meta:
        model = Claim
        fields = ["visibility"]

    def __init__(self, *args, viewer, **kwargs) -> None:
        super().__init__(*args, **kwargs)

    def save(self, by) -> Claim:
        with transaction.atomic():
            claim = Claim.objects.get(pk=self.instance.pk)
            if self.changed_data:
                operations.correct(claim, {"visibility": self.cleaned_data["visibility"]}, by=by)
            if troubles := broken_rules(table_named("claims"), claim):
                raise ValidationError([f"{trouble.found}: {trouble.expected}" for trouble in troubles])
        return claim


class ClaimAdd(RecordAdd):
    """Adds a claim; with `?supersedes=KEY` one that takes the place of an older one."""

    @cached_property
    def superseded(self) -> Claim | None:
        key = self.request.GET.get("supersedes", "")
        return get_object_or_404(Claim, key=key) if key else None

    def get_initial(self):
        old = self.superseded
        taken = {}
        if old is not None:
            columns = [c for c in self.table_of_record.columns if c.name not in NOT_TAKEN_OVER]
            taken = {column.attribute: getattr(old, column.attribute) for column in columns}
        return {**super().get_initial(), **taken, "recorded_on": self.viewer().today}

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        del form.fields["superseded_by"]
        return form

    def get_page_subtitle(self):
        if self.superseded is None:
            return super().get_page_subtitle()
        return _("Claim in place of %(key)s") % {"key": self.superseded.key}

    @cached_property
    def add_url(self):
        url = self.get_add_url()
        return f"{url}?{urlencode({'supersedes': self.superseded.key})}" if self.superseded else url

    def save_instance(self):
        claim = super().save_instance()
        if self.superseded is not None:
            operations.supersede(self.superseded, claim, by=self.request.user)
        return claim


class ClaimEdit(RecordEdit):
    """Shows a claim; decides who sees it; leads to superseding it."""

    template_name = "registry/cms/claim.html"

    def get_form_class(self):
        return ClaimDecision

    @cached_property
    def header_buttons(self):
        if self.object.superseded_by_id:
            return []
        url = f"{reverse(self.add_url_name)}?{urlencode({'supersedes': self.object.key})}"
        return [HeaderButton(_("Supersede by a new claim"), url=url, icon_name="plus")]

    add_url_name = ""

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["facts"] = self._facts()
        context["rests_on_it"] = list(
            Ground.objects.filter(claim=self.object).values_list("address", flat=True)
        )
        return context

    def _facts(self) -> list[tuple[str, str, list[tuple[str, str]]]]:
        """(label, value, the value by language) of every column: a text has no value but languages."""
        table, found = self.table_of_record, []
        for column in table.columns:
            value = getattr(self.object, column.attribute)
            if column.name == "visibility" or value in (None, ""):
                continue
            label = capfirst(str(table.label_of(column)))
            if isinstance(value, Text):
                found.append((label, "", list(value.plain().items())))
            else:
                shown = dict(table.choices_of(column)).get(value) or in_words(value, self.viewer())
                found.append((label, shown, []))
        return found
