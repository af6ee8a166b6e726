"""
The figures, one or many: each with its unit, concept, edition and the address of its passport.

Without an edition the newest one that has figures of the indicator answers; where it has nothing of the state, the
newest that has (`Value.newest` then names the one passed over). With an edition, the figure is "as known in edition
E". A figure that is not there is `Absent` with the reason, never zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from convene.observatory.comparability import Conflict, conflicts
from convene.observatory.models import Edition, Indicator
from convene.observatory.observation import ALL, TOTAL, is_area
from convene.observatory.queries.carried_part import in_words, is_left_out
from convene.observatory.queries.catalogue import Catalogue, concept_of, opened
from convene.observatory.queries.looking_up import (
    LARGEST,
    Absent,
    NoSuchEdition,
    NoSuchIndicator,
    Value,
    as_value,
    asked_for,
    edition_for,
    editions_for,
    indicator_named,
    passport_path,
    without_noise,
)
from convene.observatory.queries.older_editions import answering_edition, latest_of_older, totals_of_older
from convene.observatory.queries.whole_years import QUARTERLY, of_whole_year, periods_of_year
from convene.observatory.store import Asked, Found, Store
from convene.registry.queries.reference import reference

__all__ = [
    "Absent",
    "NoSuchEdition",
    "NoSuchIndicator",
    "Value",
    "as_known_in",
    "concept_of",
    "conflicts_between",
    "editions_of",
    "indicators_by_code",
    "latest",
    "passport_path",
    "series",
    "value",
    "values_of",
]

MOST_REMEMBERED = 20_000  # newest totals in one process: of some hundred areas, about 10 MB


def value(
    state: str,
    indicator: str,
    year: int,
    *,
    month: int | None = None,
    edition: str | None = None,
    sex: str = TOTAL,
    counterpart: str = ALL,
    age: str = TOTAL,
    detail: str = "",
) -> Value | Absent:
    """
    The figure of a state in a year.

    Where it is told by months or quarters only and no month is asked for, the last one of a stock answers, and the
    sum of all of a flow; some months of a flow do not stand for its year. A quarter is asked for by its last month.
    Raises NoSuchIndicator, NoSuchEdition.
    """
    known, held = opened()
    row = indicator_named(known, indicator)
    if indicator in LARGEST:
        return _largest(known, held, row, state, year, edition)
    key = answering_edition(known, row, state, edition, counterpart)
    absent = Absent("", "", indicator, state, counterpart, year, key or "")
    if key is None:
        return _because(absent, "no-edition")
    newest = known.default[indicator] if not edition and key != known.default[indicator] else ""
    asked = asked_for(indicator, state, counterpart, sex, (year,), month, age, detail)
    found = held.rows([key], asked)
    if not found and not detail and month is None:
        found = held.rows([key], replace(asked, details=(QUARTERLY,)))
    values = [as_value(known, one, newest=newest) for one in found]
    whole = [one for one in values if one.month == 0]
    if whole or (values and month is not None):
        return whole[0] if whole else values[-1]
    if values and (total := of_whole_year(values)):
        return total
    if values:
        told = _because_in_words(held, absent, sex)
        periods = periods_of_year(values[-1].detail)
        return _because(absent, "part-of-year", there=len(values), all=periods) if told is None else told
    why = _why_absent(held, absent, sex, month)
    if why.code not in ("missing", "no-such-area") and is_left_out(
        known, key, indicator, state, counterpart, year
    ):
        why = replace(why, code="not-carried", reason=in_words())
    if newest:
        words = _("The newest edition, %(edition)s, has no figure of this state.")
        return replace(why, reason=f"{words % {'edition': known.editions[newest].label}} {why.reason}")
    return why if edition else _with_older(known, held, why, asked)


def values_of(
    states: Sequence[str],
    indicators: Sequence[str],
    years: Sequence[int] | None = None,
    *,
    edition: str | None = None,
    sex: str = TOTAL,
    counterpart: str = ALL,
) -> list[Value]:
    """
    The figures of states, by indicator, state, year and month; totals unless a sex or another side is asked for.

    One question to the store for all of them, and one for the states that only older editions have.
    """
    known, held = opened()
    wanted = editions_for(known, indicators, edition)
    if sex != TOTAL or counterpart != ALL:
        return _parts_of(known, held, wanted, tuple(states), years, sex, counterpart)
    found = [as_value(known, one) for one in held.totals_of(wanted, tuple(states), years)]
    if not edition:
        older = totals_of_older(held, wanted, states, years)
        found += [as_value(known, one, newest=wanted[one.indicator]) for one in older]
    return found


def latest(
    states: Sequence[str], indicators: Sequence[str], not_after: int | None = None
) -> dict[tuple[str, str], Value]:
    """
    (state, indicator) -> the newest total there is, of years up to `not_after`. One question to the store.

    Without `not_after` what was asked once is remembered for as long as the record stays as it is.
    """
    if not_after is not None:
        return _latest(states, indicators, not_after)
    remembered: dict[tuple[str, str], Value | None] = reference().remembered("newest totals", dict)
    lacking = [(state, code) for code in indicators for state in states if (state, code) not in remembered]
    if len(remembered) + len(lacking) > MOST_REMEMBERED:
        return _latest(states, indicators, None)
    if lacking:
        new_states, new_codes = {state for state, _ in lacking}, {code for _, code in lacking}
        found = _latest(sorted(new_states), sorted(new_codes), None)
        remembered.update({pair: found.get(pair) for pair in lacking})
    pairs = ((state, code) for code in indicators for state in states)
    return {pair: one for pair in pairs if (one := remembered[pair]) is not None}


def _latest(
    states: Sequence[str], indicators: Sequence[str], not_after: int | None
) -> dict[tuple[str, str], Value]:
    known, held = opened()
    wanted = editions_for(known, indicators, None)
    found = [as_value(known, one) for one in held.latest(wanted, tuple(states), not_after)]
    older = latest_of_older(held, wanted, states, not_after)
    found += [as_value(known, one, newest=wanted[one.indicator]) for one in older]
    return {(one.state, one.indicator): one for one in found}


def series(
    indicator: str,
    state: str,
    counterpart: str = ALL,
    sex: str = TOTAL,
    edition: str | None = None,
    *,
    age: str = TOTAL,
    detail: str = "",
) -> list[Value]:
    """The figures of a state over the years, all of one edition, the oldest first."""
    known, held = opened()
    row = indicator_named(known, indicator)
    if indicator in LARGEST:
        return _largest_of(known, held, row, state, None, edition)[1]
    key = answering_edition(known, row, state, edition, counterpart)
    if key is None:
        return []
    newest = known.default[indicator] if not edition and key != known.default[indicator] else ""
    asked = asked_for(indicator, state, counterpart, sex, None, None, age, detail)
    return [as_value(known, one, newest=newest) for one in held.rows([key], asked)]


def as_known_in(
    indicator: str,
    state: str,
    year: int,
    *,
    month: int = 0,
    counterpart: str = ALL,
    sex: str = TOTAL,
    age: str = TOTAL,
    detail: str = "",
) -> list[Value]:
    """What each edition says of one figure, the newest edition first."""
    known, held = opened()
    row = indicator_named(known, indicator)
    editions = [edition.key for edition in known.editions_with(row.key)]
    found = {
        one.edition: as_value(known, one)
        for one in held.rows(
            editions, asked_for(indicator, state, counterpart, sex, (year,), month, age, detail)
        )
    }
    return [found[key] for key in editions if key in found]


def editions_of(dataset: str) -> list[Edition]:
    """The editions of a dataset, the newest first."""
    known, _held = opened()
    return list(known.editions_of.get(dataset, ()))


def indicators_by_code() -> dict[str, Indicator]:
    known, _held = opened()
    return dict(known.indicators)


def conflicts_between(indicators: Iterable[str]) -> list[Conflict]:
    """In what these indicators differ: what a chart that holds them together must say. Raises NoSuchIndicator."""
    known, _held = opened()
    return conflicts(known.concepts[indicator_named(known, code).key] for code in indicators)


# --- how they are found --------------------------------------------------------------------------------


def _parts_of(
    known: Catalogue,
    held: Store,
    wanted: Mapping[str, str],
    states: tuple[str, ...],
    years: Sequence[int] | None,
    sex: str,
    counterpart: str,
) -> list[Value]:
    """Figures of one sex or with one other side: one question to all editions."""
    by_edition: dict[str, list[str]] = {}
    for code, key in wanted.items():
        by_edition.setdefault(key, []).append(code)
    questions = {
        key: Asked(
            indicators=tuple(codes),
            areas=states,
            counterparts=(counterpart,),
            years=None if years is None else tuple(years),
            sexes=(sex,),
        )
        for key, codes in by_edition.items()
    }
    return [as_value(known, one) for one in held.rows_of_several(questions)] if states else []


def _with_older(known: Catalogue, held: Store, absent: Absent, asked: Asked) -> Absent:
    """The same, saying so where an older edition has the very figure that the newest lacks."""
    editions = [one.key for one in known.editions_with(absent.indicator) if one.key != absent.edition]
    have = {one.edition for one in held.rows(editions, asked)} if editions else set()
    older = next((key for key in editions if key in have), "")
    if not older:
        return absent
    label = known.editions[older].label
    told = _("An older edition has one: %(edition)s.") % {"edition": label}
    return replace(absent, reason=f"{absent.reason.rstrip('.')}. {told}", older=older)


def _largest(
    known: Catalogue, held: Store, row: Indicator, state: str, year: int, edition: str | None
) -> Value | Absent:
    key, found = _largest_of(known, held, row, state, (year,), edition)
    absent = Absent("", "", row.key, state, ALL, year, key or "")
    if key is None:
        return _because(absent, "no-edition")
    return found[0] if found else _because(absent, "no-counterpart")


def _largest_of(
    known: Catalogue,
    held: Store,
    row: Indicator,
    state: str,
    years: tuple[int, ...] | None,
    edition: str | None,
) -> tuple[str | None, list[Value]]:
    """The edition that answers, and the largest counterpart of each year that has any. One question."""
    base, is_area_side = LARGEST[row.key]
    key = edition_for(known, known.indicators[base], edition) if base in known.indicators else None
    if key is None:
        return None, []
    side = {"area": state} if is_area_side else {"counterpart": state}
    first: dict[int, Found] = {}
    for one in held.top(key, base, years=years, n=2, **side):
        if one.area != one.counterpart:
            first.setdefault(one.year, one)
    return key, [
        Value(
            value=(one.counterpart if is_area_side else one.area, without_noise(one.value, 0)),
            unit=row.unit,
            indicator=row.key,
            state=state,
            counterpart=ALL,
            year=one.year,
            month=one.month,
            sex=one.sex,
            edition=key,
            concept=known.concepts[row.key],
            flag=one.flag,
            note=one.note,
            row=one.row,
            path=passport_path(base, one.area, one.year, counterpart=one.counterpart, edition=key),
        )
        for one in first.values()
    ]


def _why_absent(held: Store, absent: Absent, sex: str, month: int | None) -> Absent:
    """Ask the store why there is no figure: the producer's word first, then what the edition has instead."""
    told = _because_in_words(held, absent, sex, month)
    if told is not None:
        return told
    if not is_area(absent.state):
        return _because(absent, "no-such-area")
    others = held.rows(
        [absent.edition], asked_for(absent.indicator, absent.state, absent.counterpart, sex, None, month)
    )
    if others:
        years = sorted({one.year for one in others})
        return _because(absent, "no-such-year", first=years[0], last=years[-1])
    return _because(absent, "no-such-pair" if absent.counterpart else "not-covered")


def _because_in_words(held: Store, absent: Absent, sex: str, month: int | None = 0) -> Absent | None:
    """What the producer prints instead of the figure, if anything."""
    asked = asked_for(absent.indicator, absent.state, absent.counterpart, sex, (absent.year,), month)
    told = held.missing(absent.edition, asked)
    return _because(absent, "missing", _(told[0][4])) if told else None


def _because(absent: Absent, code: str, told: str = "", **numbers: int) -> Absent:
    words = {
        "no-edition": _("No edition with this indicator has been imported."),
        "no-counterpart": _("The producer names no country for this state and year."),
        "missing": told,
        "no-such-area": _("This is not the code of an area."),
        "no-such-year": _(
            "The edition has figures of this state for other years, from %(first)s to %(last)s."
        ),
        "no-such-pair": _("The producer does not itemise this pair. That is not zero."),
        "part-of-year": _(
            "%(there)s of the %(all)s months or quarters of the year are there: they are not added to a year."
        ),
        "not-covered": _("The producer publishes no figure of this indicator for this state."),
    }[code]
    return Absent(
        reason=words % numbers if numbers else words,
        code=code,
        indicator=absent.indicator,
        state=absent.state,
        counterpart=absent.counterpart,
        year=absent.year,
        edition=absent.edition,
    )
