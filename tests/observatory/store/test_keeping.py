"""Files whose rows are figures already: read straight into codes, put in order, written."""

from __future__ import annotations

import random

import pytest

from convene.observatory import checks, coding, writing
from convene.observatory.failures import CheckFailed
from convene.observatory.observation import COLUMNS
from convene.observatory.readers import BadFile, delimited, read
from convene.observatory.workbench import Workbench

HEADING = "indicator,area,counterpart,year,sex,age,value,flag"
ROWS = (
    "stock,POL,UKR,2020,F,T,12,",
    "stock,POL,UKR,2020,M,T,8,e",
    'stock,POL,"",2020,T,T,20.5,""',
    "stock,UKR,POL,2021,T,Y0T4,1e3,",
)


@pytest.fixture
def bench():
    made = Workbench()
    yield made
    made.close()


@pytest.fixture
def file(tmp_path):
    def write(*rows: str, heading: str = HEADING):
        path = tmp_path / "own.csv"
        path.write_text("\n".join((heading, *rows)) + "\n")
        raw = read(path)
        return raw, {name: name for name in COLUMNS if name in raw.tables[0].columns}

    return write


def observed(bench: Workbench) -> list[tuple]:
    names = ", ".join(f"{name}::{kind}" for name, kind in COLUMNS.items())
    return bench.connection.execute(f"SELECT {names} FROM observed ORDER BY row").fetchall()


def test_rows_are_kept_with_their_lines_and_what_the_file_leaves_out_has_its_usual_value(bench, file):
    assert bench.keep(*file(*ROWS)) == 4
    assert observed(bench) == [
        ("stock", "POL", "UKR", 2020, 0, "F", "T", "", 12.0, "", "", 2),
        ("stock", "POL", "UKR", 2020, 0, "M", "T", "", 8.0, "e", "", 3),
        ("stock", "POL", "", 2020, 0, "T", "T", "", 20.5, "", "", 4),
        ("stock", "UKR", "POL", 2021, 0, "T", "Y0T4", "", 1000.0, "", "", 5),
    ]
    accounted = checks.account(bench)
    assert (accounted.read, accounted.kept, accounted.missing, accounted.set_aside) == (4, 4, 0, 0)


def test_a_file_that_duckdb_cannot_count_the_lines_of_gives_the_same_rows(bench, file):
    raw, columns = file(*ROWS[:3], 'stock,UKR,POL,2021,T,Y0T4,1e3,"two\nlines"')
    assert bench.keep(raw, columns) == 4
    assert [(row[1], row[9], row[11]) for row in observed(bench)] == [
        ("POL", "", 2),
        ("POL", "e", 3),
        ("POL", "", 4),
        ("UKR", "two\nlines", 5),
    ]
    assert checks.account(bench).read == 4


@pytest.mark.parametrize(
    ("row", "column", "found"),
    [
        ("stock,POL,UKR,2020,F,T,many,", "value", "“many” is no number for “value”."),
        ("stock,POL,UKR,2020,F,T,,", "value", "“” is no number for “value”."),
        ("stock,POL,UKR,20x0,F,T,1,", "year", "“20x0” is no number for “year”."),
        ("stock,POL,UKR,2020.5,F,T,1,", "year", "“2020.5” is no number for “year”."),
        ("stock,POL,UKR,70000,F,T,1,", "year", "“70000” is no number for “year”."),
        ("stock,POL,UKR,2020,F,T,1", "", "The row has 7 cells: stock,POL,UKR,2020,F,T,1"),
    ],
)
def test_a_wrong_cell_is_named_with_its_line_and_column(bench, file, row, column, found):
    with pytest.raises(BadFile) as refused:
        bench.keep(*file(*ROWS, row, *ROWS))
    assert (refused.value.line, refused.value.column, refused.value.found) == (6, column, found)


def test_a_wrong_code_stops_the_import_with_its_row(bench, file):
    bench.keep(*file(*ROWS, "stock,Poland,UKR,2020,F,T,1,"))
    with pytest.raises(CheckFailed, match=r"area Poland.* row 6"):
        checks.check_figures(bench, [], [])


def test_women_and_men_who_do_not_make_the_total_are_told(bench, file):
    rows = [
        f"stock,POL,{other},2020,{sex},T,{value},"
        for other, total in (("UKR", 2000), ("BLR", 2900))
        for sex, value in (("F", 1000), ("M", 1000), ("T", total))
    ]
    bench.keep(*file(*rows, "stock,POL,MDA,2020,F,T,1,", "stock,POL,MDA,2020,T,T,900,"))
    checks.check_figures(bench, ["stock"], ["stock"])
    assert {check.name: check.examples for check in bench.checks if not check.passed} == {
        "women and men make the total": (
            "indicator stock, area POL, counterpart BLR, year 2020, total 2900.0, parts 2000.0",
        )
    }


def made_rows(count: int, ages: int) -> list[str]:
    places = [chr(65 + n // 26) + chr(65 + n % 26) + "X" for n in range(30)]
    keys = {
        (
            random.choice(places),
            random.choice(places),
            random.randint(1990, 2024),
            random.choice("FM"),
            random.randrange(ages),
        )
        for _ in range(count)
    }
    return [f"stock,{a},{b},{y},{s},Y{n}," + str(n % 7) + "," for a, b, y, s, n in keys]


@pytest.mark.parametrize("ages", [3, 10**6])
def test_many_figures_are_written_in_the_same_order_as_few(bench, file, tmp_path, monkeypatch, ages):
    rows = made_rows(2_000, ages)
    raw, columns = file(*rows)
    bench.keep(raw, columns)
    other = Workbench()
    other.stage(raw.tables[0])
    other.emit('SELECT * EXCLUDE (_row), _row AS "row" FROM raw')
    folders = []
    for number, (one, small) in enumerate(((bench, 10), (other, 10), (other, 10**9))):
        monkeypatch.setattr(writing, "SMALL", small)
        folders.append(tmp_path / str(number))
        folders[-1].mkdir()
        assert writing.write_figures(one.connection, folders[-1]) == len(rows)
    read_back = [
        other.connection.execute(f"SELECT * FROM read_parquet('{folder}/data.parquet')").fetchall()
        for folder in folders
    ]
    other.close()
    assert read_back[0] == read_back[1] == read_back[2] == sorted(read_back[0])
    assert {row[-1] for row in read_back[0]} == set(range(2, len(rows) + 2))


@pytest.mark.parametrize("places", [3, 100])
def test_codes_of_a_large_file_are_learnt_from_a_sample_and_those_it_lacks_from_all(
    bench, file, monkeypatch, places
):
    """The file is 60 kB: a hundred places of 512 bytes have nearly all of its rows, three have not its rare codes."""
    monkeypatch.setattr(delimited, "LARGE", 1)
    monkeypatch.setattr(delimited, "SAMPLED", places)
    rows = [*sorted(made_rows(2_000, 3)), "stock,ZZZ,,1990,T,Y_RARE,1,", "stock,ZZZ,,1991,T,Y_RARER,2,"]
    raw, columns = file(*rows)
    assert bench.keep(raw, columns) == bench.kept == len(rows)
    assert [(row[1], row[6], row[8], row[11]) for row in observed(bench)[-2:]] == [
        ("ZZZ", "Y_RARE", 1.0, len(rows)),
        ("ZZZ", "Y_RARER", 2.0, len(rows) + 1),
    ]


def test_figures_in_order_are_not_sorted_again_and_others_are(bench, file, tmp_path, monkeypatch):
    monkeypatch.setattr(writing, "SMALL", 1)
    ordered = [*sorted(ROWS[:2]), ROWS[3]]
    bench.keep(*file(*ordered))
    assert writing._sorted(bench.connection) == ("observed", 3)
    other = Workbench()
    other.keep(*file(*reversed(ordered)))
    assert writing._sorted(other.connection) == ("in_order", 3)
    other.close()


@pytest.mark.parametrize("small", [1, 10**6])
def test_a_figure_told_twice_is_refused_with_both_rows(bench, file, tmp_path, monkeypatch, small):
    monkeypatch.setattr(writing, "SMALL", small)
    bench.keep(*file(*ROWS, ROWS[0].replace(",12,", ",13,")))
    with pytest.raises(CheckFailed) as refused:
        writing.write_figures(bench.connection, tmp_path)
    assert "stock POL UKR 2020 0 F T (rows 2 and 6)" in str(refused.value)


def test_the_packed_key_of_very_many_codes_needs_more_than_eight_bytes(bench, file):
    rows = [f"stock,POL,UKR,2020,F,Y{n},{n}," for n in range(40)]
    bench.keep(*file(*rows))
    assert "UBIGINT" in coding.packed_key(bench.connection, "observed")
    for name in ("area", "counterpart", "detail", "indicator", "age"):
        bench.connection.execute(
            f"CREATE OR REPLACE TYPE code_{name} AS ENUM (SELECT 'c' || range FROM range(20000))"
        )
    assert "UHUGEINT" in coding.packed_key(bench.connection, "observed")
