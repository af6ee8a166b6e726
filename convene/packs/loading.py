"""Loading a pack: all of it in one transaction, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from django.db import transaction

from convene.accounts.audit import record_event
from convene.accounts.models import User
from convene.accounts.record_version import touched_public
from convene.core.failures import Failure
from convene.core.tables import all_folders, all_tables, table_named
from convene.packs.checking import Report, checked, problems_of_rows
from convene.packs.comparing import Change, Changes, Conflict, compare
from convene.packs.instances import BATCH, Writer
from convene.packs.models import LoadedRow
from convene.packs.people import load_people
from convene.packs.record import Record, read_record
from convene.packs.removing import refuse_what_is_used, remove
from convene.packs.rows import Problem, Rows

# Told after each table: its name, how many tables are done, and how many there are.
Progress = Callable[[str, int, int], None]


class PackHasProblems(Failure):
    def __init__(self, folder: Path, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__(
            f"pack {folder.name}",
            f"{len(problems)} problems, so nothing was loaded",
            "Run `convene pack check` to see each with its file, line and column.",
        )


class PackConflicts(Failure):
    def __init__(self, folder: Path, conflicts: tuple[Conflict, ...]) -> None:
        self.conflicts = conflicts
        said = "; ".join(" ".join(str(conflict).split()) for conflict in conflicts[:5])
        more = f"; and {len(conflicts) - 5} more" if len(conflicts) > 5 else ""
        super().__init__(
            f"pack {folder.name}",
            "changed both in the database and in the files since the last load, so nothing was loaded: "
            f"{said}{more}",
            "Put the value to keep into the file, or load with --force, which takes the files' side.",
        )


class RecordIsNotEmpty(Failure):
    def __init__(self, folder: Path, changes: Changes) -> None:
        self.changes = changes
        super().__init__(
            f"pack {folder.name}",
            f"the database already holds a record; it would get {len(changes.added)} new, "
            f"{len(changes.changed)} changed and {len(changes.removed)} fewer rows",
            "See them with `convene pack diff`, then run `convene pack load --update`.",
        )


class AnotherDialogue(Failure):
    def __init__(self, here: str, there: str) -> None:
        super().__init__(
            f"pack of {there}",
            f"this database holds {here}, and one database holds one dialogue",
            "Set CONVENE_HOME to another folder for another dialogue.",
        )


@dataclass(frozen=True)
class Outcome:
    """What a load did. `first` where the database was empty before."""

    folder: Path
    first: bool
    rows: int
    changes: Changes
    people: int = 0

    def __str__(self) -> str:
        done = self.changes
        if not done and not self.people:
            return f"{self.folder.name}: nothing to load, {self.rows} rows are as in the files"
        numbers = {
            "rows added": len(done.added),
            "changed": len(done.changed),
            "removed": len(done.removed),
            "kept as edited here": len(done.kept),
            "settled as the files say": len(done.conflicts),
            "invented people": self.people,
        }
        parts = [f"{number} {what}" for what, number in numbers.items() if number]
        return f"{self.folder.name}: {', '.join(parts)}"


def diff(folder: Path | str) -> Changes:
    """
    Return what a load would change in the database; nothing is changed.

    Raises PackHasProblems.
    """
    report, _, rows = checked(folder)
    _refuse_problems(report)
    record = read_record()
    _refuse_another_dialogue(record, rows)
    return compare(_loaded_rows(), record.rows, rows)


@transaction.atomic
def load(
    folder: Path | str,
    *,
    by: User | str | None = None,
    progress: Progress | None = None,
    force: bool = False,
    update: bool = False,
) -> Outcome:
    """
    Load the pack in `folder`, in one transaction.

    An empty database takes everything. Otherwise `update` must be asked for; then rows that only people
    changed stay, rows that only the files changed follow the files, and a row changed on both sides stops
    the load, unless `force` lets the files win. Loading the same pack again does nothing.

    Raises PackHasProblems, PackConflicts, RecordIsNotEmpty, AnotherDialogue, StillUsed.
    """
    report, files, rows = checked(folder)
    _refuse_problems(report)
    record = read_record()
    _refuse_another_dialogue(record, rows)
    changes = compare(_loaded_rows(), record.rows, rows)
    if changes.conflicts and not force:
        raise PackConflicts(report.folder, changes.conflicts)
    if changes and not record.is_empty and not (update or force):
        raise RecordIsNotEmpty(report.folder, changes)
    todo = _with_the_files_side(changes)
    if todo:
        _apply(todo, rows, record, files.languages, progress)
        if not record.is_empty:
            _refuse_a_broken_merge(report.folder)
    people = load_people(files)
    for kept in all_folders():
        if (report.folder / kept.name).is_dir():
            kept.load(report.folder)
    _remember(rows)
    if todo:
        _record_events(todo, rows, first=record.is_empty, by=by)
        touched_public()
    return Outcome(report.folder, record.is_empty, report.rows, changes, people)


def _refuse_problems(report: Report) -> None:
    if not report.ok:
        raise PackHasProblems(report.folder, report.problems)


def _refuse_another_dialogue(record: Record, rows: Rows) -> None:
    here, there = set(record.rows["dialogue"]), set(rows["dialogue"])
    if here and here != there:
        raise AnotherDialogue(", ".join(here), ", ".join(there))


def _loaded_rows() -> Mapping[str, Mapping[str, Mapping]]:
    loaded: dict[str, dict[str, Mapping]] = {}
    for table, key, row in LoadedRow.objects.values_list("table", "key", "row"):
        loaded.setdefault(table, {})[key] = row
    return loaded


def _with_the_files_side(changes: Changes) -> Changes:
    """The changes with every conflict settled as the files say."""
    added, changed, removed = list(changes.added), list(changes.changed), list(changes.removed)
    for conflict in changes.conflicts:
        change = Change(conflict.table, conflict.key, conflict.address, conflict.cells)
        side = {"removed": added}.get(conflict.database, changed)
        (removed if conflict.file == "removed" else side).append(change)
    return replace(changes, added=tuple(added), changed=tuple(changed), removed=tuple(removed), conflicts=())


def _apply(
    changes: Changes, rows: Rows, record: Record, languages: tuple[str, ...], progress: Progress | None
) -> None:
    primary_keys = {name: dict(keys) for name, keys in record.primary_keys.items()}
    writer = Writer(languages, primary_keys)
    removed = [(table_named(change.table), change) for change in changes.removed]
    for change in changes.removed if record.is_empty else (*changes.removed, *changes.added):
        writer.forget(table_named(change.table), [change.key])
    # Unused rows go first, so that what must stand once can move to another row; used ones last.
    waiting = remove(removed)
    tables = all_tables()
    for done, table in enumerate(tables, 1):
        writer.add(
            table, [rows[table.name][change.key] for change in changes.added if change.table == table.name]
        )
        if progress:
            progress(str(table.label), done, len(tables))
    for table in tables:
        writer.change(
            table, [rows[table.name][change.key] for change in changes.changed if change.table == table.name]
        )
    refuse_what_is_used(remove(waiting))


def _refuse_a_broken_merge(folder: Path) -> None:
    """The files are sound by themselves; together with what people edited here they must be so too."""
    record = read_record()
    problems = tuple(problems_of_rows(record.rows, record.languages))
    if problems:
        raise PackHasProblems(folder, problems)


def _remember(rows: Rows) -> None:
    """Keep the files' rows and their order for the next comparison."""
    wanted = {
        (table, row.key): (position, row.to_json())
        for position, (table, row) in enumerate(
            (table, row) for table, found in rows.items() for row in found.values()
        )
    }
    stale, changed = [], []
    for loaded in LoadedRow.objects.all():
        now = wanted.pop((loaded.table, loaded.key), None)
        if now is None:
            stale.append(loaded.pk)
        elif now != (loaded.position, loaded.row):
            loaded.position, loaded.row = now
            changed.append(loaded)
    for start in range(0, len(stale), BATCH):
        LoadedRow.objects.filter(pk__in=stale[start : start + BATCH]).delete()
    LoadedRow.objects.bulk_update(changed, ["position", "row"], batch_size=100)
    LoadedRow.objects.bulk_create(
        [
            LoadedRow(table=table, key=key, position=position, row=row)
            for (table, key), (position, row) in wanted.items()
        ],
        batch_size=BATCH,
    )


def _record_events(changes: Changes, rows: Rows, *, first: bool, by: User | str | None) -> None:
    """One event for the whole load; on a later load also one for every row that changed."""
    dialogue = next(iter(rows["dialogue"]), "")
    counts = {
        "added": len(changes.added),
        "changed": len(changes.changed),
        "removed": len(changes.removed),
        "kept": len(changes.kept),
    }
    address = f"dialogue/{dialogue}"
    who = by or "pack load"
    record_event("pack.loaded", address, dialogue, by=who, after=counts)
    if first:
        return
    for verb, found in (
        ("pack.added", changes.added),
        ("pack.changed", changes.changed),
        ("pack.removed", changes.removed),
    ):
        for change in found:
            record_event(
                verb,
                change.address,
                change.address,
                by=who,
                before={cell.column: cell.before for cell in change.cells} or None,
                after={cell.column: cell.after for cell in change.cells} or None,
            )
