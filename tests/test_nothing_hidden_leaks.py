"""
What is hidden appears nowhere: every public address is asked for, as a stranger and as a contact point.

The invented dialogue has every visibility. Each hidden row is known by its words: whatever it says and no
public row says. None of them may stand in any page, list, feed, calendar, answer of the API, export, archive
or result of search.
"""

import io
import json
import re
import zipfile
from datetime import date
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from wagtail.models import PageViewRestriction

from convene.accounts.audit import record_event
from convene.accounts.models import User
from convene.accounts.one_time_links import make_link
from convene.core.tables import Kind, all_tables
from convene.core.text import Text
from convene.core.viewer import Standing, Viewer
from convene.dialogue.models import Meeting
from convene.registry.models import Actor, Appointment, Claim, Gap, Office, Source
from convene.registry.queries.reference import forget
from convene.registry.queries.standing import standing_of
from convene.repository.models import Work
from convene.search.documents import sources as kinds_of_search
from convene.search.operations import rebuild
from convene.search.queries import search
from convene.website.models import ArticlePage, SectionPage
from convene.website.operations import prepare_site

TODAY = date(2026, 11, 22)
BEFORE = "2025-03-01"
BEGINNINGS = ("/en/", "/fr/", "/sitemap.xml", "/robots.txt", "/api/v1/", "/api/v1/openapi.json")
MOST_ADDRESSES = 4000
SECRET_OF_THE_TRAIL = "Quillwort was written into the trail"


@pytest.fixture
def hushed(demo, own_index, monkeypatch):
    """The demo on a day of its own; two well-tied public things have just been hidden, and a claim speaks of one."""
    monkeypatch.setattr("convene.registry.viewing.today_in", lambda known: TODAY)
    monkeypatch.setattr("convene.accounts.limits.allow", lambda *asked, **more: True)
    Meeting.objects.filter(key="2019-06-14-assembly-port-alder").update(
        visibility="secretariat",
        title=Text.of(en="Hushed gathering of Sallowmere", fr="Assemblée tue de Sallowmere"),
    )
    Work.objects.filter(key="ferries-study").update(
        visibility="body",
        title=Text.of(en="Hushed treatise on punts", fr="Traité tu des barques"),
        printed_title="",
    )
    Claim.objects.create(
        key="c99-of-a-hidden-meeting",
        subject="meeting/2026-10-08-office-retreat-port-alder#starts",
        value=Text.of(en="at candlelight"),
        source=Source.objects.get(key="L02"),
        recorded_on=TODAY,
    )
    Gap.objects.create(
        key="where-it-met", title=Text.of(en="Where it met"), about=["meeting/2024-02-21-board-online#place"]
    )
    write_articles()
    record_event("noted", "meeting/2027-06-14-assembly-dun-city", "", by="test", note=SECRET_OF_THE_TRAIL)
    forget()
    rebuild()
    return demo


def write_articles():
    """One article for all, which speaks of a hidden meeting by way of a milestone, and one behind a password."""
    prepare_site(["en", "fr"])
    news = SectionPage.objects.get(slug="news", locale__language_code="en")
    facts = [{"type": "fact", "value": {"address": "milestone/board-on-the-seat#meeting"}}]
    facts += [{"type": "fact", "value": {"address": "claim/c99-of-a-hidden-meeting"}}]
    news.add_child(
        instance=ArticlePage(title="An open word", slug="open-word", date=TODAY, intro="Read it.", body=facts)
    )
    kept = news.add_child(
        instance=ArticlePage(title="A word among friends", slug="among-friends", date=TODAY, intro="Psst.")
    )
    PageViewRestriction.objects.create(page=kept, restriction_type="password", password="lantern")


def hidden_from(standing):
    """(table, row) of every row that a person of this standing may not see, by the row's own visibility."""
    viewer = Viewer(TODAY, TODAY, "en", None, standing)
    for table in all_tables():
        rows = table.rows()
        if hasattr(rows, "visible_to"):
            for row in rows.exclude(pk__in=rows.visible_to(viewer).values("pk")):
                yield table, row


def words_of(table, row):
    """Everything that a row says, key and address first."""
    said = [row.address] + ([row.key] if len(row.key) > 6 else [])
    for column in table.columns:
        value = getattr(row, column.attribute, None)
        if column.kind in (Kind.ADDRESS, Kind.CHOICE):
            continue
        if isinstance(value, Text):
            said += value.plain().values()
        elif isinstance(value, str):
            said.append(value)
    return [" ".join(words.split()) for words in said if len(words) > 7]


def secrets(standing):
    """words -> whose they are. What a visible row says too is no secret."""
    hidden = list(hidden_from(standing))
    kept = {row.address for _table, row in hidden}
    public = json.dumps(
        [words_of(table, row) for table in all_tables() for row in table.rows() if row.address not in kept],
        ensure_ascii=False,
    )
    found = {words: row.address for table, row in hidden for words in words_of(table, row)}
    found = {words: whose for words, whose in (found | personal()).items() if words not in public}
    assert {row.address for _table, row in hidden} <= set(found.values()), (
        "each hidden row is known by something"
    )
    return found | {
        "c99-of-a-hidden-meeting": "claim about a hidden meeting",
        "at candlelight": "claim about a hidden meeting",
        "A word among friends": "article behind a password",
    }


def personal():
    """People and their appointments, what the trail says, and why a thing is kept internal: nobody's to read."""
    found = {SECRET_OF_THE_TRAIL: "audit trail"}
    for person in User.objects.all():
        found |= {person.email: "person", person.name: "person"}
    found |= {row.function: "appointment" for row in Appointment.objects.all() if len(row.function) > 10}
    for table in all_tables():
        for column in table.columns:
            if not column.public and column.name != "visibility":
                for row in table.rows():
                    found |= dict.fromkeys(_private_words(row, column), f"{row.address} {column.name}")
    return found


def _private_words(row, column):
    """What a column that is not public says. A bare word or number is no secret by itself."""
    value = getattr(row, column.attribute)
    said = value.plain().values() if isinstance(value, Text) else [value] if isinstance(value, str) else []
    return [words for words in said if len(words) > 7]


def everything(browser):
    """Yield (address, status, text) of all that can be reached from the beginnings, and every table in every form."""
    waiting = [
        *BEGINNINGS,
        *(f"/en/?on={BEFORE}", f"/fr/meetings?on={BEFORE}", f"/en/timeline?on={BEFORE}"),
        *(
            f"/{lang}/data/{table.name}.{form}"
            for table in all_tables()
            for lang in ("en", "fr")
            for form in FORMS
        ),
        *(f"/en/{table.name}.{form}" for table in all_tables() for form in FORMS),
        *(f"/en/{row.address}" for _table, row in hidden_from(Standing())),
        *(f"/en/meeting/{row.key}.ics" for row in Meeting.objects.all()),
        *(f"/api/v1/meetings/{row.key}" for row in Meeting.objects.all()),
        *(f"/api/v1/tables/{table.name}/{row.key}" for table, row in hidden_from(Standing())),
        *(f"/api/v1/links?address={row.address}" for _table, row in hidden_from(Standing())),
        *("/en/news/open-word", "/en/news/among-friends"),
        *("/en/meetings.ics", "/fr/meetings.ics", "/en/feed.atom", "/en/export/iom-profile.docx"),
        *(
            "/api/v1/search?q=board",
            "/api/v1/meetings?q=visit",
            "/en/search?q=letter",
            "/en/search?kind=document",
        ),
    ]
    seen = set(waiting)
    while waiting:
        path = waiting.pop()
        response = browser.get(path)
        text = text_of(response)
        yield path, response.status_code, text
        for address in addresses_in(text) if response.status_code == 200 else ():
            if address not in seen and len(seen) < MOST_ADDRESSES:
                seen.add(address)
                waiting.append(address)


FORMS = ("csv", "json", "atom")
_ADDRESS = re.compile(r"""(?:href|src|action)=["']([^"']+)|<loc>([^<]+)|"((?:https?:/)?/[^"\s{}]+)\"""")


def addresses_in(text):
    for found in _ADDRESS.findall(text):
        address = unescape("".join(found)).removeprefix(settings.PUBLIC_URL).partition("#")[0]
        path = urlsplit(address).path
        if path.startswith("/") and not path.startswith(("//", "/static/", "/account/", "/cms/")):
            yield address


def text_of(response):
    """What a reader gets, unfolded and unescaped; of archives every member."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            texts = [f"{one}\n{archive.read(one).decode('utf-8', 'replace')}" for one in archive.namelist()]
        text = "\n".join(texts)
    else:
        text = body.decode("utf-8", "replace")
    text = text.replace("\r\n ", "").replace("\\,", ",").replace("\\;", ";")
    if "\\u" in text:
        text = re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), text)
    return " ".join(unescape(text).split())


def leaks(browser, forbidden):
    found, read = {}, set()
    for path, status, text in everything(browser):
        assert status < 500, path
        if status == 200:
            for words, whose in forbidden.items():
                if words in text and not asks_for(path, words):
                    found.setdefault(f"{whose}: {words}", []).append(path)
        read |= {path} if status == 200 else set()
    assert "/en/news/open-word" in read and len(read) > 500
    return "\n".join(f"{what} at {', '.join(where[:5])}" for what, where in found.items())


def asks_for(path, words):
    """An answer may repeat the question: /api/v1/links?address=meeting/... names what was asked about, and no more."""
    return path.startswith("/api/v1/links?address=") and words in path


def test_a_stranger_finds_nothing_hidden(hushed, client):
    assert leaks(client, secrets(Standing())) == ""


def test_a_contact_point_finds_nothing_of_other_bodies_or_the_secretariat(hushed):
    person = User.objects.create_user(email="new.liaison@example.org", name="Newly Appointed Liaison")
    Appointment.objects.create(
        user=person,
        office=Office.objects.get(key="liaison-officer"),
        actor=Actor.objects.get(kind="state", key="XDU"),
        starts_on=date(2026, 1, 1),
    )
    standing = standing_of(person, on=TODAY)
    assert standing.states == {"XDU"} and "steering-board" not in standing.bodies
    browser = Client()
    browser.get(make_link(person))
    assert "2022-10-04-donor-visit-dun-city" in browser.get("/en/meetings").content.decode()
    forbidden = secrets(standing)
    assert "2024-02-21-board-online" in forbidden
    assert "2022-10-04-donor-visit-dun-city" not in forbidden
    assert leaks(browser, forbidden) == ""


def test_search_knows_no_word_of_what_is_hidden(hushed):
    forbidden = secrets(Standing())
    told = {}
    for words, whose in forbidden.items():
        for language in ("en", "fr"):
            for item in search(words, language, size=100).items:
                shown = json.dumps(
                    [item.address, item.title, item.excerpt, item.why], ensure_ascii=False, default=str
                )
                if any(one in shown for one in forbidden):
                    told[whose] = item.address
    assert told == {}
    everything = [document for kind in kinds_of_search() for document in kind.provider()]
    text = json.dumps(
        [(one.address, one.titles, one.bodies, one.names) for one in everything], ensure_ascii=False
    )
    assert [words for words in forbidden if words in text] == []
