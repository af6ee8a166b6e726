"""
Make config/foundation.sql: the tables that the libraries' migrations lead to, as SQL for a new SQLite database.

    python -m tools.foundation

Needed after another version of a library, or a new migration of accounts; `make check` says when.
"""

from __future__ import annotations

import os
import sys
import tempfile

from convene.commands.foundation import FILE, is_current, made_with

PARTS = {"search", "registry", "repository", "dialogue", "plan", "packs", "website"}


def main() -> None:
    if "--check" in sys.argv:
        if not is_current():
            raise SystemExit("config/foundation.sql is old. Type: .venv/bin/python -m tools.foundation")
        return
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"CONVENE_HOME": home, "DJANGO_SETTINGS_MODULE": "config.settings"}
        os.environ.pop("CONVENE_DATABASE_URL", None)
        import django

        django.setup()
        from django.db import connection
        from django.db.migrations.executor import MigrationExecutor

        executor = MigrationExecutor(connection)
        executor.migrate([node for node in executor.loader.graph.leaf_nodes() if node[0] not in PARTS])
        reached = {app for app, _ in MigrationExecutor(connection).loader.applied_migrations}
        if reached & PARTS:
            raise SystemExit(
                f"The accounts or a library lean on {sorted(reached & PARTS)}: that must not be."
            )
        # When each migration ran says nothing here, and would make every file another one.
        with connection.cursor() as cursor:
            cursor.execute("UPDATE django_migrations SET applied = '2026-01-01 00:00:00'")
        connection.commit()
        lines = [made_with(), *_statements(connection.connection)]
        FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")
        print(
            f"{FILE.name}: {FILE.stat().st_size // 1024} kB, {len(executor.loader.graph.nodes)} migrations known"
        )


def _statements(database):
    """
    The database as SQL. Python writes a full-text table as its hidden tables and an entry in the schema;
    here it is one CREATE VIRTUAL TABLE, which makes them by itself.
    """
    virtual = dict(
        database.execute("SELECT name, sql FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%'")
    )
    hidden = tuple(f'"{name}_' for name in virtual)
    for statement in database.iterdump():
        if statement.startswith("PRAGMA writable_schema"):
            continue
        if statement.startswith("INSERT INTO sqlite_master"):
            yield next(f"{sql};" for name, sql in virtual.items() if f"'{name}'" in statement)
        elif not statement.partition(" INTO ")[2].startswith(hidden) and not _creates(statement, hidden):
            yield statement


def _creates(statement: str, names: tuple[str, ...]) -> bool:
    made = statement.removeprefix("CREATE TABLE ").removeprefix("IF NOT EXISTS ").replace("'", '"', 1)
    return made.startswith(names)


if __name__ == "__main__":
    main()
