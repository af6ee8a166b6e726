"""Asking the index. `search` is the only door; it never raises because of what was asked."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _
from tantivy import Searcher

from convene.search import index
from convene.search.documents import sources, state_names
from convene.search.engine import FACETS, LAST_RESULT, Answer, Hit, Narrowing, answer_from
from convene.search.highlight import Finder, Match, Part, marked, passage
from convene.search.indexer import catch_up
from convene.search.lemmas import clean

_LARGEST_PAGE = 100


class FacetValue(NamedTuple):
    value: str | int
    label: str
    count: int


@dataclass(frozen=True)
class Reason:
    """
    Why an item was found: in its "title", another "name", its "text" or a "year", in which language,
    by which words as they are written there.
    """

    where: str
    language: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Item:
    """
    One result. `title` and `excerpt` are parts (text, is_match); each comes with its own language,
    to be given as `lang=` where it is not the page's.
    """

    address: str
    kind: str
    title: str
    title_language: str
    title_parts: list[Part]
    excerpt: list[Part]
    excerpt_language: str
    why: tuple[Reason, ...]
    states: tuple[str, ...]
    year: int | None
    date: date | None
    path: str
    score: float

    @property
    def other_language(self) -> str:
        """The language that matched, where the page's language did not; else ""."""
        languages = [reason.language for reason in self.why if reason.language]
        return languages[0] if languages and self.title_language not in languages else ""


@dataclass(frozen=True)
class Results:
    """
    `relaxed` says how the question was widened because nothing had every word as asked: "" not at all,
    "beginning" the last word as the beginning of one, "spelling" (then `corrected` is what was asked
    instead), "unquoted" the quoted words wherever they stand, "any" one of the words is enough. `hint` is a sentence for the reader where nothing came.
    """

    question: str
    count: int = 0
    items: list[Item] = field(default_factory=list)
    facets: dict[str, list[FacetValue]] = field(default_factory=dict)
    page: int = 1
    size: int = 20
    took_ms: float = 0.0
    corrected: str = ""
    relaxed: str = ""
    hint: str = ""

    @property
    def pages(self) -> int:
        return -(-min(self.count, LAST_RESULT) // self.size)


def search(
    question: str,
    language: str,
    *,
    kind: str | None = None,
    state: str | None = None,
    year: int | None = None,
    page: int = 1,
    size: int = 20,
) -> Results:
    """
    Return what the public record holds on `question`, best first, for a reader of `language`.

    All languages are searched at once. Facets count what each value of a filter would give, beside the
    other filters. Everything pending is indexed first, so a saved change is found at once.
    """
    began = time.perf_counter()
    page, size = max(page, 1), min(max(size, 1), _LARGEST_PAGE)
    possible = year if year is None or 0 < year < 10_000 else 0  # the year 0 has nothing
    narrowing = Narrowing(clean(kind or "") or None, clean(state or "") or None, possible)
    try:
        answer = answer_from(searcher(), question, narrowing, page, size)
    except FileNotFoundError:
        # A rebuild in another process took the folder away between two lines of ours.
        answer = answer_from(searcher(), question, narrowing, page, size)
    items = [_item(hit, answer.find, language) for hit in answer.hits]
    return Results(
        question=question,
        count=answer.count,
        items=items,
        facets=_labelled(answer.facets, language),
        page=page,
        size=size,
        took_ms=round((time.perf_counter() - began) * 1000, 2),
        corrected=answer.asked.text if answer.relaxed == "spelling" else "",
        relaxed=answer.relaxed,
        hint=_hint(answer),
    )


def searcher() -> Searcher:
    """The index as of now, everything pending included."""
    return index.reader(catch_up()).searcher()


def _item(hit: Hit, find: Finder, language: str) -> Item:
    shown = json.loads(hit.shown)
    titles = shown["titles"]
    own = (
        language
        if language in titles
        else shown["source"]
        if shown["source"] in titles
        else next(iter(titles), "")
    )
    title = titles.get(own, shown["address"])
    in_title = find(title, own)
    why, excerpt, excerpt_language = _reasons(shown, find, language, own)
    return Item(
        address=shown["address"],
        kind=shown["kind"],
        title=title,
        title_language=own,
        title_parts=marked(title, in_title),
        excerpt=excerpt,
        excerpt_language=excerpt_language,
        why=why,
        states=tuple(shown["states"]),
        year=shown["year"],
        date=date.fromisoformat(shown["date"]) if shown["date"] else None,
        path=shown["path"] or shown["address"],
        score=hit.score,
    )


def _reasons(
    shown: dict, find: Finder, language: str, own: str
) -> tuple[tuple[Reason, ...], list[Part], str]:
    """
    Look through the texts, those in the reader's language first, until every asked word is accounted
    for: other texts, names and years are not searched for what was found already. The passage comes from the body that answers, else from the beginning of the reader's.
    """
    titles, bodies = shown["titles"], shown["bodies"]
    order = list(dict.fromkeys((language, own, *titles, *bodies)))
    reasons: list[Reason] = []
    answered: set[int] = set()
    excerpt: list[Part] = []
    excerpt_language = next((code for code in order if bodies.get(code)), "")
    for code in order:
        in_title = find(titles.get(code, ""), code)
        in_body = find(bodies.get(code, ""), code)
        if in_title:
            reasons.append(Reason("title", code, _words(in_title)))
        if in_body:
            reasons.append(Reason("text", code, _words(in_body)))
            if not excerpt:
                excerpt, excerpt_language = passage(bodies[code], in_body), code
        answered |= {match.group for match in (*in_title, *in_body)}
        if len(answered) == find.groups:
            break
    if len(answered) < find.groups:
        for where, told in (("name", "; ".join(shown["names"])), ("year", _years(shown["years"]))):
            if matches := find(told, "en"):
                reasons.append(Reason(where, "", _words(matches)))
    if not excerpt and excerpt_language:
        excerpt = passage(bodies[excerpt_language], [])
    return tuple(reasons), excerpt, excerpt_language


def _years(years: list[int]) -> str:
    return " ".join(str(year) for year in years)


def _words(matches: list[Match]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(match.word.written for match in matches))[:6]


def _labelled(facets: dict[str, list[tuple[Any, int]]], language: str) -> dict[str, list[FacetValue]]:
    kinds = {source.kind: source.label for source in sources()}
    names = (
        state_names([value for value, _n in facets.get("state", ())], language) if facets.get("state") else {}
    )
    spoken = dict(settings.LANGUAGES)
    labels = {"kind": kinds, "state": names, "language": spoken}
    told = {
        name: [
            FacetValue(value, str(labels.get(name, {}).get(value, value)), n)
            for value, n in sorted(facets[name], key=_newest_first if name == "year" else _most_first)
        ]
        for name in FACETS
        if name in facets
    }
    return told


def _most_first(counted: tuple[str, int]) -> tuple:
    return -counted[1], counted[0]


def _newest_first(counted: tuple[int, int]) -> int:
    return -counted[0]


def _hint(answer: Answer) -> str:
    if answer.count:
        return ""
    if not answer.asked:
        return _("Type one or more words: a place, a state, a year, a subject.")
    if answer.facets:
        return _("Nothing under the chosen filters. Remove one of them.")
    return _("Nothing found. Try fewer words, or another form of them.")
