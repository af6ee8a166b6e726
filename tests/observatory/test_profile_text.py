"""What contact points type is kept as a little clean HTML, and comes back as they typed it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convene.observatory.profile_text import TAGS, blocks_of_typed, cleaned, typed_form, words_of
from convene.observatory.wording_changes import ADDED, REMOVED, SAME, Stretch, changes_between

TYPED = st.text(
    st.one_of(
        st.sampled_from(list("*[]()<>&\"'-. \n\r1/ab")),
        st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")),
    ),
    max_size=120,
)
# Opening tags with nothing but an address of a link, and closing tags.
ALLOWED = re.compile(rf'</?(?:{"|".join(sorted(TAGS))})>|<a href="(?:https?://|mailto:)[^"]*">')


@pytest.mark.parametrize(
    ("_case", "typed", "html"),
    [
        ("one paragraph over two lines", "Migrants came\nand went.", "<p>Migrants came and went.</p>"),
        ("two paragraphs", "One.\n\n  \nTwo.", "<p>One.</p>\n<p>Two.</p>"),
        ("marks", "**Bold**, *slanted*", "<p><strong>Bold</strong>, <em>slanted</em></p>"),
        (
            "a link",
            "[law](https://a.example/1?b=2&c=3)",
            '<p><a href="https://a.example/1?b=2&amp;c=3">law</a></p>',
        ),
        ("a link that would run code", "[law](javascript:alert(1))", "<p>[law](javascript:alert(1))</p>"),
        ("a list", "- one\n- two\n  and more", "<ul><li>one</li><li>two and more</li></ul>"),
        ("a numbered list", "1. one\n2. two", "<ol><li>one</li><li>two</li></ol>"),
        ("signs of arithmetic", "2 < 3 & 3 > 2, 2 * 3 * 4", "<p>2 &lt; 3 &amp; 3 &gt; 2, 2 * 3 * 4</p>"),
        (
            "pasted from a page",
            '<p class="x">A <b>b</b></p><script>x()</script><ul><li>c</li></ul>',
            "<p>A <strong>b</strong></p>\n<ul><li>c</li></ul>",
        ),
        ("an attack in an attribute", '<p onclick="x()">A</p><img src=x onerror=x()>', "<p>A</p>"),
        ("nothing", "  \n ", ""),
    ],
)
def test_what_is_typed_is_kept_as(_case, typed, html):
    assert cleaned(typed) == html


@given(TYPED)
def test_nothing_but_the_small_list_of_tags_is_ever_kept(typed):
    html = cleaned(typed)
    assert "<" not in ALLOWED.sub("", html)


@given(TYPED)
def test_what_is_kept_is_typed_back_the_same(typed):
    once = cleaned(typed)
    assert cleaned(typed_form(once)) == once


def test_paragraphs_can_be_told_apart():
    assert blocks_of_typed("One.\n\n- a\n- b") == ["<p>One.</p>", "<ul><li>a</li><li>b</li></ul>"]


def test_words_alone_have_no_marks():
    assert words_of("<p>A <strong>b</strong></p>\n<ul><li>c</li><li>d</li></ul>") == "A b\nc\nd"


def test_changes_are_told_word_by_word():
    assert changes_between("About 3 000 persons left.", "About 4 000 persons left in 2025.") == (
        Stretch(SAME, "About"),
        Stretch(REMOVED, "3"),
        Stretch(ADDED, "4"),
        Stretch(SAME, "000 persons"),
        Stretch(REMOVED, "left."),
        Stretch(ADDED, "left in 2025."),
    )


@given(TYPED, TYPED)
def test_both_wordings_can_be_read_from_their_changes(before, after):
    changes = changes_between(before, after)
    old = " ".join(one.text for one in changes if one.kind != ADDED).split()
    new = " ".join(one.text for one in changes if one.kind != REMOVED).split()
    assert (old, new) == (before.split(), after.split())
