"""How wide words are, where they break, and how labels keep out of each other's way. Pure."""

from __future__ import annotations

from collections.abc import Sequence

_THIN = frozenset("ijlI1.,:;'!|()[] \u00a0ft-r")
_BROAD = frozenset("mwMWЖШЩЮФЫМжшщюфымдДQOСОЗHNHGТ%")


def width_of(words: str, size: float) -> float:
    """About how wide `words` stand in Noto Sans; rather more than less."""
    share = sum(
        0.36 if c in _THIN else 0.84 if c in _BROAD else 0.66 if c.isupper() else 0.585 for c in words
    )
    return share * size


def wrap(words: str, room: float, size: float) -> list[str]:
    """Break at spaces into lines that fit `room`. A single word that is too wide stays whole."""
    rows: list[str] = []
    for word in words.split(" "):
        if rows and width_of(f"{rows[-1]} {word}", size) <= room:
            rows[-1] = f"{rows[-1]} {word}"
        else:
            rows.append(word)
    return rows


def cut(words: str, room: float, size: float) -> str:
    """Shorten to one line with an ellipsis; the table twin has the words in full."""
    if width_of(words, size) <= room:
        return words
    while words and width_of(f"{words}…", size) > room:
        words = words[:-1]
    return f"{words.rstrip()}…"


def spread(wanted: Sequence[float], heights: Sequence[float], lowest: float, highest: float) -> list[float]:
    """
    Move centres as little as needed so that boxes of these heights do not overlap, within the bounds.

    Returns the new centres in the order given. Where there is no room for all, they run over `highest`.
    """
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    # Boxes that touch move as one block, around the mean of where its members want to be.
    blocks: list[tuple[list[int], float, float]] = []  # members, top, total height
    for index in order:
        members, height = [index], heights[index]
        top = _within(wanted[index] - height / 2, height, lowest, highest)
        while blocks and blocks[-1][1] + blocks[-1][2] > top:
            before, _top, before_height = blocks.pop()
            members, height = before + members, before_height + height
            top = _within(_wanted_top(members, wanted, heights), height, lowest, highest)
        blocks.append((members, top, height))
    centres = [0.0] * len(wanted)
    for members, top, _height in blocks:
        for index in members:
            centres[index] = top + heights[index] / 2
            top += heights[index]
    return centres


def _wanted_top(members: list[int], wanted: Sequence[float], heights: Sequence[float]) -> float:
    above, total = 0.0, 0.0
    for index in members:
        total += wanted[index] - heights[index] / 2 - above
        above += heights[index]
    return total / len(members)


def _within(top: float, height: float, lowest: float, highest: float) -> float:
    return max(min(top, highest - height), lowest)
