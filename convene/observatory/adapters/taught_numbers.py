"""How numbers and periods are printed: by an example, `1 234,5`, and by the forms of years, quarters and months."""

from __future__ import annotations

import re

NUMBERS = ("1234.5", "1,234.5", "1 234.5", "1'234.5", "1234,5", "1 234,5", "1.234,5")
# "2023", "2023 [YR2023]", "YR2023", "2023-05", "2023M05", "2023-Q2": year, then month or quarter.
PERIOD = re.compile(
    r"(?:YR)?((?:1[6-9]|2[01])\d\d)(?:[-/ ]?(?:M?(\d{1,2})|[QK]([1-4])))?(?:-\d{2})?(?: ?\[YR\d{4}\])?", re.I
)


def printed_as(example: str) -> tuple[str, str]:
    """`1 234,5` -> a blank and a comma."""
    return example[1:-5], example[-2]


def number_form(thousands: str, decimal: str) -> str:
    """A regular expression, for Python and DuckDB, of a number printed so."""
    between = separators(thousands)
    whole = rf"(\d+|\d{{1,3}}({between}\d{{3}})+)" if between else r"\d+"
    return rf"[-+]?{whole}([{decimal}]\d*)?([eE][-+]?\d+)?( ?%)?"


def separators(thousands: str) -> str:
    """What may stand between thousands: for a blank, one that does not break a line too."""
    return "[ \u00a0\u202f]" if thousands == " " else f"[{thousands}]" if thousands else ""
