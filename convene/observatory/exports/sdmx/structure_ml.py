"""Structures as SDMX-ML 3.0."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from lxml import etree

from convene.observatory.exports.sdmx.model import (
    AGENCY,
    ATTRIBUTES,
    CONCEPTS,
    DIMENSIONS,
    MEASURE,
    STRUCTURE,
    TIME_DIMENSION,
    VALUE,
    Component,
    urn,
)
from convene.observatory.exports.sdmx.structures import Artefact, Item, Texts

MEDIA_TYPE = "application/vnd.sdmx.structure+xml;version=3.0.0"
BASE = "http://www.sdmx.org/resources/sdmxml/schemas/v3_0/"
NAMESPACES = {"mes": f"{BASE}message", "str": f"{BASE}structure", "com": f"{BASE}common"}
SENDER = "CONVENE"
# Kind -> (element of the list, element of one, element of an item)
ELEMENTS = {
    "agencyscheme": ("AgencySchemes", "AgencyScheme", "Agency"),
    "dataflow": ("Dataflows", "Dataflow", ""),
    "codelist": ("Codelists", "Codelist", "Code"),
    "conceptscheme": ("ConceptSchemes", "ConceptScheme", "Concept"),
    "datastructure": ("DataStructures", "DataStructure", ""),
}
XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def structure_ml(found: Iterable[Artefact], prepared: datetime, *, stubs: bool = False) -> bytes:
    """A structure message of these artefacts. With `stubs` their names only."""
    message = etree.Element(_name("mes:Structure"), nsmap=NAMESPACES)
    message.append(header(prepared, test=False))
    structures = _under(message, "mes:Structures")
    by_kind: dict[str, list[Artefact]] = {}
    for one in found:
        by_kind.setdefault(one.kind, []).append(one)
    for kind, (plural, singular, item) in ELEMENTS.items():
        if kind in by_kind:
            listed = _under(structures, f"str:{plural}")
            for artefact in by_kind[kind]:
                _write(listed, singular, item, artefact, stubs)
    return etree.tostring(message, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def header(prepared: datetime, *, test: bool, ident: str = "") -> etree._Element:
    element = etree.Element(_name("mes:Header"), nsmap=NAMESPACES)
    _under(element, "mes:ID").text = ident or f"CONVENE-{prepared:%Y%m%d%H%M%S}"
    _under(element, "mes:Test").text = "true" if test else "false"
    _under(element, "mes:Prepared").text = prepared.strftime("%Y-%m-%dT%H:%M:%SZ")
    _under(element, "mes:Sender", id=SENDER)
    return element


def _write(listed: etree._Element, singular: str, item: str, artefact: Artefact, stubs: bool) -> None:
    element = _under(listed, f"str:{singular}", id=artefact.id, isExternalReference="false")
    if artefact.kind == "agencyscheme":  # of SDMX's own agency, and always the same version
        element.set("agencyID", "SDMX")
        element.set("urn", artefact.urn.replace(f"{AGENCY}:", "SDMX:"))
    else:
        element.set("agencyID", AGENCY)
        element.set("version", artefact.version)
        element.set("urn", artefact.urn)
    _told(element, artefact.names, artefact.descriptions)
    if stubs:
        return
    if artefact.kind == "dataflow":
        _under(element, "str:Structure").text = urn("datastructure.DataStructure", STRUCTURE)
    elif artefact.kind == "datastructure":
        _components(element)
    else:
        element.set("isPartial", "true" if artefact.is_partial else "false")
        for one in artefact.items:
            _item(element, item, one)


def _item(parent: etree._Element, name: str, one: Item) -> None:
    _told(_under(parent, f"str:{name}", id=one.id), one.names, one.descriptions)


def _told(element: etree._Element, names: Texts, descriptions: Texts) -> None:
    for tag, texts in (("com:Name", names), ("com:Description", descriptions)):
        for language, text in texts.items():
            if text:
                told = _under(element, tag)
                told.set(XML_LANGUAGE, language)
                told.text = text


def _components(structure: etree._Element) -> None:
    components = _under(structure, "str:DataStructureComponents")
    dimensions = _under(components, "str:DimensionList", id="DimensionDescriptor")
    for position, one in enumerate(DIMENSIONS, 1):
        _represented(_under(dimensions, "str:Dimension", id=one.id, position=str(position)), one)
    _represented(_under(dimensions, "str:TimeDimension", id=TIME_DIMENSION.id), TIME_DIMENSION)
    attributes = _under(components, "str:AttributeList", id="AttributeDescriptor")
    for one in ATTRIBUTES:
        element = _under(attributes, "str:Attribute", id=one.id, usage="optional")
        _represented(element, one)
        _under(_under(element, "str:AttributeRelationship"), "str:Observation")
    measures = _under(components, "str:MeasureList", id="MeasureDescriptor")
    _represented(_under(measures, "str:Measure", id=MEASURE, usage="optional"), VALUE)


def _represented(element: etree._Element, one: Component) -> None:
    _under(element, "str:ConceptIdentity").text = urn("conceptscheme.Concept", CONCEPTS, item=one.id)
    local = _under(element, "str:LocalRepresentation")
    if one.codelist:
        _under(local, "str:Enumeration").text = urn("codelist.Codelist", one.codelist)
    else:
        _under(local, "str:TextFormat", textType=one.text_type)


def _under(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, _name(name), attributes)


def _name(prefixed: str) -> str:
    prefix, _colon, local = prefixed.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"
