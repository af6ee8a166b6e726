"""The translation debt of the record, and how a named person pays it."""

import pytest

from convene.accounts.models import AuditEvent
from convene.core.text import Text, TranslationState
from convene.registry.models import Actor, Designation, Group
from convene.registry.translations import NothingToReview, counted, debts, review


@pytest.fixture
def shore(db):
    return Group.objects.create(
        key="shore", name=Text.of(en="Shore", ru="Берег"), note=Text.of(en="North of the lake")
    )


def owed(**asked):
    return [
        (one.address, one.column.name, one.language, str(one.state)) for one in debts(["en", "ru"], **asked)
    ]


def test_what_is_owed_is_named_text_by_text(shore):
    assert owed() == [
        ("group/shore", "name", "ru", "unreviewed"),
        ("group/shore", "note", "ru", "missing"),
    ]


def test_the_list_is_narrowed_by_table_language_and_state(shore):
    assert owed(state="missing") == [("group/shore", "note", "ru", "missing")]
    assert owed(language="en") == []
    assert owed(table="meetings") == []


def test_a_stale_translation_is_owed_again(shore):
    Group.objects.filter(pk=shore.pk).update(name=shore.name.with_source("Northern shore"))
    assert owed(state="stale") == [("group/shore", "name", "ru", "stale")]


def test_a_named_person_confirms_a_translation(shore):
    review(shore, "name", "ru", by="Ines")
    shore.refresh_from_db()
    event = AuditEvent.objects.get()
    assert shore.name.state("ru") == TranslationState.REVIEWED
    assert (event.by_label, event.verb, event.address) == ("Ines", "reviewed translation", "group/shore")
    assert (event.before, event.after) == ({"name (ru)": "unreviewed"}, {"name (ru)": "reviewed"})
    assert owed() == [("group/shore", "note", "ru", "missing")]


def test_confirming_twice_is_recorded_once(shore):
    review(shore, "name", "ru", by="Ines")
    review(shore, "name", "ru", by="Ines")
    assert AuditEvent.objects.count() == 1


def test_what_is_not_translated_cannot_be_confirmed(shore):
    with pytest.raises(NothingToReview):
        review(shore, "note", "ru", by="Ines")


def test_names_of_states_are_owed_until_somebody_confirms_them(db):
    state = Actor.objects.create(kind="state", key="XAA")
    Designation.objects.create(key="xaa-en", actor=state, language="en", short="Aland", sort_key="aland")
    name = Designation.objects.create(
        key="xaa-ru", actor=state, language="ru", short="Аланд", sort_key="аланд"
    )
    assert owed() == [("designation/xaa-ru", "reviewed", "ru", "unreviewed")]
    review(name, "reviewed", "ru", by="Ines")
    assert owed() == []


def test_counts_are_by_table_language_and_state(shore):
    counts = counted(["en", "ru"])
    assert counts == {"groups": {"en": {}, "ru": {"unreviewed": 1, "missing": 1}}}
