"""
What an SDMX-ML message says of itself before its data, and the answers that hold no data at all.

Services answer large queries with a message that is only a footer: the data will be written elsewhere,
fetch later. Others answer with a fault. Both look like data to a download script.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _
from lxml import etree

from convene.observatory.readers.archive import Source
from convene.observatory.readers.raw import ASK_FOR_DATA, BadFile, shown
from convene.observatory.readers.xml_file import events, local

DATA_MESSAGES = {
    "GenericData": "generic",
    "GenericTimeSeriesData": "generic",
    "StructureSpecificData": "structure-specific",
    "StructureSpecificTimeSeriesData": "structure-specific",
    "CompactData": "compact",
}
VERSIONS = {"v2_0": "2.0", "v2_1": "2.1", "v3_0": "3.0", "v3_1": "3.1"}


@dataclass(frozen=True)
class Header:
    """`kind` is the message's root element. `structures` maps a structure's id to the dimension at observations."""

    kind: str
    version: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    structures: Mapping[str, str] = field(default_factory=dict)

    def across(self, reference: str) -> str:
        """The dimension that stands on each observation and not on its series."""
        found = self.structures.get(reference) or next(iter(self.structures.values()), "TIME_PERIOD")
        return "TIME_PERIOD" if found in ("AllDimensions", "TIME") else found


def header_of(source: Source) -> Header:
    """Read up to the first data set; raises BadFile for an answer without data."""
    kind = version = ""
    attributes: dict[str, str] = {}
    structures: dict[str, str] = {}
    for event, element in events(source):
        name = local(element.tag)
        if not kind:
            kind = name
            version = next((told for mark, told in VERSIONS.items() if mark in element.tag), "")
        if event == "end" and name == "Header":
            attributes, structures = _header_values(element)
        if event == "start" and name in ("DataSet", "Structures", "MetadataSet"):
            break
        if event == "end" and name in ("Footer", "ErrorMessage"):
            _refuse_answer(source, element)
        if event == "end" and name in ("Fault", "queued", "syncResponse", "asyncResponse"):
            _refuse_answer(source, element)
    return Header(kind, version, attributes, structures)


def _header_values(element: etree._Element) -> tuple[dict[str, str], dict[str, str]]:
    attributes: dict[str, str] = {}
    structures: dict[str, str] = {}
    for child in element:
        name = local(child.tag)
        if name in ("ID", "Prepared", "Test", "Extracted", "DataSetID", "DataSetAction", "KeyFamilyRef"):
            attributes[_word(name)] = (child.text or "").strip()
        elif name == "Sender":
            attributes["agency"] = child.get("id", "")
        elif name == "Name":
            attributes.setdefault("title", (child.text or "").strip())
        elif name == "Structure":
            structures[child.get("structureID", "")] = child.get("dimensionAtObservation", "TIME_PERIOD")
            attributes |= _reference(child)
    attributes.setdefault("dataflow", attributes.get("data set", ""))
    return {name: value for name, value in attributes.items() if value}, structures


def _word(name: str) -> str:
    return {
        "ID": "message",
        "DataSetID": "data set",
        "DataSetAction": "action",
        "KeyFamilyRef": "dataflow",
    }.get(name, name.lower())


def _reference(structure: etree._Element) -> dict[str, str]:
    """The dataflow or structure that the data belong to: `<Ref id=.../>` or a URN as text."""
    for element in structure.iter():
        name = local(element.tag)
        if name == "Ref":
            return {
                "dataflow": element.get("id", ""),
                "agency": element.get("agencyID", ""),
                "version": element.get("version", ""),
            }
        text = (element.text or "").strip()
        if name in ("URN", "StructureUsage", "Structure", "ProvisionAgreement") and text.startswith("urn:"):
            agency, _colon, rest = text.partition("=")[2].partition(":")
            return {
                "agency": agency,
                "dataflow": rest.partition("(")[0],
                "version": rest.partition("(")[2][:-1],
            }
    return {}


def _refuse_answer(source: Source, element: etree._Element) -> None:
    texts: list[str] = []
    for part in element.iter():
        for text in (part.get("code", ""), (part.text or "").strip()):
            if text and not any(text in earlier for earlier in texts):
                texts.append(text)
    raise BadFile(
        source.name,
        _("The message holds no data, only an answer of the service: %(text)s")
        % {"text": shown(" ".join(texts), 240)},
        _("Expected observations."),
        _fetch_later(" ".join(texts)),
    )


def _fetch_later(text: str) -> str:
    address = next((word for word in text.split() if word.startswith(("http://", "https://"))), "")
    if address:
        return str(_("The data are written later: fetch them from %(address)s and import that file.")) % {
            "address": address
        }
    return str(ASK_FOR_DATA)
