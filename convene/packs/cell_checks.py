"""What a single cell must be: its form, its length, and that whatever it names is in the pack."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from convene.core.addresses import KEY_PATTERN, parse_address
from convene.core.failures import Failure
from convene.core.tables import Column, Kind, Table, all_tables, table_named, table_of_kind
from convene.core.told import parse_day, tell
from convene.packs.rows import LANGUAGE, Row, item_name, source_of

_KEY = re.compile(KEY_PATTERN)
_URL = URLValidator(schemes=["http", "https"])
LARGEST_NUMBER = 32_767  # what the smallest number column holds on every database
LARGER_NUMBERS = {  # and what the larger ones hold, by the model's field
    "PositiveIntegerField": 2_147_483_647,
    "PositiveBigIntegerField": 9_223_372_036_854_775_807,
}

LONGEST_PLACE = 200

# (name of the cell, what was found, what was expected)
Fault = tuple[str, str, str]


@dataclass
class Known:
    """
    Everything a pack has a key for. `schemes` gives each concept's controlled list; references into
    `unreadable` tables are let pass, since the file itself is reported.
    """

    keys: dict[str, dict[str, None]]
    schemes: dict[str, str]
    unreadable: set[str] = field(default_factory=set)
    _near: dict[tuple[str, str], str] = field(default_factory=dict)

    def candidates(self, column: Column) -> list[str]:
        """What a reference may say: keys, or addresses where it may lead to several tables."""
        if len(column.to) > 1:
            return [f"{table_named(name).kind}/{key}" for name in column.to for key in self.keys[name]]
        (name,) = column.to
        keys = self.keys[name]
        return (
            [key for key in keys if self.schemes.get(key) == column.scheme] if column.scheme else list(keys)
        )

    def did_you_mean(self, text: str, among: str, candidates: Sequence[str]) -> str:
        """A hint with the nearest candidates, or nothing."""
        if (among, text) not in self._near:
            near = get_close_matches(text, candidates, 1, 0.8) or get_close_matches(text, candidates, 3, 0.5)
            self._near[among, text] = f"; did you mean {' or '.join(near)}?" if near else ""
        return self._near[among, text]


def cell_faults(table: Table, column: Column, row: Row, known: Known) -> Iterator[Fault]:
    """Everything wrong with one cell of `row`."""
    value = row.values[column.name]
    if not value:
        if table.is_required(column):
            yield column.name, "", _wanted(table, column)
        return
    if isinstance(value, dict):
        yield from _prose_faults(table, column, value)
    elif isinstance(value, list):
        yield from _list_faults(column, value, known)
    else:
        check = _CHECKS.get(column.kind)
        if check:
            for found, expected in check(table, column, value, known):
                yield column.name, found, expected
        yield from _too_long(table, column, value)


def _wanted(table: Table, column: Column) -> str:
    """What belongs into an empty cell that may not be empty."""
    return {
        Kind.KEY: "a key of its own",
        Kind.SOURCES: "the sources that say so, such as S003:L28",
        Kind.CLAIMS: "the keys of its claims",
        Kind.DAY: "a day such as 2009-04-28",
        Kind.NUMBER: "a whole number",
        Kind.PROSE: "a text in at least one language",
        Kind.ADDRESS: "an address such as state/UKR",
        Kind.CHOICE: f"one of {_choices(table, column)}",
    }.get(column.kind, f"a {'key of ' + ' or '.join(column.to) if column.to else 'value'}")


def _prose_faults(table: Table, column: Column, value: dict[str, str]) -> Iterator[Fault]:
    most = getattr(table.model_field(column), "text_max_length", None)
    for language, text in value.items():
        if most and len(text) > most:
            yield f"{column.name}.{language}", f"{len(text)} characters", f"at most {most} characters"


def _too_long(table: Table, column: Column, value: str) -> Iterator[Fault]:
    most = getattr(table.model_field(column), "max_length", None)
    if most and len(value) > most:
        yield column.name, f"{len(value)} characters", f"at most {most} characters"


def _list_faults(column: Column, value: list[str], known: Known) -> Iterator[Fault]:
    seen: set[str] = set()
    for item in value:
        name = item_name(column.name, item)
        if item in seen:
            yield name, item, "each of them once"
            continue
        seen.add(item)
        if ";" in item:
            yield name, item, "one value a line; ';' joins them only in CSV"
            continue
        if column.kind == Kind.SOURCES:
            expected = _unknown_key(source_of(item)[0], "sources", known)
            if len(source_of(item)[1]) > LONGEST_PLACE:
                yield name, item, f"a place in the source of at most {LONGEST_PLACE} characters"
        elif column.kind == Kind.CLAIMS:
            expected = _unknown_key(item, "claims", known)
        elif column.kind == Kind.ADDRESSES:
            expected = _unknown_address(item, known)
        else:
            expected = _unknown_reference(column, item, known)
        if expected:
            yield name, item, expected


def _unknown_key(key: str, table: str, known: Known) -> str:
    if key in known.keys[table] or table in known.unreadable:
        return ""
    return f"a key of {table}{known.did_you_mean(key, table, list(known.keys[table]))}"


def _unknown_reference(column: Column, text: str, known: Known) -> str:
    if any(name in known.unreadable for name in column.to):
        return ""
    if len(column.to) > 1:
        kinds = {table_named(name).kind: name for name in column.to}
        kind, _, key = text.partition("/")
        if key in known.keys.get(kinds.get(kind, ""), {}):
            return ""
        expected = f"an address {' or '.join(f'{kind}/...' for kind in kinds)} of the pack"
    else:
        (name,) = column.to
        if text in known.keys[name]:
            if not column.scheme or known.schemes.get(text) == column.scheme:
                return ""
            return f"a word of the list {column.scheme}; {text} is one of {known.schemes.get(text)}"
        expected = f"a word of the list {column.scheme}" if column.scheme else f"a key of {name}"
    among = ",".join((*column.to, column.scheme))
    return expected + known.did_you_mean(text, among, known.candidates(column))


def _unknown_address(text: str, known: Known) -> str:
    try:
        address = parse_address(text)
    except Failure:
        return "an address: kind/key or kind/key#property, as in state/UKR#joined"
    table = table_of_kind(address.kind)
    if table is None:
        kinds = [table.kind for table in all_tables()]
        return f"an address of a known kind{known.did_you_mean(address.kind, 'kinds', kinds)}"
    if address.key in known.keys[table.name] or table.name in known.unreadable:
        return ""
    candidates = [f"{table.kind}/{key}" for key in known.keys[table.name]]
    hint = known.did_you_mean(address.thing, f"/{table.name}", candidates)
    return f"the address of something in {table.file}{hint}"


def _key_faults(table: Table, column: Column, value: str, known: Known):
    if not _KEY.fullmatch(value):
        yield value, "letters, digits, dot, hyphen and underscore only, beginning with a letter or digit"


def _choices(table: Table, column: Column) -> str:
    return ", ".join(value for value, _ in table.choices_of(column))


def _choice_faults(table: Table, column: Column, value: str, known: Known):
    choices = [choice for choice, _ in table.choices_of(column)]
    if value not in choices:
        hint = known.did_you_mean(value, f"{table.name}.{column.name}", choices)
        yield value, f"one of {', '.join(choices)}{hint}"


def _word_faults(table: Table, column: Column, value: str, known: Known):
    if column.name.endswith("language") and not LANGUAGE.fullmatch(value):
        yield value, "the code of a language, such as en"


def _day_faults(table: Table, column: Column, value: str, known: Known):
    try:
        parse_day(value)
    except Failure:
        yield value, "a day such as 2009-04-28"


def _told_faults(table: Table, column: Column, value: str, known: Known):
    try:
        tell(value)
    except Failure:
        yield value, "2009-04-28, 2009-04, 2022, 2022-02..2022-10-24 or unknown"


def _number_faults(table: Table, column: Column, value: str, known: Known):
    field = table.model_field(column)
    largest = LARGER_NUMBERS.get(field.get_internal_type() if field else "", LARGEST_NUMBER)
    if not (value.isascii() and value.isdigit() and int(value) <= largest):
        yield value, f"a whole number from 0 to {largest}"


def _yesno_faults(table: Table, column: Column, value: str, known: Known):
    if value not in ("yes", "no"):
        yield value, "yes or no"


def _url_faults(table: Table, column: Column, value: str, known: Known):
    try:
        _URL(value)
    except ValidationError:
        yield value, "an address on the web that begins with https:// or http://"


def _reference_faults(table: Table, column: Column, value: str, known: Known):
    expected = _unknown_reference(column, value, known)
    if expected:
        yield value, expected


def _address_faults(table: Table, column: Column, value: str, known: Known):
    expected = _unknown_address(value, known)
    if expected:
        yield value, expected


_CHECKS = {
    Kind.KEY: _key_faults,
    Kind.WORD: _word_faults,
    Kind.CHOICE: _choice_faults,
    Kind.DAY: _day_faults,
    Kind.TOLD: _told_faults,
    Kind.NUMBER: _number_faults,
    Kind.YESNO: _yesno_faults,
    Kind.URL: _url_faults,
    Kind.REF: _reference_faults,
    Kind.ADDRESS: _address_faults,
}
