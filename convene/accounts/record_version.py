"""
One number says how often the public record has changed. It keys the page cache, ETags, exports and search.

`touched_public()` is called by every operation that changes something the public can see, inside its
transaction. The number rises once per transaction and reaches other processes only when it commits: through
a memory-mapped file that a page cache outside Django can read (`convene.accounts.version_file`).

With several hosts on one PostgreSQL each host has its own file: its web process calls
`sync_from_database()` about once a second. On one host it is needed only at the start of a process.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db import connections, router, transaction
from django.db.models import F
from django.utils import timezone

from convene.accounts.models import RecordVersion
from convene.accounts.version_file import VersionFile, path_in

_NUMBER = f"SELECT number FROM {RecordVersion._meta.db_table} WHERE id = %s"  # noqa: S608 - no input in it


def current() -> int:
    """The number of the database, within the present transaction. One cheap query; 0 for an empty record."""
    # Every page asks this: written out, it takes a tenth of what the same question takes through the ORM.
    with connections[_database()].cursor() as cursor:
        cursor.execute(_NUMBER, [RecordVersion.ONLY])
        row = cursor.fetchone()
    return row[0] if row else 0


def published() -> int:
    """The last committed number this host knows of. Costs no query."""
    return _file().read()


def bump() -> int:
    """
    Raise the number and return it; publish it when the transaction commits.

    The row is locked until then, so that numbers are committed in order.
    """
    with transaction.atomic(using=_database()):
        changed = RecordVersion.objects.filter(pk=RecordVersion.ONLY).update(
            number=F("number") + 1, changed_at=timezone.now()
        )
        if not changed:
            RecordVersion.objects.create(pk=RecordVersion.ONLY, number=1)
        number = current()
        transaction.on_commit(_Publish(number), using=_database())
    return number


def touched_public() -> None:
    """Say that something public changed. The number rises once per transaction, however often this is called."""
    promise = _promise()
    if promise is None:
        bump()
    else:
        promise.touches += 1


def draft() -> tuple[object, int] | None:
    """
    What stands for the changes that the open transaction has made and may still take back; None where it has none.

    Whatever is remembered meanwhile belongs to this draft: the next change in the transaction makes another
    of it, and after a rollback another transaction raises the same number for other changes.
    """
    promise = _promise()
    return None if promise is None else (promise, promise.touches)


def _promise() -> _Publish | None:
    # Django drops the promises of a savepoint that is rolled back, together with its changes, so the list of
    # promises is exactly as true as the raised number itself.
    promises = (promise for _, promise, _ in connections[_database()].run_on_commit)
    return next((promise for promise in promises if isinstance(promise, _Publish)), None)


def sync_from_database() -> int:
    """
    Bring this host's file up to the database's number and return it.

    A file that is ahead belongs to another life of the database (a restored backup): the database then
    goes on from the file's number, so that no page made before is ever taken for a page of today.
    """
    seen = published()  # read first: the database can only be ahead of it by what commits meanwhile
    number = current()
    if seen > number:
        with transaction.atomic(using=_database()):
            RecordVersion.objects.update_or_create(pk=RecordVersion.ONLY, defaults={"number": seen + 1})
        number = seen + 1
    return _file().raise_to(number)


class _Publish:
    """What happens at commit. A class of its own, so that it is found among a transaction's promises."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.touches = 1

    def __call__(self) -> None:
        _file().raise_to(self.number)


def _database() -> str:
    return router.db_for_write(RecordVersion)


def _file() -> VersionFile:
    return _opened(path_in(Path(settings.HOME)))


@lru_cache(maxsize=4)
def _opened(path: Path) -> VersionFile:
    return VersionFile(path)
