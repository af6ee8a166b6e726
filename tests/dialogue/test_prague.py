"""The meetings, the calendar and the timeline of the Prague Process as a reader finds them."""

import json
import re

import pytest

from convene.dialogue.indexed import meeting, milestone, phase
from convene.dialogue.queries import meetings_list
from tests.dialogue.reading import bands, events_of, keys


@pytest.mark.parametrize("asked", ["Берлин", "Berlin", "berlin 2014", "БЕРЛИН"])
def test_the_berlin_meeting_is_found_in_any_language(prague, reader, asked):
    assert "2014-10-28-som-berlin" in keys(meetings_list(reader(), q=asked))


@pytest.mark.parametrize("asked", ["poznan", "Poznań", "Познань"])
def test_accents_do_not_matter(prague, reader, asked):
    assert keys(meetings_list(reader(), q=asked)) == ["2011-11-04-mc-poznan"]


def test_every_word_must_fit_and_a_state_may_be_named(prague, reader):
    assert keys(meetings_list(reader(), q="Germany 2014 senior")) == ["2014-10-28-som-berlin"]
    assert keys(meetings_list(reader(), q="Berlin nowhere")) == []


def json_ld(html):
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html)[1])


def test_the_berlin_meeting_says_when_where_and_how_many(prague, client):
    html = client.get("/ru/meeting/2014-10-28-som-berlin").content.decode()
    assert "28–29 октября 2014" in html and "Берлин" in html and "84" in html
    assert 'href="/ru/state/DEU"' in html
    assert "/ru/source/S003" in html


def test_a_meeting_shows_what_was_planned_and_what_was_prepared_for_it(prague, client):
    html = client.get("/en/meeting/2016-09-20-mc-bratislava").content.decode()
    assert "between 3 October 2016 and 4 October 2016" in html
    assert "/en/document/bratislava-declaration-2016" in html
    assert "/en/meeting/2016-06-15-som-krakow" in html
    assert "Adopted here" in html and "Prepared by" in html


def test_the_event_for_search_engines_is_no_more_exact_than_the_source(prague, client):
    berlin = json_ld(client.get("/en/meeting/2014-10-28-som-berlin").content.decode())
    assert (berlin["@type"], berlin["startDate"], berlin["endDate"]) == ("Event", "2014-10-28", "2014-10-29")
    assert berlin["location"] == {"@type": "Place", "name": "Berlin, Germany"}
    month = json_ld(client.get("/en/meeting/2010-12-som").content.decode())
    assert month["startDate"] == "2010-12" and "endDate" not in month and "location" not in month


def test_a_state_is_not_named_twice_where_the_town_is_not_known(prague, client):
    event = json_ld(client.get("/en/meeting/2022-06-07-study-visit-malta").content.decode())
    assert event["location"]["name"] == "Malta"


@pytest.mark.parametrize("key", ["2014-10-28-som-berlin", "2016-09-20-mc-bratislava", "2010-12-som"])
def test_a_page_costs_at_most_eight_queries(prague, client, django_assert_max_num_queries, key):
    client.get(f"/ru/meeting/{key}")
    with django_assert_max_num_queries(8):
        client.get(f"/ru/meeting/{key}")


def test_the_pages_of_a_state_and_of_a_body_list_meetings(prague, client):
    assert "/en/meeting/2014-10-28-som-berlin" in client.get("/en/state/DEU").content.decode()
    assert (
        "/en/meeting/2014-10-28-som-berlin"
        in client.get("/en/body/senior-officials-meeting").content.decode()
    )
    assert "2014-10-28-som-berlin" not in client.get("/en/state/DEU?on=2014-01-01").content.decode()


def test_an_unknown_meeting_is_a_404(prague, client):
    assert client.get("/en/meeting/no-such-meeting").status_code == 404
    assert client.get("/en/meeting/no-such-meeting.ics").status_code == 404


def test_one_meeting_alone(prague, client):
    _calendar, events = events_of(client.get("/ru/meeting/2014-10-28-som-berlin.ics"))
    (event,) = events.values()
    assert event["LOCATION"] == "Берлин, Германия"


def test_the_whole_feed_of_prague_is_valid_and_its_lines_are_short(prague, client):
    response = client.get("/ru/meetings.ics")
    _calendar, events = events_of(response)
    assert len(events) > 80
    assert max(len(line) for line in response.content.split(b"\r\n")) <= 75


def test_what_began_before_the_first_phase_comes_first(prague, client):
    found = bands(client.get("/ru/timeline").content.decode())
    assert next(iter(found)) == "" and found[""] == ["2009-01-bmp-starts"]
    assert len(found) == 5


def test_the_twin_has_the_same_milestones(prague, client):
    html = client.get("/en/timeline").content.decode()
    items = json.loads(client.get("/en/timeline.json").content)["items"]
    assert sorted(item["key"] for item in items) == sorted(
        key for keys in bands(html).values() for key in keys
    )
    assert all(item["sources"] for item in items)


def test_a_source_leads_to_the_milestone_on_the_timeline(prague, client):
    assert "/en/timeline#2009-04-28-joint-declaration" in client.get("/en/source/S002").content.decode()


@pytest.mark.parametrize("path", ["timeline", "timeline?on=2015-01-01"])
def test_the_page_costs_at_most_eight_queries(prague, client, django_assert_max_num_queries, path):
    client.get(f"/ru/{path}")
    with django_assert_max_num_queries(8):
        client.get(f"/ru/{path}")


def test_a_meeting_is_found_by_place_kind_host_and_year(prague):
    found = meeting("2014-10-28-som-berlin")
    assert found.states == ("DEU",) and found.year == 2014 and found.years == (2014,)
    assert "Берлин" in found.body["ru"] and "Германия" in found.body["ru"]
    assert "Berlin" in found.body["en"] and "Senior Officials" in found.body["en"]


def test_milestones_and_phases_lead_to_the_timeline(prague):
    assert milestone("2009-04-28-joint-declaration").path == "timeline#2009-04-28-joint-declaration"
    assert phase("I").path == "timeline#I"
    assert milestone("no-such") is None and phase("no-such") is None
