"""
Records for tests, made once: an empty one, and one for each pack that comes with Convene.

Making the tables takes ten seconds, loading the Prague Process another five. So each is done once and kept as
a template under the digest of everything it depends on, and every worker of pytest begins with copies.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

from convene.commands.foundation import made_with
from convene.core.tables import all_folders
from convene.packs import operations
from tests.databases import OURS, databases, drop_unless

BASE = Path(__file__).resolve().parent.parent
PACKS = BASE / "packs"
EMPTY = "empty"
# A worker of pytest-xdist has copies of its own.
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "alone")


def digest() -> str:
    """Of the code with its migrations, the packs, and the libraries that have tables of their own."""
    found = hashlib.sha256(made_with().encode())
    for folder, pattern in (("convene", "*.py"), ("config", "*.*"), ("packs", "*.*")):
        for file in sorted(path for path in (BASE / folder).rglob(pattern) if path.is_file()):
            if "__pycache__" not in file.parts:
                found.update(f"{file.relative_to(BASE)}\n".encode())
                found.update(file.read_bytes())
    return found.hexdigest()[:12]


class Records:
    """The databases of one worker."""

    def __init__(self) -> None:
        self.digest = digest()
        self.databases = databases()
        self._copied: set[str] = set()

    def open(self, name: str) -> None:
        """From now on the connection leads to this worker's copy of a record: `EMPTY`, or a pack's name."""
        fresh = name not in self._copied
        if fresh:
            self._copy(name)
        _lead_to(self.databases.address(self._own(name)))
        if fresh and name != EMPTY:
            _bring_folders(name)

    def _copy(self, name: str) -> None:
        with self._alone():
            if not self.databases.exists(self._template(name)):
                self._make(name)
            self.databases.copy(self._template(name), self._own(name))
        self._copied.add(name)

    def _make(self, name: str) -> None:
        """Make a template aside; it gets its name when it is whole."""
        aside = f"{self.digest}_aside"
        if name == EMPTY:
            drop_unless(self.digest)
            self.databases.begin(aside)
            connection.settings_dict["TEST"]["NAME"] = self.databases.address(aside)
            connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False, keepdb=True)
        else:
            if not self.databases.exists(self._template(EMPTY)):
                self._make(EMPTY)
            self.databases.copy(self._template(EMPTY), aside)
            _lead_to(self.databases.address(aside))
            operations.load(PACKS / name)
        connection.close()
        self.databases.rename(aside, self._template(name))

    def _template(self, name: str) -> str:
        return f"{self.digest}_{name}"

    def _own(self, name: str) -> str:
        return f"{self.digest}_{WORKER}_{name}"

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """The other workers wait here: what one makes is there for all."""
        with (Path(settings.HOME) / f"{OURS}lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _lead_to(address: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = address
    settings.DATABASES["default"]["NAME"] = address


def _bring_folders(name: str) -> None:
    """What a pack has in files beside the database: in the home, where somebody may have tidied up since."""
    for kept in all_folders():
        if (PACKS / name / kept.name).is_dir():
            kept.load(PACKS / name)
