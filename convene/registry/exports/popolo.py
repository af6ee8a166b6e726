"""
Bodies, offices and terms as Popolo (popoloproject.com): organizations, posts, memberships.

Popolo knows persons and organizations, no states: a state is an organization of the classification
"state". Its dates may be a year or a month, so a day that no source gives leaves as exactly as it is
told. Its `end_date` is the last day; our `ends_on` is the first day after.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.conf import settings

from convene.core.records import Dated
from convene.core.viewer import Viewer
from convene.registry.lists import notice
from convene.registry.models import Body, Office, Term
from convene.registry.naming import naming_day
from convene.registry.queries import citations_of, designation
from convene.registry.queries.reference import reference
from convene.ui.cited import Cited

_PARTIAL_DAY = re.compile(r"\d{4}(-\d{2}){0,2}")

Cites = dict[str, list[Cited]]


def popolo(viewer: Viewer) -> dict[str, Any]:
    """The whole of it, in the viewer's language: the dialogue, its bodies, offices and every term."""
    bodies = list(Body.objects.select_related("kind"))
    offices = list(Office.objects.select_related("body"))
    terms = list(
        Term.objects.select_related("office__body", "holder", "temporary_for").order_by("starts_on", "key")
    )
    addresses = [row.address for row in (*bodies, *offices, *terms)]
    cites = citations_of(addresses, viewer)
    holders = sorted({term.holder.address for term in terms if term.holder})
    return {
        "language": viewer.language,
        "notice": notice(viewer.language),
        "organizations": [
            _dialogue(viewer),
            *(_body(row, cites, viewer) for row in bodies),
            *(_actor(address, viewer) for address in holders),
        ],
        "posts": [_post(row, cites, viewer) for row in offices],
        "memberships": [_membership(row, cites, viewer) for row in terms],
    }


def _dialogue(viewer: Viewer) -> dict[str, Any]:
    dialogue = reference().dialogue
    found = {
        "id": f"dialogue/{dialogue.key}",
        "name": dialogue.name.in_language(viewer.language),
        "classification": "dialogue",
        "abstract": dialogue.tagline.in_language(viewer.language),
    }
    return found | ({"links": [{"url": dialogue.website}]} if dialogue.website else {})


def _body(row: Body, cites: Cites, viewer: Viewer) -> dict[str, Any]:
    dates = _dates(row)
    return {
        "id": row.address,
        "name": row.name.in_language(viewer.language),
        "other_names": [{"name": row.acronym, "note": "acronym"}] if row.acronym else [],
        "classification": row.kind.name.in_language(viewer.language) if row.kind else None,
        "parent_id": f"dialogue/{reference().dialogue.key}",
        "description": row.role.in_language(viewer.language) or None,
        "founding_date": dates["start_date"],
        "dissolution_date": dates["end_date"],
        "links": [{"url": _page(row.address, viewer)}],
        "sources": _sources(row.address, cites),
    }


def _actor(address: str, viewer: Viewer) -> dict[str, Any]:
    kind, _slash, code = address.partition("/")
    name = designation(address, on=naming_day(viewer), language=viewer.language)
    scheme = "ISO 3166-1 alpha-3" if kind == "state" else "convene"
    return {
        "id": address,
        "name": str(name),
        "other_names": [{"name": name.long}] if name.long != name.short else [],
        "identifiers": [{"identifier": code, "scheme": scheme}],
        "classification": kind,
        "links": [{"url": _page(address, viewer)}],
    } | ({"description": name.footnote} if name.footnote else {})


def _post(row: Office, cites: Cites, viewer: Viewer) -> dict[str, Any]:
    return {
        "id": row.address,
        "label": row.name.in_language(viewer.language),
        "role": row.get_kind_display(),
        "organization_id": row.body.address if row.body else f"dialogue/{reference().dialogue.key}",
        "links": [{"url": _page(row.address, viewer)}],
        "sources": _sources(row.address, cites),
    }


def _membership(row: Term, cites: Cites, viewer: Viewer) -> dict[str, Any]:
    """A term. One without a holder stays, without a member: the office was vacant or exercised collectively."""
    body = row.office.body.address if row.office.body else f"dialogue/{reference().dialogue.key}"
    actor = _actor(row.holder.address, viewer) if row.holder else None
    member = {name: actor[name] for name in ("id", "name", "classification")} if actor else None
    return {
        "id": row.address,
        "label": (row.title or row.office.name).in_language(viewer.language),
        "role": row.office.name.in_language(viewer.language),
        "member": member,
        "organization_id": body,
        "post_id": row.office.address,
        **({"on_behalf_of_id": row.temporary_for.address} if row.temporary_for else {}),
        **_dates(row),
        "sources": _sources(row.address, cites),
    }


def _dates(row: Dated) -> dict[str, str | None]:
    last = row.ends_on - timedelta(days=1) if row.ends_on else None
    return {
        "start_date": _as_exact_as_told(row.starts_told, row.starts_on),
        "end_date": _as_exact_as_told(row.ends_told, last),
    }


def _as_exact_as_told(told: str, day: date | None) -> str | None:
    """A year or a month where the source gives no more; our reading's day where it gives a range."""
    if _PARTIAL_DAY.fullmatch(told) and len(told) < 10:
        return told
    return day.isoformat() if day else None


def _sources(address: str, cites: Cites) -> list[dict[str, str]]:
    return [_link(one) for one in cites.get(address, [])]


def _link(one: Cited) -> dict[str, str]:
    return {"url": f"{settings.PUBLIC_URL}{one.url}", "note": _joined((one.source_title, one.place))}


def _joined(parts: Iterable[str]) -> str:
    return ", ".join(part for part in parts if part)


def _page(address: str, viewer: Viewer) -> str:
    return f"{settings.PUBLIC_URL}/{viewer.language}/{address}"
