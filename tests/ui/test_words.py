"""Texts on a page: which language is shown, and what the reader is told of it."""

import pytest
from django.test import RequestFactory
from django.utils.translation import override
from markupsafe import Markup

from convene.core.text import Text
from convene.ui.words import counted_word, plain, prose, sentence, text, with_query


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


CHAIR = Text.of(en="Chair", ru="Председатель", state="reviewed")


def test_a_reviewed_translation_is_plain_words():
    assert text(CHAIR, "ru") == Markup("Председатель")


def test_words_of_another_language_say_so():
    shown = text(Text.of(ru="Рабочая группа"), "en")
    assert shown.startswith('<span class="other-language" lang="ru">Рабочая группа</span>')
    assert '<span aria-hidden="true">RU</span>' in shown
    assert "not yet translated" in shown


def test_a_machine_translation_carries_its_mark():
    shown = text(Text.of(en="Chair", ru="Стул", state="machine"), "ru")
    assert shown == Markup(
        'Стул<small class="translation-mark" title="machine translation, not yet reviewed by a person">'
        "machine</small>"
    )


def test_a_translation_of_an_older_source_is_marked():
    assert "out of date" in text(CHAIR.with_source("Chairperson"), "ru")


def test_everything_is_escaped():
    hostile = Text.of(en="<script>alert(1)</script>")
    assert "<script>" not in text(hostile, "en") + text(hostile, "ru") + prose(hostile, "en") + text("<b>")


def test_nothing_is_empty():
    assert (text(None), text(Text(), "en"), plain(None), prose("")) == ("", "", "", "")


def test_blank_lines_part_paragraphs():
    assert prose("One\nand more.\n\n\nTwo.") == Markup("<p>One\nand more.</p>\n<p>Two.</p>")


def test_prose_of_another_language_says_which():
    assert prose(Text.of(ru="Да."), "en") == Markup('<p lang="ru">Да.</p>')


def test_a_query_is_changed_and_the_rest_kept():
    request = RequestFactory().get("/en/meetings", {"year": "2014", "page": "3", "type": ""})
    assert with_query(request, page=None, place="Berlin") == "?year=2014&place=Berlin"
    assert with_query({}) == "?"


@pytest.mark.parametrize(
    ("number", "language", "expected"),
    [
        (1, "en", "participant"),
        (47, "en", "participants"),
        (1, "ru", "участник"),
        (42, "ru", "участника"),
        (47, "ru", "участников"),
        (47, "fr", "participants"),
    ],
)
def test_a_counted_word_goes_with_its_number(number, language, expected):
    word = Text.of(
        en="participant; participants",
        ru="участник; участника; участников",
        fr="participant; participants",
    )
    assert counted_word(word, number, language) == expected


def test_a_counted_word_of_one_form_stands_for_all():
    assert counted_word(Text.of(en="members"), 1, "en") == "members"


def test_a_sentence_begins_with_a_capital_and_keeps_the_others():
    assert sentence("nobody: the Strategic Group") == "Nobody: the Strategic Group"
    assert sentence("") == ""
