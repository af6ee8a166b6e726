"""Sources and claims behind rows, and the mark of a difference, for a whole page at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.utils.translation import override

from convene.core.viewer import Viewer
from convene.core.visibility import may_see
from convene.registry.enums import SourceKind
from convene.registry.models import Citation, Claim, Concept, Difference, Ground, Source
from convene.registry.queries.at_hand import rows_at_hand
from convene.registry.queries.hidden import hidden_from
from convene.registry.queries.reference import reference
from convene.ui.cited import Cited


def citations_of(addresses: Iterable[str], viewer: Viewer) -> dict[str, list[Cited]]:
    """Return address -> its citations in order. No query where nothing changed."""
    known = reference().remembered(("citations", viewer.language), lambda: _citations(viewer))
    found: dict[str, list[Cited]] = defaultdict(list)
    for address in addresses:
        if address in known:
            found[address] = known[address]
    return found


def _citations(viewer: Viewer) -> dict[str, list[Cited]]:
    """Every citation of the record as pages in the viewer's language show it."""
    sources = rows_at_hand(Source)
    with override(viewer.language):
        kinds = {kind: str(kind.label) for kind in SourceKind}
    found: dict[str, list[Cited]] = defaultdict(list)
    rows = Citation.objects.order_by("address", "position")
    for address, pk, place in rows.values_list("address", "source_id", "place"):
        source = sources[pk]
        found[address].append(
            Cited(
                source_key=source.key,
                source_title=source.title,
                source_language=source.title_language,
                place=place,
                url=f"/{viewer.language}/source/{source.key}",
                kind_label=kinds[source.kind],
                publisher=source.publisher,
            )
        )
    return dict(found)


def claims_behind(addresses: Iterable[str], viewer: Viewer) -> dict[str, list[Claim]]:
    """
    Return address -> the claims it rests on that the viewer may see, with their sources, in order.

    No query for the public where nothing changed. A claim about something hidden is hidden with it.
    """
    claims, hidden = rows_at_hand(Claim, viewer), hidden_from(viewer)
    grounds = reference().remembered("grounds", _grounds)
    found: dict[str, list[Claim]] = defaultdict(list)
    for address in addresses:
        for pk in grounds.get(address, ()):
            if pk in claims and claims[pk].address not in hidden:
                found[address].append(claims[pk])
    return found


def _grounds() -> dict[str, list[int]]:
    """Address -> primary keys of the claims it rests on, in order."""
    found: dict[str, list[int]] = defaultdict(list)
    for address, claim in Ground.objects.order_by("address", "position").values_list("address", "claim_id"):
        found[address].append(claim)
    return dict(found)


def marks_for(addresses: Iterable[str], viewer: Viewer) -> list[Difference]:
    """
    Return the differences that touch any of the things, and that the viewer may see, by number.

    A difference about `state/GBR#left` touches the page of `state/GBR`.
    """
    wanted = {address.partition("#")[0] for address in addresses}
    return [
        difference
        for difference in reference().differences
        if may_see(viewer, difference) and wanted & {about.partition("#")[0] for about in difference.about}
    ]


def differences_for(viewer: Viewer) -> list[tuple[Difference, list[Concept]]]:
    """Every difference that the viewer may see, by number, with its kinds. No query."""
    kinds = reference().remembered("kinds of differences", _kinds_of_differences)
    return [(row, kinds[row.pk]) for row in reference().differences if may_see(viewer, row)]


def _kinds_of_differences() -> dict[int, list[Concept]]:
    found: dict[int, list[Concept]] = defaultdict(list)
    for row, concept in Difference.kinds.through.objects.values_list("difference_id", "concept_id"):
        found[row].append(reference().concepts[concept])
    for several in found.values():
        several.sort(key=lambda kind: (kind.scheme, kind.position, kind.key))
    return found
