"""Everything wrong with a pack, all at once: each problem with its file, line and column."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import available_timezones

from django.db.models import UniqueConstraint

from convene.core.tables import Kind, Table, Trouble, all_folders, all_tables, table_named, table_of_kind
from convene.core.text import TranslationState
from convene.packs.cell_checks import Known, cell_faults
from convene.packs.people import people_problems
from convene.packs.reading import TRANSLATIONS, PackFiles, read
from convene.packs.row_checks import row_faults
from convene.packs.rows import LANGUAGE, Problem, Row, Rows, header

_STATES = tuple(
    str(state)
    for state in TranslationState
    if state not in (TranslationState.MISSING, TranslationState.STALE)
)


@dataclass(frozen=True)
class Report:
    """What `check` found. A pack may be loaded only when `ok`."""

    folder: Path
    problems: tuple[Problem, ...]
    tables: int
    rows: int

    @property
    def ok(self) -> bool:
        return not self.problems


def check(folder: Path | str) -> Report:
    """Read and check the pack in `folder`; nothing is loaded or changed."""
    return checked(folder)[0]


def checked(folder: Path | str) -> tuple[Report, PackFiles, Rows]:
    """The report, the files as read, and the rows by table and key with their translation marks."""
    files = read(Path(folder))
    rows, duplicates = _by_key(files.rows)
    known = _known(rows, files.unreadable)
    problems = [*files.problems, *duplicates]
    problems.extend(_translation_problems(files, rows))
    problems.extend(_dialogue_problems(files, rows))
    for table in all_tables():
        problems.extend(_table_problems(table, files.rows.get(table.name, []), known))
    if not files.unreadable:
        problems.extend(_rule_problems(rows, files.languages))
    problems.extend(people_problems(files, rows))
    problems.extend(_folder_problems(files, rows))
    order = {table.file: number for number, table in enumerate(all_tables())}
    problems.sort(
        key=lambda problem: (order.get(problem.file, 99), problem.file, problem.line, problem.column)
    )
    report = Report(
        files.folder,
        tuple(_once(problems)),
        sum(1 for found in files.rows.values() if found),
        sum(len(found) for found in files.rows.values()),
    )
    return report, files, rows


def _folder_problems(files: PackFiles, rows: Rows) -> Iterator[Problem]:
    """What parts find in the folders that they keep beside their tables."""
    for folder in all_folders():
        if (files.folder / folder.name).is_dir():
            for bad in folder.check(files.folder, rows):
                yield Problem(bad.file, bad.line, bad.column, bad.column_name, bad.found, bad.expected)


def _once(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Each problem once; a cell that could not be read is not reported as empty too."""
    seen: set = set()
    for problem in problems:
        cell = problem.file, problem.line, problem.column, problem.column_name
        if problem not in seen and not (problem.found == "" and cell in seen):
            yield problem
        seen.update((problem, cell))


def problems_of_rows(rows: Rows, languages: Iterable[str]) -> list[Problem]:
    """Problems of rows that stand in no file (the record after a merge); lines are 0."""
    known = _known(rows, set())
    problems: list[Problem] = []
    for table in all_tables():
        problems.extend(_table_problems(table, list(rows.get(table.name, {}).values()), known))
    problems.extend(_rule_problems(rows, tuple(languages)))
    return problems


def _by_key(tables: dict[str, list[Row]]) -> tuple[Rows, list[Problem]]:
    """Rows by key; a second row with a key is reported and left out. Proxies of one model share their keys."""
    rows: Rows = {}
    problems: list[Problem] = []
    owners: dict[tuple[type, str], Row] = {}
    for table in all_tables():
        rows[table.name] = {}
        for row in tables.get(table.name, []):
            if not row.key:
                continue
            owner = owners.setdefault((table.model._meta.concrete_model, row.key), row)
            if owner is row:
                rows[table.name][row.key] = row
            else:
                where = f"{table_named(owner.table).file} line {owner.line}"
                problems.append(
                    Problem(table.file, *row.spot("key"), "key", row.key, f"a key that {where} does not have")
                )
    return rows, problems


def _known(rows: Rows, unreadable: set[str]) -> Known:
    keys = {table.name: dict.fromkeys(rows.get(table.name, {})) for table in all_tables()}
    schemes = {key: str(row.values.get("scheme", "")) for key, row in rows.get("concepts", {}).items()}
    return Known(keys, schemes, unreadable)


def _table_problems(table: Table, rows: list[Row], known: Known) -> Iterator[Problem]:
    for row in rows:
        for column in table.columns:
            for name, found, expected in cell_faults(table, column, row, known):
                place = row.spots.get(name) or row.spot(column.name)
                yield Problem(table.file, *place, name.partition("[")[0], found, expected)
        for name, found, expected in row_faults(table, row):
            yield Problem(table.file, *row.spot(name), name, found, expected)
    yield from _repeated(table, rows)


def _repeated(table: Table, rows: list[Row]) -> Iterator[Problem]:
    """Values that the model wants once, alone or together: a difference's number, both ends of a link."""
    meta = table.model._meta
    groups = [(field.name,) for field in meta.fields if field.unique and field.name not in ("id", "key")]
    groups += [tuple(rule.fields) for rule in meta.constraints if isinstance(rule, UniqueConstraint)]
    names = {column.attribute: column.name for column in table.columns}
    for group in groups:
        if not all(attribute in names for attribute in group):
            continue
        columns = [names[attribute] for attribute in group]
        seen: dict[tuple, Row] = {}
        for row in rows:
            values = tuple(str(row.values[column]) for column in columns)
            if not all(values):
                continue
            first = seen.setdefault(values, row)
            if first is not row:
                yield Problem(
                    table.file,
                    *row.spot(columns[0]),
                    " + ".join(columns),
                    " + ".join(values),
                    f"values that {first.key} (line {first.line}) does not have",
                )


def _rule_problems(rows: Rows, languages: tuple[str, ...]) -> Iterator[Problem]:
    """What the tables' own checks find; they see every column of every row, empty ones too."""
    pack = {}
    for table in all_tables():
        blank = dict.fromkeys(header(table, languages), "")
        pack[table.name] = {key: blank | row.flat() for key, row in rows[table.name].items()}
    for table in all_tables():
        for rule in table.checks:
            for trouble in rule(pack):
                yield _from_trouble(trouble, rows)


def _from_trouble(trouble: Trouble, rows: Rows) -> Problem:
    row = rows[trouble.table].get(trouble.key)
    place = row.spot(trouble.column) if row else (1, 1)
    file = table_named(trouble.table).file
    return Problem(file, *place, trouble.column, trouble.found, trouble.expected)


def _dialogue_problems(files: PackFiles, rows: Rows) -> Iterator[Problem]:
    """One pack holds one dialogue, with languages that can be read."""
    found = files.rows.get("dialogue", [])
    for row in found[1:]:
        yield Problem("dialogue.yml", row.line, 1, "key", row.key, "one dialogue in a pack")
    for row in found[:1]:
        codes = [code.strip() for code in str(row.values["languages"]).split(";")]
        for code in codes:
            if not LANGUAGE.fullmatch(code):
                expected = "codes of languages, the source language first, such as en; ru"
                yield Problem("dialogue.yml", *row.spot("languages"), "languages", code, expected)
        zone = str(row.values["time_zone"])
        if zone not in available_timezones():
            yield Problem(
                "dialogue.yml", *row.spot("time_zone"), "time_zone", zone, "a time zone such as Europe/Vienna"
            )
    if not found and (files.folder / "dialogue.yml").exists() and "dialogue" not in files.unreadable:
        yield Problem("dialogue.yml", 1, 1, "", "", "a row that names the dialogue")


def _translation_problems(files: PackFiles, rows: Rows) -> Iterator[Problem]:
    """Check translations.csv and hang its states on the rows they are about."""
    seen: dict[tuple[str, ...], int] = defaultdict(int)
    for named in files.translations:
        text = {name: cell.text.strip() for name, cell in named.items()}
        fault = _translation_fault(text, rows)
        name, expected = fault or ("", "")
        identity = text["record"], text["field"], text["language"]
        seen[identity] += 1
        if seen[identity] > 1:
            name, expected = "record", "each translation once"
        if name:
            cell = named[name]
            yield Problem(TRANSLATIONS, cell.line, cell.column, name, text[name], expected)
            continue
        kind, _, key = text["record"].partition("/")
        row = rows[table_of_kind(kind).name][key]
        row.marks[f"{text['field']}.{text['language']}"] = f"{text['state']}:{text['of']}"


def _translation_fault(text: dict[str, str], rows: Rows) -> tuple[str, str] | None:
    """(cell, what was expected) for a line of translations.csv that cannot be, else None."""
    kind, _, key = text["record"].partition("/")
    table = table_of_kind(kind)
    row = rows.get(table.name, {}).get(key) if table else None
    if row is None:
        return "record", "the address of a row of the pack"
    value = row.values.get(text["field"])
    if text["field"] not in {column.name for column in table.columns if column.kind == Kind.PROSE}:
        return "field", f"a column of {table.name} with a text in several languages"
    if text["language"] not in value:
        return "language", f"a language in which {text['record']} has a {text['field']}"
    if text["state"] not in _STATES:
        return "state", f"one of {', '.join(_STATES)}"
    if text["of"] and not (len(text["of"]) == 8 and set(text["of"]) <= set("0123456789abcdef")):
        return "of", "eight hex digits, or nothing where it translates today's source"
    return None
