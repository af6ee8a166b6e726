"""Where tests keep databases, by short names: files of SQLite in the home, or databases on the server of PostgreSQL."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.utils import OperationalError

from convene.commands.foundation import lay_foundation

# How the name of each begins that these classes make and may throw away.
OURS = "test_record_"


class Files:
    """SQLite: a file each."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def address(self, name: str) -> str:
        """What a connection is given to open the database of this name."""
        return str(self._path(name))

    def exists(self, name: str) -> bool:
        return self._path(name).exists()

    def begin(self, name: str) -> None:
        """Most tables are the libraries': they come ready made, as in a new installation."""
        self.drop(name)
        with closing(sqlite3.connect(self._path(name))) as opened:
            lay_foundation(opened)

    def copy(self, name: str, to: str) -> None:
        """Put a copy in the place of `to`. Nobody is connected to either."""
        self.drop(to)
        shutil.copyfile(self._path(name), self._path(to))

    def rename(self, name: str, to: str) -> None:
        with closing(sqlite3.connect(self._path(name))) as opened:
            opened.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._path(name).rename(self._path(to))

    def drop(self, name: str) -> None:
        for end in ("", "-wal", "-shm"):
            Path(self.address(name) + end).unlink(missing_ok=True)

    def all(self) -> list[str]:
        return [path.stem.removeprefix(OURS) for path in self.folder.glob(f"{OURS}*.sqlite3")]

    def _path(self, name: str) -> Path:
        return self.folder / f"{OURS}{name}.sqlite3"


class Server:
    """PostgreSQL: a database each, on the server that is configured."""

    def address(self, name: str) -> str:
        """What a connection is given to open the database of this name."""
        return OURS + name

    def exists(self, name: str) -> bool:
        return name in self.all()

    def begin(self, name: str) -> None:
        self.drop(name)

    def copy(self, name: str, to: str) -> None:
        """Put a copy in the place of `to`. Nobody is connected to either."""
        self.drop(to)
        self._do("CREATE DATABASE {} TEMPLATE {}", self.address(to), self.address(name))

    def rename(self, name: str, to: str) -> None:
        self._do("ALTER DATABASE {} RENAME TO {}", self.address(name), self.address(to))

    def drop(self, name: str) -> None:
        self._do("DROP DATABASE IF EXISTS {}", self.address(name))

    def all(self) -> list[str]:
        with connection._nodb_cursor() as cursor:
            cursor.execute("SELECT datname FROM pg_database")
            return [name.removeprefix(OURS) for (name,) in cursor.fetchall() if name.startswith(OURS)]

    def _do(self, statement: str, *names: str) -> None:
        with connection._nodb_cursor() as cursor:
            cursor.execute(statement.format(*map(connection.ops.quote_name, names)))


def databases() -> Files | Server:
    return Files(Path(settings.HOME)) if connection.vendor == "sqlite" else Server()


def drop_unless(kept: str) -> None:
    """Throw away what was made for other code. What somebody is using stays."""
    held = databases()
    for name in held.all():
        if not name.startswith(kept):
            try:
                held.drop(name)
            except OperationalError:  # somebody is connected
                continue
