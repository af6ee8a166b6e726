"""Who submits, accepts, comments and releases. A contact point acts for its own state, and never decides on it."""

from __future__ import annotations

from convene.core.viewer import Viewer


def may_submit(viewer: Viewer, state: str) -> bool:
    """National figures and the national frame are the state's own words: its contact points submit them."""
    return state in viewer.standing.states


def may_accept(viewer: Viewer, submission) -> bool:
    """The secretariat accepts or declines; nobody decides on what they have submitted themselves."""
    is_own = viewer.person is not None and submission.submitted_by_id == getattr(viewer.person, "pk", None)
    return viewer.standing.is_secretariat and not is_own


def may_withdraw(viewer: Viewer, submission) -> bool:
    """What is not decided yet can be taken back by the state that submitted it."""
    return submission.is_open and may_submit(viewer, submission.state.key)


def may_see_desk(viewer: Viewer, state: str) -> bool:
    """The desk of a state is open to its contact points and to the secretariat."""
    return viewer.standing.is_secretariat or state in viewer.standing.states


def may_show_to_state(viewer: Viewer) -> bool:
    return viewer.standing.is_secretariat


def may_comment(viewer: Viewer, state: str, factsheet) -> bool:
    """The state comments on what it was shown."""
    return state in viewer.standing.states and bool(factsheet and factsheet.shown_fingerprint)


def may_answer(viewer: Viewer) -> bool:
    return viewer.standing.is_secretariat


def may_release(viewer: Viewer) -> bool:
    """Only the secretariat releases; whether the edition at hand can be released is `reasons_against_release`."""
    return viewer.standing.is_secretariat


def may_decide_coverage(viewer: Viewer) -> bool:
    return viewer.standing.is_secretariat
