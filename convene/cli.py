"""
The command `convene`: one subcommand for each thing an operator or an editor does.

Exit codes: 0 done, 1 refused or problems found, 2 wrong usage. Django is imported only by the commands
that need it; `convene start` is therefore there in a fraction of a second.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from convene.commands import (
    backups,
    box,
    inspection,
    messages,
    observatory,
    packs,
    people,
    reference,
    search,
    serving,
)
from convene.commands.output import Refused, say_failure
from convene.core.failures import Failure

EXIT_DONE, EXIT_REFUSED, EXIT_USAGE = 0, 1, 2


def build_parser() -> argparse.ArgumentParser:
    """The whole command line, from which docs/reference/commands.md is made too."""
    parser = argparse.ArgumentParser(
        prog="convene",
        description="Runs an inter-state dialogue from one dated, sourced, multilingual record.",
        epilog="Exit codes: 0 done, 1 refused or problems found, 2 wrong usage.",
    )
    parser.set_defaults(whole=parser)  # the reference page describes all of it
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for group in (serving, packs, observatory, box, search, people, messages, backups, inspection, reference):
        group.add_commands(commands)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    args = build_parser().parse_args(arguments)
    try:
        return args.run(args) or EXIT_DONE
    except (Failure, Refused) as failure:
        say_failure(failure)
        return EXIT_REFUSED
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)  # noqa: T201
        return EXIT_REFUSED
