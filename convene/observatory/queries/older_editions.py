"""
Which edition answers for a state where the newest edition has nothing of it.

A producer's newest file may cover fewer states than the one before. The figures of two editions are never one
series: a state is answered whole from the newest edition that covers it, and every answer names that edition.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from convene.observatory.models import Indicator
from convene.observatory.observation import ALL
from convene.observatory.queries.catalogue import Catalogue, opened
from convene.observatory.queries.looking_up import Value, edition_for
from convene.observatory.store import Asked, Found, Store
from convene.registry.queries.reference import reference


def answering_edition(
    known: Catalogue, indicator: Indicator, state: str, asked: str | None, counterpart: str = ALL
) -> str | None:
    """
    The key of the edition that answers for a state; `asked`, where given, is the only one that may.

    Which editions have a state is known of totals: a figure with another side is asked of the newest.
    """
    if asked or counterpart != ALL:
        return edition_for(known, indicator, asked)
    return older_editions().get(indicator.key, {}).get(state) or known.default.get(indicator.key)


def older_editions() -> Mapping[str, Mapping[str, str]]:
    """
    Indicator -> area -> the newest edition with totals of it, for areas that the newest of all has none of.

    Read once per record version, in as many questions as an indicator has editions.
    """
    return reference().remembered("observatory-older-editions", _read)


def told_of(value: Value) -> str:
    """In words that the newest edition was passed over for this figure; empty where it was not."""
    if not value.newest:
        return ""
    editions = opened()[0].editions
    return _(
        "The newest edition, %(newest)s, has no figure of this state; this one is of the edition %(edition)s."
    ) % {
        "newest": editions[value.newest].label,
        "edition": editions[value.edition].label,
    }


def totals_of_older(
    held: Store, wanted: Mapping[str, str], areas: Sequence[str], years: Sequence[int] | None = None
) -> Iterator[Found]:
    """The totals of those areas that an older edition answers for. `wanted` is indicator -> newest edition."""
    for editions, some in _questions(wanted, areas):
        older = older_editions()
        for found in held.totals_of(editions, some, years):
            if older[found.indicator].get(found.area) == found.edition:
                yield found


def latest_of_older(
    held: Store, wanted: Mapping[str, str], areas: Sequence[str], not_after: int | None
) -> Iterator[Found]:
    """As `totals_of_older`, the newest of each."""
    for editions, some in _questions(wanted, areas):
        older = older_editions()
        for found in held.latest(editions, some, not_after):
            if older[found.indicator].get(found.area) == found.edition:
                yield found


def _questions(wanted: Iterable[str], areas: Sequence[str]) -> Iterator[tuple[dict[str, str], list[str]]]:
    """(indicator -> edition, areas) to be asked for: one question for all indicators with one older edition."""
    older = older_editions()
    asked = set(areas)
    left = {
        code: {area: edition for area, edition in older[code].items() if area in asked}
        for code in wanted
        if code in older
    }
    while left := {code: editions for code, editions in left.items() if editions}:
        chosen = {code: next(iter(editions.values())) for code, editions in left.items()}
        some = {
            area for code, editions in left.items() for area in editions if editions[area] == chosen[code]
        }
        yield chosen, sorted(some)
        left = {
            code: {area: edition for area, edition in editions.items() if edition != chosen[code]}
            for code, editions in left.items()
        }


def _read() -> dict[str, dict[str, str]]:
    known, held = opened()
    editions = {code: [one.key for one in known.editions_with(code)] for code in known.default}
    found: dict[str, dict[str, str]] = {code: {} for code, keys in editions.items() if len(keys) > 1}
    covered: dict[str, set[str]] = {code: set() for code in found}
    for depth in range(max((len(editions[code]) for code in found), default=0)):
        wanted = {code: editions[code][depth] for code in found if depth < len(editions[code])}
        for code, area, _years in held.years_by_area(wanted):
            if area not in covered[code]:
                covered[code].add(area)
                if depth:
                    found[code][area] = wanted[code]
    for code, area in _explained(known, held, found):
        found[code].pop(area, None)
    return {code: areas for code, areas in found.items() if areas}


def _explained(
    known: Catalogue, held: Store, found: Mapping[str, Mapping[str, str]]
) -> Iterator[tuple[str, str]]:
    """(indicator, area) of which the newest edition says itself why there is no figure: its word stands."""
    by_edition: dict[str, list[str]] = {}
    for code, areas in found.items():
        if areas:
            by_edition.setdefault(known.default[code], []).append(code)
    for edition, codes in by_edition.items():
        for code, area, *_rest in held.missing(edition, Asked(indicators=tuple(codes))):
            yield code, area
