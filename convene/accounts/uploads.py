"""
What may be uploaded: judged by content and size, never by name alone.

Allowed: PDF; Word, Excel and PowerPoint files without macros (DOCX, XLSX, PPTX); ODT; PNG, JPEG and WebP
pictures; plain text and CSV in UTF-8. SVG and HTML are refused, because they can carry script.
"""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from convene.core.failures import Failure

MAX_UNPACKED_BYTES = 200 * 1024 * 1024  # all files of an Office document together
MAX_RATIO = 100  # unpacked to packed; real Office files stay under 30
MAX_PARTS = 5_000  # files in an Office document
MAX_PIXELS = 50_000_000
_RATIO_MATTERS_FROM = 1024 * 1024  # small files of spaces compress well and harm nobody


class UploadRefused(Failure):
    """The file is not kept. The reason is worded for the person who chose it."""

    def __init__(self, name: str, reason: str, next_step: str = "") -> None:
        super().__init__(name, reason, next_step)


@dataclass(frozen=True)
class Accepted:
    """What the file really is."""

    extension: str
    media_type: str
    size: int  # bytes


def check_upload(
    file: BinaryIO, name: str, *, only_pictures: bool = False, max_bytes: int | None = None
) -> Accepted:
    """
    Return what the file is, or raise UploadRefused. The file's position is put back to its beginning.

    The content must be what the end of the name says. `max_bytes` is UPLOAD_MAX_BYTES unless given.
    """
    extension = PurePosixPath(name).suffix.lower().lstrip(".")
    kind = _KINDS.get(extension)
    if kind is None or (only_pictures and not kind.media_type.startswith("image/")):
        allowed = ", ".join(sorted(e.upper() for e, k in _KINDS.items() if not only_pictures or k.is_picture))
        raise UploadRefused(
            name, _("files of this type are not accepted"), _("Accepted are: %(types)s.") % {"types": allowed}
        )
    size = _size(file)
    limit = settings.UPLOAD_MAX_BYTES if max_bytes is None else max_bytes
    if size > limit:
        raise UploadRefused(
            name,
            _("the file has %(size)d MB, more than the %(limit)d MB allowed")
            % {"size": -(-size // 1_048_576), "limit": limit // 1_048_576},
            _("Make it smaller or split it."),
        )
    if size == 0:
        raise UploadRefused(name, _("the file is empty"))
    try:
        kind.check(file, name)
    finally:
        file.seek(0)
    return Accepted(extension, kind.media_type, size)


def _size(file: BinaryIO) -> int:
    file.seek(0, 2)
    size = file.tell()
    file.seek(0)
    return size


def _not_what_it_says(name: str) -> UploadRefused:
    return UploadRefused(
        name,
        _("the content is not what the name says"),
        _("Save it again in the program it comes from, and upload that file."),
    )


def _check_pdf(file: BinaryIO, name: str) -> None:
    head = file.read(1024)
    file.seek(max(0, _size(file) - 2048))
    if b"%PDF-" not in head or b"%%EOF" not in file.read():
        raise _not_what_it_says(name)


def _check_text(file: BinaryIO, name: str) -> None:
    text = file.read()
    if b"\x00" in text:
        raise _not_what_it_says(name)
    try:
        text.decode("utf-8")
    except UnicodeDecodeError:
        raise UploadRefused(name, _("the text is not in UTF-8"), _("Save it as UTF-8 text.")) from None


def _picture(format_name: str) -> Callable[[BinaryIO, str], None]:
    def check(file: BinaryIO, name: str) -> None:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error", Image.DecompressionBombWarning)
                with Image.open(file, formats=[format_name]) as picture:
                    width, height = picture.size
                    if width * height > MAX_PIXELS:
                        raise _too_many_pixels(name)
                    picture.verify()
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            raise _too_many_pixels(name) from None
        except UploadRefused:
            raise
        except Exception:  # a broken picture makes Pillow raise almost anything
            raise _not_what_it_says(name) from None

    return check


def _too_many_pixels(name: str) -> UploadRefused:
    return UploadRefused(
        name,
        _("the picture has more than %(millions)d million pixels") % {"millions": MAX_PIXELS // 1_000_000},
        _("Make it smaller."),
    )


def _office(part: str, mimetype: str = "") -> Callable[[BinaryIO, str], None]:
    """An archive that holds `part`, and whose `mimetype` file (OpenDocument) says `mimetype`."""

    def check(file: BinaryIO, name: str) -> None:
        try:
            with zipfile.ZipFile(file) as archive:
                _refuse_bombs(archive, name)
                names = archive.namelist()
                if part not in names:
                    raise _not_what_it_says(name)
                if mimetype and archive.read("mimetype")[:100].strip() != mimetype.encode():
                    raise _not_what_it_says(name)
                if any(PurePosixPath(member).name.lower() == "vbaproject.bin" for member in names):
                    raise UploadRefused(name, _("the file contains macros"), _("Save it without macros."))
        except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, OSError, ValueError):
            raise _not_what_it_says(name) from None

    return check


def _refuse_bombs(archive: zipfile.ZipFile, name: str) -> None:
    """Judge by the archive's own directory: nothing is unpacked, and what is read later stays within it."""
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members) or 1
    is_bomb = (
        len(members) > MAX_PARTS
        or unpacked > MAX_UNPACKED_BYTES
        or (unpacked > _RATIO_MATTERS_FROM and unpacked / packed > MAX_RATIO)
    )
    if is_bomb:
        raise UploadRefused(
            name, _("the file unpacks to far more than it should"), _("Save it again, with smaller pictures.")
        )


@dataclass(frozen=True)
class _Kind:
    media_type: str
    check: Callable[[BinaryIO, str], None]

    @property
    def is_picture(self) -> bool:
        return self.media_type.startswith("image/")


_OOXML = "application/vnd.openxmlformats-officedocument"
_ODT = "application/vnd.oasis.opendocument.text"
_KINDS = {
    "pdf": _Kind("application/pdf", _check_pdf),
    "docx": _Kind(f"{_OOXML}.wordprocessingml.document", _office("word/document.xml")),
    "xlsx": _Kind(f"{_OOXML}.spreadsheetml.sheet", _office("xl/workbook.xml")),
    "pptx": _Kind(f"{_OOXML}.presentationml.presentation", _office("ppt/presentation.xml")),
    "odt": _Kind(_ODT, _office("content.xml", _ODT)),
    "png": _Kind("image/png", _picture("PNG")),
    "jpg": _Kind("image/jpeg", _picture("JPEG")),
    "jpeg": _Kind("image/jpeg", _picture("JPEG")),
    "webp": _Kind("image/webp", _picture("WEBP")),
    "txt": _Kind("text/plain", _check_text),
    "csv": _Kind("text/csv", _check_text),
}
EXTENSIONS = tuple(_KINDS)


def check_field(file, *, only_pictures: bool = False) -> None:
    """Check a form's uploaded file (or leave alone one that was stored before); raise ValidationError."""
    if not hasattr(file, "content_type"):
        return
    try:
        check_upload(file, file.name, only_pictures=only_pictures)
    except UploadRefused as refused:
        raise forms.ValidationError(str(refused)) from refused


class DocumentForm(BaseDocumentForm):
    """Wagtail's form for documents (WAGTAILDOCS_DOCUMENT_FORM_BASE)."""

    def clean_file(self):
        file = self.cleaned_data["file"]
        check_field(file)
        return file


class ImageForm(BaseImageForm):
    """Wagtail's form for pictures (WAGTAILIMAGES_IMAGE_FORM_BASE)."""

    def clean_file(self):
        file = self.cleaned_data["file"]
        check_field(file, only_pictures=True)
        return file
