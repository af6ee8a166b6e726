"""`convene check`: whether this installation is as it should be."""

from __future__ import annotations

from convene.commands.output import say, wake_django


def add_commands(commands) -> None:
    check = commands.add_parser(
        "check", help="look over this installation: settings, database, record, index"
    )
    check.set_defaults(run=run_check)


def run_check(args) -> int:
    wake_django()
    from django.core.management import CommandError, call_command

    failed = 0
    for what, look in (
        ("settings", lambda: call_command("check", *_deploy(), verbosity=0)),
        ("database tables", lambda: call_command("migrate", check_unapplied=True, verbosity=0)),
        ("record", _look_at_the_record),
        ("search index", _look_at_the_index),
    ):
        try:
            found = look()
            say(f"{what}: {found or 'in order'}")
        except (CommandError, SystemExit, LookupError) as error:
            failed += 1
            reason = (
                str(error)
                if not isinstance(error, SystemExit)
                else "changes are waiting; type: convene prepare"
            )
            say(f"{what}: {reason}", style="red")
    return 1 if failed else 0


def _deploy() -> list[str]:
    from django.conf import settings

    return ["--deploy", "--fail-level=WARNING"] if settings.PRODUCTION else []


def _look_at_the_record() -> str:
    from convene.accounts import record_version
    from convene.core.tables import all_tables

    rows = sum(table.rows().count() for table in all_tables())
    if not rows:
        raise LookupError("empty; type: convene pack load")
    return f"{rows} rows, version {record_version.sync_from_database()}"


def _look_at_the_index() -> str:
    from convene.search.models import Pending

    waiting = Pending.objects.count()
    return f"{waiting} changes waiting" if waiting else ""
