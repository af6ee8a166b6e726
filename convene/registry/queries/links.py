"""Threads between things of the record: what a thing was adopted at, is part of, led to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
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

    What the viewer may not see is left out, together with the thread to it. Two queries.
    """
    wanted = set(addresses)
    concepts = reference().concepts
    order = {pk: position for position, pk in enumerate(concepts)}
    links = sorted(
        Link.objects.filter(Q(start__in=wanted) | Q(end__in=wanted)),
        key=lambda link: (order.get(link.relation_id, 0), link.start, link.end),
    )
    titles = visible_titles({link.start for link in links} | {link.end for link in links}, viewer)
    found: dict[str, list[Thread]] = defaultdict(list)
    for link in links:
        relation = concepts[link.relation_id]
        for here, there, outgoing in ((link.start, link.end, True), (link.end, link.start, False)):
            if here in wanted and there in titles:
                label = relation.name if outgoing else _SEEN_FROM_THE_END.get(relation.key, relation.name)
                found[here].append(Thread(link, label, there, titles[there], page_path(there), outgoing))
    return found
