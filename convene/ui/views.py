"""The page of patterns: every component once, with invented content that says so."""

from __future__ import annotations

from datetime import date, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from convene.core.told import parse_day
from convene.core.viewer import Viewer
from convene.ui import patterns_content as content
from convene.ui.page import Page


@require_safe
def patterns(request, language: str | None = None):
    """Show every component. Takes `?on=` like any page; knows no dialogue and asks no database."""
    language = language or get_language() or "en"
    if language not in dict(settings.LANGUAGES):
        raise Http404
    today = datetime.now(ZoneInfo("Europe/Vienna")).date()
    day = parse_day(request.GET["on"]) if request.GET.get("on") else today
    with override(language):
        page = pattern_page(Viewer(day=day, today=today, language=language))
        return render(request, "ui/patterns.html", {"page": page, **content.examples(page)}, using="jinja2")


def pattern_page(viewer: Viewer) -> Page:
    """The page object of the patterns: an invented dialogue, unofficial, in English and Russian."""
    return Page(
        viewer=viewer,
        title=content.TITLE,
        path="patterns",
        dialogue=SimpleNamespace(
            key="pattern",
            name=content.NAME,
            short_name=content.SHORT_NAME,
            official=False,
            unofficial_notice=content.NOTICE,
            tagline=content.TAGLINE,
            languages=["en", "ru"],
            as_of=date(2026, 9, 12),
        ),
        languages=[("en", "English"), ("ru", "Русский")],
        description=content.TAGLINE,
        section="patterns",
        breadcrumbs=[(content.HOME, ""), (content.TITLE, None)],
        sources=content.CITATIONS,
    )
