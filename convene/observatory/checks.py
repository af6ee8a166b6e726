"""What every import is checked for, whatever the dataset. Adapters add checks of their own."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from convene.observatory.failures import CheckFailed
from convene.observatory.workbench import Workbench

LEAST_STOCK = 10_000  # below it, halving and doubling are everyday
SEX_TOLERANCE = 0.02  # producers round, and count persons of unknown sex in the total only


@dataclass(frozen=True)
class Accounted:
    """How the rows of a file are accounted for; a row may give several figures."""

    read: int
    kept: int
    missing: int
    set_aside: int
    reasons: tuple[tuple[str, int], ...]
    missing_reasons: tuple[tuple[str, int], ...]


def account(bench: Workbench) -> Accounted:
    """Every row staged is kept, missing or set aside. Raises CheckFailed: nothing is dropped in silence."""
    staged = [name for name in bench.staged if bench.is_counted(name)]
    if staged:
        rows = " UNION ".join(f'SELECT _row FROM "{name}"' for name in staged)
        told = "SELECT row FROM observed UNION SELECT row FROM missing_cells UNION SELECT row FROM set_aside_rows"
        bench.check(
            "every row of the file is kept, missing or set aside",
            f"SELECT _row AS row FROM ({rows}) EXCEPT ({told}) ORDER BY row",
            fatal=True,
        )
    by_reason = "SELECT reason, count(*) FROM {} GROUP BY reason ORDER BY count(*) DESC, reason"
    aside = bench.connection.execute(by_reason.format("set_aside_rows")).fetchall()
    missing = bench.connection.execute(by_reason.format("missing_cells")).fetchall()
    return Accounted(
        read=sum(bench.staged[name] for name in staged),
        kept=int(bench.scalar("SELECT count(*) FROM observed")),
        missing=sum(count for _, count in missing),
        set_aside=sum(count for _, count in aside),
        reasons=tuple(aside),
        missing_reasons=tuple(missing),
    )


def check_figures(bench: Workbench, stocks: Collection[str], persons: Collection[str]) -> None:
    """
    Ask of the figures themselves whether they can be. `stocks` and `persons` are codes of indicators.

    What cannot be stops the import; what is only strange is noted, for people to look at.
    """
    if not bench.scalar("SELECT count(*) FROM observed"):
        raise CheckFailed("there are figures", 0, ["the file gave none"])
    bench.check(
        "figures are finite numbers",
        "SELECT indicator, area, year, value, row FROM observed WHERE isnan(value) OR isinf(value)",
        fatal=True,
    )
    bench.check(
        "years, months and codes are well formed",
        "SELECT indicator, area, counterpart, year, month, sex, row FROM observed "
        "WHERE year NOT BETWEEN 1900 AND 2200 OR month NOT BETWEEN 0 AND 12 OR sex NOT IN ('T', 'F', 'M') "
        "OR NOT regexp_full_match(area, '[A-Z]{3}|X_[A-Z0-9_]+') "
        "OR NOT regexp_full_match(counterpart, '|[A-Z]{3}|X_[A-Z0-9_]+') LIMIT 1000",
        fatal=True,
    )
    if persons:
        bench.check(
            "no number of persons is below zero",
            f"SELECT indicator, area, counterpart, year, value, row FROM observed WHERE value < 0 AND {_in(persons)} "
            "AND NOT starts_with(indicator, 'net_')",  # a balance of those who came and left may be below zero
        )
        bench.check(
            "women and men make the total",
            "SELECT indicator, area, counterpart, year, total, parts FROM ("
            "SELECT indicator, area, counterpart, year, month, age, detail, "
            "any_value(value) FILTER (sex = 'T') AS total, sum(value) FILTER (sex <> 'T') AS parts, "
            "bool_or(sex = 'T') AND bool_or(sex = 'F') AND bool_or(sex = 'M') AS has_all "
            f"FROM observed WHERE {_in(persons)} "
            # Grouping all figures is the dearest check: it is left where no indicator has totals and parts.
            f"AND EXISTS (SELECT 1 FROM observed WHERE sex = 'T' AND {_in(persons)}) "
            f"AND EXISTS (SELECT 1 FROM observed WHERE sex = 'F' AND {_in(persons)}) "
            "GROUP BY indicator, area, counterpart, year, month, age, detail"
            f") WHERE has_all AND abs(total - parts) > greatest(10, {SEX_TOLERANCE} * total) "
            "ORDER BY abs(total - parts) DESC, area, year LIMIT 1000",
        )
    if stocks:
        bench.check(
            "no stock halves or doubles within a year",
            "SELECT indicator, area, counterpart, year, before, value, row FROM ("
            "SELECT *, lag(value) OVER w AS before, lag(year) OVER w AS last FROM observed "
            f"WHERE age = 'T' AND sex = 'T' AND detail = '' AND month = 0 AND {_in(stocks)} "
            "WINDOW w AS (PARTITION BY indicator, area, counterpart ORDER BY year)"
            f") WHERE year = last + 1 AND greatest(value, before) >= {LEAST_STOCK} "
            "AND least(value, before) > 0 AND (value > 2 * before OR before > 2 * value) "
            "ORDER BY abs(value - before) DESC, area, year LIMIT 1000",
        )


def _in(codes: Collection[str]) -> str:
    """`codes` come from the catalogue: letters, digits, dots, hyphens and underscores."""
    return f"indicator IN ({', '.join(repr(code) for code in sorted(codes))})"
