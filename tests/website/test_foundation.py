"""A new database made from config/foundation.sql is the one that all migrations make."""

from __future__ import annotations

import sqlite3

import pytest
from django.db import connection

from convene.commands.foundation import FILE, is_current


def tables_of(cursor) -> dict[str, set[str]]:
    """Columns of each table, whatever their order."""
    cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    names = [name for (name,) in cursor.fetchall()]
    return {
        name: {f"{row[1]} {row[2]}" for row in cursor.execute(f'PRAGMA table_info("{name}")').fetchall()}
        for name in names
    }


@pytest.mark.django_db
def test_its_tables_are_those_of_the_migrations():
    if connection.vendor != "sqlite":
        pytest.skip("the file is SQLite's")
    with connection.cursor() as cursor:
        migrated = tables_of(cursor)
    made = sqlite3.connect(":memory:")
    made.executescript(FILE.read_text(encoding="utf-8"))
    founded = tables_of(made.cursor())
    assert "wagtailcore_page" in founded
    assert {name: migrated.get(name) for name in founded} == founded


def test_another_version_of_a_library_is_noticed(tmp_path):
    other = tmp_path / "foundation.sql"
    other.write_text("-- django=4.2 wagtail=6.0\nCREATE TABLE x (y);\n")
    assert is_current(other) is False
    assert is_current(FILE) is True
