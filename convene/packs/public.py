"""What of the record everybody may have: public rows, without a trace of the others."""

from __future__ import annotations

from convene.core.addresses import parse_address
from convene.core.failures import Failure
from convene.core.tables import Column, Kind, Table, all_tables, table_of_kind
from convene.packs.rows import Row, Rows


def only_public(rows: Rows) -> Rows:
    """
    Return rows in which nothing refers to a row that is not there.

    References into hidden rows are taken out; a row that cannot stand without one is taken out too, and
    then whatever refers to that, until nothing changes. A hidden meeting thus leaves no link, no
    milestone's reference and no address behind.
    """
    kept = {table.name: dict(rows[table.name]) if table.public else {} for table in all_tables()}
    while True:
        lost = False
        for table in all_tables():
            for key, row in list(kept[table.name].items()):
                cleaned = _cleaned(table, row, kept)
                if cleaned is None:
                    del kept[table.name][key]
                    lost = True
                else:
                    kept[table.name][key] = cleaned
        if not lost:
            return kept


def _cleaned(table: Table, row: Row, kept: Rows) -> Row | None:
    values = dict(row.values)
    for column in table.columns:
        before = values[column.name]
        if isinstance(before, list):
            values[column.name] = [item for item in before if _is_there(column, item, kept)]
        elif column.kind in (Kind.REF, Kind.ADDRESS) and before and not _is_there(column, before, kept):
            values[column.name] = ""
        if before and not values[column.name] and (column.kind == Kind.ADDRESS or table.is_required(column)):
            return None
    return Row(row.table, row.key, values, row.marks)


def _is_there(column: Column, item: str, kept: Rows) -> bool:
    if column.kind == Kind.SOURCES:
        return item.partition(":")[0] in kept["sources"]
    if column.kind == Kind.CLAIMS:
        return item in kept["claims"]
    if column.kind in (Kind.ADDRESS, Kind.ADDRESSES) or len(column.to) > 1:
        try:
            address = parse_address(item)
        except Failure:
            return False
        table = table_of_kind(address.kind)
        return table is not None and address.key in kept[table.name]
    return item in kept[column.to[0]]
