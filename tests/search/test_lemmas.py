import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convene.search.lemmas import clean, is_common, lemmas_asked, lemmas_of, words_of


@pytest.mark.parametrize(
    ("asked", "written", "language"),
    [
        ("беженцев", "беженцы", "ru"),
        ("Берлине", "Берлин", "ru"),
        ("Праги", "Прага", "ru"),
        ("детей", "ребёнок", "ru"),
        ("ребенка", "ребёнок", "ru"),
        ("Кыргызстане", "Кыргызстан", "ru"),
        ("лет", "год", "ru"),
        ("refugees", "refugee", "en"),
        ("Turkiye", "Türkiye", "en"),
        ("organization", "organisations", "en"),
        ("children", "child", "en"),
        ("programs", "programme", "en"),
        ("ICMPD", "ICMPD", "ru"),
        ("reunions", "réunion", "fr"),
        ("Tu\u0308rkiye", "TÜRKIYE", "en"),
    ],
)
def test_two_forms_of_one_word_meet(asked, written, language):
    assert set(lemmas_asked(clean(asked), ("en", "ru", "fr"))) & set(lemmas_of(written, language))


@pytest.mark.parametrize(
    ("one", "other"),
    [("refuge", "refugee"), ("Прага", "порог"), ("Австрия", "Австралия"), ("2014", "2015"), ("UKR", "UK")],
)
def test_two_words_stay_apart(one, other):
    assert not set(lemmas_asked(one, ("en", "ru"))) & set(lemmas_of(other, "en"))


@pytest.mark.parametrize("code", ["2014", "xkx", "3166", "m1", "a4", "ti"])
def test_codes_and_numbers_stay_as_they_are(code):
    assert lemmas_of(code.upper(), "en") == (code,)


def test_words_know_where_they_stand():
    text = "The Chair’s role in EaP-SIPPAP, 28.10"
    assert [(w.written, text[w.start : w.end]) for w in words_of(text)] == [
        (word, word) for word in ("The", "Chair", "role", "in", "EaP", "SIPPAP", "28", "10")
    ]


def test_articles_and_prepositions_are_common_in_three_languages():
    assert [word for word in ("the", "в", "Les", "Prague", "не") if is_common(word)] == [
        "the",
        "в",
        "Les",
        "не",
    ]


@given(st.text(max_size=40))
def test_any_text_has_lemmas_that_the_index_can_store(text):
    for word in words_of(clean(text)):
        for lemma in lemmas_of(word.written, "ru"):
            lemma.encode()
            assert lemma


def test_the_dictionary_is_not_loaded_at_start_up():
    code = (
        "import sys, convene.search.lemmas; print([m for m in ('pymorphy3', 'Stemmer') if m in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "[]\n"
