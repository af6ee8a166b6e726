"""
Attributes that a message says once for many observations: of a group of series, or of the whole data set.

Messages of central banks have a group for every series, so groups are looked up, never walked through.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

Names = tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """
    `attributes` belong to the observations whose key has all of `key`; an empty key is that of all.

    With `is_mixed` no one says which names are of the key (structure-specific messages write both alike):
    those that the observation has too are.
    """

    key: Mapping[str, str]
    attributes: Mapping[str, str]
    is_mixed: bool = False


class Groups:
    def __init__(self) -> None:
        self._kinds: dict[tuple[Names, bool], list[Group]] = defaultdict(list)
        self._found: dict[tuple[Names, bool, Names], dict[Names, list[Group]]] = {}

    def add(self, group: Group) -> None:
        self._kinds[tuple(sorted(group.key)), group.is_mixed].append(group)
        self._found.clear()

    def said_of(self, observation: Mapping[str, str]) -> dict[str, str]:
        """What the groups of an observation say of it, beyond what it says itself."""
        said: dict[str, str] = {}
        for (names, is_mixed), groups in self._kinds.items():
            shared = tuple(name for name in names if name in observation)
            if (is_mixed and not shared) or (not is_mixed and shared != names):
                continue
            by_values = self._found.get((names, is_mixed, shared))
            if by_values is None:
                by_values = self._found[names, is_mixed, shared] = defaultdict(list)
                for group in groups:
                    by_values[tuple(group.key[name] for name in shared)].append(group)
            for group in by_values.get(tuple(observation[name] for name in shared), ()):
                for name, value in group.attributes.items():
                    if name not in observation:
                        said.setdefault(name, value)
        return said
