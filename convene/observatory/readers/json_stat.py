"""
JSON-stat 2.0 (dataset, collection) and 1.x (bundle of datasets).

Values stand in one list, or in an object by their place, over all combinations of categories: the last
dimension runs fastest. Each value that is there, or that has a status, becomes a row; its place, counted
from 1, is the row's number. The dimension with the role of time comes out as TIME_PERIOD.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import prod
from typing import Any

from django.utils.translation import gettext_lazy as _

from convene.observatory.readers.archive import Source
from convene.observatory.readers.delimited import apart
from convene.observatory.readers.json_file import MOST_CELLS, no_statistics, plain_number
from convene.observatory.readers.raw import ASK_FOR_DATA, MEND_AT_SOURCE, BadFile, RawTable, Row, shown

_NUMBER = re.compile(r"[-+]?\d+(?:\.\d*)?(?:[eE][-+]?\d+)?")  # a few services write numbers as texts


def is_json_stat(data: dict[str, Any]) -> bool:
    if data.get("class") in ("dataset", "collection"):
        return True
    return any(isinstance(part, dict) and "dimension" in part and "value" in part for part in _sets(data))


def json_stat(source: Source, data: dict[str, Any]) -> tuple[str, tuple[RawTable, ...]]:
    """The format's name and one table for each data set."""
    sets = _sets(data)
    if not sets:
        raise no_statistics(source, str(_("The collection holds only links, no data set.")))
    version = "1.x" if data.get("class") is None else "2.0"
    return f"json-stat-{version}", tuple(_table(source, part, name) for name, part in _named(data, sets))


def _sets(data: dict[str, Any]) -> list[dict[str, Any]]:
    if data.get("class") == "dataset" or ("dimension" in data and "value" in data):
        return [data]
    if data.get("class") == "collection":
        items = data.get("link", {}).get("item", []) if isinstance(data.get("link"), dict) else []
        return [item for item in items if isinstance(item, dict) and "value" in item]
    return [
        part for part in data.values() if isinstance(part, dict) and "dimension" in part and "value" in part
    ]


def _named(data: dict[str, Any], sets: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    names = {id(part): name for name, part in data.items() if isinstance(part, dict)}
    for number, part in enumerate(sets, 1):
        yield ("" if len(sets) == 1 else names.get(id(part), str(part.get("label") or number))), part


@dataclass(frozen=True)
class _Dimension:
    name: str
    codes: tuple[str, ...]
    labels: tuple[str, ...]


def _table(source: Source, data: dict[str, Any], name: str) -> RawTable:
    dimensions = _dimensions(source, data)
    sizes = [len(dimension.codes) for dimension in dimensions]
    cells = prod(sizes)
    if cells > MOST_CELLS:
        raise no_statistics(source, str(_("The data set spans %(cells)s cells.") % {"cells": cells}))
    values = _by_place(source, data.get("value"), cells, "value")
    statuses = _by_place(source, data.get("status"), cells, "status")
    _check_numbers(source, values)
    if not values:
        raise no_statistics(source, str(_("The data set holds no value.")))
    labelled = [any(dimension.labels) for dimension in dimensions]
    columns: list[str] = []
    for dimension, has_labels in zip(dimensions, labelled, strict=True):
        columns += [dimension.name, f"{dimension.name}_label"] if has_labels else [dimension.name]

    def rows() -> Iterator[Row]:
        for place in sorted({*values, *statuses}):
            out: list[str] = []
            rest = place
            for dimension, has_labels in zip(reversed(dimensions), reversed(labelled), strict=True):
                rest, at = divmod(rest, len(dimension.codes))
                if has_labels:
                    out.append(dimension.labels[at])
                out.append(dimension.codes[at])
            yield place + 1, (*reversed(out), plain_number(values.get(place)), _flag(statuses.get(place)))

    notes = tuple(("", str(note)) for note in data.get("note") or ())
    return RawTable(name, apart([*columns, "OBS_VALUE", "OBS_FLAG"]), rows, notes, _attributes(data))


def _check_numbers(source: Source, values: dict[int, Any]) -> None:
    for place, value in values.items():
        if isinstance(value, list | dict) or (isinstance(value, str) and not _NUMBER.fullmatch(value)):
            raise BadFile(
                source.name,
                _("“%(value)s” is no number.") % {"value": shown(value)},
                _("Expected a number or null."),
                MEND_AT_SOURCE,
                observation=place + 1,
                column="value",
            )


def _flag(status: Any) -> str:
    """A status as flags: ":" in front of them repeats that there is no value."""
    return str(status or "").lstrip(":").strip()


def _attributes(data: dict[str, Any]) -> dict[str, str]:
    extension = data.get("extension") if isinstance(data.get("extension"), dict) else {}
    found = {
        "title": data.get("label"),
        "source": data.get("source"),
        "last update": data.get("updated"),
        "dataflow": extension.get("id"),
        "agency": extension.get("agencyId"),
        "version": extension.get("version"),
        "labels": "codes and labels",
    }
    return {name: str(value) for name, value in found.items() if value}


def _dimensions(source: Source, data: dict[str, Any]) -> list[_Dimension]:
    told = data.get("dimension")
    if not isinstance(told, dict):
        raise no_statistics(source, str(_("The data set has no dimensions.")))
    ids, sizes = data.get("id", told.get("id")), data.get("size", told.get("size"))
    if not isinstance(ids, list) or not isinstance(sizes, list) or len(ids) != len(sizes):
        raise no_statistics(source, str(_("“id” and “size” do not name the same number of dimensions.")))
    role = data.get("role", told.get("role"))
    times = role.get("time", []) if isinstance(role, dict) else []
    out = []
    for name, size in zip(ids, sizes, strict=True):
        codes, labels = _categories(source, str(name), told.get(name))
        if len(codes) != size:
            raise BadFile(
                source.name,
                _("The dimension has %(found)s categories and says it has %(size)s.")
                % {"found": len(codes), "size": size},
                _("Expected the same number."),
                MEND_AT_SOURCE,
                column=str(name),
            )
        is_time = [str(name)] == [str(time) for time in times] or (not times and str(name).lower() == "time")
        out.append(_Dimension("TIME_PERIOD" if is_time else str(name), codes, labels))
    return out


def _categories(source: Source, name: str, dimension: Any) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Codes in their order and their labels; a dimension of one category may leave out the order."""
    category = dimension.get("category") if isinstance(dimension, dict) else None
    if not isinstance(category, dict):
        raise BadFile(
            source.name, _("The dimension has no categories."), next_step=ASK_FOR_DATA, column=shown(name)
        )
    labels = category.get("label") if isinstance(category.get("label"), dict) else {}
    index = category.get("index")
    if isinstance(index, dict):
        codes = sorted(index, key=lambda code: index[code])
    elif isinstance(index, list):
        codes = [str(code) for code in index]
    else:
        codes = list(labels)
    return tuple(codes), tuple(str(labels.get(code, "")) for code in codes)


def _by_place(source: Source, told: Any, cells: int, column: str) -> dict[int, Any]:
    """Values or statuses by place: a list, an object, or one text for all."""
    if told is None:
        return {}
    if isinstance(told, str):
        return dict.fromkeys(range(cells), told) if cells <= MOST_CELLS // 10 else {}
    if isinstance(told, list):
        if len(told) not in (cells, 1 if column == "status" else cells):
            raise BadFile(
                source.name,
                _("The list has %(found)s entries.") % {"found": len(told)},
                _("Expected %(cells)s, one for each combination of categories.") % {"cells": cells},
                MEND_AT_SOURCE,
                column=column,
            )
        return dict(enumerate(told)) if len(told) == cells else dict.fromkeys(range(cells), told[0])
    places = {}
    for place, value in told.items():
        if not str(place).isdigit() or int(place) >= cells:
            raise BadFile(
                source.name,
                _("“%(place)s” is no place in the data set.") % {"place": shown(place)},
                _("Expected 0 to %(last)s.") % {"last": cells - 1},
                MEND_AT_SOURCE,
                column=column,
            )
        places[int(place)] = value
    return places
