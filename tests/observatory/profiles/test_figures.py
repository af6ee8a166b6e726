"""Figures of a profile are looked up by indicator and year, and kept as they were seen when the text was sent."""

from dataclasses import dataclass

import pytest

from convene.core.text import Text
from convene.observatory.models import Dataset, Indicator
from convene.observatory.profile_document import document_of
from convene.observatory.queries import profile_figures
from convene.observatory.queries.profile_figures import figures_shown, newest_years
from convene.observatory.queries.profiles import newest_version
from convene.registry.models import Actor
from tests.observatory.profiles.conftest import CONTACT_OF_XAL


@dataclass
class Figure:
    """As much of `queries.values.Value` as a profile asks for."""

    value: float
    indicator: str = "hdi"
    year: int = 2023
    unit: str = "index"
    edition: str = "undp.2024"
    passport_path: str = "figure/hdi/XAL/2023"


@pytest.fixture
def published_figures(demo, monkeypatch):
    """What the publishers say: a dict of (indicator, year) -> Figure that a test may change."""
    dataset = Dataset.objects.create(
        key="undp", producer=Actor.objects.get(key="lake-institute"), title=Text.of(en="HDI"), licence="CC"
    )
    index = Indicator(
        key="hdi",
        dataset=dataset,
        name=Text.of(en="Human Development Index", fr="IDH"),
        unit="index",
        unit_name=Text.of(en="index", fr="indice"),
        definition=Text.of(en="x"),
        decimals=3,
    )
    known = {("hdi", 2023): Figure(0.8512)}
    monkeypatch.setattr(profile_figures, "indicators_by_code", lambda: {"hdi": index})
    monkeypatch.setattr(
        profile_figures,
        "values_of",
        lambda states, codes, years: [
            one for pair, one in known.items() if pair[0] in codes and pair[1] in years
        ],
    )
    monkeypatch.setattr(
        profile_figures,
        "latest",
        lambda states, codes, not_after: {(states[0], "hdi"): known["hdi", 2023]} if "hdi" in codes else {},
    )
    return known


def shown(version, viewer, live):
    (found,) = figures_shown(version.figures.all(), "XAL", viewer, live=live).values()
    return found.label, found.value, found.unit, found.today


def test_a_figure_is_looked_up_until_the_text_is_sent_and_kept_from_then_on(
    published_figures, profile, write, go, person
):
    viewer = person(CONTACT_OF_XAL)
    version = write(profile, "1", {"en": "See the index."}, figures=[("hdi", 2023)])
    assert shown(version, viewer, live=True) == ("Human Development Index, 2023", "0.851", "", "")
    published_figures["hdi", 2023].value = 0.853
    assert shown(version, viewer, live=True)[1] == "0.853"
    go(profile, ("sent", CONTACT_OF_XAL, "2026-01-10"))
    published_figures["hdi", 2023].value = 0.86
    assert shown(version, viewer, live=False) == ("Human Development Index, 2023", "0.853", "", "0.860")


def test_a_document_shows_the_figure_with_its_edition_and_passport(
    published_figures, profile, write, go, person
):
    write(profile, "1", {"en": "See the index."}, figures=[("hdi", 2023)])
    go(profile, ("sent", CONTACT_OF_XAL, "2026-01-10"))
    version = newest_version(profile)
    version.profile = profile
    (fact,) = document_of(version, person(CONTACT_OF_XAL, language="fr"), published=None).facts()
    assert (fact.label, fact.value, fact.unit, fact.source, fact.href) == (
        "IDH, 2023",
        "0,851",
        "",
        "HDI, 2024",
        "/fr/figure/hdi/XAL/2023",
    )


def test_a_figure_that_nobody_publishes_is_said_to_be_missing(published_figures, profile, write, person):
    version = write(profile, "1", {"en": "See the index."}, figures=[("hdi", 1999)])
    version.profile = profile
    (fact,) = document_of(version, person(CONTACT_OF_XAL), published=None, live=True).facts()
    assert (fact.gap, fact.value, fact.number) == (True, "no figure", None)


def test_the_newest_year_of_a_proposed_indicator_is_offered(published_figures, person):
    assert newest_years("XAL", ["population_midyear", "hdi"], person(CONTACT_OF_XAL)) == {"hdi": 2023}
