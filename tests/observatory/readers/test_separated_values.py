"""Plain tables, Eurostat's tab-separated files, the CSV of its former site, and SDMX-CSV: one sample each."""

from __future__ import annotations

import gzip
import io
import zipfile

import duckdb
import pytest

from convene.observatory.readers import read
from tests.observatory.readers.conftest import told

STOCKS = "geo,year,n\nUKR,2024,5\nGEO,2024,\n"
STOCK_ROWS = [(2, {"geo": "UKR", "year": "2024", "n": "5"}), (3, {"geo": "GEO", "year": "2024", "n": ""})]


@pytest.mark.parametrize(
    ("_case", "content"),
    [
        ("commas", STOCKS.encode()),
        ("no last line break", STOCKS.encode()[:-1]),
        ("a mark of UTF-8", b"\xef\xbb\xbf" + STOCKS.encode()),
        ("Windows line ends", STOCKS.replace("\n", "\r\n").encode()),
        ("old Macintosh line ends", STOCKS.replace("\n", "\r").encode()),
        ("semicolons", STOCKS.replace(",", ";").encode()),
        ("tabulators", STOCKS.replace(",", "\t").encode()),
        ("bars", STOCKS.replace(",", "|").encode()),
        ("UTF-16", STOCKS.encode("utf-16")),
        ("quotation marks", b'"geo","year","n"\n"UKR","2024","5"\n"GEO","2024",""\n'),
        ("an empty line at the end", STOCKS.encode() + b"\n"),
        ("packed with gzip", gzip.compress(STOCKS.encode())),
    ],
)
def test_the_same_table_in_many_clothes(rows_in, _case, content):
    assert rows_in(content, "download") == STOCK_ROWS


def test_one_file_in_a_zip(written):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("folder/stocks.csv", STOCKS)
        archive.writestr("__MACOSX/._stocks.csv", b"\0\0")
    raw = read(written(packed.getvalue(), "stocks.zip"))
    assert (raw.format, told(raw.tables[0])) == ("csv-long", STOCK_ROWS)


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", "Türkiye, Côte d’Ivoire"),
        ("cp1252", "Türkiye, Côte d’Ivoire"),
        ("cp1251", "Республика Беларусь, Кыргызстан"),
    ],
)
def test_names_in_the_encodings_that_publishers_use(rows_in, encoding, name):
    content = f'name,n\n"{name}",1\nPoland,2\n'.encode(encoding)
    assert rows_in(content) == [(2, {"name": name, "n": "1"}), (3, {"name": "Poland", "n": "2"})]


def test_a_line_is_counted_as_an_editor_counts_it(rows_in, written):
    """Records that span lines and empty lines move everything below them."""
    content = 'place,n\n"Pima County,\nArizona",1\n\nLesvos,2\n'
    assert rows_in(content) == [
        (2, {"place": "Pima County,\nArizona", "n": "1"}),
        (5, {"place": "Lesvos", "n": "2"}),
    ]
    assert read(written(content)).tables[0].scan == ""


def test_text_above_and_below_the_table_is_kept_as_notes(written):
    """The World Bank's files have both."""
    table = read(
        written(
            '"Data Source","World Development Indicators",\n\n"Last Updated Date","2025-07-01",\n\n'
            '"Country Name","Country Code","2022","2023"\n'
            '"Ukraine","UKR","41048766","37732833"\n"Poland","POL","36821749","36687353"\n'
            '\n\n"Data from database: World Development Indicators"\n'
        )
    ).tables[0]
    assert told(table) == [
        (6, {"Country Name": "Ukraine", "Country Code": "UKR", "2022": "41048766", "2023": "37732833"}),
        (7, {"Country Name": "Poland", "Country Code": "POL", "2022": "36821749", "2023": "36687353"}),
    ]
    assert table.notes == (
        ("", "Data Source World Development Indicators"),
        ("", "Last Updated Date 2025-07-01"),
        ("", "Data from database: World Development Indicators"),
    )


def test_the_tags_of_humanitarian_data_are_a_second_heading(written):
    table = read(
        written("Country,Year,IDPs\n#country+code,#date+year,#affected+idps\nUKR,2024,3665000\n")
    ).tables[0]
    assert told(table) == [(3, {"Country": "UKR", "Year": "2024", "IDPs": "3665000"})]
    assert table.notes == (("#", "#country+code #date+year #affected+idps"),)
    assert duckdb.sql(f'SELECT "IDPs", _row FROM {table.scan}').fetchall() == [("3665000", 3)]


def test_columns_without_a_name_and_names_that_sql_cannot_tell_apart(written):
    table = read(written("sex,Sex,\nF,female,1\nM,male,2\n")).tables[0]
    assert table.columns == ("sex", "Sex (2)", "column 3")
    assert duckdb.sql(f'SELECT "Sex (2)", "column 3", _row FROM {table.scan}').fetchall() == [
        ("female", "1", 2),
        ("male", "2", 3),
    ]


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("country,1990,1991,1992", "csv-wide"),
        ("area,2000M01,2000M02,2000M03", "csv-wide"),
        ("geo,2022-Q1,2022-Q2,2022-Q3", "csv-wide"),
        ("Series,1990 [YR1990],1991 [YR1991],1992 [YR1992]", "csv-wide"),
        ("iso3,hdi_1990,hdi_1991,hdi_1992", "csv-wide"),
        ("geo,year,sex,value", "csv-long"),
    ],
)
def test_periods_across_the_page_make_a_table_wide(written, heading, expected):
    cells = ",".join("7" for _column in heading.split(",")[1:])
    assert read(written(f"{heading}\nUKR,{cells}\nGEO,{cells}\n")).format == expected


# --- Eurostat ------------------------------------------------------------------------------------------


def test_the_old_tab_separated_format_with_months_newest_first(written):
    raw = read(
        written("unit,sex,geo\\time\t2021M02 \t2021M01 \nNR,T,PL\t12.5 bp\t: c\nNR,T,XK\t: \t-3 \n", "x.tsv")
    )
    assert raw.format == "eurostat-tsv-old"
    assert raw.tables[0].columns == ("unit", "sex", "geo", "TIME_PERIOD", "OBS_VALUE", "OBS_FLAG")
    assert list(raw.tables[0].rows()) == [
        (2, ("NR", "T", "PL", "2021M02", "12.5", "bp")),
        (2, ("NR", "T", "PL", "2021M01", "", "c")),
        (3, ("NR", "T", "XK", "2021M02", "", "")),
        (3, ("NR", "T", "XK", "2021M01", "-3", "")),
    ]


def test_the_new_tab_separated_format_with_quarters_and_no_flags(written):
    raw = read(
        written("freq,citizen,geo\\TIME_PERIOD\t2024-Q1 \t2024-Q2 \nQ,UA,AT\t1.2e+06\t5\n", "estat.txt")
    )
    assert (raw.format, list(raw.tables[0].rows())) == (
        "eurostat-tsv",
        [(2, ("Q", "UA", "AT", "2024-Q1", "1.2e+06", "")), (2, ("Q", "UA", "AT", "2024-Q2", "5", ""))],
    )


def test_one_period_and_one_dimension_are_enough_for_tsv(written):
    raw = read(written("geo\\TIME_PERIOD\t2024 \nEL\t7 e\nUK\t: \n"))
    assert list(raw.tables[0].rows()) == [(2, ("EL", "2024", "7", "e")), (3, ("UK", "2024", "", ""))]


@pytest.mark.parametrize(
    ("_case", "content", "line", "column", "found"),
    [
        ("no number", "sex,geo\\time\t2020 \nT,PL\tabc1\n", 2, "2020", "“abc1” is no number with flags."),
        ("key too short", "sex,geo\\time\t2020 \nT,PL\t1\nPL\t2\n", 3, "", "The key “PL” has 1 parts."),
        ("no period", "sex,geo\\time\t20x0 \nT,PL\t1\n", 1, "20x0", "“20x0” is no period."),
        ("countries across", "sex,time\\geo\tPL \nT,2020\t1\n", 1, "", "“geo” stands across the page."),
        (
            "cell missing",
            "sex,geo\\time\t2020 \t2021 \nT,PL\t1\t2\nT,LT\t1\n",
            3,
            "",
            "The row has 2 cells: T,LT 1",
        ),
    ],
)
def test_a_fault_in_a_tab_separated_file_is_named_with_its_place(
    refusal, _case, content, line, column, found
):
    refused = refusal(content, "tps.tsv")
    assert (refused.line, refused.column, refused.found) == (line, column, found)


def test_the_former_sites_csv_with_labels_beside_codes_and_no_flags(written):
    raw = read(
        written(
            '"TIME","GEO","GEO_LABEL","UNIT","Value"\n"2016","PL","Poland","PER","1,234,567"\n'
            '"2016M02","XK","Kosovo","PER",":"\n'
        )
    )
    assert raw.format == "nui-csv"
    assert told(raw.tables[0]) == [
        (
            2,
            {"GEO": "PL", "GEO_LABEL": "Poland", "UNIT": "PER", "TIME_PERIOD": "2016"}
            | {"OBS_VALUE": "1234567", "OBS_FLAG": ""},
        ),
        (
            3,
            {"GEO": "XK", "GEO_LABEL": "Kosovo", "UNIT": "PER", "TIME_PERIOD": "2016M02"}
            | {"OBS_VALUE": "", "OBS_FLAG": ""},
        ),
    ]


def test_a_misplaced_thousands_comma_is_no_number(refusal):
    refused = refusal('TIME,GEO,Value,Flag and Footnotes\n2016,Poland,"12,34",\n')
    assert (refused.line, refused.column, refused.found) == (2, "Value", "“12,34” is no number.")


# --- SDMX-CSV --------------------------------------------------------------------------------------------


def test_sdmx_csv_1_with_codes_and_keys(written):
    raw = read(
        written(
            "DATAFLOW,FREQ,REF_AREA,TIME_PERIOD,OBS_VALUE,OBS_STATUS,UNIT_MULT\n"
            "ILO:DF_UNE(1.0),M,UKR,2021-02,1.5,A,3\nILO:DF_UNE(1.0),M,GEO,2021-02,,M,3\n"
        )
    )
    table = raw.tables[0]
    assert (raw.format, table.attributes["labels"], table.attributes["dataflow"]) == (
        "sdmx-csv-1.0",
        "codes",
        "DF_UNE",
    )
    assert [row for _line, row in told(table)] == [
        {
            "DATAFLOW": "ILO:DF_UNE(1.0)",
            "FREQ": "M",
            "REF_AREA": area,
            "TIME_PERIOD": "2021-02",
            "OBS_VALUE": value,
            "OBS_STATUS": status,
            "UNIT_MULT": "3",
            "OBS_FLAG": status,
        }
        for area, value, status in (("UKR", "1.5", "A"), ("GEO", "", "M"))
    ]


SDMX_2 = (
    "STRUCTURE[;],STRUCTURE_ID,ACTION,SERIES_KEY,OBS_KEY,geo: Geopolitical entity,TIME_PERIOD: Time,"
    "OBS_VALUE: Value,OBS_FLAG: Flag,NOTE[]: Notes\n"
    "dataflow,ESTAT:MIGR_X(2.1): Permits,I,PL,PL.2024,PL: Poland,2024,5,b: break,en;ru\n"
    "dataflow,ESTAT:MIGR_X(2.1): Permits,D,LT,LT.2024,LT: Lithuania: all,2024,,,\n"
)


def test_sdmx_csv_2_with_keys_actions_and_labels_behind_the_codes(written):
    raw = read(written(SDMX_2))
    table = raw.tables[0]
    assert raw.format == "sdmx-csv-2.0"
    assert dict(table.attributes) == {
        "labels": "codes: labels",
        "agency": "ESTAT",
        "dataflow": "MIGR_X",
        "version": "2.1",
        "title": "Permits",
    }
    assert told(table)[0] == (
        2,
        {
            "DATAFLOW": "ESTAT:MIGR_X(2.1): Permits",
            "ACTION": "I",
            "SERIES_KEY": "PL",
            "OBS_KEY": "PL.2024",
            "geo": "PL",
            "geo_label": "Poland",
            "TIME_PERIOD": "2024",
            "TIME_PERIOD_label": "",
            "OBS_VALUE": "5",
            "OBS_VALUE_label": "",
            "OBS_FLAG": "b",
            "OBS_FLAG_label": "break",
            "NOTE": "en;ru",
            "NOTE_label": "",
        },
    )
    assert told(table)[1][1]["geo_label"] == "Lithuania: all"


@pytest.mark.parametrize(
    "content",
    [
        SDMX_2,
        SDMX_2.replace("2024,5,", "2024,5§5,")
        .replace("en;ru", "en|ru")
        .replace(",", ";")
        .replace("STRUCTURE[;]", "STRUCTURE[|]")
        .replace("§", ","),
        "DATAFLOW,geo,TIME_PERIOD,OBS_VALUE\nA:B(1.0),PL,2024,5\nA:B(1.0),LT,2024,\n",
    ],
)
def test_duckdb_sees_what_the_reader_sees(written, content):
    table = read(written(content)).tables[0]
    columns = ", ".join(f'"{column}"' for column in table.columns)
    assert duckdb.sql(f"SELECT {columns}, _row FROM {table.scan}").fetchall() == [
        (*cells, line) for line, cells in table.rows()
    ]


def test_sdmx_csv_2_with_a_column_of_labels_in_another_language(written):
    table = read(
        written(
            "STRUCTURE,STRUCTURE_ID,STRUCTURE_NAME,freq,Fréquence,geo,Entité géopolitique,TIME_PERIOD,Temps,"
            "OBS_VALUE,Valeur\n"
            "dataflow,ESTAT:TPS(1.0),Immigration,A,Annuel,EL,Grèce,2024,,12,\n"
        )
    ).tables[0]
    assert told(table) == [
        (
            2,
            {
                "DATAFLOW": "ESTAT:TPS(1.0)",
                "freq": "A",
                "freq_label": "Annuel",
                "geo": "EL",
                "geo_label": "Grèce",
                "TIME_PERIOD": "2024",
                "TIME_PERIOD_label": "",
                "OBS_VALUE": "12",
                "OBS_VALUE_label": "",
                "OBS_FLAG": "",
            },
        )
    ]


@pytest.mark.parametrize(
    ("frequency", "area", "expected"),
    [("A", "PL", "codes"), ("Annual", "Poland", "labels only"), ("A", "Kosovo*", "labels only")],
)
def test_labels_in_place_of_codes_are_noticed(written, frequency, area, expected):
    table = read(
        written(f"DATAFLOW,freq,geo,TIME_PERIOD,OBS_VALUE\nA:B(1.0),{frequency},{area},2024,1\n")
    ).tables[0]
    assert table.attributes["labels"] == expected


def test_semicolons_between_cells_and_commas_in_decimals(rows_in):
    """The guide of SDMX-CSV 2.0 has such a French example."""
    content = (
        "STRUCTURE;STRUCTURE_ID;ACTION;GEO;TIME_PERIOD;OBS_VALUE\ndataflow;ESTAT:X(1.0);I;FR;2014-01;12,4\n"
    )
    assert [(row["GEO"], row["OBS_VALUE"]) for _line, row in rows_in(content)] == [("FR", "12.4")]
