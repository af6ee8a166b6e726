"""
Silence as a rule: `(rule, events) -> state`. No tables, no clock, no request.

A text is submitted to somebody; a number of whole months runs; silence has then a meaning that the rule
gives it. The first such rule is the one for Migration Profiles, agreed by the Senior Officials' Meeting in
Budapest in July 2015 (source P36): a profile that its state has not endorsed three months after it was
formally submitted may be published as a draft that is not the state's official position; endorsement, then
or at any later time, replaces it.

What no source says, and how it is read here:

- *An objection* holds the draft back until the text is submitted anew: who objects is not silent. A comment
  stops nothing.
- *A new submission* begins the months anew, for the new text. What is published stays until it is replaced.
- *A withdrawal* ends everything: nothing of it stays published, and only a new submission goes on from there.
- *Days* are those of the dialogue's time zone. The months end on the same number of the month, or on its last
  day where there is none (31 January and three months: 30 April), and that day is the first on which the
  draft may be published: the end is exclusive.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from convene.core.failures import Failure


class What(StrEnum):
    """What can happen to a submitted text."""

    SUBMITTED = "submitted"
    COMMENTED = "commented"
    OBJECTED = "objected"
    ENDORSED = "endorsed"
    PUBLISHED_AS_DRAFT = "published_as_draft"
    PUBLISHED_ENDORSED = "published_endorsed"
    WITHDRAWN = "withdrawn"


class Published(StrEnum):
    NOT = ""
    AS_DRAFT = "draft"
    ENDORSED = "endorsed"


class Refusal(StrEnum):
    """Why an event is not possible. Views word it for people."""

    NOT_SUBMITTED = "not_submitted"
    ANOTHER_TEXT = "another_text"
    CLOCK_IS_RUNNING = "clock_is_running"
    OBJECTED_TO = "objected_to"
    ALREADY_ENDORSED = "already_endorsed"
    NOT_ENDORSED = "not_endorsed"
    ALREADY_PUBLISHED = "already_published"
    NOTHING_TO_WITHDRAW = "nothing_to_withdraw"
    BEFORE_THE_LAST = "before_the_last"


@dataclass(frozen=True)
class Event:
    """What happened, on which day, by whom (an address: `state/GEO`), to which version of the text."""

    what: str
    on: date
    by: str
    version: int = 0
    note: str = ""


@dataclass(frozen=True)
class Rule:
    """How long silence must last, and who decided so (an address of the record)."""

    months: int
    decided_by: str = ""


PROFILE_RULE = Rule(months=3, decided_by="milestone/2015-07-three-month-rule")


@dataclass(frozen=True)
class Clock:
    """
    Where a text stands. `due_on` is the first day on which silence counts; None while nothing is submitted.

    version            of the text that is submitted now
    objected           somebody objected to it, and nothing was submitted since
    endorsed_on        when the submitted text was endorsed
    published          as what something is published now, `published_version` which version
    """

    last_on: date | None = None
    version: int = 0
    submitted_on: date | None = None
    due_on: date | None = None
    objected: bool = False
    comments: int = 0
    endorsed_on: date | None = None
    published: Published = Published.NOT
    published_version: int = 0
    published_on: date | None = None
    withdrawn_on: date | None = None

    @property
    def is_running(self) -> bool:
        """Whether an answer is awaited, be it late or not."""
        return self.submitted_on is not None and self.endorsed_on is None

    @property
    def last_day_to_answer(self) -> date | None:
        return self.due_on - timedelta(days=1) if self.due_on else None

    def has_run_out(self, on: date) -> bool:
        """Whether the months have passed without an endorsement by the beginning of `on`."""
        return self.is_running and self.due_on is not None and on >= self.due_on

    def may_be_published_as_draft(self, on: date) -> bool:
        return refusal(self, Event(What.PUBLISHED_AS_DRAFT, on, "", self.version)) is None


class NotPossible(Failure):
    """An event that the rule does not allow after those before it."""

    def __init__(self, event: Event, why: Refusal) -> None:
        self.event, self.why = event, why
        super().__init__(f"{event.what} on {event.on}", f"not possible: {why.value.replace('_', ' ')}")


def add_months(day: date, months: int) -> date:
    """The same number of the month, `months` later; its last day where that month is shorter."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def refusal(clock: Clock, event: Event) -> Refusal | None:
    """Why `event` cannot follow; None where it can."""
    if clock.last_on and event.on < clock.last_on:
        return Refusal.BEFORE_THE_LAST
    match event.what:
        case What.SUBMITTED:
            return None
        case What.WITHDRAWN:
            nothing = clock.submitted_on is None and clock.published == Published.NOT
            return Refusal.NOTHING_TO_WITHDRAW if nothing else None
    if clock.submitted_on is None:
        return Refusal.NOT_SUBMITTED
    if event.version != clock.version:
        return Refusal.ANOTHER_TEXT
    match event.what:
        case What.OBJECTED | What.ENDORSED:
            return Refusal.ALREADY_ENDORSED if clock.endorsed_on else None
        case What.PUBLISHED_AS_DRAFT:
            return _refusal_of_a_draft(clock, event)
        case What.PUBLISHED_ENDORSED:
            if clock.endorsed_on is None:
                return Refusal.NOT_ENDORSED
            return Refusal.ALREADY_PUBLISHED if _is_out(clock, Published.ENDORSED) else None
    return None


def _refusal_of_a_draft(clock: Clock, event: Event) -> Refusal | None:
    if clock.endorsed_on:
        return Refusal.ALREADY_ENDORSED
    if clock.objected:
        return Refusal.OBJECTED_TO
    if clock.due_on is None or event.on < clock.due_on:
        return Refusal.CLOCK_IS_RUNNING
    return Refusal.ALREADY_PUBLISHED if _is_out(clock, Published.AS_DRAFT) else None


def _is_out(clock: Clock, as_what: Published) -> bool:
    return clock.published == as_what and clock.published_version == clock.version


def after(rule: Rule, clock: Clock, event: Event) -> Clock:
    """The clock after `event`. Raises NotPossible. Events of other rules leave it as it is."""
    if event.what not in set(What):
        return clock
    if why := refusal(clock, event):
        raise NotPossible(event, why)
    clock = replace(clock, last_on=event.on)
    match event.what:
        case What.SUBMITTED:
            return replace(
                clock,
                version=event.version,
                submitted_on=event.on,
                due_on=add_months(event.on, rule.months),
                objected=False,
                comments=0,
                endorsed_on=None,
                withdrawn_on=None,
            )
        case What.COMMENTED:
            return replace(clock, comments=clock.comments + 1)
        case What.OBJECTED:
            return replace(clock, objected=True)
        case What.ENDORSED:
            return replace(clock, endorsed_on=event.on, objected=False)
        case What.WITHDRAWN:
            return Clock(last_on=event.on, withdrawn_on=event.on)
    published = Published.AS_DRAFT if event.what == What.PUBLISHED_AS_DRAFT else Published.ENDORSED
    return replace(clock, published=published, published_version=event.version, published_on=event.on)


def state_of(rule: Rule, events: Iterable[Event]) -> Clock:
    """Where the text stands after all `events`, in their order. Raises NotPossible at the first that cannot be."""
    clock = Clock()
    for event in events:
        clock = after(rule, clock, event)
    return clock
