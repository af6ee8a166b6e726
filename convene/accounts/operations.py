"""What changes about people and their accounts. None of it is recorded by value."""

from __future__ import annotations

from django.db import transaction

from convene.accounts.audit import record_event
from convene.accounts.models import User


def choose_language(person: User, language: str) -> None:
    """The person's language, for sign-in pages, mail and back office (Wagtail keeps a copy of its own)."""
    from wagtail.users.models import UserProfile  # its models refer to the person

    person.language = language
    person.save(update_fields=["language"])
    profile = UserProfile.get_for_user(person)
    if profile.preferred_language != language:
        profile.preferred_language = language
        profile.save(update_fields=["preferred_language"])


@transaction.atomic
def record_person(verb: str, person: User, changed: list[str], *, by: User | None = None) -> None:
    """Record that an account was made or changed: which properties, not which values."""
    record_event(verb, f"person/{person.pk}", "", by=by, after=dict.fromkeys(changed), redact=True)
