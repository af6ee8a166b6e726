"""Names ready for a page: today's designation (or the day's, as the dialogue's policy says), footnote and link."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from markupsafe import Markup

from convene.core.viewer import Viewer
from convene.registry.designations import Name
from convene.registry.enums import DesignationPolicy
from convene.registry.queries.names import alphabetical_place, designation
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

    @cached_property
    def link(self) -> Markup:
        """The name as a link to the actor's page; its footnote is the page's."""
        return Markup('<a href="{}">{}</a>').format(self.href, self.name.short)

    def __str__(self) -> str:
        return str(self.name)


def naming_day(viewer: Viewer) -> date:
    """The day whose designations new text uses: today's, unless the dialogue's policy is otherwise."""
    policy = reference().dialogue.designation_policy
    return viewer.day if policy == DesignationPolicy.THEN else viewer.today


def named(addresses: Iterable[str], viewer: Viewer) -> list[Named]:
    """The actors under the page's names, in its language's alphabetical order. No query."""
    found = [named_one(address, viewer) for address in addresses]
    return sorted(found, key=lambda one: (alphabetical_place(one.name), one.address))


def named_one(address: str, viewer: Viewer) -> Named:
    """One actor under the page's name. Kept until the record changes: pages show the same ones again and again."""
    known = reference()
    if address not in known.actors:
        return _named(address, viewer)
    kept = known.remembered_of_day(("named", viewer.language), (viewer.today, viewer.day), dict)
    if address not in kept:
        kept[address] = _named(address, viewer)
    return kept[address]


def _named(address: str, viewer: Viewer) -> Named:
    name = designation(address, on=naming_day(viewer), language=viewer.language)
    return Named(address, name, _href(address, viewer))


def _href(address: str, viewer: Viewer) -> str:
    on = f"?on={viewer.day.isoformat()}" if viewer.is_looking_back else ""
    return f"/{viewer.language}/{address}{on}"
