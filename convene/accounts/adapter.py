"""allauth as we use it: accounts are made for people, nobody opens one alone; secrets are kept encrypted."""

from __future__ import annotations

import base64
import hashlib

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


class ClosedAccounts(DefaultAccountAdapter):
    def is_open_for_signup(self, request) -> bool:
        return False

    def format_email_subject(self, subject: str) -> str:
        """Mail names the software, not the host that happened to answer."""
        return f"[{settings.WAGTAIL_SITE_NAME}] {subject}"


class EncryptedFactors(DefaultMFAAdapter):
    """
    Keys of authenticator apps and recovery codes are encrypted in the database.

    The key comes from SECRET_KEY; after a change of it the old one stays in SECRET_KEY_FALLBACKS,
    else people have to set up their second factor again.
    """

    def encrypt(self, text: str) -> str:
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _fernet().decrypt(encrypted_text.encode()).decode()

    def _get_site_name(self) -> str:
        return settings.WAGTAIL_SITE_NAME


def _fernet() -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key(secret)) for secret in secrets])


def _key(secret: str) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(f"convene.accounts.factors:{secret}".encode()).digest())
