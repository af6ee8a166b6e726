"""
A document as tagged PDF (PDF/UA-1): the same document gives the same bytes, on every machine.

The look stands in `document.typ`. Words travel as JSON in `sys.inputs` and are set as text, so nothing that
anybody has written can become code. Fonts are our own (`fonts/`), the only day in the file is the document's.
"""

from __future__ import annotations

import json
import re
import threading
from datetime import UTC, datetime, time
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from convene.core.text import without_control_characters
from convene.ui.documents.json import NAMES
from convene.ui.documents.model import (
    Document,
    Figure,
    Note,
    Run,
    SideBySide,
    SourceLine,
    TableBlock,
    Terms,
    plain,
    runs,
)

if TYPE_CHECKING:
    import typst

FOLDER = Path(__file__).parent
STANDARD = "ua-1"
# A cell of the first column of a table, as Typst tags it, and any other cell under the head of a column.
_CELL = re.compile(rb"/S/T(D/P \d+ 0 R/A\[<</O/Table)/Headers\[\(U\d+x(\d+)y\d+\)\]")
_working = threading.Lock()  # the compiler keeps fonts and template warm, and works for one thread at a time


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    """One compiler a process. No font of the machine, no package and no file outside the folder is seen."""
    import typst  # megabytes that only a process which makes documents should hold

    return typst.Compiler(input=FOLDER / "document.typ", root=FOLDER, font_paths=fonts())


@lru_cache(maxsize=1)
def fonts() -> typst.Fonts:
    """Our own fonts, and no other."""
    import typst

    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[FOLDER / "fonts"]
    )


def pdf_of(document: Document) -> bytes:
    """The document as PDF/UA-1, dated with the day of its edition."""
    data = json.dumps(print_data(document), ensure_ascii=False)
    moment = datetime.combine(document.metadata.day, time(), UTC)
    with _working:
        made = _compiler().compile(
            format="pdf", sys_inputs={"data": data}, pdf_standards=[STANDARD], timestamp=moment
        )
    return with_row_headers(made)


def with_row_headers(pdf: bytes) -> bytes:
    """
    The same file with the first cell of each row of a table tagged as the head of that row.

    Typst 0.15 tags heads of columns only: `pdf.header-cell` asks for a feature that its Python package cannot
    switch on. The tags of cells stand in the file as plain text, so they are written over, byte for byte of
    the same length, and nothing moves. Other cells lose the list of their heads: it named the column's alone,
    and where there is none readers find both heads by their scopes.
    """
    return _CELL.sub(_headed, pdf)


def _headed(cell: re.Match[bytes]) -> bytes:
    is_first = cell[2] == b"0"
    begun = b"/S/T" + (b"H" if is_first else b"D") + cell[1][1:]
    return (begun + (b"/Scope/Row" if is_first else b"")).ljust(len(cell[0]))


def print_data(document: Document) -> dict[str, Any]:
    """What `document.typ` reads: every key is there, words are clean, addresses are whole."""
    meta = document.metadata
    notes = {note.mark: index for index, note in enumerate(document.footnotes)}
    with override(document.language):
        return {
            "words": {
                "page": _("Page {page} of {pages}"),
                "notes": _("Notes"),
                "sources": _("Sources and licences"),
                "no_figure": _("no figure"),
            },
            "title": _clean(document.title),
            "author": [_clean(meta.author or meta.publisher)],
            "description": _clean(meta.description or document.subtitle or document.title),
            "keywords": [_clean(word) for word in meta.keywords],
            "year": meta.day.year,
            "month": meta.day.month,
            "day": meta.day.day,
            "language": document.language,
            "kind": _clean(document.kind),
            "subtitle": _clean(document.subtitle),
            "running": _clean(" · ".join(filter(None, (meta.publisher, document.kind)))),
            "footer": _clean(meta.footer),
            "notices": [_data(note, notes) for note in document.notices],
            "sections": [_data(section, notes) for section in document.sections],
            "sources": [_data(source, notes) for source in document.sources],
            "footnotes": [
                {"mark": n.mark, "text": _clean(n.text), "language": n.language or document.language}
                for n in document.footnotes
            ],
            "closing": [_clean(line) for line in _closing(document)],
        }


def _closing(document: Document) -> list[str]:
    """The last lines: where the document stands, and by what its edition is known."""
    meta = document.metadata
    told = []
    if meta.address:
        told.append(_("Permanent address: %(address)s") % {"address": meta.address})
    if meta.fingerprint:
        told.append(_("Fingerprint of this edition: %(fingerprint)s") % {"fingerprint": meta.fingerprint})
    return [" · ".join(told)] if told else []


def whole_address(href: str) -> str:
    """An address that works on paper and in a file; empty for anything but a path of ours and http(s)."""
    if href.startswith("/") and not href.startswith("//"):
        return settings.PUBLIC_URL + href
    return href if href.startswith(("https://", "http://")) else ""


def _clean(text: Any) -> str:
    words = str(text)
    return words if words.isprintable() else without_control_characters(words)


def _data(value: Any, notes: dict[str, int]) -> Any:
    """A block with all its fields, for the template."""
    if isinstance(value, str):
        return _clean(value)
    if isinstance(value, bool | int | float | None):
        return value
    if isinstance(value, SideBySide):
        return {"kind": "side_by_side", "left": _data(value.left, notes), "right": _data(value.right, notes)}
    if isinstance(value, Figure):
        return {
            "kind": "figure",
            "svg": value.svg_print,
            **{name: _clean(getattr(value, name)) for name in ("title", "description", "note", "source")},
        }
    if isinstance(value, TableBlock):
        kept = {name: _data(getattr(value, name), notes) for name in ("caption", "header", "note", "source")}
        rows = [[_prose(cell, notes) for cell in row] for row in value.rows]
        widths = list(value.widths)
        return {"kind": "table", "numeric": list(value.numeric), "widths": widths, "rows": rows, **kept}
    if isinstance(value, Terms):
        items = [[_clean(term), _prose(told, notes)] for term, told in value.items]
        return {"kind": "terms", "items": items, "half": _half(value)}
    if hasattr(value, "__dataclass_fields__"):
        return _fields(value, notes)
    return [_data(one, notes) for one in value]


def _half(terms: Terms) -> int:
    """How many of the terms fill the first of two columns: those before half of all letters."""
    lengths = [len(term) + len(plain(told)) for term, told in terms.items]
    return sum(1 for end in accumulate(lengths) if end - 1 <= sum(lengths) / 2) + (len(lengths) == 1)


def _fields(value: Any, notes: dict[str, int]) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for name in value.__dataclass_fields__:
        found = getattr(value, name)
        if name == "prose" or (name == "text" and isinstance(value, Note | SourceLine)):
            kept["prose"] = _prose(found, notes)
        elif name == "items":
            kept[name] = [_prose(item, notes) for item in found]
        elif name == "marks":
            kept[name] = _marks(found, notes)
        elif name == "href":
            kept[name] = whole_address(found)
        elif name != "number":
            kept["style" if name == "kind" else name] = _data(found, notes)
    if type(value).__name__ in NAMES:
        kept["kind"] = NAMES[type(value).__name__]
    return kept


def _prose(prose: Any, notes: dict[str, int]) -> str | list[dict[str, Any]]:
    """The runs of any prose; words alone where they have no look and lead nowhere, as most do."""
    found = runs(prose or "")
    if not any(run.href or run.marks or run.language or run.strong or run.emphasis for run in found):
        return _clean(plain(found))
    return [_run(run, notes) for run in found]


def _run(run: Run, notes: dict[str, int]) -> dict[str, Any]:
    """As `_fields`, sooner: a document has hundreds of these."""
    return {
        "text": _clean(run.text),
        "href": whole_address(run.href) if run.href else "",
        "strong": run.strong,
        "emphasis": run.emphasis,
        "language": run.language,
        "marks": _marks(run.marks, notes),
    }


def _marks(marks: tuple[str, ...], notes: dict[str, int]) -> list[list[Any]]:
    return [[mark, notes[mark]] for mark in marks if mark in notes]
