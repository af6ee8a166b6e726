"""Writing the parts: two languages, sources, figures, last year's text, and two editors at once."""

import pytest
from django.core.exceptions import ValidationError

from convene.core.text import TranslationState
from convene.observatory.operations.profile_writing import (
    ChangedMeanwhile,
    NotBeingWritten,
    TypedParagraph,
    TypedPart,
    part_mark,
    write_part,
)
from convene.observatory.operations.profiles import begin_profile
from convene.observatory.queries.profiles import (
    changes_of_versions,
    contents_of,
    is_complete,
    newest_version,
)
from convene.registry.citing import cited_text
from tests.observatory.profiles.conftest import ALTERNATE_OF_XAL, CONTACT_OF_XAL, SECRETARIAT


def texts(version, part):
    return [row.text.plain() for row in version.paragraphs.filter(part=part).order_by("position")]


def written(version, part, viewer):
    return next(one for one in contents_of(version, viewer) if one.part.key == part)


def test_blank_lines_part_paragraphs_in_both_languages_together(profile, write):
    version = write(profile, "1", {"en": "One.\n\nTwo.", "fr": "Un.\n\nDeux."})
    assert texts(version, "1") == [
        {"en": "<p>One.</p>", "fr": "<p>Un.</p>"},
        {"en": "<p>Two.</p>", "fr": "<p>Deux.</p>"},
    ]


def test_where_the_languages_have_not_as_many_it_stays_one(profile, write):
    version = write(profile, "1", {"en": "One.\n\nTwo.", "fr": "Un et deux."})
    assert texts(version, "1") == [{"en": "<p>One.</p>\n<p>Two.</p>", "fr": "<p>Un et deux.</p>"}]


def test_a_paragraph_cites_sources_of_the_record_and_others_in_words(profile, person):
    viewer, version = person(CONTACT_OF_XAL), newest_version(profile)
    typed = TypedParagraph({"en": "One."}, sources="L01:Article 2", told_sources="Border police, 2025")
    write_part(version, "1", TypedPart([typed]), viewer, seen=part_mark(version, "1"))
    (row,) = version.paragraphs.all()
    assert (cited_text(row.address), row.told_sources) == ("L01:Article 2", "Border police, 2025")
    assert written(version, "1", viewer).citations[row.address][0].place == "Article 2"


def test_an_unknown_source_stops_the_whole_part(profile, person):
    version = newest_version(profile)
    typed = TypedPart([TypedParagraph({"en": "One."}), TypedParagraph({"en": "Two."}, sources="L99")])
    with pytest.raises(ValidationError, match="L99"):
        write_part(version, "1", typed, person(CONTACT_OF_XAL), seen=part_mark(version, "1"))


def test_a_translation_turns_stale_when_the_other_language_changes(profile, write, person):
    version = write(profile, "1", {"en": "One.", "fr": "Un."})
    (row,) = version.paragraphs.all()
    typed = TypedPart([TypedParagraph({"en": "One and a half.", "fr": "Un."}, key=row.key)])
    write_part(version, "1", typed, person(CONTACT_OF_XAL), seen=part_mark(version, "1"))
    row.refresh_from_db()
    assert row.text.state("fr") == TranslationState.STALE
    assert written(version, "1", person(CONTACT_OF_XAL)).missing("fr") == 1


def test_what_is_left_out_of_the_form_is_taken_out(profile, write):
    version = write(profile, "1", {"en": "One."}, {"en": "Two."}, figures=[("migrant_stock", 2024)])
    write(profile, "1")
    assert texts(version, "1") == [] and version.figures.count() == 0


def test_two_editors_of_one_part_the_second_is_told_and_nothing_is_lost(profile, write, person):
    version = newest_version(profile)
    seen_by_both = part_mark(version, "1")
    write(profile, "1", {"en": "Arlo was first."})
    late = TypedPart([TypedParagraph({"en": "Mara was second."})])
    with pytest.raises(ChangedMeanwhile, match="somebody else has saved"):
        write_part(version, "1", late, person(ALTERNATE_OF_XAL), seen=seen_by_both)
    assert texts(version, "1") == [{"en": "<p>Arlo was first.</p>"}]
    write_part(version, "1", late, person(ALTERNATE_OF_XAL), seen=part_mark(version, "1"))
    assert texts(version, "1") == [{"en": "<p>Mara was second.</p>"}]


def test_two_editors_of_two_parts_do_not_disturb_each_other(profile, write, person):
    version = newest_version(profile)
    seen = part_mark(version, "1-1")
    write(profile, "1", {"en": "One."})
    write_part(
        version, "1-1", TypedPart([TypedParagraph({"en": "Two."})]), person(ALTERNATE_OF_XAL), seen=seen
    )
    assert texts(version, "1") + texts(version, "1-1") == [{"en": "<p>One.</p>"}, {"en": "<p>Two.</p>"}]


def test_a_version_that_was_sent_does_not_change(profile, write, go):
    write(profile, "1", {"en": "One."})
    go(profile, ("sent", CONTACT_OF_XAL, "2026-01-06"))
    with pytest.raises(NotBeingWritten):
        write(profile, "1", {"en": "Two."}, on="2026-01-07")


def test_last_years_text_is_copied_and_marked_until_it_is_edited(profile, write, person):
    write(profile, "1", {"en": "One.", "fr": "Un."}, {"en": "Two.", "fr": "Deux."}, figures=[("hdi", 2023)])
    viewer = person(CONTACT_OF_XAL)
    following = begin_profile("XAL", "light", 2031, viewer)
    version = newest_version(following)
    part = written(version, "1", viewer)
    assert (part.copied, [figure.indicator for figure in part.figures]) == (2, ["hdi"])
    first, second = part.paragraphs
    typed = [
        TypedParagraph({"en": "One, still.", "fr": "Un, encore."}, key=first.key, position=1),
        TypedParagraph({"en": "Two.", "fr": "Deux."}, key=second.key, position=2),
    ]
    write_part(version, "1", TypedPart(typed, [("hdi", 2023)]), viewer, seen=part_mark(version, "1"))
    assert [row.copied for row in written(version, "1", viewer).paragraphs] == [False, True]
    assert not is_complete(contents_of(version, viewer), ["en", "fr"])


def test_two_versions_are_compared_word_by_word_in_both_languages(profile, write, go, person):
    first = write(profile, "1", {"en": "About 3 000 persons.", "fr": "Environ 3 000 personnes."})
    go(
        profile,
        ("sent", CONTACT_OF_XAL, "2026-01-06"),
        ("returned", SECRETARIAT, "2026-01-07", "More."),
    )
    second = write(
        profile, "1", {"en": "About 4 000 persons.", "fr": "Environ 3 000 personnes."}, on="2026-01-08"
    )
    changed = [
        c for c in changes_of_versions(first, second, person(SECRETARIAT), ["en", "fr"]) if not c.is_unchanged
    ]
    assert [change.part.key for change in changed] == ["1"]
    assert [(one.kind, one.text) for one in changed[0].wording["en"]] == [
        ("same", "About"),
        ("removed", "3"),
        ("added", "4"),
        ("same", "000 persons."),
    ]
    assert [one.kind for one in changed[0].wording["fr"]] == ["same"]
