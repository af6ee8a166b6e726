"""What Migration Profiles ask of contact points and of the secretariat."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from convene.core.viewer import Viewer
from convene.observatory.factsheets.duties import duties_of_factsheets
from convene.observatory.models.profiles import Profile
from convene.observatory.profile_document import title_of
from convene.observatory.profile_rounds import Phase
from convene.observatory.queries.profiles import Standing, all_standings
from convene.registry.duties import SECRETARIAT, Duty, register_duties

# Phase -> (whose it is: the state's or the secretariat's, name in the key, what to do)
_OWED = {
    Phase.RETURNED: ("state", "revise", _("Revise the profile after the secretariat’s comments")),
    Phase.SENT: (SECRETARIAT, "review", _("Review the profile")),
    Phase.ACCEPTED: (SECRETARIAT, "submit", _("Submit the profile formally to the state")),
    Phase.SUBMITTED: ("state", "answer", _("Endorse the profile, comment on it or object to it")),
    Phase.OBJECTED: ("state", "reword", _("Send another wording of the profile")),
    Phase.RUN_OUT: (SECRETARIAT, "publish-draft", _("Publish the profile as a draft, or agree on more time")),
    Phase.ENDORSED: (SECRETARIAT, "publish", _("Publish the endorsed profile")),
}
_ROUNDS = frozenset({Phase.RETURNED, Phase.SENT, Phase.ACCEPTED})


def register_all() -> None:
    register_duties("profiles", duties_of_profiles)
    register_duties("factsheets", duties_of_factsheets)


def duties_of_profiles(day: date) -> Iterator[Duty]:
    """Each profile asks one thing of one side at most; while its months run, of its state."""
    for standing in all_standings(on=day):
        if standing.last is None:
            continue
        phase = standing.way.phase(day)
        if phase in _OWED:
            yield _duty(standing, phase, day)


def _duty(standing: Standing, phase: Phase, day: date) -> Duty:
    whose, name, what = _OWED[phase]
    profile, clock = standing.profile, standing.clock
    version = standing.way.version if phase in _ROUNDS else clock.version
    return Duty(
        key=f"{profile.address}#{name}-{version}",
        whose=profile.state.address if whose == "state" else whose,
        what=what,
        about=_titled(profile, day),
        path=f"desk/{profile.address}",
        since=clock.due_on if phase == Phase.RUN_OUT else standing.last.happened_on,
        due_on=clock.last_day_to_answer if phase == Phase.SUBMITTED else None,
    )


def _titled(profile: Profile, day: date) -> Callable[[str], str]:
    def about(language: str) -> str:
        with override(language):
            return title_of(profile, Viewer(day, day, language))

    return about
