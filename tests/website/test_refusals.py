"""Bad input gets a clear page in the reader's language and a 4xx, never a 500."""

import pytest


def refused(response, status, words, language="en"):
    text = response.content.decode()
    assert response.status_code == status, text[:300]
    assert words in text
    assert f'<html lang="{language}">' in text
    assert "Traceback" not in text
    assert "X-Convene-Public" not in response.headers


@pytest.mark.parametrize(
    "day",
    [
        "2015-02-30",
        "yesterday",
        "2015",
        "0001-01-01",
        "9999-12-31",
        "2015-1-1",
        "%00",
        "1e9",
        "-1",
        "٢٠١٥-٠١-٠١",
    ],
)
@pytest.mark.parametrize(
    "path", ["/en/", "/en/states", "/en/meetings", "/en/export/iom-profile", "/en/feed.atom"]
)
def test_an_impossible_day(prague, client, path, day):
    response = client.get(f"{path}?on={day}")
    assert response.status_code == 400
    assert b"<html" in response.content or response.headers["Content-Type"] == "application/json"


def test_a_refusal_is_in_the_readers_language(prague, client):
    refused(client.get("/ru/?on=2015-02-30"), 400, "2015-02-30", "ru")
    refused(client.get("/ru/state/QQQ"), 404, "404", "ru")


def test_a_page_that_is_not_there(prague, client):
    refused(client.get("/en/nothing-here"), 404, "There is no such page")
    refused(client.get("/en/data/nothing.csv"), 404, "There is no such page")
    refused(client.get("/de/"), 404, "There is no such page")


def test_an_address_with_a_nul(prague, client):
    refused(client.get("/en/state/%00"), 400, "This could not be read")
    assert client.get("/en/search?q=%00").status_code == 200  # cleaned: it finds nothing


@pytest.mark.parametrize(
    "path", ["/en/", "/en/search", "/en/open-data", "/en/export/box.zip", "/sitemap.xml"]
)
def test_a_form_of_twenty_megabytes(prague, client, path):
    body = b"x=" + b"a" * (40 * 1024 * 1024)
    response = client.post(path, body, content_type="application/x-www-form-urlencoded")
    assert 400 <= response.status_code < 500


def test_a_large_form_is_refused_before_it_is_read(prague, client, settings):
    too_long = settings.UPLOAD_MAX_BYTES + settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1
    response = client.post("/en/search", b"x", content_type="text/plain", CONTENT_LENGTH=str(too_long))
    refused(response, 413, "This is too large")


@pytest.mark.parametrize("length", ["-5", "abc", "1e3"])
def test_a_length_that_is_no_number(prague, client, length):
    assert client.get("/en/", CONTENT_LENGTH=length).status_code < 500


@pytest.mark.parametrize(
    "path",
    ["/", "/en/", "/en/search", "/en/open-data", "/en/export/popolo.json", "/robots.txt", "/sitemap.xml"],
)
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_public_pages_are_only_read(prague, client, path, method):
    response = getattr(client, method)(path)
    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD"


@pytest.mark.parametrize("path", ["/en/", "/en/search", "/en/open-data", "/api/v1/participants"])
def test_the_head_of_a_page_can_be_asked_for(prague, client, path):
    response = client.head(path)
    assert (response.status_code, response.content) == (200, b"")


def test_every_public_answer_has_the_strict_policy(prague, client):
    for path in ("/en/", "/en/search?q=x", "/api/v1/states", "/sitemap.xml", "/en/nothing"):
        policy = client.get(path).headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
