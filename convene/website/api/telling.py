"""Pieces that several answers are made of: an actor, dates, claims, differences, as plain data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings

from convene.core.records import Dated
from convene.core.viewer import Viewer
from convene.registry.designations import Name
from convene.registry.models import Claim, Difference
from convene.registry.naming import named_one
from convene.registry.queries import citations_of


def url_of(path: str, viewer: Viewer) -> str:
    """The full address of a page of the record, in the language asked for."""
    return f"{settings.PUBLIC_URL}/{viewer.language}/{path}"


def actor(address: str, viewer: Viewer) -> dict[str, Any]:
    shown = named_one(address, viewer)
    return {
        "address": address,
        "code": shown.code,
        "state": shown.code if address.startswith("state/") else None,
        "name": str(shown),
        "language": shown.name.language,
        "footnote": shown.footnote,
        "page": url_of(address, viewer),
    }


def designation(name: Name) -> dict[str, Any]:
    return {
        "short": name.short,
        "long": name.long,
        "mark": name.mark,
        "footnote": name.footnote,
        "language": name.language,
        "sort_key": name.sort_key,
        "acronym": name.acronym,
        "reviewed": name.reviewed,
    }


def dates(row: Dated) -> dict[str, str | None]:
    return {
        "starts_on": row.starts_on.isoformat() if row.starts_on else None,
        "starts_told": row.starts_told or None,
        "ends_on": row.ends_on.isoformat() if row.ends_on else None,
        "ends_told": row.ends_told or None,
    }


def sources_of(addresses: Iterable[str], viewer: Viewer) -> dict[str, list[str]]:
    """Address -> its sources as `S003:L28`. One query."""
    return {
        address: [f"{one.source_key}:{one.place}" if one.place else one.source_key for one in cited]
        for address, cited in citations_of(addresses, viewer).items()
    }


def claim(row: Claim, viewer: Viewer) -> dict[str, Any]:
    return {
        "key": row.key,
        "value": row.value.in_language(viewer.language),
        "quote": row.quote,
        "source": row.source.key,
        "source_title": row.source.title,
        "place": row.place,
        "starts_told": row.starts_told or None,
        "ends_told": row.ends_told or None,
        "manner": row.manner,
    }


def difference(row: Difference, viewer: Viewer) -> dict[str, Any]:
    return {
        "number": row.number,
        "subject": row.subject.in_language(viewer.language),
        "page": url_of(row.address, viewer),
    }
