"""
A document as a Word file: real headings, tables with header rows that repeat, alternative texts, a language.

The same document gives the same bytes: the only day in the file is that of its edition.
"""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime, time
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from convene.core.text import without_control_characters
from convene.ui.documents.model import (
    Bullets,
    Document,
    Fact,
    FactTable,
    Figure,
    Gap,
    KeyFigures,
    Note,
    Paragraph,
    Prose,
    Run,
    SideBySide,
    TableBlock,
    Terms,
    runs,
)
from convene.ui.documents.pictures import png_of
from convene.ui.documents.typst import whole_address

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_LOCALES = {"en": "en-GB", "ru": "ru-RU", "fr": "fr-FR"}
_PICTURE_WIDTH_CM = 16
_LINK = (0x0B, 0x59, 0x61)


def word_of(document: Document) -> bytes:
    """The document as .docx."""
    with override(document.language):
        return _Writer(document).finished()


class _Writer:
    """One Word file in the making."""

    def __init__(self, document: Document) -> None:
        from docx import Document as new_file  # 40 ms, and only here

        self.document = document
        self.file = new_file()
        self._set_properties()
        self._write()

    def finished(self) -> bytes:
        made = io.BytesIO()
        self.file.save(made)
        return _settled(made.getvalue())

    def _set_properties(self) -> None:
        from docx.oxml.ns import qn

        meta, about = self.document.metadata, self.file.core_properties
        about.title, about.author = _clean(self.document.title), _clean(meta.author or meta.publisher)
        about.subject = _clean(meta.description or self.document.kind)
        about.keywords = _clean(", ".join(meta.keywords))
        about.language = _LOCALES.get(self.document.language, self.document.language)
        about.created = about.modified = datetime.combine(meta.day, time(), UTC)
        about.revision = 1
        _set_language(self.file.styles["Normal"].element.get_or_add_rPr(), about.language)
        for default in self.file.styles.element.xpath("w:docDefaults//w:lang"):
            default.set(qn("w:val"), about.language)
        section = self.file.sections[0]
        section.page_width, section.page_height = _cm(21), _cm(29.7)
        section.left_margin = section.right_margin = _cm(2.2)
        section.header.paragraphs[0].text = _clean(f"{meta.publisher} · {self.document.kind}")
        section.footer.paragraphs[0].text = _clean(meta.footer)

    def _write(self) -> None:
        told = self.document
        if told.kind:
            self.file.add_paragraph(_clean(told.kind), style="Subtitle")
        self.file.add_heading(_clean(told.title), level=0)
        if told.subtitle:
            self.file.add_paragraph(_clean(told.subtitle))
        for note in told.notices:
            self._note(note)
        for section in told.sections:
            self.file.add_heading(_clean(section.title), level=section.level)
            for block in section.blocks:
                self._block(block)
        if told.footnotes:
            self.file.add_heading(_("Notes"), level=1)
            for note in told.footnotes:
                paragraph = self.file.add_paragraph()
                paragraph.add_run(_clean(note.mark)).font.superscript = True
                self._run_language(paragraph.add_run(" " + _clean(note.text)), note.language)
        if told.sources:
            self.file.add_heading(_("Sources and licences"), level=1)
            for source in told.sources:
                paragraph = self.file.add_paragraph(style="List Bullet")
                paragraph.add_run(_clean(source.label) + ". ").bold = True
                self._runs(paragraph, source.text)
                paragraph.add_run(_clean(f" {source.licence} {whole_address(source.href)}").rstrip())
        if told.metadata.address:
            self.file.add_paragraph(
                _("Permanent address: %(address)s") % {"address": _clean(told.metadata.address)}
            )

    def _block(self, block: Any) -> None:
        if isinstance(block, SideBySide):
            for one in (*block.left, *block.right):
                self._block(one)
        elif isinstance(block, FactTable):
            self._fact_table(block)
        elif isinstance(block, KeyFigures):
            rows = [[fact.label, (_value_of(fact), _about(fact))] for fact in block.facts]
            self._table("", (_("Indicator"), _("Figure")), rows)
        elif isinstance(block, TableBlock):
            self._table(block.caption, block.header, [list(row) for row in block.rows], block.numeric)
            self._small(" ".join(filter(None, (block.note, block.source))))
        elif isinstance(block, Figure):
            self._figure(block)
        elif isinstance(block, Note):
            self._note(block)
        elif isinstance(block, Gap):
            paragraph = self.file.add_paragraph()
            paragraph.add_run(_clean(block.reason[:1].upper() + block.reason[1:]) + ": ").bold = True
            paragraph.add_run(_clean(block.label))
        elif isinstance(block, Terms):
            for term, told in block.items:
                paragraph = self.file.add_paragraph()
                paragraph.add_run(_clean(term) + ". ").bold = True
                self._runs(paragraph, told)
        elif isinstance(block, Bullets):
            for item in block.items:
                self._prose(item, "List Number" if block.ordered else "List Bullet")
        elif isinstance(block, Paragraph):
            paragraph = self._prose(block.prose)
            if block.sources:
                paragraph.add_run(_clean(f" [{'; '.join(block.sources)}]")).italic = True

    def _note(self, note: Note) -> None:
        paragraph = self._prose(note.text, "Intense Quote")
        if note.title:
            paragraph.insert_paragraph_before(_clean(note.title), style="Intense Quote")

    def _small(self, words: str) -> None:
        if words:
            self.file.add_paragraph().add_run(_clean(words)).italic = True

    def _prose(self, prose: Prose, style: str | None = None):
        paragraph = self.file.add_paragraph(style=style)
        self._runs(paragraph, prose)
        return paragraph

    def _runs(self, paragraph, prose: Prose) -> None:
        for one in runs(prose):
            written = paragraph.add_run(_clean(one.text))
            written.bold, written.italic = one.strong or None, one.emphasis or None
            self._run_language(written, one.language)
            if address := whole_address(one.href):
                _link(paragraph, written, address)
            for mark in one.marks:
                paragraph.add_run(_clean(mark)).font.superscript = True

    def _run_language(self, run, language: str) -> None:
        if language:
            _set_language(run._element.get_or_add_rPr(), _LOCALES.get(language, language))

    def _fact_table(self, block: FactTable) -> None:
        rows = []
        for row in block.rows:
            cells: list[Any] = [row.label + (f" ({row.note})" if row.note else "")]
            cells += [
                (_("no figure"), "") if fact is None else (_value_of(fact), _about(fact))
                for fact in row.cells
            ]
            rows.append(cells)
        self._table(block.caption, (block.corner, *block.columns), rows)

    def _table(self, caption: str, header, rows, numeric=()) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        if caption:
            self.file.add_paragraph(_clean(caption), style="Caption")
        table = self.file.add_table(rows=1, cols=len(header), style="Light Grid Accent 1")
        for cell, label in zip(table.rows[0].cells, header, strict=True):
            cell.text = _clean(label)
        _repeat_on_every_page(table.rows[0])
        for row in rows:
            written = table.add_row().cells
            for index, cell in enumerate(row):
                paragraph = written[index].paragraphs[0]
                value, about = cell if isinstance(cell, tuple) and _is_pair(cell) else (cell, "")
                self._runs(paragraph, value)
                if about:
                    written[index].add_paragraph(_clean(about))
                if index in numeric:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT

    def _figure(self, figure: Figure) -> None:
        self.file.add_paragraph(_clean(figure.title), style="Caption")
        picture = self.file.add_picture(io.BytesIO(png_of(figure.svg_print)), width=_cm(_PICTURE_WIDTH_CM))
        told = picture._inline.docPr
        told.set("descr", _clean(figure.description))
        told.set("title", _clean(figure.title))
        if figure.table:
            self._block(figure.table)
        self._small(" ".join(filter(None, (figure.note, figure.source))))


def _is_pair(cell: tuple) -> bool:
    """Whether a cell is (words, a line about them), and not prose of several runs."""
    return len(cell) == 2 and isinstance(cell[1], str)


def _value_of(fact: Fact) -> Prose:
    return Run(f"{fact.value} {fact.unit}".strip(), strong=not fact.gap, marks=fact.marks, href=fact.href)


def _about(fact: Fact) -> str:
    return ". ".join(filter(None, (" · ".join(filter(None, (fact.when, fact.source))), fact.note)))


def _clean(text: Any) -> str:
    return without_control_characters(str(text))


def _cm(value: float):
    from docx.shared import Cm

    return Cm(value)


def _set_language(properties, code: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    mark = OxmlElement("w:lang")
    mark.set(qn("w:val"), code)
    properties.append(mark)


def _link(paragraph, run, address: str) -> None:
    """Make a run lead somewhere: an underlined hyperlink, which Word and screen readers know as one."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import RGBColor

    run.font.underline, run.font.color.rgb = True, RGBColor(*_LINK)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run._element.addprevious(link)
    link.append(run._element)


def _repeat_on_every_page(row) -> None:
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _settled(data: bytes) -> bytes:
    """The same archive with the same days in it, whenever it is written."""
    settled = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(settled, "w", zipfile.ZIP_DEFLATED) as out,
    ):
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            out.writestr(entry, source.read(name))
    return settled.getvalue()
