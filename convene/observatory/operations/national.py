"""Submitting, accepting, declining and taking back what a state says of itself. Each step is in the audit trail."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from convene.accounts.audit import record_event
from convene.accounts.record_version import touched_public
from convene.core.failures import Failure
from convene.core.viewer import Viewer
from convene.observatory.enums import SubmissionStatus
from convene.observatory.models import FrameEntry, NationalValue
from convene.observatory.models.national import Submission
from convene.observatory.rules.factsheets import may_accept, may_submit, may_withdraw
from convene.registry.models import State
from convene.registry.operations import plain_value

S = TypeVar("S", bound=Submission)


class NotYours(Failure):
    """Somebody tried a step that is another's."""

    def __init__(self, record: str, step: str) -> None:
        super().__init__(record, step, _("Ask the contact point of the state or the secretariat."))


class AlreadyDecided(Failure):
    def __init__(self, row: Submission) -> None:
        super().__init__(
            row.address,
            _("this is %(status)s already") % {"status": row.get_status_display()},
            _("Submit a new one."),
        )


def submit_national_value(state: State, viewer: Viewer, at: datetime, **values: Any) -> NationalValue:
    """A contact point submits a figure of its state. It is public only once accepted."""
    return _submit(NationalValue, state, viewer, at, f"{state.key}-{values['indicator'].key}", values)


def submit_frame_entry(state: State, viewer: Viewer, at: datetime, **values: Any) -> FrameEntry:
    """A contact point submits a line of the national frame."""
    return _submit(FrameEntry, state, viewer, at, f"{state.key}-{values['topic']}", values)


@transaction.atomic
def _submit(
    kind: type[S], state: State, viewer: Viewer, at: datetime, stem: str, values: dict[str, Any]
) -> S:
    if not may_submit(viewer, state.key):
        raise NotYours(state.address, _("only the contact point of the state submits this"))
    number = 1 + sum(1 for _row in kind.objects.filter(key__startswith=f"{stem}-"))
    while kind.objects.filter(key=f"{stem}-{number}").exists():
        number += 1
    row = kind(key=f"{stem}-{number}", state=state, submitted_by=viewer.person, submitted_at=at, **values)
    row.full_clean()
    row.save()
    record_event("submitted", row.address, str(row), by=viewer.person, after=_told(row))
    return row


@transaction.atomic
def accept(row: Submission, viewer: Viewer, at: datetime) -> Submission:
    """The secretariat accepts: from now on it is public."""
    return _decide(row, viewer, at, SubmissionStatus.ACCEPTED, "")


@transaction.atomic
def decline(row: Submission, viewer: Viewer, at: datetime, reason: str) -> Submission:
    """The secretariat declines, with a reason that the contact point reads."""
    if not reason.strip():
        raise Failure(row.address, _("declining needs a reason"), _("Write one or two sentences."))
    return _decide(row, viewer, at, SubmissionStatus.DECLINED, reason.strip())


@transaction.atomic
def withdraw(row: Submission, viewer: Viewer, at: datetime) -> Submission:
    """The state takes back what is not decided yet."""
    _hold(row)
    if not row.is_open:
        raise AlreadyDecided(row)
    if not may_withdraw(viewer, row):
        raise NotYours(row.address, _("only the contact point of the state takes this back"))
    return _settle(row, viewer, at, SubmissionStatus.WITHDRAWN, "")


def _decide(
    row: Submission, viewer: Viewer, at: datetime, status: SubmissionStatus, reason: str
) -> Submission:
    _hold(row)
    if not row.is_open:
        raise AlreadyDecided(row)
    if not may_accept(viewer, row):
        raise NotYours(row.address, _("the secretariat decides, and nobody on their own submission"))
    return _settle(row, viewer, at, status, reason)


def _hold(row: Submission) -> None:
    """The row as it is now, held until the transaction ends: two people may decide at the same moment."""
    row.refresh_from_db(from_queryset=type(row).objects.select_for_update())


def _settle(
    row: Submission, viewer: Viewer, at: datetime, status: SubmissionStatus, reason: str
) -> Submission:
    before = row.status
    row.status, row.reason, row.decided_by, row.decided_at = status, reason, viewer.person, at
    row.full_clean()
    row.save()
    record_event(
        str(status), row.address, str(row), by=viewer.person, before={"status": before}, after={"status": str(status)},
        note=reason,
    )  # fmt: skip
    if status == SubmissionStatus.ACCEPTED:
        touched_public()
    return row


def _told(row: Submission) -> dict[str, Any]:
    hidden = {"id", "submitted_by", "decided_by", "decided_at", "reason"}
    return {
        field.name: str(found) if not isinstance(found, dict | str | int | None.__class__) else found
        for field in row._meta.fields
        if field.name not in hidden and (found := plain_value(row, field.name)) not in ("", None)
    }
