"""
The way of a Migration Profile, from the first word to publication: steps in, a state out. No tables, no clock.

Two things go on at once. The newest version of the text goes through rounds with the secretariat; the text that
was formally submitted goes through the endorsement clock (`registry.silence`). A version whose text was sent to
the secretariat never changes again: what is returned is written on as the next version.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from convene.core.failures import Failure
from convene.registry import silence
from convene.registry.silence import PROFILE_RULE, Clock, Event, NotPossible, Published, Refusal


class ProfileKind(TextChoices):
    """The two templates. States decide freely on one of them, or both (source P35)."""

    EXTENDED = "extended", _("Extended Migration Profile")
    LIGHT = "light", _("Migration Profile Light")


class Step(TextChoices):
    """What can happen to a profile. The first four are rounds with the secretariat, the rest is the clock's."""

    STARTED = "started", _("Version begun")
    SENT = "sent", _("Sent to the secretariat for review")
    RETURNED = "returned", _("Returned with comments")
    ACCEPTED = "accepted", _("Accepted for formal submission")
    SUBMITTED = "submitted", _("Formally submitted to the state")
    COMMENTED = "commented", _("Commented by the state")
    OBJECTED = "objected", _("Objected to by the state")
    ENDORSED = "endorsed", _("Endorsed by the state")
    PUBLISHED_AS_DRAFT = "published_as_draft", _("Published as a draft")
    PUBLISHED_ENDORSED = "published_endorsed", _("Published as endorsed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


PUBLICATIONS = frozenset({Step.PUBLISHED_AS_DRAFT, Step.PUBLISHED_ENDORSED})


class Phase(TextChoices):
    """Where a profile stands, in one word for lists."""

    WRITING = "writing", _("being written")
    SENT = "sent", _("in review by the secretariat")
    RETURNED = "returned", _("returned with comments, being revised")
    ACCEPTED = "accepted", _("accepted, to be formally submitted")
    SUBMITTED = "submitted", _("formally submitted, the three months run")
    RUN_OUT = "run_out", _("the three months have passed without endorsement")
    OBJECTED = "objected", _("objected to by the state")
    ENDORSED = "endorsed", _("endorsed, to be published")
    DRAFT = "draft", _("published as a draft")
    PUBLISHED = "published", _("published, endorsed by the state")
    WITHDRAWN = "withdrawn", _("withdrawn")


@dataclass(frozen=True)
class Way:
    """
    The state of a profile: the rounds of its newest version, and the clock of what was submitted.

    `round` is the last step of the newest version among the rounds and the submission.
    """

    version: int = 0
    round: str = ""
    was_returned: bool = False
    clock: Clock = field(default_factory=Clock)

    @property
    def is_editable(self) -> bool:
        """Whether the newest version may still be written."""
        return self.round == Step.STARTED

    @property
    def is_public(self) -> bool:
        return self.clock.published != Published.NOT

    def phase(self, on: date) -> Phase:
        """The state in one word: what happens to the newest version; else what is published."""
        if self.round in (Step.SENT, Step.ACCEPTED):
            return Phase.SENT if self.round == Step.SENT else Phase.ACCEPTED
        if self.round == Step.STARTED:
            return Phase.RETURNED if self.was_returned else Phase.WRITING
        clock = self.clock
        if clock.withdrawn_on:
            return Phase.WITHDRAWN
        if clock.published_version == clock.version and self.is_public and not clock.objected:
            if clock.published == Published.ENDORSED:
                return Phase.PUBLISHED
            return Phase.ENDORSED if clock.endorsed_on else Phase.DRAFT
        if clock.endorsed_on:
            return Phase.ENDORSED
        if clock.objected:
            return Phase.OBJECTED
        return Phase.RUN_OUT if clock.has_run_out(on) else Phase.SUBMITTED

    @property
    def public_phase(self) -> Phase | None:
        """What readers see; None where nothing is published."""
        return {Published.AS_DRAFT: Phase.DRAFT, Published.ENDORSED: Phase.PUBLISHED}.get(
            self.clock.published
        )


class StepNotPossible(Failure):
    """A step that cannot follow. `why` is worded for people."""

    def __init__(self, step: str, why) -> None:
        self.step, self.why = step, why
        super().__init__(str(Step(step).label), str(why))


# What must have happened last to the newest version, and what to tell people where it has not.
_ROUNDS = {
    Step.SENT: (Step.STARTED, _("The text was already sent, or there is no version that is being written.")),
    Step.RETURNED: (Step.SENT, _("The text is not with the secretariat for review.")),
    Step.ACCEPTED: (Step.SENT, _("The text is not with the secretariat for review.")),
    Step.SUBMITTED: (
        Step.ACCEPTED,
        _("Only a text that the secretariat accepted can be formally submitted."),
    ),
}
_REASONS = {
    Refusal.NOT_SUBMITTED: _("Nothing is formally submitted."),
    Refusal.ANOTHER_TEXT: _("Another version is the one that was formally submitted."),
    Refusal.CLOCK_IS_RUNNING: _("The three months are not over."),
    Refusal.OBJECTED_TO: _("The state has objected. Submit a new version."),
    Refusal.ALREADY_ENDORSED: _("This version is endorsed."),
    Refusal.NOT_ENDORSED: _("The state has not endorsed this version."),
    Refusal.ALREADY_PUBLISHED: _("This version is published already."),
    Refusal.NOTHING_TO_WITHDRAW: _("There is nothing to withdraw."),
    Refusal.BEFORE_THE_LAST: _("This day is before the day of the last step."),
}


def why_not(way: Way, event: Event):
    """Why `event` cannot follow, worded for people; None where it can."""
    if event.what == Step.STARTED:
        if way.is_editable:
            return _("There is a version that is being written.")
        if way.round in (Step.SENT, Step.ACCEPTED):
            return _("The newest version is with the secretariat.")
        return None if event.version == way.version + 1 else _("Versions are numbered one after the other.")
    if event.what in _ROUNDS:
        needed, reason = _ROUNDS[Step(event.what)]
        if way.round != needed or event.version != way.version:
            return reason
    if why := silence.refusal(way.clock, event) if event.what in set(silence.What) else None:
        return _REASONS[why]
    if way.clock.last_on and event.on < way.clock.last_on:
        return _REASONS[Refusal.BEFORE_THE_LAST]
    return None


def after(way: Way, event: Event) -> Way:
    """The state after `event`. Raises StepNotPossible."""
    if why := why_not(way, event):
        raise StepNotPossible(event.what, why)
    clock = silence.after(PROFILE_RULE, way.clock, event)
    match event.what:
        case Step.STARTED:
            return Way(event.version, Step.STARTED, way.round == Step.RETURNED, clock)
        case Step.SENT | Step.RETURNED | Step.ACCEPTED | Step.SUBMITTED:
            return Way(way.version, event.what, way.was_returned, clock)
    return Way(way.version, way.round, way.was_returned, clock)


def way_of(events: Iterable[Event]) -> Way:
    """The state after all `events` in their order. Raises StepNotPossible at the first that cannot be."""
    way = Way()
    for event in events:
        way = after(way, event)
    return way


def public_way(events: Iterable[Event]) -> Clock:
    """
    The clock alone, from the steps that everybody may see: a public copy of the record has no rounds.

    Steps that cannot follow without those left out are passed over.
    """
    clock = Clock()
    for event in events:
        try:
            clock = silence.after(PROFILE_RULE, clock, event)
        except NotPossible:
            continue
    return clock
