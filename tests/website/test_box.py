"""The dialogue in a box: it opens without a server, it is whole, and whoever changes it is found out."""

import hashlib
import json
import re
import zipfile
from html.parser import HTMLParser
from posixpath import dirname, normpath

import pytest
from django.test import Client

from convene.registry.models import Claim
from convene.website import box

HIDDEN_MEETING = "2026-10-08-office-retreat-port-alder"


@pytest.fixture(scope="module")
def made(_demo_pack, django_db_blocker, tmp_path_factory):
    """One box of the invented dialogue, for all tests here: it takes seconds."""
    with django_db_blocker.unblock():
        return box.make(tmp_path_factory.mktemp("box") / "lake.zip")


def changed(made, path, change):
    """A copy of the box in which `change(files)` was done to its files."""
    with zipfile.ZipFile(made) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    change(files)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def test_it_says_what_it_is(demo, made):
    found = box.verify(made)
    assert (found.dialogue, found.is_our_own) == ("lake-dialogue", True)
    assert found.files > 100
    with zipfile.ZipFile(made) as archive:
        names = set(archive.namelist())
        manifest = json.loads(archive.read("manifest.json"))
    assert {"index.html", "en/index.html", "fr/index.html", "README.en.txt", "README.fr.txt"} <= names
    assert {"en/states.html", "en/meetings.html", "en/meetings.ics", "pack/dialogue.yml"} <= names
    assert {"data/terms.csv", "data/terms.json", "SHA256SUMS", "PUBLIC-KEY.pem", "SIGNATURE"} <= names
    assert manifest["notice"]["en"].startswith("Invented for demonstration")


def test_every_link_leads_to_a_file_in_the_box_or_says_where_it_is_online(demo, made):
    with zipfile.ZipFile(made) as archive:
        names = set(archive.namelist())
        dead = []
        for name in names:
            if name.endswith(".html"):
                for address in links_of(archive.read(name).decode()):
                    if address.startswith(("http://", "https://", "#", "mailto:", "data:")):
                        continue
                    target = normpath(f"{dirname(name)}/{address.partition('#')[0]}").lstrip("./")
                    if address.startswith("/") or target not in names:
                        dead.append((name, address))
    assert dead == []


def links_of(text):
    found = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag, attributes):
            found.extend(value for name, value in attributes if name in ("href", "src", "action"))

    Reader().feed(text)
    return found


def test_pages_have_no_forms_for_there_is_no_server(demo, made):
    with zipfile.ZipFile(made) as archive:
        pages = [archive.read(name).decode() for name in archive.namelist() if name.endswith(".html")]
    assert not any("<form" in page for page in pages)
    assert not any(re.search(r"<script(?! type=.application/ld)", page) for page in pages)


def test_nothing_restricted_and_nobody_is_in_it(demo, made):
    with zipfile.ZipFile(made) as archive:
        whole = b"\n".join(archive.read(name) for name in archive.namelist())
    assert HIDDEN_MEETING.encode() not in whole
    assert b"letter-of-harrowmere" not in whole
    for claim in Claim.objects.exclude(visibility="public"):
        assert claim.key.encode() not in whole
    from convene.accounts.models import User

    emails = [person.email for person in User.objects.all()]
    assert emails
    assert not any(email.encode() in whole for email in emails)


def test_the_same_record_on_the_same_day_gives_the_same_bytes(demo, made, tmp_path):
    again = box.make(tmp_path / "again.zip")
    assert hashlib.sha256(again.read_bytes()).digest() == hashlib.sha256(made.read_bytes()).digest()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda files: files.update({"data/terms.csv": files["data/terms.csv"] + b" "}), "data/terms.csv was changed"),
        (lambda files: files.pop("en/states.html"), "added or taken out: en/states.html"),
        (lambda files: files.update({"en/extra.html": b"x"}), "added or taken out: en/extra.html"),
        (lambda files: files.update({"manifest.json": files["manifest.json"] + b"\n"}), "signature does not fit"),
        (lambda files: files.update({"SIGNATURE": b"AAAA\n"}), "signature does not fit"),
        (lambda files: files.pop("SIGNATURE"), "SIGNATURE is missing"),
        (lambda files: files.update({"PUBLIC-KEY.pem": b"nothing"}), "signature does not fit"),
    ],
)  # fmt: skip
def test_whoever_changes_it_is_found_out(demo, made, tmp_path, change, reason):
    with pytest.raises(box.BoxIsNotGenuine, match=re.escape(reason)):
        box.verify(changed(made, tmp_path / "changed.zip", change))


def test_a_file_that_is_no_box_is_refused(tmp_path):
    path = tmp_path / "holiday.zip"
    path.write_bytes(b"not a zip file")
    with pytest.raises(box.BoxIsNotGenuine):
        box.verify(path)


def test_in_production_without_a_secret_no_box_is_made(demo, settings, tmp_path):
    settings.PRODUCTION, settings.BOX_SECRET = True, ""
    with pytest.raises(Exception, match="CONVENE_BOX_SECRET"):
        box.make(tmp_path / "box.zip")
    assert "box.zip" not in Client().get("/en/open-data").content.decode()


def test_it_is_served_once_made(demo, made, client, settings, tmp_path, monkeypatch):
    settings.HOME = tmp_path
    monkeypatch.setattr(
        "convene.website.views.open_data.boxes.make", lambda path: path.write_bytes(made.read_bytes())
    )
    response = client.get("/en/export/box.zip")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/zip"
    assert b"".join(response.streaming_content) == made.read_bytes()
