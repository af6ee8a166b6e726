"""The front page of the Observatory: what there is, and the ways into it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from convene.core.viewer import Viewer
from convene.observatory import mapping
from convene.observatory.choosing import explorable
from convene.observatory.mapping import Asked
from convene.observatory.queries.catalogue import catalogue, edition_order
from convene.observatory.views import choices
from convene.registry.viewing import page_of, public_page
from convene.ui.choropleth import legend_of

NEWEST = 8
FIRST_MAP = Asked(mapping.DEFAULT_INDICATOR, None, "", "", "region")


@public_page
def front(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    known = catalogue()
    path = "observatory"
    page = page_of(
        viewer,
        title=_("Migration Observatory"),
        description=_(
            "Published figures on migration for every state of the dialogue, each with its source."
        ),
        path=path,
        section="observatory",
        has_date_control=False,
    )
    served = [edition for edition in known.editions.values() if edition.key in known.served]
    served.sort(key=edition_order, reverse=True)
    shown = mapping.draw(FIRST_MAP, viewer, page.absolute())
    language = viewer.language
    sections = choices.by_section(explorable().values(), (), viewer)
    context = {
        "page": page,
        "map": shown,
        "legend": legend_of(shown.classes) if shown else [],
        "figures": sum(edition.rows for edition in served),
        "datasets": len({edition.dataset_key for edition in served}),
        "indicators": len(explorable()),
        "sections": sections,
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
    return render(request, "observatory/front.html", context, using="jinja2")
