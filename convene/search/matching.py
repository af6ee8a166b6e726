"""
From a question to the engine's queries, and the order of merit.

Three steps, one after the other: things that are called exactly what was asked; things with every word
in their title; everything else that has every word. Within a step BM25 decides (a title's words count
twice), times what the thing is worth in itself (`index._prior`). A step is only asked when the page is
not yet full, so a frequent word, which many titles have, costs no more than a rare one.
"""

from __future__ import annotations

from dataclasses import dataclass

from tantivy import Occur, Query, Searcher

from convene.search.asked import Asked, AskedWord
from convene.search.index import FIELDS, whole_name
from convene.search.lemmas import is_common

_MOST_COMPLETIONS = 40  # forms that an unfinished word may stand for
_MUST, _SHOULD, _NOT = Occur.Must, Occur.Should, Occur.MustNot


@dataclass(frozen=True)
class Wanted:
    """
    `everything` matches all that answers, at most `at_most` things; `better` are the steps before it,
    the best first. Whatever answers a better step answers `everything` too.
    """

    everything: Query
    better: tuple[Query, ...] = ()
    at_most: int = 2**31

    @property
    def steps(self) -> tuple[Query, ...]:
        return (*self.better, self.everything)


def every_word(asked: Asked, found: Searcher) -> Wanted | None:
    """All words and phrases, anywhere; None where the index does not know one of them."""
    at_most = min(_frequency(found, word) for word in asked.all_words)
    if not at_most:
        return None
    better = [
        _all([*(_word("title", w) for w in asked.words), *(_phrase("title", p) for p in asked.phrases)])
    ]
    name = whole_name(asked.text)
    if found.doc_freq("name", name):
        better.insert(0, Query.term_query(FIELDS, "name", name, "basic"))
    told = _all([*(_word("words", w) for w in asked.words), *(_phrase("words", p) for p in asked.phrases)])
    return Wanted(told, tuple(better), at_most)


def unfinished(asked: Asked, found: Searcher) -> Wanted | None:
    """All words, the last of them as the beginning of one; None where no word begins so."""
    if not asked.words:
        return None
    *finished, last = asked.words
    if len(last.form) < 3 or is_common(last.written):
        return None
    forms = [form for form, _ in found.terms_with_prefix("forms", last.form, limit=_MOST_COMPLETIONS)]
    if not forms:
        return None
    phrases = [_phrase("words", phrase) for phrase in asked.phrases]
    ending = Query.const_score_query(Query.term_set_query(FIELDS, "forms", forms), 1.0)
    return Wanted(_all([*(_word("words", word) for word in finished), *phrases, ending]))


def any_word(asked: Asked) -> Wanted:
    """At least one word; more are better."""
    return Wanted(Query.boolean_query([(_SHOULD, _word("words", word)) for word in asked.all_words]))


def only(query: Query, *, kind: str | None, state: str | None, year: int | None) -> Query:
    """Narrow a query to one kind, state, year. The narrowing earns nothing."""
    filters = []
    if kind:
        filters.append(Query.term_query(FIELDS, "kind", kind, "basic"))
    if state:
        filters.append(Query.term_query(FIELDS, "state", state, "basic"))
    if year is not None:
        filters.append(Query.term_query(FIELDS, "year", year, "basic"))
    if not filters:
        return query
    return Query.boolean_query([(_MUST, query), *((_MUST, Query.const_score_query(f, 0.0)) for f in filters)])


def without(query: Query, earlier: list[Query]) -> Query:
    """What answers `query` and none of the `earlier` steps."""
    return Query.boolean_query([(_MUST, query), *((_NOT, step) for step in earlier)]) if earlier else query


def _frequency(found: Searcher, word: AskedWord) -> int:
    return sum(found.doc_freq("words", lemma) for lemma in word.lemmas)


def _all(queries: list[Query]) -> Query:
    return queries[0] if len(queries) == 1 else Query.boolean_query([(_MUST, query) for query in queries])


def _word(field: str, word: AskedWord) -> Query:
    terms = [Query.term_query(FIELDS, field, lemma, "freq") for lemma in word.lemmas]
    return terms[0] if len(terms) == 1 else Query.boolean_query([(_SHOULD, term) for term in terms])


def _phrase(field: str, phrase: tuple[AskedWord, ...]) -> Query:
    if len(phrase) == 1:
        return _word(field, phrase[0])
    return Query.phrase_query(FIELDS, field, [word.lemmas[0] for word in phrase])
