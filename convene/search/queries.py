"""Asking the index. `search` is the only door; it never raises because of what was asked."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _
from tantivy import Query, Searcher

from convene.search import index, matching
from convene.search.asked import Asked, ask
from convene.search.documents import sources, state_names
from convene.search.highlight import Finder, Part, marked, passage
from convene.search.indexer import catch_up
from convene.search.matching import Wanted
from convene.search.spelling import respelt

FACETS = {"kind": 60, "state": 120, "year": 200, "language": 20}  # field: most values counted
_MANY = 4_000  # answers from which on counting by state goes through the states
_LAST_RESULT = 1000  # nobody pages further, and the engine would have to keep them all
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
    instead), "any" one of the words is enough. `hint` is a sentence for the reader where nothing came.
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
        return -(-min(self.count, _LAST_RESULT) // self.size)


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
    narrowing = Narrowing(kind or None, state or None, year if year is None or 0 < year < 10_000 else 0)
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


# --- The engine's part: query, count, facets ------------------------------------------------------


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


def _ever_wider(found: Searcher, asked: Asked):
    yield "", asked, matching.every_word(asked)
    beginning = matching.unfinished(asked, found)
    if beginning is not None:
        yield "beginning", asked, beginning
    corrected = respelt(asked, found)
    if corrected:
        again = ask(corrected, languages())
        yield "spelling", again, matching.every_word(again)
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
    if skip >= _LAST_RESULT:
        return hits
    for step in wanted.steps():
        query = matching.only(step, **narrowing._asdict())
        told = found.search(query, size - len(hits), offset=skip, weight_by_field="prior")
        hits += [Hit(score, found.doc(at).get_first("shown")) for score, at in told.hits]
        if len(hits) >= size:
            break
        skip = max(skip - told.count, 0)
    return hits


# --- The reader's part: titles, passages, reasons, labels -----------------------------------------


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
    for: a translation is not searched for what was found already. The passage comes from the body that answers, else from the beginning of the reader's.
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
    for name in shown["names"]:
        if found := find(name, "en"):
            reasons.append(Reason("name", "", _words(found)))
    if found := find(" ".join(str(year) for year in shown["years"]), "en"):
        reasons.append(Reason("year", "", _words(found)))
    if not excerpt and excerpt_language:
        excerpt = passage(bodies[excerpt_language], [])
    return tuple(reasons), excerpt, excerpt_language


def _words(matches: list) -> tuple[str, ...]:
    return tuple(dict.fromkeys(match.word.written for match in matches))[:6]


def _labelled(facets: dict[str, list[tuple[Any, int]]], language: str) -> dict[str, list[FacetValue]]:
    kinds = {source.kind: source.label for source in sources()}
    names = (
        state_names([value for value, _n in facets.get("state", ())], language) if facets.get("state") else {}
    )
    spoken = dict(settings.LANGUAGES)
    labels = {"kind": kinds, "state": names, "language": spoken}
    told = {
        name: [FacetValue(value, str(labels.get(name, {}).get(value, value)), n) for value, n in values]
        for name in FACETS
        if (values := facets.get(name)) is not None
    }
    if "year" in told:
        told["year"].sort(key=lambda facet: -facet.value)
    return told


def _hint(answer: Answer) -> str:
    if answer.count:
        return ""
    if not answer.asked:
        return _("Type one or more words: a place, a state, a year, a subject.")
    if answer.facets:
        return _("Nothing under the chosen filters. Remove one of them.")
    return _("Nothing found. Try fewer words, or another form of them.")
