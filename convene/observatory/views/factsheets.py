"""The list of factsheets, and the factsheet of a state: as a page, PDF, Word file and JSON."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from convene.core.viewer import Viewer
from convene.observatory.factsheets import contents
from convene.observatory.factsheets.covered import Covered, covered_states
from convene.observatory.factsheets.wording import value_in_words
from convene.observatory.queries.values import Value, indicators_by_code, latest
from convene.observatory.shown import attributions_of
from convene.observatory.views.downloads import limited
from convene.registry.naming import Named, named, named_one
from convene.registry.viewing import page_of, public_data, public_page
from convene.ui.documents.json import json_of
from convene.ui.documents.model import Document
from convene.ui.documents.typst import pdf_of
from convene.ui.documents.word import MEDIA_TYPE, word_of

LISTED = ("population_midyear", "migrant_stock", "emigrant_stock")

FORMS: dict[str, tuple[str, Callable[[Document], bytes]]] = {
    "pdf": ("application/pdf", pdf_of),
    "docx": (MEDIA_TYPE, word_of),
    "json": ("application/json", lambda document: json_of(document).encode()),
}


@dataclass(frozen=True)
class Line:
    """A state in the list: its name, where its factsheet stands, its figures in words with their passports."""

    state: Named
    covered: Covered
    figures: tuple[tuple[str, str] | None, ...]


@public_page
def factsheets(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """All states covered, with three figures each."""
    path = "factsheets"
    covered = {one.state: one for one in covered_states(viewer)}
    states = named([f"state/{code}" for code in covered], viewer)
    figures = latest(list(covered), LISTED)
    lines = [
        Line(state, covered[state.code], tuple(_told(figures.get((state.code, code)), viewer) for code in LISTED))
        for state in states
    ]  # fmt: skip
    indicators = indicators_by_code()
    page = page_of(
        viewer,
        title=_("Country factsheets"),
        description=_(
            "Migration figures of each state with their sources, in every language of the dialogue."
        ),
        path=path,
        section="observatory",
        has_date_control=False,
    )
    context = {
        "page": page,
        "taking_part": [line for line in lines if line.covered.takes_part],
        "attributions": attributions_of({value.edition for value in figures.values()}, viewer),
        "by_decision": [line for line in lines if not line.covered.takes_part],
        "columns": [indicators[code].name.in_language(viewer.language) for code in LISTED if code in indicators],
    }  # fmt: skip
    return render(request, "observatory/factsheets.html", context, using="jinja2")


def _told(value: Value | None, viewer: Viewer) -> tuple[str, str] | None:
    """The figure in words, and the path of its passport; None where there is none."""
    if value is None or value.number is None:
        return None
    indicator = indicators_by_code()[value.indicator]
    return value_in_words(value.number, indicator, viewer.language), value.passport_path


@public_page
def factsheet(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    """The factsheet as a page."""
    document = _document(code, viewer)
    path = f"factsheet/{code}"
    state = named_one(f"state/{code}", viewer)
    page = page_of(
        viewer,
        title=_("%(state)s: country factsheet") % {"state": state},
        description=document.metadata.description,
        path=path,
        section="observatory",
        breadcrumbs=[(_("Country factsheets"), "factsheets"), (str(state), None)],
        has_date_control=False,
        json_ld={
            "@context": "https://schema.org",
            "@type": "Report",
            "name": f"{document.kind}: {document.title}",
            "about": {"@type": "Country", "name": document.title, "identifier": code},
            "inLanguage": viewer.language,
            "dateModified": document.metadata.day.isoformat(),
            "url": document.metadata.address,
        },
    )
    context = {
        "page": page,
        "document": document,
        "state": state,
        "downloads": [
            (label, page.url(f"{path}.{form}"))
            for label, form in (("PDF", "pdf"), ("Word", "docx"), ("JSON", "json"))
        ],
    }
    return render(request, "observatory/factsheet.html", context, using="jinja2")


@public_data
@limited
def factsheet_file(request: HttpRequest, viewer: Viewer, code: str, form: str) -> HttpResponse:
    """The same factsheet as a file. The same figures give the same bytes."""
    media_type, write = FORMS[form]
    response = HttpResponse(write(_document(code, viewer, for_print=form != "json")), content_type=media_type)
    response.headers["Content-Disposition"] = f'inline; filename="factsheet-{code}-{viewer.language}.{form}"'
    return response


def _document(code: str, viewer: Viewer, *, for_print: bool = False) -> Document:
    if code not in {one.state for one in covered_states(viewer)}:
        raise Http404(_("There is no factsheet of a state with the code %(code)s.") % {"code": code[:10]})
    return contents.factsheet(code, viewer, for_print=for_print)
