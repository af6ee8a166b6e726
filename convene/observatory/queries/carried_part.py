"""
What is not here because the pack carries a part of an edition only.

Its absence says nothing about the producer: whoever imports the publisher's file has it.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from convene.observatory.areas import is_state_of_the_record
from convene.observatory.carrying import SELECTION, SINCE
from convene.observatory.queries.catalogue import Catalogue


def is_left_out(
    known: Catalogue, edition: str, indicator: str, state: str, counterpart: str, year: int | None
) -> bool:
    """Whether the pack would not carry such a figure though the edition may have it. Without a year: of any year."""
    row = known.editions.get(edition)
    if row is None or row.complete:
        return False
    if not is_state_of_the_record(state):
        return True
    if not counterpart:
        return year is not None and year < SINCE
    chosen = SELECTION.get(indicator)
    if chosen is None or not chosen.pairs:
        return True
    return not is_state_of_the_record(counterpart) or (year is not None and year < chosen.pairs)


def in_words() -> str:
    return _(
        "The pack carries a part of this edition, without this figure. Importing the publisher’s file brings it."
    )


def is_a_part(known: Catalogue, editions: Iterable[str]) -> bool:
    """Whether any of the editions is carried in part."""
    return any(key in known.editions and not known.editions[key].complete for key in editions)


def told_of_a_part() -> str:
    """What a ranking or a map of the world must say beside figures of such an edition."""
    return _(
        "The pack carries a part of this edition: the states of the dialogue, and the largest of the other "
        "countries. Who is missing here may have a figure in the publisher’s file."
    )
