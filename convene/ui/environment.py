"""
The Jinja2 environment of the public pages.

Settings name `environment` as the factory. Other parts add names that templates may use with
`register_global` and `register_filter`, from their AppConfig.ready.

Words of the interface come from gettext in the language that the view has activated; the formats
below take the language as an argument and fall back to the active one.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from types import FunctionType, MethodType
from typing import Any

import jinja2
from django.conf import settings
from django.templatetags.static import static as static_url
from django.urls import reverse
from django.utils.translation import gettext, ngettext, npgettext, pgettext
from jinja2.runtime import Macro
from jinja2.utils import missing

from convene.ui import cited, formats, navigation, panels, words
from convene.ui.catalogue import counted, said

_GLOBALS: dict[str, Any] = {}
_FILTERS: dict[str, Callable] = {}
_ENVIRONMENTS: list[jinja2.Environment] = []


@lru_cache(maxsize=256)
def static(path: str) -> str:
    """Return the address of a static file. Kept: with hashed names the storage's lookup is slow."""
    return static_url(path)


def url_for(name: str, *args, **kwargs) -> str:
    """Return the path of a named view."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


def register_global(name: str, value: Any) -> None:
    """Make `value` known to every template as `name`. Refuses to hide another one."""
    if _GLOBALS.setdefault(name, value) is not value:
        raise ValueError(f"Two template globals are named {name!r}.")
    for known in _ENVIRONMENTS:
        known.globals[name] = value


def register_filter(name: str, function: Callable) -> None:
    """Make `function` known to every template as the filter `name`."""
    if _FILTERS.setdefault(name, function) is not function:
        raise ValueError(f"Two template filters are named {name!r}.")
    for known in _ENVIRONMENTS:
        known.filters[name] = function


class UnknownNameFails(jinja2.Undefined):
    """A name that no one gave the template is an error; a missing optional key of a thing is empty."""

    def _refuse_unknown_name(self) -> None:
        if self._undefined_obj is missing:
            self._fail_with_undefined_error()

    def __str__(self) -> str:
        self._refuse_unknown_name()
        return super().__str__()

    def __bool__(self) -> bool:
        self._refuse_unknown_name()
        return False

    def __iter__(self):
        self._refuse_unknown_name()
        return super().__iter__()


class Context(jinja2.runtime.Context):
    """Calls macros and plain functions, of which a page calls some two hundred, without asking first what they are."""

    def call(self, called: Any, /, *args: Any, **kwargs: Any) -> Any:
        kind = type(called)
        if kind is Macro:
            args = (self.eval_ctx, *args)
        elif kind not in _PLAIN or hasattr(called, "jinja_pass_arg"):
            return super().call(called, *args, **kwargs)
        kwargs.pop("_block_vars", None)
        kwargs.pop("_loop_vars", None)
        return called(*args, **kwargs)


_PLAIN = (FunctionType, MethodType)


class Template(jinja2.Template):
    """A template whose macros, imported by others, are made once: all templates share the same globals."""

    def _get_default_module(self, ctx: Any = None) -> Any:
        # Jinja would compare the names of all globals at every import, a dozen times a page.
        return super()._get_default_module()


def _bytecode_cache() -> jinja2.BytecodeCache | None:
    """Compiled templates are kept in the home folder, readable by the owner only."""
    folder = Path(settings.HOME) / "cache" / "templates"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return None
    return jinja2.FileSystemBytecodeCache(str(folder)) if os.access(folder, os.W_OK) else None


def environment(**options) -> jinja2.Environment:
    """
    Make the environment. Templates are looked up once and kept.

    While testing or debugging, a name that does not exist is an error instead of an empty string.
    """
    if settings.DEBUG or settings.TESTING:
        options["undefined"] = UnknownNameFails
    made = jinja2.Environment(  # noqa: S701 - autoescape is on, within the options
        **{
            **options,
            "autoescape": True,
            "extensions": ["jinja2.ext.i18n", "jinja2.ext.do"],
            "trim_blocks": True,
            "lstrip_blocks": True,
            "cache_size": -1,
            "bytecode_cache": None if settings.DEBUG else _bytecode_cache(),
        }
    )
    made.context_class = Context
    made.template_class = Template
    made.policies["ext.i18n.trimmed"] = True  # line breaks of a template are no part of a text
    made.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    made.install_gettext_callables(gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext)
    made.globals.update(_=said, gettext=said, ngettext=counted)
    made.globals.update(
        static=static,
        url_for=url_for,
        with_query=words.with_query,
        navigation=navigation.entries,
        panels_for=panels.panels_for,
        listed_sources=cited.listed_sources,
        folded_sources=cited.folded_sources,
        **_GLOBALS,
    )
    made.filters.update(
        day=formats.day,
        short_day=formats.short_day,
        day_span=formats.day_span,
        month_name=formats.month_name,
        told=formats.told,
        span=formats.span,
        number=formats.number,
        listed=formats.listed,
        text=words.text,
        plain=words.plain,
        prose=words.prose,
        sentence=words.sentence,
        with_query=words.with_query,
        **_FILTERS,
    )
    made.globals.update(day_span=formats.day_span)
    _ENVIRONMENTS.append(made)
    return made
