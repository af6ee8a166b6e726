"""The search page: what was found, why, and how to narrow it. Anything at all may be typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from markupsafe import Markup

from convene.accounts import limits
from convene.core.tables import table_of_kind
from convene.core.viewer import Viewer
from convene.registry.viewing import page_of, public_page
from convene.search.queries import Item, Results
from convene.search.queries import search as search_the_record
from convene.ui.formats import day as day_text
from convene.website.views import errors

PER_MINUTE = 60
SIZE = 20
LONGEST_QUESTION = 200
SUGGESTED_STATES, SUGGESTED_YEARS = 12, 20


@dataclass(frozen=True)
class Asked:
    """The question and its filters, as they stand in the address."""

    q: str
    kind: str
    state: str
    year: int | None
    page: int

    @classmethod
    def of(cls, request: HttpRequest) -> Asked:
        return cls(
            q=request.GET.get("q", "").strip()[:LONGEST_QUESTION],
            kind=request.GET.get("kind", "")[:40],
            state=request.GET.get("state", "")[:40],
            year=_whole_number(request, "year", None, 9999),
            page=_whole_number(request, "page", 1, 100_000) or 1,
        )

    @property
    def query(self) -> dict[str, str]:
        kept = {"q": self.q, "kind": self.kind, "state": self.state, "year": self.year}
        return {name: str(value) for name, value in kept.items() if value}


@public_page
def search(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Results of `q`, narrowed by `kind`, `state` and `year`; without a question, what can be asked."""
    asked = Asked.of(request)
    if asked.q and not limits.allow(request, "search", PER_MINUTE):
        return errors.too_many(request)
    found = (
        search_the_record(
            asked.q,
            viewer.language,
            kind=asked.kind or None,
            state=asked.state or None,
            year=asked.year,
            page=asked.page,
            size=SIZE,
        )
        if asked.query
        else None
    )
    page = page_of(
        viewer,
        title=_("Search: %(words)s") % {"words": asked.q} if asked.q else _("Search"),
        path="search",
        section="search",
        query=asked.query,
        has_date_control=False,
    )
    context = {
        "page": page,
        "asked": asked,
        "found": found,
        "results": [_shown(item, viewer) for item in found.items] if found else [],
        "facets": _facets(page, asked, found) if found else [],
        "examples": [_("Ministerial Conference"), _("return and reintegration"), _("Training Academy")],
    }
    return render(request, "website/search.html", context, using="jinja2")


def _whole_number(request: HttpRequest, name: str, otherwise: int | None, largest: int) -> int | None:
    """A number from the address; a friendly refusal for anything else."""
    text = request.GET.get(name, "").strip()
    if not text:
        return otherwise
    if not (text.isascii() and text.isdigit() and len(text) < 10 and 1 <= int(text) <= largest):
        raise BadRequest(
            _("“%(text)s” is not a number from 1 to %(largest)s.") % {"text": text[:40], "largest": largest}
        )
    return int(text)


def _shown(item: Item, viewer: Viewer) -> dict[str, Any]:
    table = table_of_kind(item.kind)
    return {
        "title": _marked(item.title_parts),
        "title_language": item.title_language if item.title_language != viewer.language else "",
        "href": f"/{viewer.language}/{item.path}",
        "kind": capfirst(str(table.label_one)) if table else item.kind,
        "excerpt": _marked(item.excerpt),
        "excerpt_language": item.excerpt_language if item.excerpt_language != viewer.language else "",
        "meta": day_text(item.date, viewer.language) if item.date else item.year or "",
        "why": _why(item, viewer.language),
    }


def _marked(parts: list[tuple[str, bool]]) -> Markup:
    return Markup("").join(Markup("<mark>{}</mark>").format(text) if hit else text for text, hit in parts)


def _why(item: Item, language: str) -> str:
    """Where and by which words it was found, in one line."""
    told = {
        "title": _("in the title: %(words)s"),
        "name": _("under another name: %(words)s"),
        "text": _("in the text: %(words)s"),
        "year": _("by the year: %(words)s"),
    }
    parts = []
    for reason in item.why:
        words = told.get(reason.where, "%(words)s") % {"words": ", ".join(reason.words)}
        parts.append(f"{words} [{reason.language}]" if reason.language not in ("", language) else words)
    return _("Found %(where)s") % {"where": "; ".join(parts)} if parts else ""


def _facets(page: Any, asked: Asked, found: Results) -> list[dict[str, Any]]:
    """The filters with how many each value gives; the chosen one leads back to all."""
    most = {"kind": None, "state": SUGGESTED_STATES, "year": SUGGESTED_YEARS}
    labels = {"kind": _("Kind"), "state": _("State"), "year": _("Year")}
    chosen = {"kind": asked.kind, "state": asked.state, "year": str(asked.year or "")}
    shown = []
    for name, label in labels.items():
        values = [
            {
                "label": value.label,
                "count": value.count,
                "is_chosen": str(value.value) == chosen[name],
                "href": page.url(
                    None,
                    **{**page.query, name: None if str(value.value) == chosen[name] else value.value},
                ),
            }
            for value in found.facets.get(name, ())[: most[name]]
        ]
        if values:
            shown.append({"name": name, "label": label, "values": values})
    return shown
