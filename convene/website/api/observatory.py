"""Figures: one, a series, the largest counterparts, the gaps; and what there is of datasets, editions, indicators."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.utils.translation import gettext as _
from ninja import Query

from convene.observatory import telling
from convene.observatory.areas import is_known, states_of_the_record
from convene.observatory.observation import ALL, TOTAL
from convene.observatory.queries.carried_part import is_a_part, told_of_a_part
from convene.observatory.queries.catalogue import catalogue
from convene.observatory.queries.gaps import gaps_of
from convene.observatory.queries.looking_up import indicator_named
from convene.observatory.queries.stocks import top_counterparts
from convene.observatory.queries.values import Absent, series, value
from convene.observatory.queries.whole_years import QUARTERLY
from convene.website.api import schemas_observatory as schemas
from convene.website.api.service import (
    USUAL_SIZE,
    BadQuestion,
    PageNumber,
    PageSize,
    Question,
    endpoint,
    one_page,
)

TAG = "Observatory"
PERIOD = r"^(?:(?:19|20|21)\d\d(?:-(?:0[1-9]|1[0-2]|Q[1-4]))?)?$"
State = Annotated[str, Query(description="ISO 3166-1 alpha-3 code; XKX for Kosovo*.", max_length=20)]
Code = Annotated[str, Query(description="Code of the indicator: /observatory/indicators.", max_length=60)]
Year = Annotated[int | None, Query(ge=1900, le=2200, description="Calendar year; all years if left out.")]
Month = Annotated[int | None, Query(ge=1, le=12, description="Month, for what is told by months.")]
Period = Annotated[
    str,
    Query(description="In place of year and month: 2024, 2024-03 or 2024-Q1.", pattern=PERIOD, max_length=7),
]
EditionKey = Annotated[
    str, Query(description="Edition, by key or label; the newest if left out.", max_length=80)
]
Sex = Annotated[Literal["T", "F", "M"], Query(description="T both, F women, M men.")]
Counterpart = Annotated[
    str,
    Query(description="The other side: country of origin, citizenship ...; all if left out.", max_length=20),
]
Side = Annotated[
    Literal["origin", "destination"],
    Query(description="origin: where those in the state come from. destination: where those from it are."),
]


def _area(code: str, name: str) -> str:
    """A code of the catalogue; lower case is forgiven. Raises BadQuestion."""
    wanted = code.strip().upper()
    if not is_known(wanted):
        raise BadQuestion(
            _(
                "%(name)s: “%(code)s” is no code of a state or area. Write three letters, as in UKR; XKX for Kosovo*."
            )
            % {"name": name, "code": code[:20]}
        )
    return wanted


def _parts_of(period: str) -> tuple[int, int | None, str]:
    """The year, the month and the further dimension. A quarter is kept under its last month."""
    year, _dash, told = period.partition("-")
    if told.startswith("Q"):
        return int(year), 3 * int(told[1]), QUARTERLY
    return int(year), int(told) if told else None, ""


@endpoint(
    "observatory/values", summary="A figure, or a series", answer=schemas.Figure | schemas.Figures, tag=TAG
)
def values(
    question: Question,
    state: State,
    indicator: Code,
    year: Year = None,
    month: Month = None,
    period: Period = "",
    edition: EditionKey = "",
    sex: Sex = TOTAL,
    counterpart: Counterpart = ALL,
    page: PageNumber = 1,
    size: PageSize = USUAL_SIZE,
) -> dict[str, Any]:
    """
    With a year: that figure with its unit, edition, concept, flag, footnote and passport; where there is none,
    `value` is null and `reason` says why. Without a year: every year there is, as a list.

    With `edition` the figure is as that edition has it; without, the newest answers, or the newest that has anything
    of the state (`edition_note` says so). Where an indicator is told by months or quarters and none is asked for,
    the last one of the year answers for a stock, and the sum of all of them for a flow.
    """
    viewer = question.viewer
    state = _area(state, "state")
    other = _area(counterpart, "counterpart") if counterpart else ALL
    detail = ""
    if period:
        year, month, detail = _parts_of(period)
    if year is None:
        found = series(indicator, state, other, sex, edition or None)
        return one_page(
            question, found, page, size, lambda rows: [telling.figure(row, viewer) for row in rows]
        )
    asked = {"month": month, "edition": edition or None, "sex": sex, "counterpart": other, "detail": detail}
    one = value(state, indicator, year, **asked)
    return telling.no_figure(one, viewer) if isinstance(one, Absent) else telling.figure(one, viewer)


@endpoint("observatory/top", summary="The largest counterparts of a state", answer=schemas.Top, tag=TAG)
def top(
    question: Question,
    state: State,
    indicator: Code = "migrant_stock",
    year: Year = None,
    side: Side = "origin",
    n: Annotated[int, Query(ge=1, le=100, description="How many.")] = 10,
    edition: EditionKey = "",
    sex: Sex = TOTAL,
) -> dict[str, Any]:
    """
    The largest identified counterparts, the largest first; of the newest year that has any, if none is asked for.

    Other or unknown origin is not among them: it is no country.
    """
    viewer = question.viewer
    found = top_counterparts(
        indicator, _area(state, "state"), year, n, side, edition=edition or None, sex=sex
    )
    items = [
        telling.figure(row, viewer)
        | {"rank": rank, "other": telling.area(row.counterpart if side == "origin" else row.state, viewer)}
        for rank, row in enumerate(found, 1)
    ]
    answer = one_page(question, items, 1, max(len(items), 1), list)
    if is_a_part(catalogue(), {row.edition for row in found}):
        answer["note"] = told_of_a_part()
    return answer


@endpoint("observatory/gaps", summary="What there is no figure of, and why", answer=schemas.Gaps, tag=TAG)
def gaps(
    question: Question,
    state: Annotated[str, Query(description="Code of a state; all states if left out.", max_length=20)] = "",
    indicator: Annotated[str, Query(description="Code; all if left out.", max_length=60)] = "",
    since: Annotated[int, Query(ge=1900, le=2200, description="First year.")] = 2000,
    page: PageNumber = 1,
    size: PageSize = USUAL_SIZE,
) -> dict[str, Any]:
    """The gap ledger: for each indicator and state the years without a figure, with the reason."""
    known = catalogue()
    codes = [indicator_named(known, indicator).key] if indicator else None
    states = (_area(state, "state"),) if state else states_of_the_record()
    return one_page(
        question,
        gaps_of(states, codes, since=since),
        page,
        size,
        lambda rows: [telling.gap(row) for row in rows],
    )


@endpoint("observatory/indicators", summary="Indicators", answer=schemas.Indicators, tag=TAG)
def indicators(
    question: Question,
    dataset: Annotated[str, Query(description="Key of a dataset.", max_length=80)] = "",
    page: PageNumber = 1,
    size: PageSize = USUAL_SIZE,
) -> dict[str, Any]:
    """Every indicator with its unit, definition, concept and editions."""
    rows = [row for row in catalogue().indicators.values() if not dataset or row.dataset_key == dataset]
    return one_page(
        question,
        rows,
        page,
        size,
        lambda found: [telling.indicator(row, question.viewer) for row in found],
    )


@endpoint("observatory/datasets", summary="Datasets", answer=schemas.Datasets, tag=TAG)
def datasets(question: Question, page: PageNumber = 1, size: PageSize = USUAL_SIZE) -> dict[str, Any]:
    """Every dataset with its producer, licence and editions."""
    rows = list(catalogue().datasets.values())
    return one_page(
        question, rows, page, size, lambda found: [telling.dataset(row, question.viewer) for row in found]
    )


@endpoint("observatory/editions", summary="Editions of datasets", answer=schemas.Editions, tag=TAG)
def editions(
    question: Question,
    dataset: Annotated[str, Query(description="Key of a dataset.", max_length=80)] = "",
    page: PageNumber = 1,
    size: PageSize = USUAL_SIZE,
) -> dict[str, Any]:
    """Every edition, the newest of a dataset first, with the file it was made of and its checksum."""
    known = catalogue()
    wanted = [dataset] if dataset else list(known.datasets)
    rows = [row for key in wanted for row in known.editions_of.get(key, ())]
    return one_page(
        question, rows, page, size, lambda found: [telling.edition(row, question.viewer) for row in found]
    )
