"""What a factsheet says: the published figures of the state, each with moment, producer and passport, and its gaps."""

import dataclasses
import re

import pytest
from django.utils.translation import override

from convene.core.text import Text
from convene.observatory.factsheets.contents import factsheet
from convene.observatory.factsheets.covered import covered_states
from convene.observatory.factsheets.figures import figures_of
from convene.observatory.factsheets.lines import CODES
from convene.observatory.factsheets.wording import edition_in_words, money, number
from convene.observatory.models import Coverage, Indicator
from convene.observatory.operations.national import accept, submit_national_value
from convene.ui.documents.json import plain_data
from convene.ui.documents.model import Figure, Gap, TableBlock, plain

from .conftest import NOON


@pytest.fixture
def written(prague, reader):
    """`written("UKR", "ru")`: the factsheet of a state."""

    def make(state, language="en"):
        with override(language):
            return factsheet(state, reader(language=language))

    return make


def facts(document):
    """indicator -> the newest figure shown, as (number, when, source)."""
    found = {}
    for fact in document.facts():
        if fact.code and not fact.gap:
            found.setdefault(fact.code, (fact.number, fact.when, fact.source))
    return found


def gaps(document):
    return {name for block in document.blocks() if isinstance(block, Gap) for name in block.label.split("; ")}


@pytest.mark.parametrize(
    ("state", "code", "expected"),
    [
        ("UKR", "migrant_stock", (5064173, "mid-2024", "UN DESA, 2024")),
        ("UKR", "emigrant_stock", (9769216, "mid-2024", "UN DESA, 2024")),
        ("POL", "migrant_stock", (1739901, "mid-2024", "UN DESA, 2024")),
        ("LIE", "emigrant_stock", (346, "mid-2024", "UN DESA, 2024")),
        ("POL", "tp_ukraine", (992370, "March 2025", "Eurostat, 2025")),
    ],
)
def test_figures_are_those_of_the_files(written, state, code, expected):
    assert facts(written(state))[code] == expected


def test_every_number_opens_its_passport(written):
    document = written("GEO")
    shown = [fact for fact in document.facts() if fact.number is not None]
    assert len(shown) > 30
    assert {bool(re.match(r"/en/figure/[a-z0-9_]+/GEO/\d{4}", fact.href)) for fact in shown} == {True}


def test_kosovo_has_its_footnote_and_no_figure_that_is_serbias(written):
    document = written("XKX")
    assert document.title == "Kosovo*"
    assert [note.mark for note in document.footnotes if "1244" in note.text] == ["*"]
    assert any("1244" in plain(note.text) for note in document.notices)
    assert not {"migrant_stock", "emigrant_stock", "unhcr_refugees_hosted", "hdi"} & set(facts(document))
    assert {"International migrants", "Emigrants"} <= gaps(document)


def test_what_a_producer_includes_stands_as_a_footnote_of_its_figures(written):
    document = written("SRB")
    stock = next(fact for fact in document.facts() if fact.code == "migrant_stock")
    notes = {note.mark: note.text for note in document.footnotes}
    assert any("Kosovo" in notes[mark] for mark in stock.marks)


def test_what_is_missing_is_told_with_the_reason_and_never_shown_as_zero(written):
    document = written("UKR")
    told = {name: block.reason for block in document.blocks() if isinstance(block, Gap) for name in block.label.split("; ")}  # fmt: skip
    assert "First residence permits issued" in told
    assert {code for code in CODES if code in facts(document)} & {"first_permits"} == set()
    assert all(told.values())


def test_every_picture_has_its_numbers_and_words(written):
    pictures = [block for block in written("POL").blocks() if isinstance(block, Figure)]
    assert len(pictures) >= 4
    assert all(picture.description and picture.table.rows for picture in pictures)


def test_the_largest_countries_come_with_their_share(written):
    table = next(block for block in written("UKR").blocks() if isinstance(block, TableBlock))
    first = [plain(cell) for cell in table.rows[0]]
    assert first == ["Russian Federation", "3,375,095", "66.6"]


def test_in_russian_numbers_and_names_are_russian(written):
    document = written("UKR", "ru")
    stock = next(fact for fact in document.facts() if fact.code == "migrant_stock")
    assert (document.title, stock.value) == ("Украина", "5\u00a0064\u00a0173")
    assert stock.href.startswith("/ru/")


def test_it_is_marked_as_not_seen_by_the_state(written):
    assert [plain(note.text) for note in written("UKR").notices] == [
        "Made by Convene from published figures. The authorities have not seen it."
    ]


def test_the_national_frame_is_empty_and_says_so(written):
    frame = next(section for section in written("UKR").sections if section.key == "frame")
    assert frame.blocks[0].reason == "Not given yet"
    assert "Dual citizenship" in frame.blocks[0].label


def test_the_states_own_figure_stands_beside_the_international_one(written, ukraine, people):
    row = submit_national_value(
        ukraine,
        people.olena,
        NOON,
        indicator=Indicator.objects.get(key="unhcr_refugees_hosted"),
        value="2485",
        definition=Text.of(en="Persons recognised as refugees or given complementary protection"),
        reference_date="2024-12-31",
        source="State Migration Service",
    )
    assert "National sources" not in str(plain_data(written("UKR")))
    accept(row, people.petr, NOON)
    document = written("UKR")
    table = next(
        block
        for section in document.sections
        if section.key == "protection"
        for block in section.blocks
        if hasattr(block, "columns")
    )
    assert table.columns == ("International sources", "Earlier", "National sources")
    line = next(row for row in table.rows if row.cells[0] and row.cells[0].code == "unhcr_refugees_hosted")
    own = line.cells[2]
    assert (own.value, own.when, own.source) == ("2,485", "31 December 2024", "State Migration Service")
    notes = {note.mark: note.text for note in document.footnotes}
    assert [notes[mark] for mark in own.marks] == [
        "Persons recognised as refugees or given complementary protection"
    ]


def test_the_fingerprint_changes_with_a_figure_and_with_nothing_else(prague, reader):
    before = figures_of(["UKR"])["UKR"]
    assert figures_of(["UKR", "POL"])["UKR"].fingerprint == before.fingerprint
    changed = dict(before.totals)
    last = changed["migrant_stock"][-1]
    changed["migrant_stock"] = (
        *changed["migrant_stock"][:-1],
        dataclasses.replace(last, value=last.value + 1),
    )
    assert dataclasses.replace(before, totals=changed).fingerprint != before.fingerprint


def test_a_state_that_takes_no_part_has_a_factsheet_only_by_decision(prague, reader, client):
    assert {one.state for one in covered_states(reader()) if not one.takes_part} == {"BLR", "GBR", "RUS"}
    assert (
        "Decision of the editors of this unofficial record"
        in client.get("/en/factsheet/BLR").content.decode()
    )
    Coverage.objects.filter(key="BLR").delete()
    assert client.get("/en/factsheet/BLR").status_code == 404


@pytest.mark.parametrize(
    ("value", "decimals", "language", "worded"),
    [
        (37732833.0, 0, "en", "37,732,833"),
        (-299961.0, 0, "ru", "−299\u00a0961"),
        (48.45, 1, "en", "48.5"),
        (0.734, 3, "ru", "0,734"),
    ],
)
def test_numbers_in_words(value, decimals, language, worded):
    assert number(value, decimals, language) == worded


def test_money_in_words():
    assert (money(15_932_000_000.0, "en"), money(15_932_000_000.0, "ru")) == (
        "15.9\u00a0billion",
        "15,9\u00a0млрд",
    )
    assert money(815.0, "en") == "815"


@pytest.mark.parametrize(
    ("value", "worded"),
    [
        (15_000_000_000.0, "15,0\u00a0млрд"),
        (94_000_000.0, "94,0\u00a0млн"),
        (999_960_000.0, "1,0\u00a0млрд"),
        (-2_345_000_000_000.0, "−2,3\u00a0трлн"),
    ],
)
def test_amounts_of_one_column_have_one_decimal_each(value, worded):
    assert money(value, "ru") == worded


@pytest.mark.parametrize(
    ("label", "worded"),
    [("2024", "2024"), ("2025-06", "2025"), ("2025.12.1", "2025"), ("2025-01-12", "2025"), ("2023-24", "2023–24")],
)  # fmt: skip
def test_a_line_names_an_edition_by_its_year(label, worded):
    assert edition_in_words(label) == worded


def test_working_age_is_the_definition_of_the_ratio_turned_round(written):
    """World Bank, June 2025: 37,732,833 persons in mid-2023, 48.927142092575 under 15 or over 64 per 100 of 15 to 64."""
    document = written("UKR")
    (line,) = [fact for fact in document.facts() if fact.label == "Population aged 15 to 64"]
    assert (line.value, line.when, line.href) == (
        "25,336,438",
        "mid-2023",
        "/en/figure/age_dependency_ratio/UKR/2023?edition=worldbank-wdi.2025-06",
    )
    notes = {note.mark: note.text for note in document.footnotes}
    assert [notes[mark] for mark in line.marks] == [
        "Counted by Convene: population at mid-year / (1 + age dependency ratio / 100); 67.1 % of all."
    ]


def table_named(document, beginning):
    """The rows of the table whose caption begins so, as words."""
    return next(
        [[plain(cell) for cell in row] for row in block.rows]
        for block in document.blocks()
        if isinstance(block, TableBlock) and block.caption.startswith(beginning)
    )


def test_citizens_abroad_are_told_by_the_countries_that_report_them(written):
    """Portugal has no figure of March 2025, so that 29 countries report."""
    document = written("UKR")
    assert table_named(document, "Nationals under temporary protection, by host country, March 2025") == [
        ["Germany", "1,149,375", "26.8"],
        ["Poland", "992,370", "23.2"],
        ["Czechia", "364,290", "8.5"],
        ["Spain", "229,250", "5.4"],
        ["Romania", "180,815", "4.2"],
        ["29 countries that report", "4,282,270", "100.0"],
    ]
    returned = table_named(document, "Nationals returned, by country that returned them, 2016")
    assert (returned[0], returned[-1]) == (
        ["Poland", "15,360", "66.1"],
        ["28 countries that report", "23,250", "100.0"],
    )


def test_a_rare_figure_that_is_not_there_is_no_gap(written):
    document = written("LIE")
    assert "missing_migrants" not in facts(document)
    assert "Migrants dead or missing in the country" not in gaps(document)
