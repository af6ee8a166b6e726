"""Known faults are planted anywhere in good files: each is found at its place, or has changed nothing."""

from __future__ import annotations

import copy
import csv
import gzip
import io
import json
import tempfile
from pathlib import Path

import duckdb
import pytest
import xlsxwriter
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from convene.observatory.readers import BadFile, read

NAMES = st.sampled_from(
    ["Poland", "Türkiye", "Côte d'Ivoire", "Bahamas, The", 'Say "no"', "Кыргызстан", "NA", "", " x ", "a;b"]
)
FIGURES = st.one_of(st.just(""), st.just(":"), st.integers(-(10**9), 10**9).map(str))
ROWS = st.lists(st.tuples(NAMES, FIGURES, FIGURES), min_size=2, max_size=30)


def csv_lines(rows, end: str = "\n") -> list[str]:
    """A heading and one line for each row, quoted where needed."""
    out = ["area,year,value" + end]
    for row in rows:
        line = io.StringIO()
        csv.writer(line, lineterminator=end).writerow(row)
        out.append(line.getvalue())
    return out


def cells_of(content: bytes, name: str = "table.csv") -> list:
    """What a reader makes of these bytes, of all tables."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        return [(table.name, table.columns, list(table.rows())) for table in read(path).tables]


def scanned(content: bytes) -> list[tuple]:
    """What DuckDB makes of these bytes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        path.write_bytes(content)
        return duckdb.sql(f"SELECT * FROM {read(path).tables[0].scan}").fetchall()


def refused(content: bytes, name: str = "table.csv") -> BadFile:
    with pytest.raises(BadFile) as caught:
        cells_of(content, name)
    return caught.value


@given(ROWS, st.sampled_from(["\n", "\r\n"]))
def test_what_was_written_is_what_is_read(rows, end):
    content = "".join(csv_lines(rows, end)).encode()
    assert cells_of(content) == [
        ("", ("area", "year", "value"), [(line, row) for line, row in enumerate(rows, 2)])
    ]


@settings(max_examples=40)
@given(ROWS)
def test_duckdb_reads_what_python_reads(rows):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        path.write_text("".join(csv_lines(rows)), encoding="utf-8", newline="")
        table = read(path).tables[0]
        assert duckdb.sql(f"SELECT area, year, value, _row FROM {table.scan}").fetchall() == [
            (*cells, line) for line, cells in table.rows()
        ]


FAULTS = {
    "a cell too few": lambda line: line.rstrip("\n").rpartition(",")[0] + "\n",
    "a cell too many": lambda line: line.rstrip("\n") + ",1\n",
    "a quotation mark": lambda line: '"' + line.lstrip('"').replace('"', ""),
    "a byte of zero": lambda line: line[:1] + "\0" + line[1:],
    "a bell": lambda line: line[:-1] + "\x07\n",
}


@given(ROWS, st.data(), st.sampled_from(sorted(FAULTS)))
def test_a_fault_in_any_row_is_found_in_that_row(rows, data, fault):
    lines = csv_lines(rows)
    at = data.draw(st.integers(1, len(lines) - 1))
    lines[at] = FAULTS[fault](lines[at])
    assert refused("".join(lines).encode()).line == at + 1


@given(ROWS, st.data())
def test_a_line_in_another_encoding_is_found(rows, data):
    lines = [line.encode() for line in csv_lines(rows)]
    assume(any(not line.isascii() for line in lines))
    at = data.draw(st.integers(0, len(lines)))
    lines.insert(at, "Åland,2024,1\n".encode("cp1252"))
    assert "different encodings" in refused(b"".join(lines)).found


TSV = "freq,unit,geo\\TIME_PERIOD\t2023 \t2024 \n"


@settings(max_examples=40)
@given(
    st.lists(st.sampled_from(["1", "884893 e", ": ", ": c", "14103 bp", "-2.5"]), min_size=4, max_size=40),
    st.data(),
)
def test_a_word_in_any_cell_of_a_tsv_is_found_in_its_line_and_column(cells, data):
    cells = cells[: len(cells) // 2 * 2]
    at = data.draw(st.integers(0, len(cells) - 1))
    cells[at] = data.draw(st.sampled_from(["many", "1,5", "1 2", "12 e 3", "--", "1.2.3", "x7"]))
    lines = [f"A,NR,C{row}\t{cells[2 * row]}\t{cells[2 * row + 1]}\n" for row in range(len(cells) // 2)]
    found = refused((TSV + "".join(lines)).encode(), "x.tsv")
    with pytest.raises(duckdb.InvalidInputException, match="cell"):
        scanned((TSV + "".join(lines)).encode())
    assert (found.line, found.column) == (at // 2 + 2, ("2023", "2024")[at % 2])


def _workbook() -> bytes:
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ("country", "n"))
        for row in range(1, 60):
            sheet.write_row(row, 0, (f"country {row}", row * 17))
    return packed.getvalue()


GENERIC = (
    '<mes:GenericData xmlns:mes="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message" '
    'xmlns:gen="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/data/generic"><mes:Header><mes:ID>X</mes:ID>'
    "</mes:Header><mes:DataSet><gen:Series><gen:SeriesKey>"
    '<gen:Value id="GEO" value="PL"/></gen:SeriesKey>'
    + "".join(
        f'<gen:Obs><gen:ObsDimension value="{year}"/><gen:ObsValue value="{year}"/></gen:Obs>'
        for year in range(1990, 2025)
    )
    + "</gen:Series></mes:DataSet></mes:GenericData>"
).encode()
JSON_STAT = json.dumps(
    {
        "class": "dataset",
        "id": ["geo", "time"],
        "size": [2, 3],
        "dimension": {
            "geo": {"category": {"index": ["PL", "XK"]}},
            "time": {"category": {"index": ["2022", "2023", "2024"]}},
        },
        "value": [1, 2, 3, None, 5.5, 6],
    }
).encode()
GOOD = {
    "table.csv.gz": gzip.compress(
        "".join(csv_lines([("Poland", "2024", str(n)) for n in range(300)])).encode()
    ),
    "table.xlsx": _workbook(),
    "table.xml": GENERIC,
    "table.json": JSON_STAT,
}


@pytest.mark.parametrize("name", sorted(GOOD))
@settings(max_examples=60)
@given(data=st.data())
def test_a_file_cut_off_anywhere_is_refused(name, data):
    whole = GOOD[name]
    at = data.draw(st.integers(0, len(whole) - 1))
    assert refused(whole[:at], name).file == name


@pytest.mark.parametrize("name", ["table.csv.gz", "table.xlsx"])
@settings(max_examples=150)
@given(data=st.data())
def test_a_changed_byte_in_a_packed_file_is_found_or_has_changed_no_cell(name, data):
    """Some bytes, such as the time of packing, say nothing of the table."""
    good = GOOD[name]
    at = data.draw(st.integers(0, len(good) - 1))
    flipped = data.draw(st.integers(1, 255))
    content = good[:at] + bytes([good[at] ^ flipped]) + good[at + 1 :]
    try:
        found = cells_of(content, name)
    except BadFile:
        return
    assert found == cells_of(good, name)


@settings(max_examples=150)
@given(st.binary(max_size=300))
@example(b"\xff\xfe<\0")
@example(b"PK\x03\x04")
@example(b"\x1f\x8b")
@example(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
@example(b"\xef\xbb\xbf")
@example(b"<")
@example(b"{}")
@example(b'{"dimension": 1, "value": 2}')
@example(b'{"class": "dataset"}')
@example(b'{"data": {"dataSets": null, "structure": null}}')
@example(b'{"dataSets": [{}], "structure": {}}')
@example(b"a,b\n")
@example(b'a\tb\n"')
def test_bytes_of_any_kind_are_refused_or_read_and_nothing_else_happens(content):
    try:
        cells_of(content, "anything.dat")
    except BadFile as refusal:
        assert refusal.found and refusal.file == "anything.dat"


@pytest.mark.parametrize("name", ["table.xml", "table.json"])
@settings(max_examples=200)
@given(data=st.data())
def test_a_damaged_message_never_ends_in_anything_but_a_refusal(name, data):
    """A piece of the message is taken out, doubled or overwritten."""
    good = GOOD[name]
    begin = data.draw(st.integers(0, len(good) - 1))
    end = data.draw(st.integers(begin, min(begin + 40, len(good))))
    piece = data.draw(st.one_of(st.just(b""), st.just(good[begin:end] * 2), st.binary(max_size=10)))
    try:
        cells_of(good[:begin] + piece + good[end:], name)
    except BadFile as refusal:
        assert refusal.found


JUNK = st.sampled_from([None, -1, 10**12, 1.5, "x", "", [], {}, [1], {"a": 1}, True, [[]], "0:0", [None]])
MESSAGES = {
    "JSON-stat": json.loads(JSON_STAT),
    "SDMX-JSON": {
        "structure": {
            "dimensions": {
                "series": [{"id": "GEO", "values": [{"id": "PL", "name": "Poland"}]}],
                "observation": [{"id": "TIME_PERIOD", "values": [{"id": "2023"}, {"id": "2024"}]}],
            },
            "attributes": {"observation": [{"id": "OBS_STATUS", "values": [{"id": "A"}]}]},
        },
        "dataSets": [{"series": {"0": {"observations": {"0": [1, 0], "1": [2, None]}}}}],
    },
}


def places_in(message, path=()):
    """Every place of a JSON document, as keys from the outside in."""
    inside = (
        message.items()
        if isinstance(message, dict)
        else enumerate(message)
        if isinstance(message, list)
        else ()
    )
    for key, value in inside:
        yield (*path, key)
        yield from places_in(value, (*path, key))


@pytest.mark.parametrize("name", sorted(MESSAGES))
@settings(max_examples=150)
@given(data=st.data())
def test_a_message_of_another_build_never_ends_in_anything_but_a_refusal(name, data):
    """Anything may stand where a list, an object or a number belongs."""
    message = copy.deepcopy(MESSAGES[name])
    *way, last = data.draw(st.sampled_from(list(places_in(message))))
    inside = message
    for key in way:
        inside = inside[key]
    inside[last] = data.draw(JUNK)
    try:
        cells_of(json.dumps(message).encode(), "x.json")
    except BadFile as refusal:
        assert refusal.found
