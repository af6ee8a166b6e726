"""`convene observatory ...`: publishers' files in, editions, reports, and the figures a pack carries."""

from __future__ import annotations

import sys
from pathlib import Path

from convene.commands import factsheets, reminders
from convene.commands.output import Refused, progress, say, say_failure, wake_django
from convene.core.failures import Failure

SHOWN = 5  # reasons, moves and failed checks in a report, unless all are asked for


def add_commands(commands) -> None:
    observatory = commands.add_parser("observatory", help="figures: import publishers' files, list editions")
    verbs = observatory.add_subparsers(title="observatory commands", metavar="VERB", required=True)

    bring = verbs.add_parser(
        "import", help="import publishers' files; each as a new edition beside those there are"
    )
    bring.add_argument("file", nargs="+", help="files as their publishers made them, packed or not")
    bring.add_argument("--edition", default="", help="the edition, where the file does not say it")
    bring.add_argument("--dataset", default="", help="the dataset, where the file could be of several")
    bring.add_argument(
        "--mapping",
        default="",
        help="a table that says what the columns mean, for a dataset that is not known (with --dataset)",
    )
    bring.add_argument("--origin", default="", help="where the file was found, for its passport")
    bring.add_argument("--replace", action="store_true", help="replace an edition made of another file")
    bring.add_argument("--dry-run", action="store_true", help="do everything but serve it")
    bring.add_argument("--all", action="store_true", help="tell all reasons, moves and failed checks")
    bring.set_defaults(run=run_import)

    draft = verbs.add_parser(
        "draft", help="draft the table that says what a file's columns mean, for `import --mapping`"
    )
    draft.add_argument("file", help="a file of a dataset that is not known")
    draft.set_defaults(run=run_draft)

    editions = verbs.add_parser("editions", help="list datasets and their editions")
    editions.set_defaults(run=run_editions)

    carry = verbs.add_parser("carry", help="write the figures that a pack carries, from the editions here")
    carry.add_argument("folder", nargs="?", help="pack folder (the pack of the settings)")
    carry.set_defaults(run=run_carry)

    factsheets.add_verbs(verbs)
    reminders.add_verbs(verbs)

    report = verbs.add_parser("report", help="what an import found")
    report.add_argument("edition", help="key of the edition, as `convene observatory editions` lists it")
    report.add_argument("--all", action="store_true", help="tell all reasons, moves and failed checks")
    report.set_defaults(run=run_report)


def run_import(args) -> int:
    wake_django()
    refused = 0
    for name in args.file:
        try:
            _import_one(Path(name), args)
        except (Failure, Refused) as failure:
            say_failure(failure)
            refused += 1
    if refused:
        say(f"{refused} of {len(args.file)} files refused; every edition is served as before.", style="red")
    if refused < len(args.file) and not args.dry_run:
        factsheets.tell_what_changes()
    return 1 if refused else 0


def _import_one(file: Path, args) -> None:
    from django.utils import timezone

    from convene.observatory.operations.import_file import import_file, recognise

    file = _file(file)
    teaching = Path(args.mapping) if args.mapping else None
    if teaching and not args.dataset:
        raise Refused("--mapping", "it does not say of which dataset the file is.", "Name it with --dataset.")
    what = recognise(file, dataset=args.dataset, label=args.edition, teaching=teaching)
    say(f"{file.name}: {what.raw.format}, {what.raw.size:,} bytes", style="bold")
    if what.raw.beside:
        say(f"  packed beside it and not read: {', '.join(what.raw.beside)}")
    say(f"  {what.dataset}, edition {what.label}: {what.intention}")
    if what.is_same and not args.replace:
        return
    with progress(f"Importing {what.key}") as step:
        report = import_file(
            what,
            at=timezone.now(),
            replace_edition=args.replace,
            dry_run=args.dry_run,
            origin=args.origin,
            progress=lambda doing: step(what=doing),
        )
    say_report(report.to_json(), everything=args.all)
    say("  Nothing was changed: a dry run." if args.dry_run else f"  {what.key} is served.", style="green")


def _file(name: str | Path) -> Path:
    file = Path(name)
    if file.is_dir():
        raise Refused(str(file), "this is a folder.", f"Name the files in it: {file}/*")
    if not file.is_file():
        raise Refused(str(file), "there is no such file.", "Name a publisher's file.")
    return file


def run_draft(args) -> int:
    wake_django()
    from convene.observatory.adapters.taught_draft import draft_of
    from convene.observatory.readers import read

    sys.stdout.write(draft_of(read(_file(args.file))))  # plain: it goes into a file
    return 0


def say_report(report, *, everything: bool = False) -> None:
    """The report of an import, as `report.json` keeps it."""
    most = None if everything else SHOWN
    accounted = report["accounted"]
    say(
        f"  rows read {accounted['read']:,}; figures kept {accounted['kept']:,}; "
        f"cells missing {accounted['missing']:,}; rows set aside {accounted['set_aside']:,}"
    )
    for title, reasons in (
        ("set aside", accounted["reasons"]),
        ("missing", accounted["missing_reasons"]),
    ):
        for reason, count in reasons[:most]:
            say(f"    {title}: {reason} ({count:,})")
    passed = [check for check in report["checks"] if check["passed"]]
    failed = [check for check in report["checks"] if not check["passed"]]
    say(f"  checks passed {len(passed)}, not passed {len(failed)}")
    for check in failed:
        say(f"    not passed: {check['name']} ({check['found']:,} rows)", style="yellow")
        for example in check["examples"][:most]:
            say(f"      {example}")
    compared = report["compared"]
    if compared:
        part = ", of what the pack carries" if compared["within"] == "carried" else ""
        say(
            f"  against {compared['against']}{part}: {compared['same']:,} the same, "
            f"{compared['changed']:,} changed, {compared['added']:,} added, {compared['gone']:,} gone"
        )
        if compared["gone"] > compared["same"] + compared["changed"]:
            say(
                f"    most figures of {compared['against']} are not in this file: is it an extract? "
                "Readers then find the rest in the older edition only.",
                style="yellow",
            )
        for code in compared["indicators_gone"][:most]:
            say(f"    indicator gone: {code}", style="yellow")
        for move in compared["moves"][:most]:
            where = " ".join(_moved(move))
            say(f"    {where}: {move['before']:,.10g} -> {move['after']:,.10g}")


def _moved(move) -> list[str]:
    """Which cell moved: its indicator, area, the other side if it has one, year or month, sex if not both."""
    when = f"{move['year']}-{move['month']:02}" if move["month"] else str(move["year"])
    cell = [move["indicator"], move["area"], move["counterpart"], when, move["sex"].replace("T", "")]
    return list(filter(None, cell))


def run_editions(args) -> int:
    wake_django()
    from convene.observatory.queries.catalogue import catalogue

    known = catalogue()
    for dataset in known.datasets.values():
        say(dataset.key, style="bold")
        for edition in known.editions_of.get(dataset.key, ()):
            state = "whole" if edition.complete else "carried by the pack"
            state = state if edition.key in known.served else "its figures are not here"
            say(f"  {edition.key}: {edition.rows:,} figures, {len(edition.indicators)} indicators, {state}")
    return 0


def run_carry(args) -> int:
    wake_django()
    from django.conf import settings

    from convene.observatory.operations import carried

    folder = Path(args.folder) if args.folder else settings.PACK
    if not folder.is_dir():
        raise Refused(str(folder), "there is no such folder.", "Name the folder of a pack.")
    written = carried.export(folder)
    size = sum(path.stat().st_size for path in written)
    say(f"{len(written)} files, {size:,} bytes, written to {folder / carried.carrying.FOLDER}", style="green")
    return 0


def run_report(args) -> int:
    wake_django()
    from convene.observatory.queries.catalogue import catalogue, report_of

    edition = catalogue().editions.get(args.edition)
    if edition is None:
        raise Refused(
            f"edition {args.edition}", "there is none.", "`convene observatory editions` lists them."
        )
    report = report_of(edition)
    if not report.get("accounted"):
        raise Refused(edition.key, "it was carried by the pack, not imported here.", "Import its file.")
    say(f"{edition.key}: {report['file']}, {report['format']}, sha256 {report['sha256']}", style="bold")
    say_report(report, everything=args.all)
    return 0
