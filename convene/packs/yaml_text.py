"""
YAML as packs write it: a list of mappings whose values are text, lists of text, or language -> text.

Read through the node tree, so that `no`, `2009-04-28` and `01` stay what a person typed and every value
knows its line. Written by hand in one fixed style, because a pack's files must not change by themselves.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_EMITTER = yaml.emitter.Emitter(io.StringIO())
_EMITTER.allow_unicode = True
_RESOLVER = yaml.resolver.Resolver()
WIDTH = 100
# Characters that YAML takes for line ends or may not hold as they are.
_UNEASY = frozenset("\x85\u2028\u2029\ufeff")


def compose(text: str) -> yaml.Node | None:
    """The node tree of a file; raises yaml.YAMLError with its place."""
    return yaml.compose(text, Loader=_LOADER)


def is_null(node: yaml.Node) -> bool:
    return node.tag == "tag:yaml.org,2002:null"


def place_of(node: yaml.Node) -> tuple[int, int]:
    return node.start_mark.line + 1, node.start_mark.column + 1


def to_yaml(rows: Iterable[Mapping[str, str | list[str] | dict[str, str]]], bare: frozenset[str]) -> str:
    """
    Write rows; empty values are left out.

    `bare` names the columns (yes/no, days, numbers) that stand without quotes though YAML has types for them.
    """
    parts = []
    for row in rows:
        lines: list[str] = []
        for name, value in row.items():
            if not value:
                continue
            if isinstance(value, str):
                lines.extend(_scalar(name, value, 2, plain=name in bare))
            elif isinstance(value, list):
                lines.append(f"{name}:")
                lines.extend(f"  - {_inline(item)}" for item in value)
            else:
                lines.append(f"{name}:")
                for language, text in value.items():
                    lines.extend(f"  {line}".rstrip() for line in _scalar(language, text, 4))
        body = "\n".join(f"  {line}".rstrip() for line in lines)
        parts.append(f"- {body[2:]}\n" if lines else "- {}\n")
    return "\n".join(parts) if parts else "[]\n"


def _scalar(name: str, text: str, indent: int, *, plain: bool = False) -> list[str]:
    """Lines of `name: text`, folded where it is long."""
    if plain:
        return [f"{name}: {text}"]
    if "\n" not in text and indent + len(name) + len(text) + 2 <= WIDTH:
        return [f"{name}: {_inline(text)}"]
    if not _folds(text):
        return [f"{name}: {_quoted(text)}"]
    lines = [f"{name}: >-"]
    for number, paragraph in enumerate(text.split("\n")):
        if number:
            lines.append("")
        lines.extend(f"  {line}" for line in _wrapped(paragraph, WIDTH - indent - 2) if line)
    return lines


def _folds(text: str) -> bool:
    """Whether folding and unfolding gives the same text: single spaces only, nothing unprintable."""
    return (
        text.replace("\n", "").isprintable()
        and not any(character in _UNEASY for character in text)
        and all("" not in line.split(" ") for line in text.split("\n") if line)
    )


def _wrapped(paragraph: str, width: int) -> list[str]:
    lines, line = [], ""
    for word in paragraph.split(" "):
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return [*lines, line]


def _inline(text: str) -> str:
    """A text on one line: plain where YAML reads it back as text, else quoted."""
    means_text = (
        any(
            character.isalpha() for character in text
        )  # 08 is text to one version of YAML, a number to another
        and _RESOLVER.resolve(yaml.ScalarNode, text, (True, False)) == "tag:yaml.org,2002:str"
    )
    if means_text and _EMITTER.analyze_scalar(text).allow_block_plain and not _UNEASY & set(text):
        return text
    return _quoted(text)


def _quoted(text: str) -> str:
    return yaml.dump(
        text, Dumper=yaml.SafeDumper, default_style='"', allow_unicode=True, width=float("inf")
    ).rstrip("\n")
