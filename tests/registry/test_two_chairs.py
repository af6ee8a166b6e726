"""Nothing in the code knows Prague: a dialogue with two chairs at once, in English and French."""

from datetime import date

from convene.registry.queries import designation, holders_of, participants


def test_two_co_chairs_hold_one_office_at_once(demo):
    assert [state.code for state in holders_of("co-chair", on=date(2025, 9, 1))] == ["XAL", "XCO"]


def test_a_vacant_second_seat_leaves_one_holder(demo):
    assert [state.code for state in holders_of("co-chair", on=date(2023, 3, 1))] == ["XBR"]


def test_names_are_in_the_dialogues_own_languages(demo):
    english = designation("state/XAL", on=date(2026, 1, 1), language="en")
    french = designation("state/XAL", on=date(2026, 1, 1), language="fr")
    assert english.short != french.short and french.language == "fr"


def test_only_participants_are_counted_not_observers_or_the_suspended(demo):
    assert participants(on=date(2026, 11, 22)).count == 5


def test_its_pages_are_in_french_and_not_in_russian(demo, client):
    assert client.get("/fr/states").status_code == 200
    assert client.get("/ru/states").status_code == 404
