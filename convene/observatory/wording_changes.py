"""What changed between two wordings, word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORDS = re.compile(r"\S+|\n")
SAME, ADDED, REMOVED = "same", "added", "removed"


@dataclass(frozen=True)
class Stretch:
    """Words that stayed, came or went. `kind` is "same", "added" or "removed"."""

    kind: str
    text: str


def changes_between(before: str, after: str) -> tuple[Stretch, ...]:
    """
    The stretches of both wordings in reading order. Line breaks are kept, runs of blanks are not.

    Left of the removed ones it is `after`, left of the added ones `before`.
    """
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    found: list[Stretch] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for what, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if what == "equal":
            found.append(Stretch(SAME, _joined(old[old_from:old_to])))
            continue
        if old_to > old_from:
            found.append(Stretch(REMOVED, _joined(old[old_from:old_to])))
        if new_to > new_from:
            found.append(Stretch(ADDED, _joined(new[new_from:new_to])))
    return tuple(found)


def _joined(words: list[str]) -> str:
    return " ".join(words).replace(" \n ", "\n").replace("\n ", "\n").replace(" \n", "\n")


def is_unchanged(changes: tuple[Stretch, ...]) -> bool:
    return all(one.kind == SAME for one in changes)
