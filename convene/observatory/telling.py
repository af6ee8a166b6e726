"""Figures as plain data, in the words of the asked language: for the API, lists to download and embedded pages."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from convene.core.viewer import Viewer
from convene.observatory.areas import area_name
from convene.observatory.comparability import Concept
from convene.observatory.models import Dataset, Edition, Indicator
from convene.observatory.queries.catalogue import catalogue, report_of
from convene.observatory.queries.gaps import GapRow
from convene.observatory.queries.older_editions import told_of
from convene.observatory.queries.passports import flags_in_words
from convene.observatory.queries.values import Absent, Value
from convene.registry.naming import named_one


def plain_number(number: float) -> int | float:
    """A whole number as one: 5064173, not 5064173.0."""
    return int(number) if float(number).is_integer() else number


def plain_value(found: Value) -> int | float | str | list:
    if isinstance(found.value, tuple):
        return [found.value[0], plain_number(found.value[1])]
    return found.value if isinstance(found.value, str) else plain_number(found.value)


def url_of(path: str, viewer: Viewer) -> str:
    return f"{settings.PUBLIC_URL}/{viewer.language}/{path}"


def area(code: str, viewer: Viewer) -> dict[str, Any] | None:
    """A state or area under its name, with the footnote that belongs to it; None for no code."""
    if not code:
        return None
    name = area_name(code, viewer)
    return {"code": code, "name": str(name), "language": name.language, "footnote": name.footnote}


def figure(found: Value, viewer: Viewer) -> dict[str, Any]:
    """One figure with everything that says what it is."""
    known = catalogue()
    edition = known.editions[found.edition]
    dataset = known.datasets[edition.dataset_key]
    notes = report_of(edition).get("notes") or {}
    return {
        "value": plain_value(found),
        "unit": found.unit,
        "unit_name": known.indicators[found.indicator].unit_name.in_language(viewer.language),
        "indicator": found.indicator,
        "state": found.state,
        "counterpart": found.counterpart or None,
        "year": found.year,
        "month": found.month or None,
        "sex": found.sex,
        "edition": found.edition,
        "edition_note": told_of(found) or None,
        "newest_edition": found.newest or None,
        "older_edition": None,
        "sum_of": found.sum_of or None,
        "dataset": dataset.key,
        "concept": concept(found.concept),
        "flag": found.flag or None,
        "flags": [
            {"flag": letter, "meaning": str(words)}
            for letter, words in flags_in_words(found.flag, dataset.key)
        ],
        "footnote": notes.get(found.note, found.note) or None,
        "territory": territory_notes(dataset.key, viewer, found.state, found.counterpart),
        "row": found.row or None,
        "passport": url_of(found.passport_path, viewer),
        "attribution": dataset.attribution.in_language(viewer.language),
        "licence": dataset.licence,
        "reason": None,
    }


def territory_notes(dataset: str, viewer: Viewer, *areas: str) -> list[dict[str, str]]:
    """What a dataset's figures of these areas include or leave out."""
    return [
        {"area": note.area, "text": note.text.in_language(viewer.language)}
        for note in catalogue().notes_on(dataset, *areas)
    ]


def no_figure(absent: Absent, viewer: Viewer) -> dict[str, Any]:
    """A figure that is not there: `value` is null and `reason` says why."""
    known = catalogue()
    indicator = known.indicators[absent.indicator]
    dataset = known.datasets[indicator.dataset_key]
    return {
        "value": None,
        "unit": indicator.unit,
        "unit_name": indicator.unit_name.in_language(viewer.language),
        "indicator": absent.indicator,
        "state": absent.state,
        "counterpart": absent.counterpart or None,
        "year": absent.year,
        "month": None,
        "sex": None,
        "edition": absent.edition or None,
        "edition_note": None,
        "newest_edition": None,
        "older_edition": absent.older or None,
        "sum_of": None,
        "dataset": dataset.key,
        "concept": concept(known.concepts[absent.indicator]),
        "flag": None,
        "flags": [],
        "footnote": None,
        "territory": territory_notes(dataset.key, viewer, absent.state, absent.counterpart),
        "row": None,
        "passport": None,
        "attribution": dataset.attribution.in_language(viewer.language),
        "licence": dataset.licence,
        "reason": absent.reason,
    }


def concept(told: Concept) -> dict[str, Any]:
    return {
        "measure": told.measure,
        "population": told.population,
        "counted": told.counted,
        "moment": told.moment,
        "rounding": told.rounding,
        "in_words": "; ".join(str(words) for words in told.in_words),
    }


def indicator(row: Indicator, viewer: Viewer) -> dict[str, Any]:
    known = catalogue()
    return {
        "code": row.key,
        "name": row.name.in_language(viewer.language),
        "unit": row.unit,
        "unit_name": row.unit_name.in_language(viewer.language),
        "definition": row.definition.in_language(viewer.language),
        "dataset": row.dataset_key,
        "section": row.section,
        "counterpart": row.counterpart_role,
        "concept": concept(known.concepts[row.key]),
        "derivation": row.derivation.in_language(viewer.language) or None,
        "edition": known.default.get(row.key),
        "editions": [edition.key for edition in known.editions_with(row.key)],
        "page": url_of(row.address, viewer),
    }


def dataset(row: Dataset, viewer: Viewer) -> dict[str, Any]:
    known = catalogue()
    producer = named_one(row.producer.address, viewer)
    return {
        "key": row.key,
        "title": row.title.in_language(viewer.language),
        "producer": str(producer),
        "licence": row.licence,
        "licence_url": row.licence_url or None,
        "attribution": row.attribution.in_language(viewer.language),
        "url": row.url or None,
        "note": row.note.in_language(viewer.language) or None,
        "editions": [edition.key for edition in known.editions_of.get(row.key, ())],
        "page": url_of(row.address, viewer),
    }


def edition(row: Edition, viewer: Viewer) -> dict[str, Any]:
    known = catalogue()
    snapshot = known.snapshots.get(row.snapshot_id)
    return {
        "key": row.key,
        "dataset": row.dataset_key,
        "label": row.label,
        "published": row.published or None,
        "citation": row.citation or None,
        "rows": row.rows,
        "complete": row.complete,
        "available": row.key in known.served,
        "indicators": list(row.indicators),
        "file": snapshot.file_name if snapshot else None,
        "sha256": snapshot.sha256 if snapshot else None,
        "origin": (snapshot.origin or None) if snapshot else None,
        "retrieved_on": snapshot.retrieved_on.isoformat() if snapshot and snapshot.retrieved_on else None,
        "page": url_of(row.address, viewer),
    }


def gap(row: GapRow) -> dict[str, Any]:
    return {
        "indicator": row.indicator,
        "state": row.state,
        "years": list(row.years) or None,
        "reason": str(row.reason),
        "code": row.code,
        "edition": row.edition or None,
    }
