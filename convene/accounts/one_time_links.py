"""
A sign-in link for the person at this computer, printed by `make run`. Never in production.

The link stands for a full sign-in, second factor included, because only who can read this machine's
terminal has it. It works once and for minutes; the database keeps only the hash of its token.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from convene.accounts.audit import record_event
from convene.accounts.models import OneTimeLink, User
from convene.core.failures import Failure


class LinkRefused(Failure):
    """The link cannot be made or used. The reason never tells whether the account exists."""

    def __init__(self, reason: str, next_step: str = "") -> None:
        super().__init__(_("Sign-in link"), reason, next_step)


def make_link(user: User, minutes: int = 15) -> str:
    """Return the path (`/account/link/...`) that signs `user` in once within `minutes`."""
    _refuse_in_production()
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        OneTimeLink.objects.filter(expires_at__lt=timezone.now()).delete()
        OneTimeLink.objects.create(
            token_hash=_hash(token), user=user, expires_at=timezone.now() + timedelta(minutes=minutes)
        )
        record_event("made sign-in link", f"person/{user.pk}", "", by="command line", redact=True)
    return reverse("account_one_time_link", args=[token])


def find_link(token: str) -> OneTimeLink:
    """Return the link that `token` opens; raise LinkRefused if it is unknown, used or too old."""
    _refuse_in_production()
    link = OneTimeLink.objects.select_related("user").filter(token_hash=_hash(token)).first()
    start_again = _("Start Convene again; it prints a new link.")
    if link is None or not link.user.is_active:
        raise LinkRefused(_("this link is not known here"), start_again)
    if link.used_at is not None:
        raise LinkRefused(_("this link has already been used"), start_again)
    if link.expires_at <= timezone.now():
        raise LinkRefused(_("this link is too old"), start_again)
    return link


def use_link(token: str) -> User:
    """Spend the link and return its person. Of two attempts at the same moment one is refused."""
    with transaction.atomic():
        link = find_link(token)
        spent = OneTimeLink.objects.filter(pk=link.pk, used_at=None).update(used_at=timezone.now())
        if not spent:
            raise LinkRefused(_("this link has already been used"))
        record_event("signed in by link", f"person/{link.user_id}", "", by=link.user, redact=True)
    return link.user


def _refuse_in_production() -> None:
    if settings.PRODUCTION:
        raise LinkRefused(
            _("one-time links work only on a local installation"), _("Sign in with your password.")
        )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
