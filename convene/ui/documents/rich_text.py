"""Cleaned rich text (paragraphs, lists, bold, italics, links) as blocks of a document."""

from __future__ import annotations

from html.parser import HTMLParser

from convene.ui.documents.model import Bullets, Paragraph, Run

_BLOCKS = frozenset({"p", "div", "li", "h2", "h3", "h4", "blockquote"})
_STRONG = frozenset({"b", "strong", "h2", "h3", "h4"})
_EMPHASIS = frozenset({"i", "em"})


def blocks_of(html: str, language: str = "") -> tuple[Paragraph | Bullets, ...]:
    """
    Read HTML that has been cleaned (nh3) into blocks; what is not known is read as its words.

    `language` is given where the text is in another language than its document.
    """
    reader = _Reader(language)
    reader.feed(html)
    reader.close()
    reader.end_block()
    return tuple(reader.blocks)


class _Reader(HTMLParser):
    def __init__(self, language: str) -> None:
        super().__init__(convert_charrefs=True)
        self.language = language
        self.blocks: list[Paragraph | Bullets] = []
        self.runs: list[Run] = []
        self.items: list[tuple[Run, ...]] | None = None
        self.ordered = False
        self.strong = self.emphasis = 0
        self.href = ""

    def handle_starttag(self, tag: str, attrs) -> None:
        if tag in ("ul", "ol"):
            self.end_block()
            self.items, self.ordered = [], tag == "ol"
        elif tag in _BLOCKS:
            self.end_block()
        elif tag == "br":
            self.runs.append(self._run(" "))
        elif tag == "a":
            self.href = dict(attrs).get("href") or ""
        self.strong += tag in _STRONG
        self.emphasis += tag in _EMPHASIS

    def handle_endtag(self, tag: str) -> None:
        self.strong = max(0, self.strong - (tag in _STRONG))
        self.emphasis = max(0, self.emphasis - (tag in _EMPHASIS))
        if tag == "a":
            self.href = ""
        elif tag in _BLOCKS:
            self.end_block()
        elif tag in ("ul", "ol"):
            self.end_block()
            if self.items:
                self.blocks.append(Bullets(tuple(self.items), self.ordered))
            self.items = None

    def handle_data(self, data: str) -> None:
        words = " ".join(data.split())
        if words or (data and self.runs):
            lead = " " if data[:1].isspace() and self.runs else ""
            trail = " " if data[-1:].isspace() and words else ""
            self.runs.append(self._run(f"{lead}{words}{trail}"))

    def _run(self, text: str) -> Run:
        return Run(text, self.href, bool(self.strong), bool(self.emphasis), self.language)

    def end_block(self) -> None:
        runs, self.runs = tuple(self.runs), []
        if not "".join(run.text for run in runs).strip():
            return
        if self.items is None:
            self.blocks.append(Paragraph(runs))
        else:
            self.items.append(runs)
