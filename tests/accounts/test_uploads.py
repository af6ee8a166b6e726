"""Uploads are judged by what they are, not by what they are called."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from wagtail.documents.forms import get_document_form
from wagtail.documents.models import Document
from wagtail.images.forms import get_image_form
from wagtail.images.models import Image as WagtailImage

from convene.accounts.uploads import Accepted, DocumentForm, ImageForm, UploadRefused, check_upload

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def _picture(kind: str = "PNG", size: tuple[int, int] = (4, 4)) -> bytes:
    file = io.BytesIO()
    Image.new("1" if kind == "PNG" else "RGB", size).save(file, kind)
    return file.getvalue()


def _archive(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


DOCX = _archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>"})
ODT = _archive({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<content/>"})


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("Declaration.pdf", PDF, "application/pdf"),
        ("Protokoll.DOCX", DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("письмо.odt", ODT, "application/vnd.oasis.opendocument.text"),
        ("photo.png", _picture(), "image/png"),
        ("photo.jpg", _picture("JPEG"), "image/jpeg"),
        ("photo.webp", _picture("WEBP"), "image/webp"),
        ("states.csv", "code,name\nCZE,Чехия\n".encode(), "text/csv"),
    ],
)
def test_accepted(name, content, media_type):
    file = io.BytesIO(content)

    assert check_upload(file, name) == Accepted(name.rpartition(".")[2].lower(), media_type, len(content))
    assert file.tell() == 0


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("report.pdf", _picture(), "not what the name says"),
        ("report.pdf", b"%PDF-1.7 cut off", "not what the name says"),
        ("photo.png", _picture("JPEG"), "not what the name says"),
        ("photo.jpg", b"GIF89a<script>alert(1)</script>", "not what the name says"),
        ("photo.png", _picture()[:40], "not what the name says"),
        ("letter.docx", _archive({"xl/workbook.xml": b"<workbook/>"}), "not what the name says"),
        ("letter.docx", b"PK\x03\x04 broken", "not what the name says"),
        (
            "letter.odt",
            _archive({"mimetype": b"application/zip", "content.xml": b""}),
            "not what the name says",
        ),
        ("letter.docx", _archive({"word/document.xml": b"", "word/vbaProject.bin": b"x"}), "macros"),
        ("states.csv", "код".encode("cp1251"), "not in UTF-8"),
        ("states.csv", b"a,b\x00", "not what the name says"),
        ("logo.svg", b"<svg onload='alert(1)'/>", "not accepted"),
        ("page.html", b"<p>", "not accepted"),
        ("setup.exe", b"MZ", "not accepted"),
        ("no-extension", PDF, "not accepted"),
        ("empty.txt", b"", "empty"),
    ],
)
def test_refused(name, content, reason):
    with pytest.raises(UploadRefused, match=reason) as refused:
        check_upload(io.BytesIO(content), name)
    assert str(refused.value).startswith(name)


def test_an_archive_that_unpacks_to_far_more_is_refused():
    bomb = _archive({"word/document.xml": b" " * 40_000_000})
    assert len(bomb) < 50_000

    with pytest.raises(UploadRefused, match="unpacks"):
        check_upload(io.BytesIO(bomb), "letter.docx")


def test_a_picture_with_too_many_pixels_is_refused():
    with pytest.raises(UploadRefused, match="50 million"):
        check_upload(io.BytesIO(_picture(size=(8000, 6500))), "wall.png")


def test_too_large_is_said_in_megabytes(settings):
    settings.UPLOAD_MAX_BYTES = 2 * 1024 * 1024
    with pytest.raises(UploadRefused, match="the file has 3 MB, more than the 2 MB allowed"):
        check_upload(io.BytesIO(b"a" * (2 * 1024 * 1024 + 1)), "notes.txt")


def test_where_a_picture_is_asked_for_a_document_is_refused():
    with pytest.raises(UploadRefused, match="JPEG, JPG, PNG, WEBP"):
        check_upload(io.BytesIO(PDF), "Declaration.pdf", only_pictures=True)


def test_wagtails_own_forms_use_it(db):
    document, image = get_document_form(Document), get_image_form(WagtailImage)
    assert (issubclass(document, DocumentForm), issubclass(image, ImageForm)) == (True, True)

    form = document({"title": "x"}, {"file": SimpleUploadedFile("Declaration.pdf", b"MZ program")})
    assert "not what the name says" in form.errors["file"][0]
