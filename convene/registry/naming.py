"""Names ready for a page: today's designation (or the day's, as the dialogue's policy says), footnote and link."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from convene.core.viewer import Viewer
from convene.registry.designations import Name
from convene.registry.enums import DesignationPolicy
from convene.registry.queries.names import actor_names, designation
from convene.registry.queries.reference import reference


@dataclass(frozen=True)
class Named:
    """An actor under the name that a page uses. `str()` gives name and mark; templates show the footnote."""

    address: str
    name: Name
    href: str

    @property
    def code(self) -> str:
        return self.address.partition("/")[2]

    @property
    def footnote(self) -> str:
        return self.name.footnote

    def __str__(self) -> str:
        return str(self.name)


def naming_day(viewer: Viewer) -> date:
    """The day whose designations new text uses: today's, unless the dialogue's policy is otherwise."""
    policy = reference().dialogue.designation_policy
    return viewer.day if policy == DesignationPolicy.THEN else viewer.today


def named(addresses: Iterable[str], viewer: Viewer) -> list[Named]:
    """The actors under the page's names, in its language's alphabetical order. No query."""
    pairs = actor_names(addresses, on=naming_day(viewer), language=viewer.language)
    return [Named(address, name, _href(address, viewer)) for address, name in pairs]


def named_one(address: str, viewer: Viewer) -> Named:
    name = designation(address, on=naming_day(viewer), language=viewer.language)
    return Named(address, name, _href(address, viewer))


def _href(address: str, viewer: Viewer) -> str:
    on = f"?on={viewer.day.isoformat()}" if viewer.is_looking_back else ""
    return f"/{viewer.language}/{address}{on}"
