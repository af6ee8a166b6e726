"""
The engine's part of a search: put the question, wider if need be, count, and fetch one page.

Nothing here touches the database. What the reader sees of it is made in `queries`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.conf import settings
from tantivy import Query, Searcher

from convene.search import matching
from convene.search.asked import Asked, ask
from convene.search.highlight import Finder
from convene.search.matching import Wanted
from convene.search.spelling import respelt

FACETS = {"kind": 60, "state": 120, "year": 200, "language": 20}  # field: most values counted
LAST_RESULT = 1000  # nobody pages further, and the engine would have to keep them all
_MANY = 4_000  # answers from which on counting by state goes through the states


class Narrowing(NamedTuple):
    kind: str | None = None
    state: str | None = None
    year: int | None = None


class Hit(NamedTuple):
    score: float
    shown: bytes  # JSON, see `index.entry`


@dataclass(frozen=True)
class Answer:
    asked: Asked
    find: Finder
    relaxed: str = ""
    count: int = 0
    facets: dict[str, list[tuple[Any, int]]] = field(default_factory=dict)
    hits: list[Hit] = field(default_factory=list)


def answer_from(found: Searcher, question: str, narrowing: Narrowing, page: int, size: int) -> Answer:
    """Put the question, wider and wider until something answers; count, and fetch one page."""
    asked = ask(question, languages())
    if not asked:
        return Answer(asked, Finder(asked))
    for relaxed, put, wanted in _ever_wider(found, asked):
        count, facets = _counted(found, wanted.everything, narrowing)
        if count:
            hits = _hits(found, wanted, narrowing, page, size)
            find = Finder(put, unfinished=relaxed == "beginning")
            return Answer(put, find, relaxed, count, facets, hits)
        if any(value is not None for value in narrowing) and found.search(wanted.everything, 1).count:
            # The words are there, only not under the chosen filters: widening would answer another question.
            return Answer(put, Finder(put), relaxed, 0, facets)
    return Answer(asked, Finder(asked))


def languages() -> tuple[str, ...]:
    """The languages texts may be in: the dialogue's, else all the software speaks."""
    return tuple(
        getattr(settings, "DIALOGUE_LANGUAGES", None) or (code for code, _name in settings.LANGUAGES)
    )


def _ever_wider(found: Searcher, asked: Asked) -> Iterator[tuple[str, Asked, Wanted]]:
    yield "", asked, matching.every_word(asked)
    beginning = matching.unfinished(asked, found)
    if beginning is not None:
        yield "beginning", asked, beginning
    corrected = respelt(asked, found)
    if corrected:
        again = ask(corrected, languages())
        yield "spelling", again, matching.every_word(again)
    if asked.phrases:
        again = asked.unquoted()
        yield "unquoted", again, matching.every_word(again)
    if len(asked.all_words) > 1:
        yield "any", asked, matching.any_word(asked)


def _counted(found: Searcher, query: Query, narrowing: Narrowing) -> tuple[int, dict[str, list]]:
    """
    Count the answers and all facets. A facet that narrows already is counted without itself, so that
    its other values can still be chosen.
    """
    chosen = narrowing._asdict()
    narrowed = matching.only(query, **chosen)
    in_passing = {name: most for name, most in FACETS.items() if name != "state"}
    facets = _values(found, narrowed, in_passing)
    count = sum(n for _value, n in facets["kind"])  # every entry has exactly one kind
    facets["state"] = _states(found, narrowed, count)
    for name, value in chosen.items():
        if value is not None:
            without = matching.only(query, **{**chosen, name: None})
            told = (
                _states(found, without, count)
                if name == "state"
                else _values(found, without, {name: FACETS[name]})[name]
            )
            facets[name] = told
    facets["language"] = _languages(facets["language"])
    return count, facets


def _values(found: Searcher, query: Query, names: dict[str, int]) -> dict[str, list[tuple[Any, int]]]:
    asked = {name: {"terms": {"field": name, "size": most}} for name, most in names.items()}
    return {
        name: [(bucket["key"], bucket["doc_count"]) for bucket in told["buckets"]]
        for name, told in found.aggregate(query, asked).items()
    }


def _states(found: Searcher, query: Query, count: int) -> list[tuple[str, int]]:
    """
    Count by state. A thing has several states, and reading them thing by thing is slow where there are
    many things; then it is quicker to go through the states.
    """
    if count < _MANY:
        return _values(found, query, {"state": FACETS["state"]})["state"]
    return [(state, n) for state, n in found.terms_with_prefix("state", "", filter_query=query) if n]


def _languages(counted: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """From "en ru": 7, "en": 2 to en 9, ru 7."""
    sums: dict[str, int] = {}
    for together, n in counted:
        for language in together.split():
            sums[language] = sums.get(language, 0) + n
    return sorted(sums.items(), key=lambda told: (-told[1], told[0]))


def _hits(found: Searcher, wanted: Wanted, narrowing: Narrowing, page: int, size: int) -> list[Hit]:
    """Fetch one page, step by step of merit."""
    skip, hits = (page - 1) * size, []
    if skip >= LAST_RESULT:
        return hits
    for step in wanted.steps():
        query = matching.only(step, **narrowing._asdict())
        told = found.search(query, size - len(hits), offset=skip, weight_by_field="prior")
        hits += [Hit(score, found.doc(at).get_first("shown")) for score, at in told.hits]
        if len(hits) >= size:
            break
        skip = max(skip - told.count, 0)
    return hits
