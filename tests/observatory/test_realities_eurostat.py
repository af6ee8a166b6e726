"""The traps of Eurostat's real files, each by its number in REALITIES.md, against the files as plain csv."""

from __future__ import annotations

from collections import Counter

import pytest

from convene.observatory.failures import UnknownNames
from tests.observatory.adapting import adapted, plain, value

STATES = ("UKR", "GEO", "POL", "KAZ", "XKX", "LIE")
ALPHA2 = {"UKR": "UA", "GEO": "GE", "POL": "PL", "KAZ": "KZ", "XKX": "XK", "LIE": "LI"}
LABELS = {"UKR": "Ukraine", "GEO": "Georgia", "POL": "Poland", "KAZ": "Kazakhstan", "XKX": "Kosovo*"} | {
    "LIE": "Liechtenstein"
}
EU27 = [
    "AUT",
    "BEL",
    "BGR",
    "HRV",
    "CYP",
    "CZE",
    "DNK",
    "EST",
    "FIN",
    "FRA",
    "DEU",
    "GRC",
    "HUN",
    "IRL",
    "ITA",
    "LVA",
    "LTU",
    "LUX",
    "MLT",
    "NLD",
    "POL",
    "PRT",
    "ROU",
    "SVK",
    "SVN",
    "ESP",
    "SWE",
]


@pytest.fixture(scope="module")
def eurostat(shared_data):
    return shared_data / "eurostat"


@pytest.fixture(scope="module")
def eu_asyapp(eurostat):
    return adapted(eurostat / "gdidata/eu_asyapp.csv.gz")


def tsv(path):
    """(codes, year) -> (number, flags) of a Eurostat TSV, with nothing of ours in between."""
    heading, *lines = path.read_text().rstrip("\n").split("\n")
    years = [int(cell) for cell in heading.split("\t")[1:]]
    for line in lines:
        codes, *cells = line.split("\t")
        for year, cell in zip(years, cells, strict=True):
            number, _, flags = cell.strip().partition(" ")
            yield tuple(codes.split(",")), year, None if number == ":" else float(number), flags


# --- six states, every file --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "indicator", "column"),
    [
        ("sdmxcsv_labels_only/demo_gind.csv", "population_1jan_eurostat", ""),
        ("sdmxcsv_labels_only/tps00170.csv", "first_permits", ""),
        ("sdmxcsv_labels_only/migr_eipre.csv", "illegally_present", "apprehen reason"),
    ],
)
def test_labels_only_in_six_states(eurostat, file, indicator, column):
    expected = {
        (row["geo"], int(row["TIME_PERIOD"])): float(row["OBS_VALUE"])
        for row in plain(eurostat / file)
        if all(row[name] == "Total" for name in column.split())
    }
    bench = adapted(eurostat / file)
    years = range(2008, 2025)
    assert {(state, year): value(bench, indicator, state, year) for state in STATES for year in years} == {
        (state, year): expected.get((LABELS[state], year)) for state in STATES for year in years
    }


@pytest.mark.parametrize(
    ("file", "indicator", "doubled"),
    [
        ("tps00176", "immigration", True),
        ("tps00024", "citizenship_acquired", True),
        ("tps00157", "foreign_population", False),
        ("tps00001", "population_1jan_tps00001", False),
    ],
)
def test_old_tables_in_six_states(eurostat, file, indicator, doubled):
    path = eurostat / f"tsv_bulk_old/{file}.tsv"
    expected = {
        (codes[-1], year): number for codes, year, number, _ in tsv(path) if not doubled or "COMPLET" in codes
    }
    bench = adapted(path)
    years = range(2008, 2022)
    assert {(state, year): value(bench, indicator, state, year) for state in STATES for year in years} == {
        (state, year): expected.get((ALPHA2[state], year)) for state in STATES for year in years
    }


def test_asylum_applicants_and_temporary_protection_in_poland_and_liechtenstein(eurostat):
    applicants = adapted(eurostat / "sdmxcsv_codes_labels/migr_asyappctza_total_ua.csv")
    for row in plain(eurostat / "sdmxcsv_codes_labels/migr_asyappctza_total_ua.csv"):
        if row["geo"] in ("PL", "LI", "EL", "UK"):
            state = {"PL": "POL", "LI": "LIE", "EL": "GRC", "UK": "GBR"}[row["geo"]]
            citizens = {"TOTAL": "", "UA": "UKR"}[row["citizen"]]
            found = value(applicants, "asylum_applicants", state, int(row["TIME_PERIOD"]), citizens)
            assert found == float(row["OBS_VALUE"])
    protected = adapted(eurostat / "sdmxcsv_codes_labels/migr_asytpsm_ua.csv")
    for row in plain(eurostat / "sdmxcsv_codes_labels/migr_asytpsm_ua.csv"):
        if row["geo"] in ("PL", "LI"):
            year, month = map(int, row["TIME_PERIOD"].split("-"))
            state = {"PL": "POL", "LI": "LIE"}[row["geo"]]
            assert value(protected, "tp_ukraine", state, year, month=month) == float(row["OBS_VALUE"])
            assert value(protected, "temporary_protection", state, year, "UKR", month=month) == float(
                row["OBS_VALUE"]
            )


def test_first_time_applicants_by_citizens_of_six_states(eurostat, eu_asyapp):
    expected = Counter()
    for row in plain(eurostat / "gdidata/eu_asyapp.csv.gz"):
        if row["geo"] == "EU27":
            expected[row["nat"], int(row["t"])] += int(row["n"])
    years = range(2011, 2025)
    assert {
        (state, year): value(eu_asyapp, "eu_first_time_applicants", state, year)
        for state in STATES
        for year in years
    } == {(state, year): expected.get((state, year)) for state in STATES for year in years}
    assert expected["GEO", 2019] > 20_000 and expected["LIE", 2024] == 0


# --- the traps, by number ------------------------------------------------------------------------------


def test_trap_2_kosovo_under_four_names(eurostat, eu_asyapp):
    """XK in TSV, "Kosovo*" in demo_gind, "Kosovo (under ... 1244/99)" in the CSV of 2017, XKX in gdidata."""
    assert (
        value(adapted(eurostat / "tsv_bulk_old/tps00001.tsv"), "population_1jan_tps00001", "XKX", 2020)
        == 1_782_115
    )
    assert value(
        adapted(eurostat / "sdmxcsv_labels_only/demo_gind.csv"), "population_1jan_eurostat", "XKX", 2022
    ) == (1_773_971)
    label = "Kosovo (under United Nations Security Council Resolution 1244/99)"
    file = eurostat / "nui_csv_2017/migr_asyappctza_allcitizenships.csv.gz"
    printed = next(
        row["Value"]
        for row in plain(file, "cp1252")
        if (row["TIME"], row["CITIZEN"]) == ("2015", label) and row["GEO"].startswith("Germany")
    )
    found = value(adapted(file), "asylum_first_time_applicants", "DEU", 2015, "XKX")
    assert found == float(printed.replace(",", "")) > 30_000
    assert value(eu_asyapp, "first_time_applicants", "DEU", 2015, "XKX") > 30_000


def test_trap_3_greece_the_united_kingdom_and_names_of_2017(eurostat):
    immigration = adapted(eurostat / "tsv_bulk_old/tps00176.tsv")
    assert value(immigration, "immigration", "GRC", 2017) == 112_247
    assert value(immigration, "immigration", "GBR", 2016) == 588_993
    file = eurostat / "nui_csv_2017/migr_eiord_Data_allcitizens.csv.gz"
    label = "Former Yugoslav Republic of Macedonia, the"
    printed = [
        row["Value"]
        for row in plain(file, "cp1252")
        if (row["TIME"], row["GEO"], row["CITIZEN"]) == ("2015", "Czech Republic", label)
    ]
    assert [value(adapted(file), "ordered_to_leave", "CZE", 2015, "MKD")] == [float(one) for one in printed]


def test_trap_3_an_unknown_name_stops_with_the_nearest(eurostat, tmp_path):
    text = (
        (eurostat / "sdmxcsv_labels_only/tps00170.csv")
        .read_text()
        .replace(",Liechtenstein,", ",Lichtenstein,")
    )
    (tmp_path / "tps00170.csv").write_text(text)
    with pytest.raises(UnknownNames) as refused:
        adapted(tmp_path / "tps00170.csv")
    name, row, nearest = refused.value.names[0]
    assert (name, "Liechtenstein (LIE)" in nearest) == ("Lichtenstein", True)
    assert text.split("\n")[row - 1].count("Lichtenstein") == 1


def test_trap_8_flags_and_absent_cells_of_old_tsv(eurostat):
    path = eurostat / "tsv_bulk_old/tps00176.tsv"
    bench = adapted(path)
    printed = {
        (codes[-1], year): (number, flags) for codes, year, number, flags in tsv(path) if "COMPLET" in codes
    }
    assert printed["PL", 2019] == (226_649, "ep")
    kept = bench.connection.execute(
        "SELECT value, flag FROM observed WHERE area = 'POL' AND year = 2019"
    ).fetchall()
    assert kept == [(226_649, "ep")]
    absent = {key for key, (number, _) in printed.items() if number is None}
    assert (
        bench.scalar("SELECT count(*) FROM missing_cells WHERE reason = 'not published'") == len(absent) == 8
    )
    assert value(bench, "immigration", "BGR", 2008) is None


def test_trap_8_thousands_commas_and_colons_of_the_former_csv(eurostat):
    file = eurostat / "nui_csv_2017/migr_asyappctza_allcitizenships.csv.gz"
    rows = list(plain(file, "cp1252"))
    colons = [row for row in rows if row["Value"] == ":"]
    assert (len(rows), len(colons)) == (34_680, 2_757)
    bench = adapted(file)
    of_states = sum(row["GEO"] != "Total" for row in colons)
    assert bench.scalar("SELECT count(*) FROM missing_cells") == of_states
    assert bench.scalar("SELECT sum(value) FROM observed") == sum(
        int(row["Value"].replace(",", "")) for row in rows if row["Value"] != ":" and row["GEO"] != "Total"
    )


def test_trap_8_low_reliability_without_a_figure_is_missing(eurostat):
    file = eurostat / "sdmxcsv_codes_labels/lfsa_urgan.csv.gz"
    empty = [row for row in plain(file) if row["OBS_VALUE"] == ""]
    assert {row["OBS_FLAG"] for row in empty} == {"u", "bu"}
    bench = adapted(file)
    assert bench.connection.execute("SELECT reason, count(*) FROM missing_cells GROUP BY 1").fetchall() == [
        ("of low reliability, not published", len(empty))
    ]


@pytest.mark.parametrize("file", ["tps00176", "tps00024"])
def test_trap_9_doubled_rows_count_once(eurostat, file):
    path = eurostat / f"tsv_bulk_old/{file}.tsv"
    complete = [number for codes, _, number, _ in tsv(path) if "COMPLET" in codes and number is not None]
    everything = [number for _, _, number, _ in tsv(path) if number is not None]
    bench = adapted(path)
    assert bench.scalar("SELECT sum(value) FROM observed") == sum(complete) == sum(everything) / 2
    assert bench.connection.execute("SELECT DISTINCT reason FROM set_aside_rows").fetchall() == [
        ("doubled: agedef=REACH beside agedef=COMPLET",)
    ]


def test_trap_10_the_eu_is_not_the_sum_of_its_rounded_members(eu_asyapp):
    year = 2024
    members = [value(eu_asyapp, "first_time_applicants", state, year, "POL") or 0 for state in EU27]
    everywhere = sum(members) + value(eu_asyapp, "first_time_applicants", "CHE", year, "POL")
    of_the_eu = value(eu_asyapp, "first_time_applicants", "X_EU27", year, "POL")
    assert (of_the_eu, sum(members), everywhere) == (45, 30, 35)
    everybody = [value(eu_asyapp, "first_time_applicants", state, year) for state in EU27]
    assert (value(eu_asyapp, "first_time_applicants", "X_EU27", year), sum(everybody)) == (997_785, 996_875)


def test_trap_11_dropped_zeros_are_missing_and_not_zero(eu_asyapp):
    assert value(eu_asyapp, "eu_first_time_applicants", "LIE", 2024) is None
    assert eu_asyapp.connection.execute(
        "SELECT reason FROM missing_cells WHERE area = 'LIE' AND year = 2024"
    ).fetchall() == [("zero cells were dropped by the republisher: zero, or not published",)]


def test_trap_16_cells_that_somebody_added_are_not_eurostats(eurostat):
    """Three that the file's users name, and a fourth of the same kind: Austria 2013."""
    bench = adapted(eurostat / "nui_csv_2017/migr_asyappctza_1_Data-2017-05-31-ADDED.csv")
    found = bench.connection.execute(
        """SELECT held, reason FROM set_aside_rows WHERE reason LIKE 'put in by%' ORDER BY held"""
    ).fetchall()
    five = "put in by a republisher: not rounded as the producer rounds"
    assert found == [
        ("AUT  2012 17413", five),
        ("AUT  2013 17503", five),
        (
            "HRV X_EXTRA_EU28 2012 1195",
            "put in by a republisher: neither the total nor the whole is published",
        ),
        ("HUN  2012 2157", five),
    ]
    assert value(bench, "asylum_applicants", "HUN", 2012) == 2_155
    assert value(bench, "asylum_first_time_applicants", "HUN", 2012) is None


def test_trap_19_liechtensteins_births_that_changed_places_are_found(shared_data, tmp_path):
    """26,971 born abroad and 12,287 at home in 2022, then 13,634 and 26,043: swapped at the source."""
    universe = {"3": "FOR", "5": "NAT", "0": "TOTAL"}
    found = {
        (universe[row["PopulationUniverse"]], int(float(row["yearref"]))): row["value"]
        for row in plain(shared_data / "undesa/ims_empirical_totals.csv.gz")
        if (row["LocID"], row["source"]) == ("438", "Eurostat") and row["PopulationUniverse"] in universe
    }
    years = range(2018, 2024)
    heading = "freq,c_birth,age,unit,sex,geo\\TIME_PERIOD\t" + "\t".join(f"{year} " for year in years)
    lines = [
        f"A,{code},TOTAL,NR,T,LI\t" + "\t".join(f"{found[code, year]} " for year in years)
        for code in universe.values()
    ]
    (tmp_path / "migr_pop3ctb.tsv").write_text("\n".join([heading, *lines]) + "\n")
    bench = adapted(tmp_path / "migr_pop3ctb.tsv")
    assert value(bench, "population_by_birth", "LIE", 2022, "X_FOREIGN") == 26_971
    assert value(bench, "population_by_birth", "LIE", 2023, "X_FOREIGN") == 13_634
    checked = {check.name: check.passed for check in bench.checks}
    assert not checked["foreign and native do not change places"]
    assert bench.connection.execute(
        "SELECT year, counterpart FROM observed WHERE note = 'changed-places' ORDER BY ALL"
    ).fetchall() == [(2023, "X_FOREIGN"), (2023, "X_NATIONAL")]


def test_trap_20_ukrainians_under_temporary_protection_in_poland(eurostat):
    bench = adapted(eurostat / "sdmxcsv_codes_labels/migr_asytpsm_ua.csv")
    assert value(bench, "tp_ukraine", "POL", 2025, month=3) == 992_370


def test_trap_22_population_of_eurostat(eurostat):
    bench = adapted(eurostat / "sdmxcsv_labels_only/demo_gind.csv")
    of_2022 = {state: value(bench, "population_1jan_eurostat", state, 2022) for state in ("UKR", "XKX")}
    assert of_2022 == {"UKR": 40_997_698, "XKX": 1_773_971}
    assert 3_694_608 in [value(bench, "population_1jan_eurostat", "GEO", year) for year in range(2020, 2025)]
