"""`convene observatory factsheets`: all factsheets as PDF, and which of them would change."""

from __future__ import annotations

from convene.commands.output import Refused, progress, say, wake_django


def add_verbs(verbs) -> None:
    factsheets = verbs.add_parser(
        "factsheets", help="make the factsheets of states as PDF in every language, or list those that change"
    )
    what = factsheets.add_mutually_exclusive_group(required=True)
    what.add_argument("--all", action="store_true", help="make those of all states covered")
    what.add_argument(
        "--state", action="append", default=[], help="make that of this state (its code); repeatable"
    )
    what.add_argument(
        "--changed",
        action="store_true",
        help="list those whose figures are no longer those made last; make none",
    )
    factsheets.set_defaults(run=run_factsheets)


def run_factsheets(args) -> int:
    wake_django()
    from datetime import datetime

    from convene.core.viewer import Viewer
    from convene.observatory.factsheets import making
    from convene.registry.queries.reference import reference
    from convene.registry.viewing import today_in

    today = today_in(reference())
    viewer = Viewer(day=today, today=today, language=reference().source_language)
    if args.changed:
        return _list_changes(making.changed_factsheets(viewer))
    known = {one.state for one in making.covered_states(viewer)}
    if unknown := sorted(set(args.state) - known):
        raise Refused(
            f"state {', '.join(unknown)}", "it has no factsheet.", "Only participants and states covered by decision have."
        )  # fmt: skip
    began = datetime.now()
    with progress("Making factsheets") as step:
        made = making.make_all(viewer, lambda what, done, of: step(done, of, what), args.state)
    seconds = (datetime.now() - began).total_seconds()
    say(f"{made} factsheets in {seconds:.1f} seconds, in {making.folder()}", style="green")
    return 0


def _list_changes(changes) -> int:
    if not changes:
        say("Every factsheet is made of today's figures.", style="green")
        return 0
    for change in changes:
        words = "never made" if change.is_new else "figures changed since it was made"
        if change.made == change.today:
            words = "figures changed since it was released"
        elif change.released and change.released != change.today:
            words += ", and since it was released"
        say(f"{change.state}: {words}")
    say(f"{len(changes)} factsheets would change. `convene observatory factsheets --all` makes them.")
    return 0
