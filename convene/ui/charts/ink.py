"""
Shapes and words on a drawing, in two kinds of ink.

On pages colours come from classes (`f-a` fills with colour a, `s-rule` draws with the colour of rules:
charts.css), so they follow light, dark and high contrast. For print they stand in attributes: Typst and
other programs draw `var()` black. Never colour alone: each colour has a marker, a dash and a pattern.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from markupsafe import escape

from convene.ui.charts.labels import width_of, wrap


class Mode(StrEnum):
    WEB = "web"
    PRINT = "print"


# The six colours of series. Told apart with any kind of colour blindness, each 3 to 1 on paper.
SERIES = ("a", "b", "c", "d", "e", "f")
# The light values of tokens.css, on white.
PRINT = {
    "ink": "#15282b",
    "soft": "#4a5c5e",
    "rule": "#d8cfbe",
    "paper": "#ffffff",
    "accent": "#a3421b",
    "a": "#0e4a50",
    "b": "#c2540a",
    "c": "#3d83d6",
    "d": "#a02d86",
    "e": "#3a2a10",
    "f": "#7f8c8d",
}
_SIGNS = 6
DASHES = ("", "7 3", "2 3", "9 3 2 3", "", "4 4")
_PATTERNS = (
    "",
    '<path d="M0 6L6 0"',
    '<path d="M3 0V6"',
    '<path d="M0 3H6"',
    '<path d="M0 0L6 6M0 6L6 0"',
    '<path d="M3 2V4M2 3H4"',
)


def colour_of(index: int) -> str:
    return SERIES[index % len(SERIES)]


def _short(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _sign(index: int, x: float, y: float) -> str:
    """The outline of the sign of a series, around its place."""
    match index % _SIGNS:
        case 1:
            return f"M{_short(x - 3.3)} {_short(y - 3.3)}h6.6v6.6h-6.6z"
        case 2:
            return f"M{_short(x)} {_short(y - 4.4)}l4.4 7.8h-8.8z"
        case 3:
            return f"M{_short(x)} {_short(y - 4.8)}l4.8 4.8l-4.8 4.8l-4.8-4.8z"
        case 4:
            return f"M{_short(x - 4)} {_short(y - 4)}l8 8m0-8l-8 8"
    return f"M{_short(x - 3.6)} {_short(y)}a3.6 3.6 0 1 0 7.2 0a3.6 3.6 0 1 0 -7.2 0z"


class Ink:
    """Collects what is drawn. `height` grows as a chart takes room; `size` is the size of words."""

    def __init__(self, mode: Mode, width: int, name: str) -> None:
        self.mode = mode
        self.width = width
        self.name = name
        self.size = 13
        self.height = 0.0
        self.parts: list[str] = []
        self.definitions: list[str] = []
        self.has_links = False  # then the drawing is no image: what is within an image cannot be reached

    @property
    def is_narrow(self) -> bool:
        return self.width < 500

    def _paint(self, fill: str = "", stroke: str = "") -> str:
        if self.mode == Mode.WEB:
            classes = [f"f-{fill}"] if fill else []
            classes += [f"s-{stroke}"] if stroke else []
            return f' class="{" ".join(classes)}"' + ("" if fill else ' fill="none"')
        filled = f' fill="{PRINT[fill]}"' if fill else ' fill="none"'
        return filled + (f' stroke="{PRINT[stroke]}"' if stroke else "")

    def line(
        self,
        x1: float,
        y1: float,
        x2: float,
        y2: float,
        stroke: str = "rule",
        width: float = 1,
        dash: str = "",
    ) -> None:
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self.parts.append(
            f'<path d="M{_short(x1)} {_short(y1)}L{_short(x2)} {_short(y2)}"{self._paint(stroke=stroke)}'
            f' stroke-width="{width}"{dashed}/>'
        )

    def polyline(
        self, points: list[tuple[float, float]], stroke: str, dash: str = "", width: float = 2
    ) -> None:
        steps = "L".join(f"{_short(x)} {_short(y)}" for x, y in points)
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self.parts.append(
            f'<path d="M{steps}"{self._paint(stroke=stroke)} stroke-width="{width}" stroke-linejoin="round"{dashed}/>'
        )

    def rect(
        self, x: float, y: float, width: float, height: float, fill: str, *, pattern: int = 0, title: str = ""
    ) -> None:
        box = f'x="{_short(x)}" y="{_short(y)}" width="{_short(max(width, 0))}" height="{_short(max(height, 0))}"'
        told = f"<title>{escape(title)}</title>" if title and self.mode == Mode.WEB else ""
        self.parts.append(
            f"<rect {box}{self._paint(fill=fill)}>{told}</rect>"
            if told
            else f"<rect {box}{self._paint(fill=fill)}/>"
        )
        if pattern % len(_PATTERNS):
            # The pattern lies over the colour and lets the pointer through to its title.
            self.parts.append(
                f'<rect {box} fill="url(#{self._pattern(pattern % len(_PATTERNS))})" pointer-events="none"/>'
            )

    def _pattern(self, index: int) -> str:
        key = f"{escape(self.name)}-p{index}"
        definition = (
            f'<pattern id="{key}" width="6" height="6" patternUnits="userSpaceOnUse">'
            f'{_PATTERNS[index]}{self._paint(stroke="paper")} stroke-width="1.2"/></pattern>'
        )
        if definition not in self.definitions:
            self.definitions.append(definition)
        return key

    def marker(self, index: int, x: float, y: float, title: str = "") -> None:
        """The sign of the series number `index`: circle, square, triangle, diamond, cross, ring."""
        told = f"<title>{escape(title)}</title>" if title and self.mode == Mode.WEB else ""
        drawn = f'<path d="{_sign(index, x, y)}"{self._sign_paint(index)}'
        self.parts.append(f"{drawn}>{told}</path>" if told else f"{drawn}/>")

    def markers(self, index: int, places: Sequence[tuple[float, float]]) -> None:
        """The same sign in many places, without titles: one shape is drawn sooner than many."""
        if places:
            signs = "".join(_sign(index, x, y) for x, y in places)
            self.parts.append(f'<path d="{signs}"{self._sign_paint(index)}/>')

    def _sign_paint(self, index: int) -> str:
        fill = colour_of(index)
        if index % _SIGNS == 4:
            return f'{self._paint(stroke=fill)} stroke-width="2.2"'
        if index % _SIGNS == 5:
            return f'{self._paint(fill="paper", stroke=fill)} stroke-width="2"'
        return self._paint(fill=fill)

    def text(
        self, x: float, y: float, words: str, fill: str = "ink", anchor: str = "start", *,
        bold: bool = False, size: float = 0, halo: bool = False,
    ) -> None:  # fmt: skip
        anchored = f' text-anchor="{anchor}"' if anchor != "start" else ""
        weight = ' font-weight="600"' if bold else ""
        haloed = ' paint-order="stroke" stroke-width="3" stroke-linejoin="round"' if halo else ""
        self.parts.append(
            f'<text x="{_short(x)}" y="{_short(y)}"{self._paint(fill=fill, stroke="paper" if halo else "")}'
            f' font-size="{_short(size or self.size)}"{anchored}{weight}{haloed}>{escape(words)}</text>'
        )

    def paragraph(self, words: str, indent: float = 0, fill: str = "soft") -> None:
        """Words below everything drawn so far, over as many lines as they need."""
        size = self.size - 1
        for row in wrap(words, self.width - indent - 4, size):
            self.text(indent, self.height + size + 2, row, fill=fill, size=size)
            self.height += size + 5
        self.height += 2

    def open_link(self, href: str) -> bool:
        """Begin a link, where the drawing is part of a page. Close with `close_link` if this returned True."""
        if not href or self.mode != Mode.WEB:
            return False
        self.has_links = True
        self.parts.append(f'<a href="{escape(href)}">')
        return True

    def close_link(self) -> None:
        self.parts.append("</a>")

    def key(self, labels: list[str], *, filled: bool) -> None:
        """A key above the plot: sign and label of each series, side by side while there is room."""
        x, line = 0.0, self.size + 8
        y = self.height + line - 5
        for index, label in enumerate(labels):
            needed = 26 + width_of(label, self.size)
            if x and x + needed > self.width:
                x, y = 0.0, y + line
            if filled:
                self.rect(x + 2, y - 10, 14, 11, colour_of(index), pattern=index)
            else:
                self.line(x, y - 4, x + 20, y - 4, colour_of(index), 2, DASHES[index % len(DASHES)])
                self.marker(index, x + 10, y - 4)
            for row_number, row in enumerate(wrap(label, self.width - 28, self.size)):
                y += line if row_number else 0
                self.text(x + 25, y, row)
            x += needed + 14
        self.height = y + 10
