"""A file of a document is checked by its content before it is kept."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from convene.repository.models import File


def test_a_program_called_a_pdf_is_refused():
    with pytest.raises(ValidationError) as refusal:
        File(file=ContentFile(b"MZ\x90\x00 not a document", name="plan.pdf")).clean()
    assert set(refusal.value.message_dict) == {"file"}


def test_a_plain_text_is_kept_with_its_kind_and_size():
    file = File(file=ContentFile(b"The plan, in words.\n", name="plan.txt"))
    file.clean()
    assert (file.media_type, file.size) == ("text/plain", 20)
