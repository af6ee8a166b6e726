"""
SDMX-ML data: 2.1 generic and structure-specific (time series, flat, cross-sectional), 3.0, and 2.0 compact.

All come out long: dimensions and attributes under their ids, TIME_PERIOD, OBS_VALUE, OBS_FLAG (a copy of the
status). A file is read twice: once for the names of its columns, which no message lists, then for its rows.
The place of a row is the number of its observation, as such files often are one single line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _
from lxml import etree

from convene.observatory.readers.archive import Source
from convene.observatory.readers.delimited import apart
from convene.observatory.readers.raw import ASK_FOR_DATA, MEND_AT_SOURCE, BadFile, RawTable, shown
from convene.observatory.readers.sdmx_ml_groups import Group, Groups
from convene.observatory.readers.sdmx_ml_header import Header, header_of
from convene.observatory.readers.xml_file import events, forget, local

XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
TIME, VALUE, FLAG = "TIME_PERIOD", "OBS_VALUE", "OBS_FLAG"
_TIMES = {"TIME", "TIME_PERIOD"}
LAST = (TIME, VALUE, FLAG)
# Longer attributes of a whole set are descriptions: they do not go into every row.
LONGEST_OF_SET = 60
# XML attributes of a data set that speak of the message, not of its figures.
_OF_SETS = {
    *("structureRef", "dataScope", "action", "setID", "validFromDate", "validToDate", "publicationYear"),
    *(
        "publicationPeriod",
        "reportingBeginDate",
        "reportingEndDate",
        "keyFamilyURI",
        "REPORTING_YEAR_START_DAY",
    ),
}


@dataclass
class _DataSet:
    """What is known of the data set that is being read."""

    header: Header
    across: str = TIME
    groups: Groups = field(default_factory=Groups)


def sdmx_ml_data(source: Source, header: Header) -> RawTable:
    """The observations of a data message whose header was read."""
    names: dict[str, None] = {}
    total = 0
    for observation in _observations(source):
        total += 1
        names.update(dict.fromkeys(observation))
    if not total:
        raise BadFile(
            source.name,
            _("The message holds no observation."),
            _("Expected figures below its header."),
            ASK_FOR_DATA,
        )
    ids = [name for name in names if name not in LAST]
    found = (*ids, *LAST)

    def rows() -> Iterator[tuple[int, tuple[str, ...]]]:
        for number, observation in enumerate(_observations(source), 1):
            yield number, tuple(observation.get(name, "") for name in found)

    return RawTable("", apart(list(found)), rows, (), {**header.attributes, "labels": "codes"})


def _observations(source: Source) -> Iterator[dict[str, str]]:
    """Every observation with all that its series, its groups and its set say of it."""
    header = header_of(source)
    data_set = _DataSet(header)
    series: dict[str, str] = {}
    number = 0
    for kind, element in events(source):
        name = local(element.tag)
        if kind == "start":
            if name == "DataSet":
                data_set = _opened_set(header, element)
            elif name == "Series":
                series = _named(element.attrib)  # generic series come without; theirs follow as SeriesKey
            continue
        if name in ("SeriesKey", "Attributes") and local(element.getparent().tag) == "Series":
            series |= _generic_values(element)
        elif name == "Attributes" and local(element.getparent().tag) == "DataSet":
            data_set.groups.add(Group({}, _generic_values(element)))
        elif name in ("Group", "Atts"):
            data_set.groups.add(_group(element))
            forget(element)
        elif name == "Comp" and local(element.getparent().tag) == "Series":
            series |= _components(element.getparent())
        elif name == "Obs":
            number += 1
            observation = _observation(source, data_set, series, element, number)
            yield observation
            forget(element)
        elif name == "Series":
            series = {}
            forget(element)


def _opened_set(header: Header, element: etree._Element) -> _DataSet:
    reference = next((value for name, value in element.attrib.items() if local(name) == "structureRef"), "")
    opened = _DataSet(header, header.across(reference))
    own = {
        name: value
        for name, value in _named(element.attrib).items()
        if name not in _OF_SETS and len(value) <= LONGEST_OF_SET
    }
    if own:
        opened.groups.add(Group({}, own))
    return opened


def _named(attributes: Mapping[str, str]) -> dict[str, str]:
    """The components among XML attributes: those of SDMX itself and of XML have a namespace."""
    return {_time(name): value for name, value in attributes.items() if "}" not in name}


def _time(name: str) -> str:
    return TIME if name in _TIMES else name


def _generic_values(element: etree._Element) -> dict[str, str]:
    """`<Value id="FREQ" value="A"/>` of 2.1, `<Value concept="FREQ" value="A"/>` of 2.0."""
    return {
        _time(value.get("id") or value.get("concept") or ""): value.get("value") or ""
        for value in element
        if local(value.tag) == "Value"
    }


def _components(element: etree._Element) -> dict[str, str]:
    """3.0 writes several values of one component as elements: joined with a semicolon."""
    return {
        component.get("id", ""): "; ".join(
            (value.text or "").strip() for value in component if local(value.tag) == "Value"
        )
        or (component.text or "").strip()
        for component in element
        if local(component.tag) == "Comp"
    }


def _group(element: etree._Element) -> Group:
    given = _named(element.attrib) | _components(element)
    given.pop("type", None)
    key, attributes = {}, {}
    for child in element:
        if local(child.tag) == "GroupKey":
            key = _generic_values(child)
        elif local(child.tag) == "Attributes":
            attributes = _generic_values(child)
    return Group(key, attributes) if key else Group(given, given, is_mixed=True)


def _observation(
    source: Source, data_set: _DataSet, series: Mapping[str, str], element: etree._Element, number: int
) -> dict[str, str]:
    own = _named(element.attrib) | _components(element)
    for child in element:
        name = local(child.tag)
        if name == "ObsDimension":
            own[_time(child.get("id") or data_set.across)] = child.get("value") or ""
        elif name == "Time":
            own[TIME] = (child.text or "").strip()
        elif name == "ObsValue":
            own[VALUE] = child.get("value") or ""
        elif name in ("ObsKey", "Attributes"):
            own |= _generic_values(child)
    measure = element.get(XSI_TYPE)
    if measure and data_set.across not in own and data_set.across != TIME:
        own[data_set.across] = local(measure)  # explicit measures: the type of the element is the dimension
    key = {**series, **own}
    key |= data_set.groups.said_of(key)
    key[VALUE] = _checked_value(source, key.get(VALUE, ""), number)
    key[FLAG] = key.get(FLAG) or key.get("OBS_STATUS", "")
    return key


def _checked_value(source: Source, value: str, number: int) -> str:
    """The value as printed; '' for the two ways to say that there is none."""
    if value in ("", "NaN", "-"):
        return ""
    try:
        float(value)
    except ValueError as error:
        raise BadFile(
            source.name,
            _("“%(value)s” is no number.") % {"value": shown(value)},
            _("Expected the value of an observation."),
            MEND_AT_SOURCE,
            observation=number,
            column=VALUE,
        ) from error
    return value
