"""A year of what is told by months: a stock's last month, a flow's twelve added, and of fewer nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.test import override_settings

from convene.observatory.operations.import_file import import_file, recognise
from convene.observatory.queries.values import series, value
from convene.observatory.queries.whole_years import of_whole_year
from convene.observatory.showing import of_each_year

HEADING = (
    "DATAFLOW,LAST UPDATE,freq,unit,citizen,sex,{further}age,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG,CONF_STATUS\n"
)


def monthly(flow: str, further: str, rows: list[tuple[str, str, int, str]]) -> str:
    """Rows are (geo, month, persons, flag)."""
    heading = HEADING.format(further="applicant," if further else "")
    return heading + "".join(
        f"ESTAT:{flow}(1.0),12/05/25 23:00:00,M,PER,UA,T,{further}TOTAL,{geo},{month},{persons},{flag},\n"
        for geo, month, persons, flag in rows
    )


APPLICANTS = monthly(
    "MIGR_ASYAPPCTZM",
    "ASY_APP,",
    [("PL", f"2023-{month:02}", 100 + month, "p" if month == 12 else "") for month in range(1, 13)]
    + [("PL", f"2024-{month:02}", 200, "") for month in range(1, 8)],
)
PROTECTION = monthly(
    "MIGR_ASYTPSM", "", [("LI", f"2025-{month:02}", 700 + month, "") for month in range(1, 4)]
)


@pytest.fixture(scope="module")
def _served(_prague_pack, django_db_blocker, tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    with override_settings(HOME=home), django_db_blocker.unblock():
        for name, text in (("migr_asyappctzm.csv", APPLICANTS), ("migr_asytpsm.csv", PROTECTION)):
            (home / name).write_text(text)
            import_file(recognise(home / name), at=datetime(2026, 11, 22, 12, tzinfo=UTC))
    return home


@pytest.fixture
def served(_served, db, settings):
    settings.HOME = _served


UKRAINIANS = {"indicator": "asylum_applicants_monthly", "counterpart": "UKR"}


def test_twelve_months_of_a_flow_make_its_year(served):
    found = value("POL", year=2023, **UKRAINIANS)
    assert (found.value, found.month, found.row, found.sum_of, found.flag) == (1278, 0, 0, 12, "p")
    assert found.value == sum(one.value for one in series("asylum_applicants_monthly", "POL", "UKR")[:12])
    assert found.passport_path.startswith("figure/asylum_applicants_monthly/POL.UKR/2023?")


def test_seven_months_of_a_flow_make_no_year(served):
    found = value("POL", year=2024, **UKRAINIANS)
    assert (bool(found), found.code, found.reason) == (
        False,
        "part-of-year",
        "7 of the 12 months or quarters of the year are there: they are not added to a year.",
    )
    assert value("POL", year=2024, month=7, **UKRAINIANS).value == 200


def test_the_last_month_there_is_stands_for_a_stock(served):
    found = value("LIE", "temporary_protection", 2025, counterpart="UKR")
    assert (found.value, found.month, found.sum_of) == (703, 3, 0)


def test_pictures_of_years_add_months_by_the_same_rule(served):
    of_years = of_each_year(series("asylum_applicants_monthly", "POL", "UKR"))
    assert [(one.year, one.month, one.value) for one in of_years] == [(2023, 0, 1278)]
    stocks = of_each_year(series("temporary_protection", "LIE", "UKR"))
    assert [(one.year, one.month, one.value) for one in stocks] == [(2025, 3, 703)]


def test_four_quarters_of_a_flow_make_its_year_and_three_do_not(served):
    month = value("POL", year=2024, month=1, **UKRAINIANS)
    quarters = [replace(month, month=last, detail="freq=Q", value=10.0 * last) for last in (3, 6, 9, 12)]
    found = of_whole_year(quarters)
    assert (found.value, found.month, found.sum_of) == (300, 0, 4)
    assert of_whole_year(quarters[:3]) is None


def test_a_period_may_be_asked_for_in_one_word(served, client):
    def ask(period):
        return client.get(
            f"/api/v1/observatory/values?state=POL&indicator=asylum_applicants_monthly&counterpart=UKR&period={period}"
        ).json()

    assert [(ask(period)["value"], ask(period)["sum_of"]) for period in ("2023-02", "2023", "2024")] == [
        (102, None),
        (1278, 12),
        (None, None),
    ]
    assert ask("2023-Q1")["value"] is None  # three months are no quarter that the producer published
    assert client.get("/api/v1/observatory/values?state=POL&indicator=hdi&period=2023-13").status_code == 400
