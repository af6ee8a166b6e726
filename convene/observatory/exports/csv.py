"""Figures as CSV, and their description after CSV on the Web (W3C Recommendation of 17 December 2015)."""

from __future__ import annotations

import csv
import io
from typing import Any

from convene.observatory.exports.columns import COLUMNS, cells
from convene.observatory.shown import Shown

MEDIA_TYPE = "text/csv; charset=utf-8; header=present"
METADATA_TYPE = "application/csvm+json"


def csv_of(shown: Shown) -> bytes:
    """UTF-8, comma, CRLF (RFC 4180); whole numbers without a point, nothing where there is no figure."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow([column.name for column in COLUMNS])
    writer.writerows(cells(row) for row in shown.rows)
    return written.getvalue().encode()


def csvw_of(shown: Shown, csv_address: str) -> dict[str, Any]:
    """What the CSV at `csv_address` holds: titles, types, licence and sources."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": shown.language}],
        "url": csv_address,
        "dc:title": shown.title,
        "dc:description": shown.description,
        "dc:language": shown.language,
        "dc:source": shown.address,
        "dc:license": sorted({one.licence_url for one in shown.attributions if one.licence_url}),
        "dc:rights": [f"{one.words} {one.title}, {one.label}. {one.licence}" for one in shown.attributions],
        "rdfs:comment": list(shown.notes),
        "dialect": {"encoding": "utf-8", "header": True, "delimiter": ","},
        "tableSchema": {
            "columns": [
                {
                    "name": column.name,
                    "titles": column.name,
                    "dc:description": str(column.label),
                    "datatype": column.datatype,
                    "required": column.name in ("indicator", "area", "period"),
                }
                for column in COLUMNS
            ],
            "primaryKey": ["indicator", "area", "counterpart", "period", "sex", "edition"],
        },
    }
