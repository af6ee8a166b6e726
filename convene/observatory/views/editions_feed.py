"""New editions as an Atom feed, for those who wait for a producer's next figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from convene.core.text import Text
from convene.core.viewer import Viewer
from convene.observatory.models import Edition
from convene.observatory.queries.catalogue import catalogue, edition_order
from convene.registry.lists import FORMATS, atom
from convene.registry.viewing import public_data

PATH = "observatory/editions"
NEWEST = 60


@dataclass(frozen=True)
class Announced:
    """An edition as an entry of a feed, dated by its publication."""

    address: str
    title: Text
    dated_on: date
    text: str  # its citation


def newest_editions() -> list[Edition]:
    """The editions served, the newest first."""
    known = catalogue()
    served = [edition for edition in known.editions.values() if edition.key in known.served]
    return sorted(served, key=edition_order, reverse=True)


def feed_of(viewer: Viewer) -> tuple[str, str, str]:
    """(type, title, address) for the head of a page."""
    return "application/atom+xml", _("New editions"), f"/{viewer.language}/{PATH}.atom"


@public_data
def feed(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    known = catalogue()
    entries = []
    for edition in newest_editions()[:NEWEST]:
        title = known.datasets[edition.dataset_key].title.in_language(viewer.language)
        words = Text.of(source=viewer.language, **{viewer.language: f"{title}, {edition.label}"})
        entries.append(Announced(edition.address, words, edition_order(edition)[0], edition.citation))
    body = atom(entries, viewer, path=PATH, title=_("New editions"), page="datasets")
    return HttpResponse(body, content_type=FORMATS["atom"])
