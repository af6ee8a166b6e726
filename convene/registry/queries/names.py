"""Names of states and organisations by day and language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from convene.core.collation import sort_key
from convene.registry.designations import Name, choose
from convene.registry.models import Actor
from convene.registry.queries.reference import reference


def designation(actor: Actor | str, *, on: date, language: str) -> Name:
    """
    Return what `actor` is called on `on` in `language`, with its obligatory footnote.

    `actor` is a row or its address (`state/TUR`). Where the record has no name in that language the
    source language's is returned and says so in `.language`; an unknown actor is named by its code.
    """
    address = actor if isinstance(actor, str) else actor.address
    known = reference()
    return choose(
        known.names.get(address, {}),
        address.partition("/")[2],
        on=on,
        language=language,
        source_language=known.source_language,
    )


def actor_names(addresses: Iterable[str], *, on: date, language: str) -> list[tuple[str, Name]]:
    """Return (address, name) in the alphabetical order of `language`: by sort keys, not by names."""
    named = [(address, designation(address, on=on, language=language)) for address in addresses]
    return sorted(named, key=lambda pair: (alphabetical_place(pair[1]), pair[0]))


def alphabetical_place(name: Name) -> str:
    """What sorts a name among others: by its sort key, not by the name."""
    return _folded(name.sort_key or name.short)


_folded = lru_cache(maxsize=4096)(sort_key)
