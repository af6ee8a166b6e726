"""Datasets as schema.org tells them: what search engines for data read. https://schema.org/Dataset"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings

from convene.observatory.exports.described import Described
from convene.registry.queries.reference import reference

MEDIA_TYPE = "application/ld+json"
CONTEXT = "https://schema.org/"


def data_catalogue(found: Iterable[Described], title: Mapping[str, str], language: str) -> dict[str, Any]:
    return {
        "@context": CONTEXT,
        "@type": "DataCatalog",
        "@id": f"{settings.PUBLIC_URL}/api/datasets",
        "name": _text(title, language),
        "url": f"{settings.PUBLIC_URL}/{language}/datasets",
        "inLanguage": list(reference().languages),
        "dataset": [dataset(one, language, alone=False) for one in found],
    }


def dataset(one: Described, language: str, *, alone: bool = True) -> dict[str, Any]:
    """One dataset. `alone` gives it the context that a catalogue has already."""
    told: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "Dataset",
        "@id": one.iri,
        "name": _text(one.titles, language),
        "alternateName": [text for code, text in one.titles.items() if code != language],
        "description": f"{_text(one.descriptions, language)} {_text(one.selection, language)}".strip(),
        "identifier": one.key,
        "version": one.editions[0][1],
        "url": f"{settings.PUBLIC_URL}/{language}/dataset/{one.key}",
        "creator": {"@type": "Organization", "@id": one.producer_iri, "name": _text(one.producer, language)},
        "license": one.licence_url or one.licence,
        "creditText": _text(one.attribution, language),
        "isAccessibleForFree": True,
        "keywords": sorted({_text(names, language) for names in one.indicators}),
        "variableMeasured": [
            {"@type": "PropertyValue", "name": _text(names, language)} for names in one.indicators
        ],
        "distribution": [
            {
                "@type": "DataDownload",
                "name": form.name,
                "encodingFormat": form.media_type,
                "contentUrl": form.address,
            }
            for form in one.forms
        ],
    }
    if one.source_url:
        told["isBasedOn"] = one.source_url
    if one.modified:
        told["dateModified"] = one.modified
    if one.first_year is not None:
        told["temporalCoverage"] = f"{one.first_year}/{one.last_year}"
    if not alone:
        del told["@context"]
    return told


def _text(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language) or next(iter(texts.values()), "")
