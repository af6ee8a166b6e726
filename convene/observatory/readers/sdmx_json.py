"""
SDMX-JSON data messages 1.0 and 2.0, by series or flat.

Keys and attributes are places in lists of values; they come out as the values' ids, with labels in a column
`<id>_label`. The place of a row is the number of its observation in the message.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from convene.observatory.readers.archive import Source
from convene.observatory.readers.delimited import apart
from convene.observatory.readers.json_file import no_statistics, plain_number
from convene.observatory.readers.raw import MEND_AT_SOURCE, BadFile, RawTable, Row, shown

LAST = ("OBS_VALUE", "OBS_FLAG")


def is_sdmx_json(data: dict[str, Any]) -> bool:
    inner = data.get("data") if isinstance(data.get("data"), dict) else data
    return isinstance(inner, dict) and "dataSets" in inner and ("structure" in inner or "structures" in inner)


def sdmx_json(source: Source, data: dict[str, Any]) -> tuple[str, tuple[RawTable, ...]]:
    """The format's name and one table for each data set."""
    inner = data["data"] if isinstance(data.get("data"), dict) else data
    structures = inner.get("structures") or [inner.get("structure")]
    version = "2.0" if "structures" in inner else "1.0"
    meta = data.get("meta") or data.get("header") or {}
    tables = []
    for number, data_set in enumerate(inner["dataSets"] or [], 1):
        structure = structures[int(data_set.get("structure") or 0)]
        name = "" if len(inner["dataSets"]) == 1 else str(number)
        tables.append(_Message(source, structure, data_set).table(name, _attributes(meta, structure)))
    if not tables or all(next(table.rows(), None) is None for table in tables):
        raise no_statistics(source, str(_("The message holds no observation.")))
    return f"sdmx-json-{version}", tuple(tables)


def _attributes(meta: dict[str, Any], structure: dict[str, Any]) -> dict[str, str]:
    urn = next(
        (
            link.get("urn") or ""
            for link in structure.get("links") or meta.get("links") or ()
            if isinstance(link, dict) and "=" in (link.get("urn") or "")
        ),
        "",
    )
    agency, _colon, rest = urn.partition("=")[2].partition(":")
    found = {
        "title": structure.get("name"),
        "last update": meta.get("prepared"),
        "message": meta.get("id"),
        "agency": agency,
        "dataflow": rest.partition("(")[0],
        "version": rest.partition("(")[2].partition(")")[0],
        "labels": "codes and labels",
    }
    return {name: str(value) for name, value in found.items() if value}


class _Message:
    """One data set with the lists its places point into."""

    def __init__(self, source: Source, structure: dict[str, Any], data_set: dict[str, Any]) -> None:
        self.source, self.data_set = source, data_set
        dimensions, attributes = structure.get("dimensions") or {}, structure.get("attributes") or {}
        self.of_set = list(dimensions.get("dataSet") or ())
        self.of_series = list(dimensions.get("series") or ())
        self.of_observation = list(dimensions.get("observation") or ())
        self.set_attributes = list(attributes.get("dataSet") or ())
        self.series_attributes = list(attributes.get("series") or ())
        self.group_attributes = list(attributes.get("dimensionGroup") or ())
        self.observation_attributes = list(attributes.get("observation") or ())
        measures = (structure.get("measures") or {}).get("observation") or ()
        self.measures = [measure.get("id", "OBS_VALUE") for measure in measures] or ["OBS_VALUE"]
        if len(self.measures) == 1:
            self.measures = ["OBS_VALUE"]

    def table(self, name: str, attributes: dict[str, str]) -> RawTable:
        ids: dict[str, None] = {}
        for _number, observation in self._observations():
            ids.update(dict.fromkeys(observation))
        columns = (*(name for name in ids if name not in LAST), *LAST)

        def rows() -> Iterator[Row]:
            for number, observation in self._observations():
                flag = observation.get("OBS_FLAG") or observation.get("OBS_STATUS", "")
                observation["OBS_FLAG"] = flag
                yield number, tuple(observation.get(column, "") for column in columns)

        return RawTable(name, apart(list(columns)), rows, (), attributes)

    def _observations(self) -> Iterator[tuple[int, dict[str, str]]]:
        number = 0
        fixed: dict[str, str] = {}
        for dimension in self.of_set:
            fixed |= self._component(dimension, 0)
        fixed |= self._listed(self.set_attributes, self.data_set.get("attributes") or ())
        groups = self.data_set.get("dimensionGroupAttributes") or {}
        for key, series in (self.data_set.get("series") or {"": self.data_set}).items():
            told = {**fixed, **self._keyed(self.of_series if key else [], key)}
            if key:
                told |= self._listed(self.series_attributes, series.get("attributes") or ())
            for place, cells in (series.get("observations") or {}).items():
                number += 1
                full = f"{key}:{place}" if key else place
                own = {**told, **self._keyed(self.of_observation, place)}
                for group, values in groups.items():
                    if _in_group(group, full):
                        own |= self._listed(self.group_attributes, values)
                yield number, own | self._cells(cells, number)

    def _cells(self, cells: Sequence[Any], number: int) -> dict[str, str]:
        if not isinstance(cells, list):
            cells = [cells]
        told = {name: plain_number(value) for name, value in zip(self.measures, cells, strict=False)}
        value = told.get("OBS_VALUE", "")
        if value:
            try:
                float(value)
            except ValueError as error:
                raise BadFile(
                    self.source.name,
                    _("“%(value)s” is no number.") % {"value": shown(value)},
                    _("Expected the value of an observation."),
                    MEND_AT_SOURCE,
                    observation=number,
                ) from error
        return told | self._listed(self.observation_attributes, cells[len(self.measures) :])

    def _listed(self, components: list[dict[str, Any]], values: Sequence[Any]) -> dict[str, str]:
        told: dict[str, str] = {}
        for component, value in zip(components, values, strict=False):
            if value is not None:
                told |= self._component(component, value)
        return told

    def _keyed(self, components: list[dict[str, Any]], key: str) -> dict[str, str]:
        places = str(key).split(":")
        if len(places) != len(components) and components:
            raise BadFile(
                self.source.name,
                _("The key “%(key)s” has %(found)s parts.") % {"key": shown(key), "found": len(places)},
                _("Expected %(count)s: %(names)s.")
                % {"count": len(components), "names": ", ".join(str(part.get("id")) for part in components)},
                MEND_AT_SOURCE,
            )
        told: dict[str, str] = {}
        for component, place in zip(components, places, strict=False):
            if place != "":
                told |= self._component(component, int(place) if place.isdigit() else place)
        return told

    def _component(self, component: dict[str, Any], value: Any) -> dict[str, str]:
        """`value` is a place in the component's list of values, or the value itself where it has no list."""
        name = str(component.get("id") or "")
        values = component.get("values") or []
        if isinstance(value, list):
            parts = [self._component(component, part) for part in value]
            return {name: "; ".join(part[name] for part in parts)}
        if not values or not isinstance(value, int) or isinstance(value, bool):
            return {name: _text(value)}
        if value >= len(values):
            raise BadFile(
                self.source.name,
                _("Place %(place)s is not in the list of values.") % {"place": value},
                _("Expected 0 to %(last)s.") % {"last": len(values) - 1},
                MEND_AT_SOURCE,
                column=name,
            )
        chosen = values[value] or {}
        if not isinstance(chosen, dict):
            return {name: _text(chosen)}
        code = chosen.get("id", chosen.get("value", chosen.get("name", "")))
        label = chosen.get("name")
        return {name: _text(code)} | ({f"{name}_label": _text(label)} if label and label != code else {})


def _in_group(group: str, key: str) -> bool:
    """`0:::` is the group of all keys that begin with 0."""
    parts, places = group.split(":"), key.split(":")
    return len(parts) == len(places) and all(
        part in ("", place) for part, place in zip(parts, places, strict=True)
    )


def _text(value: Any) -> str:
    """A text in several languages is an object: English first."""
    if isinstance(value, dict):
        value = value.get("en") or next(iter(value.values()), "")
    return plain_number(value) if isinstance(value, int | float) or value is None else str(value)
