"""A document as schema.org's CreativeWork, and how to cite it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings

from convene.core.viewer import Viewer
from convene.registry.naming import Named
from convene.repository.models import Work
from convene.repository.queries import Version
from convene.repository.telling import date_of, is_day_known


def creative_work_of(
    work: Work, viewer: Viewer, authors: Iterable[Named], versions: Iterable[Version]
) -> dict[str, Any]:
    """A day that is not known exactly is left out, but a year alone is given."""
    address = f"{settings.PUBLIC_URL}/{viewer.language}/{work.address}"
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "CreativeWork",
        "@id": address,
        "url": address,
        "identifier": work.key,
        "name": work.title.in_language(viewer.language),
        "inLanguage": [one.expression.language for one in versions],
        "sameAs": [one.expression.url for one in versions if one.expression.url],
        "author": [{"@type": "Organization", "name": str(author)} for author in authors],
    }
    if is_day_known(work):
        found["datePublished"] = work.dated_on.isoformat()
    elif work.dated_told and ".." not in work.dated_told and work.dated_told != "unknown":
        found["datePublished"] = work.dated_told
    return {name: value for name, value in found.items() if value}


def citation_of(work: Work, viewer: Viewer, authors: Iterable[Named]) -> str:
    """Return one line to cite the document by: authors, title, date, permanent address."""
    told = ", ".join(str(author) for author in authors) or work.authors_told
    title = work.printed_title or work.title.in_language(viewer.language)
    date = date_of(work, viewer.language)
    address = f"{settings.PUBLIC_URL}/{viewer.language}/{work.address}"
    return ". ".join(part.rstrip(".") for part in (told, title, date, address) if part)
