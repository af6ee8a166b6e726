"""Figures as JSON-stat 2.0: one cube, of the codes that occur, with only the cells that have a figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from convene.observatory.exports.sdmx.model import (
    ATTRIBUTES,
    DIMENSIONS,
    KEY,
    TIME,
    TIME_DIMENSION,
    Component,
)
from convene.observatory.exports.sdmx.structures import Artefact, Item

MEDIA_TYPE = "application/json"
_FLAG = [one.id for one in ATTRIBUTES].index("OBS_FLAG")
_UNIT = [one.id for one in ATTRIBUTES].index("UNIT_MEASURE")


def json_stat(
    flow: Artefact,
    rows: Sequence[tuple],
    codes: dict[str, dict[str, Item]],
    decimals: Mapping[str, int],
    language: str,
) -> dict[str, Any]:
    """
    A dataset; `decimals` are those that an indicator is shown with. `value` and `status` are objects by place, so that empty cells cost nothing.

    https://json-stat.org/full/ (version 2.0). The unit stands with each indicator, the flags in `status`.
    """
    components = (*DIMENSIONS, TIME_DIMENSION)
    found = [sorted({row[at] for row in rows}) for at in range(len(components))]
    places = [{code: place for place, code in enumerate(some)} for some in found]
    sizes = [len(some) for some in found]
    value: dict[str, float | int] = {}
    status: dict[str, str] = {}
    for row in rows:
        at = 0
        for size, place, code in zip(sizes, places, row, strict=False):
            at = at * size + place[code]
        number = row[len(KEY) + 1]
        value[str(at)] = int(number) if number == int(number) else number
        if flag := row[len(KEY) + 2 + _FLAG]:
            status[str(at)] = flag
    told: dict[str, Any] = {
        "version": "2.0",
        "class": "dataset",
        "label": _text(flow.names, language),
        "source": _text(flow.descriptions, language),
        "id": [one.id for one in components],
        "size": sizes,
        "role": {"time": [TIME], "geo": ["REF_AREA", "COUNTERPART_AREA"], "metric": ["INDICATOR"]},
        "dimension": {
            one.id: _dimension(one, some, rows, codes, decimals, language)
            for one, some in zip(components, found, strict=True)
        },
        "value": value,
    }
    if status:
        told["status"] = status
    return told


def _dimension(
    one: Component,
    found: list[str],
    rows: Sequence[tuple],
    codes: dict[str, dict[str, Item]],
    decimals: Mapping[str, int],
    language: str,
) -> dict[str, Any]:
    category: dict[str, Any] = {"index": found}
    if one.codelist:
        known = codes[one.codelist]
        category["label"] = {
            code: _text(known[code].names, language) if code in known else code for code in found
        }
        notes = {
            code: [text]
            for code in found
            if code in known and (text := _text(known[code].descriptions, language))
        }
        if notes:
            category["note"] = notes
    else:
        category["label"] = {code: code for code in found}
    if one.id == "INDICATOR":
        units = {row[0]: row[len(KEY) + 2 + _UNIT] for row in rows}
        category["unit"] = {
            code: {"label": _unit(units[code], codes, language), "decimals": decimals.get(code, 0)}
            for code in found
        }
    return {"label": _text(codes["concepts"][one.id].names, language), "category": category}


def _unit(code: str, codes: dict[str, dict[str, Item]], language: str) -> str:
    item = codes["CL_UNIT"].get(code)
    return _text(item.names, language) if item else code


def _text(texts: dict[str, str], language: str) -> str:
    return texts.get(language) or next(iter(texts.values()), "")
