"""Whether the cells of a file are the numbers that an observation's columns hold, and where one is not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from convene.observatory.observation import COLUMNS
from convene.observatory.readers.raw import MEND_AT_SOURCE, BadFile, shown

if TYPE_CHECKING:
    from convene.observatory.readers import RawFile

_WHOLE = re.compile(r"[-+]?\d{1,5}")
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_FORMS = {
    "SMALLINT": (_WHOLE, 32_767, _("Expected a whole number.")),
    "TINYINT": (_WHOLE, 127, _("Expected a whole number.")),
    "DOUBLE": (_NUMBER, None, _("Expected a number such as 1234.5.")),
}


def refuse_wrong_cells(raw: RawFile, columns: Mapping[str, str]) -> None:
    """Raise BadFile at the first cell that is not what its column is for, row by row. `columns`: observation -> file."""
    (table,) = raw.tables
    wanted = [
        (name, table.columns.index(column)) for name, column in columns.items() if COLUMNS[name] in _FORMS
    ]
    for line, cells in table.rows():
        for name, place in wanted:
            if not _is_right(name, cells[place]):
                raise BadFile(
                    raw.name,
                    _("“%(cell)s” is no number for “%(name)s”.")
                    % {"cell": shown(cells[place]), "name": name},
                    str(_FORMS[COLUMNS[name]][2]),
                    MEND_AT_SOURCE,
                    line=line,
                    column=table.columns[place],
                )


def _is_right(name: str, cell: str) -> bool:
    form, most, _expected = _FORMS[COLUMNS[name]]
    cell = cell.strip()  # DuckDB takes a number with blanks around it
    return bool(form.fullmatch(cell)) and (most is None or abs(int(cell)) <= most)
