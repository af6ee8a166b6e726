"""
The declaration of a table of the record: one place from which pack files, public lists, the API's
schema, the allow-list of public fields, the order of the back office's forms and the reference come.

Every part declares its tables in its `pack.py` and registers them here, in the order in which a pack
is loaded: a table may refer only to tables registered before it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What a column holds, and how a pack file writes it."""

    KEY = "key"  # letters, digits, dot, hyphen, underscore; permanent
    WORD = "word"  # plain text in no particular language: codes, numbers as printed, verbatim titles
    PROSE = "prose"  # a Text; one column per language: name.en, name.ru
    DAY = "day"  # 2009-04-28
    TOLD = "told"  # 2009-04, 2022, unknown, 2022-02..2022-10-24
    NUMBER = "number"  # a whole number
    YESNO = "yesno"  # yes or no (empty is no)
    CHOICE = "choice"  # one of `choices`
    REF = "ref"  # key of a row in `to[0]`; with several targets an address such as state/POL
    REFS = "refs"  # several of them, joined by "; "
    ADDRESS = "address"  # address of anything, with an optional #property
    ADDRESSES = "addresses"  # several, joined by "; "
    SOURCES = "sources"  # S003:L28; P02  (key of a source, and a place in it)
    CLAIMS = "claims"  # keys of claims that a reading rests on, joined by "; "
    URL = "url"


@dataclass(frozen=True)
class Column:
    """
    One column. `name` is also the model's attribute, unless `field` says otherwise.

    Label, help, choices and whether a value is needed come from the model's field; `label` and
    `required` stand here only where there is no such field (sources, claims) or where a pack asks for more.
    `public` is the allow-list: a column that is not public stays in the pack and the back office, and out
    of every list, feed, page, API answer and export.
    """

    name: str
    kind: Kind
    to: tuple[str, ...] = ()  # names of tables, for REF and REFS
    required: bool | None = None
    public: bool = True
    label: Any = ""
    help: Any = ""
    field: str = ""
    scheme: str = ""  # for references to concepts: the controlled list they must come from

    @property
    def attribute(self) -> str:
        return self.field or self.name


@dataclass(frozen=True)
class Trouble:
    """One thing wrong with a row of a pack. The reader of the pack adds file, line and column number."""

    table: str
    key: str
    column: str
    found: str
    expected: str


@dataclass(frozen=True, kw_only=True)
class Table:
    """
    One table of the record.

    name      in packs, lists and the API: "meetings"
    kind      of its addresses: "meeting"
    model     the Django model, which has a unique `key` and every column's attribute
    layout    "csv" (one row a line) or "yaml" (for long texts)
    fixed     attribute values that every row of this table has (a proxy's `kind`)
    has_page  whether /en/<kind>/<key> answers
    ordering  how public lists are sorted
    checks    rules over a whole pack: `check(pack) -> iterable of Trouble`, pack[table][key] -> row
    in_back_office  whether the secretariat edits its rows with the forms made from this declaration
    """

    name: str
    kind: str
    model: Any
    label: Any
    label_one: Any
    columns: tuple[Column, ...]
    layout: str = "csv"
    fixed: tuple[tuple[str, Any], ...] = ()
    has_page: bool = False
    public: bool = True
    ordering: tuple[str, ...] = ("key",)
    help: Any = ""
    checks: tuple[Any, ...] = ()
    in_back_office: bool = True

    @property
    def file(self) -> str:
        return f"{self.name}.{'csv' if self.layout == 'csv' else 'yml'}"

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    def model_field(self, column: Column):
        """The model's field behind a column, or None (sources and claims have none)."""
        names = {field.name for field in self.model._meta.get_fields()}
        return self.model._meta.get_field(column.attribute) if column.attribute in names else None

    def label_of(self, column: Column):
        field = self.model_field(column)
        return column.label or (field.verbose_name if field is not None else column.name)

    def choices_of(self, column: Column) -> list[tuple[str, Any]]:
        field = self.model_field(column)
        return list(field.choices or []) if field is not None else []

    def is_required(self, column: Column) -> bool:
        """Whether a pack must give a value: what the model demands, or more where the column says so."""
        if column.required is not None:
            return column.required
        field = self.model_field(column)
        if field is None or column.kind in (Kind.YESNO, Kind.CHOICE):
            return False
        return (not field.blank and not field.has_default()) or (
            column.kind == Kind.PROSE and not field.blank
        )

    def public_columns(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.public)

    def rows(self):
        """All rows of this table, whoever may see them."""
        return self.model._default_manager.filter(**dict(self.fixed))


_TABLES: dict[str, Table] = {}
_OF_KIND: dict[str, Table] = {}  # the first of each kind


def register(*tables: Table) -> None:
    """Register tables in loading order. Called from each part's AppConfig.ready through its `pack.py`."""
    for table in tables:
        known = _TABLES.setdefault(table.name, table)
        if known is not table:
            raise ValueError(f"Two tables are named {table.name!r}.")
        _OF_KIND.setdefault(table.kind, table)


def all_tables() -> tuple[Table, ...]:
    """Every table, in loading order."""
    return tuple(_TABLES.values())


def table_named(name: str) -> Table:
    return _TABLES[name]


def table_of_kind(kind: str) -> Table | None:
    """The table whose addresses begin with `kind/`, or None."""
    return _OF_KIND.get(kind)


def table_of_model(model: type) -> Table | None:
    return next((table for table in _TABLES.values() if table.model is model), None)


@dataclass(frozen=True)
class PackFolder:
    """
    A folder of a pack that holds more than rows: files of a part's own form, in step with its tables.

    check   `check(pack folder, rows by table and key)` yields what is wrong: file, line, column, column_name,
            found and expected, as attributes
    load    `load(pack folder)` brings it in, within the transaction that has loaded the rows; how much changed
    export  `export(pack folder)` writes it back and returns the files
    """

    name: str
    check: Callable[[Any, Any], Iterable[Any]]
    load: Callable[[Any], int]
    export: Callable[[Any], list[Any]]


_FOLDERS: dict[str, PackFolder] = {}


def register_folder(folder: PackFolder) -> None:
    """Called from a part's AppConfig.ready through its `pack.py`, as `register`."""
    _FOLDERS.setdefault(folder.name, folder)


def all_folders() -> tuple[PackFolder, ...]:
    return tuple(_FOLDERS.values())
