"""`convene reference`: the pages of docs/reference that are made from the software itself."""

from __future__ import annotations

import argparse
from pathlib import Path

from config.home import BASE_DIR
from convene.commands.output import Refused, say, wake_django

PAGE = BASE_DIR / "docs" / "reference" / "commands.md"
PACK_PAGE = BASE_DIR / "docs" / "reference" / "pack-format.md"

_HEAD = """# Commands

Made from the command line by `convene reference`; `make check` fails when this page is old.

Run them as `.venv/bin/convene`, or as `.venv/bin/python -m convene`. Every command has `--help`.
Exit codes: 0 done, 1 refused or problems found, 2 wrong usage.

"""


def add_commands(commands) -> None:
    reference = commands.add_parser(
        "reference", help="write the reference pages of the commands and of the pack's tables"
    )
    reference.add_argument("--check", action="store_true", help="only say whether the pages are current")
    reference.set_defaults(run=run_reference)


def run_reference(args) -> int:
    for path, page in made_pages(args.whole).items():
        shown = str(path.relative_to(BASE_DIR))
        if path.exists() and path.read_text(encoding="utf-8") == page:
            continue
        if args.check:
            raise Refused(shown, "the page is old.", "Type: .venv/bin/convene reference")
        path.write_text(page, encoding="utf-8")
        say(f"{shown} written.", style="green")
    return 0


def made_pages(parser: argparse.ArgumentParser) -> dict[Path, str]:
    """Every page that this command makes, as it should be."""
    wake_django()
    from convene.packs.reference import with_tables

    return {
        PAGE: commands_page(parser),
        PACK_PAGE: with_tables(PACK_PAGE.read_text(encoding="utf-8")),
    }


def commands_page(parser: argparse.ArgumentParser) -> str:
    return _HEAD + "\n".join(_described(parser))


def command_names(parser: argparse.ArgumentParser) -> set[str]:
    """Every command with its verb, as typed: "pack check", "serve"."""
    return {name for name, _, _ in _leaves(parser)}


def _leaves(parser: argparse.ArgumentParser, name: str = "", about: str = ""):
    """Yield (name, help, parser) of every command that does something."""
    groups = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not groups:
        yield name, about, parser
    for group in groups:
        helps = {choice.dest: choice.help for choice in group._choices_actions}
        for word, child in group.choices.items():
            yield from _leaves(child, f"{name} {word}".strip(), helps[word] or "")


def _described(parser: argparse.ArgumentParser):
    for name, about, child in _leaves(parser):
        yield f"## convene {name}\n"
        yield f"{about[:1].upper()}{about[1:]}.\n"
        rows = [action for action in child._actions if not isinstance(action, argparse._HelpAction)]
        if rows:
            yield "| argument | meaning |\n| --- | --- |"
            for action in rows:
                shown = ", ".join(action.option_strings) or action.metavar or action.dest
                if action.option_strings and action.nargs != 0:
                    shown += f" {action.metavar or action.dest.upper()}"
                yield f"| `{shown}` | {action.help or ''} |"
            yield ""
