"""Files of a pack -> rows with the place of every cell. Reports everything it meets; nothing stops the rest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

import yaml

from convene.core.tables import Kind, Table, all_tables
from convene.packs.csv_text import Cell, cells
from convene.packs.rows import LANGUAGE, LISTS, Problem, Row, canonical_row, header, item_name, split
from convene.packs.yaml_text import compose, is_null, place_of

TRANSLATIONS = "translations.csv"
TRANSLATION_COLUMNS = ("record", "field", "language", "state", "of")
PEOPLE = "people.yml"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass
class PackFiles:
    """
    What the files say. `rows` keeps the order of the files, duplicates included; `unreadable` names
    tables whose file could not be read to its end, so that references into them are not reported too.
    """

    folder: Path
    languages: tuple[str, ...] = ()
    rows: dict[str, list[Row]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    unreadable: set[str] = field(default_factory=set)
    translations: list[dict[str, Cell]] = field(default_factory=list)
    people: yaml.Node | None = None

    def report(self, file: str, place: tuple[int, int], name: str, found: str, expected: str, **more) -> None:
        self.problems.append(Problem(file, *place, name, found, expected, **more))


def read(folder: Path) -> PackFiles:
    """Read every file of the pack in `folder`."""
    files = PackFiles(Path(folder))
    tables = all_tables()
    if not files.folder.is_dir():
        files.report(files.folder.name, (1, 1), "", str(files.folder), "a folder with the files of a pack")
        return files
    _report_strangers(files, tables)
    trees = {table.name: _tree(files, table) for table in tables if table.layout != "csv"}
    files.languages = _languages(trees.get("dialogue"))
    for table in tables:
        if table.layout == "csv":
            rows = _csv_rows(files, table)
        else:
            rows = _yaml_rows(files, table, trees[table.name])
        files.rows[table.name] = [canonical_row(table, row) for row in rows]
    files.translations = list(_translations(files))
    text = _text(files, PEOPLE)
    files.people = _composed(files, PEOPLE, text) if text else None
    return files


def _report_strangers(files: PackFiles, tables: Sequence[Table]) -> None:
    """A file that no table owns is most likely a misspelt one, whose rows would be missed in silence."""
    known = {table.file for table in tables} | {TRANSLATIONS, PEOPLE}
    for path in sorted(files.folder.iterdir()):
        if path.suffix in {".csv", ".yml", ".yaml"} and path.name not in known:
            near = get_close_matches(path.name, sorted(known), 1)
            hint = f" (did you mean {near[0]}?)" if near else ""
            files.report(path.name, (1, 1), "", path.name, f"the name of a table's file{hint}")
    if not (files.folder / "dialogue.yml").exists():
        files.report("dialogue.yml", (1, 1), "", "", "a file that names the dialogue and its languages")


def _text(files: PackFiles, name: str) -> str | None:
    """The file's text, or None where it has none. Wrong bytes are reported and replaced, so reading goes on."""
    path = files.folder / name
    if not path.is_file():
        return None
    data = path.read_bytes()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        place = before.count(b"\n") + 1, error.start - before.rfind(b"\n")
        found = f"byte 0x{data[error.start]:02x} at position {error.start}"
        files.report(name, place, "", found, "text in UTF-8")
        text = data.decode("utf-8", errors="replace")
    if text.startswith("\ufeff"):
        files.report(name, (1, 1), "", "a byte order mark", "text that begins at once", formatting=True)
        text = text[1:]
    if "\r" in text:
        before = text[: text.index("\r")]
        place = before.count("\n") + 1, len(before) - before.rfind("\n")
        files.report(name, place, "", "a carriage return", "lines that end in LF only", formatting=True)
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    for number, line in enumerate(text.split("\n"), 1):
        if "\t" in line:
            place = number, line.index("\t") + 1
            files.report(name, place, "", "a tab", "spaces", formatting=not name.endswith(".yml"))
        control = _CONTROL.search(line)
        if control:
            found = f"the control character U+{ord(control[0]):04X}"
            files.report(name, (number, control.start() + 1), "", found, "printable text")
    return text


# --- CSV ------------------------------------------------------------------------------------------


def _csv_rows(files: PackFiles, table: Table) -> Iterable[Row]:
    text = _text(files, table.file)
    if text is None:
        return
    lines = cells(text)
    first = next(lines, [])
    names = _header(files, table, first)
    for line in lines:
        if len(line) == 1 and not line[0].text:
            continue  # a blank line says nothing
        named = _named_cells(files, table.file, names, line)
        yield _row_of_cells(table, named, line[0].line)


def _header(files: PackFiles, table: Table, first: list[Cell]) -> list[str]:
    """The column each cell of a line belongs to; "" for a column that nobody knows."""
    expected = header(table, files.languages)
    prose = {column.name for column in table.columns if column.kind == Kind.PROSE}
    names: list[str] = []
    for cell in first:
        name, place = cell.text.strip(), (cell.line, cell.column)
        base, _, language = name.partition(".")
        if name in names:
            files.report(table.file, place, name, name, "each column once")
        elif name in expected:
            names.append(name)
            continue
        elif base in prose and not files.languages:
            names.append(name)  # the languages themselves are in doubt, and reported
            continue
        elif base in prose and language:
            spoken = ", ".join(files.languages)
            files.report(table.file, place, name, language, f"a language of the dialogue ({spoken})")
        else:
            near = get_close_matches(name, [column for column in expected if column not in names], 1)
            hint = f"; did you mean {near[0]}?" if near else f": {', '.join(expected)}"
            files.report(table.file, place, name, name, f"a column of {table.name}{hint}")
        names.append("")
    internal = set(header(table, files.languages, [c for c in table.columns if not c.public]))
    for name in expected:
        # What an export for the public leaves out may be missing; it then means its default.
        if name not in names and name not in internal:
            files.report(table.file, (1, 1), name, "", f"a column {name}")
    return names


def _named_cells(files: PackFiles, file: str, names: list[str], line: list[Cell]) -> dict[str, Cell]:
    for cell in line:
        if cell.broken:
            files.report(file, (cell.line, cell.column), "", cell.text, cell.broken)
    if len(line) > len(names):
        stray = line[len(names)]
        files.report(
            file,
            (stray.line, stray.column),
            "",
            f"{len(line)} cells",
            f"{len(names)} cells, as many as columns; a text with a comma stands in quotes",
        )
    elif len(line) < len(names):
        last = line[-1]
        place = last.line, last.column
        files.report(file, place, "", f"{len(line)} cells", f"{len(names)} cells, as many as columns")
    named = {name: cell for name, cell in zip(names, line, strict=False) if name}
    for name, cell in named.items():
        if cell.text != cell.text.strip():
            place = cell.line, cell.column
            files.report(file, place, name, cell.text, "no space around the text", formatting=True)
    return named


def _row_of_cells(table: Table, named: dict[str, Cell], line: int) -> Row:
    values = {}
    for column in table.columns:
        if column.kind == Kind.PROSE:
            values[column.name] = {
                name.partition(".")[2]: cell.text
                for name, cell in named.items()
                if name.partition(".")[0] == column.name and cell.text
            }
        elif column.name in named:
            text = named[column.name].text
            values[column.name] = split(text) if column.kind in LISTS else text
    spots = {name: (cell.line, cell.column) for name, cell in named.items()}
    return Row(table.name, str(values.get("key", "")).strip(), values, {}, line, spots)


def _translations(files: PackFiles) -> Iterable[dict[str, Cell]]:
    text = _text(files, TRANSLATIONS)
    lines = cells(text or "")
    names = [cell.text for cell in next(lines, [])]
    if text and names != list(TRANSLATION_COLUMNS):
        files.report(TRANSLATIONS, (1, 1), "", ",".join(names), ",".join(TRANSLATION_COLUMNS))
        return
    for line in lines:
        if len(line) == 1 and not line[0].text:
            continue
        named = _named_cells(files, TRANSLATIONS, names, line)
        if len(named) == len(names):
            yield named


# --- YAML -----------------------------------------------------------------------------------------


def _tree(files: PackFiles, table: Table) -> yaml.Node | None:
    text = _text(files, table.file)
    if text is None:
        return None
    return _composed(files, table.file, text, table.name)


def _composed(files: PackFiles, file: str, text: str, table: str = "") -> yaml.Node | None:
    try:
        return compose(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        said = getattr(error, "problem", None) or "this"
        files.report(file, place, "", said, "YAML; put a text with ': ' or ' #' in quotes or after >-")
        files.unreadable.add(table)
        return None


def _languages(tree: yaml.Node | None) -> tuple[str, ...]:
    """Languages of the dialogue, the source language first; empty where its file does not say."""
    rows = tree.value if isinstance(tree, yaml.SequenceNode) else []
    for row in rows[:1]:
        for name, node in row.value if isinstance(row, yaml.MappingNode) else []:
            if name.value == "languages" and isinstance(node, yaml.ScalarNode):
                return tuple(code for code in split(node.value) if LANGUAGE.fullmatch(code))
    return ()


def _yaml_rows(files: PackFiles, table: Table, tree: yaml.Node | None) -> Iterable[Row]:
    if tree is None:
        return
    if not isinstance(tree, yaml.SequenceNode):
        files.report(table.file, place_of(tree), "", tree.id, "a list: every row begins with '- key: ...'")
        files.unreadable.add(table.name)
        return
    for node in tree.value:
        if isinstance(node, yaml.MappingNode):
            yield _row_of_node(files, table, node)
        else:
            files.report(table.file, place_of(node), "", _said(node), "a row: '- key: ...'")


def _row_of_node(files: PackFiles, table: Table, node: yaml.MappingNode) -> Row:
    columns = {column.name: column for column in table.columns}
    values, spots = {}, {}
    for name_node, value_node in node.value:
        name, place = _said(name_node), place_of(name_node)
        if name not in columns:
            near = get_close_matches(name, [column for column in columns if column not in values], 1)
            hint = f"; did you mean {near[0]}?" if near else f": {', '.join(columns)}"
            files.report(table.file, place, name, name, f"a column of {table.name}{hint}")
            continue
        if name in values:
            files.report(table.file, place, name, name, "each column once in a row")
            continue
        spots[name] = place_of(value_node)
        kind = columns[name].kind
        if kind == Kind.PROSE:
            values[name] = _prose(files, table, name, value_node, spots)
        elif kind in LISTS:
            values[name] = _list(files, table, name, value_node, spots)
        else:
            values[name] = _scalar(files, table, name, value_node, "one value")
    key = str(values.get("key", "")).strip()
    return Row(table.name, key, values, {}, place_of(node)[0], spots)


def _said(node: yaml.Node) -> str:
    return node.value if isinstance(node, yaml.ScalarNode) else f"a {node.id}"


def _scalar(files: PackFiles, table: Table, name: str, node: yaml.Node, expected: str) -> str:
    if is_null(node):
        return ""
    if not isinstance(node, yaml.ScalarNode):
        files.report(table.file, place_of(node), name, _said(node), expected)
        return ""
    return node.value


def _list(files: PackFiles, table: Table, name: str, node: yaml.Node, spots: dict) -> list[str]:
    if is_null(node):
        return []
    if not isinstance(node, yaml.SequenceNode):
        files.report(table.file, place_of(node), name, _said(node), "a list: one value a line after '- '")
        return []
    found = []
    for item in node.value:
        text = _scalar(files, table, name, item, "a word, in quotes if it holds ': '")
        spots.setdefault(item_name(name, text), place_of(item))
        found.append(text)
    return found


def _prose(files: PackFiles, table: Table, name: str, node: yaml.Node, spots: dict) -> dict[str, str]:
    if is_null(node):
        return {}
    if not isinstance(node, yaml.MappingNode):
        wanted = ", ".join(f"{language}: ..." for language in files.languages)
        files.report(table.file, place_of(node), name, _said(node), f"one text a language: {wanted}")
        return {}
    texts: dict[str, str] = {}
    for language_node, text_node in node.value:
        language, place = _said(language_node), place_of(language_node)
        if files.languages and language not in files.languages:
            spoken = ", ".join(files.languages)
            files.report(
                table.file, place, f"{name}.{language}", language, f"a language of the dialogue ({spoken})"
            )
        elif language in texts:
            files.report(table.file, place, f"{name}.{language}", language, "each language once")
        else:
            spots[f"{name}.{language}"] = place_of(text_node)
            texts[language] = _scalar(files, table, name, text_node, "a text")
    return texts
