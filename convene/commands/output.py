"""How commands speak: progress and results on the terminal, failures on standard error."""

from __future__ import annotations

import os
from contextlib import contextmanager

from convene.core.failures import Failure


class Refused(Failure):
    """A command was not carried out; record, reason and next step as in every failure."""


def say(text: str = "", *, style: str = "", markup: bool = False) -> None:
    console().print(text, style=style or None, markup=markup, highlight=False, soft_wrap=True)


def say_failure(failure: Failure) -> None:
    errors = console(errors=True)
    errors.print(
        f"{failure.record}: {failure.reason}", style="red", markup=False, highlight=False, soft_wrap=True
    )
    if failure.next_step:
        errors.print(failure.next_step, markup=False, highlight=False, soft_wrap=True)


def console(*, errors: bool = False):
    # Rich takes 60 ms to import: only where something is said.
    from rich.console import Console

    return Console(stderr=errors)


@contextmanager
def progress(title: str):
    """
    Show how far a long piece of work is. Yields `step(done, of, what)`; numbers may be 0 when not known.

    Without a terminal only the title is written, once.
    """
    if not os.isatty(1):
        say(f"{title} ...")
        yield lambda done=0, of=0, what="": None
        return
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[what]}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns) as bar:
        task = bar.add_task(title, total=None, what="")

        def step(done: int = 0, of: int = 0, what: str = "") -> None:
            bar.update(task, completed=done, total=of or None, what=str(what))

        yield step


def wake_django() -> None:
    """Load Django and all parts, once."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise Refused("settings", str(error), "See docs/reference/settings.md.") from error
