"""News and other editorial pages, as published."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from convene.core.viewer import Viewer
from convene.registry.queries.reference import reference
from convene.registry.viewing import page_of, public_page
from convene.website.models import NEWS, ArticlePage, SectionPage


@public_page
def news(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """All published articles of a language, the newest first."""
    known = reference().remembered(("news", viewer.language), lambda: _news(viewer))
    if known is None:
        page = page_of(viewer, title=_("News"), path=NEWS, section=NEWS, has_date_control=False)
        context = {"page": page, "thing": None, "articles": []}
        return render(request, "website/section.html", context, using="jinja2")
    section, languages, articles = known
    context = {"page": section.page_for(viewer, languages), "thing": section, "articles": articles}
    return render(request, section.template, context, using="jinja2")


def _news(viewer: Viewer) -> tuple[SectionPage, list[str], list[ArticlePage]] | None:
    """The section of the news in the viewer's language, the languages it is in, and its articles: published ones."""
    section = _published(SectionPage, viewer, NEWS)
    return (section, section.read_in(), list(section.articles())) if section else None


@public_page
def article(request: HttpRequest, viewer: Viewer, slug: str) -> HttpResponse:
    """An article; where it is not published in the language asked for, the way to where it is."""
    found = _published(ArticlePage, viewer, slug)
    if found is None:
        other = ArticlePage.published().filter(slug=slug).select_related("locale").first()
        if other is None:
            raise Http404
        same = ArticlePage.published().filter(translation_key=other.translation_key)
        here = same.filter(locale__language_code=viewer.language).first()
        return HttpResponseRedirect((here or other).url)
    return _shown(request, found)


@public_page
def section(request: HttpRequest, viewer: Viewer, slug: str) -> HttpResponse:
    return _shown(request, _published(SectionPage, viewer, slug))


def _published(model, viewer: Viewer, slug: str):
    rows = model.published().filter(locale__language_code=viewer.language, slug=slug)
    return rows.select_related("locale").first()


def _shown(request: HttpRequest, found) -> HttpResponse:
    if found is None:
        raise Http404
    return render(request, found.template, found.get_context(request), using="jinja2")
