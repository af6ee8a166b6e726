"""Names of areas: a state of the record by its designation, any other area by the name in the catalogue."""

from __future__ import annotations

from collections.abc import Iterable

from convene.core.collation import sort_key
from convene.core.viewer import Viewer
from convene.observatory.models import Territory
from convene.observatory.observation import is_area
from convene.observatory.queries.catalogue import catalogue
from convene.registry.designations import Name
from convene.registry.naming import naming_day
from convene.registry.queries.names import designation
from convene.registry.queries.reference import reference


def area_name(code: str, viewer: Viewer) -> Name:
    """What an area is called on the viewer's page, with its obligatory footnote. No query once the catalogue is read."""
    if is_state_of_the_record(code):
        return designation(f"state/{code}", on=naming_day(viewer), language=viewer.language)
    found = catalogue().territories.get(code)
    if found is None:
        return Name(code, code, code, "", code)
    text, language = found.name.best(viewer.language)
    return Name(code, text, text, language, text)


def in_alphabetical_order(codes: Iterable[str], viewer: Viewer) -> list[tuple[str, Name]]:
    """Areas and their names, in the order of the language; what is no country comes last."""
    named = [(code, area_name(code, viewer)) for code in codes]
    return sorted(
        named,
        key=lambda pair: (pair[0].startswith("X_"), sort_key(pair[1].sort_key or pair[1].short), pair[0]),
    )


def is_state_of_the_record(code: str) -> bool:
    """Whether the registry has designations of a state with this code."""
    return f"state/{code}" in reference().actors


def is_known(code: str) -> bool:
    return is_area(code) and (is_state_of_the_record(code) or code in catalogue().territories)


def states_of_the_record() -> tuple[str, ...]:
    """Codes of all states that the record describes, participants or not, in alphabetical order of the codes."""
    known = reference()
    return tuple(sorted(actor.key for actor in known.actors.values() if actor.kind == "state"))


def territory(code: str) -> Territory | None:
    return catalogue().territories.get(code)
