"""One value in several languages, with the state of each translation."""

from convene.core.forms import MultilingualFormField, merge_edited
from convene.core.text import Text, TranslationState

CHAIR = Text.of(en="Chair", ru="Председатель")


def test_the_first_language_given_is_the_source_and_a_translation_begins_unreviewed():
    assert CHAIR.source == "en"
    assert CHAIR.state("en") == TranslationState.SOURCE
    assert CHAIR.state("ru") == TranslationState.UNREVIEWED
    assert CHAIR.state("fr") == TranslationState.MISSING


def test_a_changed_source_makes_the_translation_stale():
    changed = CHAIR.with_source("Leading state")
    assert changed.in_language("en") == "Leading state"
    assert changed.state("ru") == TranslationState.STALE
    assert changed.with_translation("ru", "Ведущее государство").state("ru") == TranslationState.UNREVIEWED


def test_a_missing_translation_shows_the_source_and_says_its_language():
    assert Text.of(en="Secretariat").best("ru") == ("Secretariat", "en")
    assert CHAIR.best("ru") == ("Председатель", "ru")


def test_debt_lists_every_language_that_needs_work_and_nothing_of_empty_texts():
    assert CHAIR.debt(["en", "ru", "fr"]) == {
        "ru": TranslationState.UNREVIEWED,
        "fr": TranslationState.MISSING,
    }
    assert CHAIR.with_translation("ru", "Председатель", TranslationState.REVIEWED).debt(["en", "ru"]) == {}
    assert Text().debt(["en", "ru"]) == {}


def test_json_keeps_everything_and_has_folded_text_and_sort_keys_beside_it():
    data = Text.of(en="Türkiye", ru="Ёлка").to_json()
    assert Text.from_json(data) == Text.of(en="Türkiye", ru="Ёлка")
    assert data["fold"] == {"en": "turkiye", "ru": "елка"}
    assert data["sort"] == {"en": "turkiye", "ru": "елка"}


def test_an_edited_source_leaves_untouched_translations_stale_and_touched_ones_fresh():
    edited = Text.from_plain({"en": "Chairperson", "ru": "Председатель"})
    assert merge_edited(CHAIR, edited).state("ru") == TranslationState.STALE
    both = Text.from_plain({"en": "Leading state", "ru": "Ведущее государство"})
    assert merge_edited(CHAIR, both).state("ru") == TranslationState.UNREVIEWED
    reviewed = CHAIR.with_translation("ru", "Председатель", TranslationState.REVIEWED)
    assert merge_edited(reviewed, CHAIR).state("ru") == TranslationState.REVIEWED


def test_a_form_field_knows_whether_a_language_changed():
    field = MultilingualFormField(languages=["en", "ru"], required=False)
    assert field.clean(["Chair", "Председатель"]) == CHAIR
    assert not field.has_changed(CHAIR, ["Chair", "Председатель"])
    assert field.has_changed(CHAIR, ["Chair", "Глава"])
