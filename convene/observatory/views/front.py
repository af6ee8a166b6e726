"""The front page of the Observatory: what there is, and the ways into it."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from convene.core.viewer import Viewer
from convene.observatory import mapping
from convene.observatory.choosing import explorable
from convene.observatory.mapping import Asked
from convene.observatory.queries.catalogue import catalogue
from convene.observatory.views import choices
from convene.observatory.views.editions_feed import feed_of, newest_editions
from convene.registry.viewing import page_of, public_page
from convene.ui.choropleth import legend_of

NEWEST = 8
FIRST_MAP = Asked(mapping.DEFAULT_INDICATOR, None, "", "", "region")


@public_page
def front(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    page = page_of(
        viewer,
        title=_("Migration Observatory"),
        description=_(
            "Published figures on migration for every state of the dialogue, each with its source."
        ),
        path="observatory",
        section="observatory",
        feeds=[feed_of(viewer)],
        has_date_control=False,
    )
    context = {"page": page, "load": partial(_shown, viewer, page.absolute())}
    return render(request, "observatory/front.html", context, using="jinja2")


def _shown(viewer: Viewer, address: str) -> dict[str, Any]:
    """What the page shows; asked for only where it is not kept."""
    known = catalogue()
    served = newest_editions()
    shown = mapping.draw(FIRST_MAP, viewer, address)
    language = viewer.language
    return {
        "map": shown,
        "legend": legend_of(shown.classes) if shown else [],
        "figures": sum(edition.rows for edition in served),
        "datasets": len({edition.dataset_key for edition in served}),
        "indicators": len(explorable()),
        "sections": choices.by_section(explorable().values(), (), viewer),
        "editions": [
            (
                known.datasets[edition.dataset_key].title.in_language(language),
                edition,
                known.datasets[edition.dataset_key],
            )
            for edition in served[:NEWEST]
        ],
        "states": choices.states((), viewer),
    }
