"""What a description does not say is never taken: blanks, spans of years, codes that look like a total."""

from __future__ import annotations

import pytest

from convene.observatory.failures import CheckFailed, NotImported, UnknownNames
from tests.observatory.test_taught_datasets import figures, taught

TYPES = "column,means,codes\ngeo,area,iso3\nyear,year,\ntype,detail,{codes}\nn,value,my_visas\n"
ORIGINS = "column,means,codes\ngeo,area,iso3\nfrom,counterpart,{codes}\nyear,year,\nn,value,my_places\n"
PLAIN = "column,means,codes\ngeo,area,iso3\nyear,year,\nn,value,my_places\n"


def test_a_blank_area_beside_a_figure_stops(tmp_path):
    with pytest.raises(UnknownNames):
        taught(tmp_path, "geo,year,n\nPOL,2022,5\n,2023,6\n", PLAIN)
    bench = taught(tmp_path, "geo,year,n\nPOL,2022,5\n,Source: the office,\n", PLAIN)
    assert bench.connection.execute("SELECT row FROM set_aside_rows").fetchall() == [(3,)]


@pytest.mark.parametrize("year", ["2015-2019", "2023/24", "2023-24"])
def test_a_span_of_years_is_no_year(tmp_path, year):
    with pytest.raises(CheckFailed):
        taught(tmp_path, f"geo,year,n\nPOL,{year},5\n", PLAIN)


@pytest.mark.parametrize("year", ["2023", "2023-12-31", "2023-12-31T00:00:00", "31.12.2023"])
def test_the_year_of_a_day(tmp_path, year):
    assert [row[3] for row in figures(taught(tmp_path, f"geo,year,n\nPOL,{year},5\n", PLAIN))] == [2023]


def test_a_blank_counterpart_is_the_total_only_where_that_is_said(tmp_path):
    file = "geo,from,year,n\nPOL,UKR,2023,10\nPOL,,2023,30\n"
    with pytest.raises(UnknownNames):
        taught(tmp_path, file, ORIGINS.format(codes="iso3"))
    bench = taught(tmp_path, file, ORIGINS.format(codes="iso3;="))
    assert [(row[2], row[8]) for row in figures(bench)] == [("UKR", 10), ("", 30)]


def test_a_detail_of_code_t_is_no_total(tmp_path):
    file = "geo,year,type,n\nPOL,2023,S,5\nPOL,2023,T,6\nPOL,2023,Total,11\n"
    bench = taught(tmp_path, file, TYPES.format(codes="visa"))
    assert [(row[7], row[8]) for row in figures(bench)] == [("visa=S", 5), ("visa=T", 6), ("", 11)]
    bench = taught(tmp_path, file.replace(",Total,11", ",U,7"), TYPES.format(codes="visa;T="))
    assert [(row[7], row[8]) for row in figures(bench)] == [("visa=S", 5), ("", 6), ("visa=U", 7)]


def test_a_blank_detail_stops_unless_it_is_said_to_be_the_total(tmp_path):
    file = "geo,year,type,n\nPOL,2023,S,5\nPOL,2023,,6\n"
    with pytest.raises(CheckFailed):
        taught(tmp_path, file, TYPES.format(codes=""))
    assert [row[7] for row in figures(taught(tmp_path, file, TYPES.format(codes="=")))] == ["type=S", ""]


def test_two_details_of_one_name(tmp_path):
    description = PLAIN + "Type A,detail,\nType-A,detail,\n"
    with pytest.raises(NotImported, match="type_a"):
        taught(tmp_path, "geo,year,Type A,Type-A,n\nPOL,2023,a,b,5\n", description)


@pytest.mark.parametrize("columns", [("Code", "to"), ("to", "kind"), ("kind", "code")])
def test_columns_of_the_publisher_may_be_called_as_ours(tmp_path, columns):
    area, sex = columns
    description = f"column,means,codes\n{area},area,iso3\nYear,year,\n{sex},sex,\nn,value,my_places\n"
    bench = taught(tmp_path, f"{area},Year,{sex},n\nPOL,2023,F,5\n", description)
    assert [(row[1], row[5], row[8]) for row in figures(bench)] == [("POL", "F", 5)]


@pytest.mark.parametrize("times", ["²", "0", "-1", "1.5"])
def test_a_multiplier_is_a_whole_number_above_zero(tmp_path, times):
    with pytest.raises(NotImported, match="line 5"):
        taught(tmp_path, "geo,year,n\nPOL,2023,5\n", PLAIN + f",times,{times}\n")
