"""Words of the record that look like markup, formulas or fields of a calendar stay words wherever they are shown."""

import csv
import io
import json
import re
from html import unescape
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from django.core.exceptions import ValidationError
from icalendar import Calendar

from convene.core.text import Text
from convene.dialogue.models import Meeting
from convene.registry.models import Claim, Difference, Source
from convene.registry.operations import correct
from convene.registry.queries.reference import forget
from convene.repository.models import Work

MARKUP = """</script><script>alert(1)</script><img src=x onerror=alert(2)>"'&amp;]]>"""
FORMULA = '=HYPERLINK("https://evil.example","x")'
FIELDS = "Talks\r\nATTENDEE:mailto:a@b.c;\nEND:VEVENT"
MEETING = "2027-06-14-assembly-dun-city"


@pytest.fixture
def hostile(demo, own_index):
    meeting = Meeting.objects.get(key=MEETING)
    correct(
        meeting,
        {"title": Text.of(en=MARKUP, fr=FORMULA), "note": Text.of(en=FIELDS), "printed_title": FORMULA},
    )
    correct(
        Work.objects.get(key="founding-act"), {"title": Text.of(en=MARKUP), "summary": Text.of(en=MARKUP)}
    )
    correct(Source.objects.get(key="L03"), {"title": MARKUP, "publisher": MARKUP})
    correct(Difference.objects.get(key="01"), {"subject": Text.of(en=MARKUP), "reading": Text.of(en=MARKUP)})
    Claim.objects.filter(key="c01-report").update(value=Text.of(en=MARKUP), quote=MARKUP, place=MARKUP)
    forget()


@pytest.mark.parametrize(
    "path",
    [
        "",
        "meetings",
        f"meeting/{MEETING}",
        "body/assembly",
        "state/XDU",
        "state/XEL",
        "timeline",
        "documents",
        "document/founding-act",
        "sources",
        "source/L03",
        "differences",
        "difference/01",
        "search?q=alert",
        "search?q=%3C/script%3E%3Cscript%3Ealert(1)",
        "export/iom-profile",
        "open-data",
    ],
)
def test_markup_stays_words_on_pages(hostile, client, path):
    html = client.get(f"/en/{path}").content.decode()
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    for block in re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL):
        json.loads(block)


def test_structured_data_says_the_very_title(hostile, client):
    html = client.get(f"/en/meeting/{MEETING}").content.decode()
    told = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)[1])
    assert told["name"] == MARKUP
    assert MARKUP in unescape(re.search(r"<h1[^>]*>(.*?)</h1>", html, re.DOTALL)[1])


def test_no_cell_of_a_spreadsheet_is_a_formula(hostile, client):
    text = client.get("/en/meetings.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    row = next(row for row in rows if row["key"] == MEETING)
    assert row["title.fr"] == row["printed_title"] == f"'{FORMULA}"
    assert not [cell for row in rows for cell in row.values() if cell[:1] in tuple("=+-@\t\r")]


def test_a_note_adds_nothing_to_a_calendar(hostile, client):
    calendar = Calendar.from_ical(client.get(f"/en/meeting/{MEETING}.ics").content)
    (event,) = calendar.walk("VEVENT")
    assert "ATTENDEE" not in event
    assert str(event["SUMMARY"]) == MARKUP
    assert "ATTENDEE:mailto:a@b.c" in str(event["DESCRIPTION"])


@pytest.mark.parametrize("path", ["meetings.atom", "documents.atom", "feed.atom", "data/claims.atom"])
def test_feeds_stay_well_formed(hostile, client, path):
    ElementTree.fromstring(client.get(f"/en/{path}").content)


def test_a_word_document_stays_whole(hostile, client):
    with ZipFile(io.BytesIO(client.get("/en/export/iom-profile.docx").content)) as document:
        ElementTree.fromstring(document.read("word/document.xml"))


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x1f", "\x7f", "\uffff"])
def test_a_control_character_is_not_taken_into_the_record(demo, character):
    meeting = Meeting.objects.get(key=MEETING)
    for changes in ({"title": Text.of(en=f"Fourth{character}Assembly")}, {"printed_title": f"a{character}b"}):
        with pytest.raises(ValidationError):
            correct(meeting, changes)
        meeting.refresh_from_db()
    assert meeting.title.in_language("en") == "Fourth Assembly"
