"""Beginning a Migration Profile and taking its steps. Each is one transaction with its entry in the audit trail."""

from __future__ import annotations

import hashlib

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from convene.accounts.audit import record_event
from convene.accounts.record_version import touched_public
from convene.core.failures import Failure
from convene.core.viewer import Viewer
from convene.observatory.models.profiles import (
    Profile,
    ProfileFigure,
    ProfileParagraph,
    ProfileStep,
    ProfileVersion,
)
from convene.observatory.profile_rounds import Step, StepNotPossible, why_not
from convene.observatory.queries.profile_figures import seen_now
from convene.observatory.queries.profiles import (
    newest_version,
    previous_profile,
    standing_of_profile,
)
from convene.observatory.rules.profiles import OF_THE_SECRETARIAT, may_take_step, may_write_profile
from convene.registry.citing import cite, cited_text
from convene.registry.enums import OfficeKind
from convene.registry.models import Actor, Appointment, State
from convene.registry.silence import Event
from convene.search.operations import mark


class ThereIsOne(Failure):
    def __init__(self, profile: Profile) -> None:
        super().__init__(
            profile.address, str(_("there is such a profile already")), str(_("Go on with that one."))
        )


# --- Beginning ---------------------------------------------------------------------------------------


@transaction.atomic
def begin_profile(state: str, kind: str, year: int, viewer: Viewer, *, copy: bool = True) -> Profile:
    """
    Begin the profile of a state; with `copy`, from the newest text of its last one after the same template.

    What is copied is marked as copied until somebody edits it. Raises ThereIsOne, PermissionDenied.
    """
    if not may_write_profile(viewer, state):
        raise PermissionDenied(_("Only the state's contact points and the secretariat write its profile."))
    key = Profile.key_for(state, kind, year)
    held = State.objects.select_for_update().get(key=state)  # two people may begin it at the same moment
    if there := Profile.objects.filter(key=key).first():
        raise ThereIsOne(there)
    profile = Profile(key=key, state=held, kind=kind, year=year)
    profile.full_clean()
    profile.save()
    last = previous_profile(state, kind, year) if copy else None
    before = newest_version(last) if last else None
    version = _make_version(profile, 1, before, copied=True)
    _record(profile, Step.STARTED, version, viewer, "")
    return profile


@transaction.atomic
def begin_version(profile: Profile, viewer: Viewer, note: str = "") -> ProfileVersion:
    """Begin the next version with the text of the last. Raises StepNotPossible, PermissionDenied."""
    profile = locked(profile)
    return _next_version(profile, viewer, note)


def _next_version(profile: Profile, viewer: Viewer, note: str = "") -> ProfileVersion:
    before = newest_version(profile)
    number = before.number + 1 if before else 1
    _allow(profile, Step.STARTED, number, viewer, note)
    version = _make_version(profile, number, before, copied=False)
    _record(profile, Step.STARTED, version, viewer, note)
    return version


def _make_version(
    profile: Profile, number: int, before: ProfileVersion | None, *, copied: bool
) -> ProfileVersion:
    version = ProfileVersion.objects.create(
        key=f"{profile.key}-v{number:02}", profile=profile, number=number, copied_from=before
    )
    if before is None:
        return version
    for place, old in enumerate(before.paragraphs.order_by("part", "position", "key"), 1):
        new = ProfileParagraph.objects.create(
            key=f"{version.key}-p{place:03}",
            version=version,
            part=old.part,
            position=old.position,
            text=old.text,
            told_sources=old.told_sources,
            copied=copied or old.copied,
        )
        cite(new.address, cited_text(old.address))
    ProfileFigure.objects.bulk_create(
        ProfileFigure(
            key=f"{version.key}-f{place:03}",
            version=version,
            part=old.part,
            position=old.position,
            indicator=old.indicator,
            year=old.year,
        )
        for place, old in enumerate(before.figures.order_by("part", "position", "key"), 1)
    )
    return version


# --- Steps -------------------------------------------------------------------------------------------


@transaction.atomic
def take_step(
    profile: Profile, step: str, viewer: Viewer, note: str = "", *, seen: int | None = None
) -> ProfileStep:
    """
    Take a step with the newest version, or with the submitted one where the step is about that.

    `seen` is the version that the person looked at: nobody endorses a text that has taken its place meanwhile.
    What is returned with comments goes on at once as the next version. Raises StepNotPossible, PermissionDenied.
    """
    profile = locked(profile)
    standing = standing_of_profile(profile)
    of_newest = step in (Step.SENT, Step.RETURNED, Step.ACCEPTED, Step.SUBMITTED)
    number = standing.way.version if of_newest else standing.clock.version or standing.way.version
    _allow(profile, step, number, viewer, note)
    if seen is not None and seen != number:
        raise StepNotPossible(step, _("Another version has taken its place meanwhile. Look at it first."))
    version = profile.versions.get(number=number)
    if step == Step.SENT:
        _keep_what_is_seen(version, profile, viewer)
    was_public = standing.way.is_public
    made = _record(profile, step, version, viewer, note)
    if step == Step.RETURNED:
        _next_version(profile, viewer)
    if was_public or standing_of_profile(profile).way.is_public:
        mark(profile.address)
        touched_public()
    return made


def _allow(profile: Profile, step: str, number: int, viewer: Viewer, note: str) -> None:
    """Raise what stands against the step."""
    if not may_take_step(viewer, profile.state.key, step):
        raise PermissionDenied(_("This step is another's to take."))
    event = Event(step, viewer.today, _on_behalf_of(profile, step, viewer).address, number, note)
    if why := why_not(standing_of_profile(profile).way, event):
        raise StepNotPossible(step, why)
    if step in (Step.RETURNED, Step.OBJECTED, Step.COMMENTED) and not note.strip():
        raise StepNotPossible(step, _("Say why: others must be able to act on it."))


def _keep_what_is_seen(version: ProfileVersion, profile: Profile, viewer: Viewer) -> None:
    if not version.paragraphs.exists():
        raise StepNotPossible(Step.SENT, _("Nothing is written in it."))
    for figure in version.figures.all():
        figure.seen_value, figure.seen_unit, figure.seen_edition = seen_now(figure, profile.state.key)
        figure.seen_on = viewer.today if figure.seen_value else None
        figure.save()


def locked(profile: Profile) -> Profile:
    """The profile, held against everybody else until the transaction ends."""
    return Profile.objects.select_for_update().select_related("state").get(pk=profile.pk)


def _on_behalf_of(profile: Profile, step: str, viewer: Viewer) -> Actor:
    """The state for its contact points; else whoever holds the secretariat and the person is appointed by."""
    if profile.state.key in viewer.standing.states and step not in OF_THE_SECRETARIAT:
        return profile.state
    appointments = Appointment.objects.on(viewer.today).filter(
        user=viewer.person, office__kind=OfficeKind.SECRETARIAT
    )
    return appointments.select_related("actor").order_by("pk").first().actor


def _record(profile: Profile, step: str, version: ProfileVersion, viewer: Viewer, note: str) -> ProfileStep:
    """Write a step, sealed with the one before it, and its entry in the audit trail."""
    last = profile.steps.order_by("-number").first()
    number = last.number + 1 if last else 1
    key = f"{profile.key}-s{number:02}"
    label = str(viewer.person or "")
    made = ProfileStep(
        key=key,
        profile=profile,
        number=number,
        what=step,
        happened_on=viewer.today,
        version=version,
        actor=_on_behalf_of(profile, step, viewer),
        remark=note.strip(),
        person=viewer.person,
        person_label=label[:254],
        person_mark=hashlib.sha256(f"{key}|{label}".encode()).hexdigest()[:16] if label else "",
    )
    made.seal = made.sealed_after(last.seal if last else "")
    made.full_clean()
    made.save()
    record_event(
        f"profile.{step}",
        profile.address,
        profile.key,
        by=viewer.person,
        after={"version": version.number, "seal": made.seal},
        note=note.strip(),
    )
    return made
