"""Threads between things of the record: what a thing was adopted at, is part of, led to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from convene.core.text import Text
from convene.core.viewer import Viewer
from convene.registry.models import Link
from convene.registry.queries.addresses import page_path, visible_titles
from convene.registry.queries.reference import reference

# How a relation reads from its other end, for the relations that packs commonly use.
_SEEN_FROM_THE_END = {
    "adopted-at": _("Adopted here"),
    "prepared-for": _("Prepared by"),
    "part-of": _("Parts"),
    "produced": _("Produced by"),
    "launched-at": _("Launched here"),
    "decided-at": _("Decided here"),
    "same-as": _("The same as"),
    "implements": _("Carried out by"),
    "evaluates": _("Evaluated by"),
    "mandated": _("Mandated by"),
    "followed-by": _("Follows"),
}


@dataclass(frozen=True)
class Thread:
    """A link as one of its two ends sees it. `path` is empty where no page shows the other end."""

    link: Link
    label: Any
    address: str  # of the other end
    title: Text
    path: str
    is_outgoing: bool

    @property
    def relation(self) -> str:
        return reference().concepts[self.link.relation_id].key


def links_of(addresses: Iterable[str], viewer: Viewer) -> dict[str, list[Thread]]:
    """
    Return address -> its threads in both directions, in the order of the list of relations.

    What the viewer may not see is left out, together with the thread to it. No query for the public where
    nothing changed.
    """
    wanted = dict.fromkeys(addresses)
    by_end = reference().remembered("links", _by_end)
    titles = visible_titles(
        {end for address in wanted for link in by_end.get(address, ()) for end in (link.start, link.end)},
        viewer,
    )
    found: dict[str, list[Thread]] = defaultdict(list)
    for here in wanted:
        for link in by_end.get(here, ()):
            relation = reference().concepts[link.relation_id]
            for there, outgoing in ((link.end, True), (link.start, False)):
                if here == (link.start if outgoing else link.end) and there in titles:
                    label = relation.name if outgoing else _SEEN_FROM_THE_END.get(relation.key, relation.name)
                    found[here].append(Thread(link, label, there, titles[there], page_path(there), outgoing))
    return found


def linked_with(address: str) -> list[str]:
    """The addresses at the other ends of all links of `address`, whoever may see them. No query."""
    links = reference().remembered("links", _by_end).get(address, ())
    return [link.end if link.start == address else link.start for link in links]


def _by_end() -> dict[str, list[Link]]:
    """Every link under each of its two ends, by relation."""
    order = {pk: position for position, pk in enumerate(reference().concepts)}
    found: dict[str, list[Link]] = defaultdict(list)
    for link in sorted(
        Link.objects.all(), key=lambda link: (order.get(link.relation_id, 0), link.start, link.end)
    ):
        for end in dict.fromkeys((link.start, link.end)):
            found[end].append(link)
    return found
