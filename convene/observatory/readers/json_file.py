"""JSON as far as it may be read whole: no deep nesting, no numbers that are none, no file that fills the memory."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.utils.translation import gettext_lazy as _

from convene.observatory.readers.archive import Source
from convene.observatory.readers.raw import ASK_FOR_DATA, FETCH_AGAIN, BadFile, shown

# A JSON message of 300 MB takes some 2 GB of memory; larger ones are fetched as CSV.
LARGEST = 300 << 20
MOST_CELLS = 50_000_000


def parsed(source: Source) -> dict[str, Any]:
    """The object that the file holds; raises BadFile with line and column where it is none."""
    size = source.plain.stat().st_size
    if size > LARGEST:
        raise BadFile(
            source.name,
            _("The JSON has %(megabytes)s MB.") % {"megabytes": size >> 20},
            _("At most %(megabytes)s MB are read.") % {"megabytes": LARGEST >> 20},
            _("Fetch the same data as SDMX-CSV."),
        )
    data = source.plain.read_bytes()
    try:
        found = json.loads(data.decode("utf-8-sig"), parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        raise BadFile(
            source.name,
            _("The bytes are no UTF-8 text."),
            _("JSON is always UTF-8."),
            FETCH_AGAIN,
            line=data.count(b"\n", 0, error.start) + 1,
        ) from error
    except json.JSONDecodeError as error:
        raise BadFile(
            source.name,
            _("The JSON is broken (%(detail)s).") % {"detail": shown(error.msg)},
            _("Expected a whole document."),
            FETCH_AGAIN,
            line=error.lineno,
            column=str(error.colno),
        ) from error
    except RecursionError as error:  # Python's reader stops at about 1,000 brackets
        raise BadFile(
            source.name,
            _("The JSON is nested without end."),
            _("No statistical message is deeper than twenty."),
            FETCH_AGAIN,
        ) from error
    except ValueError as error:
        raise BadFile(
            source.name,
            _("“%(text)s” stands for a number.") % {"text": shown(error)},
            _("Expected a number or null."),
            FETCH_AGAIN,
        ) from error
    if not isinstance(found, dict):
        found = {"list": found}
    return found


def _no_constant(text: str) -> None:
    raise ValueError(text)


@contextmanager
def built_as_its_format_says(source: Source) -> Iterator[None]:
    """A list where an object belongs, a text where a list does: any such message is refused as a whole."""
    try:
        yield
    except (AttributeError, TypeError, LookupError, ValueError) as error:
        raise BadFile(
            source.name,
            _("The message is not built as its format says (%(detail)s).") % {"detail": shown(error, 90)},
            _("Expected JSON-stat or SDMX-JSON."),
            FETCH_AGAIN,
        ) from error


def plain_number(value: object) -> str:
    """A JSON number as text, as it would be printed: 12, 12.5; '' for null."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def no_statistics(source: Source, found: str) -> BadFile:
    return BadFile(source.name, found, _("Expected JSON-stat or SDMX-JSON with figures."), ASK_FOR_DATA)


def answer_text(value: object) -> str:
    """The words of an error answer, however nested."""
    if isinstance(value, dict):
        return " ".join(filter(None, (answer_text(part) for part in value.values())))
    if isinstance(value, list):
        return " ".join(filter(None, (answer_text(part) for part in value)))
    return "" if value is None else str(value)
