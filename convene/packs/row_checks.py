"""What the cells of one row must be together: periods, and days chosen within what is told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from convene.core.failures import Failure
from convene.core.tables import Kind, Table
from convene.core.told import Told, parse_day, tell
from convene.packs.cell_checks import Fault
from convene.packs.rows import Row


def row_faults(table: Table, row: Row) -> Iterator[Fault]:
    starts, ends, last = (_day(row, name) for name in ("starts_on", "ends_on", "last_day"))
    if starts and ends and ends <= starts:
        yield "ends_on", str(ends), f"a day after {starts}: the first day after the period"
    if starts and last and last < starts:
        yield "last_day", str(last), f"{starts} or a later day"
    for day_name, told_name in chosen_days(table):
        yield from _chosen_faults(row, day_name, told_name)
    for column in table.columns:
        if column.kind == Kind.REF and column.to == (table.name,) and row.values[column.name] == row.key:
            yield column.name, row.key, "another row than this one"


def chosen_days(table: Table) -> list[tuple[str, str]]:
    """Pairs of a day and what is told of it: starts_on and starts_told; a bare `told` is of the first day."""
    days = [column.name for column in table.columns if column.kind == Kind.DAY]
    pairs = []
    for column in table.columns:
        if column.kind == Kind.TOLD:
            day = days[0] if column.name == "told" and days else column.name.replace("_told", "_on")
            if day in days:
                pairs.append((day, column.name))
    return pairs


def _day(row: Row, name: str) -> date | None:
    try:
        return parse_day(str(row.values.get(name) or ""))
    except Failure:
        return None  # empty, or reported by the cell's own check


def _told(row: Row, name: str) -> Told | None:
    try:
        return tell(str(row.values.get(name) or ""))
    except Failure:
        return None


def _chosen_faults(row: Row, day_name: str, told_name: str) -> Iterator[Fault]:
    day, told = _day(row, day_name), _told(row, told_name)
    if told is None:
        return
    latest = told.latest
    if day_name == "ends_on" and latest and not told.is_exact:
        latest += timedelta(days=1)  # the first day after a period that ended within the range
    span = f"{told.earliest or '...'} to {latest or '...'}"
    if day is None:
        # Without a chosen day a period would look open-ended though its bound is told.
        is_bound = day_name in ("starts_on", "ends_on")
        if is_bound and told.earliest and latest and not row.values.get(day_name):
            yield day_name, "", f"our chosen day within {told_name} {told.text}: {span}"
        return
    if (told.earliest and day < told.earliest) or (latest and day > latest):
        yield day_name, str(day), f"a day within {told_name} {told.text}: {span}"
