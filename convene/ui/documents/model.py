"""
The one model of a document: factsheet, profile, list, letter, report.

Everything in it is plain text in the document's language, ready to show: numbers and days are worded by
whoever builds it. A renderer adds the look and nothing else, so that the page, the PDF, the Word file and
the JSON of a document say the same. Addresses are either whole (https://...) or paths of this site (/en/...).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Run:
    """A stretch of words. `language` is given where it differs from the document's; `marks` are footnotes'."""

    text: str
    href: str = ""
    strong: bool = False
    emphasis: bool = False
    language: str = ""
    marks: tuple[str, ...] = ()


Prose = str | Run | tuple["str | Run", ...]


def runs(prose: Prose) -> tuple[Run, ...]:
    """The runs of any prose."""
    if isinstance(prose, str | Run):
        prose = (prose,)
    return tuple(one if isinstance(one, Run) else Run(str(one)) for one in prose)


def plain(prose: Prose) -> str:
    """The words alone."""
    return "".join(run.text for run in runs(prose))


@dataclass(frozen=True)
class Fact:
    """
    One figure or statement. `value` is worded, `number` is the same for machines (None where there is none).

    when    what the value is of: "mid-2024", "31 December 2023"
    source  who says so, shortly: "UN DESA, 2024 revision"
    note    one line on what is counted; `marks` refer to the document's footnotes
    href    the permanent page of the number
    gap     there is no figure, and `value` says why
    """

    label: str
    value: str
    unit: str = ""
    when: str = ""
    source: str = ""
    note: str = ""
    marks: tuple[str, ...] = ()
    href: str = ""
    number: float | int | None = None
    code: str = ""
    gap: bool = False


@dataclass(frozen=True)
class FactRow:
    """One subject in several columns: the international figure, the national one. None leaves a cell empty."""

    label: str
    cells: tuple[Fact | None, ...]
    note: str = ""


@dataclass(frozen=True)
class FactTable:
    """`columns` heads the cells; the first column, of labels, is headed `corner`."""

    caption: str
    corner: str
    columns: tuple[str, ...]
    rows: tuple[FactRow, ...]


@dataclass(frozen=True)
class KeyFigures:
    """The few numbers that a reader should see first."""

    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class TableBlock:
    """
    `numeric` are the indexes of columns of numbers, set flush right. The first column names the row.

    `widths` are the shares of the columns in print; without them each is as wide as it needs, which takes longer.
    """

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Prose, ...], ...]
    numeric: tuple[int, ...] = ()
    note: str = ""
    source: str = ""
    widths: tuple[float, ...] = ()


@dataclass(frozen=True)
class Figure:
    """A picture. `description` is its text alternative; `table` has every number that it draws."""

    title: str
    description: str
    svg_web: str
    svg_print: str
    table: TableBlock | None = None
    note: str = ""
    source: str = ""


@dataclass(frozen=True)
class Paragraph:
    prose: Prose
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Bullets:
    items: tuple[Prose, ...]
    ordered: bool = False


@dataclass(frozen=True)
class Terms:
    """Words and what they mean, in small print: (term, explanation)."""

    items: tuple[tuple[str, Prose], ...]


@dataclass(frozen=True)
class Note:
    """What the reader must know before reading on. kind: "", good, warn, bad."""

    text: Prose
    title: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Gap:
    """What is missing, and why. Shown with the reason first: one reason may hold for a long list."""

    label: str
    reason: str


@dataclass(frozen=True)
class SideBySide:
    """Two columns where there is room, one after the other where there is none."""

    left: tuple[Block, ...]
    right: tuple[Block, ...]


Block = FactTable | KeyFigures | TableBlock | Figure | Paragraph | Bullets | Terms | Note | Gap | SideBySide


@dataclass(frozen=True)
class Section:
    """`level` is 1 for the sections of the document, 2 for parts of them. `key` is its permanent anchor."""

    title: str
    blocks: tuple[Block, ...]
    level: int = 1
    key: str = ""


@dataclass(frozen=True)
class SourceLine:
    """A source at the end: who, what, and on which terms."""

    label: str
    text: Prose
    licence: str = ""
    href: str = ""


@dataclass(frozen=True)
class Footnote:
    mark: str
    text: str
    language: str = ""


@dataclass(frozen=True)
class Metadata:
    """
    day          of the edition: the only day a PDF carries, so that the same content gives the same bytes
    address      permanent, whole address of the document's page
    fingerprint  changes when the content does
    """

    publisher: str
    day: date
    address: str = ""
    fingerprint: str = ""
    author: str = ""
    description: str = ""
    keywords: tuple[str, ...] = ()
    footer: str = ""


@dataclass(frozen=True)
class Document:
    """`kind` says what it is ("Country factsheet"), above the title."""

    title: str
    language: str
    metadata: Metadata
    kind: str = ""
    subtitle: str = ""
    notices: tuple[Note, ...] = ()
    sections: tuple[Section, ...] = ()
    sources: tuple[SourceLine, ...] = ()
    footnotes: tuple[Footnote, ...] = ()
    extra: dict[str, Any] = field(default_factory=dict)  # only for JSON

    def blocks(self) -> Iterator[Block]:
        """Every block, also those side by side."""
        for section in self.sections:
            for block in section.blocks:
                if isinstance(block, SideBySide):
                    yield from (*block.left, *block.right)
                else:
                    yield block

    def facts(self) -> Iterator[Fact]:
        """Every figure the document shows, in its order."""
        for block in self.blocks():
            if isinstance(block, KeyFigures):
                yield from block.facts
            elif isinstance(block, FactTable):
                yield from (fact for row in block.rows for fact in row.cells if fact is not None)
