"""The observations that a question asks for, from the store, in the order of their keys."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from itertools import groupby, islice
from typing import Any

import duckdb
from django.utils.translation import gettext as _

from convene.observatory.asking import Asked, conditions_of
from convene.observatory.exports.sdmx.model import KEY, edition_code, observation
from convene.observatory.exports.sdmx.question import BadSdmx, DataQuestion
from convene.observatory.observation import COLUMNS
from convene.observatory.queries.catalogue import opened
from convene.observatory.store import Found, Store

Row = tuple[Any, ...]
BATCH = 5_000
# What makes a series in the store: everything but the time; years apart from the months and quarters beside them.
SERIES = "edition, indicator, area, counterpart, sex, age, detail, month = 0"


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
            for figure in _figures(held, wanted, question, key)
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


def _figures(held: Store, editions: list[str], question: DataQuestion, key: Mapping) -> Iterator[Found]:
    """The figures of one key; where observations of a series are counted, series after series in their time."""
    asked = question.asked(key)
    if not question.counts or _asks_for_nothing(asked):
        yield from held.stream(editions, asked)
        return
    conditions, given = conditions_of(asked)
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    parts = [f"SELECT {', '.join(COLUMNS)}, ? AS edition FROM {held.table(one)} {where}" for one in editions]
    if not parts:
        return
    parameters = [parameter for one in editions for parameter in (one, *given)]
    sql = f"SELECT * FROM ({' UNION ALL '.join(parts)}) {_only_counted(question, key)} ORDER BY {SERIES}, year, month"
    cursor = held.cursor().cursor()  # of its own: what is streamed must not meet another question
    try:
        cursor.execute(sql, parameters)
        while rows := cursor.fetchmany(BATCH):
            for row in rows:
                yield Found(*row)
    except duckdb.OutOfMemoryException as error:
        raise BadSdmx(
            question.flow, _("These are too many figures to count."), _("Ask for less."), 413
        ) from error


def _asks_for_nothing(asked: Asked) -> bool:
    return asked.indicators == () or asked.areas == () or asked.years == ()


def _only_counted(question: DataQuestion, key: Mapping) -> str:
    """The database counts, unless something is left to be refused after it: then `_some_of_each_series` does alone."""
    if not question.is_met_by_all(key):
        return ""
    ways = (("", question.first_n), (" DESC", question.last_n))
    return "QUALIFY " + " OR ".join(
        f"row_number() OVER (PARTITION BY {SERIES} ORDER BY year{way}, month{way}) <= {int(most)}"
        for way, most in ways
        if most
    )


def _some_of_each_series(rows: Iterator[Row], question: DataQuestion) -> Iterator[Row]:
    """`firstNObservations` and `lastNObservations` count within a series: all dimensions but the time."""
    if not question.counts:
        yield from rows
        return
    for _series, group in groupby(rows, key=lambda row: row[: len(KEY)]):
        left = iter(group)
        yield from islice(left, question.first_n)
        yield from deque(left, maxlen=question.last_n)
