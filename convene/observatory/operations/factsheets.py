"""The steps of a factsheet: shown, commented on, answered, released, taken back. Each is in the audit trail."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from convene.accounts.audit import record_event
from convene.accounts.record_version import touched_public
from convene.core.failures import Failure
from convene.core.text import Text
from convene.core.viewer import Viewer
from convene.observatory.factsheets.figures import Figures
from convene.observatory.factsheets.kept import data_of
from convene.observatory.models import Coverage, Factsheet, FactsheetComment, FactsheetEdition
from convene.observatory.operations.national import NotYours
from convene.observatory.rules import factsheets as rules
from convene.registry.models import State
from convene.registry.queries.participation import participants


class AnsweredAlready(Failure):
    def __init__(self, comment: FactsheetComment) -> None:
        super().__init__(
            comment.factsheet.address,
            _("the comment has been answered already"),
            _("Look at the answer first."),
        )


class DecidedAlready(Failure):
    def __init__(self, state: str) -> None:
        super().__init__(
            f"coverage/{state}", _("there is a decision already"), _("Correct that one in the back office.")
        )


class NotReadyForRelease(Failure):
    """`reasons` say what stands against the release, each a sentence."""

    def __init__(self, state: str, reasons: list[str]) -> None:
        self.reasons = reasons
        super().__init__(f"factsheet/{state}", " ".join(reasons))


def factsheet_of(state: State) -> Factsheet:
    """The row of the state's factsheet, made when it is first needed."""
    return Factsheet.objects.get_or_create(state=state, defaults={"key": state.key})[0]


def _held(state: State) -> Factsheet:
    """The same row as it is now, held until the transaction ends: two people may take a step at one moment."""
    return Factsheet.objects.select_for_update().get(pk=factsheet_of(state).pk)


def _keep(row: Factsheet, figures: Figures, at: datetime) -> str:
    """Keep the figures as they are, once; return the fingerprint that names them."""
    FactsheetEdition.objects.get_or_create(
        factsheet=row, fingerprint=figures.fingerprint, defaults={"figures": data_of(figures), "at": at}
    )
    return figures.fingerprint


@transaction.atomic
def show_to_state(state: State, figures: Figures, viewer: Viewer, at: datetime) -> Factsheet:
    """The secretariat shows the state an edition of its factsheet and asks for comments. The edition is kept."""
    if not rules.may_show_to_state(viewer):
        raise NotYours(f"factsheet/{state.key}", _("only the secretariat shows a factsheet to its state"))
    row = _held(state)
    fingerprint = _keep(row, figures, at)
    row.shown_fingerprint, row.shown_at = fingerprint, at
    row.save()
    record_event("shown to the state", row.address, row.key, by=viewer.person, after={"edition": fingerprint})
    touched_public()  # its public page says that the state has seen it
    return row


@transaction.atomic
def comment_on_factsheet(state: State, text: str, viewer: Viewer, at: datetime) -> FactsheetComment:
    """A contact point comments on the edition that the state was shown."""
    row = _held(state)
    if not rules.may_comment(viewer, state.key, row):
        raise NotYours(row.address, _("only the state comments, on an edition that it was shown"))
    if not text.strip():
        raise Failure(row.address, _("the comment is empty"), _("Write what should be looked at."))
    comment = FactsheetComment(
        factsheet=row, edition=row.shown_fingerprint, text=text.strip(), by=viewer.person, at=at
    )
    comment.full_clean()
    comment.save()
    record_event("commented", row.address, row.key, by=viewer.person, note=comment.text[:200])
    return comment


@transaction.atomic
def answer_comment(comment: FactsheetComment, answer: str, viewer: Viewer, at: datetime) -> FactsheetComment:
    """The secretariat answers; an answered comment no longer stands against the release."""
    if not rules.may_answer(viewer):
        raise NotYours(comment.factsheet.address, _("only the secretariat answers comments"))
    if not answer.strip():
        raise Failure(comment.factsheet.address, _("the answer is empty"), _("Say what was done."))
    _held(comment.factsheet.state)
    comment.refresh_from_db()
    if comment.answered_at is not None:
        raise AnsweredAlready(comment)
    comment.answer, comment.answered_by, comment.answered_at = answer.strip(), viewer.person, at
    comment.full_clean()
    comment.save()
    record_event(
        "answered", comment.factsheet.address, comment.factsheet.key, by=viewer.person, note=answer[:200]
    )
    return comment


def reasons_against_release(state: State, fingerprint: str, on: date) -> list[str]:
    """
    What stands against releasing this edition on a day; empty where nothing does.

    A state that takes part must have been shown this very edition, and its comments must be answered.
    One that does not take part is covered only by an explicit decision.
    """
    row = Factsheet.objects.filter(state=state).first()
    found = []
    if state.key in participants(on=on).codes:
        if row is None or not row.shown_fingerprint:
            found.append(_("The state has not seen the factsheet yet."))
        elif row.shown_fingerprint != fingerprint:
            found.append(_("The figures have changed since the state saw the factsheet."))
    elif not is_covered_by_decision(state.key, on):
        found.append(_("The state does not take part, and no decision covers it."))
    if row is not None and row.comments.filter(answered_at=None).exists():
        found.append(_("A comment of the state is not answered yet."))
    return found


def is_covered_by_decision(state: str, on: date) -> bool:
    decision = Coverage.objects.filter(state__key=state, decided_on__lte=on).first()
    return decision is not None and (decision.ends_on is None or on < decision.ends_on)


@transaction.atomic
def release_factsheet(state: State, figures: Figures, viewer: Viewer, at: datetime) -> Factsheet:
    """
    The secretariat releases an edition, which is kept: readers see these figures until the next release.

    Raises NotReadyForRelease.
    """
    if not rules.may_release(viewer):
        raise NotYours(f"factsheet/{state.key}", _("only the secretariat releases a factsheet"))
    row = _held(state)
    if against := reasons_against_release(state, figures.fingerprint, viewer.today):
        raise NotReadyForRelease(state.key, against)
    before, fingerprint = row.released_fingerprint, _keep(row, figures, at)
    row.released_fingerprint, row.released_at, row.released_by = fingerprint, at, viewer.person
    row.save()
    record_event(
        "released", row.address, row.key, by=viewer.person, before={"edition": before}, after={"edition": fingerprint}
    )  # fmt: skip
    touched_public()
    return row


@transaction.atomic
def take_back_release(state: State, reason: str, viewer: Viewer) -> Factsheet:
    """The secretariat takes a release back: the factsheet is marked as not released again."""
    if not rules.may_release(viewer):
        raise NotYours(f"factsheet/{state.key}", _("only the secretariat takes a release back"))
    row = _held(state)
    before = row.released_fingerprint
    row.released_fingerprint, row.released_at, row.released_by = "", None, None
    row.save()
    record_event(
        "release taken back", row.address, row.key, by=viewer.person, before={"edition": before}, note=reason
    )
    touched_public()
    return row


@transaction.atomic
def decide_coverage(state: State, decision: Text, viewer: Viewer) -> Coverage:
    """The secretariat records the decision to cover a state that does not take part."""
    if not rules.may_decide_coverage(viewer):
        raise NotYours(f"coverage/{state.key}", _("only the secretariat records this decision"))
    State.objects.select_for_update().get(pk=state.pk)  # there is no row of the decision yet to be held
    if Coverage.objects.filter(state=state).exists():
        raise DecidedAlready(state.key)
    row = Coverage(key=state.key, state=state, decision=decision, decided_on=viewer.today)
    row.full_clean()
    row.save()
    record_event("decided", row.address, state.key, by=viewer.person, after={"decision": decision.plain()})
    touched_public()
    return row
