"""
Rules over the registry's rows of a whole pack. Pure: they see rows as a pack writes them.

Each takes `pack`, a mapping table name -> key -> row (column -> value as text, lists for several),
and yields `Trouble` for every row that breaks the rule.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations

from convene.core.failures import Failure
from convene.core.periods import Period
from convene.core.tables import Trouble
from convene.core.told import parse_day

Pack = Mapping[str, Mapping[str, Mapping]]
LONGEST_QUOTE_WORDS = 25


def _period(row: Mapping) -> Period | None:
    """The row's period, or None where its days are wrong (another check says so)."""
    try:
        return Period(
            parse_day(row["starts_on"]) if row.get("starts_on") else None,
            parse_day(row["ends_on"]) if row.get("ends_on") else None,
        )
    except Failure:
        return None


def _overlapping(pack: Pack, table: str, *columns: str) -> Iterator[tuple[str, str]]:
    """Pairs of keys of rows that agree in `columns` and share a day."""
    rows_by = defaultdict(list)
    for key, row in pack.get(table, {}).items():
        rows_by[tuple(row.get(column, "") for column in columns)].append((key, _period(row)))
    for rows in rows_by.values():
        for (first, one), (second, other) in combinations(rows, 2):
            if one and other and one.overlaps(other):
                yield first, second


def every_actor_has_a_designation(pack: Pack) -> Iterator[Trouble]:
    named = {(row.get("actor"), row.get("language")) for row in pack.get("designations", {}).values()}
    languages = [
        code.strip()
        for row in pack.get("dialogue", {}).values()
        for code in row.get("languages", "").split(";")
        if code.strip()
    ]
    for table, kind in (("states", "state"), ("organisations", "organisation")):
        for key in pack.get(table, {}):
            for language in languages[:1]:
                if (f"{kind}/{key}", language) not in named:
                    yield Trouble(
                        table, key, "key", key, f"a row in designations for {kind}/{key} in '{language}'"
                    )


def designations_do_not_overlap(pack: Pack) -> Iterator[Trouble]:
    for first, second in _overlapping(pack, "designations", "actor", "language"):
        yield Trouble(
            "designations", second, "starts_on", second, f"a period that does not overlap that of {first}"
        )


def a_mark_has_its_footnote(pack: Pack) -> Iterator[Trouble]:
    for key, row in pack.get("designations", {}).items():
        if row.get("mark") and not row.get("footnote"):
            yield Trouble(
                "designations", key, "footnote", "", f"the footnote that the mark {row['mark']} leads to"
            )


def one_status_at_a_time(pack: Pack) -> Iterator[Trouble]:
    for first, second in _overlapping(pack, "participation", "actor"):
        yield Trouble(
            "participation", second, "starts_on", second, f"a period that does not overlap that of {first}"
        )


def seats_are_not_exceeded(pack: Pack) -> Iterator[Trouble]:
    seats = {key: row.get("seats") for key, row in pack.get("offices", {}).items()}
    for first, second in _overlapping(pack, "terms", "office"):
        office = pack["terms"][second].get("office")
        if str(seats.get(office) or "") == "1":
            yield Trouble(
                "terms",
                second,
                "starts_on",
                second,
                f"no day shared with {first}: office {office} has one seat",
            )
    for first, second in _overlapping(pack, "terms", "office", "holder"):
        if pack["terms"][second].get("holder"):
            yield Trouble(
                "terms", second, "holder", second, f"a holder who does not hold it already ({first})"
            )


def quotations_are_short(pack: Pack) -> Iterator[Trouble]:
    for key, row in pack.get("claims", {}).items():
        words = len(row.get("quote", "").split())
        if words > LONGEST_QUOTE_WORDS:
            yield Trouble(
                "claims", key, "quote", f"{words} words", f"a phrase of at most {LONGEST_QUOTE_WORDS} words"
            )


def press_is_internal(pack: Pack) -> Iterator[Trouble]:
    """Claims from the press are internal unless a public difference shows them by an editor's decision."""
    kinds = {key: row.get("kind") for key, row in pack.get("sources", {}).items()}
    for key, row in pack.get("claims", {}).items():
        if kinds.get(row.get("source")) == "press" and row.get("visibility") not in ("secretariat",):
            yield Trouble(
                "claims",
                key,
                "visibility",
                row.get("visibility") or "public",
                "secretariat: its source is the press",
            )


def a_difference_has_two_sides(pack: Pack) -> Iterator[Trouble]:
    for key, row in pack.get("differences", {}).items():
        if len(row.get("claims", [])) < 1:
            yield Trouble("differences", key, "claims", "", "the claims that differ")


def misprints_are_internal(pack: Pack) -> Iterator[Trouble]:
    """A difference that is only one of form stays internal unless an editor says why it is shown."""
    for key, row in pack.get("differences", {}).items():
        explained = any(name.startswith("decided_because.") and text for name, text in row.items())
        if row.get("kinds") == ["form"] and row.get("visibility") != "secretariat" and not explained:
            yield Trouble(
                "differences",
                key,
                "visibility",
                row.get("visibility") or "public",
                "secretariat, or decided_because saying why a misprint is shown",
            )
