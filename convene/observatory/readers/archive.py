"""
The bytes of a file that was given, unpacked if it is one file in a .gz or a .zip.

Publishers pack one file; two layers of packing, or a file that grows beyond all measure when unpacked,
is a mistake or an attack, and is refused before it fills a disk or the memory.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import struct
import tempfile
import weakref
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from django.utils.translation import gettext_lazy as _

from convene.observatory.readers.raw import FETCH_AGAIN, BadFile

CHUNK = 1 << 20
# Unpacked bytes at most; the largest of the publishers' files measured here have 30 MB, bulk downloads 2 GB.
LARGEST = 16 << 30
# Beyond this many bytes a file may not be this many times larger than its packing: text reaches 20 to 60.
SUSPICIOUS, RATIO = 64 << 20, 150
WORKBOOK_LARGEST = 1 << 30

# What zipfile raises at damaged files, according to the place of the damage.
ZIP_ERRORS = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError, NotImplementedError),
    *(ValueError, LookupError),
)
GZIP, ZIP, OLE = b"\x1f\x8b", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# What publishers pack beside the one table: the World Bank's lists of countries and series, UNHCR's footnotes.
_BESIDE = re.compile(
    r"metadata|readme|foot-?notes?|licen[cs]e|codebook|citation|data ?dictionary"
    r"|\w*?(?:country|series|country-series|series-time)$",
    re.I,
)
OTHER_PACKINGS = {b"BZh": "bzip2", b"\xfd7zXZ\x00": "xz", b"7z\xbc\xaf\x27\x1c": "7-Zip", b"Rar!": "RAR"}


@dataclass
class Source:
    """Bytes to read at `plain`, given as `path`. `name` is what messages call the file."""

    path: Path
    plain: Path
    size: int
    beside: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.path.name

    def sha256(self, given_up: Event | None = None) -> str:
        """Checksum of the file as it was given; '' where it was given up meanwhile."""
        checksum = hashlib.sha256()
        with self.path.open("rb") as file:
            while piece := file.read(CHUNK << 4):  # each piece waits for its turn beside a busy reader
                if given_up and given_up.is_set():
                    return ""
                checksum.update(piece)
        return checksum.hexdigest()

    def head(self, length: int = 4096) -> bytes:
        with self.plain.open("rb") as file:
            return file.read(length)

    def copy_to(self) -> Path:
        """An empty file of our own, which goes when this source goes."""
        handle, name = tempfile.mkstemp(prefix="convene-reading-")
        os.close(handle)
        copy = Path(name)
        weakref.finalize(self, copy.unlink, missing_ok=True)
        return copy


def opened(path: Path) -> Source:
    """The file at `path`, unpacked where it was packed."""
    path = Path(path)
    if path.name.startswith("~$"):
        raise BadFile(
            path.name,
            _("The file is a lock that a spreadsheet program left beside an open workbook."),
            next_step=_("Name the workbook itself: %(name)s") % {"name": path.name[2:]},
        )
    if not path.is_file():
        raise BadFile(path.name, _("There is no such file."), next_step=_("Check the name and the folder."))
    size = path.stat().st_size
    if not size:
        raise BadFile(path.name, _("The file is empty."), next_step=FETCH_AGAIN)
    source = Source(path, path, size)
    packing = _packing(source)
    if packing:
        _unpack(source, packing)
        inner = _packing(source)
        if inner and not is_workbook(source.plain):
            raise BadFile(
                source.name,
                _("A packed file (%(kind)s) lies inside another.") % {"kind": inner},
                _("Expected one table, packed at most once."),
                _("Unpack it once and import what is inside."),
            )
    return source


def _packing(source: Source) -> str:
    head = source.head(8)
    if head.startswith(GZIP):
        return "gzip"
    if head.startswith((ZIP, b"PK\x05\x06")):
        return "" if is_workbook(source.plain) else "zip"
    for mark, name in OTHER_PACKINGS.items():
        if head.startswith(mark):
            raise BadFile(
                source.name,
                _("The file is packed with %(kind)s.") % {"kind": name},
                _("Only .gz and .zip are unpacked here."),
                _("Unpack it and import what is inside."),
            )
    return ""


def is_workbook(path: Path) -> bool:
    """True for a workbook, whose .zip is part of the format."""
    try:
        with zipfile.ZipFile(path) as archive:
            return any(name in archive.NameToInfo for name in ("xl/workbook.xml", "[Content_Types].xml"))
    except ZIP_ERRORS:
        # A truncated workbook has lost its directory, but begins with the names of its parts.
        with path.open("rb") as file:
            head = file.read(4096)
        return head.startswith(ZIP) and (
            b"[Content_Types].xml" in head or b"_rels/.rels" in head or b"xl/" in head
        )


def _unpack(source: Source, packing: str) -> None:
    copy = source.copy_to()
    pieces = _gzip_pieces(source) if packing == "gzip" else _zip_pieces(source)
    written = 0
    with copy.open("wb") as out:
        for piece in pieces:
            written += len(piece)
            _refuse_bomb(source.name, written, source.size)
            out.write(piece)
    if not written:
        raise BadFile(source.name, _("The packed file is empty."), next_step=FETCH_AGAIN)
    source.plain = copy


def _refuse_bomb(name: str, unpacked: int, packed: int, largest: int = LARGEST) -> None:
    if unpacked > largest or (unpacked > SUSPICIOUS and unpacked > RATIO * packed):
        raise BadFile(
            name,
            _("Unpacked, the file has more than %(megabytes)s MB, from %(packed)s bytes.")
            % {"megabytes": min(unpacked, largest) >> 20, "packed": packed},
            _("Tables of figures do not grow like that: this is a mistake or an attack."),
            FETCH_AGAIN,
        )


def _gzip_pieces(source: Source) -> Iterator[bytes]:
    try:
        with gzip.open(source.plain, "rb") as file:
            while piece := file.read(CHUNK):
                yield piece
    except EOFError as error:
        raise BadFile(
            source.name, _("The .gz file breaks off before its end."), next_step=FETCH_AGAIN
        ) from error
    except (gzip.BadGzipFile, zlib.error, OSError) as error:
        raise BadFile(
            source.name,
            _("The .gz file is damaged: its checksum or its inner order is wrong."),
            next_step=FETCH_AGAIN,
        ) from error


def _zip_pieces(source: Source) -> Iterator[bytes]:
    try:
        with (
            zipfile.ZipFile(source.plain) as archive,
            archive.open(_table_among(source, archive)) as file,
        ):
            while piece := file.read(CHUNK):
                yield piece
    except ZIP_ERRORS as error:
        locked = isinstance(error, RuntimeError) and "password" in str(error)
        raise BadFile(
            source.name,
            _("The .zip file is locked with a password.")
            if locked
            else _("The .zip file is damaged or breaks off."),
            next_step=_("Unpack it and import what is inside.") if locked else FETCH_AGAIN,
        ) from error


def _table_among(source: Source, archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    """The one table of an archive; what else lies beside it is named in `source.beside`."""
    members = [
        member
        for member in archive.infolist()
        if not member.is_dir() and not member.filename.startswith("__MACOSX/") and member.file_size
    ]
    if any(member.filename == "mimetype" for member in members):
        raise BadFile(
            source.name,
            _("The file is an OpenDocument file (.ods)."),
            _("Expected .xlsx, .xls or a table of text."),
            _(
                "Take the publisher's .xlsx or CSV. If there is only .ods, save it as .xlsx and say so in --origin."
            ),
        )
    tables = [member for member in members if not _BESIDE.match(Path(member.filename).stem)]
    if len(members) > 1 and len(tables) == 1:
        source.beside = tuple(sorted(one.filename for one in members if one is not tables[0]))
        members = tables
    if len(members) != 1:
        names = ", ".join(sorted(member.filename for member in members)[:5])
        raise BadFile(
            source.name,
            _("The .zip file holds %(count)s files: %(names)s.")
            % {"count": len(members), "names": names or "–"},
            _("Expected exactly one table."),
            _("Unpack it and import each table by itself."),
        )
    _refuse_bomb(source.name, members[0].file_size, max(members[0].compress_size, 1))
    return members[0]


def check_workbook(source: Source) -> zipfile.ZipFile:
    """The parts of a workbook, after their sizes were looked at; raises where they would fill the memory."""
    try:
        archive = zipfile.ZipFile(source.plain)
    except ZIP_ERRORS as error:
        raise BadFile(
            source.name, _("The workbook is damaged or breaks off."), next_step=FETCH_AGAIN
        ) from error
    unpacked = sum(member.file_size for member in archive.infolist())
    _refuse_bomb(source.name, unpacked, source.plain.stat().st_size, WORKBOOK_LARGEST)
    return archive
