"""
Making all factsheets as files, in every language, on both cores; and which of them would change.

    <home>/factsheets/en/UKR.pdf
    <home>/factsheets/editions.json     code -> fingerprint of the edition that the files hold

The same figures give the same bytes: a file that would not change is not even made anew.
"""

from __future__ import annotations

import gc
import json
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from django.conf import settings
from django.db import connections
from django.utils.translation import override

from convene.core.viewer import Viewer
from convene.observatory.factsheets.contents import factsheet_from
from convene.observatory.factsheets.covered import covered_states
from convene.observatory.factsheets.kept import Readable, readable
from convene.observatory.models import Factsheet
from convene.registry.queries.reference import one_reference, reference
from convene.ui.documents.typst import pdf_of

FOLDER, EDITIONS = "factsheets", "editions.json"
PROCESSES = 2
SHARE = 7  # states asked for at once: eight shares for fifty states

Progress = Callable[[str, int, int], None]  # (what was made, how many are made, of how many)


@dataclass(frozen=True)
class Change:
    """
    A state whose factsheet differs from its files, or whose figures from those released. Empty: there was none.

    The files hold what was released, where a release stands: an import changes nothing of it.
    """

    state: str
    made: str
    released: str
    today: str

    @property
    def is_new(self) -> bool:
        return not self.made


def folder() -> Path:
    return Path(settings.HOME) / FOLDER


def changed_factsheets(viewer: Viewer) -> list[Change]:
    """The states whose figures are no longer those of the files made last, or of their release. By code."""
    made, today = _editions_made(), _figures_today(viewer)
    released = dict(
        Factsheet.objects.exclude(released_fingerprint="").values_list("key", "released_fingerprint")
    )
    found = []
    for code, figures in sorted(today.items()):
        change = Change(code, made.get(code, ""), released.get(code, ""), figures.today.fingerprint)
        if change.made != figures.shown.fingerprint or change.released not in ("", change.today):
            found.append(change)
    return found


def make_all(viewer: Viewer, tell: Progress, states: Sequence[str] = ()) -> int:
    """
    Write the factsheets of all states covered, or of those named, in every language of the dialogue.

    Returns how many files were written. The work is shared by two processes, which ask for their own figures,
    for some states at a time.
    """
    codes = [one.state for one in covered_states(viewer) if not states or one.state in states]
    languages = reference().languages
    for language in languages:
        (folder() / language).mkdir(parents=True, exist_ok=True)
    shares = [codes[start : start + SHARE] for start in range(0, len(codes), SHARE)]
    editions: dict[str, str] = {}
    total = len(codes) * len(languages)
    connections.close_all()  # a forked process must not share them
    with ProcessPoolExecutor(PROCESSES, get_context("fork"), _begin) as pool:
        running = [pool.submit(_make_share, share, languages, viewer) for share in shares]
        for one in as_completed(running):
            for code, fingerprint in one.result():
                editions[code] = fingerprint
                tell(code, len(editions) * len(languages), total)
    _write(
        folder() / EDITIONS, json.dumps({**_editions_made(), **editions}, indent=1, sort_keys=True).encode()
    )
    return total


def _begin() -> None:
    """
    Each process has a core to itself, so Typst needs no threads. Documents hold no circles: what collects
    circles would look through all that the process was born with, again and again.
    """
    os.environ["RAYON_NUM_THREADS"] = "1"
    gc.disable()


def _make_share(codes: Sequence[str], languages: Sequence[str], viewer: Viewer) -> list[tuple[str, str]]:
    """Make the factsheets of some states; return (code, fingerprint) of each."""
    with one_reference():
        figures = readable(codes)
        for language, code, data in _files(codes, languages, figures, viewer):
            _write(folder() / language / f"{code}.pdf", data)
        return [(code, figures[code].shown.fingerprint) for code in codes]


def _files(
    codes: Sequence[str], languages: Sequence[str], figures: dict[str, Readable], viewer: Viewer
) -> Iterator[tuple[str, str, bytes]]:
    for language in languages:
        speaking = Viewer(day=viewer.today, today=viewer.today, language=language)
        with override(language):
            for code in codes:
                found = figures[code]
                made = factsheet_from(found.shown, speaking, for_print=True, today=found.today.fingerprint)
                yield language, code, pdf_of(made)


def _figures_today(viewer: Viewer) -> dict[str, Readable]:
    with one_reference():
        return readable([one.state for one in covered_states(viewer)])


def _editions_made() -> dict[str, str]:
    try:
        return json.loads((folder() / EDITIONS).read_text())
    except (OSError, ValueError):
        return {}


def _write(file: Path, data: bytes) -> None:
    """Write aside and rename: whoever reads meanwhile reads a whole file."""
    aside = file.with_name(f".{file.name}.{os.getpid()}")
    aside.write_bytes(data)
    aside.replace(file)
