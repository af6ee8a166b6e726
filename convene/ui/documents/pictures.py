"""Drawings as pictures made of dots, for Word files and downloads. The same drawing gives the same bytes."""

from __future__ import annotations

import re
import threading
from functools import lru_cache
from math import sqrt
from typing import TYPE_CHECKING

from convene.ui.documents.typst import FOLDER, fonts

if TYPE_CHECKING:
    import typst

_VIEW_BOX = re.compile(r'viewBox="\s*[-\d.]+[ ,]+[-\d.]+[ ,]+([\d.]+)[ ,]+([\d.]+)\s*"')
MOST_DOTS = 16_000_000  # a long drawing gets fewer dots to the inch, so that nobody fills the memory with one
_working = threading.Lock()


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    import typst  # only a process which makes pictures should hold it

    return typst.Compiler(input=FOLDER / "picture.typ", root=FOLDER, font_paths=fonts())


def png_of(svg: str, *, dots_per_inch: float = 192) -> bytes:
    """The drawing as PNG on white. `svg` is one of ours, in its form for print (no classes, no variables)."""
    found = _VIEW_BOX.search(svg)
    width = min(max(float(found[1]), 1), 4000) if found else 640
    height = max(width * float(found[2]) / max(float(found[1]), 1), 1) if found else width
    dots_per_inch = min(dots_per_inch, 72 * sqrt(MOST_DOTS / (width * height)))
    with _working:
        made = _compiler().compile(
            format="png", ppi=dots_per_inch, sys_inputs={"svg": svg, "width": f"{width:g}"}
        )
    return made[0] if isinstance(made, list) else made
