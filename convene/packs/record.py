"""The record in the database as canonical rows: what an export writes and a later load compares with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from convene.core.tables import Column, Kind, Table, all_tables, table_named
from convene.packs.models import LoadedRow
from convene.packs.rows import Row, Rows, Value, canonical_row, cite
from convene.packs.texts import from_text
from convene.registry.models import Citation, Claim, Dialogue, Ground, Source


@dataclass(frozen=True)
class Record:
    """
    All rows of the database, in the order of the files they came from (rows made since at the end),
    with the primary keys behind them.
    """

    languages: tuple[str, ...]
    rows: Rows
    primary_keys: Mapping[str, Mapping[str, int]]  # table name -> key -> primary key

    @property
    def is_empty(self) -> bool:
        return not any(self.rows.values())


def read_record(*, public_only: bool = False) -> Record:
    """
    Read every table. With `public_only`, rows that not everybody may see are left out;
    references to them are still there (see `public.only_public`).
    """
    dialogue = Dialogue.objects.first()
    languages = tuple(dialogue.language_codes) if dialogue else ()
    positions = {(table, key): position for table, key, position in _positions()}
    primary_keys = {table.name: dict(table.rows().values_list("key", "pk")) for table in all_tables()}
    reader = _Reader(languages, primary_keys)
    rows: Rows = {}
    for table in all_tables():
        found = table.rows()
        if public_only and hasattr(found, "public"):
            found = found.public()
        read = [reader.row(table, instance) for instance in found]
        last = len(positions) + 1
        read.sort(key=lambda row: (positions.get((row.table, row.key), last), row.key))
        rows[table.name] = {row.key: row for row in read}
    return Record(languages, rows, primary_keys)


def _positions():
    return LoadedRow.objects.values_list("table", "key", "position")


class _Reader:
    """Turns instances into rows with few queries: one a table, one a list of references, two for sources."""

    def __init__(self, languages: tuple[str, ...], primary_keys: Mapping[str, Mapping[str, int]]) -> None:
        self.languages = languages
        # Per table: primary key -> key. Proxies of one model have disjoint primary keys.
        self.keys = {name: {pk: key for key, pk in keys.items()} for name, keys in primary_keys.items()}
        self.sources = defaultdict(list)
        source_keys = dict(Source.objects.values_list("pk", "key"))
        for address, source, place in Citation.objects.order_by("position", "pk").values_list(
            "address", "source_id", "place"
        ):
            # A semicolon in a place, typed in the back office, would end the source in a file.
            self.sources[address].append(cite(source_keys[source], place.replace(";", ",")))
        self.claims = defaultdict(list)
        claim_keys = dict(Claim.objects.values_list("pk", "key"))
        for address, claim in Ground.objects.order_by("position", "pk").values_list("address", "claim_id"):
            self.claims[address].append(claim_keys[claim])
        self.lists: dict[tuple[str, str], dict[int, list[str]]] = {}

    def row(self, table: Table, instance) -> Row:
        values: dict[str, Value] = {}
        marks: dict[str, str] = {}
        for column in table.columns:
            if column.kind == Kind.PROSE:
                text = getattr(instance, column.attribute)
                values[column.name], found = from_text(text, column.name, self.languages)
                marks.update(found)
            else:
                values[column.name] = self._value(table, column, instance)
        return canonical_row(table, Row(table.name, instance.key, values, marks))

    def _value(self, table: Table, column: Column, instance) -> Value:
        address = f"{table.kind}/{instance.key}"
        if column.kind == Kind.SOURCES:
            return self.sources.get(address, [])
        if column.kind == Kind.CLAIMS:
            return self.claims.get(address, [])
        if column.kind == Kind.REFS:
            return self._list(table, column).get(instance.pk, [])
        if column.kind == Kind.REF:
            return self._reference(column, getattr(instance, table.model_field(column).attname))
        value = getattr(instance, column.attribute)
        if column.kind == Kind.YESNO:
            return "yes" if value else "no"
        if column.kind == Kind.ADDRESSES:
            return [str(item) for item in value or []]
        return "" if value is None else str(value)

    def _reference(self, column: Column, primary_key: int | None) -> str:
        """The key of the row referred to; its address where the column may lead to several tables."""
        if primary_key is None:
            return ""
        for name in column.to:
            key = self.keys[name].get(primary_key)
            if key is not None:
                return f"{table_named(name).kind}/{key}" if len(column.to) > 1 else key
        return ""

    def _list(self, table: Table, column: Column) -> dict[int, list[str]]:
        """All lists of one many-to-many column, each in the order in which it was given."""
        if (table.name, column.name) not in self.lists:
            field = table.model_field(column)
            lists = defaultdict(list)
            for owner, target in field.remote_field.through.objects.order_by("pk").values_list(
                field.m2m_column_name(), field.m2m_reverse_name()
            ):
                lists[owner].append(self._reference(column, target))
            self.lists[table.name, column.name] = lists
        return self.lists[table.name, column.name]
