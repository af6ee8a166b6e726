"""The record as files again: load(export(x)) = x, and export(load(p)) = p once p is written canonically."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from convene.core.failures import Failure
from convene.core.tables import all_folders
from convene.packs.checking import checked
from convene.packs.public import only_public
from convene.packs.reading import read
from convene.packs.record import read_record
from convene.packs.rows import Problem, Rows
from convene.packs.writing import write_pack


class NothingToExport(Failure):
    def __init__(self) -> None:
        super().__init__("the record", "the database holds no dialogue yet", "Load a pack first.")


class CannotFormat(Failure):
    def __init__(self, folder: Path, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__(
            f"pack {folder.name}",
            f"{len(problems)} problems must be put right by hand before its files can be tidied",
            f"The first: {problems[0]}.",
        )


@dataclass(frozen=True)
class Exported:
    folder: Path
    files: tuple[Path, ...]
    rows: int


def export(folder: Path | str, *, public_only: bool = False) -> Exported:
    """
    Write the record into `folder` as a pack; other files in it stay.

    With `public_only` only public columns leave, and only rows that everybody may see. People never leave.
    """
    record = read_record(public_only=public_only)
    if record.is_empty:
        raise NothingToExport
    rows = only_public(record.rows) if public_only else record.rows
    written = _write(Path(folder), rows, record.languages, public_only)
    beside = [path for kept in all_folders() for path in kept.export(Path(folder))]
    return Exported(written.folder, (*written.files, *beside), written.rows)


def format_pack(folder: Path | str) -> Exported:
    """
    Rewrite the files of a pack canonically: order of columns, quotes, line ends, defaults written out.

    Rows keep their order and no value changes; comments in YAML files are lost. Refused where a file
    cannot be read for certain; a wrong value in a cell does not matter here.
    """
    files = read(Path(folder))
    hard = [problem for problem in files.problems if not problem.formatting]
    _, _, rows = checked(folder)
    kept = sum(len(found) for found in rows.values())
    if not hard and kept != sum(len(found) for found in files.rows.values()):
        hard = [problem for problem in checked(folder)[0].problems if problem.column_name == "key"]
    if hard:
        raise CannotFormat(files.folder, hard)
    return _write(files.folder, rows, files.languages, False)


def _write(folder: Path, rows: Rows, languages: tuple[str, ...], public_only: bool) -> Exported:
    written = write_pack(folder, rows, languages, public_only=public_only)
    return Exported(folder, tuple(written), sum(len(found) for found in rows.values()))
