"""
Imports that are killed at chosen points, each in a process of its own: `python -m tests.observatory.importing.dying`.

Runs in the home of CONVENE_HOME, which must be empty. Prints a JSON object: the point at which a process was
killed -> what was served, named in the catalogue and left on disk afterwards. The parent asks DuckDB nothing,
as its threads would not survive a fork.
"""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def die(*_arguments: object, **_named: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def after(function: Callable) -> Callable:
    def call(*arguments, **named):
        function(*arguments, **named)
        die()

    return call


def in_the_middle_of(copy: Callable) -> Callable:
    """The second file is half written when the process dies."""
    written = []

    def call(connection, select, file, *more):
        if written:
            file.write_bytes(b"PAR1" + bytes(1000))
            die()
        written.append(file)
        copy(connection, select, file, *more)

    return call


def _points() -> dict[str, Callable[[], None]]:
    """Where a process is killed: name -> what plants its death."""
    from convene.observatory import writing
    from convene.observatory.operations import import_file
    from convene.observatory.workbench import Workbench

    def put(place: object, name: str, value: object) -> Callable[[], None]:
        return lambda: setattr(place, name, value)

    return {
        "rows are read": put(Workbench, "stage", after(Workbench.stage)),
        "nothing is written yet": put(writing, "write_figures", die),
        "a file is half written": put(writing, "_copy", in_the_middle_of(writing._copy)),
        "the report is missing": put(writing, "write_report", die),
        "all is written, nothing renamed": put(writing, "finish", die),
        "some files are made lasting": put(writing, "_lasting", after(writing._lasting)),
        "the folder has its name": put(writing, "finish", after(writing.finish)),
        "the catalogue is written, not committed": put(import_file, "record_event", die),
        "before the commit": put(import_file, "touched_public", after(import_file.touched_public)),
    }


def in_a_process(work: Callable[[], object]) -> object:
    """Do `work` in a child; give what it returned, or the name of the signal that ended it."""
    read_end, write_end = os.pipe()
    child = os.fork()
    if not child:
        os.close(read_end)
        try:
            told = json.dumps(work())
        except BaseException as error:
            told = json.dumps(f"{type(error).__name__}: {error}")
        os.write(write_end, told.encode())
        os._exit(0)
    os.close(write_end)
    with os.fdopen(read_end) as pipe:
        told = pipe.read()
    _pid, status = os.waitpid(child, 0)
    return signal.Signals(os.WTERMSIG(status)).name if os.WIFSIGNALED(status) else json.loads(told)


def bring(path: Path) -> str:
    from convene.observatory.operations.import_file import import_file, recognise

    return import_file(recognise(path), at=NOW, replace_edition=True).sha256


def state(home: Path) -> dict[str, object]:
    """What a page would show of one figure, which files the catalogue names, and what lies on disk."""
    from convene.observatory.models import Edition
    from convene.observatory.queries.catalogue import opened
    from convene.observatory.store import Asked

    known, store = opened()
    asked = Asked(indicators=("migrant_stock",), areas=("UKR",), years=(2000,))
    return {
        "served": [[row.edition, row.value] for row in store.rows(sorted(known.served), asked)],
        "catalogue": [
            [row.key, row.snapshot.sha256, row.rows] for row in Edition.objects.select_related("snapshot")
        ],
        "folders": sorted(
            "aside" if path.name.startswith(".") else path.name.partition("-")[0]
            for path in (home / "observations").glob("*/*/*")
        ),
    }


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    home = Path(os.environ["CONVENE_HOME"])
    os.environ["CONVENE_DATABASE_URL"] = f"sqlite:///{home / 'convene.sqlite3'}"

    from convene.commands.foundation import lay_foundation

    with closing(sqlite3.connect(home / "convene.sqlite3")) as database:
        lay_foundation(database)

    import django
    from django.core.management import call_command
    from django.db import connections

    django.setup()
    call_command("migrate", verbosity=0)

    from tests.observatory.importing.catalogued import catalogued, stock_file, stock_rows

    catalogued()
    connections.close_all()
    first, second = home / "first.csv", home / "second.csv"
    first.write_bytes(stock_file())
    second.write_bytes(stock_file(stock_rows(2)))
    told: dict[str, object] = {
        "imported": in_a_process(lambda: bring(first)),
        "at first": in_a_process(lambda: state(home)),
    }
    for name, plant in _points().items():

        def killed(plant: Callable[[], None] = plant) -> str:
            plant()
            return bring(second)

        told[name] = [in_a_process(killed), in_a_process(lambda: state(home))]
    told["imported again"] = in_a_process(lambda: bring(second))
    told["at last"] = in_a_process(lambda: state(home))
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
