"""The read API on the Prague Process: the questions of a stranger, with the answers the record gives."""

import re

import jsonschema
import pytest

NOTICE = "Unofficial: compiled from public sources; not endorsed by the Prague Process or ICMPD."


@pytest.mark.parametrize(
    ("day", "count", "least", "most", "uncertain"),
    [
        ("2009-06-01", 49, 49, 49, []),  # all but Belarus
        ("2015-01-01", 50, 50, 50, []),
        ("2022-06-01", 49, 47, 49, ["BLR", "RUS"]),  # the day on which two left the list is not known
        ("2026-11-22", 47, 47, 47, []),
    ],
)
def test_how_many_take_part_on_a_day(prague, ask, day, count, least, most, uncertain):
    answer = ask(f"participants?on={day}")
    assert (answer["count"], answer["count_min"], answer["count_max"]) == (count, least, most)
    assert [one["code"] for one in answer["uncertain"]] == uncertain
    assert len(answer["items"]) == count
    assert (answer["on"], answer["next"], answer["notice"]) == (day, None, NOTICE)


def test_the_number_comes_with_who_says_otherwise(prague, ask):
    answer = ask("participants?on=2026-11-22")
    claims = {claim["source"]: claim["value"] for claim in answer["claims"]}
    assert claims["S002"] == "50 participating states"
    assert claims["S003"] == "50 states"
    assert "S000" in claims
    assert 1 in [difference["number"] for difference in answer["differences"]]
    assert {"S000", "S003"} <= set(answer["sources"])


def test_kosovo_is_named_with_star_and_footnote_in_both_languages(prague, ask):
    for language, name in (("en", "Kosovo*"), ("ru", "Косово*")):
        items = ask(f"participants?lang={language}")["items"]
        kosovo = next(item for item in items if item["code"] == "XKX")
        assert kosovo["name"] == name
        assert "1244" in kosovo["footnote"]


@pytest.mark.parametrize(
    ("day", "holders", "title"),
    [
        ("2014-01-01", ["POL"], "Leading state"),
        ("2017-06-30", ["POL"], "Leading state"),
        ("2017-07-01", [], ""),
        ("2017-09-15", [], ""),
        ("2019-03-01", ["LTU"], "Chair of the Strategic Group"),
        ("2020-11-15", ["LTU"], "Chair of the Strategic Group"),
        ("2020-11-16", ["CZE"], "Chair"),
        ("2009-01-01", [], ""),  # before the Process existed
    ],
)
def test_who_chaired_on_a_day(prague, ask, day, holders, title):
    answer = ask(f"offices/chair/holders?on={day}")
    assert [item["state"] for item in answer["items"]] == holders
    assert answer["count"] == len(holders)
    assert all(item["title"] == title for item in answer["items"])


def test_a_collective_half_year_has_no_holder_but_a_reason(prague, ask):
    answer = ask("offices/chair/holders?on=2017-09-15&lang=ru")
    assert (answer["count"], answer["items"], answer["next"]) == (0, [], None)
    assert answer["note"].startswith("Стратегическая группа")
    assert answer["no_holder"]["starts_on"] == "2017-07-01"
    assert answer["no_holder"]["ends_on"] == "2018-01-01"


def test_a_state_on_a_day(prague, ask):
    then, today = ask("states/tur?on=2012-01-01"), ask("states/TUR")
    assert (then["code"], then["alpha2"]) == ("TUR", "TR")
    assert then["designation"]["short"] == "Turkey"
    assert then["name_today"]["short"] == today["designation"]["short"] == "Türkiye"
    assert today["participation"]["status"] == "participating"
    assert ask("states/UKR?lang=ru")["designation"]["short"] == "Украина"


def test_a_state_that_left_the_list(prague, ask):
    answer = ask("states/GBR?on=2026-11-22")
    assert answer["participation"] is None or answer["participation"]["status"] != "participating"
    assert answer["history"][0]["status"] == "participating"
    assert answer["differences"]


@pytest.mark.usefixtures("own_index")
@pytest.mark.parametrize(
    "question",
    [
        "meetings?year=2014&q=Берлине",
        "meetings?year=2014&q=berlin",
        "meetings?year=2014&place=Берлин&type=senior-officials-meeting",
        "meetings?year=2014&place=DEU&type=Совещание старших должностных лиц",
    ],
)
def test_the_berlin_meeting_is_found(prague, ask, question):
    answer = ask(question)
    assert [item["key"] for item in answer["items"]] == ["2014-10-28-som-berlin"]
    berlin = answer["items"][0]
    assert (berlin["starts_on"], berlin["last_day"], berlin["ends_on"]) == (
        "2014-10-28",
        "2014-10-29",
        "2014-10-30",
    )
    assert berlin["place"] == {
        "key": "berlin",
        "name": {"en": "Berlin", "ru": "Берлин"},
        "country": "DEU",
        "country_name": "Germany",
    }


def test_one_meeting_by_its_key(prague, ask):
    answer = ask("meetings/2014-10-28-som-berlin?lang=ru")
    assert answer["address"] == "meeting/2014-10-28-som-berlin"
    assert answer["url"].endswith("/ru/meeting/2014-10-28-som-berlin")
    assert answer["sources"]


def test_pages_of_a_list_follow_one_another_to_the_end(prague, client):
    keys, address = [], "/api/v1/meetings?size=40"
    while address:
        answer = client.get(address).json()
        keys += [item["key"] for item in answer["items"]]
        address = (answer["next"] or "").removeprefix("http://localhost:8000")
    assert len(keys) == len(set(keys)) == answer["count"]


def test_differences_that_are_internal_are_not_told(prague, ask):
    from convene.registry.models import Difference

    answer = ask("differences?size=500")
    assert answer["count"] == Difference.objects.filter(visibility="public").count() == len(answer["items"])
    hidden = Difference.objects.exclude(visibility="public").first()
    assert ask(f"differences/{hidden.number}", 404)["error"] == "not_found"
    first = ask("differences/1")
    assert first["subject"]["ru"] == "Сколько государств участвует"
    assert len({claim["source"] for claim in first["claims"]}) > 1


@pytest.mark.usefixtures("own_index")
def test_search_finds_other_forms_and_says_why(prague, ask):
    answer = ask("search?q=беженцы&lang=ru")
    assert answer["count"] > 0
    assert all(item["why"] for item in answer["items"])
    words = {word for item in answer["items"] for why in item["why"] for word in why["words"]}
    assert "беженцев" in words
    assert (
        ask("search?q=Berlin&kind=meeting&year=2014")["items"][0]["address"]
        == "meeting/2014-10-28-som-berlin"
    )


def test_links_are_seen_from_both_ends(prague, ask):
    plan, conference = "document/action-plan-2012-2016", "meeting/2011-11-04-mc-poznan"
    from_plan = ask(f"links?address={plan}")["items"]
    from_meeting = ask(f"links?address={conference}")["items"]
    assert ("adopted-at", "from", conference) in [
        (o["relation"], o["direction"], o["address"]) for o in from_plan
    ]
    assert ("adopted-at", "to", plan) in [(o["relation"], o["direction"], o["address"]) for o in from_meeting]


@pytest.mark.parametrize(
    ("question", "status", "words"),
    [
        ("participants?on=2015-02-30", 400, "2015-02-30"),
        ("participants?on=yesterday", 400, "yesterday"),
        ("participants?on=0000-00-00", 400, "0000-00-00"),
        ("participants?lang=tlh", 400, "tlh"),
        ("states/QQQ", 404, "QQQ"),
        ("states/" + "A" * 300, 404, "AAA"),
        ("offices/throne/holders", 404, "throne"),
        ("meetings?type=banquet", 400, "senior-officials-meeting"),
        ("meetings?mode=asleep", 400, "in_person"),
        ("meetings?year=twenty", 400, "year"),
        ("meetings?page=0", 400, "page"),
        ("meetings?size=100000", 400, "size"),
        ("meetings/no-such-meeting", 404, "no-such-meeting"),
        ("differences/9999", 404, "9999"),
        ("differences/%00", 400, ""),
        ("links?address=nonsense", 400, "nonsense"),
        ("tables/people", 404, "people"),
        ("tables/auth_user", 404, "auth_user"),
        ("nothing", 404, ""),
    ],
)
def test_what_cannot_be_answered_is_refused_with_a_reason(prague, client, question, status, words):
    response = client.get(f"/api/v1/{question}")
    assert response.status_code == status
    told = response.json()
    assert set(told) == {"error", "detail"}
    assert words in told["detail"]


def test_only_reading_is_possible(prague, client):
    for method in (client.post, client.put, client.patch, client.delete):
        assert method("/api/v1/participants").status_code == 405


def test_too_many_questions_are_refused_for_a_while(prague, client, monkeypatch):
    monkeypatch.setattr("convene.website.api.service.PER_MINUTE", 2)
    answers = [client.get("/api/v1/tables") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2].headers["Retry-After"] == "60"


def test_answers_may_be_cached_but_refusals_may_not(prague, client):
    assert client.get("/api/v1/participants").headers["X-Convene-Public"] == "1"
    assert "X-Convene-Public" not in client.get("/api/v1/states/QQQ").headers


# --- The description ----------------------------------------------------------------------------------

QUESTIONS = {
    "/api/v1/participants": "participants?on=2022-06-01",
    "/api/v1/offices/{office}/holders": "offices/chair/holders?on=2017-09-15",
    "/api/v1/states": "states?size=2",
    "/api/v1/states/{code}": "states/XKX",
    "/api/v1/meetings": "meetings?size=3",
    "/api/v1/meetings/{key}": "meetings/2014-10-28-som-berlin",
    "/api/v1/differences": "differences?size=3",
    "/api/v1/differences/{number}": "differences/1",
    "/api/v1/search": "search?q=Berlin",
    "/api/v1/links": "links?address=document/action-plan-2012-2016",
    "/api/v1/tables": "tables",
    "/api/v1/tables/{name}": "tables/terms?size=3",
    "/api/v1/tables/{name}/{key}": "tables/terms/chair-ltu-2018",
    "/api/v1/observatory/values": "observatory/values?state=UKR&indicator=migrant_stock&year=2024",
    "/api/v1/observatory/top": "observatory/top?state=UKR",
    "/api/v1/observatory/gaps": "observatory/gaps?state=XKX&size=3",
    "/api/v1/": "",
}
# A list is asked for with these, where it cannot be asked for with nothing.
NEEDED = {
    "/api/v1/observatory/values": "?state=UKR&indicator=migrant_stock",
    "/api/v1/observatory/top": "?state=UKR",
}


def test_every_answer_is_as_the_description_says(prague, ask, client):
    described = client.get("/api/v1/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    for path, told in described["paths"].items():
        question = QUESTIONS.get(path, path.removeprefix("/api/v1/") + "?size=2")
        schema = told["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        whole = {**schema, "components": described["components"]}
        jsonschema.validate(ask(question), whole, jsonschema.Draft202012Validator)


def test_every_list_has_the_same_shape(prague, ask, client):
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    lists = [path for path in paths if not re.search(r"\{", path)]
    for path in lists:
        answer = ask(path.removeprefix("/api/v1/") + NEEDED.get(path, ""))
        assert {"count", "items", "next", "notice"} <= set(answer), path


def test_a_list_costs_the_same_whatever_its_length(prague, client, django_assert_max_num_queries):
    client.get("/api/v1/meetings")  # what is held in memory is read
    for size in (1, 3, 90):
        with django_assert_max_num_queries(8):
            client.get(f"/api/v1/meetings?size={size}")
    with django_assert_max_num_queries(8):
        client.get("/api/v1/participants")
