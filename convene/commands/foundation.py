"""
The tables of the libraries, ready made: config/foundation.sql.

Wagtail and its companions bring some 170 migrations; running them one by one takes most of a first start.
A new SQLite database gets their result at once, and then every migration that the file does not have, as
always. The file is used only with exactly the versions and the accounts' migrations it was made with;
otherwise all migrations run, which is slower and just as good. `python -m tools.foundation` makes it.
"""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from pathlib import Path

from config.home import BASE_DIR

FILE = BASE_DIR / "config" / "foundation.sql"
LIBRARIES = ("django", "wagtail", "django-allauth", "django-taggit", "django-tasks", "modelsearch")


def made_with() -> str:
    """The first line of a file that fits this installation."""
    versions = " ".join(f"{name}={version(name)}" for name in LIBRARIES)
    digest = hashlib.sha256()
    for file in sorted((BASE_DIR / "convene" / "accounts" / "migrations").glob("0*.py")):
        digest.update(file.read_bytes())
    return f"-- {versions} accounts={digest.hexdigest()[:16]}"


def is_current(file: Path = FILE) -> bool:
    try:
        with file.open(encoding="utf-8") as lines:
            return lines.readline().rstrip("\n") == made_with()
    except OSError:
        return False


def lay_foundation(database) -> bool:
    """Fill an empty SQLite database (a DB-API connection) with the tables of the libraries; say whether that was done."""
    if not is_current():
        return False
    # The file creates tables in alphabetical order, not in that of their references.
    script = FILE.read_text(encoding="utf-8")
    database.executescript(f"PRAGMA foreign_keys=OFF;\n{script}\nPRAGMA foreign_keys=ON;")
    return True
