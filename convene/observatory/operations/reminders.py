"""Mails to those who owe something: when it is asked for, two weeks and three days before its day, and once after it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from convene.accounts.models import User
from convene.observatory.models.reminders import ReminderStage, SentReminder
from convene.registry.duties import SECRETARIAT, Duty, duties_on
from convene.registry.enums import OfficeKind
from convene.registry.models import Appointment
from convene.registry.queries.reference import reference
from convene.registry.queries.standing import standing_of
from convene.ui import formats

TWO_WEEKS, LAST_DAYS = timedelta(days=14), timedelta(days=3)


@dataclass(frozen=True)
class Reminder:
    """A mail that is to be sent, or was."""

    duty: Duty
    person: User
    stage: ReminderStage


def stage_of(duty: Duty, day: date) -> ReminderStage:
    """How urgent a duty is on a day."""
    if duty.due_on is None:
        return ReminderStage.OPEN
    if day > duty.due_on:
        return ReminderStage.LATE
    left = duty.due_on - day
    if left <= LAST_DAYS:
        return ReminderStage.LAST_DAYS
    return ReminderStage.TWO_WEEKS if left <= TWO_WEEKS else ReminderStage.OPEN


def reminders_due(day: date) -> list[Reminder]:
    """Who must be reminded of what on `day`, without what was sent already. Nobody is mailed."""
    duties = duties_on(day)
    people = _people_by_whose(day) if duties else {}
    sent = set(
        SentReminder.objects.filter(duty__in=[duty.key for duty in duties]).values_list(
            "duty", "person", "stage"
        )
    )
    return [
        Reminder(duty, person, stage)
        for duty in duties
        for person in people.get(duty.whose, ())
        for stage in [stage_of(duty, day)]
        if (duty.key, person.pk, stage) not in sent
    ]


def remind(day: date) -> list[Reminder]:
    """
    Send what is due on `day` and return it. Called twice it sends nothing twice: each mail is noted first, and
    the note is taken back where the mail cannot be sent.
    """
    return [one for one in reminders_due(day) if _sent(one, day)]


def _sent(reminder: Reminder, day: date) -> bool:
    duty, person = reminder.duty, reminder.person
    try:
        with transaction.atomic():
            SentReminder.objects.create(duty=duty.key, person=person, stage=reminder.stage, day=day)
            subject, body = mail_of(reminder)
            send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [person.email])
    except IntegrityError:  # another process has sent it meanwhile
        return False
    return True


def mail_of(reminder: Reminder) -> tuple[str, str]:
    """Subject and text, in the person's own language where the software speaks it."""
    duty, known = reminder.duty, reference()
    language = reminder.person.language or known.source_language
    page_language = language if language in known.languages else known.source_language
    with override(language):
        about = duty.about(page_language)
        subject = f"[{known.dialogue.short_name.in_language(page_language)}] {duty.what}: {about}"
        lines = [
            _("%(what)s: %(about)s.") % {"what": duty.what, "about": about},
            _until(reminder, language),
            f"{settings.PUBLIC_URL}/{page_language}/{duty.path}",
            _("You get this mail because you act for your state or the secretariat in this dialogue."),
        ]
    return " ".join(subject.split())[:200], "\n\n".join(filter(None, lines)) + "\n"


def _until(reminder: Reminder, language: str) -> str:
    duty = reminder.duty
    if duty.due_on is None:
        return ""
    words = {
        ReminderStage.LATE: _("The last day was %(day)s."),
        ReminderStage.LAST_DAYS: _("The last day is %(day)s: three days or less are left."),
        ReminderStage.TWO_WEEKS: _("The last day is %(day)s: two weeks or less are left."),
        ReminderStage.OPEN: _("The last day is %(day)s."),
    }[reminder.stage]
    return words % {"day": formats.day(duty.due_on, language)}


def _people_by_whose(day: date) -> dict[str, list[User]]:
    """Whose a duty can be -> the people who are appointed for it on a day and may sign in."""
    found: dict[str, dict[int, User]] = defaultdict(dict)
    appointments: Iterable[Appointment] = (
        Appointment.objects.on(day)
        .filter(user__is_active=True, office__kind__in=[OfficeKind.CONTACT_POINT, OfficeKind.SECRETARIAT])
        .select_related("user", "office", "actor")
        .order_by("pk")
    )
    for one in appointments:
        standing = standing_of(one.user, on=day)
        if one.office.kind == OfficeKind.SECRETARIAT:
            if standing.is_secretariat:
                found[SECRETARIAT][one.user.pk] = one.user
        elif one.actor.key in standing.states:
            found[one.actor.address][one.user.pk] = one.user
    return {whose: list(people.values()) for whose, people in found.items()}
