"""`convene search ...`: the search index."""

from __future__ import annotations

from convene.commands.output import say, wake_django


def add_commands(commands) -> None:
    search = commands.add_parser("search", help="the search index")
    verbs = search.add_subparsers(title="search commands", metavar="VERB", required=True)
    rebuild = verbs.add_parser(
        "rebuild", help="make the index anew from the record; the old one answers meanwhile"
    )
    rebuild.set_defaults(run=run_rebuild)


def run_rebuild(args) -> int:
    wake_django()
    from convene.commands.preparing import rebuild_search

    say(f"{rebuild_search()} things can be found.", style="green")
    return 0
