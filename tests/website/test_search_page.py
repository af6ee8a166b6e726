"""The search page: what is found and why, what to do where nothing is, and that nothing typed can break it."""

import pytest

pytestmark = pytest.mark.usefixtures("prague", "own_index")


def page(client, path, status=200):
    response = client.get(path)
    assert response.status_code == status
    return response.content.decode()


def test_a_form_of_a_word_finds_the_others_and_the_page_says_why(client):
    text = page(client, "/ru/search?q=беженцы")
    assert "<mark>беженцев</mark>" in text
    assert "беженцев" in text


def test_berlin_in_the_prepositional_case_finds_the_meeting(client):
    assert 'href="/ru/meeting/2014-10-28-som-berlin"' in page(client, "/ru/search?q=Берлине")
    assert 'href="/en/meeting/2014-10-28-som-berlin"' in page(client, "/en/search?q=Берлине")


def test_filters_narrow_and_lead_back(client):
    text = page(client, "/en/search?q=Berlin&kind=meeting&year=2014")
    assert 'href="/en/meeting/2014-10-28-som-berlin"' in text
    assert "/en/search?q=Berlin&amp;year=2014" in text  # the chosen kind again: all kinds


def test_where_nothing_is_found_the_page_says_what_to_do(client):
    text = page(client, "/en/search?q=zzzzqqqq")
    assert "Nothing found." in text
    assert 'href="/en/meetings"' in text


@pytest.mark.parametrize("language", ["en", "ru"])
def test_without_a_question_there_are_examples(client, language):
    assert f"/{language}/search?q=" in page(client, f"/{language}/search")


@pytest.mark.parametrize(
    "typed",
    [
        '"', "((((", "AND OR NOT", "title:*", "*", "\\", "a" * 5000, "%00", "%FF%FE", "<script>alert(1)</script>",
        "'; DROP TABLE registry_actor; --", "{{7*7}}", "٢٠١٤", "😀" * 50, "-", "~~~", "a:b:c^9", "[1 TO 2]",
    ],
)  # fmt: skip
def test_nothing_typed_breaks_it(client, typed):
    text = page(client, f"/en/search?q={typed}")
    assert "<script>alert" not in text
    assert ">49<" not in text


@pytest.mark.parametrize("wrong", ["year=twenty", "year=0", "year=99999", "page=-1", "page=x", "year=%D9%A2"])
def test_a_wrong_number_is_a_friendly_400(client, wrong):
    assert "is not a number" in page(client, f"/en/search?q=Berlin&{wrong}", 400)


def test_too_many_searches_are_refused_for_a_while(client, monkeypatch):
    monkeypatch.setattr("convene.website.views.search.PER_MINUTE", 2)
    for _ in range(2):
        page(client, "/ru/search?q=Прага")
    response = client.get("/ru/search?q=Прага")
    assert response.status_code == 429
    assert response.headers["Retry-After"] == "60"
    assert 'lang="ru"' in response.content.decode()
