"""
What an SDMX address asks: its key, its `c[...]` filters and its other parameters. Pure.

    /data/dataflow/CONVENE/undesa-ims/1.0.0/migrant_stock.A.POL+UKR.*?c[TIME_PERIOD]=ge:2015+le:2020

Positions of a key are dimensions in the order of the data structure; an empty one and `*` are anything, those left
out at the end too. Codes are joined by `+` in a key and by commas in a filter; several keys by commas.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from convene.core.failures import Failure
from convene.observatory.exports.sdmx.model import AGENCY, KEY, TIME, VERSION, stored
from convene.observatory.store import Asked

ANY = ("", "*", "all")
FIRST_YEAR, LAST_YEAR = 1900, 2200
MOST_KEYS = 50
LONGEST = 4_000  # characters of a key or filter
KNOWN = {"attributes", "measures", "firstNObservations", "lastNObservations", "dimensionAtObservation"} | {
    *("format", "updatedAfter", "includeHistory", "limit", "offset", "lang")
}
_PLACES = {name: place for place, name in enumerate(KEY)}
_FILTER = re.compile(r"c\[([A-Za-z_]+)\]")
_PERIOD = re.compile(r"(\d{4})(?:-(?:(Q)([1-4])|(\d{2})(?:-\d{2}.*)?))?(?:-A1|-M(\d{2}))?")


class BadSdmx(Failure):
    """A question that cannot be understood, or that is not answered. `status` is that of HTTP."""

    def __init__(self, asked: str, reason: str, next_step: str = "", status: int = 400) -> None:
        self.status = status
        super().__init__(asked[:80], reason, next_step)


@dataclass(frozen=True)
class Bounds:
    """From the first to the last (year, month) wanted, both included; a year is its months 0 to 12."""

    first: tuple[int, int] = (FIRST_YEAR, 0)
    last: tuple[int, int] = (LAST_YEAR, 12)

    def hold(self, year: int, month: int) -> bool:
        """Whether a period lies within, from its first month to its last."""
        begins, ends = ((year, month), (year, month)) if month else ((year, 1), (year, 12))
        return self.first <= begins and ends <= self.last

    @property
    def years(self) -> tuple[int, ...] | None:
        if self.first[0] <= FIRST_YEAR and self.last[0] >= LAST_YEAR:
            return None
        return tuple(range(max(self.first[0], FIRST_YEAR), min(self.last[0], LAST_YEAR) + 1))


@dataclass(frozen=True)
class DataQuestion:
    """Codes wanted by dimension, one mapping for each key; None is anything. Times and counts hold for all of them."""

    flow: str
    keys: tuple[Mapping[str, tuple[str, ...]], ...]
    refused: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # `ne:` filters
    bounds: Bounds = Bounds()
    periods: tuple[str, ...] | None = None
    first_n: int = 0
    last_n: int = 0
    offset: int = 0
    limit: int = 0  # 0 is no limit
    with_attributes: bool = True
    with_values: bool = True

    @property
    def counts(self) -> bool:
        """Whether only so many observations of each series are wanted."""
        return bool(self.first_n or self.last_n)

    def asked(self, key: Mapping[str, tuple[str, ...]]) -> Asked:
        """The question to the store for one key. EDITION and FREQ are not among its columns."""

        def of(dimension: str) -> tuple[str, ...] | None:
            return tuple(stored(dimension, code) for code in key[dimension]) if dimension in key else None

        return Asked(
            indicators=of("INDICATOR"),
            areas=of("REF_AREA"),
            counterparts=of("COUNTERPART_AREA"),
            sexes=of("SEX"),
            ages=of("AGE"),
            details=None,  # a quarter's detail is told by FREQ: `matches` looks at it
            years=self.bounds.years,
        )

    def is_met_by_all(self, key: Mapping[str, tuple[str, ...]]) -> bool:
        """Whether the store's answer to `asked` is already the answer: nothing is left for `matches` to refuse."""
        left = {"FREQ", "DETAIL"} & key.keys() or self.refused or self.periods is not None
        return not left and self.bounds == Bounds()

    def matches(self, row: tuple, key: Mapping[str, tuple[str, ...]], month: int) -> bool:
        """Whether an observation (in the order of COLUMNS) is one of those asked for."""
        if any(row[_PLACES[name]] not in codes for name, codes in key.items()):
            return False
        if any(row[_PLACES[name]] in codes for name, codes in self.refused.items()):
            return False
        at = row[len(KEY)]
        if self.periods is not None and at not in self.periods:
            return False
        return self.bounds.hold(int(at[:4]), month)


def data_question(
    context: str, agency: str, flow: str, version: str, key: str, parameters: Mapping[str, list[str]]
) -> DataQuestion:
    """Read the path and the parameters of `/data/...`. Raises BadSdmx."""
    _check(context, agency, version, key, parameters)
    keys = [_key(one) for one in key.split(",")]
    refused: dict[str, tuple[str, ...]] = {}
    bounds, periods = Bounds(), None
    for name, texts in parameters.items():
        if found := _FILTER.fullmatch(name):
            dimension = found[1].upper()
            if dimension == TIME:
                bounds, periods = _times(texts)
                continue
            wanted, unwanted = _codes(dimension, texts)
            if wanted is not None:
                keys = [_narrowed(one, dimension, wanted) for one in keys]
            if unwanted:
                refused[dimension] = unwanted
    one = {name: texts[-1] for name, texts in parameters.items()}
    if one.get("dimensionAtObservation", "AllDimensions") not in ("AllDimensions", TIME, ""):
        raise BadSdmx(
            one["dimensionAtObservation"], _("Observations are answered flat."), "AllDimensions", 501
        )
    if one.get("updatedAfter") or one.get("includeHistory", "false") == "true":
        raise BadSdmx(
            "updatedAfter", _("Editions are codes of the dimension EDITION."), "c[EDITION]=...", 501
        )
    return DataQuestion(
        flow,
        tuple(keys),
        refused,
        bounds,
        periods,
        _count(one, "firstNObservations"),
        _count(one, "lastNObservations"),
        _count(one, "offset"),
        _count(one, "limit"),
        with_attributes=one.get("attributes", "dsd") != "none",
        with_values=one.get("measures", "all") != "none",
    )


def _check(context: str, agency: str, version: str, key: str, parameters: Mapping[str, list[str]]) -> None:
    """Refuse what is not answered at all, before anything is read."""
    if context not in ("dataflow", "*"):
        raise BadSdmx(context, _("Data are asked for by dataflow."), "/data/dataflow/CONVENE/...", 501)
    check_reference(agency, version)
    if len(key) > LONGEST or any(len(text) > LONGEST for texts in parameters.values() for text in texts):
        raise BadSdmx(key, _("The key or a filter is too long."), status=414)
    if "\0" in key + "".join(text for texts in parameters.values() for text in texts):
        raise BadSdmx("", _("Codes have no control characters."))
    unknown = [name for name in parameters if name not in KNOWN and not _FILTER.fullmatch(name)]
    if unknown:
        raise BadSdmx(
            unknown[0], _("This parameter is not known."), _("Filters are written c[DIMENSION]=code.")
        )
    if key.count(",") >= MOST_KEYS:
        raise BadSdmx(
            key, _("These are more than %(most)s keys.") % {"most": MOST_KEYS}, _("Join codes by +."), 413
        )


def check_reference(agency: str, version: str) -> None:
    if agency not in (AGENCY, "*", "all"):
        raise BadSdmx(agency, _("There is nothing of this agency."), f"{AGENCY}", 404)
    if version not in (VERSION, "*", "~", "+", "latest", "all", "1.0+.0", "1+.0.0"):
        raise BadSdmx(version, _("There is no such version."), VERSION, 404)


def _key(text: str) -> dict[str, tuple[str, ...]]:
    if text in ANY:
        return {}
    parts = text.split(".")
    if len(parts) > len(KEY):
        raise BadSdmx(
            text,
            _("The key has %(found)s positions, the data structure %(expected)s: %(names)s.")
            % {"found": len(parts), "expected": len(KEY), "names": ".".join(KEY)},
        )
    # In a query string and in some clients a plus sign is a blank.
    codes = {name: tuple(re.split(r"[+ ]", part)) for name, part in zip(KEY, parts, strict=False)}
    return {name: some for name, some in codes.items() if some[0] not in ANY}


def _codes(dimension: str, texts: list[str]) -> tuple[tuple[str, ...] | None, tuple[str, ...]]:
    """`POL,UKR` -> wanted; `ne:POL` -> unwanted."""
    if dimension not in KEY:
        raise BadSdmx(
            f"c[{dimension}]",
            _("There is no such dimension."),
            _("Dimensions: %(names)s.") % {"names": ", ".join((*KEY, TIME))},
        )
    wanted: tuple[str, ...] | None = None
    unwanted: tuple[str, ...] = ()
    for part in (part for text in texts for part in re.split(r"[+ ](?=(?:eq|ne):)", text)):
        operator, between, told = part.partition(":")
        if not between:
            operator, told = "eq", part
        codes = tuple(code.removeprefix(f"{operator}:") for code in told.split(","))
        if operator == "eq":
            wanted = codes if wanted is None else tuple(code for code in wanted if code in codes)
        elif operator == "ne":
            unwanted += codes
        else:
            raise BadSdmx(f"c[{dimension}]={part}", _("Codes are compared by eq and ne only."), status=501)
    if wanted is not None and wanted[0] in ANY:
        wanted = None
    return wanted, unwanted


def _narrowed(
    key: dict[str, tuple[str, ...]], dimension: str, wanted: tuple[str, ...]
) -> dict[str, tuple[str, ...]]:
    already = key.get(dimension)
    return {
        **key,
        dimension: wanted if already is None else tuple(code for code in already if code in wanted),
    }


def _times(texts: list[str]) -> tuple[Bounds, tuple[str, ...] | None]:
    """`2020,2024`, `ge:2015`, `ge:2015+le:2020-06`."""
    first, last = (FIRST_YEAR, 0), (LAST_YEAR, 12)
    chosen: tuple[str, ...] | None = None
    for part in (part for text in texts for part in re.split(r"[+ ]", text)):
        operator, between, told = part.partition(":")
        if not between:
            operator, told = "eq", part
        if operator == "eq":
            chosen = tuple(told.split(","))
            ends = [end for one in chosen for end in _ends(one)]
            first, last = max(first, min(ends)), min(last, max(ends))
            continue
        begins, ends_at = _ends(told)
        if operator == "ge":
            first = max(first, begins)
        elif operator == "gt":
            first = max(first, (ends_at[0] + ends_at[1] // 12, ends_at[1] % 12 + 1))
        elif operator == "le":
            last = min(last, ends_at)
        elif operator == "lt":
            last = min(last, (begins[0] - (begins[1] == 1), (begins[1] - 2) % 12 + 1))
        else:
            raise BadSdmx(f"c[{TIME}]={part}", _("Periods are compared by eq, ge, gt, le and lt."))
    return Bounds(first, last), chosen


def _ends(told: str) -> tuple[tuple[int, int], tuple[int, int]]:
    """The first and last month of a period."""
    found = _PERIOD.fullmatch(told)
    if not found or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
        raise BadSdmx(told, _("This is no period."), _("Write 2024, 2024-03 or 2024-Q1."))
    year = int(found[1])
    if found[2]:
        return (year, 3 * int(found[3]) - 2), (year, 3 * int(found[3]))
    if month := found[4] or found[5]:
        if not 1 <= int(month) <= 12:
            raise BadSdmx(told, _("This is no period."), _("Write 2024, 2024-03 or 2024-Q1."))
        return (year, int(month)), (year, int(month))
    return (year, 1), (year, 12)


def _count(parameters: Mapping[str, str], name: str) -> int:
    told = parameters.get(name, "0") or "0"
    if not told.isascii() or not told.isdigit() or len(told) > 6:
        raise BadSdmx(f"{name}={told}", _("This is no number."))
    return int(told)
