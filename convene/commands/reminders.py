"""`convene observatory remind`: mails to contact points and the secretariat about what is asked of them."""

from __future__ import annotations

from convene.commands.output import say, wake_django


def add_verbs(verbs) -> None:
    remind = verbs.add_parser(
        "remind",
        help="mail contact points and the secretariat what they owe; run it daily, it repeats nothing",
    )
    remind.add_argument("--dry-run", action="store_true", help="say who would get which mail, send none")
    remind.set_defaults(run=run_remind)


def run_remind(args) -> int:
    wake_django()
    from convene.observatory.operations.reminders import remind, reminders_due
    from convene.registry.queries.reference import reference
    from convene.registry.viewing import today_in

    today = today_in(reference())
    found = reminders_due(today) if args.dry_run else remind(today)
    for one in found:
        say(f"  {one.person.email}: {one.duty.what}, {one.duty.about('en')} ({one.stage.label})")
    done = "would be sent" if args.dry_run else "sent"
    say(f"{len(found)} reminders {done} on {today}.", style="green")
    return 0
