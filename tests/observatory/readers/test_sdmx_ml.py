"""SDMX-ML in every form that services send; a flow of residence permits, first as series, then flat."""

from __future__ import annotations

import time

import pytest
import sdmx

from convene.observatory.readers import read
from tests.observatory.readers.conftest import told

SDMX = "http://www.sdmx.org/resources/sdmxml/schemas"
XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'


def message(
    root: str, version: str, body: str, *, dimension: str = "TIME_PERIOD", structure: str = ""
) -> str:
    structure = (
        structure or '<com:Structure><Ref agencyID="ESTAT" id="MIGR_RESFIRST" version="1.0"/></com:Structure>'
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<mes:{root} xmlns:mes="{SDMX}/{version}/message" xmlns:com="{SDMX}/{version}/common"
  xmlns:gen="{SDMX}/{version}/data/generic" xmlns:ss="{SDMX}/{version}/data/structurespecific" {XSI}>
  <mes:Header><mes:ID>X1</mes:ID><mes:Test>false</mes:Test><mes:Prepared>2025-05-01T12:00:00</mes:Prepared>
    <mes:Sender id="ESTAT"/>
    <mes:Structure structureID="S1" dimensionAtObservation="{dimension}">{structure}</mes:Structure>
  </mes:Header>
  {body}
</mes:{root}>"""


GENERIC_SERIES = """<mes:DataSet structureRef="S1">
  <gen:Series>
    <gen:SeriesKey><gen:Value id="FREQ" value="A"/><gen:Value id="GEO" value="PL"/></gen:SeriesKey>
    <gen:Attributes><gen:Value id="UNIT_MULT" value="0"/></gen:Attributes>
    <gen:Obs><gen:ObsDimension value="2023"/><gen:ObsValue value="642789"/>
      <gen:Attributes><gen:Value id="OBS_STATUS" value="p"/></gen:Attributes></gen:Obs>
    <gen:Obs><gen:ObsDimension value="2024"/></gen:Obs>
  </gen:Series>
  <gen:Series>
    <gen:SeriesKey><gen:Value id="FREQ" value="A"/><gen:Value id="GEO" value="EL"/></gen:SeriesKey>
    <gen:Obs><gen:ObsDimension value="2023"/><gen:ObsValue value="1.5"/></gen:Obs>
  </gen:Series>
</mes:DataSet>"""

GENERIC_FLAT = """<mes:DataSet structureRef="S1">
  <gen:Attributes><gen:Value id="UNIT_MULT" value="0"/></gen:Attributes>
  <gen:Obs><gen:ObsKey><gen:Value id="FREQ" value="A"/><gen:Value id="GEO" value="PL"/>
    <gen:Value id="TIME_PERIOD" value="2023"/></gen:ObsKey><gen:ObsValue value="642789"/>
    <gen:Attributes><gen:Value id="OBS_STATUS" value="p"/></gen:Attributes></gen:Obs>
</mes:DataSet>"""

SPECIFIC = """<mes:DataSet ss:structureRef="S1" xsi:type="ns1:DataSetType" ss:dataScope="DataStructure">
  <Group xsi:type="ns1:Sibling" GEO="PL" TITLE="Poland, all reasons"/>
  <Series FREQ="A" GEO="PL" UNIT_MULT="0"><Obs TIME_PERIOD="2023" OBS_VALUE="642789" OBS_FLAG="p"/>
    <Obs TIME_PERIOD="2024" OBS_VALUE="NaN"/></Series>
  <Series FREQ="A" GEO="EL"><Obs TIME_PERIOD="2023" OBS_VALUE="1.5"/></Series>
</mes:DataSet>"""

FLAT_3 = """<mes:DataSet ss:structureRef="S1" ss:action="Information">
  <Obs FREQ="A" GEO="PL" TIME_PERIOD="2023" OBS_VALUE="642789" OBS_STATUS="P">
    <Comp id="NOTE"><Value>first</Value><Value>second</Value></Comp></Obs>
</mes:DataSet>"""

COMPACT = """<data:DataSet xmlns:data="urn:estat"><data:Series FREQ="A" GEO="PL">
  <data:Obs TIME_PERIOD="2010" OBS_VALUE="101574" OBS_STATUS="b"/></data:Series></data:DataSet>"""

GENERIC_2_0 = """<mes:DataSet><gen:Series><gen:SeriesKey><gen:Value concept="FREQ" value="A"/>
  <gen:Value concept="GEO" value="PL"/></gen:SeriesKey>
  <gen:Obs><gen:Time>2010</gen:Time><gen:ObsValue value="101574"/></gen:Obs></gen:Series></mes:DataSet>"""


@pytest.mark.parametrize(
    ("root", "version", "body", "dimension", "format_name", "columns", "rows"),
    [
        (
            "GenericData",
            "v2_1",
            GENERIC_SERIES,
            "TIME_PERIOD",
            "sdmx-ml-2.1-generic",
            ("FREQ", "GEO", "UNIT_MULT", "OBS_STATUS", "TIME_PERIOD", "OBS_VALUE", "OBS_FLAG"),
            [
                ("A", "PL", "0", "p", "2023", "642789", "p"),
                ("A", "PL", "0", "", "2024", "", ""),
                ("A", "EL", "", "", "2023", "1.5", ""),
            ],
        ),
        (
            "GenericData",
            "v2_1",
            GENERIC_FLAT,
            "AllDimensions",
            "sdmx-ml-2.1-generic",
            ("FREQ", "GEO", "OBS_STATUS", "UNIT_MULT", "TIME_PERIOD", "OBS_VALUE", "OBS_FLAG"),
            [("A", "PL", "p", "0", "2023", "642789", "p")],
        ),
        (
            "StructureSpecificData",
            "v2_1",
            SPECIFIC,
            "TIME_PERIOD",
            "sdmx-ml-2.1-structure-specific",
            ("FREQ", "GEO", "UNIT_MULT", "TITLE", "TIME_PERIOD", "OBS_VALUE", "OBS_FLAG"),
            [
                ("A", "PL", "0", "Poland, all reasons", "2023", "642789", "p"),
                ("A", "PL", "0", "Poland, all reasons", "2024", "", ""),
                ("A", "EL", "", "", "2023", "1.5", ""),
            ],
        ),
        (
            "StructureSpecificData",
            "v3_0",
            FLAT_3,
            "AllDimensions",
            "sdmx-ml-3.0-structure-specific",
            ("FREQ", "GEO", "OBS_STATUS", "NOTE", "TIME_PERIOD", "OBS_VALUE", "OBS_FLAG"),
            [("A", "PL", "P", "first; second", "2023", "642789", "P")],
        ),
        (
            "CompactData",
            "v2_0",
            COMPACT,
            "TIME_PERIOD",
            "sdmx-ml-2.0-compact",
            ("FREQ", "GEO", "OBS_STATUS", "TIME_PERIOD", "OBS_VALUE", "OBS_FLAG"),
            [("A", "PL", "b", "2010", "101574", "b")],
        ),
        (
            "GenericData",
            "v2_0",
            GENERIC_2_0,
            "TIME_PERIOD",
            "sdmx-ml-2.0-generic",
            ("FREQ", "GEO", "TIME_PERIOD", "OBS_VALUE", "OBS_FLAG"),
            [("A", "PL", "2010", "101574", "")],
        ),
    ],
)
def test_each_form_of_message(written, root, version, body, dimension, format_name, columns, rows):
    raw = read(written(message(root, version, body, dimension=dimension), "answer.xml"))
    table = raw.tables[0]
    assert (raw.format, table.columns) == (format_name, columns)
    assert list(table.rows()) == list(enumerate(rows, 1))
    assert list(table.rows()) == list(enumerate(rows, 1))


def test_a_measure_as_the_dimension_at_observations_in_generic_form(written):
    body = """<mes:DataSet structureRef="S1"><gen:Series>
      <gen:SeriesKey><gen:Value id="GEO" value="PL"/><gen:Value id="TIME_PERIOD" value="2023"/></gen:SeriesKey>
      <gen:Obs><gen:ObsDimension value="LBIRTHST"/><gen:ObsValue value="272"/></gen:Obs>
      <gen:Obs><gen:ObsDimension value="DEATHST"/><gen:ObsValue value="409"/></gen:Obs>
    </gen:Series></mes:DataSet>"""
    table = read(written(message("GenericData", "v2_1", body, dimension="DEMO"))).tables[0]
    assert [row for _number, row in told(table)] == [
        {"GEO": "PL", "DEMO": measure, "TIME_PERIOD": "2023", "OBS_VALUE": value, "OBS_FLAG": ""}
        for measure, value in (("LBIRTHST", "272"), ("DEATHST", "409"))
    ]


@pytest.mark.parametrize(
    "structure",
    [
        '<com:Structure><Ref agencyID="ESTAT" id="MIGR_RESFIRST" version="1.0"/></com:Structure>',
        "<com:StructureUsage>urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow=ESTAT:MIGR_RESFIRST(1.0)"
        "</com:StructureUsage>",
    ],
)
def test_the_header_says_what_the_message_is(written, structure):
    data = message("StructureSpecificData", "v2_1", SPECIFIC, structure=structure)
    assert dict(read(written(data)).tables[0].attributes) == {
        "message": "X1",
        "test": "false",
        "prepared": "2025-05-01T12:00:00",
        "agency": "ESTAT",
        "dataflow": "MIGR_RESFIRST",
        "version": "1.0",
        "labels": "codes",
    }


@pytest.mark.parametrize(
    ("_case", "content", "found"),
    [
        (
            "queued",
            '<env:Envelope xmlns:env="http://www.w3.org/2003/05/soap-envelope"><env:Body><ns0:syncResponse '
            'xmlns:ns0="http://x"><queued><id>4c1</id><status>SUBMITTED</status></queued></ns0:syncResponse>'
            "</env:Body></env:Envelope>",
            "The message holds no data, only an answer of the service: 4c1 SUBMITTED",
        ),
        (
            "fault",
            '<S:Fault xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><faultcode>100</faultcode>'
            "<faultstring>No results found</faultstring></S:Fault>",
            "The message holds no data, only an answer of the service: 100 No results found",
        ),
        (
            "error",
            f'<mes:Error xmlns:mes="{SDMX}/v2_1/message" xmlns:com="{SDMX}/v2_1/common"><mes:ErrorMessage '
            'code="140"><com:Text>Syntax error</com:Text></mes:ErrorMessage></mes:Error>',
            "The message holds no data, only an answer of the service: 140 Syntax error",
        ),
        (
            "no observation",
            message("StructureSpecificData", "v2_1", '<mes:DataSet ss:structureRef="S1"/>'),
            "The message holds no observation.",
        ),
        ("not SDMX", "<kml><Document/></kml>", "The XML is a “kml” message."),
        (
            "a word for a value",
            message("StructureSpecificData", "v2_1", SPECIFIC.replace("1.5", "many")),
            "“many” is no number.",
        ),
    ],
)
def test_a_message_without_figures_says_what_it_is(refusal, _case, content, found):
    assert refusal(content, "answer.xml").found == found


def test_a_reader_of_others_sees_the_same(written):
    """sdmx1, which nobody here wrote, takes the same series apart."""
    path = written(message("GenericData", "v2_1", GENERIC_SERIES), "answer.xml")
    theirs = [
        (
            *(str(observation.key.values[name].value) for name in ("FREQ", "GEO", "TIME_PERIOD")),
            observation.value or "",
        )
        for observation in sdmx.read_sdmx(path).data[0].obs
    ]
    ours = [row for _number, row in told(read(path).tables[0])]
    assert theirs == [(row["FREQ"], row["GEO"], row["TIME_PERIOD"], row["OBS_VALUE"]) for row in ours]


def test_a_group_for_every_series_is_looked_up_and_not_walked_through(written):
    """3,000 groups and 3,000 series: nine million comparisons would take minutes."""
    groups = "".join(f'<Group xsi:type="ns1:G" GEO="C{n}" CIT="UA" TITLE="Group {n}"/>' for n in range(3000))
    series = "".join(
        f'<Series FREQ="A" GEO="C{n}" CIT="UA"><Obs TIME_PERIOD="2024" OBS_VALUE="{n}"/></Series>'
        for n in reversed(range(3000))
    )
    body = f'<mes:DataSet ss:structureRef="S1" xsi:type="ns1:D">{groups}{series}</mes:DataSet>'
    begun = time.perf_counter()
    rows = told(read(written(message("StructureSpecificData", "v2_1", body))).tables[0])
    assert all(row["TITLE"] == f"Group {row['OBS_VALUE']}" for _number, row in rows)
    assert len(rows) == 3000
    assert time.perf_counter() - begun < 5


def test_groups_of_the_generic_form(written):
    body = """<mes:DataSet structureRef="S1">
      <gen:Group type="Sibling"><gen:GroupKey><gen:Value id="GEO" value="PL"/></gen:GroupKey>
        <gen:Attributes><gen:Value id="TITLE" value="Poland"/></gen:Attributes></gen:Group>
      <gen:Series><gen:SeriesKey><gen:Value id="GEO" value="PL"/></gen:SeriesKey>
        <gen:Obs><gen:ObsDimension value="2024"/><gen:ObsValue value="1"/></gen:Obs></gen:Series>
      <gen:Series><gen:SeriesKey><gen:Value id="GEO" value="LT"/></gen:SeriesKey>
        <gen:Obs><gen:ObsDimension value="2024"/><gen:ObsValue value="2"/></gen:Obs></gen:Series>
    </mes:DataSet>"""
    rows = told(read(written(message("GenericData", "v2_1", body))).tables[0])
    assert [(row["GEO"], row["TITLE"], row["OBS_VALUE"]) for _number, row in rows] == [
        ("PL", "Poland", "1"),
        ("LT", "", "2"),
    ]
