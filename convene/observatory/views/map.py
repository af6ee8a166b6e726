"""The map of figures: region or world, one year, with ways to and from a chosen state."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from convene.core.viewer import Viewer
from convene.observatory import mapping
from convene.observatory.choosing import explorable
from convene.observatory.mapping import Asked, Mapped
from convene.observatory.views import choices
from convene.observatory.views.downloads import composed, download, limited, links
from convene.registry.viewing import page_of, public_data, public_page
from convene.ui.choropleth import legend_of
from convene.ui.page import Page

PATH = "observatory/map"
MANY_YEARS = 12


@public_page
@composed
def figures_map(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    asked = Asked.of(request.GET)
    indicator = explorable().get(asked.indicator)
    page = page_of(
        viewer,
        title=_("Map of figures"),
        description=indicator.definition if indicator else "",
        path=PATH,
        section="observatory",
        query=asked.query,
        has_date_control=False,
        breadcrumbs=[(_("Migration Observatory"), "observatory"), (_("Map of figures"), None)],
    )
    context = {"page": page, "load": partial(_shown, asked, page)}
    return render(request, "observatory/map.html", context, using="jinja2")


def _shown(asked: Asked, page: Page) -> dict[str, Any]:
    """What the page shows; asked for only where it is not kept."""
    viewer = page.viewer
    found = _drawn(asked, viewer)
    shown: dict[str, Any] = {
        "found": found,
        "asked": found.asked if found else asked,
        "sections": choices.by_section(explorable().values(), [asked.indicator], viewer),
        "states": choices.states([asked.state] if asked.state else [], viewer),
        "flows": [
            ("to", _("persons in the state, by origin")),
            ("from", _("persons from the state, by destination")),
        ],
        "bases": [("region", _("Region")), ("world", _("World"))],
    }
    if found:
        query = found.asked.query
        shown |= {
            "legend": legend_of(found.classes),
            "years": _years(found, page),
            "all_years": [(year, year) for year in reversed(found.years)],
            "downloads": links(page, PATH, query, picture=True),
        }
    return shown


def _years(found: Mapped, page: Page) -> list[tuple[str, str, bool]]:
    """Links to the years: all of a dozen, else the ends and the neighbours of the one shown."""
    years, shown = list(found.years), found.asked.year
    if len(years) > MANY_YEARS:
        place = years.index(shown)
        years = sorted({years[0], *years[max(place - 2, 0) : place + 3], years[-1]})
    query = found.asked.query
    return [(str(year), page.url(on=None, **{**query, "year": str(year)}), year == shown) for year in years]


@public_data
@limited
def map_data(request: HttpRequest, viewer: Viewer, form: str) -> HttpResponse:
    """Exactly what the page with the same query shows, as a file."""
    found = _drawn(Asked.of(request.GET), viewer)
    if found is None:
        raise Http404(_("No figures have been imported for this."))
    name = "-".join(filter(None, ("map", found.asked.indicator, found.asked.state, str(found.asked.year))))
    return download(request, found.shown, form, name)


def _drawn(asked: Asked, viewer: Viewer) -> Mapped | None:
    address = f"{settings.PUBLIC_URL}/{viewer.language}/{PATH}"
    query = "&".join(f"{name}={value}" for name, value in asked.query.items())
    return mapping.draw(asked, viewer, f"{address}?{query}" if query else address)
