"""
XML read as a stream: no entities, no document types, no network, nothing that grows in memory.

No format of statistics needs a document type, and every known XML attack does.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _
from lxml import etree

from convene.observatory.readers.archive import Source
from convene.observatory.readers.raw import ASK_FOR_DATA, FETCH_AGAIN, BadFile, shown

HEAD = 1 << 16


def local(name: str) -> str:
    """`{namespace}Obs` -> `Obs`; `demo:TFRNSI` -> `TFRNSI`."""
    return name.rpartition("}")[2].rpartition(":")[2]


def events(source: Source, kinds: tuple[str, ...] = ("start", "end")) -> Iterator[tuple[str, etree._Element]]:
    """The elements of the file in order; raises BadFile where it is no well-formed, harmless XML."""
    head = source.head(HEAD)
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        raise _document_type(source)
    parser = etree.iterparse(
        str(source.plain),
        events=kinds,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        for number, (kind, element) in enumerate(parser):
            if not number and element.getroottree().docinfo.doctype:
                raise _document_type(source)
            yield kind, element
    except etree.XMLSyntaxError as error:
        line, column = error.position or (None, None)
        raise BadFile(
            source.name,
            _("The XML is broken (%(detail)s).") % {"detail": shown(error.msg or "", 90)},
            _("Expected a whole, well-formed document."),
            FETCH_AGAIN,
            line=line or None,
            column=str(column or ""),
        ) from error


def _document_type(source: Source) -> BadFile:
    return BadFile(
        source.name,
        _("The XML declares a document type or entities."),
        _("No SDMX message does: this may be an attack, or a web page."),
        ASK_FOR_DATA,
    )


def forget(element: etree._Element) -> None:
    """Free what was read, so that a file of any size takes no memory."""
    element.clear()
    parent = element.getparent()
    while parent is not None and (earlier := element.getprevious()) is not None:
        parent.remove(earlier)
