"""A factsheet says "shown" of the very figures that its state was shown; a release stays to the byte."""

import dataclasses
from datetime import timedelta

from convene.observatory.factsheets import kept
from convene.observatory.factsheets.figures import figures_of
from convene.observatory.factsheets.kept import readable
from convene.observatory.factsheets.standing import standing_of_factsheet
from convene.observatory.operations.factsheets import release_factsheet, show_to_state

from .conftest import NOON
from .test_release import revised


def test_figures_of_a_later_import_were_not_shown(ukraine, people, reader):
    figures = figures_of(["UKR"])["UKR"]
    show_to_state(ukraine, figures, people.petr, NOON)
    assert standing_of_factsheet(figures, reader()).key == "shown"
    assert standing_of_factsheet(revised(figures), reader()).key == "automatic"


def test_a_release_keeps_its_day_when_an_import_touches_nothing_of_the_state(ukraine, people, monkeypatch):
    figures = figures_of(["UKR"])["UKR"]
    show_to_state(ukraine, figures, people.petr, NOON)
    release_factsheet(ukraine, figures, people.petr, NOON)
    later = dataclasses.replace(figures, day=figures.day + timedelta(days=30))
    assert later.fingerprint == figures.fingerprint
    monkeypatch.setattr(kept, "figures_of", lambda states: {"UKR": later})
    assert readable(["UKR"])["UKR"].shown.day == figures.day
