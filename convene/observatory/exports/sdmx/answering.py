"""The observations that a question asks for, from the store, in the order of their keys."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from itertools import groupby, islice
from typing import Any

from convene.observatory.exports.sdmx.model import KEY, edition_code, observation
from convene.observatory.exports.sdmx.question import DataQuestion
from convene.observatory.queries.catalogue import opened

Row = tuple[Any, ...]


def observations(question: DataQuestion) -> Iterator[Row]:
    """Rows in the order of `model.COLUMNS`. Figures of all editions, unless the question names some."""
    last = question.offset + question.limit if question.limit else None
    return islice(_all(question), question.offset, last)


def _all(question: DataQuestion) -> Iterator[Row]:
    known, held = opened()
    units = {code: row.unit for code, row in known.indicators.items()}
    editions = [
        edition.key for edition in known.editions_of.get(question.flow, ()) if edition.key in known.served
    ]
    seen: set[Row] | None = set() if len(question.keys) > 1 else None
    for key in question.keys:
        wanted = [one for one in editions if "EDITION" not in key or edition_code(one) in key["EDITION"]]
        every = question.is_met_by_all(key)
        found = (
            row
            for figure in held.stream(wanted, question.asked(key))
            if (row := observation(figure, units.get(figure.indicator, "")))
            and (every or question.matches(row, key, figure.month))
        )
        for row in _some_of_each_series(found, question):
            if seen is not None:
                place = row[: len(KEY) + 1]
                if place in seen:
                    continue
                seen.add(place)
            yield row


def _some_of_each_series(rows: Iterator[Row], question: DataQuestion) -> Iterator[Row]:
    """`firstNObservations` and `lastNObservations` count within a series: all dimensions but the time."""
    if not question.first_n and not question.last_n:
        yield from rows
        return
    ordered = sorted(rows, key=lambda row: row[: len(KEY) + 1])
    for _series, group in groupby(ordered, key=lambda row: row[: len(KEY)]):
        some = list(group)
        first = some[: question.first_n] if question.first_n else []
        last = list(deque(some, maxlen=question.last_n)) if question.last_n else []
        yield from [*first, *(row for row in last if row not in first)]
