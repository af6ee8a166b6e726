"""
What kind of file is this? Decided by its content: names and endings are given by whoever downloaded it.

A new format is one module beside this one, and one line here.
"""

from __future__ import annotations

import codecs
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

from django.utils.translation import gettext_lazy as _

from convene.observatory.readers.archive import OLE, Source, opened
from convene.observatory.readers.archive import ZIP as ZIP_MARK
from convene.observatory.readers.delimited import delimited, is_wide
from convene.observatory.readers.eurostat_tsv import eurostat_tsv, is_eurostat_tsv
from convene.observatory.readers.json_file import answer_text, built_as_its_format_says, no_statistics, parsed
from convene.observatory.readers.json_records import FORMAT as RECORDS
from convene.observatory.readers.json_records import json_records, records_of
from convene.observatory.readers.json_stat import is_json_stat, json_stat
from convene.observatory.readers.nui_csv import FORMAT as NUI
from convene.observatory.readers.nui_csv import is_nui_csv, nui_csv
from convene.observatory.readers.raw import ASK_FOR_DATA, BadFile, RawFile, RawTable, shown
from convene.observatory.readers.sdmx_csv import is_sdmx_csv, sdmx_csv
from convene.observatory.readers.sdmx_json import is_sdmx_json, sdmx_json
from convene.observatory.readers.sdmx_ml import sdmx_ml_data
from convene.observatory.readers.sdmx_ml_header import DATA_MESSAGES, header_of
from convene.observatory.readers.sdmx_structure import sdmx_metadata, sdmx_structure
from convene.observatory.readers.text_file import text_of
from convene.observatory.readers.undesa_workbook import FORMAT as UNDESA
from convene.observatory.readers.undesa_workbook import is_undesa_workbook, undesa_workbook
from convene.observatory.readers.workbook import sheets_of, workbook

_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.I)
# Other kinds of file that get a table's name by mistake: their first bytes and what they are called.
_STRANGE = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"PAR1": "Parquet",
    b"RDX": "R data",
    b"RDA": "R data",
    b"SQLite format 3": "SQLite",
    b"{\\rtf": "RTF",
    b"<?php": "PHP",
}


def read(path: Path) -> RawFile:
    """
    Recognise a publisher's file and give its tables.

    Raises BadFile, with the place and the next step, for what is damaged, dangerous, or holds no figures.
    Faults further down in a file of text come up when its rows are read.
    """
    source = opened(Path(path))
    head = source.head()
    start = _beginning(head)
    for mark, kind in _STRANGE.items():
        if head.startswith(mark):
            raise BadFile(
                source.name,
                _("The file is a %(kind)s file, whatever its name says.") % {"kind": kind},
                _("Expected a table: CSV, TSV, XLSX, SDMX or JSON-stat."),
                ASK_FOR_DATA,
            )
    if head.startswith((ZIP_MARK, OLE)):
        return _read_workbook(source)
    if start.startswith(b"<"):
        return _read_markup(source, start)
    if start.startswith((b"{", b"[")):
        return _read_json(source)
    return _read_text(source)


def _beginning(head: bytes) -> bytes:
    """The first characters without a mark of encoding, as ASCII as far as they go."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return head.decode("utf-16", "ignore").lstrip().encode()
    return head.removeprefix(codecs.BOM_UTF8).lstrip()


def _found(
    source: Source, format_name: str, encoding: str, tables: tuple[RawTable, ...], sha256: str = ""
) -> RawFile:
    checksum = sha256 or source.sha256()
    return RawFile(source.path, format_name, encoding, checksum, source.size, tables, source.beside, source)


def _read_workbook(source: Source) -> RawFile:
    sheets = sheets_of(source)
    if is_undesa_workbook(sheets):
        return _found(source, UNDESA, "", undesa_workbook(sheets))
    return _found(source, "xlsx", "", workbook(source, sheets))


def _read_markup(source: Source, start: bytes) -> RawFile:
    if _HTML.search(start[:1024]):
        raise BadFile(
            source.name,
            _("The file is a web page: %(text)s")
            % {
                "text": shown(
                    " ".join(re.sub(r"<[^>]*>", " ", start.decode("utf-8", "replace")).split()), 120
                )
            },
            _("Expected a table. Sites answer with a page when a download failed."),
            ASK_FOR_DATA,
            line=1,
        )
    header = header_of(source)
    encoding = "utf-8"
    if header.kind in DATA_MESSAGES:
        name = f"sdmx-ml-{header.version or '2.1'}-{DATA_MESSAGES[header.kind]}"
        return _found(source, name, encoding, (sdmx_ml_data(source, header),))
    if header.kind == "Structure":
        return _found(source, f"sdmx-ml-{header.version}-structure", encoding, sdmx_structure(source, header))
    if header.kind in ("GenericMetadata", "MetadataReport", "StructureSpecificMetadata"):
        return _found(source, f"sdmx-ml-{header.version}-metadata", encoding, sdmx_metadata(source, header))
    raise BadFile(
        source.name,
        _("The XML is a “%(kind)s” message.") % {"kind": shown(header.kind or "?")},
        _("Expected SDMX-ML with observations."),
        ASK_FOR_DATA,
    )


def _read_json(source: Source) -> RawFile:
    data = parsed(source)
    with built_as_its_format_says(source):
        found = json_stat(source, data) if is_json_stat(data) else None
        found = found or (sdmx_json(source, data) if is_sdmx_json(data) else None)
    if found:
        return _found(source, found[0], "utf-8", found[1])
    if data.get("type") in ("Topology", "FeatureCollection", "Feature"):
        raise no_statistics(source, str(_("The file is a map, not a table.")))
    if answer := _answer(data):
        told = _("The file is an answer of the service: %(text)s") % {"text": shown(answer_text(answer), 240)}
        raise no_statistics(source, told)
    if records_of(data):
        with built_as_its_format_says(source):
            return _found(source, RECORDS, "utf-8", (json_records(source, data),))
    begins = _("The JSON begins with: %(names)s") % {"names": shown(", ".join(list(data)[:8]), 120)}
    raise no_statistics(source, begins)


def _answer(data: dict) -> object:
    """What a service says in place of data; None where it says nothing. The World Bank says it in a list."""
    parts = [data, *(part for part in data.get("list", ())[:1] if isinstance(part, dict))]
    words = ("error", "errors", "warning", "message")
    return next((part[key] for part in parts for key in words if part.get(key)), None)


def _read_text(source: Source) -> RawFile:
    with ThreadPoolExecutor(1) as aside:  # a checksum needs no Python: it is made while the text is looked at
        refused = Event()
        checksum = aside.submit(source.sha256, refused)
        try:
            text = text_of(source)
        except BadFile:
            refused.set()
            raise
    table = delimited(text)
    if is_eurostat_tsv(table):
        format_name, found = eurostat_tsv(table)
    elif is_sdmx_csv(table):
        format_name, found = sdmx_csv(table)
    elif is_nui_csv(table):
        format_name, found = NUI, nui_csv(table)
    else:
        format_name, found = ("csv-wide" if is_wide(table.columns) else "csv-long"), table.table()
    return _found(source, format_name, text.encoding, (found,), checksum.result())
