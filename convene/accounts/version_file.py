"""
The record version as eight bytes in a memory-mapped file, readable without Django and without a database.

A page cache that answers before Django wakes up compares this number with the one its pages were made under.
Little endian, unsigned. An aligned eight-byte write is seen whole or not at all by readers of the mapping.
"""

from __future__ import annotations

import fcntl
import mmap
import os
import struct
from pathlib import Path

_NUMBER = struct.Struct("<Q")


def path_in(home: Path) -> Path:
    return Path(home) / "cache" / "record-version"


class VersionFile:
    """One open mapping of the file, made with the number 0 if it is not there."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        if os.fstat(self._descriptor).st_size < _NUMBER.size:
            os.ftruncate(self._descriptor, _NUMBER.size)  # fills with zeros; harmless if two do it
        self._map = mmap.mmap(self._descriptor, _NUMBER.size)

    def read(self) -> int:
        return _NUMBER.unpack_from(self._map)[0]

    def raise_to(self, number: int) -> int:
        """Make the number at least `number` and return it. Two commits may publish in the other order."""
        fcntl.flock(self._descriptor, fcntl.LOCK_EX)
        try:
            number = max(number, self.read())
            _NUMBER.pack_into(self._map, 0, number)
        finally:
            fcntl.flock(self._descriptor, fcntl.LOCK_UN)
        return number

    def close(self) -> None:
        self._map.close()
        os.close(self._descriptor)
