"""Observations as SDMX-CSV 2.0, some lines at a time."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from convene.observatory.exports.sdmx.model import AGENCY, ATTRIBUTES, COLUMNS, KEY, VERSION, number

MEDIA_TYPE = "application/vnd.sdmx.data+csv;version=2.0.0"
BATCH = 1_000
_VALUE = len(KEY) + 1


def data_csv(
    flow: str, rows: Iterable[tuple], *, values: bool = True, attributes: bool = True
) -> Iterator[bytes]:
    """STRUCTURE, STRUCTURE_ID, ACTION, the dimensions, the value, the attributes. ACTION is I: information."""
    kept = len(COLUMNS) if attributes else len(COLUMNS) - len(ATTRIBUTES)
    names = [name for name in COLUMNS[:kept] if values or name != COLUMNS[_VALUE]]
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(["STRUCTURE", "STRUCTURE_ID", "ACTION", *names])
    structure = f"{AGENCY}:{flow}({VERSION})"
    for count, row in enumerate(rows, 1):
        cells = list(row[:kept])
        if values:
            cells[_VALUE] = number(cells[_VALUE])
        else:
            del cells[_VALUE]
        writer.writerow(["dataflow", structure, "I", *cells])
        if count % BATCH == 0:
            yield written.getvalue().encode()
            written.seek(0)
            written.truncate()
    yield written.getvalue().encode()
