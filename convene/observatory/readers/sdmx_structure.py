"""
SDMX-ML messages without observations: structures (code lists, concepts, dimensions) and reference metadata.

No edition is made of them. They are read so that a person, or an adapter in want of labels, can look inside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.utils.translation import gettext_lazy as _
from lxml import etree

from convene.observatory.readers.archive import Source
from convene.observatory.readers.raw import ASK_FOR_DATA, BadFile, RawTable, Row
from convene.observatory.readers.sdmx_ml_header import Header
from convene.observatory.readers.xml_file import events, local

_LISTS = ("Codelist", "ConceptScheme")
_ITEMS = ("Code", "Concept")
_COMPONENTS = ("Dimension", "TimeDimension", "MeasureDimension", "PrimaryMeasure", "Measure", "Attribute")
XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def sdmx_structure(source: Source, header: Header) -> tuple[RawTable, ...]:
    """A table (id, parent, name) for each code list and concept scheme, and one (id, role, list) of components."""
    tables: list[RawTable] = []
    components: list[tuple[str, ...]] = []
    for _kind, element in events(source, ("end",)):
        name = local(element.tag)
        if name in _LISTS:
            items = [_item(child) for child in element if local(child.tag) in _ITEMS]
            if not items:  # only a reference to a list published elsewhere
                continue
            attributes = {**header.attributes, "title": _text(element, "Name")}
            tables.append(
                RawTable(element.get("id", ""), ("id", "parent", "name"), _given(items), (), attributes)
            )
        elif name in _COMPONENTS and element.getparent() is not None:
            components.append((_own_id(element), name, _code_list(element)))
    if components:
        tables.append(
            RawTable("components", ("id", "role", "list"), _given(components), (), header.attributes)
        )
    return _not_empty(source, tables)


def sdmx_metadata(source: Source, header: Header) -> tuple[RawTable, ...]:
    """One table (report, attribute, value): the texts of a reference metadata report."""
    texts: list[tuple[str, ...]] = []
    report = ""
    for kind, element in events(source):
        name = local(element.tag)
        if kind == "start" and name == "Report":
            report = element.get("id", "")
        elif kind == "end" and name == "ReportedAttribute":
            own = " ".join(
                " ".join("".join(child.itertext()).split())
                for child in element
                if local(child.tag) in ("Text", "StructuredText", "Value")
            )
            value = own or element.get("value", "")
            if value:
                texts.append((report, element.get("id", ""), value))
    table = RawTable("metadata", ("report", "attribute", "value"), _given(texts), (), header.attributes)
    return _not_empty(source, [table] if texts else [])


def _given(items: list[tuple[str, ...]]) -> Callable[[], Iterator[Row]]:
    return lambda: iter(list(enumerate(items, 1)))


def _item(element: etree._Element) -> tuple[str, str, str]:
    parent = next((ref.get("id", "") for ref in element.iter() if local(ref.tag) == "Ref"), "")
    return element.get("id", ""), parent, _text(element, "Name")


def _text(element: etree._Element, name: str) -> str:
    """The English text of a child, or the first."""
    found = [child for child in element if local(child.tag) == name]
    english = next((child for child in found if child.get(XML_LANGUAGE) == "en"), None)
    chosen = english if english is not None else next(iter(found), None)
    return " ".join("".join(chosen.itertext()).split()) if chosen is not None else ""


def _own_id(element: etree._Element) -> str:
    """A component without an id has that of its concept."""
    if element.get("id"):
        return element.get("id", "")
    for child in element:
        if local(child.tag) == "ConceptIdentity":
            return next((ref.get("id", "") for ref in child.iter() if local(ref.tag) == "Ref"), "")
    return ""


def _code_list(element: etree._Element) -> str:
    for child in element.iter():
        if local(child.tag) == "Enumeration":
            return next((ref.get("id", "") for ref in child.iter() if local(ref.tag) == "Ref"), "")
    return ""


def _not_empty(source: Source, tables: list[RawTable]) -> tuple[RawTable, ...]:
    if not tables:
        raise BadFile(
            source.name,
            _("The message describes a structure and holds neither figures nor lists."),
            _("Expected a message with data."),
            ASK_FOR_DATA,
        )
    return tuple(tables)
