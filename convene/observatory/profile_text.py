"""
What people type into a Migration Profile, and the HTML it is kept as.

Typed: blank lines part paragraphs; lines that begin with "- " or "1. " make a list; **bold**, *italic* and
[words](https://...) inside. Pasted HTML is taken too, as far as it says one of these; everything else is left
out. Kept: HTML of p, ul, ol, li, strong, em and a, nothing more (cleaned by nh3).
"""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser

import nh3

TAGS = {"p", "ul", "ol", "li", "strong", "em", "a"}
_READ = TAGS | {"b", "i", "br", "div", "h2", "h3", "h4", "blockquote"}
_SCHEMES = {"http", "https", "mailto"}
_LOOKS_LIKE_HTML = re.compile(r"<(?:p|div|ul|ol|li|b|strong|i|em|a|br|h[1-6])\b[^<>]*>", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\n\r\f]+")  # no-break spaces stay: Russian numbers and initials live on them
_BLANK_LINES = re.compile(r"\n[ \t]*\n")
_BULLET = re.compile(r"^[-•–]\s+")
_NUMBER = re.compile(r"^\d{1,3}[.)]\s+")
_LINK = re.compile(r"\[([^\[\]\n]+)\]\(((?:https?://|mailto:)[^\s()<>\"]+)\)")
_BOLD = re.compile(r"\*\*(?=\S)([^*\n]+?)(?<=\S)\*\*")
_ITALIC = re.compile(r"(?<!\*)\*(?=\S)([^*\n]+?)(?<=\S)\*(?!\*)")


def blocks_of_typed(typed: str) -> list[str]:
    """Each typed paragraph or list as cleaned HTML."""
    text = typed.replace("\r\n", "\n").replace("\r", "\n").strip(" \t\n\f")
    if _LOOKS_LIKE_HTML.search(text):
        text = typed_form(nh3.clean(text, tags=_READ, attributes={"a": {"href"}}, url_schemes=_SCHEMES))
    return [html for part in _BLANK_LINES.split(text) if (html := _block(part))]


def cleaned(typed: str) -> str:
    """All of what was typed as cleaned HTML; "" for nothing."""
    return "\n".join(blocks_of_typed(typed))


def _block(part: str) -> str:
    lines = [found for line in part.split("\n") if (found := _BLANKS.sub(" ", line).strip(" "))]
    if not lines:
        return ""
    for pattern, tag in ((_BULLET, "ul"), (_NUMBER, "ol")):
        if pattern.match(lines[0]):
            return _clean(
                f"<{tag}>{''.join(f'<li>{_inline(item)}</li>' for item in _items(lines, pattern))}</{tag}>"
            )
    return _clean(f"<p>{_inline(' '.join(lines))}</p>")


def _items(lines: list[str], pattern: re.Pattern) -> list[str]:
    """The items of a list; a line without its mark goes on with the item before it."""
    items: list[str] = []
    for line in lines:
        if pattern.match(line):
            items.append(pattern.sub("", line, count=1))
        else:
            items[-1] += f" {line}"
    return items


def _inline(words: str) -> str:
    html = escape(words, quote=False)
    html = _LINK.sub(r'<a href="\2">\1</a>', html)
    return _ITALIC.sub(r"<em>\1</em>", _BOLD.sub(r"<strong>\1</strong>", html))


def _clean(html: str) -> str:
    kept = nh3.clean(html, tags=TAGS, attributes={"a": {"href"}}, url_schemes=_SCHEMES, link_rel=None)
    return kept.replace("&nbsp;", "\u00a0")


def typed_form(html: str) -> str:
    """What to show in a text box for kept HTML: `cleaned(typed_form(html)) == html` for all that `cleaned` makes."""
    reader = _Typed()
    reader.feed(html)
    reader.close()
    reader.end_block()
    return "\n\n".join(reader.blocks)


def words_of(html: str) -> str:
    """The bare words, one line a paragraph or item, without the marks of bold and italics."""
    reader = _Typed(marks=False)
    reader.feed(html)
    reader.close()
    reader.end_block()
    return "\n".join(reader.blocks)


class _Typed(HTMLParser):
    """Reads kept HTML back into typed blocks."""

    def __init__(self, *, marks: bool = True) -> None:
        super().__init__(convert_charrefs=True)
        self.marks = marks
        self.blocks: list[str] = []
        self.words = ""
        self.items: list[str] | None = None
        self.ordered = False
        self.href = ""

    def handle_starttag(self, tag: str, attrs) -> None:
        if tag in ("ul", "ol"):
            self.end_block()
            self.items, self.ordered = [], tag == "ol"
        elif tag in ("p", "div", "li", "h2", "h3", "h4", "blockquote"):
            self.end_block()
        elif tag == "br":
            self.words += " "
        elif self.marks:
            self.href = dict(attrs).get("href") or "" if tag == "a" else self.href
            self.words += {"strong": "**", "b": "**", "em": "*", "i": "*"}.get(tag, "")
            self.words += "[" if tag == "a" and self.href else ""

    def handle_endtag(self, tag: str) -> None:
        if tag in ("ul", "ol"):
            self.end_block()
            if self.items:
                self.blocks.append("\n".join(self.items))
            self.items = None
        elif tag in ("p", "div", "li", "h2", "h3", "h4", "blockquote"):
            self.end_block()
        elif self.marks:
            self.words += {"strong": "**", "b": "**", "em": "*", "i": "*"}.get(tag, "")
            if tag == "a" and self.href:
                self.words, self.href = f"{self.words}]({self.href})", ""

    def handle_data(self, data: str) -> None:
        self.words += data

    def end_block(self) -> None:
        words, self.words = _BLANKS.sub(" ", self.words).strip(" "), ""
        if not words:
            return
        if self.items is None:
            self.blocks.append(words)
        elif self.marks:
            self.items.append(f"{len(self.items) + 1}. {words}" if self.ordered else f"- {words}")
        else:
            self.items.append(words)
