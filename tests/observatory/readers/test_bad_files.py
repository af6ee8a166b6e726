"""Files that are damaged, dangerous or something else: each refused with its place and what to do next."""

from __future__ import annotations

import gc
import gzip
import io
import json
import resource
import tempfile
import time
import zipfile

import pytest
import xlsxwriter
from django.utils import translation

from convene.observatory.readers import BadFile, read
from convene.observatory.readers.workbook import _Extent

TABLE = b"geo,year,n\n" + b"".join(b"UKR,%d,%d\n" % (year, year) for year in range(1990, 2025))


def zipped(**members: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return packed.getvalue()


def small_workbook() -> bytes:
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for row in range(500):
            sheet.write_row(row, 0, ("country", "n") if not row else (f"country {row}", row))
    return packed.getvalue()


def workbook_with_cells(sheet_xml: str) -> bytes:
    """A small workbook whose sheet is replaced by `sheet_xml`."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(small_workbook())) as old, zipfile.ZipFile(packed, "w", 8) as new:
        for name in old.namelist():
            new.writestr(name, sheet_xml if name.endswith("sheet1.xml") else old.read(name))
    return packed.getvalue()


def sheet(*cells: str) -> str:
    return (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        + "".join(f'<row><c r="{cell}"><v>1</v></c></row>' for cell in cells)
        + "</sheetData></worksheet>"
    )


BILLION_LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]><lolz>&j;</lolz>"
)
NESTED = b"[" * 200_000 + b"]" * 200_000


@pytest.mark.parametrize(
    ("_case", "name", "content", "place", "found"),
    [
        ("empty", "x.csv", b"", "x.csv", "The file is empty."),
        ("only a heading", "x.csv", b"geo,year,n\n", "x.csv, line 1", "The file has a heading but no rows."),
        (
            "no table",
            "x.csv",
            b"just a line\nand another\n",
            "x.csv, line 1",
            "No columns were found. The file begins: just a line",
        ),
        (
            "no heading",
            "x.csv",
            b"1,2,3\n4,5,6\n",
            "x.csv, line 1",
            "The first row holds only figures: 1, 2, 3",
        ),
        (
            "a row too short",
            "x.csv",
            TABLE + b"GEO,2024\n",
            "x.csv, line 37",
            "The row has 2 cells: GEO,2024",
        ),
        (
            "a row too long",
            "x.csv",
            TABLE + b"GEO,2024,1,2\n",
            "x.csv, line 37",
            "The row has 4 cells: GEO,2024,1,2",
        ),
        (
            "a heading too short",
            "x.csv",
            b"geo,n\n" + TABLE[11:],
            "x.csv, line 1",
            "The heading has 2 columns, the rows have 3.",
        ),
        (
            "two columns of one name",
            "x.csv",
            b"geo,n,n\nUKR,1,2\n",
            "x.csv, line 1, column “3”",
            "The heading names column “n” twice.",
        ),
        (
            "a quotation mark that never ends",
            "x.csv",
            TABLE + b'"GEO,2024,1\n' + TABLE[11:],
            "x.csv, line 37",
            "The quotation marks of the row do not match (unexpected end of data).",
        ),
        (
            "text behind a quotation mark",
            "x.csv",
            b'geo,n\n"UKR",1\n"GEO"x,2\n',
            "x.csv, line 3",
            "The quotation marks of the row do not match (',' expected after '\"').",
        ),
        (
            "a byte of zero",
            "x.csv",
            TABLE + b"GEO,2024,\x001\n",
            "x.csv, line 37",
            "Byte 0x00 stands where text should be.",
        ),
        (
            "a control character",
            "x.csv",
            TABLE + b"G\x1bO,2024,1\n",
            "x.csv, line 37",
            "Byte 0x1B stands where text should be.",
        ),
        (
            "two encodings",
            "x.csv",
            "name,n\nTürkiye,1\n".encode() + "Côte d'Ivoire,2\n".encode("cp1252"),
            "x.csv, line 3",
            "Lines 2 and 3 are written in different encodings.",
        ),
        (
            "bytes of no encoding",
            "x.csv",
            b"name,n\nT\xfcrkiye,1\nC\x9dte,2\n",
            "x.csv, line 3",
            "“9d” is no text in windows-1252.",
        ),
        (
            "a web page",
            "x.csv",
            b"\n<!DOCTYPE html><html><head><title>404 Not Found</title></head><body>Sorry</body></html>",
            "x.csv, line 1",
            "The file is a web page: 404 Not Found Sorry",
        ),
        ("a PDF", "x.xlsx", b"%PDF-1.7\n%...", "x.xlsx", "The file is a PDF file, whatever its name says."),
        (
            "R data",
            "x.csv.gz",
            gzip.compress(b"RDX3\nX\n"),
            "x.csv.gz",
            "The file is a R data file, whatever its name says.",
        ),
        (
            "gzip cut off",
            "x.csv.gz",
            gzip.compress(TABLE)[:-30],
            "x.csv.gz",
            "The .gz file breaks off before its end.",
        ),
        (
            "gzip with a wrong byte",
            "x.csv.gz",
            gzip.compress(TABLE)[:-8] + b"\0\0\0\0" + gzip.compress(TABLE)[-4:],
            "x.csv.gz",
            "The .gz file is damaged: its checksum or its inner order is wrong.",
        ),
        (
            "gzip in gzip",
            "x.gz",
            gzip.compress(gzip.compress(TABLE)),
            "x.gz",
            "A packed file (gzip) lies inside another.",
        ),
        (
            "zip in zip",
            "x.zip",
            zipped(a=zipped(b=TABLE)),
            "x.zip",
            "A packed file (zip) lies inside another.",
        ),
        (
            "two files in a zip",
            "x.zip",
            zipped(a=TABLE, b=TABLE),
            "x.zip",
            "The .zip file holds 2 files: a, b.",
        ),
        ("no file in a zip", "x.zip", zipped(), "x.zip", "The .zip file holds 0 files: –."),
        ("zip cut off", "x.zip", zipped(a=TABLE)[:-40], "x.zip", "The .zip file is damaged or breaks off."),
        (
            "a cell like a book",
            "x.csv",
            b"geo,n\nUKR,1\nGEO," + b"x" * 200_000 + b"\n",
            "x.csv, line 3",
            "A cell has more than 131072 characters.",
        ),
        ("another packing", "x.7z", b"7z\xbc\xaf\x27\x1c....", "x.7z", "The file is packed with 7-Zip."),
        (
            "workbook cut off",
            "x.xlsx",
            small_workbook()[:-2000],
            "x.xlsx",
            "The workbook is damaged or breaks off.",
        ),
        (
            "a document for a workbook",
            "x.xlsx",
            zipped(**{"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}),
            "x.xlsx",
            "The packed file is no workbook.",
        ),
        (
            "a cell at the far corner",
            "x.xlsx",
            workbook_with_cells(sheet("A1", "XFD1048576")),
            "x.xlsx, sheet “sheet1.xml”",
            "The sheet reaches to row 1048576 and column 16384.",
        ),
        (
            "a million columns",
            "x.xlsx",
            workbook_with_cells(sheet("A1", "BDWGN1")),
            "x.xlsx, sheet “sheet1.xml”",
            "The sheet reaches to row 1 and column 1000000.",
        ),
        (
            "twenty thousand columns that say nowhere where they stand",
            "x.xlsx",
            workbook_with_cells(sheet("A1").replace("</row>", "<c><v>1</v></c>" * 20_000 + "</row>")),
            "x.xlsx, sheet “sheet1.xml”",
            "The sheet reaches to row 1 and column 20001.",
        ),
        (
            "the far corner in other quotes",
            "x.xlsx",
            workbook_with_cells(sheet("A1", "XFD1048576").replace('r="X', "r = 'x").replace('6">', "6'>")),
            "x.xlsx, sheet “sheet1.xml”",
            "The sheet reaches to row 1048576 and column 16384.",
        ),
        (
            "a cell that never ends",
            "x.xlsx",
            workbook_with_cells(sheet("A1").replace('<c r="A1"', "<c " + "a" * 8_000_000)),
            "x.xlsx",
            "The workbook is damaged: the part “xl/worksheets/sheet1.xml” cannot be unpacked.",
        ),
        (
            "a million columns of text",
            "x.csv",
            b",".join(b"c%d" % number for number in range(100_000)) + b"\n" + b",".join([b"1"] * 100_000),
            "x.csv, line 1",
            "The heading has 100000 columns.",
        ),
        (
            "entities that grow",
            "x.xml",
            BILLION_LAUGHS.encode(),
            "x.xml",
            "The XML declares a document type or entities.",
        ),
        (
            "the same in UTF-16",
            "x.xml",
            BILLION_LAUGHS.encode("utf-16"),
            "x.xml",
            "The XML declares a document type or entities.",
        ),
        ("JSON without end", "x.json", b'{"a":' + NESTED + b"}", "x.json", "The JSON is nested without end."),
        (
            "JSON cut off",
            "x.json",
            b'{"class": "dataset",\n"value": [1, 2',
            "x.json, line 2, column “15”",
            "The JSON is broken (Expecting ',' delimiter).",
        ),
        ("JSON with NaN", "x.json", b'{"value": [NaN]}', "x.json", "“NaN” stands for a number."),
        (
            "JSON in another encoding",
            "x.json",
            b'{"a":\n "\xfc"}',
            "x.json, line 2",
            "The bytes are no UTF-8 text.",
        ),
    ],
)
def test_a_bad_file_is_refused_with_its_place_and_reason(refusal, _case, name, content, place, found):
    refused = refusal(content, name)
    assert (refused.record, refused.found) == (place, found)
    assert refused.next_step


def test_what_never_ends_is_looked_at_once():
    """A sheet of eight million beginnings and no end costs as much as any other of its length."""
    extent = _Extent()
    began = time.process_time()
    for _piece in range(3):
        extent.look(b"<c " * (1 << 20))
    assert (extent.cells, time.process_time() - began < 3) == (0, True)


def test_broken_xml_names_the_line(refusal):
    refused = refusal("<message>\n<Header>\n</message>", "x.xml")
    assert (refused.line, refused.expected) == (3, "Expected a whole, well-formed document.")
    assert refused.found.startswith("The XML is broken (Opening and ending tag mismatch")


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(BadFile, match=r"nothing\.csv: There is no such file. Check the name and the folder."):
        read(tmp_path / "nothing.csv")


def test_a_refusal_speaks_the_language_of_whoever_asked(refusal):
    """The words come from the catalogue; what is told, and where, stays the same."""
    english = refusal(TABLE + b"GEO,2024\n")
    with translation.override("ru"):
        russian = refusal(TABLE + b"GEO,2024\n")
    assert (russian.file, russian.line) == (english.file, english.line) == ("table.csv", 37)
    assert "GEO,2024" in russian.found


def test_a_corrupted_workbook_is_refused_or_read_as_it_was(written):
    """A flipped byte in any part of the packed sheet breaks its checksum."""
    good = small_workbook()
    at = good.index(b"xl/worksheets/sheet1.xml") + 200
    path = written(good[:at] + bytes([good[at] ^ 0xFF]) + good[at + 1 :], "x.xlsx")
    with pytest.raises(BadFile, match="damaged"):
        read(path)


@pytest.mark.parametrize(
    ("_case", "name"), [("in gzip", "bomb.csv.gz"), ("in a zip", "bomb.zip"), ("in a workbook", "bomb.xlsx")]
)
def test_a_bomb_is_stopped_before_it_fills_disk_or_memory(written, _case, name):
    """150 MB of one letter, packed two hundred times smaller."""
    block = b"A" * (1 << 20)
    packed = io.BytesIO()
    if name.endswith(".gz"):
        with gzip.open(packed, "wb", compresslevel=3) as file:
            for _time in range(150):
                file.write(block)
    else:
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
            if name.endswith("xlsx"):
                archive.writestr("xl/workbook.xml", "<workbook/>")
            with archive.open(
                "xl/worksheets/sheet1.xml" if name.endswith("xlsx") else "bomb.csv", "w"
            ) as file:
                for _time in range(150):
                    file.write(block)
    content = packed.getvalue()
    path = written(content, name)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(BadFile, match="this is a mistake or an attack"):
        read(path)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000  # kB


def test_a_line_without_end_is_stopped_after_four_megabytes(tmp_path):
    """One gigabyte in one line, as a file with a hole, so that the test itself writes nothing."""
    path = tmp_path / "endless.csv"
    with path.open("wb") as file:
        file.write(b"geo,year,n\n" + b"x" * (8 << 20))
        file.truncate(1 << 30)
    begun = time.perf_counter()
    with pytest.raises(BadFile) as caught:
        read(path)
    assert caught.value.record == "endless.csv, line 2"
    assert caught.value.found == "The line has more than 4 MB."
    assert time.perf_counter() - begun < 1


def test_an_unpacked_copy_is_removed_with_the_file_that_needed_it(written, tmp_path, monkeypatch):
    copies = tmp_path / "copies"
    copies.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(copies))
    raw = read(written(gzip.compress(TABLE), "table.csv.gz"))
    assert len(list(copies.iterdir())) == 1
    assert sum(1 for _row in raw.tables[0].rows()) == 35
    del raw
    gc.collect()
    assert list(copies.iterdir()) == []


def test_a_deep_but_valid_message_is_told_to_be_no_statistics(refusal):
    data: dict = {}
    for _level in range(40):
        data = {"inner": data}
    assert refusal(json.dumps(data), "x.json").found == "The JSON begins with: inner"
