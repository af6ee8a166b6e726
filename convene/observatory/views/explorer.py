"""The explorer: choose indicators, states and years; share the address, take the figures, embed the picture."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt

from convene.core.viewer import Viewer
from convene.observatory import exploring
from convene.observatory.choosing import Asked, explorable
from convene.observatory.enums import CounterpartRole
from convene.observatory.exploring import Explored
from convene.observatory.queries.catalogue import catalogue
from convene.observatory.showing import footnotes_of
from convene.observatory.views import choices
from convene.observatory.views.downloads import composed, download, limited, links
from convene.registry.viewing import page_of, public_data, public_page

PATH = "observatory/explorer"
FIRST_YEAR, LAST_YEAR = 1990, 2030


@public_page
@composed
def explorer(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    asked = Asked.of(request.GET)
    found = _explored(asked, viewer)
    page = page_of(
        viewer,
        title=_("Explore the figures"),
        description=found.shown.description,
        path=PATH,
        section="observatory",
        query=asked.query,
        has_date_control=False,
        breadcrumbs=[(_("Migration Observatory"), "observatory"), (_("Explore the figures"), None)],
    )
    query = found.asked.query
    context = {
        "page": page,
        "found": found,
        "shown": found.shown,
        "sections": choices.by_section(explorable().values(), asked.indicators, viewer),
        "states": choices.states(found.asked.states, viewer),
        "years": [(year, year) for year in _years(found)],
        "forms": [
            ("line", _("Lines over the years")),
            ("bar", _("Bars, newest year")),
            ("table", _("Table")),
        ],
        "sexes": [("T", _("Both sexes")), ("F", _("Women")), ("M", _("Men"))],
        "mix_address": page.url(on=None, **{**query, "mixed": "yes"}),
        "share_address": settings.PUBLIC_URL + page.url(on=None, **query),
        "embed_address": settings.PUBLIC_URL + page.url(f"{PATH}/embed", on=None, **query),
        "downloads": links(page, PATH, query, picture=found.shown.chart is not None),
        "footnotes": footnotes_of((*found.asked.states, asked.other), viewer),
        "others": choices.states([asked.other] if asked.other else [], viewer),
        "editions": _editions(asked),
        "has_other_side": any(
            explorable()[code].counterpart_role != CounterpartRole.NONE for code in asked.indicators
        ),
    }
    return render(request, "observatory/explorer.html", context, using="jinja2")


@public_data
@limited
def explorer_data(request: HttpRequest, viewer: Viewer, form: str) -> HttpResponse:
    """Exactly what the page with the same query shows, as a file."""
    found = _explored(Asked.of(request.GET), viewer)
    return download(request, found.shown, form, "-".join(("figures", *found.asked.indicators))[:80])


@xframe_options_exempt
@public_page
@composed
def embed(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The picture with its table and sources, and nothing else, for other people's pages."""
    found = _explored(Asked.of(request.GET), viewer)
    page = page_of(
        viewer, title=found.shown.title, path=PATH, query=found.asked.query, has_date_control=False
    )
    context = {"page": page, "found": found, "shown": found.shown}
    response = render(request, "observatory/embed.html", context, using="jinja2")
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors *"
    )
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _editions(asked: Asked) -> list[tuple[str, str]]:
    """The editions to choose from: (key, label), where all indicators are of one dataset that has several."""
    known = catalogue()
    datasets = {known.indicators[code].dataset_key for code in asked.indicators}
    if len(datasets) != 1:
        return []
    have = {edition.key: edition.label for code in asked.indicators for edition in known.editions_with(code)}
    return list(have.items()) if len(have) > 1 else []


def _explored(asked: Asked, viewer: Viewer) -> Explored:
    query = asked.with_()
    address = f"{settings.PUBLIC_URL}/{viewer.language}/{PATH}"
    return exploring.explore(asked, viewer, f"{address}?{query}" if query else address)


def _years(found: Explored) -> list[int]:
    """The years that can be chosen: those that the indicators have and those asked for, however far away."""
    years = {row.year for row in found.shown.rows if 1900 <= row.year <= 2200}
    asked = {year for year in (found.asked.first, found.asked.last) if year}
    first, last = min(years, default=FIRST_YEAR), max(years, default=LAST_YEAR)
    return sorted({*range(first, last + 1), *asked}, reverse=True)
