"""
The gap ledger: indicator, state and years of which there is no figure, each with the reason.

The years asked about are those of which the edition has figures of the indicator for any state. A state that a
dataset cannot cover (a dataset of the EU, a producer without a row for Kosovo*) is one line for all years.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from convene.observatory.enums import CounterpartRole
from convene.observatory.models import Indicator
from convene.observatory.observation import split_edition
from convene.observatory.queries.catalogue import Catalogue, opened
from convene.observatory.queries.looking_up import LARGEST
from convene.observatory.queries.older_editions import older_editions
from convene.observatory.store import Asked, Store
from convene.registry.queries.reference import reference


@dataclass(frozen=True)
class GapRow:
    """Years in a row for which an indicator has no figure of a state, for one reason. `edition` may be empty."""

    indicator: str
    state: str
    years: tuple[int, ...]
    reason: str
    code: str  # missing, not-covered, not-in-newest, not-told, no-edition
    edition: str = ""

    @property
    def first(self) -> int | None:
        return self.years[0] if self.years else None

    @property
    def last(self) -> int | None:
        return self.years[-1] if self.years else None

    @property
    def span(self) -> str:
        """The years as people write them: 2003, 2003–2007; empty where it is about all years."""
        if not self.years:
            return ""
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"


def gaps(state: str, indicators: Sequence[str] | None = None, *, since: int | None = None) -> list[GapRow]:
    """The gaps of one state, by section and position of the indicator."""
    return gaps_of((state,), indicators, since=since)


def gaps_of(
    states: Sequence[str], indicators: Sequence[str] | None = None, *, since: int | None = None
) -> list[GapRow]:
    """The gaps of several states, of years from `since` on. Three questions to the store for all of them."""
    known, held = opened()
    codes = [code for code in (indicators or known.indicators) if code not in LARGEST]
    rows = sorted(
        (known.indicators[code] for code in codes if code in known.indicators),
        key=lambda row: (row.section, row.position, row.key),
    )
    have = _years_there_are(known, held, rows, states)
    all_years = _years_of_editions(known, held, rows, since)
    told = _reasons(known, held, rows, states)
    found: list[GapRow] = []
    for row in rows:
        edition = known.default.get(row.key)
        for state in states:
            found += _gaps_of_one(row, state, edition, all_years, have, told)
    return found


def _gaps_of_one(
    row: Indicator,
    state: str,
    edition: str | None,
    all_years: dict[str, tuple[int, ...]],
    have: dict[tuple[str, str], set[int]],
    told: dict[tuple[str, str, int], str],
) -> list[GapRow]:
    if edition is None:
        return [GapRow(row.key, state, (), _("no edition has been imported"), "no-edition")]
    if older := older_editions().get(row.key, {}).get(state):
        words = _("the newest edition has no figure of this state; the edition %(edition)s answers")
        told_words = words % {"edition": split_edition(older)[1]}
        return [GapRow(row.key, state, (), told_words, "not-in-newest", older)]
    there = have.get((row.key, state), set())
    wanted = [year for year in all_years.get(row.key, ()) if year not in there]
    reasons = {year: told[row.key, state, year] for year in wanted if (row.key, state, year) in told}
    if not there and not reasons:
        return [
            GapRow(
                row.key,
                state,
                (),
                _("the producer publishes no figure for this state"),
                "not-covered",
                edition,
            )
        ]
    silent = _("the producer prints no figure for this year")
    by_reason: dict[tuple[str, str], list[int]] = defaultdict(list)
    for year in wanted:
        reason = reasons.get(year)
        by_reason[(_(reason), "missing") if reason else (silent, "not-told")].append(year)
    found = [
        GapRow(row.key, state, run, reason, code, edition)
        for (reason, code), years in by_reason.items()
        for run in _runs(years, all_years.get(row.key, ()))
    ]
    return sorted(found, key=lambda gap: gap.years)


def _years_there_are(
    known: Catalogue, held: Store, rows: Iterable[Indicator], states: Sequence[str]
) -> dict[tuple[str, str], set[int]]:
    wanted = {row.key: known.default[row.key] for row in rows if row.key in known.default}
    have = {
        (indicator, area): set(years) for indicator, area, years in held.years_by_area(wanted, tuple(states))
    }
    # What is told of pairs only has no totals: a state has a year where it has any counterpart.
    for row in rows:
        if row.key in wanted and _is_of_pairs_only(held, row, wanted[row.key]):
            for area, year in held.areas_and_years(wanted[row.key], row.key, states):
                have.setdefault((row.key, area), set()).add(year)
    return have


def _is_of_pairs_only(held: Store, row: Indicator, edition: str) -> bool:
    return row.counterpart_role != CounterpartRole.NONE and not _years_told(held).get((row.key, edition))


def _years_of_editions(
    known: Catalogue, held: Store, rows: Iterable[Indicator], since: int | None
) -> dict[str, tuple[int, ...]]:
    years = {}
    for row in rows:
        edition = known.default.get(row.key)
        if edition:
            found = _years_told(held).get((row.key, edition)) or held.years_of_pairs(edition, row.key)
            years[row.key] = tuple(year for year in found if since is None or year >= since)
    return years


def _years_told(held: Store) -> dict[tuple[str, str], tuple[int, ...]]:
    """(indicator, edition) -> the years of which there are totals of any area; read once per record version."""
    return reference().remembered("observatory-years", held.years_of_totals)


def _reasons(
    known: Catalogue, held: Store, rows: Iterable[Indicator], states: Sequence[str]
) -> dict[tuple[str, str, int], str]:
    """What producers print instead of a figure, of whole years."""
    by_edition: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row.key in known.default:
            by_edition[known.default[row.key]].append(row.key)
    told = {}
    for edition, codes in by_edition.items():
        for indicator, area, year, _month, reason, _row in held.missing(
            edition, Asked(indicators=tuple(codes), areas=tuple(states))
        ):
            told.setdefault((indicator, area, year), reason)
    return told


def _runs(years: Iterable[int], told: Sequence[int]) -> list[tuple[int, ...]]:
    """Years next to each other among those that are told at all: of 1990, 1995, 2000 all three are one run."""
    place = {year: number for number, year in enumerate(sorted({*told, *years}))}
    runs: list[list[int]] = []
    for year in sorted(years):
        if runs and place[year] == place[runs[-1][-1]] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return [tuple(run) for run in runs]
