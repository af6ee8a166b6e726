"""Sources and claims behind rows, and the mark of a difference, for a whole page at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db import connection

from convene.core.viewer import Viewer
from convene.core.visibility import may_see
from convene.registry.enums import SourceKind
from convene.registry.models import Citation, Claim, Concept, Difference, Ground, Source
from convene.registry.queries.hidden import hidden_from
from convene.registry.queries.reference import reference


class Cited(NamedTuple):
    """One citation as components show it."""

    source_key: str
    source_title: str
    source_language: str
    place: str
    url: str
    kind_label: Any
    publisher: str = ""


# Written out: nearly every page asks these two, and making the SQL through the ORM takes ten times as long as the
# answer. `%s` is what the database driver fills in; `{places}` becomes as many of them as addresses are asked for.
_CITATIONS = (
    f"SELECT address, source_id, place FROM {Citation._meta.db_table}"  # noqa: S608 - no input in it
    " WHERE address IN ({places}) ORDER BY address, position"
)
_CLAIMS = (
    "SELECT claim.id, claim.key, claim.subject, claim.value, claim.quote, claim.quote_language,"  # noqa: S608
    " claim.source_id, claim.place, claim.manner, claim.visibility, basis.address AS behind"
    f" FROM {Claim._meta.db_table} claim JOIN {Ground._meta.db_table} basis ON basis.claim_id = claim.id"
    " WHERE basis.address IN ({places}) ORDER BY basis.address, basis.position"
)


def citations_of(addresses: Iterable[str], viewer: Viewer) -> dict[str, list[Cited]]:
    """Return address -> its citations in order. One query for all; the sources come from memory."""
    found: dict[str, list[Cited]] = defaultdict(list)
    asked = list(addresses)
    if not asked:
        return found
    known = sources_at_hand()
    kinds: dict[str, str] = {}  # worded once, not once a citation
    with connection.cursor() as cursor:
        cursor.execute(_CITATIONS.format(places=_places(asked)), asked)
        rows = cursor.fetchall()
    for address, pk, place in rows:
        source = known[pk]
        if source.kind not in kinds:
            kinds[source.kind] = str(SourceKind(source.kind).label)
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
    return found


def claims_behind(addresses: Iterable[str], viewer: Viewer) -> dict[str, list[Claim]]:
    """
    Return address -> the claims it rests on that the viewer may see, with their sources.

    One query for all; those of differences, and the sources, come from memory. A claim about something
    hidden is hidden with it.
    """
    asked = list(addresses)
    claims = _claims([address for address in asked if not _is_difference(address)])
    if any(_is_difference(address) for address in asked):
        claims |= reference().remembered("claims behind differences", _claims_of_differences)
    hidden = hidden_from(viewer)
    found: dict[str, list[Claim]] = defaultdict(list)
    for address in asked:
        for claim in claims.get(address, ()):
            if may_see(viewer, claim) and claim.address not in hidden:
                found[address].append(claim)
    return found


def _is_difference(address: str) -> bool:
    return address.startswith(f"{Difference.address_kind}/")


def _claims_of_differences() -> dict[str, list[Claim]]:
    return _claims([difference.address for difference in reference().differences])


def _claims(addresses: list[str]) -> dict[str, list[Claim]]:
    """Address -> all claims it rests on, in order, whoever may see them."""
    found: dict[str, list[Claim]] = defaultdict(list)
    if addresses:
        known = sources_at_hand()
        for claim in Claim.objects.raw(_CLAIMS.format(places=_places(addresses)), addresses):
            claim.source = known[claim.source_id]
            found[claim.behind].append(claim)
    return found


def _places(values: list[str]) -> str:
    return ", ".join(["%s"] * len(values))


def sources_at_hand() -> dict[int, Source]:
    """Every source by primary key, in the order of keys, without its note. There are far fewer sources than citations."""
    return reference().remembered("sources", lambda: {row.pk: row for row in Source.objects.defer("note")})


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
