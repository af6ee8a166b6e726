"""JSON-stat and SDMX-JSON: full and sparse values, every way to write a status, series and flat."""

from __future__ import annotations

import json

import pytest

from convene.observatory.readers import read
from tests.observatory.readers.conftest import told


def json_stat(**changes) -> dict:
    return {
        "version": "2.0",
        "class": "dataset",
        "label": "First permits",
        "updated": "2025-08-01",
        "extension": {"id": "MIGR_RESFIRST", "agencyId": "ESTAT"},
        "id": ["freq", "geo", "time"],
        "size": [1, 2, 2],
        "dimension": {
            "freq": {"category": {"label": {"A": "Annual"}}},
            "geo": {"category": {"index": {"EL": 1, "PL": 0}, "label": {"PL": "Poland", "EL": "Greece"}}},
            "time": {"category": {"index": ["2023", "2024"]}},
        },
        "value": [642789, None, 1.5, 7.0],
    } | changes


def rows(written, data: dict) -> list[tuple]:
    table = read(written(json.dumps(data), "data.json")).tables[0]
    return [
        (number, row["geo"], row["TIME_PERIOD"], row["OBS_VALUE"], row["OBS_FLAG"])
        for number, row in told(table)
    ]


def test_a_full_list_of_values(written):
    raw = read(written(json.dumps(json_stat()), "data.json"))
    table = raw.tables[0]
    assert raw.format == "json-stat-2.0"
    assert table.columns == (
        "freq", "freq_label", "geo", "geo_label", "TIME_PERIOD", "OBS_VALUE", "OBS_FLAG",
    )  # fmt: skip
    assert list(table.rows()) == [
        (1, ("A", "Annual", "PL", "Poland", "2023", "642789", "")),
        (2, ("A", "Annual", "PL", "Poland", "2024", "", "")),
        (3, ("A", "Annual", "EL", "Greece", "2023", "1.5", "")),
        (4, ("A", "Annual", "EL", "Greece", "2024", "7", "")),
    ]
    assert dict(table.attributes) == {
        "title": "First permits",
        "last update": "2025-08-01",
        "dataflow": "MIGR_RESFIRST",
        "agency": "ESTAT",
        "labels": "codes and labels",
    }


@pytest.mark.parametrize(
    ("_case", "status", "flags"),
    [
        ("one for all", "p", ["p", "p"]),
        ("a list", ["b", None, ":c", ""], ["b", "c"]),
        ("a list of one", ["e"], ["e", "e"]),
        ("an object", {"0": "b"}, ["b", ""]),
    ],
)
def test_sparse_values_and_every_way_to_write_a_status(written, _case, status, flags):
    found = rows(written, json_stat(value={"0": 642789, "2": 1.5}, status=status))
    kept = [row for row in found if row[3]]
    assert kept == [(1, "PL", "2023", "642789", flags[0]), (3, "EL", "2023", "1.5", flags[1])]


def test_a_status_without_a_value_is_a_row(written):
    """Eurostat says so that a cell is confidential."""
    assert rows(written, json_stat(value={"0": 1}, status={"3": ": c"})) == [
        (1, "PL", "2023", "1", ""),
        (4, "EL", "2024", "", "c"),
    ]


def test_json_stat_1_and_a_bundle_of_two(written):
    old = {
        "label": "Old",
        "dimension": {
            "id": ["geo", "year"],
            "size": [1, 2],
            "role": {"time": ["year"]},
            "geo": {"category": {"index": {"XK": 0}, "label": {"XK": "Kosovo*"}, "child": {"XK": []}}},
            "year": {"category": {"index": {"2010": 0, "2011": 1}}},
        },
        "value": [1, 2],
    }
    raw = read(written(json.dumps({"first": old, "second": old | {"value": {"1": 9}}}), "bundle.json"))
    assert (raw.format, [(table.name, list(table.rows())) for table in raw.tables]) == (
        "json-stat-1.x",
        [
            ("first", [(1, ("XK", "Kosovo*", "2010", "1", "")), (2, ("XK", "Kosovo*", "2011", "2", ""))]),
            ("second", [(2, ("XK", "Kosovo*", "2011", "9", ""))]),
        ],
    )


@pytest.mark.parametrize(
    ("_case", "changes", "column", "found"),
    [
        ("values missing", {"value": [1, 2]}, "value", "The list has 2 entries."),
        ("a place outside", {"value": {"4": 1}}, "value", "“4” is no place in the data set."),
        ("a wrong size", {"size": [1, 3, 2]}, "geo", "The dimension has 2 categories and says it has 3."),
        ("sizes missing", {"size": [1, 2]}, "", "“id” and “size” do not name the same number of dimensions."),
        ("a word", {"value": [1, "many", 2, 3]}, "value", "“many” is no number."),
        (
            "an object for a list",
            {"id": {"a": 1}},
            "",
            "“id” and “size” do not name the same number of dimensions.",
        ),
        ("nothing", {"value": []}, "value", "The list has 0 entries."),
        (
            "no categories",
            {"dimension": {"freq": {}, "geo": {}, "time": {}}},
            "freq",
            "The dimension has no categories.",
        ),
    ],
)
def test_a_fault_in_json_stat_is_named(refusal, _case, changes, column, found):
    refused = refusal(json.dumps(json_stat(**changes)), "data.json")
    assert (refused.column, refused.found) == (column, found)


# --- SDMX-JSON -------------------------------------------------------------------------------------------

GEO = {"id": "GEO", "values": [{"id": "PL", "name": "Poland"}, {"id": "EL", "name": "Greece"}]}
SEX = {"id": "SEX", "values": [{"id": "T", "name": "Total"}]}
STATUS = {"id": "OBS_STATUS", "values": [{"id": "A", "name": "Normal"}, {"id": "P", "name": "Provisional"}]}
UNIT = {"id": "UNIT", "values": [{"id": "PER", "name": "Person"}]}


def test_sdmx_json_1_by_series(written):
    data = {
        "meta": {"id": "M1", "prepared": "2025-05-01"},
        "data": {
            "structure": {
                "name": "Permits",
                "links": [{"urn": "urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow=ESTAT:MIGR(1.0)"}],
                "dimensions": {
                    "dataSet": [SEX],
                    "series": [GEO],
                    "observation": [{"id": "TIME_PERIOD", "values": [{"id": "2023"}, {"id": "2024"}]}],
                },
                "attributes": {"dataSet": [], "series": [UNIT], "observation": [STATUS]},
            },
            "dataSets": [
                {
                    "series": {
                        "0": {"attributes": [0], "observations": {"0": [642789, 1], "1": [None, None]}},
                        "1": {"attributes": [None], "observations": {"1": [1.5, 0]}},
                    }
                }
            ],
        },
    }
    raw = read(written(json.dumps(data), "data.json"))
    table = raw.tables[0]
    assert raw.format == "sdmx-json-1.0"
    assert dict(table.attributes) == {
        "title": "Permits",
        "last update": "2025-05-01",
        "message": "M1",
        "agency": "ESTAT",
        "dataflow": "MIGR",
        "version": "1.0",
        "labels": "codes and labels",
    }
    assert [
        (
            number,
            row["SEX"],
            row["GEO"],
            row["GEO_label"],
            row["TIME_PERIOD"],
            row["OBS_VALUE"],
            row["OBS_FLAG"],
            row["UNIT"],
        )
        for number, row in told(table)
    ] == [
        (1, "T", "PL", "Poland", "2023", "642789", "P", "PER"),
        (2, "T", "PL", "Poland", "2024", "", "", "PER"),
        (3, "T", "EL", "Greece", "2024", "1.5", "A", ""),
    ]


def test_sdmx_json_2_flat_with_measures_and_groups(written):
    data = {
        "meta": {},
        "data": {
            "structures": [
                {
                    "dimensions": {
                        "observation": [SEX, GEO, {"id": "TIME_PERIOD", "values": [{"value": "2023"}]}]
                    },
                    "measures": {"observation": [{"id": "OBS_VALUE"}]},
                    "attributes": {
                        "dimensionGroup": [{"id": "TITLE", "values": []}],
                        "observation": [STATUS, {"id": "NOTE"}],
                    },
                }
            ],
            "dataSets": [
                {
                    "structure": 0,
                    "dimensionGroupAttributes": {":1:": ["all of Greece"]},
                    "observations": {
                        "0:0:0": [5, 1, {"en": "preliminary", "ru": "предварительно"}],
                        "0:1:0": ["1.5"],
                    },
                }
            ],
        },
    }
    raw = read(written(json.dumps(data), "data.json"))
    assert raw.format == "sdmx-json-2.0"
    assert [
        (row["GEO"], row["TIME_PERIOD"], row["OBS_VALUE"], row["OBS_FLAG"], row["TITLE"], row["NOTE"])
        for _number, row in told(raw.tables[0])
    ] == [("PL", "2023", "5", "P", "", "preliminary"), ("EL", "2023", "1.5", "", "all of Greece", "")]


@pytest.mark.parametrize(
    ("_case", "observations", "found"),
    [
        ("a place outside", {"0:7": [1]}, "Place 7 is not in the list of values."),
        ("a short key", {"0": [1]}, "The key “0” has 1 parts."),
        ("a word", {"0:0": ["many"]}, "“many” is no number."),
        ("nothing", {}, "The message holds no observation."),
    ],
)
def test_a_fault_in_sdmx_json_is_named(refusal, _case, observations, found):
    data = {
        "structure": {
            "dimensions": {"observation": [GEO, {"id": "TIME_PERIOD", "values": [{"id": "2023"}]}]}
        },
        "dataSets": [{"observations": observations}],
    }
    assert refusal(json.dumps(data), "data.json").found == found


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (
            {"error": [{"status": 400, "label": "Bad parameters"}]},
            "The file is an answer of the service: 400 Bad parameters",
        ),
        (
            {"warning": {"status": 413, "label": "ASYNCHRONOUS_RESPONSE. Try again later"}},
            "The file is an answer of the service: 413 ASYNCHRONOUS_RESPONSE. Try again later",
        ),
        ({"type": "FeatureCollection", "features": []}, "The file is a map, not a table."),
        ({"rows": [1, 2]}, "The JSON begins with: rows"),
        ([{"a": 1}], "The JSON begins with: list"),
    ],
)
def test_json_that_is_no_statistics(refusal, data, found):
    assert refusal(json.dumps(data), "data.json").found == found
