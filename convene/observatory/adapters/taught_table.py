"""
The table that teaches a dataset: it says of each column of a publisher's file what it means.

    column,means,codes
    Страна,area,names ru
    Год,year,
    Пол,sex,Всего=T;Женщины=F;Мужчины=M
    Значение,value,asylum_places
    ,numbers,"1 234,5"

The description is any table that can be read here: CSV with commas or semicolons, or a workbook. Every column of the
publisher's file must stand in it, so that nothing is left out unseen. What each word means: docs/howto/add-a-dataset.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from django.utils.translation import gettext as _

from convene.observatory.adapters.taught_numbers import NUMBERS, PERIOD
from convene.observatory.failures import NotImported
from convene.observatory.readers import RawFile, RawTable, read

HEADING = ("column", "means", "codes")
# What a line may say, and whether it speaks of a column, of the whole file, or of either.
COLUMN, FILE, EITHER = "a column", "the whole file", "either"
MEANS = {
    "area": EITHER,
    "counterpart": COLUMN,
    "year": EITHER,
    "period": COLUMN,
    "month": COLUMN,
    "periods": FILE,
    "sex": EITHER,
    "age": EITHER,
    "indicator": EITHER,
    "value": COLUMN,
    "flag": COLUMN,
    "detail": COLUMN,
    "only": COLUMN,
    "ignore": COLUMN,
    "absent": FILE,
    "numbers": FILE,
    "times": FILE,
    "sheet": FILE,
    "dataflow": FILE,
}
MANY = {"value", "detail", "only", "ignore"}


@dataclass(frozen=True)
class Line:
    """One line of a description; `column` is '' where it speaks of the whole file."""

    number: int
    column: str
    means: str
    codes: str

    @property
    def detail(self) -> str:
        """The name of a further dimension, as an observation's `detail` holds it."""
        parts = (one.strip() for one in self.codes.split(";"))
        name = next((one for one in parts if one and "=" not in one), self.column)
        return "".join(mark if mark.isalnum() else "_" for mark in name.lower())

    @property
    def wholes(self) -> tuple[str, ...]:
        """The cells that stand for the whole of a further dimension: `=` a blank, `T=` the code T."""
        parts = (one.strip() for one in self.codes.split(";"))
        return tuple(one[:-1].strip() for one in parts if one.endswith("="))


@dataclass(frozen=True)
class Teaching:
    """A description that was read. `path` is its file: tables of codes are looked for beside it."""

    path: Path
    lines: tuple[Line, ...]

    def every(self, means: str) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.means == means)

    def one(self, means: str) -> Line | None:
        return next(iter(self.every(means)), None)

    def said(self, means: str) -> str:
        """What is said of the whole file, '' where nothing is."""
        line = self.one(means)
        return line.codes if line else ""

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(line.column for line in self.lines if line.column)

    def refuse(self, line: Line | None, found: str, next_step: str = "") -> NotImported:
        told = _("line %(line)s") % {"line": line.number} if line else ""
        place = f"{self.path.name}, {told}" if told else self.path.name
        return NotImported(place, found, next_step)

    def period_columns(self, table: RawTable) -> tuple[str, ...]:
        """The columns that are years, quarters or months, where they stand across the page."""
        if not self.every("periods"):
            return ()
        return tuple(
            column for column in table.columns if column not in self.columns and PERIOD.fullmatch(column)
        )

    def table_of(self, raw: RawFile) -> RawTable | None:
        """The table that has every column described; None where none has."""
        return next((table for table in raw.tables if self._fits(table)), None)

    def _fits(self, table: RawTable) -> bool:
        dataflow, sheet = self.said("dataflow").lower(), self.said("sheet")
        if dataflow and table.attributes.get("dataflow", "").lower() != dataflow:
            return False
        if sheet and table.name != sheet:
            return False
        has_times = not self.every("periods") or bool(self.period_columns(table))
        return has_times and set(self.columns) <= set(table.columns)


def teaching_of(path: Path) -> Teaching:
    """
    Read a description and look whether it can be one.

    Raises BadFile, NotImported with the line.
    """
    raw = read(path)
    table = next((one for one in raw.tables if set(HEADING) <= set(one.columns)), None)
    if table is None:
        raise NotImported(
            path.name,
            _("the description has no columns %(names)s") % {"names": ", ".join(HEADING)},
            _("Begin it with the line: column,means,codes"),
        )
    at = [table.columns.index(name) for name in HEADING]
    lines = tuple(
        Line(number, cells[at[0]].strip(), cells[at[1]].strip().lower(), cells[at[2]].strip())
        for number, cells in table.rows()
        if any(cells)
    )
    told = Teaching(path, lines)
    for line in lines:
        _check_line(told, line)
    _check_whole(told)
    return told


def _check_line(told: Teaching, line: Line) -> None:
    of = MEANS.get(line.means)
    if of is None:
        near = get_close_matches(line.means, list(MEANS), 1)
        raise told.refuse(
            line,
            _("“%(word)s” is not a meaning of a column") % {"word": line.means},
            _("Did you mean %(near)s?") % {"near": near[0]}
            if near
            else _("The meanings are: %(all)s.") % {"all": ", ".join(MEANS)},
        )
    if of == COLUMN and not line.column:
        raise told.refuse(line, _("“%(word)s” needs the name of a column of the file") % {"word": line.means})
    if of == FILE and line.column:
        raise told.refuse(
            line,
            _("“%(word)s” speaks of the whole file: leave the column empty") % {"word": line.means},
        )
    if of == EITHER and not line.column and not line.codes:
        raise told.refuse(line, _("without a column, “%(word)s” needs a code") % {"word": line.means})
    if line.means not in MANY and len(told.every(line.means)) > 1:
        raise told.refuse(line, _("“%(word)s” stands there twice") % {"word": line.means})
    if line.means == "numbers" and line.codes not in NUMBERS:
        raise told.refuse(
            line,
            _("“%(example)s” does not show how numbers are printed") % {"example": line.codes},
            _("Write one of: %(known)s") % {"known": "   ".join(NUMBERS)},
        )
    if line.means == "times" and not (line.codes.isascii() and line.codes.isdigit() and int(line.codes) > 0):
        raise told.refuse(line, _("“times” needs a whole number such as 1000"))


def _check_whole(told: Teaching) -> None:
    columns = told.columns
    if twice := next((column for column in columns if columns.count(column) > 1), ""):
        raise told.refuse(None, _("column “%(column)s” is described twice") % {"column": twice})
    details = [line.detail for line in told.every("detail")]
    if twice := next((name for name in details if details.count(name) > 1), ""):
        raise told.refuse(None, _("two details have the same name: %(name)s") % {"name": twice})
    times = [word for word in ("year", "period", "periods") if told.every(word)]
    for wanted, found in (
        (_("area"), bool(told.every("area"))),
        (
            _("value, or periods where years stand across the page"),
            told.every("value") or told.every("periods"),
        ),
    ):
        if not found:
            raise told.refuse(None, _("nothing is said to be the %(what)s") % {"what": wanted})
    if len(times) != 1:
        raise told.refuse(
            None,
            _("exactly one of year, period and periods must be said; found: %(found)s")
            % {"found": ", ".join(times) or "–"},
        )
    if told.every("periods") and told.every("value"):
        raise told.refuse(None, _("where years stand across the page, no column is the value"))
    named = [line for line in told.every("value") if line.codes]
    if told.every("indicator") and named:
        raise told.refuse(named[0], _("the indicator is said twice: here and by “indicator”"))
    if not told.every("indicator") and len(named) < max(1, len(told.every("value"))):
        raise told.refuse(
            None,
            _("no indicator is said"),
            _("Write its key behind the value, or add the line: ,indicator,KEY_OF_THE_INDICATOR"),
        )
    if told.every("indicator") and len(told.every("value")) > 1:
        raise told.refuse(None, _("with several columns of values, each needs the key of its own indicator"))


def fitting(told: Teaching, raw: RawFile) -> RawTable:
    """
    The table that is described. Raises NotImported where a column is missing, or is there and not described.
    """
    table = told.table_of(raw)
    if table is None:
        nearest = max(raw.tables, key=lambda one: len(set(told.columns) & set(one.columns)))
        gone = [column for column in told.columns if column not in nearest.columns]
        raise NotImported(
            f"{raw.name}, {told.path.name}",
            _("the file does not have what is described: %(gone)s. It has: %(columns)s")
            % {"gone": ", ".join(gone[:8]) or "-", "columns": ", ".join(nearest.columns[:20])},
            _("Write the columns in the description as they stand in the file."),
        )
    across = told.period_columns(table)
    if strange := [
        one for one in table.columns if one not in {*told.columns, *across} and not _is_label(one, told)
    ]:
        raise NotImported(
            f"{raw.name}, {told.path.name}",
            _("columns are not described: %(columns)s") % {"columns": ", ".join(strange[:12])},
            _("Add a line for each; “ignore” where it tells nothing that matters."),
        )
    return table


def _is_label(column: str, told: Teaching) -> bool:
    """Readers put the words for a code beside it: `geo` and `geo_label`."""
    return column.endswith("_label") and column.removesuffix("_label") in told.columns
