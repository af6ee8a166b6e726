"""The calendar of meetings, read back as a mail program reads it."""

from datetime import date, timedelta

import pytest

from tests.dialogue.reading import events_of


@pytest.fixture
def feed(demo, client, today, settings):
    settings.PUBLIC_URL = "https://lake.example.org"
    return events_of(client.get("/fr/meetings.ics"))


def test_days_are_whole_and_the_end_is_exclusive(feed):
    _calendar, events = feed
    assembly = events["meeting/2019-06-14-assembly-port-alder"]
    assert (assembly["DTSTART"].dt, assembly["DTEND"].dt) == (date(2019, 6, 14), date(2019, 6, 16))
    assert assembly["DTSTART"].params["VALUE"] == "DATE"
    one_day = events["meeting/2021-03-01-assembly-online"]
    assert (one_day["DTSTART"].dt, one_day["DTEND"].dt) == (date(2021, 3, 1), date(2021, 3, 2))
    assert "TRANSP" not in one_day


def test_a_month_is_a_month_that_blocks_nobody_and_says_so(feed):
    _calendar, events = feed
    training = events["meeting/2027-09-training-online"]
    assert (training["DTSTART"].dt, training["DTEND"].dt) == (date(2027, 9, 1), date(2027, 10, 1))
    assert training["TRANSP"] == "TRANSPARENT"
    assert training["SUMMARY"].startswith("Formation des nouveaux agents de liaison (")


def test_every_status_has_its_word(feed):
    _calendar, events = feed
    assert {address.partition("/")[2]: str(event["STATUS"]) for address, event in events.items()} == {
        "2018-03-commission-bremhaven": "CONFIRMED",
        "2019-06-14-assembly-port-alder": "CONFIRMED",
        "2021-03-01-assembly-online": "CONFIRMED",
        "2022-05-18-training-corvostad": "CONFIRMED",
        "2023-02-09-ferry-talk-mid-lake": "TENTATIVE",
        "2023-11-16-assembly-upper-quay": "CONFIRMED",
        "2024-09-12-fair-bremhaven": "CANCELLED",
        "2025-04-03-project-steering-online": "TENTATIVE",
        "2027-06-14-assembly-dun-city": "TENTATIVE",
        "2027-09-training-online": "TENTATIVE",
    }


def test_an_event_keeps_its_name_for_ever_and_leads_to_its_page(feed):
    _calendar, events = feed
    event = events["meeting/2027-06-14-assembly-dun-city"]
    assert event["UID"] == "meeting/2027-06-14-assembly-dun-city@lake.example.org"
    assert event["URL"] == "https://lake.example.org/fr/meeting/2027-06-14-assembly-dun-city"


def test_the_calendar_says_what_it_is_and_how_often_to_look(feed):
    calendar, _events = feed
    assert str(calendar["X-WR-CALNAME"]).startswith("Dialogue du Lac")
    assert "fins de démonstration" in calendar["X-WR-CALDESC"]
    assert calendar["REFRESH-INTERVAL"].dt == timedelta(days=1)
    assert calendar["REFRESH-INTERVAL"].params["VALUE"] == "DURATION"


def test_the_feed_can_be_narrowed_like_the_list(demo, client, today):
    _calendar, events = events_of(client.get("/en/meetings.ics?kind=training"))
    assert sorted(events) == ["meeting/2022-05-18-training-corvostad", "meeting/2027-09-training-online"]
