"""What forms of the Observatory's pages offer to choose from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from convene.core.viewer import Viewer
from convene.observatory.areas import in_alphabetical_order, states_of_the_record
from convene.observatory.enums import Section
from convene.observatory.models import Indicator


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    chosen: bool = False


def by_section(
    indicators: Iterable[Indicator], chosen: Iterable[str], viewer: Viewer
) -> list[tuple[str, list[Choice]]]:
    """Indicators under the headings of the factsheet, in its order."""
    picked = set(chosen)
    found: dict[str, list[tuple[int, Choice]]] = {section: [] for section in Section.values}
    for row in indicators:
        name = row.name.in_language(viewer.language)
        found[row.section].append((row.position, Choice(row.key, name, row.key in picked)))
    return [
        (
            str(Section(section).label),
            [choice for _position, choice in sorted(rows, key=lambda pair: pair[0])],
        )
        for section, rows in found.items()
        if rows
    ]


def states(chosen: Iterable[str], viewer: Viewer, more: Iterable[str] = ()) -> list[Choice]:
    """The states of the record and `more` areas, in the language's alphabetical order."""
    picked = set(chosen)
    codes = {*states_of_the_record(), *more, *picked}
    return [Choice(code, str(name), code in picked) for code, name in in_alphabetical_order(codes, viewer)]
