"""
Words of the interface for templates, kept for each language.

A page asks for some fifty of them, and Django looks through a catalogue of each library every time.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.utils.translation import get_language, gettext, ngettext
from markupsafe import Markup


@lru_cache(maxsize=8192)
def _said(language: str | None, message: str) -> Markup:
    return Markup(gettext(message))  # noqa: S704 - our own catalogue


@lru_cache(maxsize=8192)
def _said_without_names(language: str | None, message: str) -> Markup:
    return _said(language, message) % {}


@lru_cache(maxsize=4096)
def _counted(language: str | None, one: str, several: str, number: int) -> Markup:
    return Markup(ngettext(one, several, number))  # noqa: S704 - our own catalogue


def said(message: str, **names: Any) -> Markup:
    """`gettext` in the active language, with the names filled in and escaped. Kept for each language."""
    if names:
        return _said(get_language(), message) % names
    return _said_without_names(get_language(), message)


def counted(one: str, several: str, number: int, **names: Any) -> Markup:
    """`ngettext` in the active language; `num` in the message is the number."""
    return _counted(get_language(), one, several, number) % {"num": number, **names}
