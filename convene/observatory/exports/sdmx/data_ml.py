"""Observations as SDMX-ML 3.0, structure-specific and flat, some at a time; and the schema they are valid by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from xml.sax.saxutils import quoteattr

from lxml import etree

from convene.observatory.exports.sdmx.model import (
    ATTRIBUTES,
    DIMENSIONS,
    KEY,
    MEASURE,
    TIME,
    attributes_of,
    number,
    urn,
)
from convene.observatory.exports.sdmx.structure_ml import BASE, header

MEDIA_TYPE = "application/vnd.sdmx.data+xml;version=3.0.0"
SCHEMA_TYPE = "application/vnd.sdmx.schema+xml;version=3.0.0"
BATCH = 500
_XML_SCHEMA = "http://www.w3.org/2001/XMLSchema"


def namespace_of(flow: str) -> str:
    return f"{urn('datastructure.Dataflow', flow)}:ObsLevelDim:AllDimensions"


def data_ml(
    flow: str, rows: Iterable[tuple], prepared: datetime, *, values: bool = True, attributes: bool = True
) -> Iterator[bytes]:
    """A message with one data set. What is written by hand is quoted by the library."""
    yield _beginning(flow, prepared)
    written: list[str] = []
    for row in rows:
        told = list(zip((*KEY, TIME), row, strict=False))
        if values:
            told.append((MEASURE, number(row[len(KEY) + 1])))
        if attributes:
            told += attributes_of(row)
        written.append("<Obs " + " ".join(f"{name}={quoteattr(str(one))}" for name, one in told) + "/>\n")
        if len(written) == BATCH:
            yield "".join(written).encode()
            written.clear()
    yield ("".join(written) + "</mes:DataSet>\n</mes:StructureSpecificData>\n").encode()


def _beginning(flow: str, prepared: datetime) -> bytes:
    own = quoteattr(namespace_of(flow))
    head = header(prepared, test=False)
    structure = etree.SubElement(
        head,
        f"{{{BASE}message}}Structure",
        structureID="FIGURES",
        namespace=namespace_of(flow),
        dimensionAtObservation="AllDimensions",
    )
    usage = etree.SubElement(structure, f"{{{BASE}common}}StructureUsage")
    usage.text = urn("datastructure.Dataflow", flow)
    told = etree.tostring(head, encoding="unicode")
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<mes:StructureSpecificData xmlns:mes="{BASE}message" xmlns:com="{BASE}common"'
        f' xmlns:ss="{BASE}data/structurespecific" xmlns:flow={own}'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n'
        f"{told}\n"
        '<mes:DataSet ss:structureRef="FIGURES" xsi:type="flow:DataSetType"'
        ' ss:action="Information">\n'
    ).encode()


def schema_of(flow: str) -> bytes:
    """The XML schema of a dataflow's data sets: what REST calls /schema/dataflow/..."""
    attributes = [
        *(f'<xs:attribute name="{one.id}" type="xs:string" use="required"/>' for one in DIMENSIONS),
        f'<xs:attribute name="{TIME}" type="common:ObservationalTimePeriodType" use="required"/>',
        f'<xs:attribute name="{MEASURE}" type="xs:double" use="optional"/>',
        *(
            f'<xs:attribute name="{one.id}" type="{"xs:integer" if one.text_type == "Integer" else "xs:string"}"'
            ' use="optional"/>'
            for one in ATTRIBUTES
        ),
    ]
    listed = "\n        ".join(attributes)
    own = namespace_of(flow)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<xs:schema xmlns:xs="{_XML_SCHEMA}" xmlns="{own}" targetNamespace="{own}" xmlns:dsd="{BASE}data/structurespecific"
    xmlns:common="{BASE}common" elementFormDefault="qualified" attributeFormDefault="unqualified">
  <xs:import namespace="{BASE}data/structurespecific" schemaLocation="SDMXDataStructureSpecific.xsd"/>
  <xs:import namespace="{BASE}common" schemaLocation="SDMXCommon.xsd"/>
  <xs:complexType name="DataSetType">
    <xs:complexContent>
      <xs:restriction base="dsd:DataSetType">
        <xs:sequence>
          <xs:element name="Obs" type="ObsType" form="unqualified" minOccurs="0" maxOccurs="unbounded"/>
        </xs:sequence>
      </xs:restriction>
    </xs:complexContent>
  </xs:complexType>
  <xs:complexType name="ObsType">
    <xs:complexContent>
      <xs:restriction base="dsd:ObsType">
        {listed}
      </xs:restriction>
    </xs:complexContent>
  </xs:complexType>
</xs:schema>
""".encode()
