"""The entries of the site's menus. Parts register their own from AppConfig.ready."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

AREAS = ("main", "footer")


@dataclass(frozen=True)
class Entry:
    """
    One entry. `path` is without the language ("meetings"), `label` a lazy translation.

    `section` is the key that a Page of that section names, to mark the entry as current.
    """

    area: str
    label: Any
    path: str
    order: int
    section: str


_ENTRIES: dict[tuple[str, str], Entry] = {}
_SORTED: dict[str, tuple[Entry, ...]] = {}


def register_entry(area: str, label: Any, path: str, order: int, section: str = "") -> None:
    """Add an entry to "main" or "footer". The section is the path's first word unless given."""
    if area not in AREAS:
        raise ValueError(f"There is no navigation area {area!r}; there are {', '.join(AREAS)}.")
    _ENTRIES[area, path] = Entry(area, label, path, order, section or path.partition("/")[0])
    _SORTED.clear()


def entries(area: str) -> tuple[Entry, ...]:
    """The entries of an area in their order."""
    if area not in _SORTED:
        found = [entry for entry in _ENTRIES.values() if entry.area == area]
        _SORTED[area] = tuple(sorted(found, key=lambda entry: (entry.order, entry.path)))
    return _SORTED[area]
