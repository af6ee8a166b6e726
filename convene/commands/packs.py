"""`convene pack ...`: check, load, compare, export and begin a data pack."""

from __future__ import annotations

from pathlib import Path

from config.home import BASE_DIR
from convene.commands.output import Refused, progress, say, wake_django


def add_commands(commands) -> None:
    pack = commands.add_parser("pack", help="check, load, compare, export or begin a data pack")
    verbs = pack.add_subparsers(title="pack commands", metavar="VERB", required=True)

    check = verbs.add_parser(
        "check", help="report every error of a pack with file, line and column; load nothing"
    )
    check.add_argument("folder", nargs="*", help="pack folders (the pack of the settings)")
    check.set_defaults(run=run_check)

    load = verbs.add_parser("load", help="load a pack into an empty database, or bring its changes in")
    load.add_argument("folder", nargs="?", help="pack folder (the pack of the settings)")
    load.add_argument("--diff", action="store_true", help="only show what would change")
    load.add_argument(
        "--update", action="store_true", help="bring a changed pack into a database that holds it already"
    )
    load.add_argument(
        "--force", action="store_true", help="where database and files both changed, take the files' side"
    )
    load.set_defaults(run=run_load)

    diff = verbs.add_parser("diff", help="show how a pack differs from the database")
    diff.add_argument("folder", nargs="?", help="pack folder (the pack of the settings)")
    diff.set_defaults(run=run_diff)

    export = verbs.add_parser("export", help="write the record as a pack")
    export.add_argument("folder", help="folder to write; made if it is not there")
    export.add_argument("--public", action="store_true", help="only what the public may see")
    export.set_defaults(run=run_export)

    tidy = verbs.add_parser("format", help="rewrite a pack's files in their canonical form")
    tidy.add_argument("folder", help="pack folder")
    tidy.set_defaults(run=run_format)

    new = verbs.add_parser("new", help="begin a pack for another dialogue: every file with its header")
    new.add_argument("folder", help="folder to make")
    new.add_argument("--languages", default="en; ru", help='languages, the source language first ("en; ru")')
    new.set_defaults(run=run_new)


def say_problems(folder: Path, problems) -> None:
    """Print every problem on a line of its own: where it is, what was found, what was expected."""
    for problem in problems:
        say(f"{shown(folder)}/{problem}")


def load_pack(folder: Path, **choices):
    """Load with progress; where the pack has problems, print them all before refusing."""
    from convene.packs import operations
    from convene.packs.loading import PackHasProblems

    with progress(f"Loading the pack {folder.name}") as step:
        try:
            return operations.load(folder, progress=lambda table, done, of: step(done, of, table), **choices)
        except PackHasProblems as refusal:
            say_problems(folder, refusal.problems)
            raise


def run_check(args) -> int:
    wake_django()
    from convene.packs import operations

    found = 0
    for folder in [Path(name) for name in args.folder] or [_pack_of_settings()]:
        report = operations.check(_existing(folder))
        say_problems(folder, report.problems)
        if report.problems:
            say(f"{shown(folder)}: {len(report.problems)} errors", style="red")
        else:
            say(f"{shown(folder)}: {report.rows} rows in {report.tables} files, no errors", style="green")
        found += len(report.problems)
    return 1 if found else 0


def run_load(args) -> int:
    if args.diff:
        return run_diff(args)
    folder = _folder(args)
    wake_django()
    from convene.commands.preparing import rebuild_search

    outcome = load_pack(folder, update=args.update, force=args.force)
    rebuild_search()
    say(str(outcome), style="green")
    return 0


def run_diff(args) -> int:
    folder = _folder(args)
    wake_django()
    from convene.packs import operations

    changes = operations.diff(folder)
    say(str(changes))
    return 0


def run_export(args) -> int:
    wake_django()
    from convene.packs import operations

    written = operations.export(Path(args.folder), public_only=args.public)
    say(f"{written.rows} rows in {len(written.files)} files written to {written.folder}", style="green")
    return 0


def run_format(args) -> int:
    wake_django()
    from convene.packs import operations

    written = operations.format_pack(_existing(Path(args.folder)))
    say(f"{shown(written.folder)}: {len(written.files)} files in canonical form", style="green")
    return 0


def run_new(args) -> int:
    folder = Path(args.folder)
    if folder.exists() and any(folder.iterdir()):
        raise Refused(str(folder), "the folder is not empty.", "Name a new folder.")
    wake_django()
    from convene.core.tables import Kind, all_tables

    languages = [code.strip() for code in args.languages.split(";") if code.strip()]
    folder.mkdir(parents=True, exist_ok=True)
    for table in all_tables():
        if table.layout != "csv":
            continue
        names = []
        for column in table.columns:
            if column.kind is Kind.PROSE:
                names += [f"{column.name}.{language}" for language in languages]
            else:
                names.append(column.name)
        (folder / table.file).write_text(",".join(names) + "\n", encoding="utf-8")
    say(
        f"{folder} begun. Next: write dialogue.yml; docs/howto/start-another-dialogue.md says how.",
        style="green",
    )
    return 0


def _folder(args) -> Path:
    return _existing(Path(args.folder) if args.folder else _pack_of_settings())


def _existing(folder: Path) -> Path:
    if not folder.is_dir():
        raise Refused(
            str(folder), "there is no such folder.", "Name the folder of a pack, as packs/prague_process."
        )
    return folder


def _pack_of_settings() -> Path:
    wake_django()
    from django.conf import settings

    return settings.PACK


def shown(folder: Path) -> str:
    folder = folder.resolve()
    return str(folder.relative_to(BASE_DIR)) if folder.is_relative_to(BASE_DIR) else str(folder)
