"""Three people around a profile of Alder (XAL): its contact point, one of another state, a stranger; and the secretariat."""

from datetime import date

import pytest

from convene.accounts.models import User
from convene.core.viewer import Viewer
from convene.observatory.models import Profile
from convene.observatory.operations.profile_writing import TypedParagraph, TypedPart, part_mark, write_part
from convene.observatory.operations.profiles import begin_profile, take_step
from convene.observatory.queries.profiles import newest_version
from convene.registry.queries.standing import standing_of

SECRETARIAT = "ines.calder@lake.example.org"
CONTACT_OF_XAL = "arlo.penn@lake.example.org"
ALTERNATE_OF_XAL = "mara.quist@lake.example.org"
CONTACT_OF_XBR = "brune.tessier@lake.example.org"
STRANGER = "nobody.in.particular@lake.example.org"


@pytest.fixture
def person(demo):
    """`person(SECRETARIAT, "2026-02-01")`: somebody of the demo as a viewer on a day."""

    def make(email, on="2026-01-05", language="en"):
        day = date.fromisoformat(on)
        user = User.objects.get(email=email)
        return Viewer(day, day, language, user, standing_of(user, on=day))

    return make


@pytest.fixture
def profile(person):
    """The light profile of Alder for 2030, just begun."""
    return begin_profile("XAL", "light", 2030, person(CONTACT_OF_XAL, "2026-01-05"), copy=False)


@pytest.fixture
def write(person):
    """`write(profile, "1", {"en": ..., "fr": ...})`: the contact point writes a part."""

    def make(profile, part, *paragraphs, figures=(), by=CONTACT_OF_XAL, on="2026-01-05"):
        version = newest_version(profile)
        typed = TypedPart([TypedParagraph(texts) for texts in paragraphs], figures)
        write_part(version, part, typed, person(by, on), seen=part_mark(version, part))
        return version

    return make


@pytest.fixture
def go(person):
    """`go(profile, ("sent", CONTACT_OF_XAL, "2026-01-06"), ...)`: take steps one after the other."""

    def make(profile, *steps):
        for what, email, day, *note in steps:
            take_step(profile, what, person(email, day), *note)
        return Profile.objects.get(pk=profile.pk)

    return make
