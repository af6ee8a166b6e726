"""Which figures are asked for, and how a question becomes conditions in SQL. Values are always parameters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from convene.observatory.observation import ALL, TOTAL


@dataclass(frozen=True)
class Asked:
    """
    Which figures: each condition is a list of what may stand there; None is anything.

    The defaults ask for totals: all counterparts together, both sexes, all ages, no further dimension.
    """

    indicators: tuple[str, ...] | None = None
    areas: tuple[str, ...] | None = None
    counterparts: tuple[str, ...] | None = (ALL,)
    years: tuple[int, ...] | None = None
    months: tuple[int, ...] | None = None
    sexes: tuple[str, ...] | None = (TOTAL,)
    ages: tuple[str, ...] | None = (TOTAL,)
    details: tuple[str, ...] | None = ("",)
    paired: bool = False  # only figures that have a counterpart

    @property
    def is_total(self) -> bool:
        everything = self.sexes == (TOTAL,) and self.ages == (TOTAL,) and self.details == ("",)
        return everything and self.counterparts == (ALL,) and not self.paired

    @property
    def is_by_pairs(self) -> bool:
        return self.ages == (TOTAL,) and self.details == ("",)

    @property
    def begins_with_the_counterpart(self) -> bool:
        """Whether the other side is known better than this one, so that its order of rows is the better one."""
        named = self.counterparts is not None and ALL not in self.counterparts
        return named and (self.areas is None or len(self.areas) > 3 * len(self.counterparts or ()))


@dataclass(frozen=True)
class Largest:
    """The `n` largest figures of a year: of areas by counterpart, or of counterparts by area."""

    edition: str
    indicator: str
    year: int
    n: int
    of_areas: bool

    @property
    def sides(self) -> tuple[str, str]:
        """The column of the states asked for, and that of the other side."""
        return ("area", "counterpart") if self.of_areas else ("counterpart", "area")


def largest_in_sql(
    asked: Largest, states: Sequence[str], columns: str, relation: str
) -> tuple[str, list[Any]]:
    """One SELECT, with two columns of its own: the edition, and the place of a row among its state's."""
    own, other = asked.sides
    sql = (
        f"SELECT {columns}, ? AS edition, row_number() OVER (PARTITION BY {own} ORDER BY value DESC, {other}) AS place "
        f"FROM {relation} WHERE indicator = ? AND {own} {'= ?' if len(states) == 1 else f'IN ({marks(states)})'} "
        f"AND year = ? AND month = 0 AND sex = ? AND age = ? AND detail = '' AND length({other}) = 3 QUALIFY place <= ?"
    )
    return sql, [asked.edition, asked.indicator, *states, asked.year, TOTAL, TOTAL, asked.n]


def conditions_of(asked: Asked, *, of_totals: bool = True) -> tuple[list[str], list[Any]]:
    """SQL and its parameters. Totals lie in a table without the other columns; elsewhere say `of_totals=False`."""
    conditions: list[str] = []
    parameters: list[Any] = []
    narrow(conditions, parameters, "indicator", asked.indicators)
    narrow(conditions, parameters, "area", asked.areas)
    narrow(conditions, parameters, "year", asked.years)
    narrow(conditions, parameters, "month", asked.months)
    if asked.is_total and of_totals:
        return conditions, parameters
    narrow(conditions, parameters, "counterpart", asked.counterparts)
    narrow(conditions, parameters, "sex", asked.sexes)
    narrow(conditions, parameters, "age", asked.ages)
    narrow(conditions, parameters, "detail", asked.details)
    if asked.paired:
        conditions.append("counterpart <> ''")
    return conditions, parameters


def narrow(conditions: list[str], parameters: list[Any], column: str, values: Sequence[Any] | None) -> None:
    if values is None:
        return
    if len(values) == 1:
        conditions.append(f"{column} = ?")
    else:
        conditions.append(f"{column} IN ({marks(values)})" if values else "false")
    parameters.extend(values)


def marks(values: Sequence[Any]) -> str:
    return ", ".join("?" * len(values))
