"""`convene box ...`: the whole public record as one signed archive of plain files."""

from __future__ import annotations

from pathlib import Path

from convene.commands.output import Refused, progress, say, wake_django


def add_commands(commands) -> None:
    box = commands.add_parser("box", help="the dialogue in a box: make or verify the signed archive")
    verbs = box.add_subparsers(title="box commands", metavar="VERB", required=True)

    make = verbs.add_parser("make", help="write the whole public record as one signed archive of plain files")
    make.add_argument("file", help="archive to write, as dialogue.zip")
    make.set_defaults(run=run_make)

    verify = verbs.add_parser(
        "verify", help="check an archive's signature and the checksum of every file in it"
    )
    verify.add_argument("file", help="archive to check")
    verify.set_defaults(run=run_verify)


def run_make(args) -> int:
    wake_django()
    from convene.website import box

    path = Path(args.file)
    with progress("Making the box"):
        box.make(path)
    say(f"{path}: {path.stat().st_size / 1024:,.0f} kB", style="green")
    return 0


def run_verify(args) -> int:
    path = Path(args.file)
    if not path.is_file():
        raise Refused(str(path), "there is no such file.")
    wake_django()
    from convene.website import box

    say(str(box.verify(path)), style="green")
    return 0
