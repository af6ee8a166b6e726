"""What a reader hands on: tables of text with the place of every row, or a refusal that names the place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from convene.core.failures import Failure

Row = tuple[int, tuple[str, ...]]


class BadFile(Failure):
    """
    A publisher's file cannot be read, or something in it is not as its format says.

    `place` says where: `line` of a text file or `row` of a `sheet`, both counted from 1, `observation`
    where a format has no lines, and the `column` by its heading. Nothing of such a file is used.
    """

    def __init__(
        self,
        file: str,
        found: str,
        expected: str = "",
        next_step: str = "",
        *,
        sheet: str = "",
        line: int | None = None,
        row: int | None = None,
        observation: int | None = None,
        column: str = "",
    ) -> None:
        self.file, self.found, self.expected = file, str(found), str(expected)
        self.sheet, self.line, self.row, self.observation, self.column = sheet, line, row, observation, column
        super().__init__(self._place(), sentences(self.found, self.expected), str(next_step))

    def _place(self) -> str:
        parts = [self.file]
        if self.sheet:
            parts.append(gettext("sheet “%(sheet)s”") % {"sheet": self.sheet})
        if self.line is not None:
            parts.append(gettext("line %(line)s") % {"line": self.line})
        if self.row is not None:
            parts.append(gettext("row %(row)s") % {"row": self.row})
        if self.observation is not None:
            parts.append(gettext("observation %(number)s") % {"number": self.observation})
        if self.column:
            parts.append(gettext("column “%(column)s”") % {"column": self.column})
        return ", ".join(parts)


# Next steps that many refusals share.
FETCH_AGAIN = _("Fetch the file from its publisher again and compare the sizes.")
ASK_FOR_DATA = _("Fetch the data themselves from the publisher and import that file.")
MEND_AT_SOURCE = _("Look at this place in the file. If the publisher made it so, tell the publisher.")


def sentences(*parts: str) -> str:
    """Parts of a message side by side, each a sentence: words of a publisher may end without a stop."""
    told = [part.strip() for part in parts if part.strip()]
    return " ".join(part if part[-1] in ".!?:" or part is told[-1] else f"{part}." for part in told)


def shown(text: object, longest: int = 60) -> str:
    """A piece of a file as a message can show it: one line, no control characters, cut at `longest`."""
    plain = "".join(mark if mark.isprintable() else " " for mark in str(text))
    return plain if len(plain) <= longest else plain[: longest - 1] + "…"


@dataclass(frozen=True)
class RawTable:
    """
    One table as its publisher printed it, every cell as text, '' where there is none.

    `rows` streams (place, cells) and may be called again. The place is the line of a text file (the heading
    is line 1), the row of a sheet, or the number of the observation where a format has neither.
    """

    name: str
    columns: tuple[str, ...]
    rows: Callable[[], Iterator[Row]]
    notes: tuple[tuple[str, str], ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)
    # SQL that stands behind FROM and gives the same columns as VARCHAR, and "_row"; '' where only `rows` will do.
    scan: str = ""
    # How many rows `scan` gives, where they stand on one line each, one below the other; 0 where that is not known.
    length: int = 0
    # Makes SQL as `scan` for rows from all over a large file, few enough to be looked at first.
    sample: Callable[[], str] | None = None


@dataclass(frozen=True)
class RawFile:
    """A file that was recognised. `sha256` and `size` are of the file as it was given, packed or not."""

    path: Path
    format: str
    encoding: str
    sha256: str
    size: int
    tables: tuple[RawTable, ...]
    # Names of other files that were packed with the table and are not read: lists of codes, footnotes, a licence.
    beside: tuple[str, ...] = ()
    # An unpacked copy lives as long as this.
    kept: object = field(default=None, repr=False, compare=False)

    @property
    def name(self) -> str:
        return self.path.name
