"""The ready-made first database is what the migrations make; if not, `convene schema` writes it anew."""

import sqlite3

import pytest
from django.db import connection

from convene.commands import first_database

NEXT_STEP = "Run `convene schema` and commit convene/commands/first_database.sql."


@pytest.fixture
def first(tmp_path):
    path = tmp_path / "first.sqlite3"
    first_database.read_into(path)
    made = sqlite3.connect(path)
    yield made
    made.close()


def _rows(made, sql):
    return {tuple(row) for row in made.execute(sql)}


def test_no_migration_is_missing(first, db):
    from django.db.migrations.loader import MigrationLoader

    kept = _rows(first, "SELECT app, name FROM django_migrations")
    assert kept == set(MigrationLoader(None).disk_migrations), NEXT_STEP


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="compares the schema of SQLite with itself")
@pytest.mark.parametrize(
    "sql",
    [
        "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'",
        "SELECT app_label, model FROM django_content_type",
        "SELECT app_label, codename FROM auth_permission p JOIN django_content_type t ON t.id = content_type_id",
        "SELECT name FROM auth_group",
        "SELECT slug FROM wagtailcore_page",
    ],
)
def test_it_is_what_the_migrations_make(first, db, sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        assert _rows(first, sql) == {tuple(row) for row in cursor.fetchall()}, NEXT_STEP


def test_reading_it_twice_gives_the_same_database(tmp_path):
    one, other = tmp_path / "one.sqlite3", tmp_path / "other.sqlite3"
    for path in (one, other):
        first_database.read_into(path)
    assert (
        first_database.text_of(one) == first_database.text_of(other) == first_database.FILE.read_text("utf-8")
    )
