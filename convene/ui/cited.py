"""
Citations as pages show them: folded under a fact, or as an open list.

Nearly every fact of a page has some, so they are put together here and not in a template, and what was made
once is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from django.utils.translation import get_language
from markupsafe import Markup, escape

from convene.ui.catalogue import counted


class Cited(NamedTuple):
    """One citation as components show it."""

    source_key: str
    source_title: str
    source_language: str
    place: str
    url: str
    kind_label: Any
    publisher: str = ""


def listed_sources(citations: Iterable[Cited]) -> Markup:
    """The citations as an open list."""
    lines = "".join(f"<li>{_line(one)}</li>\n" for one in citations)
    return Markup(f'<ul class="source-list">\n{lines}</ul>\n')  # noqa: S704 - all escaped


def folded_sources(citations: Sequence[Cited]) -> Markup:
    """The citations folded, under how many they are; nothing where there are none."""
    if not citations:
        return Markup("")
    return _note(get_language(), tuple(citations))


@lru_cache(maxsize=4096)
def _note(language: str | None, citations: tuple[Cited, ...]) -> Markup:
    # `language` is part of the key: the summary is worded in it.
    summary = counted("%(num)s source", "%(num)s sources", len(citations))
    return Markup(  # noqa: S704 - all escaped
        f'<details class="sources"><summary>{summary}</summary>{listed_sources(citations)}</details>\n'
    )


def _line(one: Cited) -> str:
    title = escape(one.source_title)
    parts = [f'<span class="key">{escape(one.source_key)}</span>']
    parts.append(f'<a href="{escape(one.url)}">{title}</a>' if one.url else title)
    if one.place:
        parts.append(f' <span class="place">{escape(one.place)}</span>')
    if one.kind_label:
        parts.append(f' <span class="kind">– {escape(one.kind_label)}</span>')
    return "".join(parts)
