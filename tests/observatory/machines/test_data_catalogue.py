"""The catalogue of datasets: valid DCAT-AP 3.0.1, the same in both forms; schema.org; CSV descriptions."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pyshacl
import pytest
import rdflib
from rdflib import DCAT, DCTERMS, RDF, URIRef
from rdflib.compare import isomorphic

SHAPES = Path(__file__).resolve().parents[4] / "shared" / "standards" / "dcat-ap-3.0.1" / "dcat-ap-SHACL.ttl"
SHACL = rdflib.Namespace("http://www.w3.org/ns/shacl#")
POPULATION = URIRef("http://localhost:8000/api/datasets/unhcr-population")


@pytest.fixture(scope="module")
def shapes():
    if not SHAPES.exists():
        pytest.skip("The shapes of DCAT-AP are not beside this checkout.")
    graph = rdflib.Graph().parse(SHAPES)
    # Two property shapes of the published file have no path, which no validator accepts.
    for shape in [
        one for one in set(graph.objects(None, SHACL.property)) if (one, SHACL.path, None) not in graph
    ]:
        graph.remove((None, SHACL.property, shape))
    return graph


@pytest.fixture
def public_url(settings):
    settings.PUBLIC_URL = "http://localhost:8000"


def test_dcat_ap_is_valid(ask, public_url, shapes):
    graph = rdflib.Graph().parse(data=ask("/api/datasets.ttl").body, format="turtle")
    conforms, _report, words = pyshacl.validate(graph, shacl_graph=shapes)
    assert conforms, words
    graph.remove((POPULATION, DCTERMS.title, None))
    assert not pyshacl.validate(graph, shacl_graph=shapes)[0]


def test_turtle_and_json_ld_say_the_same(ask, public_url):
    turtle = rdflib.Graph().parse(data=ask("/api/datasets.ttl").body, format="turtle")
    json_ld = rdflib.Graph().parse(data=ask("/api/datasets.jsonld").body, format="json-ld")
    assert isomorphic(turtle, json_ld)
    assert {str(one).rpartition("/")[2] for one in turtle.subjects(RDF.type, DCAT.Dataset)} == {
        "unhcr-population",
        "eurostat-migr_asytpsm",
    }


def test_a_dataset_in_both_languages_with_its_licence_years_and_downloads(ask, public_url, client):
    response = ask("/api/datasets/unhcr-population", accept="text/turtle")
    graph = rdflib.Graph().parse(data=response.body, format="turtle")
    titles = {(text.language, str(text)) for text in graph.objects(POPULATION, DCTERMS.title)}
    assert titles == {
        ("en", "Refugees, asylum-seekers and other persons of concern"),
        ("ru", "Беженцы, лица, ищущие убежища, и другие подмандатные лица"),
    }
    [period] = graph.objects(POPULATION, DCTERMS.temporal)
    assert [str(graph.value(period, one)) for one in (DCAT.startDate, DCAT.endDate)] == [
        "2024-01-01",
        "2025-12-31",
    ]
    distributions = list(graph.objects(POPULATION, DCAT.distribution))
    assert {str(graph.value(one, DCTERMS.license)) for one in distributions} == {
        "https://creativecommons.org/licenses/by/4.0/"
    }
    for one in distributions:
        address = str(graph.value(one, DCAT.downloadURL)).removeprefix("http://localhost:8000")
        assert client.get(address).status_code == 200


def test_schema_org(ask, public_url):
    told = json.loads(ask("/api/datasets/unhcr-population.schema.jsonld?lang=ru").body)
    assert {
        name: told[name] for name in ("@type", "@id", "name", "version", "license", "temporalCoverage")
    } == {
        "@type": "Dataset",
        "@id": str(POPULATION),
        "name": "Беженцы, лица, ищущие убежища, и другие подмандатные лица",
        "version": "2026.6.1",
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "temporalCoverage": "2024/2025",
    }
    whole = json.loads(ask("/api/datasets.schema.jsonld").body)
    assert [one["identifier"] for one in whole["dataset"]] == ["unhcr-population", "eurostat-migr_asytpsm"]


def test_a_download_has_its_description_and_the_description_its_columns(ask, public_url):
    download = ask("/api/sdmx/data/dataflow/CONVENE/unhcr-population/1.0.0/*?format=csv")
    address = "/api/datasets/unhcr-population.csv-metadata.json"
    assert download.headers["Link"] == (
        f'<http://localhost:8000{address}>; rel="describedby"; type="application/csvm+json"'
    )
    told = json.loads(ask(address).body)
    columns = told["tableSchema"]["columns"]
    rows = list(csv.DictReader(io.StringIO(download.body.decode())))
    assert list(rows[0]) == [column["titles"] for column in columns]
    required = [column["name"] for column in columns if column.get("required")]
    assert told["tableSchema"]["primaryKey"] == required
    keys = [tuple(row[name] for name in required) for row in rows]
    assert all(all(key) for key in keys) and len(set(keys)) == len(keys)
    for column in columns:
        if column["datatype"] in ("double", "integer"):
            assert all(float(row[column["name"]]) >= 0 for row in rows)


def test_an_unknown_dataset_is_not_found(ask):
    ask("/api/datasets/nothing", status=404)
