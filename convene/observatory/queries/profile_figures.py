"""The figures of a profile: bound by indicator and year, looked up when asked, kept as they were seen when sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from convene.core.viewer import Viewer
from convene.observatory.factsheets.wording import unit_in_words, value_in_words
from convene.observatory.models import Indicator
from convene.observatory.models.profiles import ProfileFigure
from convene.observatory.queries.catalogue import opened
from convene.observatory.queries.looking_up import LARGEST
from convene.observatory.queries.values import Value, indicators_by_code, latest, values_of
from convene.ui import formats


@dataclass(frozen=True)
class Shown:
    """
    A figure as a page shows it, worded in the viewer's language.

    value     as seen when the version was sent, else as it is today; "" where there is none
    today     today's value, where it is another than the one seen
    """

    figure: ProfileFigure
    label: str
    value: str = ""
    unit: str = ""
    number: float | None = None
    edition: str = ""
    passport: str = ""
    today: str = ""

    @property
    def is_missing(self) -> bool:
        return not self.value


def figures_shown(
    figures: Iterable[ProfileFigure], state: str, viewer: Viewer, *, live: bool
) -> dict[int, Shown]:
    """
    Primary key of a figure -> what is shown. One question to the store.

    `live` for a version that is still written: then today's values are shown. A version that was sent shows
    what was seen then, and says where today's value is another.
    """
    asked = list(figures)
    values = _values(state, {(one.indicator, one.year) for one in asked})
    known = _indicators()
    return {
        one.pk: _shown(one, values.get((one.indicator, one.year)), known.get(one.indicator), viewer, live)
        for one in asked
    }


def seen_now(figure: ProfileFigure, state: str) -> tuple[str, str, str]:
    """(value, unit, edition) of a figure today, as they are kept with a version; empty where there is none."""
    found = _values(state, {(figure.indicator, figure.year)}).get((figure.indicator, figure.year))
    return (_digits(found.value), found.unit, found.edition) if found else ("", "", "")


def newest_years(state: str, indicators: Iterable[str], viewer: Viewer) -> dict[str, int]:
    """Indicator -> the newest year up to today that has a figure of the state, for those that have any."""
    wanted = [code for code in dict.fromkeys(indicators) if code in _indicators()]
    if not wanted:
        return {}
    found = latest([state], wanted, not_after=viewer.today.year)
    return {indicator: value.year for (_state, indicator), value in found.items() if value.value is not None}


def indicator_choices(language: str) -> list[tuple[str, str]]:
    """(code, name) of every indicator, by name."""
    rows = [(code, row.name.in_language(language)) for code, row in _indicators().items()]
    return sorted(rows, key=lambda row: row[1])


def _indicators() -> dict[str, Indicator]:
    """Those whose figures are numbers: the largest origin is a state and a number, and is no figure of a profile."""
    return {code: row for code, row in indicators_by_code().items() if code not in LARGEST}


def _values(state: str, wanted: set[tuple[str, int]]) -> dict[tuple[str, int], Value]:
    known = _indicators()
    codes = sorted({indicator for indicator, _year in wanted if indicator in known})
    years = sorted({year for _indicator, year in wanted})
    if not codes:
        return {}
    found: dict[tuple[str, int], Value] = {}
    for value in values_of([state], codes, years):
        if value.value is not None and (value.indicator, value.year) in wanted:
            found[value.indicator, value.year] = value
    return found


def _shown(
    figure: ProfileFigure, value: Value | None, known: Indicator | None, viewer: Viewer, live: bool
) -> Shown:
    language = viewer.language
    name = known.name.in_language(language) if known else figure.indicator
    label = f"{name}, {figure.year}"
    today = _worded(value.value, known, language) if value else ""
    passport = value.passport_path if value else ""
    if live:
        number, edition = (value.value, value.edition) if value else (None, "")
        shown, unit, changed = today, _unit(number, known, language, ""), ""
    elif figure.seen_value:
        number, edition = float(figure.seen_value), figure.seen_edition
        shown, unit = _worded(number, known, language), _unit(number, known, language, figure.seen_unit)
        changed = today if today and today != shown else ""
    else:
        return Shown(figure, label, today=today, passport=passport)
    return Shown(figure, label, shown, unit, number, _edition(edition, language), passport, changed)


def _worded(number: float, known: Indicator | None, language: str) -> str:
    return value_in_words(number, known, language) if known else formats.number(number, language)


def _unit(number: float | None, known: Indicator | None, language: str, otherwise: str) -> str:
    if number is None:
        return ""
    return unit_in_words(number, known, language) if known else otherwise


def _edition(key: str, language: str) -> str:
    """The dataset by its title and the edition by its label; the bare key of one that is not here any more."""
    dataset, _dot, label = key.partition(".")
    row = opened()[0].datasets.get(dataset) if key else None
    return f"{row.title.in_language(language)}, {label}" if row else key


def _digits(number: float) -> str:
    return f"{number:.10g}" if number % 1 else f"{number:.0f}"
