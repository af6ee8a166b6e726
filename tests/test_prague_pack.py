"""What the Prague pack promises: the 57 differences, with their sides, and who sees what."""

from pathlib import Path

import pytest

from convene.core.tables import Kind, all_tables
from convene.packs.checking import checked

PRAGUE = Path(__file__).resolve().parents[1] / "packs" / "prague_process"


@pytest.fixture(scope="module")
def rows():
    """Table -> key -> column -> value."""
    _, _, rows = checked(PRAGUE)
    return {name: {key: row.values for key, row in table.items()} for name, table in rows.items()}


def test_the_57_differences_are_all_there_in_order(rows):
    numbers = [(key, values["number"]) for key, values in rows["differences"].items()]
    assert numbers == [(f"{number:02d}", str(number)) for number in range(1, 58)]


def test_every_difference_has_at_least_two_sides(rows):
    """Two claims of different things said, by two sources or by one source against itself."""
    one_sided = [
        key
        for key, values in rows["differences"].items()
        if len({rows["claims"][claim]["value"]["en"] for claim in values["claims"]}) < 2
        and len({rows["claims"][claim]["source"] for claim in values["claims"]}) < 2
    ]
    assert one_sided == []


def test_a_public_difference_shows_two_claims_to_everybody(rows):
    public = [key for key, values in rows["differences"].items() if values["visibility"] == "public"]
    too_few = [
        key
        for key in public
        if sum(rows["claims"][c]["visibility"] == "public" for c in rows["differences"][key]["claims"]) < 2
    ]
    assert too_few == []


def test_only_differences_of_form_are_internal(rows):
    internal = {
        key: values["kinds"]
        for key, values in rows["differences"].items()
        if values["visibility"] != "public"
    }
    assert internal == {key: ["form"] for key in ("38", "45", "49", "54", "57")}


def test_what_only_the_press_says_is_internal(rows):
    press = {key for key, source in rows["sources"].items() if source["kind"] == "press"}
    said = {claim["visibility"] for claim in rows["claims"].values() if claim["source"] in press}
    assert said == {"secretariat"}


def test_every_text_is_there_in_both_languages(rows):
    half = [
        f"{table.name}/{key} {column.name}"
        for table in all_tables()
        for column in table.columns
        if column.kind == Kind.PROSE
        for key, values in rows[table.name].items()
        if values[column.name] and set(values[column.name]) != {"en", "ru"}
    ]
    assert half == []


def test_a_claim_of_a_collected_text_names_the_line(rows):
    """S000 to S004 are the five texts from which the record began; their places are lines."""
    without = [
        key
        for key, claim in rows["claims"].items()
        if claim["source"] in ("S000", "S001", "S002", "S003", "S004") and not claim["place"].startswith("L")
    ]
    assert without == []
