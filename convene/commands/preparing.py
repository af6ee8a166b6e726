"""
What must be there before the first page: tables, the record, static files, the search index.

A stamp says what was prepared, and for which code and database; with the same stamp nothing is done.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from config.home import BASE_DIR
from convene.commands.foundation import lay_foundation
from convene.commands.output import Refused, progress, say, wake_django
from convene.website.page_cache import code_stamp

STAMP = "prepared"


def is_prepared(home: Path) -> bool:
    """Whether everything was made by this very code for this very database, and is still there."""
    try:
        if (home / STAMP).read_text() != _stamp():
            return False
    except OSError:
        return False
    return bool(os.environ.get("CONVENE_DATABASE_URL")) or (home / "convene.sqlite3").exists()


def _stamp() -> str:
    return f"{code_stamp(BASE_DIR)} {os.environ.get('CONVENE_DATABASE_URL', '')}"


def prepare(home: Path, *, with_pack: bool = True) -> None:
    """Bring everything up to date. Running it twice changes nothing and loses nothing."""
    started = time.monotonic()
    stamp = _stamp()
    home.mkdir(parents=True, exist_ok=True)
    (home / STAMP).unlink(missing_ok=True)
    # Collecting the static files needs no database: it runs on the other core meanwhile.
    collecting = subprocess.Popen(
        [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"], cwd=BASE_DIR
    )
    try:
        wake_django()
        from django.conf import settings

        from convene.commands.packs import load_pack
        from convene.website.front import render_ahead
        from convene.website.static_storage import read_collected_names

        _make_tables(home)
        if with_pack and _is_empty():
            load_pack(settings.PACK)
        elif with_pack:
            _put_back_figures(settings.PACK)
        rebuild_search()  # before the pages: the first of them would otherwise make the whole index too
        if not _is_empty():
            _make_editorial_pages()
        with progress("Collecting static files"):
            if collecting.wait():
                raise Refused("static files", "they could not be collected.", "The reason stands above.")
            read_collected_names()
        with progress("Rendering the main pages"):
            render_ahead()
    finally:
        if collecting.poll() is None:
            collecting.terminate()
    (home / STAMP).write_text(stamp)
    say(f"Ready after {time.monotonic() - started:.0f} seconds.")


def _put_back_figures(pack: Path) -> None:
    """The database may be there and the files of figures not: after a restored backup, or a lost folder."""
    from convene.observatory.operations import carried

    with progress("Looking after the figures"):
        carried.ensure(pack)


def _make_editorial_pages() -> None:
    from convene.registry.queries.reference import reference
    from convene.website.operations import prepare_site

    with progress("Making the trees of editorial pages"):
        prepare_site(reference().languages)


def _make_tables(home: Path) -> None:
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    database = Path(settings.DATABASES["default"]["NAME"])
    is_new = connection.vendor == "sqlite" and not database.exists()
    if is_new:
        # Pages kept from a database that is gone must not be taken for this one's.
        shutil.rmtree(home / "cache", ignore_errors=True)
    with progress("Making the database" if is_new else "Checking the database"):
        if is_new:
            connection.ensure_connection()
            lay_foundation(connection.connection)
        if _migrations_are_due():
            call_command("migrate", interactive=False, verbosity=0)


def _migrations_are_due() -> bool:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _is_empty() -> bool:
    from convene.registry.models import Dialogue

    return not Dialogue.objects.exists()


def rebuild_search() -> int:
    from convene.search import operations

    with progress("Building the search index") as step:
        return operations.rebuild(progress=lambda done, kind: step(done, what=str(kind)))
