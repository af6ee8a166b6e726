"""Small files written for one test, and what a reader made of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from convene.observatory.readers import BadFile, RawTable, read


@pytest.fixture
def written(tmp_path):
    """Write a file and give its path; text is written as UTF-8, as it stands."""

    def write(content: str | bytes, name: str = "table.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


@pytest.fixture
def rows_in(written):
    """Write a file, read it, and give its rows as [(place, {column: cell})]."""

    def rows(content: str | bytes, name: str = "table.csv") -> list[tuple[int, dict[str, str]]]:
        return told(read(written(content, name)).tables[0])

    return rows


@pytest.fixture
def refusal(written):
    """Write a file that must be refused, when it is recognised or when its rows are read; give the refusal."""

    def refuse(content: str | bytes, name: str = "table.csv") -> BadFile:
        path = written(content, name)
        with pytest.raises(BadFile) as caught:
            for table in read(path).tables:
                list(table.rows())
        return caught.value

    return refuse


def told(table: RawTable) -> list[tuple[int, dict[str, str]]]:
    return [(place, dict(zip(table.columns, cells, strict=True))) for place, cells in table.rows()]
