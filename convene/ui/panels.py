"""
Panels: what a higher part shows on the page of a lower part's thing.

`plan` registers a panel on "meeting" and so the meeting page lists the actions it served, while
`dialogue` knows nothing of plans.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from convene.core.viewer import Viewer

# Given the address of the thing and the viewer: the template's context, or None to show nothing.
Provider = Callable[[str, Viewer], "dict | None"]


@dataclass(frozen=True)
class Panel:
    kind: str
    name: str
    provider: Provider
    template: str
    order: int


_PANELS: dict[tuple[str, str], Panel] = {}


def register_panel(kind: str, name: str, provider: Provider, template: str, order: int = 100) -> None:
    """Show `template` on pages of things of `kind`, with the context that `provider` returns."""
    _PANELS[kind, name] = Panel(kind, name, provider, template, order)


def panels_for(kind: str, address: str, viewer: Viewer) -> list[tuple[str, dict]]:
    """(template, context) of every panel that has something to say of the thing, in order."""
    chosen = sorted(
        (panel for panel in _PANELS.values() if panel.kind == kind),
        key=lambda panel: (panel.order, panel.name),
    )
    shown = []
    for panel in chosen:
        context = panel.provider(str(address), viewer)
        if context is not None:
            shown.append((panel.template, context))
    return shown
