"""What every import is checked for, whatever the dataset. Adapters add checks of their own."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from convene.observatory.failures import CheckFailed
from convene.observatory.observation import KEY_COLUMNS
from convene.observatory.workbench import Workbench

LEAST_STOCK = 10_000  # below it, halving and doubling are everyday
SEX_TOLERANCE = 0.02  # producers round, and count persons of unknown sex in the total only
_BUT_SEX = ", ".join(name for name in KEY_COLUMNS if name != "sex")


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
    """
    Every row staged is kept, missing or set aside. Raises CheckFailed: nothing is dropped in silence.

    What `Workbench.keep` read straight from the file is one figure a row, as many as the file has lines.
    """
    staged = [name for name in bench.staged if bench.is_counted(name)]
    if staged:
        rows = " UNION ALL ".join(f'SELECT _row FROM "{name}"' for name in staged)
        told = " UNION ALL ".join(
            f"SELECT row FROM {name}" for name in ("observed", "missing_cells", "set_aside_rows")
        )
        bench.check(
            "every row of the file is kept, missing or set aside",
            f"SELECT DISTINCT _row AS row FROM ({rows}) ANTI JOIN ({told}) ON row = _row ORDER BY _row",
            fatal=True,
        )
    by_reason = "SELECT reason, count(*) FROM {} GROUP BY reason ORDER BY count(*) DESC, reason"
    aside = bench.connection.execute(by_reason.format("set_aside_rows")).fetchall()
    missing = bench.connection.execute(by_reason.format("missing_cells")).fetchall()
    return Accounted(
        read=sum(bench.staged[name] for name in staged) + bench.kept,
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
        "SELECT indicator, area, counterpart, year, month, sex, age, row FROM observed "
        "WHERE year NOT BETWEEN 1900 AND 2200 OR month NOT BETWEEN 0 AND 12 OR sex NOT IN ('T', 'F', 'M') OR age = '' "
        f"OR {_misformed(bench, 'area', '[A-Z]{3}|X_[A-Z0-9_]+')} "
        f"OR {_misformed(bench, 'counterpart', '|[A-Z]{3}|X_[A-Z0-9_]+')} LIMIT 1000",
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
            f"WITH persons AS (FROM observed WHERE {_in(persons)}) "
            "SELECT indicator, area, counterpart, year, total, women + men AS parts "
            "FROM (SELECT * RENAME (value AS total) FROM persons WHERE sex = 'T') "
            f"JOIN (SELECT * RENAME (value AS women) FROM persons WHERE sex = 'F') USING ({_BUT_SEX}) "
            f"JOIN (SELECT * RENAME (value AS men) FROM persons WHERE sex = 'M') USING ({_BUT_SEX}) "
            f"WHERE abs(total - women - men) > greatest(10, {SEX_TOLERANCE} * total) "
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


def _misformed(bench: Workbench, column: str, form: str) -> str:
    """A condition for the codes of a column that have not the form; each is looked at once, not in every row."""
    codes = bench.connection.execute(f"SELECT DISTINCT {column} FROM observed").fetchall()
    wrong = ["'" + code.replace("'", "''") + "'" for (code,) in codes if not re.fullmatch(form, code)]
    return f"{column} IN ({', '.join(sorted(wrong)[:1000])})" if wrong else "false"


def _in(codes: Collection[str]) -> str:
    """`codes` come from the catalogue: letters, digits, dots, hyphens and underscores."""
    return f"indicator IN ({', '.join(repr(code) for code in sorted(codes))})"
