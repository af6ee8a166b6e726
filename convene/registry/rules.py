"""Who may do what with the registry. `may_*(viewer, ...)` answers yes or no and asks nobody else."""

from convene.core.viewer import Viewer


def may_enter_back_office(viewer: Viewer) -> bool:
    """The secretariat, the chair and contact points; what each sees there is narrower."""
    return viewer.standing.is_participant


def may_edit_registry(viewer: Viewer) -> bool:
    """States, bodies, terms, claims and differences are the secretariat's to edit."""
    return viewer.standing.is_secretariat


def may_decide_visibility(viewer: Viewer) -> bool:
    """Whether a difference, a claim, a meeting or a document is shown to the public."""
    return viewer.standing.is_secretariat


def may_act_for(viewer: Viewer, state_code: str) -> bool:
    """Drafts of a state are seen and written by its own contact points, and by the secretariat."""
    return viewer.standing.is_secretariat or state_code in viewer.standing.states


def may_see_audit_trail(viewer: Viewer) -> bool:
    return viewer.standing.is_secretariat
