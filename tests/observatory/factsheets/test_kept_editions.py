"""
An import after the release: readers keep the released figures, and the secretariat sees what would change.

Olena speaks for Ukraine, Nino for Georgia, Petr is of the secretariat.
"""

import dataclasses
import json

import pytest
from django.utils.translation import override

from convene.core.text import Text
from convene.observatory.factsheets import kept
from convene.observatory.factsheets.changes import Changed, changes_between
from convene.observatory.factsheets.contents import factsheet
from convene.observatory.factsheets.figures import figures_of
from convene.observatory.factsheets.kept import data_of, figures_from, kept_figures, readable
from convene.observatory.models import FactsheetEdition
from convene.observatory.operations.factsheets import release_factsheet, show_to_state, take_back_release
from convene.observatory.operations.national import accept, submit_frame_entry, submit_national_value
from convene.observatory.queries.catalogue import catalogue
from convene.ui.documents.json import plain_data
from convene.ui.documents.model import plain
from convene.ui.documents.typst import pdf_of
from convene.ui.documents.word import word_of

from .conftest import NOON
from .test_release import revised


@pytest.fixture
def released(ukraine, people):
    """Today's figures of Ukraine, shown to the state and released."""
    figures = figures_of(["UKR"])["UKR"]
    show_to_state(ukraine, figures, people.petr, NOON)
    release_factsheet(ukraine, figures, people.petr, NOON)
    return figures


@pytest.fixture
def imported(released, monkeypatch):
    """A newer edition has been imported since: one migrant more in Ukraine."""
    newer = revised(released)
    monkeypatch.setattr(kept, "figures_of", lambda states: {"UKR": newer})
    return newer


def stock_in(document):
    return next(fact.value for fact in document.facts() if fact.code == "migrant_stock")


def test_the_released_figures_stay_after_an_import(released, imported, reader):
    found = readable(["UKR"])["UKR"]
    assert (found.shown.fingerprint, found.today.fingerprint) == (released.fingerprint, imported.fingerprint)
    document = factsheet("UKR", reader())
    assert stock_in(document) == "5,064,173"
    assert document.extra == {"state": "UKR", "edition": released.fingerprint, "standing": "stale"}
    assert [plain(note.text) for note in document.notices] == [
        "Shown to the authorities and released by the secretariat on 22 November 2026, with the figures of that day. "
        "Newer figures have been published since; they are not in this factsheet yet."
    ]


def test_page_pdf_and_word_file_are_made_of_what_was_released(released, imported, reader):
    """But for the notice, they are those that would have been made on the day of the release."""
    with override("ru"):
        viewer = reader(language="ru")
        now = factsheet("UKR", viewer, for_print=True)
        then = kept.readable(["UKR"])["UKR"].shown
    assert (
        plain_data(now)["sections"] and now.metadata.fingerprint == then.fingerprint == released.fingerprint
    )
    assert "5\u00a0064\u00a0173" in json.dumps(plain_data(now), ensure_ascii=False)
    assert "5\u00a0064\u00a0174" not in json.dumps(plain_data(now), ensure_ascii=False)
    assert pdf_of(now) == pdf_of(now) and word_of(now) == word_of(now)


def test_figures_are_read_again_as_they_were_kept(ukraine, people, refugees):
    """The state's own words among them, as they stood when they were kept."""
    value = submit_national_value(
        ukraine, people.olena, NOON, indicator=refugees, value="2485",
        definition=Text.of(en="Persons recognised as refugees", ru="Лица, признанные беженцами"),
        reference_date="2024-12-31", source="State Migration Service", source_url="https://example.org/a",
    )  # fmt: skip
    entry = submit_frame_entry(
        ukraine, people.olena, NOON, topic="law", text=Text.of(en="Act on Foreigners"),
        as_of="2011-09-22", source="Official Journal",
    )  # fmt: skip
    accept(value, people.petr, NOON)
    accept(entry, people.petr, NOON)
    figures = figures_of(["UKR"])["UKR"]
    again = figures_from(json.loads(json.dumps(data_of(figures))), catalogue())
    assert again.fingerprint == figures.fingerprint
    assert (again.totals, again.tops, again.day) == (figures.totals, figures.tops, figures.day)
    show_to_state(ukraine, figures, people.petr, NOON)
    value.value = "9999"
    value.save()
    assert kept_figures("UKR", figures.fingerprint).national[0].value == "2485"
    assert [plain(run) for run in (again.frame[0].text.in_language("en"),)] == ["Act on Foreigners"]


def test_what_was_altered_in_the_database_is_not_shown_as_released(released, imported):
    row = FactsheetEdition.objects.get()
    row.figures["totals"]["migrant_stock"][-1][3] = 1
    row.save()
    assert kept_figures("UKR", released.fingerprint) is None
    assert readable(["UKR"])["UKR"].shown is imported


def test_an_edition_is_kept_once_and_survives_that_its_release_is_taken_back(released, ukraine, people):
    assert FactsheetEdition.objects.count() == 1
    take_back_release(ukraine, "a mistake", people.petr)
    assert kept_figures("UKR", released.fingerprint) is not None


def test_the_changes_are_told_line_by_line(released, reader):
    after = revised(released)
    assert changes_between(released, after, reader()) == [
        Changed(
            "International migrants",
            "5,064,173 · mid-2024 · UN DESA, 2024",
            "5,064,174 · mid-2024 · UN DESA, 2024",
        )
    ]
    assert changes_between(released, released, reader()) == []


def test_a_line_that_is_no_more_and_a_revised_year_are_told(released, reader):
    without = {code: rows for code, rows in released.totals.items() if code != "hdi"}
    stock = without["migrant_stock"]
    older = dataclasses.replace(stock[0], value=1.0)
    after = dataclasses.replace(released, totals={**without, "migrant_stock": (older, *stock[1:])})
    lines, (years,) = (lambda found: (found[:-1], found[-1:]))(changes_between(released, after, reader()))
    assert [(one.name, one.before, one.after) for one in lines] == [
        ("Human Development Index", "0.734 · 2022 · UNDP, 2023–24", "")
    ]
    gone = len(released.totals["hdi"]) - 1
    assert years == Changed(
        "Figures of earlier years, for lines and drawings", "", f"1 changed, 0 added, {gone} gone"
    )
