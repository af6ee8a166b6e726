"""A day on which these tests take place, and three people of the invented dialogue."""

from datetime import date

import pytest

from convene.accounts.models import User
from convene.accounts.one_time_links import make_link

PEOPLE = {
    "secretariat": "ines.calder@lake.example.org",
    "board member": "brune.tessier@lake.example.org",  # Brenn sits in the Steering Board
    "former liaison": "tom.ashby@lake.example.org",  # Harrowmere was suspended: the appointment has ended
    "stranger": "nobody.in.particular@lake.example.org",
}


@pytest.fixture
def today(monkeypatch):
    """22 November 2026, whatever the clock says."""
    day = date(2026, 11, 22)
    monkeypatch.setattr("convene.registry.viewing.today_in", lambda known: day)
    return day


@pytest.fixture
def signed_in(demo, client, today):
    """`signed_in("stranger")`: the client with that person signed in; None for nobody."""

    def enter(who):
        if who:
            client.get(make_link(User.objects.get(email=PEOPLE[who])))
        return client

    return enter
