"""The traps of UNHCR's real files, each by its number in REALITIES.md, against sums made with plain csv."""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from functools import lru_cache
from itertools import islice

import pytest

from convene.observatory.failures import CheckFailed, UnknownNames
from tests.observatory.adapting import adapted, plain, value

STATES = ("UKR", "GEO", "POL", "KAZ", "XKX", "LIE")
LOOKED_AT = {*STATES, "AUS", "AUT"}
YEARS = (2015, 2020, 2024, 2025)


@pytest.fixture(scope="module")
def population(shared_data):
    return adapted(shared_data / "unhcr/population.csv.gz")


@pytest.fixture(scope="module")
def applications(shared_data):
    return adapted(shared_data / "unhcr/asylum_applications.csv.gz")


@pytest.fixture(scope="module")
def decisions(shared_data):
    return adapted(shared_data / "unhcr/asylum_decisions.csv.gz")


@lru_cache(maxsize=4)
def rows_of(path):
    """All rows of a file as text, read once."""
    return tuple(plain(path))


def sums(path, side, column, where=lambda row: True):
    """Sum of a column by state and year; a state without a row in a year is not there."""
    found = Counter()
    for row in rows_of(path):
        if row[column] != "" and (row[side] in LOOKED_AT) and where(row):
            found[row[side], int(row["year"])] += int(row[column])
    return found


@pytest.mark.parametrize(
    ("indicator", "side", "column"),
    [
        ("unhcr_refugees_hosted", "coa_iso", "refugees"),
        ("unhcr_asylum_seekers_hosted", "coa_iso", "asylum_seekers"),
        ("unhcr_idps_hosted", "coa_iso", "idps"),
        ("unhcr_stateless_hosted", "coa_iso", "stateless"),
        ("unhcr_refugees_origin", "coo_iso", "refugees"),
        ("unhcr_asylum_seekers_origin", "coo_iso", "asylum_seekers"),
        ("unhcr_others_in_need_hosted", "coa_iso", "oip"),
        ("unhcr_returned_refugees", "coo_iso", "returned_refugees"),
    ],
)
def test_population_of_six_states(population, shared_data, indicator, side, column):
    expected = sums(shared_data / "unhcr/population.csv.gz", side, column)
    assert {
        (state, year): value(population, indicator, state, year) for state in STATES for year in YEARS
    } == {(state, year): expected.get((state, year)) for state in STATES for year in YEARS}


@pytest.mark.parametrize(
    ("indicator", "where"),
    [
        ("asylum_applications_by_nationals", lambda row: True),
        ("asylum_applications_new_persons", lambda row: row["app_type"] == "N" and row["app_pc"] == "P"),
    ],
)
def test_applications_of_nationals_of_six_states(applications, shared_data, indicator, where):
    expected = sums(shared_data / "unhcr/asylum_applications.csv.gz", "coo_iso", "applied", where)
    assert {
        (state, year): value(applications, indicator, state, year) for state in STATES for year in YEARS
    } == {(state, year): expected.get((state, year)) for state in STATES for year in YEARS}


def test_decisions_and_recognition_in_six_states(decisions, shared_data):
    file = shared_data / "unhcr/asylum_decisions.csv.gz"
    by = {
        column: sums(file, "coa_iso", column)
        for column in ("dec_total", "dec_recognized", "dec_other", "dec_rejected")
    }
    for state in STATES:
        for year in YEARS:
            place = (state, year)
            assert value(decisions, "asylum_decisions_total", *place) == by["dec_total"].get(place)
            positive = by["dec_recognized"][place] + by["dec_other"][place]
            decided = positive + by["dec_rejected"][place]
            rate = value(decisions, "asylum_total_recognition_rate", *place)
            assert rate == (pytest.approx(100 * positive / decided) if decided else None)


# --- the traps, by number ------------------------------------------------------------------------------


def test_trap_1_two_code_systems_austria_is_not_australia(population, shared_data):
    """coa AUS is Austria, coa_iso AUS is Australia; 96 of the codes differ."""
    file = shared_data / "unhcr/population.csv.gz"
    hosted = sums(file, "coa_iso", "refugees")
    names = {row["coa_iso"]: row["coa_name"] for row in rows_of(file)}
    assert (names["AUS"], names["AUT"]) == ("Australia", "Austria")
    assert value(population, "unhcr_refugees_hosted", "AUT", 2024) == hosted["AUT", 2024]
    assert value(population, "unhcr_refugees_hosted", "AUS", 2024) == hosted["AUS", 2024]


def test_trap_1_swapped_columns_stop_the_import(shared_data, tmp_path):
    with gzip.open(shared_data / "unhcr/population.csv.gz", "rt", encoding="utf-8") as file:
        rows = list(islice(csv.reader(file), 2000))
    coa, coa_iso = rows[0].index("coa"), rows[0].index("coa_iso")
    for row in rows[1:]:
        row[coa], row[coa_iso] = row[coa_iso], row[coa]
    swapped = tmp_path / "population.csv"
    with swapped.open("w", newline="") as file:
        csv.writer(file).writerows(rows)
    with pytest.raises((UnknownNames, CheckFailed)):
        adapted(swapped)


def test_trap_2_kosovo_is_missing_with_its_reason_and_inside_serbia(population, shared_data):
    names = {
        row["coa_name"] for row in rows_of(shared_data / "unhcr/population.csv.gz") if row["coa_iso"] == "SRB"
    }
    assert names == {"Serbia and Kosovo: S/RES/1244 (1999)"}
    assert population.scalar("SELECT count(*) FROM observed WHERE area = 'XKX' OR counterpart = 'XKX'") == 0
    reason = "the producer counts Kosovo* with Serbia: S/RES/1244 (1999)"
    assert population.connection.execute(
        "SELECT DISTINCT reason FROM missing_cells WHERE area = 'XKX' AND year = 2025"
    ).fetchall() == [(reason,)]


def test_trap_5_na_is_a_code(applications, shared_data):
    rows = list(rows_of(shared_data / "unhcr/asylum_applications.csv.gz"))
    with_na = [row for row in rows if row["app_type"] == "NA"]
    assert (len(with_na), sum(row["dec_level"] == "NA" for row in rows)) == (358, 2180)
    kept = applications.connection.execute(
        "SELECT count(*), sum(value) FROM observed WHERE detail LIKE '%app_type=NA;%'"
    ).fetchone()
    assert kept == (358, sum(int(row["applied"]) for row in with_na))


def test_trap_10_counts_of_one_to_four_are_never_published(population, applications):
    for bench in (population, applications):
        found = {check.name: check.passed for check in bench.checks}
        assert found["no count of one to four: the producer never publishes them"]


def test_trap_11_others_in_need_are_missing_before_2018_and_not_zero(population):
    assert (
        population.scalar("SELECT min(year) FROM observed WHERE indicator = 'unhcr_others_in_need_hosted'")
        == 2018
    )
    assert population.connection.execute(
        """SELECT reason FROM missing_cells WHERE indicator = 'unhcr_others_in_need_hosted' AND area = 'POL'
           AND year = 2017"""
    ).fetchall() == [("the producer did not count this category yet",)]


def test_trap_11_stateless_persons_are_not_zero_before_anybody_counted_them(population):
    assert value(population, "unhcr_stateless_hosted", "KAZ", 2000) is None
    assert value(population, "unhcr_stateless_hosted", "KAZ", 2024) == 7865


def test_trap_20_refugees_from_ukraine_in_poland(population):
    assert value(population, "unhcr_refugees_hosted", "POL", 2025, "UKR") == 972_287


def test_trap_21_kazakhstan_reclassified(population):
    found = population.connection.execute(
        """SELECT indicator, year, value, note FROM observed WHERE area = 'KAZ' AND counterpart = '' AND year >= 2024
           AND indicator IN ('unhcr_refugees_hosted', 'unhcr_others_in_need_hosted') ORDER BY ALL"""
    ).fetchall()
    assert found == [
        ("unhcr_others_in_need_hosted", 2025, 48_391, "reclassified"),
        ("unhcr_refugees_hosted", 2024, 65_833, ""),
        ("unhcr_refugees_hosted", 2025, 4_377, "reclassified"),
    ]
    assert "Break in the series" in population.notes["reclassified"]


def test_trap_23_persons_and_cases_are_kept_apart(applications, shared_data):
    file = shared_data / "unhcr/asylum_applications.csv.gz"
    of_ukraine = {
        code: sums(file, "coo_iso", "applied", lambda row, code=code: row["app_pc"] == code)["UKR", 2015]
        for code in ("P", "C")
    }
    assert of_ukraine["C"] > 0
    for code, expected in of_ukraine.items():
        found = value(applications, "asylum_applications_by_nationals", "UKR", 2015, detail=f"app_pc={code}")
        assert found == expected


# --- demographics, flows, solutions, displacement ---------------------------------------------------------


def test_unknown_sex_is_not_zero(shared_data):
    """Venezuelans in Aruba: 11,470 persons, every cell of sex and age 0: nothing is known of their sex."""
    bench = adapted(shared_data / "unhcr/demographics.csv.gz")
    assert value(bench, "unhcr_demographics_others_in_need", "ABW", 2025, "VEN") == 11_470
    assert value(bench, "unhcr_demographics_others_in_need", "ABW", 2025, "VEN", sex="F") is None
    rows = [row for row in rows_of(shared_data / "unhcr/demographics.csv.gz") if row["coa_iso"] == "UKR"]
    women = sum(int(row["f_total"]) for row in rows if row["pop_type"] == "REF")
    assert value(bench, "unhcr_demographics_refugees", "UKR", 2025, sex="F") == women


def test_every_row_has_its_place(shared_data, population, applications, decisions):
    others = [
        adapted(shared_data / f"unhcr/{name}.csv.gz") for name in ("flows", "solutions", "demographics")
    ]
    for bench in (population, applications, decisions, *others):
        assert (
            bench.scalar(
                """SELECT count(*) FROM raw WHERE _row NOT IN (SELECT "row" FROM observed UNION ALL
               SELECT "row" FROM missing_cells UNION ALL SELECT "row" FROM set_aside_rows)"""
            )
            == 0
        )


def test_internally_displaced_of_idmc(shared_data):
    bench = adapted(shared_data / "unhcr/idmc.csv.gz")
    expected = sums(shared_data / "unhcr/idmc.csv.gz", "coa_iso", "total")
    assert {state: value(bench, "idmc_idps", state, 2024) for state in STATES} == {
        state: expected.get((state, 2024)) for state in STATES
    }


def test_an_unknown_code_stops_with_its_row(shared_data, tmp_path):
    with gzip.open(shared_data / "unhcr/population.csv.gz", "rt", encoding="utf-8") as file:
        lines = [line.rstrip("\n") for line in islice(file, 5)]
    (tmp_path / "population.csv").write_text("\n".join([*lines, lines[1].replace("AUS", "AUX")]) + "\n")
    with pytest.raises(UnknownNames) as refused:
        adapted(tmp_path / "population.csv")
    assert refused.value.names[0][:2] == ("AUX", 6)
