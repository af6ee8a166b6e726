"""
A year of what is told by months or quarters.

A stock is that of the year's last period there is. A flow is the sum of all twelve months, or of all four quarters;
of fewer there is no figure of the year. Shares, indices and ranks are never added: the last period stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from convene.observatory.enums import Measure
from convene.observatory.queries.looking_up import Value

DURING = (Measure.FLOW, Measure.BALANCE)
QUARTERLY = "freq=Q"  # among the further dimensions of a figure; its month is the last of the quarter
MONTHS, QUARTERS = 12, 4


def periods_of_year(detail: str) -> int:
    return QUARTERS if QUARTERLY in detail.split(";") else MONTHS


def of_whole_year(values: Sequence[Value]) -> Value | None:
    """
    The figure of a year from those of its months or quarters; None where a flow lacks some.

    `values` are of one indicator, state, other side, sex and year.
    """
    ordered = sorted(values, key=lambda one: one.month)
    last = ordered[-1]
    if last.concept.measure not in DURING:
        return last
    periods = periods_of_year(last.detail)
    if len({one.month for one in ordered}) != periods or any(one.number is None for one in ordered):
        return None
    return replace(
        last,
        month=0,
        value=sum(one.number for one in ordered),
        flag="".join(dict.fromkeys("".join(one.flag for one in ordered))),
        note=last.note if len({one.note for one in ordered}) == 1 else "",
        row=0,
        sum_of=periods,
    )
