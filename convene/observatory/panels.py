"""What this part shows on pages of lower parts: the ways from a state's page to its figures."""

from __future__ import annotations

from convene.core.viewer import Viewer
from convene.observatory.factsheets.covered import covered_states
from convene.observatory.queries.catalogue import catalogue
from convene.registry.queries.reference import reference
from convene.ui.panels import register_panel

STOCK = "migrant_stock"


def register_all() -> None:
    register_panel("state", "figures", figures_of_state, "observatory/panel_state.html", 15)


def figures_of_state(address: str, viewer: Viewer) -> dict | None:
    """Links only: every page that shows a figure says whose it is. No query where nothing changed."""
    if STOCK not in catalogue().default:
        return None
    code = address.partition("/")[2]
    covered = reference().remembered(
        ("states with a factsheet", viewer.today),
        lambda: frozenset(one.state for one in covered_states(viewer)),
    )
    return {"code": code, "has_factsheet": code in covered}
