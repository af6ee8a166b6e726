"""What changed from one edition to the next: cells changed, added and gone, and the largest moves."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb

from convene.observatory.observation import KEY_COLUMNS
from convene.observatory.store import DATA

LARGEST = 20
_KEY = ", ".join(KEY_COLUMNS)
_SAME = " AND ".join(f"old.{name} = new.{name}" for name in KEY_COLUMNS)


@dataclass(frozen=True)
class Move:
    """A figure that two editions give differently."""

    indicator: str
    area: str
    counterpart: str
    year: int
    month: int
    sex: str
    before: float
    after: float


@dataclass(frozen=True)
class Differences:
    """
    Between an edition (`against`) and a newer one. `within` is what was compared: "all" cells, or only those
    that the "carried" part of an edition has.
    """

    against: str
    within: str
    same: int
    changed: int
    added: int
    gone: int
    moves: tuple[Move, ...]
    indicators_gone: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def differences(
    connection: duckdb.DuckDBPyConnection, against: str, before: Path, after: Path, *, partial: bool = False
) -> Differences:
    """
    Compare the figures in two folders. With `partial` the old one holds only part of its edition, so what it
    does not have was not added.
    """
    old, new = (
        f"read_parquet('{str(folder / DATA).replace(chr(39), chr(39) * 2)}.parquet')"
        for folder in (before, after)
    )
    counts = connection.execute(
        "SELECT count(*) FILTER (old.value = new.value), count(*) FILTER (old.value <> new.value), "
        "count(*) FILTER (old.value IS NULL), count(*) FILTER (new.value IS NULL) "
        f"FROM {old} AS old FULL JOIN {new} AS new ON {_SAME}"
    ).fetchone() or (0, 0, 0, 0)
    moves = connection.execute(
        "SELECT new.indicator, new.area, new.counterpart, new.year, new.month, new.sex, old.value, new.value "
        f"FROM {old} AS old JOIN {new} AS new ON {_SAME} "
        "WHERE old.value <> new.value AND new.age = 'T' AND new.detail = '' "
        f"ORDER BY abs(new.value - old.value) DESC, new.area, new.year LIMIT {LARGEST}"
    ).fetchall()
    lost = connection.execute(
        f"SELECT DISTINCT indicator FROM {old} EXCEPT SELECT DISTINCT indicator FROM {new} ORDER BY ALL"
    ).fetchall()
    same, changed, added, gone = (int(number) for number in counts)
    return Differences(
        against=against,
        within="carried" if partial else "all",
        same=same,
        changed=changed,
        added=0 if partial else added,
        gone=gone,
        moves=tuple(Move(*row) for row in moves),
        indicators_gone=tuple(row[0] for row in lost),
    )
