"""What an SDMX-CSV file of a dataset holds, after CSV on the Web (W3C, 17 December 2015)."""

from __future__ import annotations

from typing import Any

from convene.observatory.exports.described import Described
from convene.observatory.exports.sdmx.model import ATTRIBUTES, DIMENSIONS, KEY, TIME, TIME_DIMENSION, VALUE

MEDIA_TYPE = "application/csvm+json"
DATATYPES = {"Double": "double", "Integer": "integer"}


def csv_metadata(one: Described, language: str) -> dict[str, Any]:
    """The description of the file at the first of the dataset's forms."""
    before = (("STRUCTURE", "dataflow"), ("STRUCTURE_ID", ""), ("ACTION", "I"))
    components = (*DIMENSIONS, TIME_DIMENSION, VALUE, *ATTRIBUTES)
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": language}],
        "url": one.forms[0].address,
        "dc:title": one.titles.get(language) or next(iter(one.titles.values())),
        "dc:description": one.descriptions.get(language) or next(iter(one.descriptions.values())),
        "dc:license": one.licence_url or one.licence,
        "dc:rights": one.attribution.get(language) or next(iter(one.attribution.values())),
        "dc:source": one.source_url or one.iri,
        "dialect": {"encoding": "utf-8", "header": True, "delimiter": ","},
        "tableSchema": {
            "columns": [
                *({"name": name, "titles": name, "datatype": "string"} for name, _told in before),
                *(
                    {
                        "name": component.id,
                        "titles": component.id,
                        "dc:title": str(component.name),
                        "dc:description": str(component.description),
                        "datatype": DATATYPES.get(component.text_type, "string"),
                        "required": component.id in (*KEY, TIME),
                    }
                    for component in components
                ),
            ],
            "primaryKey": [*KEY, TIME],
        },
    }
