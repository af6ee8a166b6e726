"""
A text file as UTF-8, after one look at every byte of it.

Publishers write UTF-8 with and without a mark, UTF-16, Windows-1252 (UNDP, the former Eurostat site) and, in
national statistics, Windows-1251. Other encodings are rewritten once into a copy; the original is not touched.
"""

from __future__ import annotations

import codecs
import itertools
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from convene.observatory.readers.archive import CHUNK, Source
from convene.observatory.readers.raw import FETCH_AGAIN, MEND_AT_SOURCE, BadFile, shown

# No table has a longer line: the widest here, 1,076 columns, has 25,000 characters.
LONGEST_LINE = 4 << 20
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\r\n") + b"\x7f"
_HIGH = bytes(range(0xC0, 0x100))


@dataclass(frozen=True)
class TextFile:
    """
    UTF-8 text at `path`. `encoding` is the one of the file as given.

    `one_line_each`: every record is one line and no line is empty, so that counting records counts lines.
    """

    source: Source
    path: Path
    encoding: str
    one_line_each: bool
    lines: int

    @property
    def name(self) -> str:
        return self.source.name


def text_of(source: Source) -> TextFile:
    """The text of a file; raises BadFile with the line where its bytes are no text."""
    head = source.head(4)
    path, encoding = source.plain, "utf-8"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        path, encoding = _rewritten(source, "utf-16"), "utf-16"
    survey = _Survey(source.name, path)
    if survey.not_utf8_line:
        encoding = _eight_bit_encoding(source)
        path = _rewritten(source, encoding)
    elif head.startswith(codecs.BOM_UTF8):
        encoding = "utf-8-sig"
    return TextFile(source, path, encoding, survey.one_line_each, survey.lines)


# What decides about a text is few of its bytes: everything else is taken out before they are looked at.
_ALL_BUT_TELLING = bytes(byte for byte in range(256) if byte not in _CONTROLS + b'"\r\n')


class _Survey:
    """What one pass over the bytes tells. Raises BadFile at a control character or an endless line."""

    def __init__(self, name: str, path: Path) -> None:
        self.name = name
        self.lines = 0
        self.not_utf8_line = 0
        self.one_line_each = True
        decoder = codecs.getincrementaldecoder("utf-8")()
        tail = b""
        with path.open("rb") as file:
            while piece := file.read(CHUNK):
                if not self.not_utf8_line:
                    self._decode(decoder, piece)
                buffer = tail + piece
                cut = buffer.rfind(b"\n") + 1
                self._look(buffer[:cut])
                tail = buffer[cut:]
                self._refuse_endless(tail)
        self._look(tail)
        self.lines += bool(tail)
        if not self.not_utf8_line:
            self._decode(decoder, b"", final=True)

    def _decode(self, decoder: codecs.IncrementalDecoder, piece: bytes, *, final: bool = False) -> None:
        if piece.isascii() and not decoder.getstate()[0]:
            return
        try:
            decoder.decode(piece, final)
        except UnicodeDecodeError:
            self.not_utf8_line = max(self.lines, 1)

    def _look(self, whole_lines: bytes) -> None:
        if not whole_lines:
            return
        telling = whole_lines.translate(None, _ALL_BUT_TELLING)
        if len(telling.translate(None, _CONTROLS)) != len(telling):
            self._refuse_control(whole_lines)
        if self.one_line_each:
            self.one_line_each = _one_line_each(whole_lines, telling)
        self.lines += telling.count(b"\n")

    def _refuse_control(self, whole_lines: bytes) -> None:
        at = next(index for index, byte in enumerate(whole_lines) if byte in _CONTROLS)
        raise BadFile(
            self.name,
            _("Byte %(byte)s stands where text should be.") % {"byte": f"0x{whole_lines[at]:02X}"},
            _("Expected readable text: the file is damaged, or is no text file."),
            FETCH_AGAIN,
            line=self.lines + whole_lines.count(b"\n", 0, at) + 1,
        )

    def _refuse_endless(self, tail: bytes) -> None:
        if len(tail) > LONGEST_LINE:
            raise BadFile(
                self.name,
                _("The line has more than %(megabytes)s MB.") % {"megabytes": LONGEST_LINE >> 20},
                _("Expected one row of a table on each line."),
                FETCH_AGAIN,
                line=self.lines + 1,
            )


def _one_line_each(whole_lines: bytes, telling: bytes) -> bool:
    if b"\r" in telling and (
        whole_lines.count(b"\r") != whole_lines.count(b"\r\n") or b"\n\r\n" in whole_lines
    ):
        return False
    if b"\n\n" in whole_lines or whole_lines[:1] in b"\r\n":
        return False
    # What is left of a line, when all but its quotation marks and then all pairs of them are taken out, is an odd one.
    return b'"' not in telling.replace(b'""', b"")


def _eight_bit_encoding(source: Source) -> str:
    """
    Windows-1252, or Windows-1251 where most letters beyond ASCII stand side by side, as in Cyrillic words.

    A file with UTF-8 in some lines and something else in others was glued together, and is refused.
    """
    utf8_line = other_line = letters = side_by_side = 0
    with source.plain.open("rb") as file:
        for number, line in enumerate(file, 1):
            if line.isascii():
                continue
            try:
                line.decode("utf-8")
                utf8_line = utf8_line or number
                continue
            except UnicodeDecodeError:
                other_line = other_line or number
            high = [byte in _HIGH for byte in line]
            letters += sum(high)
            side_by_side += sum(one and two for one, two in itertools.pairwise(high))
    if utf8_line and other_line:
        raise BadFile(
            source.name,
            _("Lines %(utf8)s and %(other)s are written in different encodings.")
            % {"utf8": utf8_line, "other": other_line},
            _("Expected one encoding: UTF-8 or Windows-1252."),
            FETCH_AGAIN,
            line=max(utf8_line, other_line),
        )
    return "windows-1251" if letters and side_by_side > letters / 2 else "windows-1252"


def _rewritten(source: Source, encoding: str) -> Path:
    copy = source.copy_to()
    decoder = codecs.getincrementaldecoder("cp" + encoding[-4:] if encoding[:3] == "win" else encoding)()
    lines = 1
    with source.plain.open("rb") as file, copy.open("w", encoding="utf-8", newline="") as out:
        while True:
            piece = file.read(CHUNK)
            try:
                text = decoder.decode(piece, final=not piece)
            except UnicodeDecodeError as error:
                raise BadFile(
                    source.name,
                    _("“%(bytes)s” is no text in %(encoding)s.")
                    % {"bytes": shown(error.object[error.start : error.end].hex(" ")), "encoding": encoding},
                    _("Expected UTF-8 or Windows-1252."),
                    MEND_AT_SOURCE,
                    line=lines + error.object[: error.start].count(b"\n"),
                ) from error
            out.write(text)
            lines += text.count("\n")
            if not piece:
                return copy
