"""
The first database, ready made.

Some two hundred migrations, most of them Wagtail's, take longer than everything else a first start does.
What they leave behind in an empty SQLite database is kept as text in `first_database.sql`, and a first start
reads that; later starts, other databases and tests run the migrations. `tests/test_first_database.py` holds
the two equal. After a change of models: `convene schema` (see docs/decisions/0010-first-database.md).
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

from config.home import BASE_DIR

FILE = Path(__file__).with_name("first_database.sql")
# The moment is not part of the schema; a fixed one keeps the file the same from run to run.
_APPLIED = "2026-01-01 00:00:00"


def read_into(database: Path) -> None:
    """Make the SQLite file `database`, which must not exist, from the kept text."""
    draft = database.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    connection = sqlite3.connect(draft)
    try:
        connection.executescript("PRAGMA synchronous=OFF; PRAGMA journal_mode=OFF;")
        connection.executescript(FILE.read_text("utf-8"))
    finally:
        connection.close()
    draft.rename(database)


def text_of(database: Path) -> str:
    """The statements that make `database` again."""
    connection = sqlite3.connect(database)
    try:
        connection.execute("UPDATE django_migrations SET applied = ?", (_APPLIED,))
        return "\n".join(connection.iterdump()) + "\n"
    finally:
        connection.rollback()
        connection.close()


def write() -> int:
    """Migrate an empty database, keep what it is, and return the number of lines."""

    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "CONVENE_HOME": home}
        environment.pop("CONVENE_DATABASE_URL", None)
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
            cwd=BASE_DIR,
            env=environment,
            check=True,
        )
        text = text_of(Path(home) / "convene.sqlite3")
    FILE.write_text(text, "utf-8")
    return text.count("\n")


def add_commands(commands) -> None:
    schema = commands.add_parser(
        "schema", help="write the ready-made first database anew, after a change of models"
    )
    schema.set_defaults(run=run_schema)


def run_schema(args) -> int:
    from convene.commands.output import progress, say

    with progress("Running every migration in an empty database"):
        lines = write()
    say(f"{FILE.relative_to(BASE_DIR)}: {lines} lines.", style="green")
    return 0
