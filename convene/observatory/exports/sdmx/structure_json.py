"""Structures as SDMX-JSON 2.0."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from convene.observatory.exports.sdmx.model import (
    AGENCY,
    ATTRIBUTES,
    CONCEPTS,
    DIMENSIONS,
    MEASURE,
    STRUCTURE,
    TIME_DIMENSION,
    VALUE,
    Component,
    urn,
)
from convene.observatory.exports.sdmx.structures import Artefact, Item, Texts

MEDIA_TYPE = "application/vnd.sdmx.structure+json;version=2.0.0"
SCHEMA = (
    "https://raw.githubusercontent.com/sdmx-twg/sdmx-json/master/structure-message/tools/schemas/2.0.0/"
    "sdmx-json-structure-schema.json"
)
MEMBERS = {
    "agencyscheme": ("agencySchemes", "agencies"),
    "dataflow": ("dataflows", ""),
    "codelist": ("codelists", "codes"),
    "conceptscheme": ("conceptSchemes", "concepts"),
    "datastructure": ("dataStructures", ""),
}


def structure_json(
    found: Iterable[Artefact], prepared: datetime, language: str, *, stubs: bool = False
) -> dict[str, Any]:
    """A structure message; `language` is that of `name`, all languages are in `names`."""
    data: dict[str, list[dict[str, Any]]] = {}
    for artefact in found:
        plural, items = MEMBERS[artefact.kind]
        told = {
            "id": artefact.id,
            "agencyID": "SDMX" if artefact.kind == "agencyscheme" else AGENCY,
            "version": artefact.version,
            "isExternalReference": False,
            **_told(artefact.names, artefact.descriptions, language),
        }
        if not stubs:
            if artefact.kind == "dataflow":
                told["structure"] = urn("datastructure.DataStructure", STRUCTURE)
            elif artefact.kind == "datastructure":
                told["dataStructureComponents"] = _components()
            else:
                told["isPartial"] = artefact.is_partial
                told[items] = [_item(one, language) for one in artefact.items]
        data.setdefault(plural, []).append(told)
    return {"meta": meta(prepared, SCHEMA), "data": data}


def meta(prepared: datetime, schema: str) -> dict[str, Any]:
    return {
        "schema": schema,
        "id": f"CONVENE-{prepared:%Y%m%d%H%M%S}",
        "test": False,
        "prepared": prepared.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "sender": {"id": AGENCY},
    }


def _told(names: Texts, descriptions: Texts, language: str) -> dict[str, Any]:
    names = {code: text for code, text in names.items() if text}
    descriptions = {code: text for code, text in descriptions.items() if text}
    told: dict[str, Any] = {"name": best(names, language), "names": names}
    if descriptions:
        told |= {"description": best(descriptions, language), "descriptions": descriptions}
    return told


def best(texts: Texts, language: str) -> str:
    """The text in the language asked for, else in any."""
    return texts.get(language) or next(iter(texts.values()), "")


def _item(one: Item, language: str) -> dict[str, Any]:
    return {"id": one.id, **_told(one.names, one.descriptions, language)}


def _components() -> dict[str, Any]:
    return {
        "dimensionList": {
            "id": "DimensionDescriptor",
            "dimensions": [{"position": at, **_component(one)} for at, one in enumerate(DIMENSIONS)],
            "timeDimension": _component(TIME_DIMENSION),
        },
        "measureList": {"id": "MeasureDescriptor", "measures": [_component(VALUE)]},
        "attributeList": {
            "id": "AttributeDescriptor",
            "attributes": [
                {
                    **_component(one),
                    "usage": "optional",
                    "attributeRelationship": {"observation": {}},
                    "measureRelationship": [MEASURE],
                }
                for one in ATTRIBUTES
            ],
        },
    }


def _component(one: Component) -> dict[str, Any]:
    representation: dict[str, Any] = (
        {"enumeration": urn("codelist.Codelist", one.codelist)}
        if one.codelist
        else {"format": {"dataType": one.text_type}}
    )
    return {
        "id": one.id,
        "conceptIdentity": urn("conceptscheme.Concept", CONCEPTS, item=one.id),
        "localRepresentation": representation,
    }
