"""Documents of the invented dialogue: lists, pages, files, and who may read what."""

import json
import re

import pytest
from django.core.files.base import ContentFile

from convene.accounts.models import User
from convene.accounts.one_time_links import make_link
from convene.core.viewer import Standing
from convene.repository.indexed import document, documents
from convene.repository.models import Expression, File, Work
from convene.repository.queries import documents_list
from convene.repository.rules import may_read

PUBLIC = ["lake-plan-2025-2029", "ferries-study", "founding-act"]
SECRETARIAT = Standing(is_secretariat=True)
LIAISON = Standing(states=frozenset({"XDU"}))
BOARD_MEMBER = Standing(states=frozenset({"XBR"}), bodies=frozenset({"steering-board"}))


def keys(rows):
    return [row.key for row in rows]


def page(client, path):
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_documents_are_listed_the_newest_first(demo, reader):
    assert keys(documents_list(reader())) == PUBLIC


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"kind": "study"}, ["ferries-study"]),
        ({"year": 2024}, ["lake-plan-2025-2029", "ferries-study"]),
        ({"language": "fr"}, ["founding-act"]),
        ({"q": "acte fondateur"}, ["founding-act"]),
        ({"q": "founding", "year": 2024}, []),
    ],
)
def test_filters_narrow_together(demo, reader, asked, found):
    assert keys(documents_list(reader(), **asked)) == found


def test_looking_back_later_documents_are_not_there(demo, reader):
    assert keys(documents_list(reader(on="2020-01-01"))) == ["founding-act"]


@pytest.mark.parametrize(
    ("standing", "extra"),
    [
        (Standing(), set()),
        (LIAISON, {"draft-plan-2030"}),
        (BOARD_MEMBER, {"draft-plan-2030", "board-minutes-2024-02"}),
        (SECRETARIAT, {"draft-plan-2030", "board-minutes-2024-02", "letter-of-harrowmere"}),
    ],
)
def test_each_sees_what_is_meant_for_them(demo, reader, standing, extra):
    viewer = reader(standing=standing)
    assert set(keys(documents_list(viewer))) == set(PUBLIC) | extra
    assert {work.key for work in Work.objects.all() if may_read(viewer, work)} == set(PUBLIC) | extra


def test_a_restricted_document_is_a_404_and_in_no_list_of_data(demo, client):
    assert client.get("/en/document/letter-of-harrowmere").status_code == 404
    for path in ("documents.json", "documents.csv", "documents.atom", "expressions.json", "outputs.json"):
        assert "harrowmere" not in page(client, f"/en/{path}") and "board-minutes" not in page(
            client, f"/en/{path}"
        )
    assert {one.address for one in documents()} == {f"document/{key}" for key in PUBLIC}
    assert document("letter-of-harrowmere") is None


def test_the_page_shows_language_versions_and_what_it_is_tied_to(demo, client):
    html = page(client, "/fr/document/founding-act")
    assert '<span lang="en">Founding Act of the Lake Dialogue</span>' in html
    assert "https://lake.example.org/act" in html
    assert "/fr/meeting/2019-06-14-assembly-port-alder" in html
    work = json.loads(re.search(r'ld\+json">(.*?)</script>', html)[1])
    assert work["@type"] == "CreativeWork" and work["inLanguage"] == ["en", "fr"]
    assert work["datePublished"] == "2019-06-14"


def test_a_document_dated_by_its_month_says_no_more(demo, client):
    html = page(client, "/en/document/ferries-study")
    assert "September 2024" in html and "15 September" not in html
    assert '"datePublished":"2024-09"' in html
    assert "two professors of Corvia. Ferries, fairs and formalities. September 2024. http" in html


def test_a_link_to_a_restricted_document_is_not_shown(demo, client):
    """The Board's meeting produced minutes, which its members may read."""
    client.get(make_link(User.objects.get(email="brune.tessier@lake.example.org")))
    assert "/en/document/board-minutes-2024-02" in page(client, "/en/meeting/2024-02-21-board-online")
    Work.objects.filter(key="board-minutes-2024-02").update(visibility="secretariat")
    assert "board-minutes-2024-02" not in page(client, "/en/meeting/2024-02-21-board-online")


@pytest.fixture
def minutes_file(demo, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    expression = Expression.objects.get(key="board-minutes-2024-02-en")
    return File.objects.create(
        expression=expression,
        file=ContentFile(b"%PDF-1.4 minutes", "minutes.pdf"),
        media_type="application/pdf",
        size=16,
    )


def test_a_file_is_given_only_to_those_who_may_read_the_document(minutes_file, client):
    path = f"/en/document/board-minutes-2024-02/file/{minutes_file.pk}"
    assert client.get(path).status_code == 404
    client.get(make_link(User.objects.get(email="brune.tessier@lake.example.org")))
    response = client.get(path)
    assert b"".join(response.streaming_content) == b"%PDF-1.4 minutes"
    assert response.headers["Content-Disposition"] == 'attachment; filename="board-minutes-2024-02.en.pdf"'
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "X-Convene-Public" not in response.headers
    assert path in page(client, "/en/document/board-minutes-2024-02")


def test_a_file_answers_only_under_its_own_document(minutes_file, client):
    client.get(make_link(User.objects.get(email="ines.calder@lake.example.org")))
    assert client.get(f"/en/document/founding-act/file/{minutes_file.pk}").status_code == 404


def test_the_page_of_a_state_lists_what_it_wrote(demo, client):
    assert "/en/document/founding-act" in page(client, "/en/state/XAL")
    assert "letter-of-harrowmere" not in page(client, "/en/state/XHA")


@pytest.mark.parametrize(
    "path", ["documents", "documents?kind=study", "document/founding-act", "document/ferries-study"]
)
def test_a_page_costs_at_most_eight_queries(demo, client, django_assert_max_num_queries, path):
    client.get(f"/en/{path}")
    with django_assert_max_num_queries(8):
        client.get(f"/en/{path}")


@pytest.mark.parametrize("year", ["x", "20160"])
def test_a_wrong_year_is_a_friendly_400(demo, client, year):
    assert client.get(f"/en/documents?year={year}").status_code == 400
