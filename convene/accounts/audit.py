"""Who changed what. Every operation writes one event; nothing rewrites one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from convene.accounts.models import AuditEvent, AuditEventQuerySet, User

WITHHELD = "[withheld]"
SYSTEM = "system"

# The request being answered, not its person: reading the person would touch the session of public pages.
_request: ContextVar[Any] = ContextVar("request", default=None)


@contextmanager
def audited_by(request) -> Iterator[None]:
    """Within this block, events without an explicit `by` are the doing of the request's person."""
    token = _request.set(request)
    try:
        yield
    finally:
        _request.reset(token)


def current_person() -> User | None:
    """Return the person whose request is being answered, or None (a command, a task, an anonymous reader)."""
    person = getattr(_request.get(), "user", None)
    return person if person is not None and person.is_authenticated else None


def record_event(
    verb: str,
    address: str,
    label: str,
    *,
    by: User | str | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    note: str = "",
    redact: bool = False,
) -> AuditEvent:
    """
    Write one event of the audit trail and return it.

    `by` is a person or the name of a process; without it the person of the current request, else "system".
    `before` and `after` hold only the properties that changed. `redact` is for tables about people:
    the names of the properties stay, their values do not, and the label is the address.
    """
    who = by if by is not None else current_person()
    is_person = isinstance(who, User) and who.pk is not None
    return AuditEvent.objects.create(
        by=who if is_person else None,
        by_label=str(who or SYSTEM)[:254],
        verb=verb,
        address=address,
        label=str(address if redact else label)[:300],
        before=_kept(before, redact),
        after=_kept(after, redact),
        note=note,
    )


def history_of(address: str) -> AuditEventQuerySet:
    """Return what was done to a thing (`state/UKR`) and to its properties (`state/UKR#name`), newest first."""
    return AuditEvent.objects.about(address).select_related("by")


def _kept(values: Mapping[str, Any] | None, redact: bool) -> dict[str, Any] | None:
    if values is None:
        return None
    return {name: WITHHELD if redact else value for name, value in values.items()}
