"""Files of the same publishers that are not at hand here: later revisions, other layouts, the publisher's own form."""

from pathlib import Path

import pytest
import xlsxwriter

from convene.observatory.adapters import adapters_for
from convene.observatory.failures import NotImported
from convene.observatory.readers import read
from convene.observatory.workbench import Workbench, mapping_rows
from tests.observatory.adapted import Figures, figures

ISO2 = [row["code"] for row in mapping_rows("iso2")]
UN = "United Nations, Department of Economic and Social Affairs, Population Division"


def written(path: Path, rows: dict[int, dict[int, list]], sheet: str = "Table 1") -> Path:
    """A workbook of one sheet: row number -> number of the first column -> cells."""
    book = xlsxwriter.Workbook(path)
    page = book.add_worksheet(sheet)
    for row, blocks in rows.items():
        for first, cells in blocks.items():
            page.write_row(row - 1, first - 1, cells)
    book.close()
    return path


def told(made: Figures) -> set[tuple]:
    return set(
        made.rows(
            "SELECT indicator, area, counterpart, year, sex, age, value::DOUBLE, flag, row FROM observed"
        )
    )


def test_the_workbook_of_2019_has_its_heading_in_two_rows(tmp_path):
    path = written(
        tmp_path / "UN_MigrantStockTotal_2019.xlsx",
        {
            2: {5: [UN]},
            5: {5: ["Table 1 - International migrant stock at mid-year by sex and by major area, 1990-2019"]},
            8: {5: ["POP/DB/MIG/Stock/Rev.2019"]},
            14: {
                6: ["International migrant stock at mid-year (both sexes)"],
                8: ["International migrant stock (male)"],
            },
            15: {
                1: [
                    "Sort\norder",
                    "Major area, region, country or area of destination",
                    "Notes",
                    "Code",
                    "Type of data (a)",
                ]
            },
            16: {6: [1990, 2019, 1990, 2019]},
            17: {1: [1, "WORLD", "", 900, "", 153_011_473, 271_642_105, 77_000_000, 141_000_000]},
            18: {1: [2, " EUROPE", "", 908, "", 49_608_231, 82_304_539, 24_000_000, 40_000_000]},
            19: {1: [3, "   Serbia", 24, 688, "C R", 99_269, 820_312, "..", 359_000]},
        },
    )
    made = figures(path)
    assert (made.dataset, made.edition) == ("undesa-ims", "2019")
    assert told(made) == {
        ("migrant_stock", "X_WORLD", "", 1990, "T", "T", 153_011_473, "", 17),
        ("migrant_stock", "X_WORLD", "", 2019, "T", "T", 271_642_105, "", 17),
        ("migrant_stock", "X_WORLD", "", 1990, "M", "T", 77_000_000, "", 17),
        ("migrant_stock", "X_WORLD", "", 2019, "M", "T", 141_000_000, "", 17),
        ("migrant_stock", "SRB", "", 1990, "T", "T", 99_269, "CR", 19),
        ("migrant_stock", "SRB", "", 2019, "T", "T", 820_312, "CR", 19),
        ("migrant_stock", "SRB", "", 2019, "M", "T", 359_000, "CR", 19),
    }
    assert made.why_missing("migrant_stock", "SRB", 1990, sex="M") == {
        "not available, or not reported separately"
    }


def test_the_workbook_by_destination_and_origin(tmp_path):
    heading = [
        "Index",
        "Region, development group, country or area of destination",
        "Coverage",
        "Data type",
        "Location code of destination",
        "Region, development group, country or area of origin",
        "Location code of origin",
    ]
    path = written(
        tmp_path / "undesa_pd_2024_ims_stock_by_sex_destination_and_origin.xlsx",
        {
            2: {5: ["International Migrant Stock 2024: Destination and origin"]},
            3: {5: ["Table 1: International migrant stock at mid-year by sex and by destination and origin"]},
            4: {5: ["POP/DB/MIG/Stock/Rev.2024"], 6: [UN]},
            8: {8: ["International migrant stock at mid-year, both sexes combined", "", "", "", ""]},
            9: {
                10: ["International migrant stock at mid-year, males"],
                12: ["International migrant stock at mid-year, females"],
            },
            11: {1: [*heading, 2020, 2024, 2020, 2024, 2020, 2024]},
            12: {1: [1, " WORLD", "", "", 900, " WORLD", 900, 300, 304, 150, 152, 150, 152]},
            13: {1: [2, "Poland", "", "B R", 616, " WORLD", 900, 10, 12, 4, 5, 6, 7]},
            14: {1: [3, "Poland", "", "B R", 616, " EUROPE", 908, 10, 12, 4, 5, 6, 7]},
            15: {1: [4, "Poland", "", "B R", 616, "Ukraine*", 804, 9, 11, 3, 4, 6, 7]},
            16: {1: [5, "Poland", "", "B R", 616, "Others", 2003, 1, 1, 1, 1, "..", ".."]},
            17: {1: [6, "Georgia", "", "C", 268, " WORLD", 900, 5, 6, 2, 3, 3, 3]},
            18: {1: [7, "Georgia", "", "C", 268, "Ukraine*", 804, 5, 6, 2, 3, 3, 3]},
        },
    )
    made = figures(path)
    assert (made.dataset, made.edition) == ("undesa-ims", "2024")
    assert {row for row in told(made) if row[3] == 2024 and row[4] in "TF"} == {
        ("migrant_stock", "X_WORLD", "", 2024, "T", "T", 304, "", 12),
        ("migrant_stock", "X_WORLD", "", 2024, "F", "T", 152, "", 12),
        ("migrant_stock", "POL", "", 2024, "T", "T", 12, "BR", 13),
        ("migrant_stock", "POL", "", 2024, "F", "T", 7, "BR", 13),
        ("migrant_stock", "POL", "UKR", 2024, "T", "T", 11, "BR", 15),
        ("migrant_stock", "POL", "UKR", 2024, "F", "T", 7, "BR", 15),
        ("migrant_stock", "POL", "X_OTHER", 2024, "T", "T", 1, "BR", 16),
        ("migrant_stock", "GEO", "", 2024, "T", "T", 6, "C", 17),
        ("migrant_stock", "GEO", "", 2024, "F", "T", 3, "C", 17),
        ("migrant_stock", "GEO", "UKR", 2024, "T", "T", 6, "C", 18),
        ("migrant_stock", "GEO", "UKR", 2024, "F", "T", 3, "C", 18),
        ("migrant_stock_female_share", "POL", "", 2024, "T", "T", 58.3, "", 0),
        ("migrant_stock_female_share", "GEO", "", 2024, "T", "T", 50.0, "", 0),
        ("origin_unknown", "POL", "", 2024, "T", "T", 1, "", 16),
        ("emigrant_stock", "UKR", "", 2024, "T", "T", 17, "", 0),
        ("emigrant_stock", "UKR", "", 2024, "F", "T", 10, "", 0),
    }
    assert made.rows("SELECT DISTINCT row, reason FROM set_aside_rows") == [(14, "a group of countries")]


def test_the_workbook_by_age(tmp_path):
    path = written(
        tmp_path / "undesa_pd_2020_ims_stock_by_age_sex_and_destination.xlsx",
        {
            2: {5: [UN]},
            3: {5: ["Table 1: International migrant stock at mid-year by age, sex and destination"]},
            8: {7: ["International migrant stock, both sexes combined"]},
            11: {
                1: [
                    "Index",
                    "Region, development group, country or area",
                    "Notes",
                    "Location code",
                    "Type of data",
                    "Year",
                ],
                7: ["0-4", "20-24", "65-69", "75+", "Total"],
            },
            12: {1: [1, "Georgia*", "", 268, "C", 2020, 10, 60, 20, 10, 100]},
            13: {1: [2, "EUROPE", "", 908, "", 2020, 1, 1, 1, 1, 4]},
        },
    )
    made = figures(path)
    assert (made.dataset, made.edition) == ("undesa-ims-age", "2020")
    assert {(row[0], row[5], row[6]) for row in told(made)} == {
        ("migrant_stock_by_age", "Y0T4", 10),
        ("migrant_stock_by_age", "Y20T24", 60),
        ("migrant_stock_by_age", "Y65T69", 20),
        ("migrant_stock_by_age", "Y_GE75", 10),
        ("migrant_stock_by_age", "T", 100),
        ("migrant_stock_share_under_20", "T", 10.0),
        ("migrant_stock_share_20_64", "T", 60.0),
        ("migrant_stock_share_65_plus", "T", 30.0),
    }


def test_the_banks_own_table_of_indicators(tmp_path):
    path = tmp_path / "WDI.csv"
    path.write_text(
        '"Data Source","World Development Indicators",\n\n"Last Updated Date","2026-10-07",\n\n'
        '"Country Name","Country Code","Indicator Name","Indicator Code","2022","2023",\n'
        '"Ukraine","UKR","Personal remittances, received","BX.TRF.PWKR.CD.DT","16783000000","",\n'
        '"Kosovo","XKX","Personal remittances, received","BX.TRF.PWKR.CD.DT","1612854276.25","1832626789.98",\n'
        '"Kosovo","XKX","GDP (current US$)","NY.GDP.MKTP.CD","9354903061.88","10468219225.48",\n'
        '"Kosovo","XKX","Access to electricity","EG.ELC.ACCS.ZS","100","100",\n'
        '"European Union","EUU","GDP (current US$)","NY.GDP.MKTP.CD","1","2",\n'
        '"Namibia","NAM","Population, total","SP.POP.TOTL","2889662","2963101.9999999",\n',
        encoding="utf-8",
    )
    made = figures(path)
    assert (made.dataset, made.edition) == ("worldbank-wdi", "2026-10-07")
    assert {(row[0], row[1], row[3], row[6], row[8]) for row in told(made)} == {
        ("remittances_received", "UKR", 2022, 16_783_000_000, 6),
        ("remittances_received", "XKX", 2022, 1_612_854_276.25, 7),
        ("remittances_received", "XKX", 2023, 1_832_626_789.98, 7),
        ("gdp_current_usd", "XKX", 2022, 9_354_903_061.88, 8),
        ("gdp_current_usd", "XKX", 2023, 10_468_219_225.48, 8),
        ("remittances_gdp_share", "XKX", 2022, 17.2, 0),
        ("remittances_gdp_share", "XKX", 2023, 17.5, 0),
        ("population_midyear", "NAM", 2022, 2_889_662, 11),
        ("population_midyear", "NAM", 2023, 2_963_102, 11),
    }
    assert made.rows("SELECT row, reason FROM set_aside_rows ORDER BY row") == [
        (9, "a series that we do not carry"),
        (10, "a group of countries"),
    ]


@pytest.mark.parametrize(
    "corner",
    [
        "receiving (across) / sending (down)",
        "Remittance-receiving country (across) - Remittance-sending country (down)",
    ],
)
def test_a_later_matrix_of_remittances(tmp_path, corner):
    path = written(
        tmp_path / "bilateral.xlsx",
        {
            1: {1: ["Bilateral Remittance Estimates for 2021 (millions of US$) (December 2022 Version)"]},
            2: {1: [corner, "North Macedonia", "Türkiye", "WORLD"]},
            3: {1: ["North Macedonia", 0, 1.5, 1.5]},
            4: {1: ["Türkiye", 20.25, "N/A", 20.25]},
            5: {1: ["WORLD", 20.25, 1.5, 21.75]},
        },
        "Bilateral_Remittances",
    )
    made = figures(path)
    assert (made.dataset, made.edition) == ("worldbank-remittances", "2021")
    assert {(row[0], row[1], row[2], row[6]) for row in told(made)} == {
        ("remittances_bilateral", "MKD", "MKD", 0),
        ("remittances_bilateral", "TUR", "MKD", 1_500_000),
        ("remittances_bilateral", "MKD", "TUR", 20_250_000),
        ("remittances_bilateral", "MKD", "", 20_250_000),
        ("remittances_bilateral", "TUR", "", 1_500_000),
        ("remittances_bilateral", "X_WORLD", "", 21_750_000),
        ("remittances_bilateral_sent", "MKD", "", 1_500_000),
        ("remittances_bilateral_sent", "TUR", "", 20_250_000),
    }
    assert made.rows("SELECT area, counterpart, reason FROM missing_cells") == [
        ("TUR", "TUR", "a mark stands in place of a number")
    ]


def test_frontexs_own_sheet_has_a_column_for_each_month(tmp_path):
    months = [
        f"{name}2023"
        for name in ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
    ]
    path = written(
        tmp_path / "Monthly_detections_of_IBC.xlsx",
        {
            1: {1: ["Route", "BorderLocation", "NationalityLong", *months, "JAN2024"]},
            2: {1: ["Western Balkan Route", "Land", "Kosovo*", *[1] * 12, 5]},
            3: {1: ["Eastern Mediterranean Route", "Sea", "Georgia", *[0] * 11, 2, 3]},
            4: {1: ["Eastern Mediterranean Route", "Sea", "Unspecified sub-Saharan nationals", *[4] * 13]},
        },
        "Detections_of_IBC",
    )
    made = figures(path)
    assert (made.dataset, made.edition) == ("frontex-detections", "2024-01")
    yearly = "SELECT area, year, value::INTEGER FROM observed WHERE month = 0 AND detail = '' ORDER BY ALL"
    assert made.rows(yearly) == [
        ("GEO", 2023, 2),
        ("XKX", 2023, 12),
        ("X_OTH_OOS", 2023, 48),
        ("X_WORLD", 2023, 62),
    ]
    by_route = {"detail": "border=LAND;route=WESTERN_BALKAN", "month": 1}
    assert made.observation("frontex_detections", "XKX", 2024, **by_route) == (5, "", "", 2)
    assert made.why_missing("frontex_detections", "XKX", 2024) == {
        "the file does not hold the whole year; see its months"
    }


def test_ilostats_own_lines_name_the_series(tmp_path):
    path = tmp_path / "UNE_TUNE_SEX_AGE_NB_M.csv"
    path.write_text(
        "ref_area,source,indicator,sex,classif1,time,obs_value,obs_status\n"
        "POL,BA:454,UNE_TUNE_SEX_AGE_NB,SEX_T,AGE_YTHADULT_YGE15,2024M01,520.5,\n"
        "POL,BA:454,UNE_TUNE_SEX_AGE_NB,SEX_F,AGE_YTHADULT_YGE15,2024M01,,U\n"
        "POL,BA:454,UNE_TUNE_SEX_AGE_NB,SEX_T,AGE_5YRBANDS_Y20-24,2024M01,80,\n"
        "X01,XA:1,UNE_TUNE_SEX_AGE_NB,SEX_T,AGE_YTHADULT_YGE15,2024M01,190000,\n"
        "POL,BA:454,UNE_TUNE_SEX_AGE_NB,SEX_T,AGE_YTHADULT_YGE15,2024Q1,519,\n",
        encoding="utf-8",
    )
    made = figures(path)
    assert (made.dataset, made.edition) == ("ilo-unemployment", "2024-01")
    assert made.rows("SELECT indicator, area, year, month, sex, value::INTEGER, row FROM observed") == [
        ("unemployed_monthly", "POL", 2024, 1, "T", 520_500, 2)
    ]
    assert made.rows("SELECT row, reason FROM missing_cells") == [(3, "not printed")]
    assert made.rows("SELECT row, reason FROM set_aside_rows ORDER BY row") == [
        (4, "ages that we do not carry"),
        (5, "a group of countries"),
        (6, "no month"),
    ]


def test_passports_as_a_square_of_an_earlier_year(tmp_path):
    codes = ["PL", "NA", "XK", *(code for code in ISO2 if code not in ("PL", "NA", "XK"))]
    square = {
        row: ["-1" if row == column else "90" if column == "NA" else "covid ban" for column in codes]
        for row in codes
    }
    path = tmp_path / "passport-index-matrix-iso2.csv"
    lines = [",".join(["Passport", *codes]), *(",".join([row, *cells]) for row, cells in square.items())]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    made = figures(path, "2021-05-13")
    assert made.dataset == "passport-index"
    counted = [
        made.value(indicator, "POL", 2021) for indicator in ("passport_visa_free", "passport_visa_required")
    ]
    assert counted == [1, len(codes) - 2]
    assert made.value("visa_free_nationalities", "NAM", 2021) == len(codes) - 1
    assert made.observation("visa_requirement", "XKX", 2021, "NAM") == (5, "90", "", 4)


def test_the_prospects_own_lines_hold_every_measure(tmp_path):
    path = tmp_path / "WPP2024_Demographic_Indicators_Medium.csv"
    path.write_text(
        "SortOrder,LocID,Location,VarID,Variant,Time,TPopulation1Jan,Births,Deaths,NetMigrations\n"
        "1,900,World,2,Medium,2023,8026887.7,132100.1,62000,0\n"
        "2,804,Ukraine,2,Medium,2023,38000,187.2,501.3,-299.961\n"
        "3,804,Ukraine,2,Medium,2025,38900,190,500,1000.5\n"
        "4,804,Ukraine,3,High,2025,38900,250,500,1000.5\n"
        "5,908,Europe,2,Medium,2023,745000,6000,8000,-100\n",
        encoding="utf-8",
    )
    raw = read(path)
    made = {}
    for adapter in adapters_for(raw):
        bench = Workbench()
        adapter.adapt(bench, raw, "2024")
        made[adapter.dataset] = bench.connection.execute(
            "SELECT indicator, area, year, value::INTEGER, row FROM observed ORDER BY row"
        ).fetchall()
    assert made == {
        "unwpp-migration": [
            ("net_migration", "X_WORLD", 2023, 0, 2),
            ("net_migration", "UKR", 2023, -299_961, 3),
        ],
        "unwpp-births": [("births", "X_WORLD", 2023, 132_100_100, 2), ("births", "UKR", 2023, 187_200, 3)],
        "unwpp-deaths": [("deaths", "X_WORLD", 2023, 62_000_000, 2), ("deaths", "UKR", 2023, 501_300, 3)],
        "unwpp-migration-projected": [("net_migration_projected", "UKR", 2025, 1_000_500, 4)],
        "unwpp-population-projected": [("population_31dec_projected", "UKR", 2024, 38_900_000, 4)],
    }


def test_the_prospects_own_workbook_has_a_sheet_for_the_estimates_and_one_for_the_variant(tmp_path):
    heading = ["Index", "Variant", "Region, subregion, country or area *", "Notes", "Location code"]
    heading += ["ISO3 Alpha-code", "Type", "Year", "Total Population, as of 1 January (thousands)"]
    heading += ["Births (thousands)", "Total Deaths (thousands)", "Net Number of Migrants (thousands)"]
    book = xlsxwriter.Workbook(tmp_path / "compact.xlsx")
    for sheet, variant, year in (("Estimates", "Estimates", 2023), ("Medium variant", "Medium", 2024)):
        page = book.add_worksheet(sheet)
        page.write_column(1, 1, ["United Nations", "Population Division", "World Population Prospects 2024"])
        page.write_row(16, 0, heading)
        page.write_row(17, 0, [1, variant, "WORLD", "", 900, "", "World", year, 8e6, 132e3, 62e3, 0])
        page.write_row(18, 0, [2, variant, "SDG regions", "", 1828, "", "Label/Separator"])
        page.write_row(
            19, 0, [3, variant, "Ukraine", "", 804, "UKR", "Country/Area", year, 38e3, 187.2, 501.3, -299.961]
        )
        page.write_row(
            20, 0, [4, variant, "Holy See", "", 336, "VAT", "Country/Area", year, 0.5, "...", "...", 0.001]
        )
    book.close()
    raw = read(tmp_path / "compact.xlsx")
    made = {}
    for adapter in adapters_for(raw):
        assert adapter.edition_of(raw) == "2024"
        bench = Workbench()
        adapter.adapt(bench, raw, "2024")
        made[adapter.dataset] = bench.connection.execute(
            "SELECT area, year, value::INTEGER FROM observed WHERE area <> 'X_WORLD' ORDER BY row"
        ).fetchall()
    assert made == {
        "unwpp-migration": [("UKR", 2023, -299_961), ("VAT", 2023, 1)],
        "unwpp-births": [("UKR", 2023, 187_200)],
        "unwpp-deaths": [("UKR", 2023, 501_300)],
        "unwpp-migration-projected": [("UKR", 2024, -299_961), ("VAT", 2024, 1)],
        "unwpp-population-projected": [],
    }


def test_a_revision_projects_from_its_own_year(tmp_path):
    (tmp_path / "WPP2022.csv").write_text(
        "LocID,Location,Variant,Time,TPopulation1Jan,Births,Deaths,NetMigrations\n"
        "804,Ukraine,Medium,2021,43700,280,730,4.1\n804,Ukraine,Medium,2022,43000,280,730,-5600\n"
    )
    raw = read(tmp_path / "WPP2022.csv")
    adapter = next(one for one in adapters_for(raw) if one.dataset == "unwpp-migration")
    bench = Workbench()
    adapter.adapt(bench, raw, "2022")
    assert bench.connection.execute("SELECT year, value::INTEGER FROM observed").fetchall() == [(2021, 4_100)]


def test_missing_migrants_in_the_projects_own_file(tmp_path):
    path = tmp_path / "Missing_Migrants_Global_Figures_allData.csv"
    path.write_text(
        "Main ID,Incident Date,Incident Year,Month,Number of Dead,Minimum Estimated Number of Missing,"
        "Total Number of Dead and Missing,Number of Survivors,Country of Origin,Country of Incident,Coordinates\n"
        '2014.MMP1,2014-01-06,2014,January,1,,1,,Georgia,Poland,"52, 23"\n'
        '2014.MMP2,2014-01-07,2014,January,2,3,5,10,"Afghanistan,Iraq",Türkiye,"36, 26"\n'
        '2014.MMP3,2014-02-01,2014,Feb,2,,2,,Unknown,Unknown,"36, 26"\n'
    )
    made = figures(path)
    assert (made.dataset, made.edition) == ("iom-missing-migrants", "2014-02-01")
    assert made.rows("SELECT area, month, value::INTEGER, row FROM observed WHERE detail <> ''") == [
        ("POL", 1, 1, 2),
        ("TUR", 1, 5, 3),
    ]
    assert made.rows("SELECT row, held, reason FROM set_aside_rows") == [
        (4, "Unknown 2014 2", "no country, year or month of the incident")
    ]


def test_a_second_sheet_of_the_same_table_with_other_figures_stops_the_import(tmp_path):
    title = "Bilateral Remittance Estimates for 2021 (millions of US$)"
    corner = "Remittance-receiving country (across) - Remittance-sending country (down)"

    def bilateral(*second: float) -> Path:
        book = xlsxwriter.Workbook(tmp_path / f"{len(second)}-{second[0]}.xlsx")
        for sheet, amount in (("first", 1.5), *(("second", amount) for amount in second)):
            page = book.add_worksheet(sheet)
            page.write_row(0, 0, [title])
            page.write_row(1, 0, [corner, "Georgia", "Türkiye"])
            page.write_row(2, 0, ["Georgia", 0, amount])
            page.write_row(3, 0, ["Türkiye", 20, 0])
        book.close()
        return tmp_path / f"{len(second)}-{second[0]}.xlsx"

    # Somebody's own name for the edition is not the year of the figures, and a copy of the sheet is no harm.
    made = figures(bilateral(1.5), "2026-11-extract")
    assert made.value("remittances_bilateral", "TUR", 2021, "GEO") == 1_500_000
    with pytest.raises(NotImported, match=r"“first” and “second”.*disagree in 1 rows, as “Georgia”"):
        figures(bilateral(2.5), "2021")


def test_columns_in_another_order_and_a_new_one_are_the_same_dataset(tmp_path):
    (tmp_path / "frontex.csv").write_text(
        "n,note,t,nat,type,route\n5,x,2026-01,UKR,Land,Eastern Borders Route\n7,,2026-02,GEO,Sea,Black Sea Route\n"
    )
    made = figures(tmp_path / "frontex.csv")
    assert (made.dataset, made.edition) == ("frontex-detections", "2026-02")
    assert made.value("frontex_detections", "GEO", 2026, month=2) == 7
