"""Faults planted in a file that is otherwise right: each is found, and what was served before is served still."""

from __future__ import annotations

import io

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from convene.observatory.failures import CheckFailed, NotImported, UnknownNames
from convene.observatory.operations.import_file import recognise
from convene.observatory.readers import BadFile
from tests.observatory.importing.catalogued import COUNTRIES, YEARS, stock_file, stock_rows

DESTINATION, ORIGIN, YEAR, SEX, VALUE = range(5)
ROWS = range(len(stock_rows()))
WOMEN = [at for at, row in enumerate(stock_rows()) if row[SEX] == "2"]
KEEP_THE_DATABASE = settings(
    max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)


def failed(report) -> dict[str, tuple[str, ...]]:
    return {check.name: check.examples for check in report.checks if not check.passed}


def test_a_right_file_passes_every_check_and_every_row_is_told(desk):
    report = desk.bring(stock_file())
    assert (report.edition, report.done, failed(report)) == ("undesa-ims.2024", True, {})
    assert (report.accounted.read, report.accounted.set_aside) == (len(ROWS), 0)
    figures = desk.served()["undesa-ims.2024"]
    assert len(figures) == report.accounted.kept
    stocks = {row[:6]: row[8] for row in figures if row[0] == "migrant_stock" and row[1] != "X_WORLD"}
    sexes = {"0": "T", "1": "M", "2": "F"}
    codes = {"804": "UKR", "616": "POL", "398": "KAZ", "0": ""}
    assert stocks == {
        ("migrant_stock", codes[row[0]], codes[row[1]], int(row[2]), 0, sexes[row[3]]): float(row[4])
        for row in stock_rows()
    }


@pytest.mark.parametrize(
    ("_case", "change", "kind", "told"),
    [
        (
            "destination and value swapped",
            lambda row: [row[VALUE], row[1], row[2], row[3], row[DESTINATION], row[5]],
            UnknownNames,
            "names are not known",
        ),
        (
            "origin and sex swapped",
            lambda row: [row[0], row[SEX], row[2], row[ORIGIN], *row[4:]],
            UnknownNames,
            "column LocIDorg: 2 names are not known: “1”",
        ),
        (
            "year and value swapped",
            lambda row: [*row[:2], row[VALUE], row[3], row[YEAR], row[5]],
            NotImported,
            "Could not convert string '163620' to INT16 when casting from source column year",
        ),
        (
            "a word in place of a number",
            lambda row: [*row[:4], "many", row[5]],
            NotImported,
            "stocks.csv: a cell does not",
        ),
        (
            "a number without end",
            lambda row: [*row[:4], "inf", row[5]],
            CheckFailed,
            "figures are finite numbers",
        ),
        (
            "a year of the future",
            lambda row: [*row[:2], "2990", *row[3:]],
            CheckFailed,
            "years, months and codes",
        ),
    ],
)
def test_columns_that_hold_something_else_stop_the_import(desk, _case, change, kind, told):
    desk.bring(stock_file())
    before = desk.served()
    with pytest.raises(kind, match=told):
        desk.bring(stock_file([change(row) for row in stock_rows(2)]), label="2025")
    assert (desk.served(), desk.left_behind()) == (before, [])


def test_an_unknown_country_stops_the_import_and_is_named_with_its_row(desk):
    rows = stock_rows()
    rows[4][DESTINATION] = "8O4"
    with pytest.raises(UnknownNames) as caught:
        desk.bring(stock_file(rows))
    (name,) = caught.value.names
    assert name[:2] == ("8O4", 6)
    assert 0 < len(name[2]) <= 3
    assert (desk.served(), desk.left_behind()) == ({}, [])


@pytest.mark.parametrize("times", [1000, 0.001])
@given(at=st.sampled_from(ROWS))
@KEEP_THE_DATABASE
def test_a_value_a_thousand_times_off_is_found(desk, times, at):
    """By the sums it breaks, with its place; and in a later edition, by its move."""
    rows = stock_rows()
    rows[at][VALUE] = str(round(int(rows[at][VALUE]) * times))
    report = desk.bring(stock_file(rows), dry_run=True)
    place = [{"804": "UKR", "616": "POL", "398": "KAZ"}[rows[at][DESTINATION]], rows[at][YEAR]]
    examples = failed(report)["women and men add up to both sexes"]
    assert any(all(part in example for part in place) for example in examples)


def test_a_whole_file_in_thousands_is_seen_against_the_edition_before(desk):
    desk.bring(stock_file())
    rows = stock_rows(1000)
    for row in rows:
        row[5] = "UNPD_2025"
    report = desk.bring(stock_file(rows))
    moves = report.compared.moves
    assert (report.edition, report.compared.against) == ("undesa-ims.2025", "undesa-ims.2024")
    assert {round(move.after / move.before) for move in moves} == {1000}


@given(at=st.sampled_from(WOMEN), more=st.integers(5_000, 10**7))
@KEEP_THE_DATABASE
def test_sexes_that_do_not_add_up_are_found_with_their_place(desk, at, more):
    rows = stock_rows()
    rows[at][VALUE] = str(int(rows[at][VALUE]) + more)
    report = desk.bring(stock_file(rows), dry_run=True)
    area = {"804": "UKR", "616": "POL", "398": "KAZ"}[rows[at][DESTINATION]]
    examples = failed(report)["women and men add up to both sexes"]
    assert any(area in example and rows[at][YEAR] in example for example in examples)


@given(at=st.sampled_from(ROWS))
@KEEP_THE_DATABASE
def test_a_row_that_stands_twice_stops_the_import_and_both_are_named(desk, at):
    rows = stock_rows()
    rows.append([*rows[at][:4], "7", rows[at][5]])
    with pytest.raises(CheckFailed) as caught:
        desk.bring(stock_file(rows), label="2026")
    assert caught.value.record == "check “each figure once”"
    assert f"(rows {at + 2} and {len(rows) + 1})" in caught.value.reason
    assert "undesa-ims.2026" not in desk.served()
    assert desk.left_behind() == []


@given(at=st.sampled_from(ROWS), fault=st.sampled_from(["a cell too few", "a cell too many", "a zero byte"]))
@KEEP_THE_DATABASE
def test_a_line_that_is_no_row_stops_the_import_and_is_named(desk, at, fault):
    lines = stock_file().splitlines(keepends=True)
    line = lines[at + 1]
    lines[at + 1] = {
        "a cell too few": line.rpartition(b",")[0] + b"\n",
        "a cell too many": line[:-1] + b",1\n",
        "a zero byte": b"\0" + line,
    }[fault]
    with pytest.raises(BadFile) as caught:
        desk.bring(b"".join(lines), label="2027")
    assert (caught.value.line, desk.served(), desk.left_behind()) == (at + 2, {}, [])


def test_the_same_bytes_again_change_nothing(desk):
    desk.bring(stock_file())
    before = desk.served()
    report = desk.bring(stock_file(), "under another name.csv")
    assert (report.done, report.unchanged) == (False, True)
    assert (desk.served(), desk.left_behind()) == (before, [])


def test_another_file_of_the_same_edition_is_refused_until_it_is_meant(desk):
    desk.bring(stock_file())
    before = desk.served()
    with pytest.raises(NotImported) as caught:
        desk.bring(stock_file(stock_rows(2)))
    assert caught.value.record == "edition undesa-ims.2024"
    assert caught.value.next_step == "Name another edition with --edition, or replace it with --replace."
    assert (desk.served(), desk.left_behind()) == (before, [])
    old = desk.generation("undesa-ims.2024")
    report = desk.bring(stock_file(stock_rows(2)), replace=True)
    assert (report.compared.changed, report.compared.added, report.compared.gone) == (
        len([row for row in before["undesa-ims.2024"] if row[0] != "migrant_stock_female_share"]),
        0,
        0,
    )
    # Other processes may still be reading the old figures: the next import clears them away.
    assert [path.rpartition("/")[2] for path in desk.left_behind()] == [old]
    desk.bring(stock_file(stock_rows(3)), replace=True)
    assert old not in [path.rpartition("/")[2] for path in desk.left_behind()]


def un_workbook(*, women_in_poland: float = 50.0, population: int = 40_000) -> bytes:
    """Three sheets of the layout of 2020: stock, population in thousands, share of women."""
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed, {"in_memory": True}) as book:
        for number, (title, blocks) in enumerate(SHEETS.items(), 1):
            sheet = book.add_worksheet(f"Table {number}")
            for row, text in enumerate(
                (
                    "International Migrant Stock 2020: Destination",
                    f"Table {number}: {title}",
                    "POP/DB/MIG/Stock/Rev.2020",
                ),
                1,
            ):
                sheet.write(row, 4, text)
            sheet.write_row(
                10,
                1,
                ("Region, development group, country or area", "Notes", "Location code", "Type of data"),
            )
            for block, words in enumerate(blocks):
                sheet.write(7, 5 + block * len(YEARS), words)
                sheet.write_row(10, 5 + block * len(YEARS), YEARS)
            for place, (code, name) in enumerate(COUNTRIES.items()):
                stock = [[600_000, 300_000, 300_000], [population, 20_000, 20_000], [50.0]][number - 1]
                if number == 3 and name == "Poland":
                    stock = [women_in_poland]
                if number == 2:
                    stock = [40_000, 20_000, 20_000] if name != "Poland" else stock
                cells = [value for value in stock[: len(blocks)] for _year in YEARS]
                sheet.write_row(11 + place, 0, (place + 1, f"   {name}", "", int(code), "B", *cells))
    return packed.getvalue()


_SEXES = ("Migrants, both sexes combined", "Migrants, males", "Migrants, females")
SHEETS = {
    "International migrant stock at mid-year by sex": _SEXES,
    "Total population at mid-year by sex": _SEXES,
    "Female migrants as a percentage of the international migrant stock": (
        "Female migrants as a percentage",
    ),
}


def test_sheets_that_agree_pass(desk):
    assert failed(desk.bring(un_workbook(), "stock.xlsx")) == {}


def test_two_sheets_that_disagree_are_found(desk):
    """The share of women in Poland is 70 % on one sheet and 50 % by the numbers of another."""
    report = desk.bring(un_workbook(women_in_poland=70.0), "stock.xlsx")
    (examples,) = failed(report).values()
    assert {tuple(part for part in ("POL", *map(str, YEARS)) if part in one) for one in examples} == {
        ("POL", str(year)) for year in YEARS
    }


def test_a_workbook_cut_off_is_refused_before_anything_is_written(desk):
    desk.bring(stock_file())
    before = desk.served()
    with pytest.raises(BadFile, match="damaged or breaks off"):
        desk.bring(un_workbook()[:-500], "stock.xlsx")
    assert (desk.served(), desk.left_behind()) == (before, [])


def test_a_file_of_no_dataset_is_told_what_it_is(desk, tmp_path):
    path = tmp_path / "weather.csv"
    path.write_text("city,temperature\nWarsaw,7\nVienna,9\n")
    with pytest.raises(NotImported) as caught:
        recognise(path)
    assert (
        caught.value.reason
        == "it can be read (csv-long), but no dataset has these columns: city, temperature"
    )
