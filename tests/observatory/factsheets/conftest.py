"""Three people: Olena speaks for Ukraine, Nino for Georgia, Petr is of the secretariat. And a stranger."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from convene.accounts.models import User
from convene.core.text import Text
from convene.core.viewer import Standing, Viewer
from convene.observatory.models import Dataset, Indicator
from convene.registry.models import State

DAY = date(2026, 11, 22)
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@dataclass(frozen=True)
class People:
    olena: Viewer
    nino: Viewer
    petr: Viewer
    stranger: Viewer


def viewer_of(email: str, standing: Standing) -> Viewer:
    person = User.objects.create_user(email=email, name=email.partition("@")[0])
    return Viewer(day=DAY, today=DAY, language="en", person=person, standing=standing)


@pytest.fixture
def people(db):
    return People(
        olena=viewer_of("olena@ua.example.org", Standing(states=frozenset({"UKR"}))),
        nino=viewer_of("nino@ge.example.org", Standing(states=frozenset({"GEO"}))),
        petr=viewer_of("petr@secretariat.example.org", Standing(is_secretariat=True)),
        stranger=viewer_of("someone@example.org", Standing()),
    )


@pytest.fixture
def ukraine(prague):
    return State.objects.get(key="UKR")


@pytest.fixture
def refugees(prague):
    """The indicator of refugees hosted: the pack's own, or one like it while the pack has none."""
    found = Indicator.objects.filter(key="unhcr_refugees_hosted").first()
    if found is not None:
        return found
    from convene.registry.models import Actor

    dataset = Dataset.objects.create(
        key="unhcr-population",
        producer=Actor.objects.filter(kind="organisation").first(),
        title=Text.of(en="Population"),
        licence="CC BY 4.0",
        attribution=Text.of(en="UNHCR"),
    )
    return Indicator.objects.create(
        key="unhcr_refugees_hosted",
        dataset=dataset,
        name=Text.of(en="Refugees hosted"),
        unit="persons",
        unit_name=Text.of(en="persons"),
        definition=Text.of(en="Refugees"),
    )
