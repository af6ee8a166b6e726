"""The same document as a page, as a Word file, as JSON, as a picture."""

import io
import json
import re
import zipfile

import docx
from markupsafe import Markup
from PIL import Image

from convene.ui.documents.html import fragment_of
from convene.ui.documents.json import json_of
from convene.ui.documents.model import Bullets, Paragraph, Run
from convene.ui.documents.pictures import MOST_DOTS, png_of
from convene.ui.documents.rich_text import blocks_of
from convene.ui.documents.word import word_of

from .conftest import SVG


def test_a_page_has_every_figure_as_a_link_to_its_own_page(factsheet):
    html = fragment_of(factsheet)
    assert isinstance(html, Markup)
    assert html.count('href="/ru/passport/x">2 485</a>') == 2
    assert '<section class="section" id="migration"' in html
    assert '<a class="footnote-mark" href="#document-note-1" role="doc-noteref">1</a>' in html
    assert '<em><span lang="en">On Refugees</span></em>' in html


def test_a_page_has_the_numbers_of_a_picture_in_a_table(factsheet):
    html = fragment_of(factsheet)
    assert html.count("4 637 000") == 2  # in the folded twin, and in the table beside it
    assert SVG in html


def test_words_with_markup_are_words(factsheet):
    import dataclasses

    bad = dataclasses.replace(
        factsheet, title="x", sections=(dataclasses.replace(factsheet.sections[0], title="<b>&"),)
    )
    assert "&lt;b&gt;&amp;" in fragment_of(bad)


def test_a_word_file_has_headings_repeating_header_rows_alternative_texts_and_its_language(factsheet):
    written = docx.Document(io.BytesIO(word_of(factsheet)))
    headings = [p.text for p in written.paragraphs if p.style.name.startswith(("Heading", "Title"))]
    assert headings == ["Украина", "Миграция", "Примечания", "Источники и лицензии"]
    assert all("w:tblHeader" in table.rows[0]._tr.xml for table in written.tables)
    assert [shape._inline.docPr.get("descr") for shape in written.inline_shapes] == [
        "Линия падает с 4 997 387 до 4 637 000"
    ]
    assert 'w:lang w:val="ru-RU"' in written.styles["Normal"].element.xml
    assert written.core_properties.language == "ru-RU"


def test_the_same_document_gives_the_same_word_file(factsheet):
    assert word_of(factsheet) == word_of(factsheet)
    archive = zipfile.ZipFile(io.BytesIO(word_of(factsheet)))
    assert {entry.date_time[0] for entry in archive.infolist()} == {1980}


def test_json_has_the_numbers_and_none_of_the_drawings(factsheet):
    data = json.loads(json_of(factsheet))
    blocks = data["sections"][0]["blocks"]
    assert [block["kind"] for block in blocks] == [
        "key_figures", "fact_table", "side_by_side", "paragraph", "list", "gap",
    ]  # fmt: skip
    assert blocks[0]["facts"][0]["number"] == 2485
    assert "<svg" not in json.dumps(data)


def test_a_drawing_as_a_picture_is_as_wide_as_it_is_drawn():
    picture = Image.open(io.BytesIO(png_of(SVG, dots_per_inch=144)))
    assert picture.size == (200, 80)
    assert png_of(SVG) == png_of(SVG)


def test_cleaned_rich_text_becomes_blocks():
    html = '<p>Law <strong>of 2011</strong>, <a href="https://x.example/">text</a></p><ul><li>One</li><li>Two</li></ul>'
    assert blocks_of(html, "en") == (
        Paragraph(
            (
                Run("Law ", language="en"),
                Run("of 2011", strong=True, language="en"),
                Run(", ", language="en"),
                Run("text", "https://x.example/", language="en"),
            )
        ),
        Bullets(((Run("One", language="en"),), (Run("Two", language="en"),))),
    )


def test_a_drawing_of_any_length_becomes_a_picture_of_bounded_size():
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 40000"><path d="M0 30H100" stroke="#000"/></svg>'
    made = png_of(svg)
    width, height = (int.from_bytes(made[at : at + 4]) for at in (16, 20))
    assert width * height <= MOST_DOTS * 1.02


def test_a_number_in_the_word_file_leads_to_its_page_and_every_style_speaks_russian(factsheet, settings):
    settings.PUBLIC_URL = "https://example.org"
    archive = zipfile.ZipFile(io.BytesIO(word_of(factsheet)))
    body, relations, styles = (
        archive.read(f"word/{name}").decode()
        for name in ("document.xml", "_rels/document.xml.rels", "styles.xml")
    )
    assert 'Target="https://example.org/ru/passport/x" TargetMode="External"' in relations
    linked = re.findall(r"<w:hyperlink r:id=\"rId\d+\">.*?<w:t[^>]*>([^<]*)</w:t>", body)
    assert linked == ["2 485 человек", "2 485 человек", "Берлин, 2014"]
    assert set(re.findall(r'<w:lang w:val="([^"]*)"', styles)) == {"ru-RU"}
