import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from convene.core.text import Text
from convene.search import documents
from convene.search.documents import Document
from convene.search.queries import Reason, search

BERLIN, PRAGUE = "meeting/2014-10-28-som-berlin", "meeting/2009-04-28-conference-prague"
GERMANY, HANDBOOK = "state/DEU", "document/handbook"


def found(question, language="en", **narrowing):
    return [item.address for item in search(question, language, **narrowing).items]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Берлине", [BERLIN, GERMANY]),
        ("беженцев", [BERLIN]),
        ("refugee", [HANDBOOK, BERLIN]),  # the title counts more than the text
        ("Turkiye", [BERLIN]),
        ("Праги", [PRAGUE]),
        ("Berlin 2014", [BERLIN, HANDBOOK]),  # the year is found without standing in the text
        ("СДЛ 2014", [BERLIN]),
        ("Germany", [GERMANY]),
        ("Berlin Prague", [HANDBOOK]),  # every word
        ('"Joint Declaration"', [PRAGUE]),
        ("«должностных лиц»", [BERLIN]),
        ("the meeting in Berlin", [BERLIN, GERMANY]),  # articles keep nothing out
        ("Берлине refugees", [BERLIN]),  # two languages in one question
    ],
)
def test_finds(shelf, question, expected):
    assert found(question) == expected


def test_the_exact_name_comes_before_every_title_that_contains_it(shelf):
    shelf.put(
        Document(address="meeting/a", kind="meeting", title=Text.of(en="Germany, Germany"), weight=50),
        Document(
            address="document/b",
            kind="document",
            title=Text.of(en="On Germany"),
            body={"en": "Germany " * 50},
        ),
    )
    assert found("germany")[0] == GERMANY
    assert found("DEU")[0] == GERMANY


def test_among_equals_the_weightier_then_the_newer_comes_first(shelf):
    for key, weight, year in (("old", 1, 2010), ("new", 1, 2024), ("heavy", 5, 2010)):
        shelf.put(
            Document(
                address=f"document/{key}",
                kind="document",
                title=Text.of(en="Yearbook"),
                weight=weight,
                year=year,
            )
        )
    assert found("yearbook") == ["document/heavy", "document/new", "document/old"]


def test_pages_do_not_overlap_across_the_steps_of_merit(shelf):
    shelf.put(
        Document(address="document/name", kind="document", title=Text.of(en="Visa")),
        *(
            Document(address=f"document/t{n}", kind="document", title=Text.of(en=f"Visa no {n}"))
            for n in range(7)
        ),
        *(
            Document(
                address=f"document/b{n}",
                kind="document",
                title=Text.of(en=f"Paper {n}"),
                body={"en": "On a visa."},
            )
            for n in range(7)
        ),
    )
    whole = found("visa", size=100)
    assert len(set(whole)) == 15
    assert whole[0] == "document/name"
    assert {address[9] for address in whole[1:8]} == {"t"}
    assert [address for page in (1, 2, 3, 4) for address in found("visa", page=page, size=4)] == whole
    assert found("visa", page=5, size=4) == []


def test_shows_the_title_in_the_readers_language_and_says_that_the_other_one_matched(shelf):
    item = search("беженцев", "en").items[0]
    assert item.title == "Senior Officials' Meeting, Berlin"
    assert item.other_language == "ru"
    assert item.excerpt_language == "ru"
    assert item.excerpt == [
        ("Участники говорили о ", False),
        ("беженцах", True),
        (" в Турции. Встреча прошла в Берлине.", False),
    ]
    assert item.why == (Reason("text", "ru", ("беженцах",)),)


def test_says_in_which_field_and_by_which_forms(shelf):
    item = search("Берлине беженцы", "ru").items[0]
    assert item.why == (Reason("title", "ru", ("Берлин",)), Reason("text", "ru", ("беженцах", "Берлине")))
    assert item.title_parts == [("Совещание старших должностных лиц, ", False), ("Берлин", True)]
    assert item.other_language == ""
    assert search("SOM", "en").items[0].why == (Reason("name", "", ("SOM",)),)


def test_a_text_in_one_language_only_is_shown_with_its_language(shelf):
    item = search("handbook", "ru").items[0]
    assert (item.title, item.title_language) == ("Handbook on the protection of refugee children", "en")


def test_a_long_text_is_shown_where_it_answers(shelf):
    body = (
        "Filling words of no interest. " * 200
        + "Then the readmission agreement was signed. "
        + "More. " * 200
    )
    shelf.put(
        Document(address="document/long", kind="document", title=Text.of(en="Minutes"), body={"en": body})
    )
    excerpt = search("readmission agreements", "en").items[0].excerpt
    assert [text for text, is_match in excerpt if is_match] == ["readmission", "agreement"]
    assert excerpt[0] == ("… ", False)
    assert excerpt[-1] == (" …", False)
    assert sum(len(text) for text, _ in excerpt) < 260


def test_facets_count_what_each_filter_would_give(shelf):
    documents.register_state_names(lambda codes, language: {"DEU": "Germany"})
    results = search("Berlin", "en")
    assert results.count == 3
    assert results.facets == {
        "kind": [("document", "Documents", 1), ("meeting", "Meetings", 1), ("state", "States", 1)],
        "state": [("DEU", "Germany", 3), ("CZE", "CZE", 1), ("TUR", "TUR", 1)],
        "year": [(2016, "2016", 1), (2014, "2014", 2)],
        "language": [("en", "English", 3), ("ru", "Russian", 2)],
    }


def test_a_chosen_filter_still_shows_its_other_values(shelf):
    results = search("Berlin", "en", kind="meeting")
    assert [item.address for item in results.items] == [BERLIN]
    assert [(value, n) for value, _label, n in results.facets["kind"]] == [
        ("document", 1),
        ("meeting", 1),
        ("state", 1),
    ]
    assert [(value, n) for value, _label, n in results.facets["state"]] == [("DEU", 1), ("TUR", 1)]


@pytest.mark.parametrize(
    ("narrowing", "expected"),
    [
        ({"year": 2014}, [BERLIN, HANDBOOK]),
        ({"year": 2016}, [HANDBOOK]),
        ({"state": "TUR"}, [BERLIN]),
        ({"state": "DEU", "kind": "state"}, [GERMANY]),
        ({"year": 1999}, []),
        ({"year": -5}, []),
        ({"year": 10**30}, []),
        ({"kind": "\ud800"}, [BERLIN, HANDBOOK, GERMANY]),  # not a kind: nothing is left of it
        ({"kind": "no such kind"}, []),
    ],
)
def test_filters(shelf, narrowing, expected):
    assert sorted(found("Berlin", **narrowing)) == sorted(expected)


def test_filters_that_leave_nothing_do_not_change_the_question(shelf):
    results = search("Berlin", "en", year=1999)
    assert (results.count, results.relaxed) == (0, "")
    assert results.hint == "Nothing under the chosen filters. Remove one of them."


@pytest.mark.parametrize(
    ("question", "relaxed", "corrected", "expected"),
    [
        ("Berl", "beginning", "", {BERLIN, GERMANY, HANDBOOK}),
        ("участники беженц", "beginning", "", {BERLIN}),
        ("refuggees", "spelling", "refugees", {BERLIN, HANDBOOK}),
        ("Belrin 2014", "spelling", "berlin 2014", {BERLIN, HANDBOOK}),
        ("Prague Türkiye", "any", "", {PRAGUE, BERLIN, HANDBOOK}),
        ('"Declaration Joint"', "unquoted", "", {PRAGUE}),
        ("qwertyuiop", "", "", set()),
    ],
)
def test_widens_a_question_that_nothing_answers_and_says_how(shelf, question, relaxed, corrected, expected):
    results = search(question, "en")
    assert (results.relaxed, results.corrected) == (relaxed, corrected)
    assert {item.address for item in results.items} == expected


@pytest.mark.parametrize("question", ["", "   ", "?!", '""', "\x00"])
def test_an_empty_question_gets_a_hint(shelf, question):
    results = search(question, "en")
    assert (results.count, results.items) == (0, [])
    assert results.hint == "Type one or more words: a place, a state, a year, a subject."


HOSTILE = [
    'title:("',
    "AND OR NOT",
    '+-&&||!(){}[]^"~*?:\\/',
    "a" * 10_000,
    "слово " * 2_000,
    '"' * 999,
    '"Berlin',
    "\x00Berlin\x07\u202e",
    "\ud800\udfff",
    "*",
    "Berlin*",
    "' OR 1=1 --",
    "<script>alert(1)</script>",
    "{{7*7}} %s %(x)s",
    "¶",
    "the of and",
    '"the of"',
    "№ ½ ﷺ 👩‍👩‍👧 ﬁ İ ẞ",
    "[1 TO 5}",
    "год" + "\u0301" * 500,
]


@pytest.mark.parametrize("question", HOSTILE, ids=range(len(HOSTILE)))
def test_no_question_is_malformed(shelf, question):
    results = search(question, "en", kind=question[:50], state=question[:50], page=10**12, size=-1)
    assert results.items == []
    assert search(question, "ru").count <= 4


@given(
    question=st.text(max_size=200)
    | st.lists(st.sampled_from(["Berlin", '"', "беженцы", "«", "AND", " ", "(", "*"])).map("".join)
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
def test_anything_can_be_asked(shelf, question):
    results = search(question, "en")
    assert results.count >= len(results.items)
    assert bool(results.hint) == (results.count == 0)


def test_asks_the_database_once_whatever_the_number_of_results(shelf, django_assert_num_queries):
    search("Berlin", "en")
    for question in ("Prague", "Berlin"):
        with django_assert_num_queries(1):
            search(question, "en")
