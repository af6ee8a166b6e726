"""The page of the translation debt, and the first page of the back office."""

import csv
import io

import pytest

from convene.core.text import TranslationState
from convene.dialogue.models import Meeting
from convene.registry.translations import debts
from convene.website.operations import prepare_site
from tests.website.back_office import CONTACT_OF_XAL, SECRETARIAT, signed_in

DEBT = "/cms/reports/translation-debt/"


@pytest.fixture
def ines(demo):
    return signed_in(SECRETARIAT)


def test_every_text_that_owes_something_is_in_the_csv(ines):
    rows = list(csv.DictReader(io.StringIO(ines.get(DEBT, {"export": "csv"}).content.decode())))
    expected = [(one.address, one.column.name, one.language, str(one.state)) for one in debts(("en", "fr"))]
    assert [(row["address"], row["column"], row["language"], row["state"]) for row in rows] == expected
    assert len(expected) > 50


def test_a_translation_is_confirmed_from_the_list(ines):
    owed = next(one for one in debts(("en", "fr"), table="meetings", state="unreviewed"))
    sent = {"address": owed.address, "field": owed.column.attribute, "language": "fr", "next": f"{DEBT}?p=2"}
    answer = ines.post(DEBT, sent)
    meeting = Meeting.objects.get(key=owed.row.key)
    assert (answer.status_code, answer["Location"]) == (302, f"{DEBT}?p=2")
    assert getattr(meeting, owed.column.attribute).state("fr") == TranslationState.REVIEWED


@pytest.mark.parametrize(
    "sent",
    [
        {"address": "meeting/none", "field": "title", "language": "fr"},
        {"address": "meeting", "field": "title", "language": "fr"},
        {"address": "", "field": "pk", "language": "fr"},
    ],
)
def test_what_does_not_exist_is_not_confirmed(ines, sent):
    assert ines.post(DEBT, sent).status_code in (302, 400)


def test_it_never_leads_away(ines):
    owed = next(one for one in debts(("en", "fr"), table="meetings", state="unreviewed"))
    sent = {"address": owed.address, "field": "title", "language": "fr", "next": "https://evil.example/"}
    assert ines.post(DEBT, sent)["Location"] == DEBT


def test_the_first_page_says_what_waits(ines):
    page = ines.get("/cms/").content.decode()
    assert "What waits" in page
    assert "translations nobody has confirmed" in page


def test_the_first_page_of_a_contact_point_leads_to_its_desk(demo):
    prepare_site(["en", "fr"])
    page = signed_in(CONTACT_OF_XAL).get("/cms/").content.decode()
    assert "Your desk" in page
    assert "What waits" not in page
