"""
Whether a session has shown a second factor. The reasons are in docs/decisions/0003-sign-in.md.

Counted: a code of an authenticator app, a security key, a passkey (which asks for the device's own lock),
a recovery code, the enrolment of one of them in this session, and the local one-time link outside production.
Not counted: a password, a code sent by e-mail, both together.
"""

from __future__ import annotations

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings

LOCAL_LINK = "accounts_local_link"  # session: signed in by the one-time link, for whom
ENROLLED = "accounts_enrolled"  # session: set up a second factor here, for whom


def is_satisfied(request) -> bool:
    """Whether this session's person has a second factor and has shown it here (or came by the local link)."""
    person = str(request.user.pk)
    if request.session.get(LOCAL_LINK) == person and not settings.PRODUCTION:
        return True
    return has_shown(request) and can_show(request.user)


def has_shown(request) -> bool:
    """Whether a second factor was used or set up in this session."""
    if request.session.get(ENROLLED) == str(request.user.pk):
        return True
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


def can_show(user) -> bool:
    """Whether the person has set up an authenticator app, a security key or a passkey."""
    return (
        Authenticator.objects.filter(user_id=user.pk).exclude(type=Authenticator.Type.RECOVERY_CODES).exists()
    )


def remember_local_link(request, user) -> None:
    request.session[LOCAL_LINK] = str(user.pk)


def remember_enrolment(sender, request, user, authenticator, **kwargs) -> None:
    """Setting up a factor proves that it is at hand. Receiver of allauth's `authenticator_added`."""
    if request is not None and authenticator.type != Authenticator.Type.RECOVERY_CODES:
        request.session[ENROLLED] = str(user.pk)


def forget_enrolment(sender, request, user, authenticator, **kwargs) -> None:
    """Taking a factor away ends what setting it up had proved. Receiver of `authenticator_removed`."""
    if request is not None:
        request.session.pop(ENROLLED, None)
