"""Sources and claims behind rows, and the mark of a difference, for a whole page at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F

from convene.core.viewer import Viewer
from convene.core.visibility import Visibility
from convene.registry.enums import SourceKind
from convene.registry.models import Citation, Claim, Difference
from convene.registry.queries.hidden import hidden_from
from convene.registry.queries.reference import reference


@dataclass(frozen=True)
class Cited:
    """One citation as components show it."""

    source_key: str
    source_title: str
    source_language: str
    place: str
    url: str
    kind_label: Any
    publisher: str = ""


def citations_of(addresses: Iterable[str], viewer: Viewer) -> dict[str, list[Cited]]:
    """Return address -> its citations in order. One query for all."""
    found: dict[str, list[Cited]] = defaultdict(list)
    kinds: dict[str, str] = {}  # worded once, not once a citation
    rows = Citation.objects.filter(address__in=list(addresses)).order_by("address", "position")
    columns = ("key", "title", "title_language", "kind", "publisher")
    for address, place, key, title, language, kind, publisher in rows.values_list(
        "address", "place", *(f"source__{column}" for column in columns)
    ):
        if kind not in kinds:
            kinds[kind] = str(SourceKind(kind).label)
        found[address].append(
            Cited(
                source_key=key,
                source_title=title,
                source_language=language,
                place=place,
                url=f"/{viewer.language}/source/{key}",
                kind_label=kinds[kind],
                publisher=publisher,
            )
        )
    return found


def claims_behind(addresses: Iterable[str], viewer: Viewer) -> dict[str, list[Claim]]:
    """Return address -> the claims it rests on that the viewer may see, with their sources. One query."""
    found: dict[str, list[Claim]] = defaultdict(list)
    rows = (
        Claim.objects.visible_to(viewer)
        .filter(grounds__address__in=list(addresses))
        .annotate(behind=F("grounds__address"))
        .select_related("source")
        .defer("starts_told", "ends_told", "recorded_on", "superseded_by", "source__note", "source__url")
        .order_by("grounds__address", "grounds__position")
    )
    hidden = hidden_from(viewer)  # a claim about something hidden is hidden with it
    for claim in rows:
        if claim.address not in hidden:
            found[claim.behind].append(claim)
    return found


def marks_for(addresses: Iterable[str], viewer: Viewer) -> list[Difference]:
    """
    Return the differences that touch any of the things, and that the viewer may see, by number.

    A difference about `state/GBR#left` touches the page of `state/GBR`.
    """
    wanted = {address.partition("#")[0] for address in addresses}
    return [
        difference
        for difference in reference().differences
        if may_see_difference(viewer, difference)
        and wanted & {about.partition("#")[0] for about in difference.about}
    ]


def may_see_difference(viewer: Viewer, difference: Difference) -> bool:
    """The rule of `Difference.objects.visible_to`, for a row already in memory."""
    if viewer.standing.is_secretariat or difference.visibility == Visibility.PUBLIC:
        return True
    return difference.visibility == Visibility.PARTICIPANTS and viewer.standing.is_participant
