"""The tables of a data pack in words, for docs/reference/pack-format.md, made from their declarations."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

from django.utils.translation import override

from convene.core.failures import Failure
from convene.core.tables import Column, Kind, Table, all_tables, table_named

BEGIN = "<!-- made by `convene reference`: change the declarations, not these lines -->"
END = "<!-- end of what is made -->"

# How a cell of each kind is written, with an example.
WRITTEN = {
    Kind.KEY: "letters, digits, `.`, `-`, `_`; permanent, never used twice: `2014-10-28-som-berlin`",
    Kind.WORD: "plain text in no particular language: a code, a title as printed",
    Kind.PROSE: "text in the dialogue's languages: in CSV one column for each, `name.en`, `name.ru`; "
    "in YAML a mapping `en: ...`, `ru: ...`",
    Kind.DAY: "an exact day: `2009-04-28`",
    Kind.TOLD: "a day as told: `2009-04-28`, `2009-04`, `2022`, `2022-02..2022-10-24`, `..2016`, `unknown`",
    Kind.NUMBER: "a whole number: `3`",
    Kind.YESNO: "`yes` or `no`; empty is no",
    Kind.CHOICE: "one of the words named with the column; empty means the default",
    Kind.REF: "the key of a row in the table named; where two tables are named, an address: `state/POL`",
    Kind.REFS: "several of these, joined by `; `",
    Kind.ADDRESS: "the address of anything in the pack, with a property where needed: `state/UKR#joined`",
    Kind.ADDRESSES: "several addresses, joined by `; `",
    Kind.SOURCES: "keys of sources, each with a place in it after a colon: `S003:L28; P02`",
    Kind.CLAIMS: "keys of the claims that the row rests on, joined by `; `",
    Kind.URL: "a web address: `https://...`",
}


class MarksAreMissing(Failure):
    def __init__(self) -> None:
        super().__init__(
            "reference of packs", "the lines between which it stands are gone", f"Put back {BEGIN} and {END}."
        )


def with_tables(page: str) -> str:
    """Return `page` with everything between its two marks made anew."""
    head, begin, rest = page.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not begin or not end:
        raise MarksAreMissing
    with override("en"):
        made = "\n".join((*_kinds(), *(line for table in all_tables() for line in _table(table))))
    return f"{head}{BEGIN}\n\n{made}\n{END}{tail}"


def _kinds() -> Iterator[str]:
    yield "## Kinds of cells"
    yield ""
    yield "| kind | how it is written |"
    yield "| --- | --- |"
    for kind in Kind:
        yield f"| {kind} | {WRITTEN[kind]} |"
    yield ""
    yield "## Tables, in the order in which they are loaded"
    yield ""


def _table(table: Table) -> Iterator[str]:
    yield f"### {table.file}"
    yield ""
    page = f"Each has its page, `/<language>/{table.kind}/<key>`. " if table.has_page else ""
    yield f"{table.label}. {_first_paragraph(table.model)} {page}Address: `{table.kind}/<key>`."
    yield ""
    yield "| column | kind | needed | meaning |"
    yield "| --- | --- | --- | --- |"
    for column in table.columns:
        needed = "yes" if column.kind is Kind.KEY or table.is_required(column) else ""
        yield f"| `{column.name}` | {column.kind} | {needed} | {_meaning(table, column)} |"
    yield ""


def _first_paragraph(model: type) -> str:
    return " ".join((inspect.getdoc(model) or "").partition("\n\n")[0].split())


def _meaning(table: Table, column: Column) -> str:
    parts = [str(table.label_of(column))]
    field = table.model_field(column)
    parts += [str(text) for text in (column.help, getattr(field, "help_text", "")) if text]
    if choices := table.choices_of(column):
        parts.append("one of " + ", ".join(f"`{value}` ({label})" for value, label in choices))
    if column.to:
        parts.append("in " + " or ".join(f"`{table_named(name).file}`" for name in column.to))
    if column.scheme:
        parts.append(f"of the list `{column.scheme}`")
    if not column.public:
        parts.append("not public")
    return "; ".join(part.rstrip(".") for part in parts).replace("|", "\\|")
