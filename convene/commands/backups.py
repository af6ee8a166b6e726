"""`convene backup ...`: everything an installation cannot make again, in one archive with checksums."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import tempfile
import zipfile
from pathlib import Path

from config.home import home_folder
from convene.commands.output import Refused, progress, say, wake_django

MANIFEST = "manifest.json"
DATABASE = "convene.sqlite3"
FOLDERS = ("files", "keys", "mail", "observations")


def add_commands(commands) -> None:
    backup = commands.add_parser("backup", help="back up and restore an embedded installation")
    verbs = backup.add_subparsers(title="backup commands", metavar="VERB", required=True)

    make = verbs.add_parser("make", help="write database, files and keys to one archive, while the site runs")
    make.add_argument("file", help="archive to write; keep it as safe as the installation: it holds the keys")
    make.set_defaults(run=run_make)

    restore = verbs.add_parser(
        "restore", help="restore an archive into an empty CONVENE_HOME, checking every file"
    )
    restore.add_argument("file", help="archive to restore")
    restore.set_defaults(run=run_restore)


def run_make(args) -> int:
    _refuse_database_server()
    home, path = home_folder(), Path(args.file)
    with progress("Backing up"), tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / DATABASE
        _copy_database(home / DATABASE, copy)
        files = {DATABASE: copy}
        for name in FOLDERS:
            files |= {
                str(file.relative_to(home)): file for file in (home / name).rglob("*") if _is_kept(file, home)
            }
        draft = path.with_suffix(".part")
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
            checksums = {}
            for name, file in sorted(files.items()):
                archive.write(file, name)
                checksums[name] = _checksum(file)
            archive.writestr(MANIFEST, json.dumps({"files": checksums}, indent=1))
        draft.chmod(0o600)
        draft.replace(path)
    say(f"{len(files)} files in {path}, {path.stat().st_size / 1024:,.0f} kB", style="green")
    return 0


def run_restore(args) -> int:
    _refuse_database_server()
    home, path = home_folder(), Path(args.file)
    if (home / DATABASE).exists():
        raise Refused(str(home), "there is a database already.", "Name an empty folder in CONVENE_HOME.")
    try:
        archive = zipfile.ZipFile(path)
        checksums = json.loads(archive.read(MANIFEST))["files"]
    except (OSError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise Refused(str(path), f"this is not a backup ({error}).") from error
    home.mkdir(parents=True, exist_ok=True)
    with archive, progress("Restoring"), tempfile.TemporaryDirectory(dir=home) as folder:
        archive.extractall(folder)
        for name, expected in checksums.items():
            if _checksum(Path(folder) / name) != expected:
                raise Refused(f"{path}: {name}", "the file is damaged; nothing was restored.")
        for name in FOLDERS:
            if (Path(folder) / name).exists():
                shutil.rmtree(home / name, ignore_errors=True)
                shutil.move(Path(folder) / name, home / name)
        (home / "keys").chmod(0o700)
        for key in (home / "keys").glob("*"):
            key.chmod(0o600)
        # Pages and index were made from another database.
        shutil.rmtree(home / "cache" / "pages", ignore_errors=True)
        shutil.rmtree(home / "search", ignore_errors=True)
        (home / "prepared").unlink(missing_ok=True)
        shutil.move(Path(folder) / DATABASE, home / DATABASE)
    say(f"{len(checksums)} files restored to {home}. Next: convene start", style="green")
    return 0


def _is_kept(file: Path, home: Path) -> bool:
    """A file, and none of an import that is just being written, which stands under a hidden name."""
    return file.is_file() and not any(part.startswith(".") for part in file.relative_to(home).parts)


def _checksum(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _copy_database(database: Path, copy: Path) -> None:
    if not database.exists():
        raise Refused(str(database), "there is no database to back up.", "Type: convene prepare")
    with sqlite3.connect(database) as source, sqlite3.connect(copy) as target:
        source.backup(target)


def _refuse_database_server() -> None:
    wake_django()
    from django.db import connection

    if connection.vendor != "sqlite":
        raise Refused(
            "backup", "the record is in a database server.", "Use its own tool (pg_dump) and copy the files."
        )
