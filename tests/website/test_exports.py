"""Exports: Popolo against its schemas, the profile in IOM's format as a page and as a document, any table."""

import io
import json
from pathlib import Path

import jsonschema
import pytest
from docx import Document
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT3

SCHEMAS = Path(__file__).resolve().parents[2].parent / "shared" / "standards" / "popolo"


def popolo(client, language="en"):
    return client.get(f"/{language}/export/popolo.json").json()


def test_the_succession_of_the_chair_in_popolo(prague, client):
    told = popolo(client)
    posts = {post["id"]: post for post in told["posts"]}
    chairs = [one for one in told["memberships"] if one["post_id"] == "office/chair"]
    assert posts["office/chair"]["label"] == "Chair"
    assert [(one["member"] or {}).get("id") for one in chairs] == [
        "state/CZE",
        "state/POL",
        None,  # the collective half-year
        "state/LTU",
        "state/CZE",
    ]
    # As exact as it is told, and the last day instead of the first day after.
    assert (chairs[0]["start_date"], chairs[0]["end_date"]) == ("2009-04", "2010-12")
    assert (chairs[3]["start_date"], chairs[3]["end_date"]) == ("2018", "2020-11-15")
    assert chairs[4]["end_date"] is None


def test_every_reference_in_popolo_leads_somewhere(prague, client):
    told = popolo(client, "ru")
    organizations = {one["id"] for one in told["organizations"]}
    posts = {one["id"] for one in told["posts"]}
    assert len(organizations) == len(told["organizations"])
    assert {one["organization_id"] for one in (*told["posts"], *told["memberships"])} <= organizations
    assert {one["post_id"] for one in told["memberships"]} <= posts
    assert {one["member"]["id"] for one in told["memberships"] if one["member"]} <= organizations
    assert told["notice"].startswith("Неофициальный")


@pytest.mark.skipif(not SCHEMAS.is_dir(), reason="the published schemas are not on this machine")
def test_popolo_fits_its_published_schemas(prague, client):
    schemas = {path.stem: json.loads(path.read_text()) for path in SCHEMAS.glob("*.json")}
    registry = Registry().with_resources(
        (schema["id"], Resource.from_contents(schema, default_specification=DRAFT3))
        for schema in schemas.values()
        if "id" in schema
    )
    told = popolo(client)
    for name, kind in (("organizations", "organization"), ("posts", "post"), ("memberships", "membership")):
        validator = jsonschema.Draft3Validator(schemas[kind], registry=registry)
        assert [error.message for row in told[name] for error in validator.iter_errors(row)] == []


FIELDS = [
    "Type (region covered)",
    "Formal association with regional or multi-stakeholder organization",
    "Established",
    "Objectives",
    "Current focus",
    "Country chairing",
    "Secretariat",
    "Members: states",
    "Members: organizations",
    "Note on joiners",
    "Observers",
    "Meetings",
    "Documents",
    "Contact information",
    "Website",
]


def document(client, language):
    response = client.get(f"/{language}/export/iom-profile.docx")
    assert response.headers["Content-Type"].endswith("wordprocessingml.document")
    return response.content


def test_the_profile_has_its_fields_in_their_order(prague, client):
    paragraphs = Document(io.BytesIO(document(client, "en"))).paragraphs
    assert [one.text for one in paragraphs if one.style.name == "Heading 1"] == FIELDS
    text = "\n".join(one.text for one in paragraphs)
    assert "47 participants" in text
    assert "Unofficial: compiled from public sources" in text
    assert "Kosovo*" in text
    assert "UNSCR 1244" in text or "1244" in text  # the footnote that goes with the name
    assert "27–28 April 2009" in text or "April 2009" in text


def test_the_profile_of_another_day_and_in_russian(prague, client):
    paragraphs = Document(io.BytesIO(document(client, "ru"))).paragraphs
    assert any("Косово*" in one.text for one in paragraphs)
    then = client.get("/en/export/iom-profile?on=2015-01-01").content.decode()
    assert "50 participants" in then
    assert "Chisinau" not in then.partition("Meetings</dt>")[2].partition("Documents</dt>")[0]


def test_the_document_is_the_same_bytes_each_time(prague, client):
    assert document(client, "en") == document(client, "en")


@pytest.mark.parametrize("form", ["csv", "json", "atom"])
def test_any_public_table_is_a_file(prague, client, form):
    for name in ("meetings", "terms", "claims", "participation", "expressions"):
        assert client.get(f"/en/data/{name}.{form}").status_code == 200
    assert client.get(f"/en/data/people.{form}").status_code == 404
    assert client.get(f"/en/data/accounts_user.{form}").status_code == 404


def test_meetings_as_csv_hold_every_language_and_the_notice(prague, client):
    lines = client.get("/en/data/meetings.csv").content.decode("utf-8-sig").splitlines()
    assert "title.en,title.ru" in lines[0]
    assert any("2014-10-28-som-berlin" in line and "Берлин" in line for line in lines)
    assert all("not endorsed" in line for line in lines[1:3])
