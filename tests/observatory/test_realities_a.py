"""
The traps of REALITIES.md in the files of UN DESA, the World Bank, UNDP, Frontex, IOM, the ILO and Passport Index.

Each test is named after its trap. Expected figures are computed here from the files with plain csv.
"""

from collections import Counter, defaultdict
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from convene.observatory.adapters import adapters_for
from convene.observatory.failures import UnknownNames
from convene.observatory.observation import KEY_COLUMNS
from convene.observatory.readers import read
from convene.observatory.workbench import Workbench
from tests.observatory.adapted import Figures, figures, lines

IMS_2024 = "undesa/ims2024_destination_origin_sex.csv.gz"
IMS_2020 = "undesa/undesa_pd_2020_ims_stock_by_sex_and_destination.xlsx"
WPP = "unwpp/wpp2024_migration.txt.gz"
WDI = "worldbank/gdidata_wdi.csv.gz"
STOCKS = "worldbank/WB_Bilateral_Estimates_Migrant_Stocks_2017.xlsx"
REMITTANCES = "worldbank/WB_Bilateral_Remittance_Estimates_2017.xlsx"
HDR = "undp/HDR23-24_Composite_indices_complete_time_series.csv.gz"
PASSPORTS = "passportindex/passport-index-tidy-iso3.csv"
FRONTEX = "frontex/frontex_detections_monthly.csv.gz"
ILO = "ilo/ilostat_unemployment_monthly_2000-2025.csv.gz"
MISSING = "iom/missing_migrants.csv.gz"
EDITIONS = {WDI: "2025-06", PASSPORTS: "2025-01-12"}


@pytest.fixture(scope="module")
def of(shared_data: Path):
    def adapted(name: str) -> Figures:
        return figures(shared_data / name, EDITIONS.get(name, ""))

    return adapted


def test_02_kosovo_has_its_own_figures_or_none_and_never_serbias(of, shared_data):
    of_2023 = {row["country_code"]: row["2023"] for row in lines(shared_data / WPP, delimiter="\t")}
    wpp, ims, hdr = of(WPP), of(IMS_2024), of(HDR)
    assert wpp.value("net_migration", "XKX", 2023) == round(float(of_2023["412"]) * 1000)
    assert wpp.value("net_migration", "SRB", 2023) == round(float(of_2023["688"]) * 1000)
    assert ims.value("migrant_stock", "XKX", 2024) is None
    assert ims.rows("SELECT count(*) FROM observed WHERE area = 'XKX' OR counterpart = 'XKX'") == [(0,)]
    assert ims.why_missing("migrant_stock", "XKX", 2024) == {
        "the producer has no row for Kosovo*: it is part of its figures for Serbia"
    }
    assert hdr.value("hdi", "XKX", 2022) is None
    assert hdr.why_missing("hdi", "XKX", 2022) == {"the producer has no row for Kosovo*"}
    assert of(FRONTEX).value("frontex_detections", "XKX", 2015) == sum(
        int(row["n"])
        for row in lines(shared_data / FRONTEX)
        if row["nat"] == "XKX" and row["t"].startswith("2015")
    )
    assert of(STOCKS).value("worldbank_migrant_stock", "XKX", 2017, "ALB") is not None


def test_03_names_of_the_bank_become_codes(of, shared_data):
    cells = matrix(shared_data / STOCKS)
    stocks = of(STOCKS)
    printed = {
        ("Macedonia, FYR", "Kyrgyz Republic"): ("MKD", "KGZ"),
        ("Turkey", "Bahamas, The"): ("TUR", "BHS"),
        ("Germany", "Czech Republic"): ("DEU", "CZE"),
        ("Serbia", "Kosovo"): ("SRB", "XKX"),
        ("Switzerland", "Korea, Rep."): ("CHE", "KOR"),
    }
    assert {
        names: stocks.value("worldbank_migrant_stock", codes[0], 2017, codes[1])
        for names, codes in printed.items()
    } == {(destination, origin): cells[origin, destination] for destination, origin in printed}


def test_04_former_states_are_none_of_todays(of):
    ims, income = of(IMS_2024), of("worldbank/OGHIST_2025_10_07.xlsx")
    assert ims.rows("SELECT count(*) FROM observed WHERE area LIKE 'X_OTH%'") == [(0,)]
    former = income.rows(
        "SELECT area, min(year), max(year), last(flag ORDER BY year) FROM observed WHERE area LIKE 'X\\_OTH%' ESCAPE '\\' "
        "GROUP BY area ORDER BY area"
    )
    assert former == [
        ("X_OTH_ANT", 1987, 2009, "H"),
        ("X_OTH_CSK", 1990, 1991, "UM"),
        ("X_OTH_SUN", 1990, 1990, "UM"),
        ("X_OTH_YUG", 1992, 2005, "LM"),
        ("X_OTH_YUGF", 1987, 1991, "UM"),
    ]
    assert income.observation("income_class", "SRB", 2006)[1] == "UM"
    assert income.value("income_class", "SRB", 2005) is None


def test_05_namibia_is_no_missing_value(of, shared_data):
    printed = next(
        float(row["v"])
        for row in lines(shared_data / WDI)
        if (row["geo"], row["var"], row["t"]) == ("NAM", "pop", "2023")
    )
    assert of(WDI).value("population_midyear", "NAM", 2023) == round(printed) == 2_963_102
    by_alpha2 = figures(shared_data / "passportindex/passport-index-tidy-iso2.csv", "2025-01-12")
    assert by_alpha2.value("passport_visa_free", "NAM", 2025) == of(PASSPORTS).value(
        "passport_visa_free", "NAM", 2025
    )


def test_06_the_channel_islands_are_one_area_under_three_codes(of, shared_data):
    printed = {
        row["LocID"]: row["value"]
        for row in lines(shared_data / IMS_2024)
        if row["LocIDorg"] == "0" and row["sex"] == "0" and row["year"] == "2024"
    }
    assert of(IMS_2024).value("migrant_stock", "XCX", 2024) == float(printed["830"])
    assert (
        of(STOCKS).value("worldbank_migrant_stock", "XCX", 2017)
        == matrix(shared_data / STOCKS)["World", "Channel Islands"]
    )
    assert of(WDI).rows("SELECT count(*) FROM observed WHERE area = 'CHI'") == [(0,)]


def test_07_the_workbook_of_2020(of, shared_data):
    """Indented names, asterisks, three blocks of the same years, groups among countries, cells that are `..`."""
    sheet = (
        CalamineWorkbook.from_path(shared_data / IMS_2020)
        .get_sheet_by_name("Table 1")
        .to_python(skip_empty_area=False)
    )
    body, years = sheet[11:], [int(cell) for cell in sheet[10][5:12]]
    codes = {"Kazakhstan": "KAZ", "Georgia*": "GEO", "Serbia*": "SRB", "Turkey": "TUR", "WORLD": "X_WORLD"}
    expected, made, ims = {}, {}, of(IMS_2020)
    for row in body:
        area = codes.get(row[1].strip())
        for block, sex in enumerate("TMF"):
            for place, year in enumerate(years):
                if area:
                    expected[area, sex, year] = row[5 + 7 * block + place]
                    made[area, sex, year] = ims.value("migrant_stock", area, year, sex=sex)
    assert len(expected) >= 84
    assert made == expected
    assert sum(cell == ".." for row in body for cell in row[5:]) == 122
    assert ims.value("migrant_stock", "SSD", 2005) is None
    assert ims.why_missing("migrant_stock", "SSD", 2005) == {"not available, or not reported separately"}
    assert ims.rows("SELECT DISTINCT area FROM observed WHERE area LIKE 'X%' ORDER BY ALL") == [
        ("XCX",),
        ("X_WORLD",),
    ]
    assert ims.bench.notes["3"] == "The estimates for 1990 to 2005 refer to Sudan and South Sudan."
    assert ims.observation("migrant_stock", "SDN", 2000)[2] == "3"


def test_10_origins_add_up_as_printed_and_are_not_forced_to(of, shared_data):
    parts, totals = Counter(), {}
    for row in lines(shared_data / IMS_2024):
        if row["sex"] == "0" and row["year"] == "2024":
            if row["LocIDorg"] == "0":
                totals[row["LocID"]] = int(row["value"])
            else:
                parts[row["LocID"]] += int(row["value"])
    assert totals == dict(parts)
    assert "origins add up to the destination's total" not in of(IMS_2024).failed()
    # The matrix of remittances has a line of totals that is not quite the sum of its column.
    assert list(of(REMITTANCES).failed()) == ["the line of totals is the sum of its column"]


def test_11_what_is_not_itemised_is_not_nought(of, shared_data):
    printed = [row for row in lines(shared_data / IMS_2024) if row["LocIDorg"] != "0"]
    assert len({(row["LocID"], row["LocIDorg"]) for row in printed}) == 9_581
    ims = of(IMS_2024)
    assert ims.rows(
        "SELECT count(DISTINCT area || counterpart) FROM observed WHERE indicator = 'migrant_stock' AND counterpart <> ''"
    ) == [(9_581,)]
    assert [ims.value("migrant_stock", host, 2024, "LIE") for host in ("AUT", "CHE")] == [None, None]
    assert ims.value("emigrant_stock", "LIE", 2024) == 346
    shares = {
        area: round(100 * ims.value("origin_unknown", area, 2024) / ims.value("migrant_stock", area, 2024), 1)
        for area in ("GBR", "DEU", "AZE")
    }
    assert shares == {"GBR": 26.3, "DEU": 18.7, "AZE": 17.8}


def test_11_a_cell_that_the_republisher_dropped_is_not_nought(of):
    frontex = of(FRONTEX)
    assert frontex.value("frontex_detections", "POL", 2024) is None
    assert frontex.why_missing("frontex_detections", "POL", 2024) == {
        "no row: the republisher dropped cells of nought, so none was detected, or none reported"
    }
    assert frontex.value("frontex_detections", "UKR", 2025) is None
    assert frontex.why_missing("frontex_detections", "UKR", 2025) == {
        "the file does not hold the whole year; see its months"
    }


def test_12_thousands_last_observed_and_groups_of_countries(of, shared_data):
    wpp = of(WPP)
    printed = {row["country_code"]: row for row in lines(shared_data / WPP, delimiter="\t")}
    assert printed["804"]["last.observed"] == "2023"
    assert wpp.value("net_migration", "UKR", 2022) == round(float(printed["804"]["2022"]) * 1000)
    assert wpp.rows("SELECT max(year), max(abs(value)) < 20e6 FROM observed") == [(2023, True)]
    groups = {row["country"] for code, row in printed.items() if code in ("1834", "908", "5500", "941")}
    held = {held for (held,) in wpp.rows("SELECT held FROM set_aside_rows")}
    assert groups <= held
    assert {
        area for (area,) in wpp.rows("SELECT DISTINCT area FROM observed WHERE area LIKE 'X\\_%' ESCAPE '\\'")
    } == {"X_WORLD"}
    population = figures(shared_data / "unwpp/wpp2024_popprojMed.txt.gz")
    assert (population.dataset, population.value("population_31dec_projected", "X_WORLD", 2024)) == (
        "unwpp-population-projected",
        8_196_980_849,
    )


def test_12_each_table_of_the_prospects_is_told_by_its_figures(shared_data):
    names = ("births", "deaths", "migration", "migrationprojMed", "popprojMed")
    found = {name: adapters_for(read(shared_data / f"unwpp/wpp2024_{name}.txt.gz")) for name in names}
    assert {name: [adapter.dataset for adapter in adapters] for name, adapters in found.items()} == {
        "births": ["unwpp-births"],
        "deaths": ["unwpp-deaths"],
        "migration": ["unwpp-migration"],
        "migrationprojMed": ["unwpp-migration-projected"],
        "popprojMed": ["unwpp-population-projected"],
    }


def test_13_noise_is_rounded_and_odd_values_are_told(of):
    wdi = of(WDI)
    assert wdi.value("population_midyear", "UKR", 2023) == 37_732_833
    assert wdi.rows(
        "SELECT count(*) FROM observed WHERE indicator = 'population_midyear' AND value <> round(value)"
    ) == [(0,)]
    assert wdi.value("fdi_net_inflows", "LIE", 2018) < -87e9
    (odd,) = (examples for name, examples in wdi.failed().items() if "direct investment" in name)
    assert any("LIE" in example and "2018" in example for example in odd)


def test_14_the_ilo_file_holds_no_unemployed(of, shared_data):
    printed = lines(shared_data / ILO)
    months = [column for column in printed[0] if "M" in column and column[:4].isdigit()]
    empty = sum(not row[month] for row in printed for month in months)
    ilo = of(ILO)
    assert round(100 * empty / (len(printed) * len(months))) == 48  # of 347,904 cells
    assert ilo.rows("SELECT count(*) FROM missing_cells") == [(empty,)]
    assert ilo.rows("SELECT DISTINCT indicator FROM observed") == [("working_age_population_monthly",)]
    assert ilo.value("working_age_population_monthly", "USA", 2025, month=1) == 272_684_700
    assert ilo.value("working_age_population_monthly", "KAZ", 2017, month=11) == 12_878_400
    assert "the figures can be unemployed persons" in ilo.failed()


def test_14_the_human_development_report(of, shared_data):
    printed = {row["iso3"]: row for row in lines(shared_data / HDR, encoding="windows-1252")}
    hdr = of(HDR)
    assert len(next(iter(printed.values()))) == 1_076
    assert [hdr.value("hdi", area, 2022) for area in ("UKR", "POL", "LIE")] == [
        float(printed[area]["hdi_2022"]) for area in ("UKR", "POL", "LIE")
    ]
    assert hdr.value("hdi", "UKR", 2022, sex="F") == float(printed["UKR"]["hdi_f_2022"])
    assert hdr.value("hdi_rank", "KAZ", 2022) == float(printed["KAZ"]["hdi_rank_2022"])
    assert hdr.value("hdi", "X_WORLD", 2022) == float(printed["ZZK.WORLD"]["hdi_2022"])
    assert len(hdr.rows("SELECT DISTINCT row FROM set_aside_rows")) == 10
    assert hdr.why_missing("hdr_planetary_loss", "RWA", 1994) == {"a mark stands in place of a number"}


def test_14_numbers_words_and_minus_one_in_one_column(of, shared_data):
    free, own = Counter(), 0
    for row in lines(shared_data / PASSPORTS):
        wanted = row["Requirement"]
        own += wanted == "-1"
        free[row["Passport"]] += wanted == "visa free" or wanted.isdigit()
    passports = of(PASSPORTS)
    assert dict(
        passports.rows("SELECT area, value::INTEGER FROM observed WHERE indicator = 'passport_visa_free'")
    ) == dict(free)
    assert passports.rows("SELECT count(*) FROM set_aside_rows") == [(own,)]
    assert passports.observation("visa_requirement", "GEO", 2025, "POL")[:2] == (5, "90")


def test_16_sheets_that_a_repository_added_are_set_aside_whole(of):
    stocks = of(STOCKS)
    (reason, count), *_ = stocks.rows(
        "SELECT reason, count(*) FROM set_aside_rows GROUP BY reason ORDER BY count(*) DESC"
    )
    assert (reason, count) == ("the sheet “countries-comparison” is not the table of this dataset", 217)
    assert stocks.value("worldbank_migrant_stock", "DZA", 2017) == 342_196
    assert of(REMITTANCES).value("remittances_bilateral", "UKR", 2017, "POL") > 0


def test_16_remittances_run_from_the_sending_country_to_the_receiving_one(of, shared_data):
    cells = matrix(shared_data / REMITTANCES)
    remittances = of(REMITTANCES)
    expected = round(cells["Russian Federation", "Tajikistan"] * 1_000_000, 2)
    assert remittances.value("remittances_bilateral", "TJK", 2017, "RUS") == expected
    assert remittances.value("remittances_bilateral", "TJK", 2017) == round(
        cells["WORLD", "Tajikistan"] * 1e6, 2
    )
    assert remittances.value("remittances_bilateral_sent", "RUS", 2017) == round(
        cells["Russian Federation", "WORLD"] * 1e6, 2
    )


def test_17_and_18_a_value_without_its_revision_says_nothing(of):
    old, new = of(IMS_2020), of(IMS_2024)
    assert (old.edition, new.edition) == ("2020", "2024")
    told = {
        (area, year): (old.value("migrant_stock", area, year), new.value("migrant_stock", area, year))
        for area, year in (("KAZ", 1990), ("SRB", 1990), ("X_WORLD", 2020))
    }
    assert told == {
        ("KAZ", 1990): (3_619_200, 3_289_058),
        ("SRB", 1990): (99_269, 1_064_614),
        ("X_WORLD", 2020): (280_598_105, 275_284_032),
    }
    assert old.value("migrant_stock", "KAZ", 2020) == 3_732_073


def test_17_a_census_counts_other_people_than_the_estimate(of, shared_data):
    census = {
        row["PopulationUniverse"]: float(row["value"])
        for row in lines(shared_data / "undesa/ims_empirical_totals.csv.gz")
        if row["LocID"] == "398" and row["yearref"].startswith("2021")
    }
    assert (census["3"], census["4"]) == (1_999_142, 632_157)
    assert of(IMS_2020).value("migrant_stock", "KAZ", 2020) not in census.values()


def test_18_the_type_of_data_changes_with_the_revision(of, shared_data):
    types = figures(shared_data / "undesa/gdidata_undesa_stocks_2024.csv.gz")
    assert of(IMS_2020).observation("migrant_stock", "POL", 2020)[1] == "B"
    assert types.observation("stock_data_type", "POL", 2024)[:2] == (1 + 4, "BR")
    printed = {
        row["geo"]: "".join(letter for letter in "BCRI" if row[f"type_{letter.lower()}"] == "1")
        for row in lines(shared_data / "undesa/gdidata_undesa_stocks_2024.csv.gz")
        if row["t"] == "2024"
    }
    assert dict(types.rows("SELECT area, flag FROM observed WHERE year = 2024")) == printed


def test_22_populations_of_three_producers_stay_apart(of):
    wdi = of(WDI)
    assert [wdi.value("population_midyear", area, 2023) for area in ("UKR", "GEO", "XKX")] == [
        37_732_833,
        3_807_494,
        1_700_039,
    ]


def test_every_row_is_accounted_for_and_every_key_is_once(of):
    for name in (IMS_2024, IMS_2020, WPP, WDI, STOCKS, REMITTANCES, HDR, PASSPORTS, FRONTEX, MISSING):
        made = of(name)
        doubled = made.rows(
            f"SELECT {', '.join(KEY_COLUMNS)} FROM observed GROUP BY ALL HAVING count(*) > 1 LIMIT 3"
        )
        assert doubled == [], name
        staged = " UNION ".join(f'SELECT _row FROM "{table}"' for table in made.bench.staged)
        lost = made.rows(
            f"({staged}) EXCEPT (SELECT row FROM observed UNION SELECT row FROM missing_cells "
            "UNION SELECT row FROM set_aside_rows)"
        )
        assert lost == [], name


def test_incidents_with_several_nationalities_count_for_none(of, shared_data):
    alone, everywhere = Counter(), defaultdict(int)
    for row in lines(shared_data / MISSING):
        if row["m"].startswith("2023"):
            everywhere[row["geo"]] += int(row["dead"])
            alone[row["nat"]] += int(row["dead"])
    missing = of(MISSING)
    assert missing.value("missing_migrants", "LBY", 2023) == everywhere["LBY"]
    assert missing.value("missing_migrants_nationals", "SYR", 2023) == alone["SYR"]
    assert missing.value("missing_migrants", "X_WORLD", 2023) == sum(everywhere.values())
    assert missing.value("missing_migrants", "LBY", 2025) is None


def test_an_unknown_name_stops_with_the_nearest_ones(tmp_path):
    """Nothing is guessed: the person adds the name to the mapping, or puts the file right."""
    path = tmp_path / "matrix.csv"
    path.write_text(
        "destination (across) / origin (down),Ukrane,Poland,World\nUkraine,0,5,5\nPoland,7,0,7\nWorld,7,5,12\n",
        encoding="utf-8",
    )
    raw = read(path)
    (adapter,) = adapters_for(raw)
    with pytest.raises(UnknownNames) as refused:
        adapter.adapt(Workbench(), raw, "2017")
    assert [(found, near[0]) for found, _, near in refused.value.names] == [("Ukrane", "Ukraine (UKR)")]


def matrix(path: Path) -> dict[tuple[str, str], float]:
    """A matrix of the Bank as (what runs down, what runs across) -> figure, read with calamine alone."""
    book = CalamineWorkbook.from_path(path)
    rows = book.get_sheet_by_name(book.sheet_names[0]).to_python()
    across = rows[1]
    return {
        (row[0], across[place]): cell
        for row in rows[2:]
        if row[0] and row[1] != ""
        for place, cell in enumerate(row)
        if place and isinstance(cell, float)
    }
