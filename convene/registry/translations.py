"""The translation debt of the whole record: what is missing, stale, made by a machine or not yet reviewed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Model

from convene.accounts.audit import record_event
from convene.accounts.record_version import touched_public
from convene.core.failures import Failure
from convene.core.tables import Column, Kind, Table, all_tables
from convene.core.text import Text, TranslationState
from convene.registry.models import Designation
from convene.registry.operations import label_of
from convene.search.operations import mark

OWED = (
    TranslationState.MISSING,
    TranslationState.STALE,
    TranslationState.MACHINE,
    TranslationState.UNREVIEWED,
)


class NothingToReview(Failure):
    def __init__(self, row: Model, language: str) -> None:
        super().__init__(
            row.address, f"there is no translation into '{language}'", "Write the translation first."
        )


@dataclass(frozen=True)
class Debt:
    """One text of one row that still needs work in one language."""

    table: Table
    row: Model
    column: Column
    language: str
    state: TranslationState
    source_text: str
    text: str

    @property
    def address(self) -> str:
        return self.row.address


def debts(
    languages: Sequence[str],
    *,
    table: str = "",
    language: str = "",
    state: str = "",
) -> Iterator[Debt]:
    """
    Yield every text that owes something in one of `languages`, in the order of tables and rows. One query a table.

    Tables that the secretariat does not edit are left out: what they lack is told where they are written.
    """
    for declared in all_tables():
        if not declared.in_back_office or (table and declared.name != table):
            continue
        for debt in _debts_of(declared, languages):
            if (not language or debt.language == language) and (not state or debt.state == state):
                yield debt


def counted(languages: Sequence[str]) -> dict[str, dict[str, Counter]]:
    """Return table name -> language -> state -> how many texts. Tables that owe nothing are left out."""
    counts: dict[str, dict[str, Counter]] = {}
    for debt in debts(languages):
        by_language = counts.setdefault(debt.table.name, {code: Counter() for code in languages})
        by_language[debt.language][debt.state] += 1
    return counts


@transaction.atomic
def review(row: Model, field: str, language: str, *, by, note: str = "") -> Model:
    """
    Say that a named person has read a translation against today's source and confirms it.

    `field` is the attribute of a Text, or "reviewed" of a designation, which has its language by itself.
    Raises NothingToReview where nothing is translated.
    """
    if isinstance(row, Designation):
        before, row.reviewed = row.reviewed, True
        row.save(update_fields=["reviewed"])
        was, now = {"reviewed": before}, {"reviewed": True}
    else:
        text: Text = getattr(row, field)
        if not text.values.get(language) or not text.values[language].text:
            raise NothingToReview(row, language)
        was = {f"{field} ({language})": str(text.state(language))}
        wording = text.values[language].text
        setattr(row, field, text.with_translation(language, wording, TranslationState.REVIEWED))
        row.save(update_fields=[field])
        now = {f"{field} ({language})": str(getattr(row, field).state(language))}
    if was != now:
        record_event(
            "reviewed translation", row.address, label_of(row), by=by, before=was, after=now, note=note
        )
        mark(row.address)
        touched_public()
    return row


def _debts_of(table: Table, languages: Sequence[str]) -> Iterator[Debt]:
    prose = [column for column in table.columns if column.kind == Kind.PROSE]
    is_named = table.model is Designation
    if not prose and not is_named:
        return
    for row in table.rows().order_by("key"):
        if is_named and not row.reviewed and row.language in languages and row.language != languages[0]:
            column = table.column("reviewed")
            yield Debt(table, row, column, row.language, TranslationState.UNREVIEWED, row.key, row.short)
        for column in prose:
            text: Text = getattr(row, column.attribute)
            for language, state in text.debt(languages).items():
                value = text.values.get(language)
                yield Debt(table, row, column, language, state, str(text), value.text if value else "")
