"""The key that signs boxes: Ed25519, made from one secret of the installation."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from config.home import local_secret
from convene.core.failures import Failure


class NothingToSignWith(Failure):
    def __init__(self) -> None:
        super().__init__(
            "the box", "this installation has no secret to sign it with", "Set CONVENE_BOX_SECRET."
        )


def can_sign() -> bool:
    return bool(settings.BOX_SECRET) or not settings.PRODUCTION


def _own_key() -> Ed25519PrivateKey:
    """From CONVENE_BOX_SECRET; outside production else from a secret generated in CONVENE_HOME/keys."""
    if not can_sign():
        raise NothingToSignWith
    secret = settings.BOX_SECRET or local_secret(Path(settings.HOME), "box")
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"convene box 1\n" + secret.encode()).digest())


def own_public_key() -> str:
    """The public key as PEM: what stands in every box made here."""
    return _pem(_own_key().public_key())


def fingerprint(public_pem: str) -> str:
    """Twelve groups of four hexadecimal digits, for people to compare."""
    digest = hashlib.sha256(_raw(_read(public_pem))).hexdigest()[:48]
    return " ".join(digest[start : start + 4] for start in range(0, 48, 4))


def sign(data: bytes) -> str:
    return base64.b64encode(_own_key().sign(data)).decode()


def is_signed(data: bytes, signature: str, public_pem: str) -> bool:
    try:
        _read(public_pem).verify(base64.b64decode(signature, validate=True), data)
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True


def _read(public_pem: str) -> Ed25519PublicKey:
    key = serialization.load_pem_public_key(public_pem.encode())
    if not isinstance(key, Ed25519PublicKey):
        raise ValueError("not an Ed25519 key")
    return key


def _raw(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)


def _pem(key: Ed25519PublicKey) -> str:
    return key.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    ).decode()
