"""
A chain of seals: each link is sealed together with the seal before it, so that nothing in the middle can be
changed, taken out, put in or moved without breaking every seal after it.

A chain proves order and wholeness, not who wrote it: whoever can rewrite all of it can seal all of it anew.
Keep the last seal somewhere else (a printed page, a letter) and that shows too.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping

Content = Mapping[str, str | int | None]


def seal(previous: str, content: Content) -> str:
    """The seal of `content` after the link sealed `previous` ("" for the first): 64 hex digits of SHA-256."""
    told = json.dumps(
        {"previous": previous, "content": dict(content)},
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return hashlib.sha256(told.encode()).hexdigest()


def first_break(links: Iterable[tuple[Content, str]]) -> int | None:
    """
    The place (from 0) of the first link whose seal does not fit; None where the chain is whole.

    `links` are (content, seal) in order.
    """
    previous = ""
    for place, (content, found) in enumerate(links):
        if seal(previous, content) != found:
            return place
        previous = found
    return None
