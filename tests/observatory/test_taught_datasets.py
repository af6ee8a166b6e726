"""Files of datasets that nobody wrote a program for: a table says what their columns mean."""

from __future__ import annotations

import pytest

from convene.observatory.adapters.taught import adapter_of
from convene.observatory.adapters.taught_draft import draft_of
from convene.observatory.adapters.taught_table import teaching_of
from convene.observatory.failures import CheckFailed, NotImported, UnknownNames
from convene.observatory.readers import read
from convene.observatory.workbench import Workbench

LONG = "country,iso3,year,sex,places\nPoland,POL,2022,T,1900\nPoland,POL,2023,F,2000\nKosovo,XKX,2023,T,..\n"
TAUGHT = "column,means,codes\ncountry,ignore,\niso3,area,iso3\nyear,year,\nsex,sex,\nplaces,value,my_places\n"


def taught(folder, file: str, description: str, encoding: str = "utf-8") -> Workbench:
    """The workbench after a file was adapted as a description says."""
    (folder / "file.csv").write_text(file, encoding=encoding)
    (folder / "taught.csv").write_text(description, encoding="utf-8")
    bench = Workbench()
    adapter = adapter_of("my-dataset", folder / "taught.csv")
    adapter.adapt(bench, read(folder / "file.csv"), "2025")
    return bench


def figures(bench: Workbench) -> list[tuple]:
    return bench.connection.execute(
        "SELECT indicator, area, counterpart, year, month, sex, age, detail, value, row FROM observed ORDER BY row, year"
    ).fetchall()


def test_a_long_table(tmp_path):
    bench = taught(tmp_path, LONG, TAUGHT)
    assert figures(bench) == [
        ("my_places", "POL", "", 2022, 0, "T", "T", "", 1900, 2),
        ("my_places", "POL", "", 2023, 0, "F", "T", "", 2000, 3),
    ]
    assert bench.connection.execute("SELECT area, year, reason, row FROM missing_cells").fetchall()[:1] == [
        ("XKX", 2023, "not printed", 4)
    ]


def test_a_wide_table_in_russian(tmp_path):
    """Windows-1251, semicolons, blanks between thousands, decimal commas, a note below, thousands of persons."""
    bench = taught(
        tmp_path,
        "Страна;2022;2023\nПольша;1 234,5;2\nГрузия;–;17,25\nИсточник: служба статистики;;\n",
        "column,means,codes\nСтрана,area,names ru\n,periods,\n,indicator,my_places\n"
        ',numbers,"1 234,5"\n,times,1000\n',
        "windows-1251",
    )
    assert figures(bench) == [
        ("my_places", "POL", "", 2022, 0, "T", "T", "", 1_234_500, 2),
        ("my_places", "POL", "", 2023, 0, "T", "T", "", 2_000, 2),
        ("my_places", "GEO", "", 2023, 0, "T", "T", "", 17_250, 3),
    ]
    assert bench.connection.execute("SELECT row, held, reason FROM set_aside_rows").fetchall() == [
        (4, "Источник: служба статистики", "a note or an empty line")
    ]
    assert bench.transformations["my_places"].startswith("Multiplied by 1,000.")


def test_months_origins_ages_and_two_measures(tmp_path):
    bench = taught(
        tmp_path,
        "geo,citizen,when,age,kind,reason,n,f\n"
        "PL,UA,2024-03,15-64,A,work,5,p\nPL,Total,2024Q2,65+,B,TOTAL,7,\nEU27,UA,2024,Total,A,TOTAL,9,\n"
        "PL,UA,2024-03,15-64,A,study,6,\nPL,UA,2024-03,15-64,C,study,6,\n",
        "column,means,codes\ngeo,area,iso2;EU27=X_EU27\ncitizen,counterpart,iso2\nwhen,period,\nage,age,\n"
        "kind,only,A;B\nreason,detail,why\nn,value,my_places\nf,flag,\n",
    )
    assert figures(bench) == [
        ("my_places", "POL", "UKR", 2024, 3, "T", "Y15T64", "why=work", 5, 2),
        ("my_places", "POL", "", 2024, 6, "T", "Y_GE65", "freq=Q", 7, 3),
        ("my_places", "X_EU27", "UKR", 2024, 0, "T", "T", "", 9, 4),
        ("my_places", "POL", "UKR", 2024, 3, "T", "Y15T64", "why=study", 6, 5),
    ]
    assert bench.connection.execute("SELECT row, held, reason FROM set_aside_rows").fetchall() == [
        (6, "C", "another “kind” than is kept")
    ]


def test_columns_of_several_indicators_and_one_year_for_all(tmp_path):
    bench = taught(
        tmp_path,
        "name,in,out\nKyrgyz Republic,1,2\nTürkiye,3,-4\n",
        "column;means;codes\nname;area;worldbank_names\n;year;2023\nin;value;my_in\nout;value;my_out\n",
    )
    assert [(row[0], row[1], row[3], row[8]) for row in figures(bench)] == [
        ("my_in", "KGZ", 2023, 1),
        ("my_out", "KGZ", 2023, 2),
        ("my_in", "TUR", 2023, 3),
        ("my_out", "TUR", 2023, -4),
    ]


@pytest.mark.parametrize(
    ("description", "told"),
    [
        (TAUGHT.replace("area", "aera"), "line 3: “aera” is not a meaning of a column. Did you mean area?"),
        (TAUGHT.replace("country,ignore,\n", ""), "columns are not described: country"),
        (TAUGHT.replace("iso3,area,iso3", "ISO,area,iso3"), "does not have what is described: ISO"),
        (TAUGHT.replace("my_places", ""), "no indicator is said"),
        (TAUGHT.replace("year,year,", "year,ignore,"), "exactly one of year, period and periods"),
        (TAUGHT.replace("area,iso3", "area,iso4"), "there is no list of codes “iso4”"),
        (TAUGHT + ",numbers,1.2\n", "does not show how numbers are printed"),
        (
            TAUGHT.replace("sex,sex,", "sex,ignore,").replace("year,year,", "year,ignore,") + ",year,2023\n",
            "one figure",
        ),
        ("a,b\n1,x\n", "no columns column, means, codes"),
    ],
)
def test_a_description_that_cannot_be_is_refused_with_its_line(tmp_path, description, told):
    with pytest.raises(NotImported) as stopped:
        taught(tmp_path, LONG, description)
    assert told in " ".join(f"{stopped.value}".replace("\n", " ").split()).replace(
        "column Did", "column. Did"
    )


def test_a_name_that_is_not_known_stops_and_says_where_to_write_it(tmp_path):
    with pytest.raises(UnknownNames) as stopped:
        taught(tmp_path, LONG.replace("XKX", "XKO"), TAUGHT)
    assert stopped.value.names[0][:2] == ("XKO", 4)
    assert "taught.csv, line 3" in str(stopped.value)


def test_a_number_that_is_printed_otherwise_stops_with_its_row(tmp_path):
    with pytest.raises(CheckFailed, match=r"row 3.*2,5"):
        taught(tmp_path, LONG.replace(",2000", ',"2,5"'), TAUGHT)


def test_a_draft_needs_only_the_names_of_the_indicators(tmp_path):
    (tmp_path / "file.csv").write_text(
        "STRUCTURE,STRUCTURE_ID,REF_AREA,Reference area,SEX,Sex,TIME_PERIOD,Time period,OBS_VALUE,Observation value\n"
        "DATAFLOW,OECD:DF(1.0),POL,Poland,_T,Total,2023,,12345,\nDATAFLOW,OECD:DF(1.0),GEO,Georgia,F,Female,2023,,5,\n"
    )
    raw = read(tmp_path / "file.csv")
    draft = draft_of(raw)
    assert [line.split(",")[:3] for line in draft.splitlines()] == [
        ["column", "means", "codes"],
        ["DATAFLOW", "ignore", ""],
        ["REF_AREA", "area", "iso3"],
        ["SEX", "sex", ""],
        ["TIME_PERIOD", "year", ""],
        ["OBS_VALUE", "value", ""],
        ["OBS_FLAG", "ignore", ""],
        ["", "indicator", ""],
    ]
    (tmp_path / "draft.csv").write_text(draft.replace("indicator,,", "indicator,my_places,"))
    bench = Workbench()
    adapter_of("my-dataset", tmp_path / "draft.csv").adapt(bench, raw, "2025")
    assert [(row[1], row[5], row[8]) for row in figures(bench)] == [("POL", "T", 12345), ("GEO", "F", 5)]
    assert teaching_of(tmp_path / "draft.csv").columns[0] == "DATAFLOW"


def test_dates_percent_signs_and_a_heading_in_two_words(tmp_path):
    file = "date,country,share of women\n2023-12-31,Poland,12.5 %\n31/12/2022,Georgia,50%\n"
    (tmp_path / "file.csv").write_text(file)
    draft = draft_of(read(tmp_path / "file.csv"))
    assert [line.split(",")[:3] for line in draft.splitlines()[1:4]] == [
        ["date", "year", ""],
        ["country", "area", "english_names"],
        ["share of women", "value", ""],
    ]
    bench = taught(tmp_path, file, draft.replace("indicator,,", "indicator,my_share,"))
    assert [(row[1], row[3], row[8]) for row in figures(bench)] == [("POL", 2023, 12.5), ("GEO", 2022, 50)]
