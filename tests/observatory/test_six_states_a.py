"""
Ukraine, Georgia, Poland, Kazakhstan, Kosovo* and Liechtenstein: every indicator of the factsheet that rests on UN DESA,
the World Bank, UNDP, Frontex and Passport Index, for every year there is, against sums made with plain csv.
"""

from collections import defaultdict
from pathlib import Path

import pytest

from tests.observatory.adapted import figures, lines

STATES = ("UKR", "GEO", "POL", "KAZ", "XKX", "LIE")
M49 = {"UKR": "804", "GEO": "268", "POL": "616", "KAZ": "398", "XKX": "412", "LIE": "438"}
AREA = {number: code for code, number in M49.items()}
Series = dict[tuple[str, int], float]


def made(path: Path, edition: str, indicator: str) -> Series:
    """Totals of an indicator for the six, as the adapter made them."""
    told = figures(path, edition).rows(
        "SELECT area, year, value FROM observed WHERE indicator = ? AND counterpart = '' AND sex = 'T' AND age = 'T' "
        "AND month = 0 AND detail = ''",
        indicator,
    )
    return {(area, year): value for area, year, value in told if area in STATES}


@pytest.fixture(scope="module")
def stocks(shared_data: Path) -> dict[str, Series]:
    """Indicator -> figures, from destination x origin x sex: origin 0 is all, 2003 other or unknown."""
    out: dict[str, Series] = defaultdict(lambda: defaultdict(float))
    women: Series = {}
    for row in lines(shared_data / "undesa/ims2024_destination_origin_sex.csv.gz"):
        year, value = int(row["year"]), float(row["value"])
        area = AREA.get(row["LocID"])
        if area and row["LocIDorg"] == "0" and row["sex"] == "2":
            women[area, year] = value
        if row["sex"] != "0":
            continue
        if area and row["LocIDorg"] == "0":
            out["migrant_stock"][area, year] = value
        if area and row["LocIDorg"] == "2003":
            out["origin_unknown"][area, year] = value
        if origin := AREA.get(row["LocIDorg"]):
            out["emigrant_stock"][origin, year] += value
    out["migrant_stock_female_share"] = {
        key: round(100 * value / out["migrant_stock"][key], 1) for key, value in women.items()
    }
    return {indicator: dict(series) for indicator, series in out.items()}


@pytest.mark.parametrize(
    "indicator", ["migrant_stock", "origin_unknown", "emigrant_stock", "migrant_stock_female_share"]
)
def test_migrant_stocks(shared_data, stocks, indicator):
    found = made(shared_data / "undesa/ims2024_destination_origin_sex.csv.gz", "", indicator)
    assert found == stocks[indicator]
    assert {area for area, _ in found} == {"UKR", "GEO", "POL", "KAZ", "LIE"}


def test_largest_origins_and_destinations(shared_data):
    """What `top_origin` and `top_destination` answer from: pairs by size, the unknown left out."""
    ims = figures(shared_data / "undesa/ims2024_destination_origin_sex.csv.gz")
    pairs = [
        (float(row["value"]), row["LocID"], row["LocIDorg"])
        for row in lines(shared_data / "undesa/ims2024_destination_origin_sex.csv.gz")
        if row["year"] == "2024" and row["sex"] == "0" and row["LocIDorg"] not in ("0", "2003")
    ]
    largest = "SELECT value FROM observed WHERE indicator = 'migrant_stock' AND year = 2024 AND sex = 'T' AND {} = ? "
    largest += "AND counterpart NOT IN ('', 'X_OTHER') ORDER BY value DESC LIMIT 1"
    for area, number in M49.items():
        if area == "XKX":
            continue
        into = max(value for value, destination, _ in pairs if destination == number)
        out_of = max(value for value, _, origin in pairs if origin == number)
        assert ims.rows(largest.format("area"), area) == [(into,)]
        assert ims.rows(largest.format("counterpart"), area) == [(out_of,)]


def test_ages_of_migrants(shared_data):
    path = shared_data / "undesa/ims2020_destination_age_sex.csv.gz"
    ages: dict[tuple[str, int], dict[int, float]] = defaultdict(dict)
    for row in lines(path):
        if row["LocID"] in AREA and row["sex"] == "0":
            ages[AREA[row["LocID"]], int(row["year"])][int(row["age"])] = float(row["value"])
    assert made(path, "", "migrant_stock_share_65_plus") == {
        key: round(100 * sum(v for age, v in of.items() if age >= 65) / sum(of.values()), 1)
        for key, of in ages.items()
    }
    assert made(path, "", "migrant_stock_by_age") == {key: sum(of.values()) for key, of in ages.items()}


def test_net_migration(shared_data):
    path = shared_data / "unwpp/wpp2024_migration.txt.gz"
    assert made(path, "", "net_migration") == {
        (AREA[row["country_code"]], year): round(float(row[str(year)]) * 1000)
        for row in lines(path, delimiter="\t")
        if row["country_code"] in AREA
        for year in range(1950, 2024)
    }


@pytest.fixture(scope="module")
def bank(shared_data: Path) -> dict[str, Series]:
    out: dict[str, Series] = defaultdict(dict)
    for row in lines(shared_data / "worldbank/gdidata_wdi.csv.gz"):
        if row["geo"] in STATES:
            out[row["var"]][row["geo"], int(row["t"])] = float(row["v"])
    return out


@pytest.mark.parametrize(
    ("variable", "indicator"),
    [
        ("remin", "remittances_received"),
        ("remout", "remittances_paid"),
        ("gdp", "gdp_current_usd"),
        ("income", "gdp_per_capita_ppp"),
        ("unem", "unemployment_rate"),
        ("inf", "inflation_rate"),
        ("birth", "birth_rate"),
        ("depend", "age_dependency_ratio"),
        ("fdiin", "fdi_net_inflows"),
        ("fdiout", "fdi_net_outflows"),
        ("polstb", "political_stability"),
    ],
)
def test_development_indicators(shared_data, bank, variable, indicator):
    assert made(shared_data / "worldbank/gdidata_wdi.csv.gz", "2025-06", indicator) == bank[variable]


def test_population_and_remittances_in_the_gdp(shared_data, bank):
    path = shared_data / "worldbank/gdidata_wdi.csv.gz"
    assert made(path, "2025-06", "population_midyear") == {
        key: round(value) for key, value in bank["pop"].items()
    }
    assert made(path, "2025-06", "net_migration_wdi") == bank["nmig"]
    assert made(path, "2025-06", "remittances_gdp_share") == {
        key: round(100 * value / bank["gdp"][key], 1)
        for key, value in bank["remin"].items()
        if key in bank["gdp"]
    }


def test_human_development(shared_data):
    path = shared_data / "undp/HDR23-24_Composite_indices_complete_time_series.csv.gz"
    printed = [row for row in lines(path, encoding="windows-1252") if row["iso3"] in STATES]
    assert made(path, "", "hdi") == {
        (row["iso3"], year): float(row[f"hdi_{year}"])
        for row in printed
        for year in range(1990, 2023)
        if row[f"hdi_{year}"]
    }
    assert made(path, "", "hdi_rank") == {(row["iso3"], 2022): float(row["hdi_rank_2022"]) for row in printed}
    assert {row["iso3"] for row in printed} == set(STATES) - {"XKX"}


def test_passports(shared_data):
    path = shared_data / "passportindex/passport-index-tidy-iso3.csv"
    free: Series = defaultdict(float)
    for row in lines(path):
        if row["Passport"] in STATES and (row["Requirement"].isdigit() or row["Requirement"] == "visa free"):
            free[row["Passport"], 2025] += 1
    assert made(path, "2025-01-12", "passport_visa_free") == dict(free)


def test_detections_at_the_border(shared_data):
    """Sums of full years: 2009 to 2024. Poland and Liechtenstein have no row at all."""
    path = shared_data / "frontex/frontex_detections_monthly.csv.gz"
    found: Series = defaultdict(float)
    for row in lines(path):
        if row["nat"] in STATES and row["t"] < "2025":
            found[row["nat"], int(row["t"][:4])] += float(row["n"])
    assert made(path, "", "frontex_detections") == dict(found)
    assert {area for area, _ in found} == {"UKR", "GEO", "KAZ", "XKX"}
