"""
The gap ledger: indicator, state and years of which there is no figure, each with the reason.

The years asked about are those of which the edition has figures of the indicator for any state. A state that a
dataset cannot cover (a dataset of the EU, a producer without a row for Kosovo*) is one line for all years.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from convene.observatory.areas import states_of_the_record
from convene.observatory.enums import CounterpartRole
from convene.observatory.models import Indicator
from convene.observatory.observation import split_edition
from convene.observatory.queries.catalogue import Catalogue, opened
from convene.observatory.queries.looking_up import LARGEST
from convene.observatory.queries.older_editions import older_editions
from convene.observatory.store import Asked, Store
from convene.registry.queries.reference import reference

NO_EDITION = gettext_noop("no edition has been imported")
NOT_COVERED = gettext_noop("the producer publishes no figure for this state")
NOT_TOLD = gettext_noop("the producer prints no figure for this year")
NOT_IN_NEWEST = gettext_noop(
    "the newest edition has no figure of this state; the edition %(edition)s answers"
)


@dataclass(frozen=True, slots=True)
class GapRow:
    """Years in a row for which an indicator has no figure of a state, for one reason. `edition` may be empty."""

    indicator: str
    state: str
    years: tuple[int, ...]
    told: str  # the reason in English, as the catalogues of translations know it
    code: str  # missing, not-covered, not-in-newest, not-told, no-edition
    edition: str = ""

    @property
    def reason(self) -> str:
        """In the language of the request."""
        words = _(self.told)
        return words % {"edition": split_edition(self.edition)[1]} if self.told == NOT_IN_NEWEST else words

    @property
    def first(self) -> int | None:
        return self.years[0] if self.years else None

    @property
    def last(self) -> int | None:
        return self.years[-1] if self.years else None

    @property
    def span(self) -> str:
        """The years as people write them: 2003, 2003–2007; empty where it is about all years."""
        return span_of(self.years)


def span_of(years: Sequence[int]) -> str:
    """From the first to the last: 2003, 2003–2007; empty without any."""
    if not years:
        return ""
    return str(years[0]) if years[0] == years[-1] else f"{years[0]}–{years[-1]}"


def years_told(indicator: str) -> tuple[int, ...]:
    """The years of which the newest edition has totals of any area."""
    known, held = opened()
    return _years_told(held).get((indicator, known.default.get(indicator, "")), ())


def gaps(state: str, indicators: Sequence[str] | None = None, *, since: int | None = None) -> list[GapRow]:
    """The gaps of one state, by section and position of the indicator."""
    return gaps_of((state,), indicators, since=since)


def gaps_of(
    states: Sequence[str], indicators: Sequence[str] | None = None, *, since: int | None = None
) -> list[GapRow]:
    """
    The gaps of several states, of years from `since` on, by indicator and state.

    Those of the states of the record are worked out once per record version; no question to the store after that.
    """
    if not set(states) <= set(states_of_the_record()):
        by_indicator = _ledger(tuple(states))
    else:
        by_indicator = reference().remembered(
            "observatory-gap-ledger", lambda: _ledger(tuple(states_of_the_record()))
        )
    codes = by_indicator if indicators is None else [code for code in by_indicator if code in set(indicators)]
    wanted = frozenset(states)
    found = []
    for code in codes:
        for row in by_indicator[code]:
            if row.state not in wanted:
                continue
            if since is None or not row.years or row.years[0] >= since:
                found.append(row)
            elif row.years[-1] >= since:
                found.append(replace(row, years=tuple(year for year in row.years if year >= since)))
    return found


def _ledger(states: tuple[str, ...]) -> dict[str, tuple[GapRow, ...]]:
    """Indicator -> its gaps, by state. Three questions to the store, and one for each edition's reasons."""
    known, held = opened()
    rows = sorted(
        (row for code, row in known.indicators.items() if code not in LARGEST),
        key=lambda row: (row.section, row.position, row.key),
    )
    have = _years_there_are(known, held, rows, states)
    all_years = _years_of_editions(known, held, rows)
    told = _reasons(known, held, rows, states)
    same: dict[tuple[int, ...], tuple[int, ...]] = {}  # many states lack the same years: kept once
    found: dict[str, tuple[GapRow, ...]] = {}
    for row in rows:
        edition = known.default.get(row.key)
        here = [
            gap for state in states for gap in _gaps_of_one(row.key, state, edition, all_years, have, told)
        ]
        found[row.key] = tuple(replace(gap, years=same.setdefault(gap.years, gap.years)) for gap in here)
    return found


def _gaps_of_one(
    indicator: str,
    state: str,
    edition: str | None,
    all_years: dict[str, tuple[int, ...]],
    have: dict[tuple[str, str], set[int]],
    told: dict[tuple[str, str, int], str],
) -> list[GapRow]:
    if edition is None:
        return [GapRow(indicator, state, (), NO_EDITION, "no-edition")]
    if older := older_editions().get(indicator, {}).get(state):
        return [GapRow(indicator, state, (), NOT_IN_NEWEST, "not-in-newest", older)]
    there = have.get((indicator, state), set())
    wanted = [year for year in all_years.get(indicator, ()) if year not in there]
    reasons = {year: told[indicator, state, year] for year in wanted if (indicator, state, year) in told}
    if not there and not reasons:
        return [GapRow(indicator, state, (), NOT_COVERED, "not-covered", edition)]
    by_reason: dict[tuple[str, str], list[int]] = defaultdict(list)
    for year in wanted:
        reason = reasons.get(year)
        by_reason[(reason, "missing") if reason else (NOT_TOLD, "not-told")].append(year)
    found = [
        GapRow(indicator, state, run, reason, code, edition)
        for (reason, code), years in by_reason.items()
        for run in _runs(years, all_years.get(indicator, ()))
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
    known: Catalogue, held: Store, rows: Iterable[Indicator]
) -> dict[str, tuple[int, ...]]:
    years = {}
    for row in rows:
        edition = known.default.get(row.key)
        if edition:
            years[row.key] = tuple(
                _years_told(held).get((row.key, edition)) or held.years_of_pairs(edition, row.key)
            )
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
