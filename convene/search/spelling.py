"""A question with a slip of the finger: the word that was probably meant."""

from __future__ import annotations

from tantivy import Searcher

from convene.search.asked import Asked

_SHORTEST = 4  # letters; shorter words have too many neighbours
_MOST_COMPARED = 1500  # the most frequent words of a beginning; a slip is seldom of a rare one


def respelt(asked: Asked, found: Searcher) -> str:
    """
    Return the question with each word that the index does not know replaced by the most frequent
    word one slip away (a letter wrong, missing, doubled, or two swapped), or "" where there is none.
    """
    text, changed = asked.text, False
    for word in asked.all_words:
        if any(found.doc_freq("words", lemma) for lemma in word.lemmas):
            continue
        near = _nearest(word.form, found) if len(word.form) >= _SHORTEST else None
        if near:
            text, changed = text.replace(word.written, near), True
    return text if changed else ""


def _nearest(form: str, found: Searcher) -> str | None:
    """The most frequent form one slip away. The first letter is taken as right, the second nearly always is."""
    for beginning in (form[:2], form[:1]):
        for candidate, _count in found.terms_with_prefix("forms", beginning, limit=_MOST_COMPARED):
            if abs(len(candidate) - len(form)) <= 1 and candidate != form and one_slip(form, candidate):
                return candidate  # they come most frequent first
    return None


def one_slip(one: str, other: str) -> bool:
    """Whether one change of a letter, or a swap of two neighbours, leads from `one` to `other`."""
    if len(one) > len(other):
        one, other = other, one
    at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    if len(one) < len(other):
        return len(other) - len(one) == 1 and one[at:] == other[at + 1 :]
    swapped = one[at + 1 : at + 2] + one[at : at + 1]
    return one[at + 1 :] == other[at + 1 :] or (
        swapped == other[at : at + 2] and one[at + 2 :] == other[at + 2 :]
    )
