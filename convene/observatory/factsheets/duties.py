"""What factsheets ask of the secretariat and of contact points."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _

from convene.observatory.enums import SubmissionStatus
from convene.observatory.models import Factsheet, FactsheetComment, FrameEntry, NationalValue
from convene.registry.duties import SECRETARIAT, Duty
from convene.registry.queries.names import designation


def duties_of_factsheets(day: date) -> Iterator[Duty]:
    """Submissions to decide on and comments to answer are the secretariat's; a look at what was shown is the state's."""
    for model in (NationalValue, FrameEntry):
        for row in model.objects.filter(status=SubmissionStatus.SUBMITTED).select_related("state"):
            what = _("Decide on what the state submitted for its factsheet")
            since = row.submitted_at.date() if row.submitted_at else day
            yield _duty(f"{row.address}#decide", SECRETARIAT, what, row.state.key, since, day)
    for comment in FactsheetComment.objects.filter(answered_at=None).select_related("factsheet"):
        code, since = comment.factsheet.key, comment.at.date()
        what = _("Answer the state’s comment on its factsheet")
        yield _duty(f"factsheet/{code}#answer-{comment.pk}", SECRETARIAT, what, code, since, day)
    for row in Factsheet.objects.exclude(shown_fingerprint="").prefetch_related("comments"):
        is_looked_at = row.shown_fingerprint == row.released_fingerprint or any(
            comment.edition == row.shown_fingerprint for comment in row.comments.all()
        )
        if not is_looked_at and row.shown_at:
            what = _("Look at the factsheet before it is released")
            key = f"factsheet/{row.key}#look-{row.shown_fingerprint}"
            yield _duty(key, f"state/{row.key}", what, row.key, row.shown_at.date(), day)


def _duty(key: str, whose: str, what, state: str, since: date, day: date) -> Duty:
    return Duty(
        key=key, whose=whose, what=what, about=_named(state, day), path=f"desk/factsheet/{state}", since=since
    )


def _named(state: str, day: date) -> Callable[[str], str]:
    return lambda language: str(designation(f"state/{state}", on=day, language=language))
