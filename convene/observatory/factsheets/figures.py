"""
The figures of a state's factsheet, in no language yet, and the fingerprint that names their edition.

All states are asked for at once where all factsheets are made: two questions to the store for their totals,
one for their citizens abroad, one for the largest origins and destinations.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import chain

from convene.observatory.asking import Asked, Largest
from convene.observatory.enums import SubmissionStatus
from convene.observatory.factsheets.lines import CODES, DRAWN, OLDEST_AGE
from convene.observatory.models import FrameEntry, NationalValue
from convene.observatory.observation import OTHER_OR_UNKNOWN
from convene.observatory.queries.catalogue import Catalogue, opened
from convene.observatory.queries.older_editions import totals_of_older
from convene.observatory.shown import newest_day
from convene.observatory.store import Found, Store
from convene.registry.queries.reference import reference

TOP = 10  # lines of a table
MAPPED = 60  # destinations on the map
# name -> (indicator with pairs, whether the state is the side that reports)
TOPS = {
    "origins": ("migrant_stock", True),
    "destinations": ("migrant_stock", False),
    "refugee_origins": ("unhcr_refugees_hosted", True),
    "refugee_hosts": ("unhcr_refugees_hosted", False),
}
# name -> indicator of citizens by the country that reports them; few states publish it, so all of these are kept
CITIZENS = {"protection_hosts": "temporary_protection", "returned_by": "returned"}


@dataclass(frozen=True)
class Figures:
    """
    totals    indicator -> its figures of the state, the oldest first, all of one edition
    tops      name of `TOPS` -> the largest identified counterparts of the newest year;
              name of `CITIZENS` -> all countries that report the state's citizens, of the newest year or month
    national  what the state itself has given and the secretariat accepted
    day       of the newest edition among them: the only day that the factsheet carries
    """

    state: str
    totals: dict[str, tuple[Found, ...]]
    tops: dict[str, tuple[Found, ...]]
    national: tuple[NationalValue, ...]
    frame: tuple[FrameEntry, ...]
    day: date

    def latest(self, code: str) -> Found | None:
        """The newest figure, unless it is too old to tell how things stand."""
        found = self.totals.get(code, ())
        return found[-1] if found and found[-1].year >= self.day.year - OLDEST_AGE else None

    def earlier(self, code: str) -> Found | None:
        """The figure five years before the newest, or that of the nearest year, four to seven years before."""
        newest = self.latest(code)
        if newest is None:
            return None
        near = [
            one for one in self.totals[code] if 4 <= newest.year - one.year <= 7 and one.month == newest.month
        ]
        return min(near, key=lambda one: abs(newest.year - one.year - 5), default=None)

    def national_of(self, code: str) -> NationalValue | None:
        """The state's own newest figure."""
        own = [one for one in self.national if one.indicator.key == code]
        return max(own, key=lambda one: one.reference_date, default=None)

    @property
    def editions(self) -> set[str]:
        """The editions of every figure shown."""
        shown = [one for code in CODES if (one := self.latest(code))]
        return {one.edition for one in (*shown, *(row for top in self.tops.values() for row in top))}

    @cached_property
    def fingerprint(self) -> str:
        """Sixteen hex digits that change whenever a figure, an edition or the state's own words change."""
        told = [
            [[f.edition, f.indicator, f.area, f.counterpart, f.year, f.month, f.value, f.flag, f.note] for f in rows]
            for _name, rows in sorted({**self.totals, **self.tops}.items())
        ]  # fmt: skip
        own = [
            [one.key, one.value, one.unit, one.reference_date, one.source, one.definition.plain()]
            for one in self.national
        ]  # fmt: skip
        frame = [[one.key, one.text.plain(), one.as_of, one.source] for one in self.frame]
        return hashlib.sha256(json.dumps([told, own, frame], default=str).encode()).hexdigest()[:16]


def figures_of(states: Sequence[str]) -> dict[str, Figures]:
    """The figures of each state, by its code."""
    known, store = opened()
    wanted = {code: known.default[code] for code in (*CODES, *DRAWN) if code in known.default}
    day = newest_day(set(wanted.values()))
    totals = _totals(store, wanted, states, day)
    national, frame = _own_words(states)
    largest, abroad = _tops(store, known, states, day), _citizens(store, known, states, day)
    return {
        state: Figures(
            state,
            totals[state],
            {**largest[state], **abroad[state]},
            tuple(national[state]),
            tuple(frame[state]),
            day,
        )
        for state in states
    }


def _totals(
    store: Store, wanted: dict[str, str], states: Sequence[str], day: date
) -> dict[str, dict[str, tuple[Found, ...]]]:
    """
    All totals by state and indicator, from the newest edition that covers the state. What is published by month
    and by year counts by year; years to come are projections, and no figures of a factsheet.
    """
    grouped: dict[tuple[str, str], list[Found]] = defaultdict(list)
    for row in chain(store.totals_of(wanted, states), totals_of_older(store, wanted, states)):
        if row.year <= day.year:
            grouped[row.area, row.indicator].append(row)
    found: dict[str, dict[str, tuple[Found, ...]]] = {state: {} for state in states}
    for (state, code), rows in grouped.items():
        by_year = [row for row in rows if row.month == 0]
        found[state][code] = tuple(sorted(by_year or rows, key=lambda row: (row.year, row.month)))
    return found


def _tops(
    store: Store, known: Catalogue, states: Sequence[str], day: date
) -> dict[str, dict[str, tuple[Found, ...]]]:
    """The largest counterparts of each state in the newest year that has any; one question for all."""
    years = reference().remembered("observatory-years", store.years_of_totals)
    asked: dict[str, Largest] = {}
    for name, (code, reports) in TOPS.items():
        edition = known.default.get(code, "")
        past = [year for year in years.get((code, edition), ()) if year <= day.year]
        if past:
            shown = MAPPED if name == "destinations" else TOP
            asked[name] = Largest(edition, code, past[-1], shown, of_areas=reports)
    found: dict[str, dict[str, tuple[Found, ...]]] = {state: dict.fromkeys(asked, ()) for state in states}
    for (name, question), rows in zip(
        asked.items(), store.largest(list(asked.values()), states), strict=True
    ):
        of_state: dict[str, list[Found]] = defaultdict(list)
        for row in rows:
            of_state[getattr(row, question.sides[0])].append(row)
        for state, own in of_state.items():
            found[state][name] = tuple(own)
    return found


def _citizens(
    store: Store, known: Catalogue, states: Sequence[str], day: date
) -> dict[str, dict[str, tuple[Found, ...]]]:
    """The citizens of each state by the country that reports them, the largest first; one question for all."""
    found: dict[str, dict[str, tuple[Found, ...]]] = {state: {} for state in states}
    names = {known.default[code]: name for name, code in CITIZENS.items() if code in known.default}
    asked = {
        edition: Asked(indicators=(CITIZENS[name],), counterparts=tuple(states)) for edition, name in names.items()
    }  # fmt: skip
    newest: dict[tuple[str, str], list[Found]] = defaultdict(list)
    for row in store.rows_of_several(asked):
        if len(row.area) != 3 or row.year > day.year:
            continue
        rows = newest[names[row.edition], row.counterpart]
        if rows and (row.year, row.month) > (rows[0].year, rows[0].month):
            rows.clear()
        if not rows or (row.year, row.month) == (rows[0].year, rows[0].month):
            rows.append(row)
    for (name, state), rows in newest.items():
        if rows[0].year >= day.year - OLDEST_AGE:
            found[state][name] = tuple(sorted(rows, key=lambda row: (-row.value, row.area)))
    return found


def _own_words(
    states: Sequence[str],
) -> tuple[dict[str, list[NationalValue]], dict[str, list[FrameEntry]]]:
    """Accepted national figures and entries of the frame, by state."""
    given: dict[str, list] = defaultdict(list)
    frame: dict[str, list] = defaultdict(list)
    accepted = {"status": SubmissionStatus.ACCEPTED, "state__key__in": list(states)}
    for row in NationalValue.objects.filter(**accepted).select_related("indicator", "state"):
        given[row.state.key].append(row)
    for entry in FrameEntry.objects.filter(**accepted, ended_on=None).select_related("state"):
        frame[entry.state.key].append(entry)
    return given, frame


def identified(rows: Iterable[Found], side: str) -> list[tuple[str, Found]]:
    """(code of the other side, figure): `side` names the column in which the other side stands."""
    return [(getattr(row, side), row) for row in rows if getattr(row, side) != OTHER_OR_UNKNOWN]
