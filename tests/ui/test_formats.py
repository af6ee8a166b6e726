"""Days and numbers as each language writes them."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.utils.translation import ngettext, override

from convene.core.told import NotADay
from convene.ui import formats


def spaces(text: str) -> str:
    """Our no-break and thin spaces as plain ones, so that the examples can be read."""
    return text.replace("\u00a0", " ").replace("\u2009", " ")


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "28 April 2009"), ("ru", "28 апреля 2009 г."), ("fr", "28 avril 2009")],
)
def test_a_day_is_written_out(language, expected):
    assert spaces(formats.day(date(2009, 4, 28), language)) == expected


@pytest.mark.parametrize(
    ("first", "last", "language", "expected"),
    [
        (date(2009, 4, 27), date(2009, 4, 28), "en", "27–28 April 2009"),
        (date(2009, 4, 27), date(2009, 4, 28), "ru", "27–28 апреля 2009 г."),
        (date(2014, 9, 30), date(2014, 10, 1), "en", "30 September – 1 October 2014"),
        (date(2014, 9, 30), date(2014, 10, 1), "ru", "30 сентября – 1 октября 2014 г."),
        (date(2010, 12, 31), date(2011, 1, 1), "ru", "31 декабря 2010 г. – 1 января 2011 г."),
        (date(2009, 4, 28), date(2009, 4, 28), "en", "28 April 2009"),
        (date(2009, 4, 28), None, "en", "28 April 2009"),
    ],
)
def test_a_span_says_the_month_and_the_year_once(first, last, language, expected):
    assert spaces(formats.day_span(first, last, language)) == expected


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("2009-04-28", "28 April 2009"),
        ("2009-04", "April 2009"),
        ("2022", "2022, day unknown"),
        ("unknown", "day unknown"),
        ("2022-02..2022-10-24", "between 1 February 2022 and 24 October 2022"),
        ("..2017-06", "not later than 30 June 2017"),
        ("2011..", "not earlier than 1 January 2011"),
        ("", ""),
    ],
)
def test_a_day_as_told_says_what_is_not_known(told, expected):
    assert spaces(formats.told(told, "en")) == expected


def test_a_month_as_told_in_russian_is_in_the_nominative():
    assert spaces(formats.told("2009-04", "ru")) == "апрель 2009 г."


def test_what_is_no_day_is_refused():
    with pytest.raises(NotADay):
        formats.told("spring 2009", "en")


def test_numbers_are_grouped_as_the_language_does():
    assert [spaces(formats.number(12345, language)) for language in ("en", "ru", "fr")] == [
        "12,345",
        "12 345",
        "12 345",
    ]


def test_words_are_listed_as_a_sentence_does():
    assert formats.listed(["Чехия", "Венгрия", "Польша"], "ru") == "Чехия, Венгрия и Польша"


def test_the_active_language_is_the_default():
    with override("ru"):
        assert spaces(formats.day(date(2009, 4, 28))) == "28 апреля 2009 г."


@pytest.mark.parametrize(("number", "expected"), [(1, "1 год"), (2, "2 года"), (5, "5 лет"), (21, "21 год")])
def test_russian_plurals_have_three_forms(number, expected):
    # Django's own catalogue: what the templates' ngettext gives once our catalogue is filled.
    with override("ru"):
        assert spaces(ngettext("%(num)d year", "%(num)d years", number) % {"num": number}) == expected


@pytest.mark.parametrize(
    ("on", "as_told", "language", "expected"),
    [
        (date(2020, 11, 16), "", "en", "16 November 2020"),
        (date(2010, 12, 1), "2010-12", "en", "December 2010"),
        (date(2018, 1, 1), "2018", "ru", "2018"),
        (date(2017, 7, 1), "2017-06-13..2017-07-01", "en", "about 1 July 2017"),
        (date(2022, 10, 24), "2022-01-01..2022-10-24", "en", "between 1 January 2022 and 24 October 2022"),
        (None, "unknown", "en", "day unknown"),
        (None, "", "en", ""),
    ],
)
def test_one_end_of_a_period_is_as_exact_as_it_is_known(on, as_told, language, expected):
    with override(language):
        assert formats.reading_day(on, as_told, language) == expected


@pytest.mark.parametrize(("told", "expected"), [("2009-04", "с апреля 2009\xa0г."), ("2018", "с 2018\xa0г.")])
def test_a_month_after_a_preposition_stands_in_its_case(told, expected):
    row = SimpleNamespace(starts_on=date(2009, 4, 1), starts_told=told, ends_on=None, ends_told="")
    with override("ru"):
        assert formats.span(row) == expected


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ((date(2018, 1, 1), "2018", date(2020, 11, 16), ""), "2018 – 15 November 2020"),
        ((date(2012, 1, 1), "", date(2017, 1, 1), ""), "1 January 2012 – 31 December 2016"),
        ((date(2020, 11, 16), "", None, ""), "since 16 November 2020"),
        ((None, "", date(2020, 2, 1), ""), "until 31 January 2020"),
        ((date(2010, 12, 1), "2010-12", None, ""), "since December 2010"),
        ((date(2018, 1, 1), "2018", None, ""), "since 2018"),
        ((date(2017, 7, 1), "2017-06-13..2017-07-01", None, ""), "beginning: about 1 July 2017"),
        ((None, "", None, "unknown"), "end: day unknown"),
        ((None, "", None, ""), "dates not known"),
    ],
)
def test_a_period_ends_for_readers_on_its_last_day(row, expected):
    names = ("starts_on", "starts_told", "ends_on", "ends_told")
    with override("en"):
        assert formats.span(SimpleNamespace(**dict(zip(names, row, strict=True)))) == expected
