"""Who is reminded of what, when, in which language, and never twice."""

from datetime import date

import pytest
from django.core import mail

from convene.accounts.models import User
from convene.observatory.models import Profile
from convene.observatory.models.reminders import ReminderStage
from convene.observatory.operations.profiles import take_step
from convene.observatory.operations.reminders import remind, reminders_due, stage_of
from convene.registry.duties import Duty, duties_on
from tests.observatory.profiles.conftest import ALTERNATE_OF_XAL, CONTACT_OF_XAL, SECRETARIAT

TODAY = date(2026, 11, 22)


def told(reminders):
    return sorted((one.duty.key, one.person.email, str(one.stage)) for one in reminders)


def test_everybody_is_reminded_of_what_is_theirs(demo):
    assert told(reminders_due(TODAY)) == [
        ("profile/XAL-extended-2026#review-1", SECRETARIAT, "open"),
        ("profile/XAL-light-2026#answer-1", CONTACT_OF_XAL, "open"),
        ("profile/XAL-light-2026#answer-1", ALTERNATE_OF_XAL, "open"),
        ("profile/XFE-light-2026#publish-draft-1", SECRETARIAT, "open"),
    ]


def test_no_mail_goes_twice(demo):
    assert len(remind(TODAY)) == 4 and len(mail.outbox) == 4
    assert remind(TODAY) == [] and len(mail.outbox) == 4


def test_it_becomes_more_urgent_until_the_day_and_says_so_once_after_it(demo):
    remind(TODAY)
    days = ["2026-12-14", "2026-12-15", "2026-12-20", "2026-12-26", "2026-12-29", "2026-12-30"]
    sent = {day: told(remind(date.fromisoformat(day))) for day in days}
    mine = {day: [stage for key, who, stage in found if who == CONTACT_OF_XAL] for day, found in sent.items()}
    assert mine == {
        "2026-12-14": [],
        "2026-12-15": ["two_weeks"],
        "2026-12-20": [],
        "2026-12-26": ["last_days"],
        "2026-12-29": [],
        "2026-12-30": [],  # the months are over: now it is the secretariat's
    }
    assert ("profile/XAL-light-2026#publish-draft-1", SECRETARIAT, "open") in sent["2026-12-30"]


def test_a_mail_says_what_until_when_and_where(demo, settings):
    settings.PUBLIC_URL = "https://lake.example.org"
    remind(TODAY)
    (found,) = [one for one in mail.outbox if one.to == [CONTACT_OF_XAL]]
    assert found.subject == (
        "[Lake Dialogue] Endorse the profile, comment on it or object to it: "
        "Migration Profile Light: Alderland, 2026"
    )
    assert "The last day is 29 December 2026." in found.body
    assert "https://lake.example.org/en/desk/profile/XAL-light-2026" in found.body


def test_a_person_is_written_to_in_their_own_language(demo):
    User.objects.filter(email=CONTACT_OF_XAL).update(language="fr")
    remind(TODAY)
    (found,) = [one for one in mail.outbox if one.to == [CONTACT_OF_XAL]]
    assert "Aulnelande" in found.subject and "29 décembre 2026" in found.body
    assert "/fr/desk/profile/XAL-light-2026" in found.body


def test_nobody_is_pressed_while_they_write(demo):
    assert [duty.key for duty in duties_on(TODAY) if duty.whose == "state/XBR"] == []


def test_a_comment_is_no_new_duty(demo, person):
    remind(TODAY)
    take_step(
        Profile.objects.get(key="XAL-light-2026"), "commented", person(CONTACT_OF_XAL, "2026-11-22"), "Soon."
    )
    assert remind(TODAY) == []


def test_a_mail_that_cannot_be_sent_is_tried_again(demo, monkeypatch):
    def fails(*args):
        raise ConnectionRefusedError

    monkeypatch.setattr("convene.observatory.operations.reminders.send_mail", fails)
    with pytest.raises(ConnectionRefusedError):
        remind(TODAY)
    monkeypatch.undo()
    assert len(remind(TODAY)) == 4


def test_how_urgent_a_duty_is():
    duty = Duty("k", "secretariat", "Do it", lambda language: "x", "desk", TODAY, date(2026, 12, 29))
    days = ["2026-11-22", "2026-12-14", "2026-12-15", "2026-12-25", "2026-12-26", "2026-12-29", "2026-12-30"]
    assert [stage_of(duty, date.fromisoformat(day)) for day in days] == [
        ReminderStage.OPEN,
        ReminderStage.OPEN,
        ReminderStage.TWO_WEEKS,
        ReminderStage.TWO_WEEKS,
        ReminderStage.LAST_DAYS,
        ReminderStage.LAST_DAYS,
        ReminderStage.LATE,
    ]
