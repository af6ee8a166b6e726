"""Observations as SDMX-JSON 2.0: flat, each with the places of its codes in the lists of the structure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from convene.observatory.exports.sdmx.model import (
    ATTRIBUTES,
    DIMENSIONS,
    KEY,
    MEASURE,
    STRUCTURE,
    TIME_DIMENSION,
    VALUE,
    Component,
    urn,
)
from convene.observatory.exports.sdmx.structure_json import best, meta
from convene.observatory.exports.sdmx.structures import Artefact, Item

MEDIA_TYPE = "application/vnd.sdmx.data+json;version=2.0.0"
SCHEMA = (
    "https://raw.githubusercontent.com/sdmx-twg/sdmx-json/master/data-message/tools/schemas/2.0.0/"
    "sdmx-json-data-schema.json"
)

_COMPONENTS = (*DIMENSIONS, TIME_DIMENSION)


def data_json(
    flow: Artefact,
    rows: Iterable[tuple],
    codes: dict[str, dict[str, Item]],
    prepared: datetime,
    language: str,
) -> dict[str, Any]:
    """A data message. `codes` are the items of each codelist, for the names of what occurs."""
    places = [{} for _ in _COMPONENTS]
    told: list[dict[Any, int]] = [{} for _ in ATTRIBUTES]
    observations = _observations(rows, places, told)
    structure = {
        **_named(flow.names, language),
        "dimensions": {
            "observation": [
                {
                    **_component(one, at, language, codes),
                    "values": [_value(one, code, codes, language) for code in found],
                }
                for at, (one, found) in enumerate(zip(_COMPONENTS, places, strict=True))
            ]
        },
        "measures": {"observation": [_component(VALUE, 0, language, codes)]},
        "attributes": {
            "observation": [
                {
                    **_component(one, None, language, codes),
                    "relationship": {"observation": {}},
                    "values": [_value(one, code, codes, language) for code in found],
                }
                for one, found in zip(ATTRIBUTES, told, strict=True)
                if found
            ]
        },
        "dataSets": [0],
        "links": _links(flow),
    }
    data_set = {"structure": 0, "action": "Information", "links": _links(flow), "observations": observations}
    return {"meta": meta(prepared, SCHEMA), "data": {"structures": [structure], "dataSets": [data_set]}}


def _observations(
    rows: Iterable[tuple], places: list[dict[str, int]], told: list[dict[Any, int]]
) -> dict[str, list[Any]]:
    """
    Observations by the places of their codes; codes are added to `places` and `told` as they occur.

    An attribute that no observation has is left out of all of them.
    """
    observations: dict[str, list[Any]] = {}
    for row in rows:
        key = ":".join(str(found.setdefault(row[at], len(found))) for at, found in enumerate(places))
        given = [
            found.setdefault(one, len(found)) if one != "" else None
            for one, found in zip(row[len(KEY) + 2 :], told, strict=True)
        ]
        observations[key] = [_plain(row[len(KEY) + 1]), *given]
    used = [at for at, found in enumerate(told, 1) if found]
    return {key: [values[0], *(values[at] for at in used)] for key, values in observations.items()}


def _links(flow: Artefact) -> list[dict[str, str]]:
    return [
        {"rel": "dataflow", "urn": flow.urn},
        {"rel": "datastructure", "urn": urn("datastructure.DataStructure", STRUCTURE)},
    ]


def _plain(value: float) -> float | int:
    return int(value) if value == int(value) else value


def _component(
    one: Component, at: int | None, language: str, codes: dict[str, dict[str, Item]]
) -> dict[str, Any]:
    names = (
        codes["concepts"][one.id].names if one.id in codes.get("concepts", {}) else {language: str(one.name)}
    )
    told: dict[str, Any] = {"id": one.id, **_named(names, language)}
    if at is not None and one.id != MEASURE:
        told["keyPosition"] = at
    return told


def _value(one: Component, code: Any, codes: dict[str, dict[str, Item]], language: str) -> dict[str, Any]:
    if not one.codelist:
        return {"value": str(code)}
    item = codes[one.codelist].get(code)
    return {"id": code, **_named(item.names if item else {language: code}, language)}


def _named(names: dict[str, str], language: str) -> dict[str, Any]:
    names = {code: text for code, text in names.items() if text}
    return {"name": best(names, language), "names": names}
