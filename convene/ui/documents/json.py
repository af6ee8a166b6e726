"""A document as plain JSON: every block with its kind, nothing of the look."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from convene.ui.documents.model import Document, Run

NAMES: dict[str, str] = {
    "FactTable": "fact_table",
    "KeyFigures": "key_figures",
    "TableBlock": "table",
    "Figure": "figure",
    "Paragraph": "paragraph",
    "Bullets": "list",
    "Terms": "terms",
    "Note": "note",
    "Gap": "gap",
    "SideBySide": "side_by_side",
}
_PICTURES = frozenset({"svg_web", "svg_print"})
_LOOK = frozenset({"widths"})


def plain_data(value: Any, *, pictures: bool = False) -> Any:
    """
    The same content as dicts, lists and strings. Empty fields are left out, except in what a reader of
    the JSON counts on (value, number). Drawings are left out unless asked for: their tables have the numbers.
    """
    if is_dataclass(value) and not isinstance(value, type):
        kept: dict[str, Any] = {}
        if (name := NAMES.get(type(value).__name__)) is not None:
            kept["kind"] = name
        for one in fields(value):
            if (one.name in _PICTURES and not pictures) or one.name in _LOOK:
                continue
            found = getattr(value, one.name)
            if found or (found == 0 and found is not False) or one.name in ("value", "number", "blocks"):
                key = "style" if one.name == "kind" and "kind" in kept else one.name
                kept[key] = plain_data(found, pictures=pictures)
        if isinstance(value, Run) and set(kept) == {"text"}:
            return value.text
        return kept
    if isinstance(value, tuple | list):
        return [plain_data(one, pictures=pictures) for one in value]
    if isinstance(value, dict):
        return {key: plain_data(one, pictures=pictures) for key, one in value.items()}
    if isinstance(value, date):
        return value.isoformat()
    return value


def json_of(document: Document) -> str:
    """The document as JSON text, indented for people."""
    return json.dumps(plain_data(document), ensure_ascii=False, indent=1, default=str) + "\n"
