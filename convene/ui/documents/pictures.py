"""Drawings as pictures made of dots, for Word files and downloads. The same drawing gives the same bytes."""

from __future__ import annotations

import re
import threading
from functools import lru_cache

import typst

from convene.ui.documents.typst import FOLDER, fonts

_VIEW_BOX = re.compile(r'viewBox="\s*[-\d.]+[ ,]+[-\d.]+[ ,]+([\d.]+)[ ,]+([\d.]+)\s*"')
_working = threading.Lock()


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    return typst.Compiler(input=FOLDER / "picture.typ", root=FOLDER, font_paths=fonts())


def png_of(svg: str, *, dots_per_inch: float = 192) -> bytes:
    """The drawing as PNG on white. `svg` is one of ours, in its form for print (no classes, no variables)."""
    found = _VIEW_BOX.search(svg)
    width = min(max(float(found[1]), 1), 4000) if found else 640
    with _working:
        made = _compiler().compile(
            format="png", ppi=dots_per_inch, sys_inputs={"svg": svg, "width": f"{width:g}"}
        )
    return made[0] if isinstance(made, list) else made
