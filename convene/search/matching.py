"""
From a question to the engine's query, and its order of merit.

A record that is called exactly what was asked comes first (an "exact name" earns 10,000), then those
with every word in their title (500), then the rest by BM25; the engine multiplies by what the row is
worth in itself (`index._prior`). BM25 of twelve words stays under 300, so the steps never overlap.
"""

from __future__ import annotations

from tantivy import Occur, Query, Searcher

from convene.search.asked import Asked, AskedWord
from convene.search.index import FIELDS, whole_name
from convene.search.lemmas import is_common

_EXACT_NAME = 10_000.0
_ALL_IN_TITLE = 500.0
_TITLE_BOOST = 2.0
_MOST_COMPLETIONS = 40  # forms that an unfinished word may stand for
_MUST, _SHOULD = Occur.Must, Occur.Should


def every_word(asked: Asked) -> Query:
    """All words and phrases, anywhere."""
    return _ranked(asked, [_word("words", word) for word in asked.words])


def unfinished(asked: Asked, searcher: Searcher) -> Query | None:
    """All words, the last of them as the beginning of one; None where no word begins so."""
    if not asked.words:
        return None
    *finished, last = asked.words
    if len(last.form) < 3 or is_common(last.written):
        return None
    forms = [form for form, _ in searcher.terms_with_prefix("forms", last.form, limit=_MOST_COMPLETIONS)]
    if not forms:
        return None
    ending = Query.const_score_query(Query.term_set_query(FIELDS, "forms", forms), 1.0)
    return _ranked(asked, [*(_word("words", word) for word in finished), ending])


def any_word(asked: Asked) -> Query:
    """At least one word; more are better."""
    return Query.boolean_query(
        [
            *((_SHOULD, _word("words", word)) for word in asked.all_words),
            *((_SHOULD, Query.boost_query(_word("title", word), _TITLE_BOOST)) for word in asked.all_words),
        ]
    )


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


def _ranked(asked: Asked, words: list[Query]) -> Query:
    phrases = [_phrase("words", phrase) for phrase in asked.phrases]
    titled = [_word("title", word) for word in asked.words] + [_phrase("title", p) for p in asked.phrases]
    merits = [Query.boost_query(query, _TITLE_BOOST) for query in titled]
    merits.append(Query.const_score_query(_all(titled), _ALL_IN_TITLE))
    exact = Query.term_query(FIELDS, "name", whole_name(asked.text), "basic")
    merits.append(Query.const_score_query(exact, _EXACT_NAME))
    return Query.boolean_query(
        [*((_MUST, query) for query in (*words, *phrases)), *((_SHOULD, merit) for merit in merits)]
    )


def _all(queries: list[Query]) -> Query:
    return queries[0] if len(queries) == 1 else Query.boolean_query([(_MUST, query) for query in queries])


def _word(field: str, word: AskedWord) -> Query:
    terms = [Query.term_query(FIELDS, field, lemma, "freq") for lemma in word.lemmas]
    return terms[0] if len(terms) == 1 else Query.boolean_query([(_SHOULD, term) for term in terms])


def _phrase(field: str, phrase: tuple[AskedWord, ...]) -> Query:
    if len(phrase) == 1:
        return _word(field, phrase[0])
    return Query.phrase_query(FIELDS, field, [word.lemmas[0] for word in phrase])
