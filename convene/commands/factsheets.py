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


def tell_what_changes() -> None:
    """After an import: which factsheets are no longer what was made or released. Nothing where none was made yet."""
    from convene.core.viewer import Viewer
    from convene.observatory.factsheets import making
    from convene.registry.queries.reference import reference
    from convene.registry.viewing import today_in

    today = today_in(reference())
    changes = making.changed_factsheets(Viewer(day=today, today=today, language=reference().source_language))
    published = [change for change in changes if change.made or change.released]
    if published:
        say("Factsheets that change, before they are published anew:", style="bold")
        _list_changes(published)


def _list_changes(changes) -> int:
    if not changes:
        say("Every factsheet is made of today's figures.", style="green")
        return 0
    by_reason: dict[str, list[str]] = {}
    for change in changes:
        by_reason.setdefault(_reason(change), []).append(change.state)
    for reason, states in by_reason.items():
        say(f"{reason} ({len(states)}): {', '.join(states)}")
    say(f"{len(changes)} factsheets would change. `convene observatory factsheets --all` makes them.")
    return 0


def _reason(change) -> str:
    if change.is_new and not change.released:
        return "never made"
    if change.made == change.today:
        return "figures changed since it was released"
    if change.released and change.released != change.today:
        return "figures changed since it was made, and since it was released"
    return "figures changed since it was made"
