"""What a chart is made of, and the chart itself: a drawing, a title, a description, and its table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

from markupsafe import Markup, escape

from convene.ui.charts.ink import Ink, Mode
from convene.ui.charts.labels import wrap

Value = int | float | Decimal | None  # None: the producer has no figure. Never zero.

_MARGIN = 14
WIDE, NARROW = 720, 340  # units of the drawing: a page, and a phone held upright
Point = tuple[int, Value]


@dataclass(frozen=True)
class Series:
    """
    One line. Neighbouring `points` (year, value) are joined; a year whose value is None parts the line.

    `note` stands beside the label in the table; `hrefs` and `notes` belong to single years (a number's
    passport, a producer's flag).
    """

    label: str
    points: tuple[Point, ...]
    note: str = ""
    hrefs: Mapping[int, str] = field(default_factory=dict)
    notes: Mapping[int, str] = field(default_factory=dict)

    @property
    def known(self) -> list[tuple[int, float]]:
        return [(year, float(value)) for year, value in self.points if value is not None]


@dataclass(frozen=True)
class Bar:
    """One bar. `href` is where its label leads on a page; `cell_href` where its number leads in the table."""

    label: str
    value: Value
    note: str = ""
    href: str = ""
    cell_href: str = ""


@dataclass(frozen=True)
class Part:
    """One part of stacked columns: a value for each column, in their order."""

    label: str
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Break:
    """Between the year before and `year` the definition changed; drawn as a dashed line with its note."""

    year: int
    note: str


@dataclass(frozen=True)
class Cell:
    text: str
    href: str = ""
    note: str = ""

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Table:
    """The numbers of a chart. The first column names the row; the others are numbers."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Chart:
    """
    A drawing with its words.

    `notes` (sources, footnotes, warnings) stand on pages beside the chart; a picture that travels alone
    carries them in itself: `svg(alone=True)`. What is printed goes without the table, so it is made when asked for.
    """

    title: str
    description: str
    make_table: Callable[[], Table]
    draw: Callable[[Ink], None]
    notes: tuple[str, ...] = ()
    warning: str = ""  # stands in the drawing itself, wherever it goes

    @cached_property
    def table(self) -> Table:
        """Every number that is drawn."""
        return self.make_table()

    def with_warning(self, warning: str) -> Chart:
        return replace(self, warning=warning)

    def with_notes(self, *notes: str) -> Chart:
        return replace(self, notes=(*self.notes, *notes))

    def svg(
        self, mode: Mode | str = Mode.WEB, *, width: int = WIDE, name: str = "chart", alone: bool = False
    ) -> Markup:
        """
        Draw. `width` is WIDE or NARROW: text keeps its size, so a phone gets a drawing of its own.

        `name` makes ids unique on a page. `alone` adds title and notes and the namespace, for a file.
        """
        ink = Ink(Mode(mode), width, name)
        if alone:
            for row in wrap(self.title, width - 8, ink.size + 3):
                ink.text(0, ink.height + ink.size + 5, row, bold=True, size=ink.size + 3)
                ink.height += ink.size + 9
            ink.height += 6
        if self.warning:
            ink.paragraph(self.warning, fill="accent")
            ink.height += 4
        self.draw(ink)
        if alone:
            ink.height += 6
            for note in self.notes:
                ink.paragraph(note)
        role = "" if ink.has_links else ' role="img"'
        return Markup(  # noqa: S704 - every word was escaped by the ink, the two here as well
            f'<svg{_NAMESPACE if alone or ink.mode == Mode.PRINT else ""}{_frame(width, ink.height, alone)}{role} aria-labelledby="{escape(name)}-t {escape(name)}-d">'
            f'<title id="{escape(name)}-t">{escape(self.title)}</title>'
            f'<desc id="{escape(name)}-d">{escape(self.description)}</desc>'
            f"{''.join(ink.definitions)}{''.join(ink.parts)}</svg>"
        )


_NAMESPACE = ' xmlns="http://www.w3.org/2000/svg" font-family="Noto Sans, DejaVu Sans, sans-serif"'


def _frame(width: int, height: float, alone: bool) -> str:
    """The size of the drawing; what stands alone has a margin."""
    if not alone:
        return f' viewBox="0 0 {width} {round(height)}"'
    across, down = width + 2 * _MARGIN, round(height) + 2 * _MARGIN
    return f' viewBox="-{_MARGIN} -{_MARGIN} {across} {down}" width="{across}" height="{down}"'
