"""
The engine's part of a search: put the question, wider if need be, count, and fetch one page.

Nothing here touches the database. What the reader sees of it is made in `queries`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from tantivy import Query, Searcher

from convene.search import matching
from convene.search.asked import Asked, ask
from convene.search.highlight import Finder
from convene.search.matching import Wanted
from convene.search.spelling import respelt

FACETS = {"kind": 60, "state": 120, "year": 200, "language": 20}  # field: most values counted
LAST_RESULT = 1000  # nobody pages further, and the engine would have to keep them all
_MANY = 6_000  # answers; measured: from here on going through fifty states is the quicker way


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
    asked = ask(question, languages_in(found))
    if not asked:
        return Answer(asked, Finder(asked))
    narrowed = any(value is not None for value in narrowing)
    for relaxed, put, wanted in _ever_wider(found, asked):
        if narrowed and not found.search(wanted.everything, 1, count=False).hits:
            continue
        count, facets = _counted(found, wanted, narrowing)
        if count:
            hits = _hits(found, wanted, narrowing, page, size)
            find = Finder(put, unfinished=relaxed == "beginning")
            return Answer(put, find, relaxed, count, facets, hits)
        if narrowed:
            # The words are there, only not under the chosen filters: widening would answer another question.
            return Answer(put, Finder(put), "", 0, facets)
    return Answer(asked, Finder(asked))


def languages_in(found: Searcher) -> tuple[str, ...]:
    """The languages that the texts of the index are in."""
    together = found.terms_with_prefix("language", "")
    return tuple(sorted({language for languages, _n in together for language in languages.split()}))


def _ever_wider(found: Searcher, asked: Asked) -> Iterator[tuple[str, Asked, Wanted]]:
    if as_asked := matching.every_word(asked, found):
        yield "", asked, as_asked
    if beginning := matching.unfinished(asked, found):
        yield "beginning", asked, beginning
    if corrected := respelt(asked, found):
        again = ask(corrected, languages_in(found))
        if wanted := matching.every_word(again, found):
            yield "spelling", again, wanted
    if asked.phrases:
        again = asked.unquoted()
        if wanted := matching.every_word(again, found):
            yield "unquoted", again, wanted
    if len(asked.all_words) > 1:
        yield "any", asked, matching.any_word(asked)


def _counted(found: Searcher, wanted: Wanted, narrowing: Narrowing) -> tuple[int, dict[str, list]]:
    """
    Count the answers and all facets. A facet that narrows already is counted without itself, so that
    its other values can still be chosen.

    A thing has several states, and reading them thing by thing is slow where there are many things;
    then it is quicker to go through the states (`_by_state`).
    """
    query, chosen = wanted.everything, narrowing._asdict()
    few = wanted.at_most < _MANY
    facets = _values(
        found, matching.only(query, **chosen), [name for name in FACETS if few or name != "state"]
    )
    count = sum(n for _value, n in facets["kind"])  # every entry has exactly one kind
    if not few and narrowing.state is None:
        facets["state"] = _by_state(found, matching.only(query, **chosen)) if count else []
    for name, value in chosen.items():
        if value is not None:
            others = matching.only(query, **{**chosen, name: None})
            by_state = name == "state" and not few
            facets[name] = _by_state(found, others) if by_state else _values(found, others, [name])[name]
    facets["language"] = _languages(facets["language"])
    return count, facets


def _values(found: Searcher, query: Query, names: list[str]) -> dict[str, list[tuple[Any, int]]]:
    asked = {name: {"terms": {"field": name, "size": FACETS[name]}} for name in names}
    return {
        name: [(bucket["key"], bucket["doc_count"]) for bucket in told["buckets"]]
        for name, told in found.aggregate(query, asked).items()
    }


def _by_state(found: Searcher, query: Query) -> list[tuple[str, int]]:
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
    earlier: list[Query] = []
    for step in wanted.steps:
        query = matching.only(matching.without(step, earlier), **narrowing._asdict())
        told = found.search(query, size - len(hits), offset=skip, weight_by_field="prior")
        hits += [Hit(score, found.doc(at).get_first("shown")) for score, at in told.hits]
        if len(hits) >= size:
            break
        if told.count:
            earlier.append(step)
        skip = max(skip - told.count, 0)
    return hits
