"""Workbooks made here in the layouts that publishers use, and tables that begin anywhere on a sheet."""

from __future__ import annotations

import io
from datetime import date

import xlsxwriter

from convene.observatory.readers import read
from tests.observatory.adapting import adapted
from tests.observatory.readers.conftest import told


def workbook(**sheets: dict[str, list]) -> bytes:
    """A workbook of sheets, each a dict from the first cell of a row to the row's cells."""
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed, {"in_memory": True}) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name.replace("_", " "))
            for first, cells in rows.items():
                for at, cell in enumerate(cells):
                    letters, row = first[0], int(first[1:])
                    sheet.write(
                        row - 1, ord(letters) - 65 + at, cell, day if isinstance(cell, date) else None
                    )
    return packed.getvalue()


CITATION = "United Nations, Department of Economic and Social Affairs. Population Division (2019)."


OF_2019 = {
    "Table_1": {
        "A2": ["United Nations"],
        "A3": [CITATION],
        "A5": ["Table 1 - International migrant stock at mid-year by sex, 1990-2019"],
        "A15": [
            "Sort\norder",
            "Major area, region, country or area of destination",
            "Notes",
            "Code",
            "Type of data (a)",
            "International migrant stock at mid-year (both sexes)",
            "",
            "International migrant stock at mid-year (male)",
            "",
            "International migrant stock at mid-year (female)",
        ],
        "F16": [1990, 2019, 1990, 2019, 1990, 2019],
        "A17": [1, "WORLD", "", 900, "", 153011473, 271642105, 77661642, 141455543, 75349831, 130186562],
        "A18": [26, "   Kazakhstan", "", 398, "B", 3619200, 3705556, "..", 1, 2, ".."],
        "A19": [27, " EUROPE", 5, 908, "", 1, 2, 3, 4, 5, 6],
    },
    "NOTES": {
        "A10": ["NOTES"],
        "A11": ["(a)", "The letters stand for the kind of source."],
        "A12": ["(5)", "Excluding Kosovo nowhere."],
    },
}


def test_the_layout_of_2019_has_its_heading_in_two_rows(written):
    """Names in row 15, with a line break; years in row 16; names of sexes above the years."""
    content = workbook(**OF_2019)
    raw = read(written(content, "UN_MigrantStockTotal_2019.xlsx"))
    table = raw.tables[0]
    assert (raw.format, len(raw.tables), table.columns) == (
        "xlsx-undesa",
        1,
        ("index", "area", "level", "notes", "location_code", "data_type", "block", "year", "value"),
    )
    rows = list(table.rows())
    assert rows[6:] == [
        (18, ("26", "Kazakhstan", "3", "", "398", "B", "both", "1990", "3619200")),
        (18, ("26", "Kazakhstan", "3", "", "398", "B", "both", "2019", "3705556")),
        (18, ("26", "Kazakhstan", "3", "", "398", "B", "male", "1990", "")),
        (18, ("26", "Kazakhstan", "3", "", "398", "B", "male", "2019", "1")),
        (18, ("26", "Kazakhstan", "3", "", "398", "B", "female", "1990", "2")),
        (18, ("26", "Kazakhstan", "3", "", "398", "B", "female", "2019", "")),
        *(
            (19, ("27", "EUROPE", "1", "5", "908", "", block, year, value))
            for block, year, value in zip(
                ("both", "both", "male", "male", "female", "female"),
                ("1990", "2019") * 3,
                "123456",
                strict=True,
            )
        ),
    ]
    assert dict(table.notes)["5"] == "Excluding Kosovo nowhere."
    assert table.attributes["title"] == "Table 1 - International migrant stock at mid-year by sex, 1990-2019"


def test_the_layout_of_2024_by_destination_and_origin(written):
    content = workbook(
        Table_1={
            "I2": ["International Migrant Stock 2024: Destination and origin"],  # right over a year
            "E4": ["POP/DB/MIG/Stock/Rev.2024"],
            "H8": [
                "International migrant stock at mid-year, both sexes combined",
                "",
                "International migrant stock, males",
            ],
            "L8": ["International migrant stock, females"],
            "A11": [
                "Index",
                "Region, development group, country or area of destination",
                "Coverage",
                "Data type",
                "Location code of destination",
                "Region, development group, country or area of origin",
                "Location code of origin",
                1990,
                2024,
                1990,
                2024,
                1990,
                2024,
            ],
            "A12": [7, "  Poland*", "all", "B R", 616, "   Ukraine", 804, 330000, 1102774, 1, 2, 3, ".."],
        },
    )
    table = read(written(content, "x.xlsx")).tables[0]
    assert told(table)[1] == (
        12,
        {
            "index": "7",
            "area": "Poland*",
            "level": "2",
            "location_code": "616",
            "data_type": "B R",
            "coverage": "all",
            "origin": "Ukraine",
            "origin_level": "3",
            "origin_code": "804",
            "block": "both",
            "year": "2024",
            "value": "1102774",
        },
    )
    assert [row["block"] for _row, row in told(table)] == ["both", "both", "male", "male", "female", "female"]


def matrix(sex: str, *values: tuple) -> dict[str, list]:
    """A sheet of the layout of 2019 with origins across: names in row 15, origins in row 16."""
    return {
        "A2": ["United Nations"],
        "A3": ["Trends in International Migrant Stock: Migrants by Destination and Origin"],
        "A4": ["POP/DB/MIG/Stock/Rev.2019"],
        "A5": [
            f"Table 1 - {sex} migrant stock at mid-year by origin and by country of destination, 1990-2019"
        ],
        "A15": ["Year", "Sort\norder", "Major area, region, country or area of destination", "Notes", "Code"],
        "F15": ["Type of data (a)", "Country or area of origin"],
        "G16": ["Total", "Other South", "Other North", "Georgia*", "Ukraine", "Nowhere"],
        "A17": [1990, 1, "WORLD", "", 900, "", *values[0]],
        "A18": [1990, 2, "  Georgia*", 5, 268, "B", *values[1]],
        "A19": [2019, 3, "  Ukraine", "", 804, "C", *values[2]],
    }


def test_origins_across_the_page_get_the_codes_that_the_sheet_gives_them_as_destinations(written):
    content = workbook(
        Table_1=matrix("Total", (9, 1, 2, 3, 3, 0), (5, "..", "", "", 5, 0), (4, 1, 0, 3, "", 0)),
        Table_2=matrix("Female", (6, 1, 1, 2, 2, 0), (3, "", "", "", 3, 0), (3, 1, 0, 2, "", 0)),
    )
    raw = read(written(content, "UN_MigrantStockByOriginAndDestination_2019.xlsx"))
    assert "Rev.2019" in raw.tables[0].attributes["marks"]
    both, women = raw.tables
    assert (raw.format, both.columns) == (
        "xlsx-undesa",
        (
            *("index", "area", "notes", "location_code", "data_type"),
            *("origin", "origin_code", "block", "year", "value"),
        ),
    )
    assert [cells[5:] for row, cells in both.rows() if row == 18] == [
        ("Total", "900", "both", "1990", "5"),
        ("Ukraine", "804", "both", "1990", "5"),
        ("Nowhere", "Nowhere", "both", "1990", "0"),
    ]
    assert [(row, *cells[:7]) for row, cells in both.rows() if cells[6] not in ("900", "Nowhere")] == [
        (17, "1", "WORLD", "", "900", "", "Other South", "Other South"),
        (17, "1", "WORLD", "", "900", "", "Other North", "Other North"),
        (17, "1", "WORLD", "", "900", "", "Georgia*", "268"),
        (17, "1", "WORLD", "", "900", "", "Ukraine", "804"),
        (18, "2", "Georgia*", "5", "268", "B", "Ukraine", "804"),
        (19, "3", "Ukraine", "", "804", "C", "Other South", "Other South"),
        (19, "3", "Ukraine", "", "804", "C", "Other North", "Other North"),
        (19, "3", "Ukraine", "", "804", "C", "Georgia*", "268"),
    ]
    assert {row["block"] for _place, row in told(women)} == {"female"}


def test_origins_without_destinations(written):
    """The workbook of 2020 and 2024 "by sex and origin" names no destination at all."""
    content = workbook(
        Table_1={
            "E4": ["POP/DB/MIG/Stock/Rev.2024"],
            "D8": ["International migrant stock at mid-year, both sexes combined"],
            "A11": [
                "Index",
                "Region, development group, country or area of origin",
                "Location code of origin",
                2020,
                2024,
            ],
            "A12": [1, " Kyrgyzstan", 417, 770000, ".."],
        },
    )
    raw = read(written(content, "x.xlsx"))
    assert (raw.format, told(raw.tables[0])[1]) == (
        "xlsx-undesa",
        (
            12,
            {"index": "1", "origin": "Kyrgyzstan", "origin_level": "1", "origin_code": "417"}
            | {"block": "both", "year": "2024", "value": ""},
        ),
    )


def test_ages_across_the_page(written):
    ages = ["Total", "0-4", "5-9", "75+"]
    content = workbook(
        Table_1={
            "A2": ["Population Division"],
            "G8": ["Migrants, both sexes combined"],
            "K8": ["Migrants, females"],
            "A11": [
                "Index",
                "Region, development group, country or area",
                "Notes",
                "Location code",
                "Type of data",
                "Year",
            ],
            "G11": ages + ages,
            "A12": [1, "Georgia*", "", 268, "C", 2020, 79035, 1, 2, 3, 40000, 4, "..", 6],
        },
    )
    assert [
        (row["block"], row["year"], row["age"], row["value"])
        for _place, row in told(read(written(content, "ages.xlsx")).tables[0])
    ] == [
        ("both", "2020", "Total", "79035"),
        ("both", "2020", "0-4", "1"),
        ("both", "2020", "5-9", "2"),
        ("both", "2020", "75+", "3"),
        ("female", "2020", "Total", "40000"),
        ("female", "2020", "0-4", "4"),
        ("female", "2020", "5-9", ""),
        ("female", "2020", "75+", "6"),
    ]


def test_a_table_that_begins_anywhere_on_a_sheet_and_sheets_without_one(written):
    content = workbook(
        Cover={"B2": ["Labour migration 2024"], "B4": ["Ministry of Labour"]},
        Figures={
            "C3": ["Permits by citizenship"],
            "C7": ["citizenship", "2023", "2024", "issued on"],
            "C8": ["Uzbekistan", 1200, 1350.5, date(2025, 3, 1)],
            "C10": ["Tajikistan", "", True, date(2025, 3, 2)],
        },
        Empty={},
    )
    raw = read(written(content, "permits.xlsx"))
    assert (raw.format, [table.name for table in raw.tables]) == ("xlsx", ["Figures"])
    assert raw.tables[0].notes == (("", "Permits by citizenship"),)
    assert told(raw.tables[0]) == [
        (8, {"citizenship": "Uzbekistan", "2023": "1200", "2024": "1350.5", "issued on": "2025-03-01"}),
        (10, {"citizenship": "Tajikistan", "2023": "", "2024": "true", "issued on": "2025-03-02"}),
    ]


def test_the_same_heading_three_times_gets_three_names(written):
    content = workbook(
        Data={"A1": ["country", 1990, 1990, 1990], "A2": ["Malta", 1, 2, 3], "A3": ["Cyprus", 4, 5, 6]}
    )
    assert read(written(content)).tables[0].columns == ("country", "1990", "1990 (2)", "1990 (3)")


def test_a_workbook_is_known_by_its_content_not_its_ending(written):
    content = workbook(Data={"A1": ["country", "n"], "A2": ["Malta", 1]})
    assert read(written(content, "data.csv")).format == "xlsx"


def test_coloured_cells_far_away_hold_no_table_up(written):
    """A cell with a format and no value at the far corner is common, and no reason to refuse."""
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for row, cells in enumerate((("country", "n"), ("Malta", 1), ("Cyprus", 2))):
            sheet.write_row(row, 0, cells)
        sheet.write_blank(1_048_575, 16_383, None, book.add_format({"bg_color": "yellow"}))
    assert told(read(written(packed.getvalue())).tables[0]) == [
        (2, {"country": "Malta", "n": "1"}),
        (3, {"country": "Cyprus", "n": "2"}),
    ]


def test_the_matrix_of_2019_gives_figures_of_pairs_and_their_sums(written):
    names = ["Total", "Other South", "Other North", "Georgia*", "Ukraine", "Poland"]
    sheets = {
        "Table_1": matrix("Total", (19, 1, 2, 3, 9, 4), (5, "..", "", "", 5, ""), (14, 1, 2, 3, "", 4)),
        "Table_2": matrix("Male", (9, 1, 1, 1, 4, 2), (2, "..", "", "", 2, ""), (7, 1, 1, 1, "", 2)),
        "Table_3": matrix("Female", (10, 0, 1, 2, 5, 2), (3, "..", "", "", 3, ""), (7, 0, 1, 2, "", 2)),
    }
    for sheet in sheets.values():
        sheet["G16"] = names
        sheet["A18"][0] = 2019
        sheet["A17"][0] = 2019
        sheet["A20"] = [2019, 4, "  Poland", "", 616, "B", 0, "", "", "", "", ""]
    bench = adapted(
        written(workbook(**sheets), "UN_MigrantStockByOriginAndDestination_2019.xlsx"), "undesa-ims"
    )
    figures = {
        (indicator, area, counterpart, sex): value
        for indicator, area, counterpart, sex, value in bench.connection.execute(
            "SELECT indicator, area, counterpart, sex, value FROM observed WHERE year = 2019"
        ).fetchall()
    }
    assert {key[2:]: value for key, value in figures.items() if key[:2] == ("migrant_stock", "UKR")} == {
        ("", "T"): 14, ("", "M"): 7, ("", "F"): 7,
        ("X_OTH_SOUTH", "T"): 1, ("X_OTH_SOUTH", "M"): 1, ("X_OTH_SOUTH", "F"): 0,
        ("X_OTH_NORTH", "T"): 2, ("X_OTH_NORTH", "M"): 1, ("X_OTH_NORTH", "F"): 1,
        ("GEO", "T"): 3, ("GEO", "M"): 1, ("GEO", "F"): 2,
        ("POL", "T"): 4, ("POL", "M"): 2, ("POL", "F"): 2,
    }  # fmt: skip
    assert {key[3]: value for key, value in figures.items() if key[:3] == ("emigrant_stock", "UKR", "")} == {
        "T": 5,
        "M": 2,
        "F": 3,
    }
    assert figures["migrant_stock_female_share", "UKR", "", "T"] == 50
