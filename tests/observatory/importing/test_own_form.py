"""Tables with the columns of an observation: read as they stand, under the dataset that the person names."""

import pytest

from convene.observatory.failures import NotImported
from convene.observatory.operations.import_file import import_file, recognise
from convene.observatory.readers import BadFile
from tests.observatory.importing.conftest import NOW

HEADING = "indicator,area,counterpart,year,value\n"
ROWS = "migrant_stock,POL,,2024,1000\nmigrant_stock,POL,UKR,2024,900\nmigrant_stock,XKX,,2024,7.5\n"


def brought(desk, text, dataset="undesa-ims"):
    path = desk.folder / "own.csv"
    path.write_text(text)
    return import_file(recognise(path, dataset=dataset, label="2026"), at=NOW)


def test_every_row_is_a_figure_with_its_line(desk):
    report = brought(desk, HEADING + ROWS)
    assert (report.accounted.read, report.accounted.kept) == (3, 3)
    assert desk.served()["undesa-ims.2026"] == [
        ("migrant_stock", "POL", "", 2024, 0, "T", "T", "", 1000.0, "", "", 2),
        ("migrant_stock", "POL", "UKR", 2024, 0, "T", "T", "", 900.0, "", "", 3),
        ("migrant_stock", "XKX", "", 2024, 0, "T", "T", "", 7.5, "", "", 4),
    ]


def test_the_dataset_must_be_named(desk):
    with pytest.raises(NotImported, match="of which dataset"):
        brought(desk, HEADING + ROWS, dataset="")


def test_a_code_that_no_list_has_stops_the_import_with_its_row(desk):
    with pytest.raises(NotImported, match="QQQ") as stopped:
        brought(desk, HEADING + ROWS + "migrant_stock,QQQ,,2024,5\n")
    assert "5" in str(stopped.value)
    assert desk.served() == {}


def test_a_cell_that_is_no_number_is_named_with_line_and_column(desk):
    with pytest.raises(BadFile, match="many") as stopped:
        brought(desk, HEADING + ROWS + "migrant_stock,POL,,2023,many\n")
    assert "line 5" in str(stopped.value)


def test_two_rows_of_one_figure_stop_the_import(desk):
    with pytest.raises(NotImported, match="POL"):
        brought(desk, HEADING + ROWS + "migrant_stock,POL,,2024,1001\n")


def test_an_indicator_that_the_catalogue_does_not_describe_stops_the_import(desk):
    with pytest.raises(NotImported, match="storks"):
        brought(desk, HEADING + "storks,POL,,2024,1\n")


def test_a_quoted_line_break_in_a_table_with_months(desk):
    heading, row = "indicator,area,year,month,value,flag\n", 'migrant_stock,POL,2024,3,5,"e\np"\n'
    brought(desk, heading + row)
    assert [row[4] for row in desk.served()["undesa-ims.2026"]] == [3]


@pytest.mark.parametrize("year", ["20245e-1", "2024.0", "2_024"])
def test_a_year_is_written_in_digits(desk, year):
    with pytest.raises(BadFile, match="line 3"):
        brought(desk, HEADING + f"migrant_stock,POL,,2024, 5\nmigrant_stock,POL,,{year},6\n")


def test_an_empty_age_stops_the_import(desk):
    with pytest.raises(NotImported, match="well formed"):
        brought(desk, "indicator,area,year,age,value\nmigrant_stock,POL,2024,,5\n")
