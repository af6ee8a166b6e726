"""The workbench of an import: what adapters may rely on."""

from __future__ import annotations

import pytest

from convene.observatory.failures import CheckFailed, UnknownNames
from convene.observatory.readers.raw import RawTable
from convene.observatory.workbench import Workbench


def table(*rows: tuple[str, ...], columns=("geo", "Value")) -> RawTable:
    return RawTable("", columns, lambda: ((number, cells) for number, cells in enumerate(rows, 2)))


@pytest.fixture
def bench():
    made = Workbench()
    yield made
    made.close()


def test_cells_are_staged_as_text_under_their_printed_names(bench):
    assert bench.stage(table(("POL", "1,5"), ("UKR", ""), columns=("geo", 'a "b"'))) == 2
    assert bench.connection.execute("SELECT * FROM raw").fetchall() == [("POL", "1,5", 2), ("UKR", "", 3)]


def test_columns_that_are_not_named_have_their_usual_value(bench):
    bench.emit("SELECT 'stock' AS indicator, 'POL' AS area, 2024 AS year, 7 AS value, 2 AS \"row\"")
    assert bench.connection.execute("SELECT * FROM observed").fetchall() == [
        ("stock", "POL", "", 2024, 0, "T", "T", "", 7.0, "", "", 2)
    ]


def test_a_column_that_no_observation_has_is_a_mistake_of_the_adapter(bench):
    with pytest.raises(ValueError, match="colour"):
        bench.emit("SELECT 'stock' AS indicator, 'POL' AS area, 2024 AS year, 7 AS value, 'red' AS colour")


def test_a_value_that_is_nothing_is_refused(bench):
    with pytest.raises(Exception, match="NOT NULL"):
        bench.emit("SELECT 'stock' AS indicator, 'POL' AS area, 2024 AS year, NULL::DOUBLE AS value")


def test_unknown_names_come_with_the_nearest_and_nothing_is_guessed(bench):
    bench.stage(table(("Kazakstan", "1")))
    bench.mapping("worldbank_names")
    with pytest.raises(UnknownNames) as refused:
        bench.unknown("SELECT geo, min(_row) FROM raw GROUP BY 1", "geo", "worldbank_names")
    [(found, row, near)] = refused.value.names
    assert (found, row, near[0]) == ("Kazakstan", 2, "Kazakhstan (KAZ)")
    assert "worldbank_names.csv" in refused.value.next_step


def test_a_check_keeps_examples_and_stops_the_import_only_where_it_must(bench):
    bench.stage(table(("POL", "-1"), ("UKR", "2")))
    offending = 'SELECT geo, "Value" AS value FROM raw WHERE "Value"::INT < 0'
    assert not bench.check("no figure below zero", offending)
    assert bench.checks[0].examples == ("geo POL, value -1",)
    assert bench.check("hardly any below zero", offending, tolerance=1)
    with pytest.raises(CheckFailed, match="geo POL"):
        bench.check("no figure below zero", offending, fatal=True)
