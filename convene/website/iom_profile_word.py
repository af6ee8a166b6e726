"""The profile in IOM's format as a Word document. The same record version and day give the same bytes."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime, time

from django.conf import settings
from django.utils.translation import gettext as _

from convene.core.viewer import Viewer
from convene.registry.lists import notice
from convene.registry.queries.reference import reference
from convene.ui.formats import day as day_text
from convene.website.iom_profile import Line, Profile

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_LOCALES = {"en": "en-GB", "ru": "ru-RU", "fr": "fr-FR"}


def word(profile: Profile, viewer: Viewer) -> bytes:
    """Write the profile, with the notice of an unofficial record at its head and in every page's foot."""
    from docx import Document  # 40 ms, and only here

    document = Document()
    told = notice(viewer.language)
    _properties(document, profile, viewer)
    document.add_heading(profile.title, level=0)
    if told:
        document.add_paragraph().add_run(told).bold = True
    document.add_paragraph(_as_of(viewer))
    for one in profile.fields:
        document.add_heading(one.label, level=1)
        if one.is_empty:
            document.add_paragraph().add_run(_("No source says.")).italic = True
        if one.text:
            document.add_paragraph(one.text)
        for heading, lines in one.lines:
            if lines and heading:
                document.add_heading(heading, level=2)
            for line in lines:
                document.add_paragraph(_line(line), style="List Bullet")
        keys = [f"{cited.source_key} {cited.place}".strip() for cited in one.citations]
        if keys:
            document.add_paragraph().add_run(f"{_('Sources')}: {', '.join(keys)}").italic = True
    for mark, text in profile.footnotes:
        document.add_paragraph(f"{mark} {text}")
    document.sections[0].footer.paragraphs[0].text = told or profile.title
    return _settled(document)


def _line(line: Line) -> str:
    return f"{line.when}: {line.text}" if line.when else line.text


def _as_of(viewer: Viewer) -> str:
    dialogue = reference().dialogue
    words = [_("As of %(day)s") % {"day": day_text(viewer.day, viewer.language)}]
    if dialogue.as_of:
        words.append(_("As last sourced on %(day)s") % {"day": day_text(dialogue.as_of, viewer.language)})
    address = f"{settings.PUBLIC_URL}/{viewer.language}/export/iom-profile"
    return " · ".join([*words, address])


def _properties(document, profile: Profile, viewer: Viewer) -> None:
    about = document.core_properties
    about.title = profile.title
    about.author = "Convene"
    about.language = _LOCALES.get(viewer.language, viewer.language)
    about.created = about.modified = datetime.combine(viewer.day, time(), UTC)
    language = document.styles["Normal"].element.get_or_add_rPr()
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    mark = OxmlElement("w:lang")
    mark.set(qn("w:val"), _LOCALES.get(viewer.language, viewer.language))
    language.append(mark)


def _settled(document) -> bytes:
    """The document's bytes without the moment of writing, which zip files carry per member."""
    draft = io.BytesIO()
    document.save(draft)
    settled = io.BytesIO()
    with zipfile.ZipFile(draft) as read, zipfile.ZipFile(settled, "w", zipfile.ZIP_DEFLATED) as written:
        for name in read.namelist():
            written.writestr(zipfile.ZipInfo(name), read.read(name), zipfile.ZIP_DEFLATED)
    return settled.getvalue()
