"""The translation debt of the whole record on one page, and the confirmation of translations from it."""

from __future__ import annotations

import csv
from collections.abc import Sequence

from django.contrib.admin.utils import quote
from django.core.exceptions import BadRequest, PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from convene.core.addresses import parse_address
from convene.core.failures import Failure
from convene.core.forms import STATE_NAMES
from convene.core.tables import Kind, table_named, table_of_kind
from convene.core.text import TranslationState
from convene.registry.cms.history import namespace_of
from convene.registry.cms.labels import label_of
from convene.registry.queries.reference import reference
from convene.registry.rules import may_edit_registry
from convene.registry.standing_backend import viewer_in_back_office
from convene.registry.translations import OWED, Debt, counted, debts, review
from convene.registry.viewing import own_name

PER_PAGE = 50


class TranslationDebt(WagtailAdminTemplateMixin, TemplateView):
    """
    Counts per table, language and state; below, the texts themselves with links to their forms.

    `?table=&language=&state=` narrows the list, `?export=csv` gives all of it, a POST confirms one text.
    """

    template_name = "registry/cms/debt.html"
    page_title = gettext_lazy("Translation debt")
    header_icon = "globe"

    def dispatch(self, request, *args, **kwargs):
        self.viewer = viewer_in_back_office(request.user)
        if not (may_edit_registry(self.viewer) or request.user.is_superuser):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        if request.GET.get("export") == "csv":
            return as_csv(self._asked())
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        """Confirm the translation of `field` of the thing at `address` into `language`."""
        try:
            address = parse_address(request.POST.get("address", ""))
            table = table_of_kind(address.kind)
            row = table.rows().filter(key=address.key).first() if table else None
            field, language = request.POST.get("field", ""), request.POST.get("language", "")
            if row is None or not _is_translatable(table, field):
                raise BadRequest(_("There is no such text."))
            review(row, field, language, by=request.user)
        except Failure as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Confirmed: %(name)s.") % {"name": label_of(row, self.viewer)})
        after = request.POST.get("next", "")
        is_ours = url_has_allowed_host_and_scheme(after, {request.get_host()}, request.is_secure())
        return redirect(after if is_ours else reverse("translation_debt"))

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": reverse_lazy("translation_debt"), "label": self.page_title}]

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        languages = reference().languages
        page = Paginator(self._asked(), PER_PAGE).get_page(self.request.GET.get("p"))
        query = self.request.GET.copy()
        query.pop("p", None)
        context.update(
            states=[(state, STATE_NAMES[state]) for state in OWED],
            summary=_summary(languages),
            page=page,
            texts=[self._shown(debt) for debt in page.object_list],
            chosen={name: self.request.GET.get(name, "") for name in ("table", "language", "state")},
            languages=[(code, own_name(code)) for code in languages],
            query=query.urlencode(),
            here=self.request.get_full_path(),
        )
        return context

    def _asked(self) -> list[Debt]:
        wanted = {name: self.request.GET.get(name, "") for name in ("table", "language", "state")}
        return list(debts(reference().languages, **wanted))

    def _shown(self, debt: Debt) -> dict:
        return {
            "debt": debt,
            "state": STATE_NAMES[debt.state],
            "name": label_of(debt.row, self.viewer),
            "column": capfirst(str(debt.table.label_of(debt.column))),
            "edit": reverse(f"{namespace_of(debt.table)}:edit", args=[quote(debt.row.pk)]),
            "can_confirm": debt.state != TranslationState.MISSING,
            "source_language": reference().source_language,
        }


def _is_translatable(table, field: str) -> bool:
    names = {column.attribute for column in table.columns if column.kind == Kind.PROSE}
    return field in names or (table.name == "designations" and field == "reviewed")


def _summary(languages: Sequence[str]) -> list[dict]:
    """One line a table and language: how many texts are in each state that owes work."""
    lines = []
    for name, by_language in counted(languages).items():
        for language, counts in by_language.items():
            if counts:
                cells = [(state, counts.get(state, 0)) for state in OWED]
                lines.append(
                    {
                        "name": name,
                        "table": table_named(name).label,
                        "language": language,
                        "language_name": own_name(language),
                        "cells": cells,
                        "total": sum(counts.values()),
                    }
                )
    return lines


def as_csv(texts: list[Debt]) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="translation-debt.csv"'
    writer = csv.writer(response)
    writer.writerow(["address", "column", "language", "state", "source text", "translation"])
    for debt in texts:
        writer.writerow(
            [debt.address, debt.column.name, debt.language, debt.state, debt.source_text, debt.text]
        )
    return response
