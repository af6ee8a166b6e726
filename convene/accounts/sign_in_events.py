"""What happens to people's keys and addresses is recorded, never by value, and a new second factor is remembered."""

from __future__ import annotations

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from django.contrib.auth import get_user_model
from django.db.models.signals import post_delete

from convene.accounts import second_factor


def connect() -> None:
    """Connect the receivers. Called once, when the application is ready."""
    mfa.authenticator_added.connect(second_factor.remember_enrolment, dispatch_uid="remember_enrolment")
    mfa.authenticator_removed.connect(second_factor.forget_enrolment, dispatch_uid="forget_enrolment")
    post_delete.connect(_record_deletion, sender=get_user_model(), dispatch_uid="record deleted account")
    for signal, verb in (
        (mfa.authenticator_added, "added second factor"),
        (mfa.authenticator_removed, "removed second factor"),
        (mfa.authenticator_reset, "made new recovery codes"),
        (account.password_set, "set password"),
        (account.password_changed, "changed password"),
        (account.password_reset, "reset password"),
        (account.email_changed, "changed e-mail address"),
    ):
        signal.connect(_Recorded(verb), weak=False, dispatch_uid=f"record {verb}")


def _record_deletion(sender, instance, **kwargs) -> None:
    from convene.accounts.operations import record_person

    record_person("deleted account", instance, [])


class _Recorded:
    """A receiver that records `verb` for the signal's person."""

    def __init__(self, verb: str) -> None:
        self.verb = verb

    def __call__(self, sender, user, **kwargs) -> None:
        from convene.accounts.audit import record_event  # needs the models, which are loaded by now

        record_event(self.verb, f"person/{user.pk}", "", by=user, redact=True)
