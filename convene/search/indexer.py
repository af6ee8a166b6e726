"""Bringing the index up to the record: what changed, or everything."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Iterator

from django.db import DatabaseError, connection, transaction

from convene.search import index
from convene.search.documents import Document, source_of, sources
from convene.search.models import Edition, Pending

logger = logging.getLogger(__name__)

Progress = Callable[[int, str], None]
_AT_ONCE = 500  # pending rows taken, and rows deleted, in one go: SQLite allows 32,766 parameters
_TELL_EVERY = 200  # documents


def edition() -> str:
    """The name of the index that belongs to this database, or "" before the first."""
    return Edition.objects.values_list("name", flat=True).first() or ""


def rebuild(progress: Progress | None = None, *, wait: float = 30.0) -> int:
    """
    Make the index anew from every registered source; return how many things it holds.

    It is written aside and takes over when it is complete; until then the old one answers.
    `progress(done, kind)` is called now and then. What changes meanwhile stays pending.
    """
    with index.one_writer(wait):
        return _rebuild(progress)


def _rebuild(progress: Progress | None) -> int:
    waiting = list(Pending.objects.values_list("id", flat=True))
    old, new = edition(), secrets.token_hex(6)
    try:
        count = index.write(new, _everything(progress), drop={}, heap=index.LARGE_HEAP)
        with transaction.atomic():
            Edition.objects.all().delete()
            Edition.objects.create(name=new)
            _done(waiting)
    except BaseException:
        index.forget(new)
        raise
    index.forget(old)
    index.forget_abandoned(besides=new)
    return count


def index_pending(*, wait: float = 30.0) -> int:
    """
    Index what changed since the last time; return how many addresses that were.

    The rows are removed after the index was committed, and only those read before it: a crash or a
    change in between leaves them for the next time. Raises IndexIsBusy after `wait` seconds.
    """
    if not Pending.objects.exists():
        return 0
    done = 0
    with index.one_writer(wait):
        while rows := list(Pending.objects.values_list("id", "address")[:_AT_ONCE]):
            name = edition()
            if not index.is_there(name):
                return _rebuild(None)
            addresses = sorted({address for _, address in rows})
            whole_kinds = [address[:-2] for address in addresses if address.endswith("/*")]
            things = [address for address in addresses if not address.endswith("/*")]
            index.write(
                name,
                _documents(things, whole_kinds),
                drop={"kind": whole_kinds, "address": things},
                heap=index.SMALL_HEAP,
            )
            _done([row_id for row_id, _ in rows])
            done += len(addresses)
    return done


def catch_up() -> str:
    """
    Do what is still to do before a question is answered; return the edition that answers.

    Whoever asks while another process writes is answered from what there is.
    """
    name, waits = _state()
    if index.is_there(name) and not waits:
        return name
    if not index.is_there(name):
        with index.one_writer():
            # Another process may have made it while this one waited.
            if not index.is_there(edition()):
                _rebuild(None)
    try:
        index_pending(wait=0.0)
    except index.IndexIsBusy:
        logger.info("search index: another process is writing it")
    return edition()


def _state() -> tuple[str, bool]:
    """(edition, whether anything is pending), in one question: every search asks it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, EXISTS (SELECT 1 FROM search_pending) FROM search_edition LIMIT 1")
        name, waits = cursor.fetchone() or ("", True)
    return name, bool(waits)


def _everything(progress: Progress | None) -> Iterator[Document]:
    done = 0
    for source in sources():
        for document in source.provider():
            yield document
            done += 1
            if progress and done % _TELL_EVERY == 0:
                progress(done, source.kind)
        if progress:
            progress(done, source.kind)


def _documents(things: list[str], whole_kinds: list[str]) -> Iterator[Document]:
    for kind in whole_kinds:
        if source := source_of(kind):
            yield from source.provider()
    for address in things:
        kind, _, key = address.partition("/")
        source = source_of(kind)
        if source is None or kind in whole_kinds:
            continue
        try:
            document = source.document_for(key)
        except DatabaseError:
            raise  # the row stays pending
        except Exception:
            # One faulty row must not keep all others out; unfindable is the safe side.
            logger.exception("search index: %s could not be read and is left out", address)
            continue
        if document is not None:
            yield document


def _done(ids: list[int]) -> None:
    for start in range(0, len(ids), _AT_ONCE):
        Pending.objects.filter(id__in=ids[start : start + _AT_ONCE]).delete()
