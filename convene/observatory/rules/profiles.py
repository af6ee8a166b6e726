"""
Who writes a Migration Profile and who takes its steps.

A profile belongs to its state: its contact points write, send, comment, object and endorse. The secretariat
helps to write, reviews, submits formally and publishes; it never endorses in a state's place.
"""

from __future__ import annotations

from convene.core.viewer import Viewer
from convene.observatory.profile_rounds import Step
from convene.registry.rules import may_act_for

OF_THE_STATE = frozenset({Step.COMMENTED, Step.OBJECTED, Step.ENDORSED})
OF_THE_SECRETARIAT = frozenset(
    {Step.RETURNED, Step.ACCEPTED, Step.SUBMITTED, Step.PUBLISHED_AS_DRAFT, Step.PUBLISHED_ENDORSED}
)


def may_write_profile(viewer: Viewer, state: str) -> bool:
    return may_act_for(viewer, state)


def may_take_step(viewer: Viewer, state: str, step: str) -> bool:
    """Whether it is the viewer's to take; whether it is possible now is asked of `profile_rounds`."""
    if step in OF_THE_STATE:
        return state in viewer.standing.states
    if step in OF_THE_SECRETARIAT:
        return viewer.standing.is_secretariat
    return may_act_for(viewer, state)
