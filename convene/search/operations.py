"""Saying that something changed. Call `mark` in the transaction of the change; the rest follows."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from django.db import transaction

from convene.search.index import IndexIsBusy
from convene.search.indexer import index_pending, rebuild
from convene.search.models import Pending

__all__ = ["index_pending", "mark", "mark_all", "mark_kind", "rebuild"]

logger = logging.getLogger(__name__)


def mark(address: str) -> None:
    """
    Note that the thing at `address` appeared, changed, vanished or changed who may see it.

    In a transaction the note is kept or undone with the change; the index follows on commit, at the
    latest before the next search.
    """
    mark_all([address])


def mark_all(addresses: Iterable[str]) -> None:
    """Note many changed things at once. A `#property` of an address is left aside: things are indexed whole."""
    Pending.objects.bulk_create(
        [Pending(address=address.partition("#")[0]) for address in addresses], batch_size=500
    )
    _index_on_commit()


def mark_kind(kind: str) -> None:
    """Note that everything of a kind may read differently: a state's name stands in every meeting of it."""
    mark_all([f"{kind}/*"])


def _index_on_commit() -> None:
    waiting = transaction.get_connection().run_on_commit
    if not any(entry[1] is _index_now for entry in reversed(waiting)):
        # robust: the change is saved; if indexing fails now, the pending rows bring it about later.
        transaction.on_commit(_index_now, robust=True)


def _index_now() -> None:
    try:
        index_pending(wait=1.0)
    except IndexIsBusy:
        logger.info("search index: another process is writing it; the change stays pending")
