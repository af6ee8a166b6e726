"""The list of documents, one document, its files, and all of it as data."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from pathlib import PurePosixPath
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import override

from convene.core.collation import sort_key
from convene.core.tables import table_named
from convene.core.viewer import Viewer
from convene.registry.lists import list_response
from convene.registry.naming import Named, named
from convene.registry.queries import citations_of
from convene.registry.queries.at_hand import kept_of_day, row_with_key
from convene.registry.queries.links import links_of
from convene.registry.queries.reference import one_reference, reference
from convene.registry.viewing import (
    asked_year,
    differences_on,
    gaps_about,
    known_language,
    page_of,
    public_data,
    public_page,
    viewer_of,
)
from convene.repository.exports.schema_org import citation_of, creative_work_of
from convene.repository.models import Expression, File, Work
from convene.repository.queries import (
    DOCUMENT_KINDS,
    authors_of,
    documents_list,
    documents_seen,
    languages_of,
    versions_of,
)
from convene.repository.rules import may_read
from convene.repository.telling import date_of, is_day_known, language_name


@dataclass(frozen=True)
class Asked:
    """The filters of the list as asked in the address. Unknown words find nothing; a wrong year is refused."""

    kind: str
    year: int | None
    lang: str
    q: str

    @classmethod
    def of(cls, request: HttpRequest) -> Asked:
        asked = {
            name: request.GET.get(name, "").replace("\x00", "").strip()[:200] for name in cls.__annotations__
        }
        return cls(year=asked_year(asked.pop("year")), **asked)

    def documents(self, viewer: Viewer) -> QuerySet[Work]:
        return documents_list(viewer, kind=self.kind, year=self.year, language=self.lang, q=self.q)

    @property
    def query(self) -> dict[str, str]:
        """The filters in use, as they stand in the address."""
        return {name: str(value) for name, value in vars(self).items() if value}


@dataclass(frozen=True)
class Row:
    """A document as a line of a list."""

    work: Work
    when: str
    kind: str
    is_day_known: bool
    authors: list[Named]
    languages: list[str]


@public_page
def documents(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """All documents, by year, the newest first."""
    asked = Asked.of(request)
    path = "documents"
    everything = documents_seen(viewer)
    rows = kept_of_day("documents", viewer, lambda: _rows(everything, viewer))
    fields = _filters(asked, rows, viewer)
    if asked.query:
        fitting = set(asked.documents(viewer).order_by().values_list("pk", flat=True))
        rows = [row for row in rows if row.work.pk in fitting]
    page = page_of(
        viewer,
        title=_("Documents"),
        description=_("Declarations, plans, handbooks and reports, each with its sources."),
        path=path,
        section="documents",
        query=asked.query,
        feeds=[("application/atom+xml", _("Documents"), f"/{viewer.language}/{path}.atom")],
    )
    context = {
        "page": page,
        "years": [(year, list(found)) for year, found in groupby(rows, key=_year)],
        "count": len(rows),
        "total": len(everything),
        "fields": fields,
        "downloads": [
            (label, page.url(f"{path}.{form}", on=None, **asked.query))
            for label, form in (("CSV", "csv"), ("JSON", "json"), ("Atom", "atom"))
        ],
    }
    return render(request, "repository/documents.html", context, using="jinja2")


def _year(row: Row) -> int | None:
    return row.work.dated_on.year if row.work.dated_on else None


def _rows(works: list[Work], viewer: Viewer) -> list[Row]:
    """No query where nothing changed, however long the list is."""
    pks = [work.pk for work in works]
    authors, languages, concepts = authors_of(pks), languages_of(pks), reference().concepts
    return [
        Row(
            work=work,
            when=date_of(work, viewer.language),
            kind=concepts[work.kind_id].name.in_language(viewer.language),
            is_day_known=is_day_known(work),
            authors=named(authors[work.pk], viewer) if work.pk in authors else [],
            languages=languages.get(work.pk, []),
        )
        for work in works
    ]


def _filters(asked: Asked, rows: list[Row], viewer: Viewer) -> list[dict[str, Any]]:
    """The fields of the filter bar. Only what some document has can be chosen."""
    options = kept_of_day("choices of documents", viewer, lambda: _options(rows, viewer))
    return [
        {"name": "q", "label": _("Words"), "value": asked.q},
        {"name": "kind", "label": _("Kind"), "value": asked.kind, "options": options["kind"]},
        {"name": "year", "label": _("Year"), "value": asked.year or "", "options": options["year"]},
        {"name": "lang", "label": _("Exists in"), "value": asked.lang, "options": options["lang"]},
    ]


def _options(rows: list[Row], viewer: Viewer) -> dict[str, list[tuple[Any, Any]]]:
    years = sorted({_year(row) for row in rows} - {None}, reverse=True)
    used = {row.work.kind_id for row in rows}
    codes = {code for row in rows for code in row.languages}
    spoken = [(code, language_name(code, viewer.language)) for code in codes]
    return {
        "kind": [
            (concept.key, concept.name.in_language(viewer.language))
            for concept in reference().concepts.values()
            if concept.scheme == DOCUMENT_KINDS and concept.pk in used
        ],
        "year": [(year, year) for year in years],
        "lang": sorted(spoken, key=lambda one: sort_key(one[1])),
    }


@public_page
def document(request: HttpRequest, viewer: Viewer, key: str) -> HttpResponse:
    """One document: what it is, in which languages it exists, what it is tied to, how to cite it."""
    work = row_with_key(Work, key, viewer)
    if work is None:
        raise Http404(_("There is no document with this address."))
    authors = named(authors_of([work.pk])[work.pk], viewer)
    versions = versions_of(work)
    threads = links_of([work.address], viewer)[work.address]
    rows = [work.address, *(one.expression.address for one in versions), *(t.link.address for t in threads)]
    page = page_of(
        viewer,
        title=work.title,
        description=work.summary,
        path=work.address,
        section="documents",
        breadcrumbs=[(_("Documents"), "documents"), (work.title, None)],
        json_ld=creative_work_of(work, viewer, authors, versions),
    )
    context = {
        "page": page,
        "work": work,
        "kind": reference().concepts[work.kind_id],
        "when": date_of(work, viewer.language),
        "authors": authors,
        "versions": [(one, language_name(one.expression.language, viewer.language)) for one in versions],
        "threads": threads,
        "citations": citations_of(rows, viewer),
        "cite_as": citation_of(work, viewer, authors),
        "differences": differences_on(viewer, work.address),
        "gaps": gaps_about(viewer, work.address),
    }
    return render(request, "repository/document.html", context, using="jinja2")


def file(request: HttpRequest, language: str, key: str, pk: int) -> HttpResponse:
    """
    The bytes of a language version, for those who may read the document.

    Always as a download: what somebody uploaded never runs in a page of this site. Never in the page cache.
    """
    with one_reference(), override(known_language(language)):
        viewer = viewer_of(request, language)
        row = File.objects.filter(pk=pk, expression__work__key=key).select_related("expression__work").first()
        if row is None or not may_read(viewer, row.expression.work):
            raise Http404(_("There is no file with this address."))
        suffix = PurePosixPath(row.file.name).suffix
        response = FileResponse(
            row.file.open("rb"),
            as_attachment=True,
            filename=f"{key}.{row.expression.language}{suffix}",
            content_type=row.media_type or "application/octet-stream",
        )
    response.headers["Cache-Control"] = "private, no-store"
    return response


@public_data
def data(request: HttpRequest, viewer: Viewer, form: str) -> HttpResponse:
    table = table_named("documents")
    rows = Asked.of(request).documents(viewer)
    return list_response(table, rows, viewer, form, path="documents", title=str(table.label))


@public_data
def expressions_data(request: HttpRequest, viewer: Viewer, form: str) -> HttpResponse:
    """Language versions of the documents that the public may see."""
    table = table_named("expressions")
    rows = Expression.objects.filter(work__in=Work.objects.public()).order_by("key")
    return list_response(table, rows, viewer, form, path="expressions", title=str(table.label))
