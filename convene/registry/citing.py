"""Tying a row, by its address, to its sources and claims, written as in a pack's cell: `S003:L28; P02`."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from convene.registry.models import Citation, Claim, Ground, Source


def split_cell(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def parse_citation(text: str) -> tuple[str, str]:
    """`S003:L28` -> ("S003", "L28"); the place may be empty."""
    key, _, place = text.partition(":")
    return key.strip(), place.strip()


def cite(address: str, cell: str) -> None:
    """Replace the citations of `address`. Raises ValidationError naming every unknown source."""
    wanted = [parse_citation(part) for part in split_cell(cell)]
    sources = {source.key: source for source in Source.objects.filter(key__in=[key for key, _ in wanted])}
    unknown = [key for key, _ in wanted if key not in sources]
    if unknown:
        raise ValidationError(
            {"sources": f"No such source: {', '.join(unknown)}. Add it under Sources first."}
        )
    Citation.objects.filter(address=address).delete()
    Citation.objects.bulk_create(
        Citation(address=address, source=sources[key], place=place, position=position)
        for position, (key, place) in enumerate(dict.fromkeys(wanted))
    )


def ground(address: str, cell: str) -> None:
    """Replace the claims that `address` rests on. Raises ValidationError naming every unknown claim."""
    wanted = list(dict.fromkeys(split_cell(cell)))
    claims = {claim.key: claim for claim in Claim.objects.filter(key__in=wanted)}
    unknown = [key for key in wanted if key not in claims]
    if unknown:
        raise ValidationError({"claims": f"No such claim: {', '.join(unknown)}. Add it under Claims first."})
    Ground.objects.filter(address=address).delete()
    Ground.objects.bulk_create(
        Ground(address=address, claim=claims[key], position=position) for position, key in enumerate(wanted)
    )


def cited_text(address: str) -> str:
    """The citations of `address` as a pack's cell."""
    rows = Citation.objects.filter(address=address).select_related("source").order_by("position")
    return "; ".join(f"{row.source.key}:{row.place}" if row.place else row.source.key for row in rows)


def ground_text(address: str) -> str:
    rows = Ground.objects.filter(address=address).select_related("claim").order_by("position")
    return "; ".join(row.claim.key for row in rows)
