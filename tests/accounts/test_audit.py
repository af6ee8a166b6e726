"""The audit trail: who changed what, and that nobody rewrites it."""

from datetime import date

import pytest
from django.test import RequestFactory

from convene.accounts.audit import audited_by, current_person, history_of, record_event
from convene.accounts.models import AuditEvent, Unchangeable
from convene.core.text import Text

pytestmark = pytest.mark.django_db


def test_an_event_keeps_what_was_and_what_is(editor):
    event = record_event(
        "corrected",
        "meeting/2014-10-28-som-berlin",
        "Senior Officials' Meeting, Berlin",
        by=editor,
        before={"first_day": date(2014, 10, 27), "title": Text.of(en="SOM", ru="СДЛ")},
        after={"first_day": date(2014, 10, 28), "title": Text.of(en="SOM Berlin", ru="СДЛ")},
        note="The programme says 28 October.",
    )
    event.refresh_from_db()

    assert (event.by, event.by_label, event.verb, event.note) == (
        editor,
        "Ana Editor",
        "corrected",
        "The programme says 28 October.",
    )
    assert event.before == {"first_day": "2014-10-27", "title": {"en": "SOM", "ru": "СДЛ"}}
    assert event.after == {"first_day": "2014-10-28", "title": {"en": "SOM Berlin", "ru": "СДЛ"}}


def test_without_a_name_it_is_the_person_of_the_request_or_the_system(editor):
    request = RequestFactory().post("/cms/")
    request.user = editor
    with audited_by(request):
        assert current_person() == editor
        by_request = record_event("corrected", "state/POL", "Poland")
    by_nobody = record_event("corrected", "state/POL", "Poland")
    by_process = record_event("loaded", "pack/prague-process", "Prague Process", by="pack load")

    assert [event.by_label for event in (by_request, by_nobody, by_process)] == [
        "Ana Editor",
        "system",
        "pack load",
    ]
    assert [event.by for event in (by_request, by_nobody, by_process)] == [editor, None, None]


def test_a_change_made_in_the_browser_is_recorded_under_the_persons_name(browser, editor, sign_in, code_of):
    code = code_of(editor)
    sign_in(browser, editor)
    browser.post("/account/2fa/authenticate/", {"code": code})
    form = {"name": "Vera New", "email": "Vera@Example.org", "language": "ru", "is_active": "on"}
    assert browser.post("/cms/users/new/", form).status_code == 302

    event = AuditEvent.objects.get(verb="made account")
    assert (event.by, event.label) == (editor, event.address)
    assert set(event.after.values()) == {"[withheld]"}
    assert not AuditEvent.objects.filter(after__icontains="vera").exists()


def test_tables_about_people_are_never_logged_by_value(editor):
    event = record_event(
        "changed account",
        "person/7",
        "Petr Other",
        by=editor,
        before={"email": "petr@example.org"},
        after={"email": "petr@example.com"},
        redact=True,
    )

    assert (event.label, event.before, event.after) == (
        "person/7",
        {"email": "[withheld]"},
        {"email": "[withheld]"},
    )


def test_the_trail_can_only_grow():
    event = record_event("corrected", "state/POL", "Poland")
    event.note = "never mind"
    for rewrite in (
        event.save,
        event.delete,
        AuditEvent.objects.all().delete,
        lambda: AuditEvent.objects.update(note="never mind"),
        lambda: AuditEvent.objects.bulk_update([event], ["note"]),
    ):
        with pytest.raises(Unchangeable):
            rewrite()

    assert list(AuditEvent.objects.values_list("note", flat=True)) == [""]


def test_the_trail_stays_readable_when_the_person_is_gone(editor):
    record_event("corrected", "state/POL", "Poland", by=editor)
    editor.delete()

    event = AuditEvent.objects.get(address="state/POL")
    assert (event.by, event.by_label) == (None, "Ana Editor")


def test_the_history_of_a_thing_holds_its_properties_and_nothing_else():
    for address in ("state/POL", "state/POL#name", "state/POLX", "meeting/POL"):
        record_event("corrected", address, address)

    assert [event.address for event in history_of("state/POL")] == ["state/POL#name", "state/POL"]


def test_deleting_an_account_is_recorded_without_saying_whose_it_was(other):
    key = other.pk
    other.delete()

    event = AuditEvent.objects.get(verb="deleted account")
    assert (event.address, event.label, event.by_label) == (f"person/{key}", f"person/{key}", "system")
