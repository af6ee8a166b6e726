"""
Records for tests, made once: an empty one, and one for each pack that comes with Convene.

Making the tables takes ten seconds, loading the Prague Process and indexing it another eight. So each is done
once and kept as a template under the digest of everything it depends on; every worker of pytest begins with
copies: of the database, and of the index for searching.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

from convene.commands.foundation import made_with
from convene.core.tables import all_folders
from convene.packs import operations
from convene.search import index
from convene.search.indexer import edition, rebuild
from convene.search.models import Edition
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
    """The databases and indexes of one worker."""

    def __init__(self) -> None:
        self.home = Path(settings.HOME)
        self.digest = digest()
        self.databases = databases()
        self._opened = EMPTY
        self._marks: dict[str, tuple[int, ...]] = {}  # of the indexes as they were copied

    def open(self, name: str) -> None:
        """From now on the connection leads to this worker's copy of a record: `EMPTY`, or a pack's name."""
        self._opened, fresh = name, name not in self._marks
        if fresh:
            self._copy(name)
        _lead_to(self.databases.address(self._own(name)))
        if fresh and name != EMPTY:
            # The files that a pack has beside the database lie in the home: somebody may have tidied up since.
            for kept in all_folders():
                if (PACKS / name / kept.name).is_dir():
                    kept.load(PACKS / name)
            Edition.objects.update(name=self._own(name))

    def renew(self) -> None:
        """Put a fresh copy in the place of the empty record."""
        if self._opened == EMPTY:
            connection.close()
        self.databases.copy(self._template(EMPTY), self._own(EMPTY))

    def mend_indexes(self) -> None:
        """Take back what a test wrote into an index, as is done with what it wrote into the database."""
        for name, mark in self._marks.items():
            if mark and mark != self._mark(name):
                self._copy_index(name)

    def lay_index(self, home: Path) -> None:
        """Put the index of the record that is open into another home."""
        if self._opened != EMPTY:
            shutil.copytree(
                self._index_template(self._opened), home / "search" / self._index(self._opened).name
            )

    def _copy(self, name: str) -> None:
        with self._alone():
            if not self.databases.exists(self._template(name)):
                self._make(name)
            self.databases.copy(self._template(name), self._own(name))
        self._marks[name] = ()
        if name != EMPTY:
            self._copy_index(name)

    def _copy_index(self, name: str) -> None:
        shutil.rmtree(self._index(name), ignore_errors=True)
        shutil.copytree(self._index_template(name), self._index(name))
        self._marks[name] = self._mark(name)

    def _make(self, name: str) -> None:
        """Make a template aside; it gets its name when it is whole."""
        aside = f"{self.digest}_aside"
        if name == EMPTY:
            self._clear()
            self.databases.begin(aside)
            connection.settings_dict["TEST"]["NAME"] = self.databases.address(aside)
            connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False, keepdb=True)
        else:
            if not self.databases.exists(self._template(EMPTY)):
                self._make(EMPTY)
            self.databases.copy(self._template(EMPTY), aside)
            _lead_to(self.databases.address(aside))
            operations.load(PACKS / name)
            rebuild()
            shutil.rmtree(self._index_template(name), ignore_errors=True)
            index.folder_of(edition()).rename(self._index_template(name))
        connection.close()
        self.databases.rename(aside, self._template(name))

    def _clear(self) -> None:
        """Throw away what was made for other code."""
        drop_unless(self.digest)
        for folder in self.home.glob(f"{OURS}*_index"):
            if not folder.name.startswith(f"{OURS}{self.digest}"):
                shutil.rmtree(folder, ignore_errors=True)

    def _template(self, name: str) -> str:
        return f"{self.digest}_{name}"

    def _own(self, name: str) -> str:
        return f"{self.digest}_{WORKER}_{name}"

    def _index_template(self, name: str) -> Path:
        return self.home / f"{OURS}{self._template(name)}_index"

    def _index(self, name: str) -> Path:
        return self.home / "search" / index.folder_of(self._own(name)).name

    def _mark(self, name: str) -> tuple[int, ...]:
        """Changes with every commit to the index."""
        written = (self._index(name) / "meta.json").stat()
        return written.st_mtime_ns, written.st_size, written.st_ino

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """The other workers wait here: what one makes is there for all."""
        with (self.home / f"{OURS}lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _lead_to(address: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = address
    settings.DATABASES["default"]["NAME"] = address
