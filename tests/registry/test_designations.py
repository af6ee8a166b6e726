"""Which name and which footnote, by day and language."""

from datetime import date

import pytest

from convene.core.periods import Period
from convene.registry.designations import Name, choose
from convene.registry.queries import actor_names, designation

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("address", "day", "language", "expected"),
    [
        ("state/TUR", TODAY, "en", "Türkiye"),
        ("state/TUR", date(2016, 9, 20), "en", "Turkey"),
        ("state/TUR", TODAY, "ru", "Турция"),
        ("state/CZE", TODAY, "en", "Czechia"),
        ("state/MKD", TODAY, "ru", "Северная Македония"),
        ("state/KGZ", TODAY, "ru", "Кыргызстан"),
        ("state/XKX", TODAY, "en", "Kosovo*"),
        ("state/XKX", TODAY, "ru", "Косово*"),
        ("organisation/euaa", date(2020, 1, 1), "en", "European Asylum Support Office"),
    ],
)
def test_a_name_has_a_day_and_a_language(prague, address, day, language, expected):
    assert str(designation(address, on=day, language=language)) == expected


def test_kosovo_brings_its_footnote_in_each_language(prague):
    english = designation("state/XKX", on=TODAY, language="en")
    russian = designation("state/XKX", on=TODAY, language="ru")
    assert english.footnote == (
        "This designation is without prejudice to positions on status, and is in line with "
        "UNSCR 1244/1999 and the ICJ Opinion on the Kosovo declaration of independence."
    )
    assert "1244" in russian.footnote and russian.reviewed is False


def test_turkiye_keeps_its_place_in_the_alphabet(prague):
    names = actor_names(
        ["state/UKR", "state/TKM", "state/TUR", "state/XKX", "state/KGZ"], on=TODAY, language="en"
    )
    assert [address for address, _name in names] == [
        "state/XKX",
        "state/KGZ",
        "state/TUR",
        "state/TKM",
        "state/UKR",
    ]


def test_every_actor_has_a_name_in_both_languages_on_every_day_of_the_dialogue(prague):
    from convene.registry.models import Actor

    for actor in Actor.objects.all():
        for language in ("en", "ru"):
            for day in (date(2009, 4, 28), date(2016, 9, 20), TODAY):
                assert designation(actor, on=day, language=language).language == language, actor.address


def _name(short, language, start=None, end=None):
    return Name("AAA", short, short, language, short, period=Period(start, end))


def test_a_language_without_a_name_shows_the_source_language_and_says_so():
    names = {"en": [_name("Alderland", "en")]}
    found = choose(names, "AAA", on=TODAY, language="fr", source_language="en")
    assert (found.short, found.language) == ("Alderland", "en")


def test_before_the_first_name_the_nearest_one_counts_and_without_any_the_code():
    names = {
        "en": [_name("Old", "en", date(2000, 1, 1), date(2010, 1, 1)), _name("New", "en", date(2012, 1, 1))]
    }
    assert choose(names, "AAA", on=date(1990, 1, 1), language="en", source_language="en").short == "Old"
    assert choose(names, "AAA", on=date(2011, 12, 1), language="en", source_language="en").short == "New"
    assert choose({}, "AAA", on=TODAY, language="en", source_language="en").short == "AAA"
