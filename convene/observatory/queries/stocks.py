"""Pairs of states: who comes from where, who goes where, and both directions of a corridor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from convene.observatory.enums import CounterpartRole
from convene.observatory.observation import TOTAL
from convene.observatory.queries.catalogue import opened
from convene.observatory.queries.looking_up import Value, as_value, edition_for, indicator_named
from convene.observatory.store import Asked


def top_counterparts(
    indicator: str,
    state: str,
    year: int | None = None,
    n: int = 10,
    side: Literal["origin", "destination"] = "origin",
    *,
    edition: str | None = None,
    sex: str = TOTAL,
) -> list[Value]:
    """
    The largest identified counterparts of a state, the largest first; of the newest year that has any.

    `side` origin asks where those in the state come from; destination asks where those from the state are:
    in the values `state` is then the destination and `counterpart` the state asked about.
    """
    found = top_over_time(
        indicator, state, None if year is None else (year,), n, side, edition=edition, sex=sex
    )
    newest = max((one.year for one in found), default=None)
    return [one for one in found if one.year == newest]


def top_over_time(
    indicator: str,
    state: str,
    years: Sequence[int] | None = None,
    n: int = 10,
    side: Literal["origin", "destination"] = "origin",
    *,
    edition: str | None = None,
    sex: str = TOTAL,
) -> list[Value]:
    """As `top_counterparts`, for each year, by year."""
    known, held = opened()
    key = edition_for(known, indicator_named(known, indicator), edition)
    if key is None:
        return []
    own = {"area": state} if side == "origin" else {"counterpart": state}
    found = held.top(key, indicator, years=years, sex=sex, n=n + 1, **own)
    values: list[Value] = []
    for year in sorted({one.year for one in found}):
        of_year = [one for one in found if one.year == year and one.area != one.counterpart]
        values.extend(as_value(known, one) for one in of_year[:n])
    return values


def pair(
    indicator: str,
    state: str,
    counterpart: str,
    years: Sequence[int] | None = None,
    *,
    edition: str | None = None,
    sexes: tuple[str, ...] = (TOTAL,),
) -> list[Value]:
    """The figures of one state with one counterpart, by year."""
    known, held = opened()
    key = edition_for(known, indicator_named(known, indicator), edition)
    if key is None:
        return []
    asked = Asked(
        indicators=(indicator,),
        areas=(state,),
        counterparts=(counterpart,),
        sexes=sexes,
        years=None if years is None else tuple(years),
    )
    return [as_value(known, one) for one in held.rows([key], asked)]


def corridor(a: str, b: str) -> dict[str, list[Value]]:
    """
    All there is between two states, in both directions: indicator -> figures by state, year and month.

    A figure whose `state` is `b` and `counterpart` is `a` is told by `b`: persons of `a` in `b` where the
    indicator's other side is origin or citizenship.
    """
    known, held = opened()
    by_edition: dict[str, list[str]] = {}
    for code in paired_indicators():
        if code in known.default:
            by_edition.setdefault(known.default[code], []).append(code)
    found = held.rows_of_several(
        {edition: Asked(tuple(codes), (a, b), (a, b)) for edition, codes in by_edition.items()}
    )
    values: dict[str, list[Value]] = {}
    for one in found:
        if one.area != one.counterpart:
            values.setdefault(one.indicator, []).append(as_value(known, one))
    return values


def paired_indicators() -> tuple[str, ...]:
    """Codes of the indicators that have another side."""
    known, _held = opened()
    return tuple(
        code for code, row in known.indicators.items() if row.counterpart_role != CounterpartRole.NONE
    )


def matrix(
    indicator: str, states: Sequence[str], year: int, *, edition: str | None = None, sex: str = TOTAL
) -> list[Value]:
    """The figures between all these states in one year: who is where, from where. One question."""
    known, held = opened()
    key = edition_for(known, indicator_named(known, indicator), edition)
    if key is None:
        return []
    asked = Asked(
        indicators=(indicator,),
        areas=tuple(states),
        counterparts=tuple(states),
        years=(year,),
        months=(0,),
        sexes=(sex,),
    )
    return [as_value(known, found) for found in held.rows([key], asked)]
