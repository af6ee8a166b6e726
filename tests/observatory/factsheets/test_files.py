"""The factsheet as files: the same figures, the same bytes; the list of those that would change."""

import io
import json

import pikepdf
import pytest
from pdfua import validate

from convene.observatory.factsheets import making
from convene.observatory.factsheets.making import Change, changed_factsheets
from convene.observatory.models import Factsheet
from convene.registry.viewing import PUBLIC_HEADER


@pytest.fixture
def pdf(prague, client):
    response = client.get("/ru/factsheet/UKR.pdf")
    assert response.headers[PUBLIC_HEADER] == "1"
    return response.content


def test_the_printed_factsheet_of_ukraine_in_russian(pdf, tmp_path):
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert str(opened.Root.Lang) == "ru"
        with opened.open_metadata() as about:
            assert about["dc:title"] == "Украина"
        assert 2 <= len(opened.pages) <= 4
    (tmp_path / "factsheet.pdf").write_bytes(pdf)
    assert [one.message for one in validate(str(tmp_path / "factsheet.pdf")).findings] == []


def test_regenerating_gives_identical_bytes(pdf, client):
    assert client.get("/ru/factsheet/UKR.pdf").content == pdf


@pytest.mark.parametrize("form", ["pdf", "docx", "json"])
def test_every_form_carries_the_notice_and_comes_in_both_languages(prague, client, form):
    for language in ("en", "ru"):
        response = client.get(f"/{language}/factsheet/LIE.{form}")
        assert response.status_code == 200
        assert (
            response.headers["Content-Disposition"] == f'inline; filename="factsheet-LIE-{language}.{form}"'
        )


def test_json_has_edition_and_standing(prague, client):
    data = json.loads(client.get("/en/factsheet/GEO.json").content)
    assert data["extra"]["state"] == "GEO" and data["extra"]["standing"] == "automatic"
    assert data["metadata"]["fingerprint"] == data["extra"]["edition"]


def test_the_list_has_every_state_covered(prague, client):
    html = client.get("/en/factsheets").content.decode()
    assert html.count('href="/en/factsheet/') == 2 * 50  # the page and the PDF of each


def test_factsheets_that_would_change_are_listed_before_they_are_made(prague, reader, monkeypatch, tmp_path):
    monkeypatch.setattr(making, "folder", lambda: tmp_path)
    assert len(changed_factsheets(reader())) == 50
    today = {change.state: change.today for change in changed_factsheets(reader())}
    (tmp_path / "editions.json").write_text(json.dumps({**today, "POL": "an older one"}))
    Factsheet.objects.create(
        key="GEO", state_id=_state("GEO"), released_fingerprint="older", released_at="2026-01-01T00:00Z"
    )
    assert changed_factsheets(reader()) == [
        Change("GEO", today["GEO"], "older", today["GEO"]),
        Change("POL", "an older one", "", today["POL"]),
    ]


def _state(code):
    from convene.registry.models import State

    return State.objects.get(key=code).pk
