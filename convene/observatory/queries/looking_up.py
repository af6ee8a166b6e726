"""What a figure is when it is asked for: `Value` or `Absent`; which edition answers; where its passport stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from convene.core.failures import Failure
from convene.observatory.comparability import Concept
from convene.observatory.enums import Measure
from convene.observatory.models import Indicator
from convene.observatory.observation import ALL, TOTAL
from convene.observatory.queries.catalogue import Catalogue, concept_of
from convene.observatory.store import Asked, Found

__all__ = [
    "LARGEST",
    "Absent",
    "NoSuchEdition",
    "NoSuchIndicator",
    "Value",
    "as_value",
    "asked_for",
    "concept_of",
    "edition_for",
    "editions_for",
    "indicator_named",
    "passport_path",
    "without_noise",
]

# Indicators that are answered by asking for the largest counterpart: (indicator asked, whether the state is its area).
LARGEST = {
    "top_origin": ("migrant_stock", True),
    "top_destination": ("migrant_stock", False),
    "unhcr_top_host": ("unhcr_refugees_hosted", False),
}


PERCENT = "percent"


class NoSuchIndicator(Failure):
    def __init__(self, code: str) -> None:
        super().__init__(
            f"indicator “{code[:60]}”", _("there is none"), _("/api/v1/observatory/indicators lists them.")
        )


class NoSuchEdition(Failure):
    def __init__(self, key: str, dataset: str) -> None:
        super().__init__(
            f"edition “{key[:80]}”",
            _("%(dataset)s has no edition of this name here") % {"dataset": dataset},
            _("/api/v1/observatory/editions lists them."),
        )


@dataclass(frozen=True)
class Value:
    """
    One figure. `value` is a number in `unit`; (area, number) for the largest counterpart; letters for a type of data.

    `edition` is the edition's key, `row` the line or sheet row of its file (0: made from several).
    `newest` is the key of the dataset's newest edition where that has nothing of the state and an older one answers.
    """

    value: float | tuple[str, float] | str
    unit: str
    indicator: str
    state: str
    counterpart: str
    year: int
    month: int
    sex: str
    edition: str
    concept: Concept
    flag: str
    note: str
    row: int
    age: str = TOTAL
    detail: str = ""
    path: str = ""  # of the passport, where it is not that of this very figure
    newest: str = ""
    sum_of: int = 0  # so many months (12) or quarters (4) of the year, added here

    @property
    def passport_path(self) -> str:
        """The permanent address of its page, without the language."""
        return self.path or passport_path(
            self.indicator,
            self.state,
            self.year,
            counterpart=self.counterpart,
            month=self.month,
            sex=self.sex,
            age=self.age,
            detail=self.detail,
            edition=self.edition,
        )

    @property
    def number(self) -> float | None:
        """The figure as a number, also where it says whose it is; None for letters."""
        if isinstance(self.value, tuple):
            return self.value[1]
        return None if isinstance(self.value, str) else self.value


@dataclass(frozen=True)
class Absent:
    """No figure. `reason` says why in the reader's language; `code` is for programs."""

    reason: str
    code: str
    indicator: str = ""
    state: str = ""
    counterpart: str = ""
    year: int | None = None
    edition: str = ""
    older: str = ""  # key of an older edition that has this very figure

    def __bool__(self) -> bool:
        return False


def passport_path(
    indicator: str,
    state: str,
    year: int,
    *,
    counterpart: str = ALL,
    month: int = 0,
    edition: str = "",
    sex: str = TOTAL,
    age: str = TOTAL,
    detail: str = "",
) -> str:
    """
    The permanent address of a figure's page, without the language: figure/migrant_stock/POL.UKR/2024.

    With an edition the page is about the figure as that edition gives it.
    """
    place = f"{state}.{counterpart}" if counterpart else state
    when = f"{year}-{month:02d}" if month else str(year)
    kept = {
        name: given
        for name, given in (
            ("age", "" if age == TOTAL else age),
            ("detail", detail),
            ("edition", edition),
            ("sex", "" if sex == TOTAL else sex),
        )
        if given
    }
    return f"figure/{indicator}/{place}/{when}" + (f"?{urlencode(kept)}" if kept else "")


def indicator_named(known: Catalogue, code: str) -> Indicator:
    row = known.indicators.get(code)
    if row is None:
        raise NoSuchIndicator(code)
    return row


def edition_for(known: Catalogue, indicator: Indicator, asked: str | None) -> str | None:
    """The key of the edition that answers; None where none is here. `asked` may be a key or a label."""
    if not asked:
        return known.default.get(indicator.key)
    for key in (asked, f"{indicator.dataset_key}.{asked}"):
        edition = known.editions.get(key)
        if edition and edition.dataset_key == indicator.dataset_key and key in known.served:
            return key
    raise NoSuchEdition(asked, indicator.dataset_key)


def editions_for(known: Catalogue, indicators: Sequence[str], edition: str | None) -> dict[str, str]:
    """Indicator -> the edition that answers, for those that have one."""
    found = {}
    for code in indicators:
        if code in LARGEST:
            continue
        key = edition_for(known, indicator_named(known, code), edition)
        if key:
            found[code] = key
    return found


def asked_for(
    indicator: str,
    state: str,
    counterpart: str,
    sex: str,
    years: tuple[int, ...] | None,
    month: int | None,
    age: str = TOTAL,
    detail: str = "",
) -> Asked:
    return Asked(
        indicators=(indicator,),
        areas=(state,),
        counterparts=(counterpart,),
        sexes=(sex,),
        years=years,
        months=None if month is None else (month,),
        ages=(age,),
        details=(detail,),
    )


def as_value(known: Catalogue, found: Found, *, newest: str = "") -> Value:
    indicator = known.indicators[found.indicator]
    return Value(
        value=found.flag
        if indicator.measure == Measure.LETTERS
        else without_noise(found.value, indicator.decimals, is_share=indicator.unit == PERCENT),
        unit=indicator.unit,
        indicator=found.indicator,
        state=found.area,
        counterpart=found.counterpart,
        year=found.year,
        month=found.month,
        sex=found.sex,
        edition=found.edition,
        concept=known.concepts[found.indicator],
        flag=found.flag,
        note=found.note,
        row=found.row,
        age=found.age,
        detail=found.detail,
        newest=newest,
    )


def without_noise(number: float, decimals: int, *, is_share: bool = False) -> float:
    """
    The figure without the noise of binary fractions: 37732832.99999999 persons are 37732833.

    Shares and rates carry the decimals of their indicator: 73.1598126 % would promise what no count can keep.
    """
    if is_share:
        return round(number, decimals)
    if decimals == 0 and abs(number - round(number)) < 1e-6:
        return float(round(number))
    return round(number, decimals + 6)
