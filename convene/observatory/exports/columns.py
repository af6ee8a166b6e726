"""The columns of downloads of figures: one list for CSV, its description and workbooks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from convene.observatory.shown import Row


@dataclass(frozen=True)
class Column:
    name: str
    label: Any
    datatype: str  # of XML Schema, as CSVW names it


COLUMNS = (
    Column("indicator", _("Indicator, its permanent code"), "string"),
    Column("indicator_name", _("Indicator"), "string"),
    Column("area", _("State or area, its code (ISO 3166-1 alpha-3; XKX for Kosovo*)"), "string"),
    Column("area_name", _("State or area"), "string"),
    Column("counterpart", _("Other side (origin, citizenship, destination), its code"), "string"),
    Column("counterpart_name", _("Other side"), "string"),
    Column("period", _("Year, or year and month"), "string"),
    Column("sex", _("Sex: T total, F women, M men"), "string"),
    Column("value", _("Value; empty where the producer has no figure"), "number"),
    Column("unit", _("Unit"), "string"),
    Column("flag", _("The producer's flags"), "string"),
    Column("note", _("Note"), "string"),
    Column("reason", _("Why there is no value"), "string"),
    Column("edition", _("Edition of the dataset"), "string"),
    Column("passport", _("Permanent page of the figure"), "anyURI"),
)


def cells(row: Row) -> list[Any]:
    """A row in the order of `COLUMNS`; numbers as numbers, "" where there is nothing."""
    found = []
    for column in COLUMNS:
        value = getattr(row, column.name)
        if column.name == "passport" and value:
            value = settings.PUBLIC_URL + value
        found.append("" if value is None else value)
    return found
