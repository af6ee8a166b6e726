"""
JSON that is a list of rows, as services answer: UNHCR's `items`, the World Bank's [page, rows], a plain list.

Rows are flat objects; an object within a row gives columns such as `country.id`. An answer that is one page of
several is refused: the rest would be missing in silence.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from convene.observatory.readers.archive import Source
from convene.observatory.readers.delimited import apart
from convene.observatory.readers.json_file import plain_number
from convene.observatory.readers.raw import BadFile, RawTable, Row

FORMAT = "json-records"
PAGES = ("pages", "maxPages", "max_pages", "total_pages", "totalPages", "last_page", "pageCount")
NEXT = ("next", "nextLink", "next_page", "next_page_url", "@odata.nextLink", "odata.nextLink")
UPDATED = ("lastupdated", "last_updated", "lastUpdated", "updated")


def records_of(data: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of an answer: its longest list of objects; [] where it holds none."""
    lists = [part for part in _parts(data) if part and all(isinstance(row, dict) for row in part)]
    found = max(lists, key=len, default=[])
    return found if all(_is_flat(row) and len(row) > 1 for row in found) else []


def _parts(data: dict[str, Any]) -> Iterator[list[Any]]:
    """Lists at the top, in a list at the top (the World Bank's second part), or one object below it."""
    for part in data.values():
        if isinstance(part, list):
            yield part
            yield from (inner for inner in part if isinstance(inner, list))
        elif isinstance(part, dict):
            yield from (inner for inner in part.values() if isinstance(inner, list))


def _is_flat(row: dict[str, Any]) -> bool:
    return not any(
        isinstance(cell, dict) and any(isinstance(inner, dict | list) for inner in cell.values())
        for cell in row.values()
    )


def json_records(source: Source, data: dict[str, Any]) -> RawTable:
    """A row for each object; its place is the number of the row, from 1."""
    records = records_of(data)
    told = _told(data, records)
    _refuse_pages(source, told, len(records))
    columns = list(dict.fromkeys(name for row in records for name, _cell in _cells(row)))

    def rows() -> Iterator[Row]:
        for number, row in enumerate(records, 1):
            cells = dict(_cells(row))
            yield number, tuple(cells.get(column, "") for column in columns)

    updated = next((str(told[name]) for name in UPDATED if told.get(name)), "")
    return RawTable("", apart(columns), rows, attributes={"title": "", "last update": updated})


def _cells(row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, cell in row.items():
        if isinstance(cell, dict):
            yield from ((f"{name}.{inner}", plain_number(value)) for inner, value in cell.items())
        elif isinstance(cell, list):
            yield name, json.dumps(cell, ensure_ascii=False)
        else:
            yield name, plain_number(cell)


def _told(data: dict[str, Any], records: list[dict[str, Any]]) -> dict[str, Any]:
    """What the answer says of itself, beside its rows."""
    told = {name: part for name, part in data.items() if not isinstance(part, dict | list)}
    for part in data.values():
        for inner in part if isinstance(part, list) and part is not records else [part]:
            if isinstance(inner, dict) and not any(inner is row for row in records[:1]):
                told |= {name: cell for name, cell in inner.items() if not isinstance(cell, dict | list)}
    return told


def _is_counted_beyond(told: dict[str, Any], rows: int) -> bool:
    """Whether the answer counts more rows than it holds. A `total` alone may be a sum of persons."""
    counted = told.get("count") if "limit" not in told else told.get("count", told.get("total"))
    return isinstance(counted, int) and counted > rows


def _refuse_pages(source: Source, told: dict[str, Any], rows: int) -> None:
    numbers = (str(told.get(name, "")) for name in PAGES)
    pages = next((int(one) for one in numbers if one.isascii() and one.isdigit()), 1)
    if pages == 1 and (any(told.get(name) for name in NEXT) or _is_counted_beyond(told, rows)):
        pages = 2  # it does not say how many
    if pages > 1:
        raise BadFile(
            source.name,
            _("The answer is page %(page)s of %(pages)s.") % {"page": told.get("page", 1), "pages": pages},
            _("Expected all rows in one file."),
            _("Ask the service for more rows at once (limit, per_page), or for CSV."),
        )
