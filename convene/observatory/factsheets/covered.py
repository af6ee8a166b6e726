"""Which states have a factsheet: those that take part, and those that an explicit decision covers."""

from __future__ import annotations

from dataclasses import dataclass

from convene.core.viewer import Viewer
from convene.observatory.models import Coverage
from convene.registry.queries.participation import participants


@dataclass(frozen=True)
class Covered:
    """`decision` is why a state that takes no part has a factsheet all the same, in the viewer's language."""

    state: str
    takes_part: bool = True
    decision: str = ""


def covered_states(viewer: Viewer) -> list[Covered]:
    """By code. A state that takes no part and is not covered by decision is not among them."""
    taking_part = set(participants(on=viewer.today).codes)
    decided = {
        row.state.key: row.decision.in_language(viewer.language)
        for row in Coverage.objects.filter(decided_on__lte=viewer.today).select_related("state")
        if row.ends_on is None or viewer.today < row.ends_on
    }
    found = [Covered(code) for code in taking_part]
    found += [Covered(code, False, words) for code, words in decided.items() if code not in taking_part]
    return sorted(found, key=lambda one: one.state)
