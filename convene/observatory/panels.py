"""What this part shows on pages of lower parts: ways from a state to its figures, from a producer to its datasets."""

from __future__ import annotations

from functools import partial
from typing import Any

from convene.core.viewer import Viewer
from convene.observatory.factsheets.covered import covered_states
from convene.observatory.models import Dataset
from convene.observatory.queries.catalogue import catalogue
from convene.observatory.queries.values import latest
from convene.observatory.showing import displayed, row_of
from convene.observatory.shown import attributions_of
from convene.registry.queries.reference import reference
from convene.ui.charts.figures import full
from convene.ui.panels import register_panel

STOCK = "migrant_stock"
KEY_FIGURES = ("population_midyear", STOCK, "emigrant_stock", "unhcr_refugees_hosted")


def register_all() -> None:
    register_panel("state", "figures", figures_of_state, "observatory/panel_state.html", 15)
    register_panel("organisation", "datasets", datasets_of, "observatory/panel_organisation.html", 15)


def figures_of_state(address: str, viewer: Viewer) -> dict | None:
    """Links, and a way to the newest key figures. No query where nothing changed."""
    if STOCK not in catalogue().default:
        return None
    code = address.partition("/")[2]
    covered = reference().remembered(
        ("states with a factsheet", viewer.today),
        lambda: frozenset(one.state for one in covered_states(viewer)),
    )
    return {"code": code, "has_factsheet": code in covered, "load": partial(key_figures_of, code, viewer)}


def key_figures_of(code: str, viewer: Viewer) -> dict[str, Any]:
    """The newest of a few figures of a state, and whose they are; what is absent is left out, never zero."""
    known = catalogue()
    wanted = [indicator for indicator in KEY_FIGURES if indicator in known.default]
    newest = latest([code], wanted, viewer.day.year)
    found = [newest[code, indicator] for indicator in wanted if (code, indicator) in newest]
    rows = [row_of(one, viewer) for one in found]
    return {
        "figures": [(row, full(displayed(one))) for row, one in zip(rows, found, strict=True)],
        "credits": attributions_of({one.edition for one in found}, viewer),
    }


def datasets_of(address: str, viewer: Viewer) -> dict | None:
    """The datasets that an organisation publishes. No query where nothing changed."""
    by_producer = reference().remembered("datasets by producer", _datasets_by_producer)
    found = [(row.address, row.title.in_language(viewer.language)) for row in by_producer.get(address, ())]
    return {"datasets": found} if found else None


def _datasets_by_producer() -> dict[str, list[Dataset]]:
    found: dict[str, list[Dataset]] = {}
    for row in Dataset.objects.select_related("producer").order_by("position", "key"):
        found.setdefault(row.producer.address, []).append(row)
    return found
