"""Rows -> the database: models, lists of references, citations and grounds, written in bulk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Model

from convene.core.tables import Column, Kind, Table
from convene.core.told import parse_day
from convene.packs.rows import Row, Value, source_of
from convene.packs.texts import to_text
from convene.registry.models import Citation, Ground

BATCH = 500


class Writer:
    """
    Writes rows of a pack. `primary_keys` (table name -> key -> primary key) grows with every row made,
    so tables are written in loading order; a reference into the same table is set when all its rows exist.
    """

    def __init__(self, languages: Sequence[str], primary_keys: dict[str, dict[str, int]]) -> None:
        self.languages = languages
        self.primary_keys = primary_keys

    def add(self, table: Table, rows: Sequence[Row]) -> None:
        """Make rows that do not exist yet."""
        if not rows:
            return
        later = [column for column in table.columns if _refers_to_own_table(table, column)]
        instances = [self._fill(table, table.model(**dict(table.fixed)), row, later) for row in rows]
        table.model._base_manager.bulk_create(instances, batch_size=BATCH)
        self.primary_keys[table.name].update({instance.key: instance.pk for instance in instances})
        self._set_later(table, instances, rows, later)
        self._write_lists(table, rows)
        self._write_grounds(table, rows)

    def change(self, table: Table, rows: Sequence[Row]) -> None:
        """Give existing rows the values of `rows`, whatever differs."""
        if not rows:
            return
        by_key = {row.key: row for row in rows}
        for instance in table.rows().filter(key__in=by_key):
            self._fill(table, instance, by_key[instance.key], ()).save()
        self._forget_lists(table, list(by_key))
        self._write_lists(table, rows)
        self._write_grounds(table, rows)

    def forget(self, table: Table, keys: Sequence[str]) -> None:
        """Remove the citations and grounds of rows that go, or that went without them and now come back."""
        _forget_grounds([f"{table.kind}/{key}" for key in keys])

    def _fill(self, table: Table, instance: Model, row: Row, later: Sequence[Column]) -> Model:
        for column in table.columns:
            if column in later:
                continue
            value = row.values[column.name]
            if column.kind == Kind.PROSE:
                text = to_text(value, row.marks, column.name, self.languages)
                setattr(instance, column.attribute, text)
            elif column.kind == Kind.REF:
                attribute = table.model_field(column).attname
                setattr(instance, attribute, self._primary_key(column, value) if value else None)
            elif column.kind not in (Kind.REFS, Kind.SOURCES, Kind.CLAIMS):
                setattr(instance, column.attribute, _stored(table, column, value))
        return instance

    def _set_later(
        self, table: Table, instances: Sequence[Model], rows: Sequence[Row], later: Sequence[Column]
    ) -> None:
        for column in later:
            field = table.model_field(column)
            touched = []
            for instance, row in zip(instances, rows, strict=True):
                if row.values[column.name]:
                    setattr(instance, field.attname, self._primary_key(column, row.values[column.name]))
                    touched.append(instance)
            table.model._base_manager.bulk_update(touched, [field.name], batch_size=BATCH)

    def _primary_key(self, column: Column, reference: str) -> int:
        """The primary key behind a key, or behind an address where several tables may be meant."""
        key = reference.partition("/")[2] if len(column.to) > 1 else reference
        for name in column.to:
            if key in self.primary_keys[name]:
                return self.primary_keys[name][key]
        raise LookupError(f"{reference} of {column.name} is not among the rows of {', '.join(column.to)}")

    def _write_lists(self, table: Table, rows: Iterable[Row]) -> None:
        for column in table.columns:
            if column.kind != Kind.REFS:
                continue
            field = table.model_field(column)
            through = field.remote_field.through
            own, other = field.m2m_column_name(), field.m2m_reverse_name()
            # Their order is the order of the primary keys: the order in which they are made.
            through.objects.bulk_create(
                [
                    through(
                        **{
                            own: self.primary_keys[table.name][row.key],
                            other: self._primary_key(column, reference),
                        }
                    )
                    for row in rows
                    for reference in row.values[column.name]
                ],
                batch_size=BATCH,
            )

    def _forget_lists(self, table: Table, keys: Sequence[str]) -> None:
        owners = [self.primary_keys[table.name][key] for key in keys]
        for column in table.columns:
            if column.kind == Kind.REFS:
                field = table.model_field(column)
                through = field.remote_field.through
                through.objects.filter(**{f"{field.m2m_column_name()}__in": owners}).delete()
        _forget_grounds([f"{table.kind}/{key}" for key in keys])

    def _write_grounds(self, table: Table, rows: Iterable[Row]) -> None:
        citations, grounds = [], []
        for row in rows:
            address = f"{table.kind}/{row.key}"
            for position, item in enumerate(row.values.get("sources", ())):
                key, place = source_of(item)
                source_id = self.primary_keys["sources"][key]
                citations.append(
                    Citation(address=address, source_id=source_id, place=place, position=position)
                )
            for position, key in enumerate(row.values.get("claims", ())):
                claim_id = self.primary_keys["claims"][key]
                grounds.append(Ground(address=address, claim_id=claim_id, position=position))
        Citation.objects.bulk_create(citations, batch_size=BATCH)
        Ground.objects.bulk_create(grounds, batch_size=BATCH)


def _refers_to_own_table(table: Table, column: Column) -> bool:
    return column.kind == Kind.REF and table.name in column.to


def _forget_grounds(addresses: Sequence[str]) -> None:
    for start in range(0, len(addresses), BATCH):
        some = addresses[start : start + BATCH]
        Citation.objects.filter(address__in=some).delete()
        Ground.objects.filter(address__in=some).delete()


def _stored(table: Table, column: Column, value: Value):
    """The value as the model's attribute holds it."""
    field = table.model_field(column)
    if column.kind == Kind.YESNO:
        return value == "yes"
    if column.kind == Kind.ADDRESSES:
        return list(value)
    if value:
        if column.kind == Kind.DAY:
            return parse_day(value)
        return int(value) if column.kind == Kind.NUMBER else value
    if field.has_default():
        return field.get_default()
    return None if field.null else ""
