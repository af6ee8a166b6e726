"""From the first word to publication: who takes which step, what it changes, and what the record keeps of it."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from convene.accounts.audit import history_of
from convene.accounts.record_version import draft
from convene.observatory.models import Profile, ProfileStep, ProfileVersion
from convene.observatory.models.profiles import StepsAreNotRewritten
from convene.observatory.operations.profiles import ThereIsOne, begin_profile, begin_version, take_step
from convene.observatory.profile_rounds import Phase, Step, StepNotPossible
from convene.observatory.queries.profiles import (
    chain_is_whole,
    profile_at_desk,
    published_profile,
    published_profiles,
    standing_of_profile,
)
from tests.observatory.profiles.conftest import (
    ALTERNATE_OF_XAL,
    CONTACT_OF_XAL,
    CONTACT_OF_XBR,
    SECRETARIAT,
    STRANGER,
)

WRITTEN = {"en": "Alder lies on the lake.", "fr": "L’Alder borde le lac."}
TO_SUBMISSION = (
    ("sent", CONTACT_OF_XAL, "2026-01-10"),
    ("accepted", SECRETARIAT, "2026-01-20"),
    ("submitted", SECRETARIAT, "2026-01-31"),
)


def phase(profile, on):
    return standing_of_profile(profile).way.phase(date.fromisoformat(on))


def test_the_whole_way_to_a_draft_and_then_to_an_endorsed_profile(profile, write, go, reader):
    write(profile, "1", WRITTEN)
    assert phase(profile, "2026-01-05") == Phase.WRITING
    go(profile, *TO_SUBMISSION)
    assert phase(profile, "2026-04-29") == Phase.SUBMITTED
    assert phase(profile, "2026-04-30") == Phase.RUN_OUT
    assert published_profile(profile.key, reader(on="2026-04-30", today="2026-04-30")) is None
    go(profile, ("published_as_draft", SECRETARIAT, "2026-04-30"))
    assert phase(profile, "2026-05-01") == Phase.DRAFT
    go(profile, ("endorsed", CONTACT_OF_XAL, "2026-09-01"), ("published_endorsed", SECRETARIAT, "2026-09-02"))
    assert phase(profile, "2026-09-02") == Phase.PUBLISHED
    seen = {
        on: standing.way.public_phase if standing else None
        for on in ("2026-04-29", "2026-05-01", "2026-09-02")
        for standing in [published_profile(profile.key, reader(on=on))]
    }
    assert seen == {"2026-04-29": None, "2026-05-01": Phase.DRAFT, "2026-09-02": Phase.PUBLISHED}


def test_nobody_publishes_a_draft_a_day_too_early(profile, write, go, person):
    write(profile, "1", WRITTEN)
    go(profile, *TO_SUBMISSION)
    with pytest.raises(StepNotPossible, match="three months are not over"):
        take_step(profile, Step.PUBLISHED_AS_DRAFT, person(SECRETARIAT, "2026-04-29"))


def test_a_text_that_is_returned_goes_on_as_the_next_version(profile, write, go):
    write(profile, "1", WRITTEN)
    go(profile, TO_SUBMISSION[0], ("returned", SECRETARIAT, "2026-01-15", "Please add the year."))
    way = standing_of_profile(profile).way
    assert (way.version, way.is_editable, way.phase(date(2026, 1, 15))) == (2, True, Phase.RETURNED)
    first, second = profile.versions.order_by("number")
    assert second.copied_from == first
    assert [p.text.plain() for p in second.paragraphs.all()] == [
        p.text.plain() for p in first.paragraphs.all()
    ]
    write(profile, "1", {"en": "Alder lies on the lake, since 1900."})
    assert [str(p.text) for p in first.paragraphs.all()] == ["<p>Alder lies on the lake.</p>"]


def test_comments_need_words(profile, write, go, person):
    write(profile, "1", WRITTEN)
    go(profile, TO_SUBMISSION[0])
    with pytest.raises(StepNotPossible, match="Say why"):
        take_step(profile, Step.RETURNED, person(SECRETARIAT, "2026-01-15"))


def test_an_empty_text_is_not_sent(profile, person):
    with pytest.raises(StepNotPossible, match="Nothing is written"):
        take_step(profile, Step.SENT, person(CONTACT_OF_XAL, "2026-01-10"))


def test_a_new_version_leaves_what_is_published_until_it_replaces_it(profile, write, go, person, reader):
    write(profile, "1", WRITTEN)
    go(profile, *TO_SUBMISSION, ("published_as_draft", SECRETARIAT, "2026-05-01"))
    begin_version(profile, person(CONTACT_OF_XAL, "2026-06-01"))
    write(profile, "1", {"en": "In our own words."}, on="2026-06-01")
    shown = published_profile(profile.key, reader())
    assert (shown.clock.published_version, shown.way.version) == (1, 2)
    assert phase(profile, "2026-06-02") == Phase.WRITING
    go(
        profile,
        ("sent", CONTACT_OF_XAL, "2026-06-02"),
        ("accepted", SECRETARIAT, "2026-06-03"),
        ("submitted", SECRETARIAT, "2026-06-04"),
        ("endorsed", CONTACT_OF_XAL, "2026-06-05"),
        ("published_endorsed", SECRETARIAT, "2026-06-06"),
    )
    assert published_profile(profile.key, reader()).clock.published_version == 2


def test_a_withdrawn_profile_is_public_nowhere(profile, write, go, reader):
    write(profile, "1", WRITTEN)
    go(profile, *TO_SUBMISSION, ("published_as_draft", SECRETARIAT, "2026-05-01"))
    assert Profile.objects.public().filter(pk=profile.pk).exists()
    go(profile, ("withdrawn", CONTACT_OF_XAL, "2026-05-20"))
    assert published_profile(profile.key, reader()) is None
    assert not Profile.objects.public().filter(pk=profile.pk).exists()
    assert not ProfileVersion.objects.public().filter(profile=profile).exists()
    assert not ProfileStep.objects.public().filter(profile=profile).exists()


# --- Who may ----------------------------------------------------------------------------------------

WHO = {
    Step.SENT: {CONTACT_OF_XAL, ALTERNATE_OF_XAL, SECRETARIAT},
    Step.RETURNED: {SECRETARIAT},
    Step.ACCEPTED: {SECRETARIAT},
    Step.SUBMITTED: {SECRETARIAT},
    Step.COMMENTED: {CONTACT_OF_XAL, ALTERNATE_OF_XAL},
    Step.OBJECTED: {CONTACT_OF_XAL, ALTERNATE_OF_XAL},
    Step.ENDORSED: {CONTACT_OF_XAL, ALTERNATE_OF_XAL},
    Step.PUBLISHED_AS_DRAFT: {SECRETARIAT},
    Step.PUBLISHED_ENDORSED: {SECRETARIAT},
    Step.WITHDRAWN: {CONTACT_OF_XAL, ALTERNATE_OF_XAL, SECRETARIAT},
}
BEFORE = {
    Step.SENT: 0,
    Step.RETURNED: 1,
    Step.ACCEPTED: 1,
    Step.SUBMITTED: 2,
    Step.COMMENTED: 3,
    Step.OBJECTED: 3,
    Step.ENDORSED: 3,
    Step.PUBLISHED_AS_DRAFT: 3,
    Step.PUBLISHED_ENDORSED: 4,
    Step.WITHDRAWN: 3,
}


EVERYBODY = [SECRETARIAT, CONTACT_OF_XAL, ALTERNATE_OF_XAL, CONTACT_OF_XBR, STRANGER]


@pytest.mark.parametrize("step", WHO)
def test_a_step_is_taken_by_whom_it_belongs_to_and_by_nobody_else(profile, write, go, person, step):
    write(profile, "1", WRITTEN)
    before = (*TO_SUBMISSION, ("endorsed", CONTACT_OF_XAL, "2026-03-01"))
    go(profile, *before[: BEFORE[step]])
    steps = profile.steps.count()
    for email in EVERYBODY:
        viewer = person(email, "2026-06-01")
        if email not in WHO[step]:
            with pytest.raises(PermissionDenied):
                take_step(profile, step, viewer, "Because.")
        assert profile.steps.count() == steps
    for email in sorted(WHO[step]):
        with transaction.atomic():
            made = take_step(profile, step, person(email, "2026-06-01"), "Because.")
            expected = "organisation/lake-institute" if email == SECRETARIAT else "state/XAL"
            assert (made.what, made.actor.address, made.person.email) == (step, expected, email)
            transaction.set_rollback(True)


@pytest.mark.parametrize("email", [CONTACT_OF_XBR, STRANGER])
def test_another_state_and_a_stranger_neither_begin_nor_see_it(profile, write, person, email):
    assert profile_at_desk(profile.key, person(email)) is None
    with pytest.raises(PermissionDenied):
        begin_profile("XAL", "light", 2031, person(email))
    with pytest.raises(PermissionDenied):
        write(profile, "1", WRITTEN, by=email)
    visible = Profile.objects.visible_to(person(email))
    assert not visible.filter(pk=profile.pk).exists()


@pytest.mark.parametrize("email", [CONTACT_OF_XAL, ALTERNATE_OF_XAL, SECRETARIAT])
def test_the_states_people_and_the_secretariat_see_it_from_its_first_word(profile, person, email):
    assert profile_at_desk(profile.key, person(email)).profile == profile
    assert Profile.objects.visible_to(person(email)).filter(pk=profile.pk).exists()


def test_a_state_has_one_profile_of_a_kind_and_year(profile, person):
    with pytest.raises(ThereIsOne):
        begin_profile("XAL", "light", 2030, person(SECRETARIAT))


# --- What is kept of it -----------------------------------------------------------------------------


def test_every_step_is_kept_with_who_and_when_in_a_chain(profile, write, go):
    write(profile, "1", WRITTEN)
    go(profile, *TO_SUBMISSION)
    standing = standing_of_profile(profile)
    assert [(step.what, step.happened_on.isoformat(), step.person_label) for step in standing.steps] == [
        ("started", "2026-01-05", "Arlo Penn"),
        ("sent", "2026-01-10", "Arlo Penn"),
        ("accepted", "2026-01-20", "Ines Calder"),
        ("submitted", "2026-01-31", "Ines Calder"),
    ]
    assert chain_is_whole(standing)
    assert [event.verb for event in history_of(profile.address).filter(verb__startswith="profile.")] == [
        "profile.submitted",
        "profile.accepted",
        "profile.sent",
        "profile.started",
    ]


@pytest.mark.parametrize(
    ("_case", "tampered"),
    [
        ("another day", {"happened_on": date(2025, 12, 1)}),
        ("another step", {"what": "endorsed"}),
        ("another note", {"remark": "quite otherwise"}),
        ("another person", {"person_mark": "0000"}),
    ],
)
def test_a_step_that_was_tampered_with_is_found(profile, write, go, _case, tampered):
    write(profile, "1", WRITTEN)
    go(profile, *TO_SUBMISSION)
    second = profile.steps.get(number=2)
    super(type(ProfileStep.objects.all()), ProfileStep.objects.filter(pk=second.pk)).update(**tampered)
    assert not chain_is_whole(standing_of_profile(profile))


def test_a_step_is_not_rewritten(profile):
    step = profile.steps.get(number=1)
    step.remark = "another"
    with pytest.raises(StepsAreNotRewritten):
        step.save()
    with pytest.raises(StepsAreNotRewritten):
        profile.steps.update(remark="another")


def test_only_what_the_public_sees_makes_pages_new(profile, write, go):
    before = draft()
    write(profile, "1", WRITTEN)
    go(profile, *TO_SUBMISSION)
    assert draft() == before
    go(profile, ("published_as_draft", SECRETARIAT, "2026-05-01"))
    assert draft() != before


def test_what_was_withdrawn_is_shown_for_no_day_though_something_newer_is_published(
    profile, write, go, person, reader
):
    write(profile, "1", WRITTEN)
    go(profile, *TO_SUBMISSION, ("published_as_draft", SECRETARIAT, "2026-05-01"))
    go(profile, ("withdrawn", SECRETARIAT, "2026-06-01", "A figure was wrong."))
    begin_version(profile, person(CONTACT_OF_XAL, "2026-06-02"))
    go(
        profile,
        ("sent", CONTACT_OF_XAL, "2026-06-03"),
        ("accepted", SECRETARIAT, "2026-06-04"),
        ("submitted", SECRETARIAT, "2026-06-05"),
        ("endorsed", CONTACT_OF_XAL, "2026-06-06"),
        ("published_endorsed", SECRETARIAT, "2026-06-07"),
    )
    assert published_profile(profile.key, reader(on="2026-05-10", today="2026-06-08")) is None
    listed = published_profiles(reader(on="2026-05-10", today="2026-06-08"), state="XAL")
    assert profile not in [one.profile for one in listed]
    assert published_profile(profile.key, reader(on="2026-06-08", today="2026-06-08")) is not None


def test_nobody_endorses_a_version_that_they_have_not_seen(profile, write, go, person):
    write(profile, "1", WRITTEN)
    go(profile, *TO_SUBMISSION)
    with pytest.raises(StepNotPossible, match="Another version"):
        take_step(profile, Step.ENDORSED, person(CONTACT_OF_XAL, "2026-02-02"), seen=2)
    take_step(profile, Step.ENDORSED, person(CONTACT_OF_XAL, "2026-02-02"), seen=1)
