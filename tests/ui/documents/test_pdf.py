"""A PDF that a screen reader can read, the same on every machine, and made of words, never of code."""

import dataclasses
import io
import json
import re
import shutil
import subprocess

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdfua import validate

from convene.ui.documents.model import Footnote, Paragraph, Run, Section, runs
from convene.ui.documents.typst import FOLDER, pdf_of, print_data, whole_address


@pytest.fixture
def opened(factsheet):
    with pikepdf.open(io.BytesIO(pdf_of(factsheet))) as pdf:
        yield pdf


def elements(pdf):
    """Every element of the structure tree: (tag, element)."""
    waiting = [pdf.Root.StructTreeRoot.K]
    while waiting:
        one = waiting.pop()
        if isinstance(one, pikepdf.Array):
            waiting.extend(one)
        elif isinstance(one, pikepdf.Dictionary):
            if "/S" in one:
                yield str(one.S), one
            if "/K" in one and not isinstance(one.K, int):
                waiting.append(one.K)


def words_of(data: bytes) -> str:
    reader = shutil.which("pdftotext")
    if reader is None:
        pytest.skip("pdftotext (poppler-utils) is not installed, and reads the words of a PDF")
    return subprocess.run([reader, "-", "-"], input=data, capture_output=True, check=True).stdout.decode()


def test_it_says_that_it_is_tagged_which_language_it_speaks_and_how_it_is_called(opened):
    assert bool(opened.Root.MarkInfo.Marked)
    assert str(opened.Root.Lang) == "ru"
    assert bool(opened.Root.ViewerPreferences.DisplayDocTitle)
    with opened.open_metadata() as about:
        assert about["dc:title"] == "Украина"
        assert about["pdfuaid:part"] == "1"


def test_tables_have_header_cells_and_pictures_their_words(opened):
    found = list(elements(opened))
    tags = {tag for tag, _element in found}
    assert {"/H1", "/Table", "/TH", "/TD", "/Figure", "/L", "/Link"} <= tags
    assert [str(one.Alt) for tag, one in found if tag == "/Figure"] == [
        "Линия падает с 4 997 387 до 4 637 000"
    ]


def test_every_row_of_a_table_has_a_head_and_every_head_says_of_what(opened):
    rows = [list(element.K) for tag, element in elements(opened) if tag == "/TR"]
    heads = [[str(cell.A[0].Scope) for cell in row if str(cell.S) == "/TH"] for row in rows]
    assert {tuple(row) for row in heads} == {("/Column",) * 3, ("/Column",) * 2, ("/Row",)}
    assert all("/Headers" not in cell.A[0] for row in rows for cell in row if str(cell.S) == "/TD")


def test_words_in_another_language_carry_it(opened):
    spoken = {
        lang for page in opened.pages for lang in re.findall(rb"/Lang ?\((\w+)\)", page.Contents.read_bytes())
    }
    assert spoken >= {b"en"}


def test_a_checker_of_pdf_ua_finds_nothing(factsheet, tmp_path):
    (tmp_path / "factsheet.pdf").write_bytes(pdf_of(factsheet))
    assert [one.message for one in validate(str(tmp_path / "factsheet.pdf")).findings] == []


def test_the_same_document_gives_the_same_bytes(factsheet):
    between = dataclasses.replace(factsheet, title="Грузия")
    first = pdf_of(factsheet)
    assert pdf_of(between) != first
    assert pdf_of(factsheet) == first


@pytest.mark.parametrize(("language", "divided"), [("ru", True), ("en", False)])
def test_russian_words_are_divided_as_russian_ones(factsheet, language, divided):
    long = Section("Д", (Paragraph("и высококвалифицированных взаимозаменяемость " * 60),))
    text = words_of(pdf_of(dataclasses.replace(factsheet, sections=(long,), language=language)))
    whole = {"и", "высококвалифицированных", "взаимозаменяемость"}
    ends = {line.split()[-1] for line in text.splitlines() if line.count("взаимозаменяемость") > 1}
    assert bool(ends - whole) is divided


def test_no_font_but_ours_is_in_it(opened):
    names = {str(one.BaseFont) for one in opened.objects if "/BaseFont" in getattr(one, "keys", list)()}
    assert {name.split("+")[-1].split("-")[0] for name in names} == {"NotoSans"}


@settings(max_examples=25, deadline=None)
@given(
    st.one_of(
        st.sampled_from(
            ['#panic("x")', "#read(\"/etc/passwd\")", "$x^2$", "*bold* _it_", "= Heading", "@ref <label>",
             "\\u{41}", '"); #eval("1', "#sys.inputs", "[x](http://x)", "``` ```", "// comment", "{{ 7*7 }}"]
        ),
        st.text(alphabet="#$*_[]{}()\\\"'`<>@=/-+~ abc1\n", min_size=1, max_size=60),
    )
)  # fmt: skip
def test_whatever_people_write_is_set_as_they_wrote_it(hostile):
    document = SMALL(hostile)
    text = words_of(pdf_of(document))
    squeeze = re.compile(r"[\s\u00ad\ufffe\u2010-]+")
    assert squeeze.sub("", hostile) in squeeze.sub("", text)
    assert "root:" not in text


def SMALL(words):
    from datetime import date

    from convene.ui.documents.model import Document, Metadata

    return Document(
        title=words,
        language="en",
        metadata=Metadata(words, date(2026, 1, 1), words),
        sections=(Section(words, (Paragraph((words, Run(words, href=words))),)),),
        footnotes=(Footnote(words, words),),
    )


def test_the_template_reads_words_only_from_its_input():
    template = (FOLDER / "document.typ").read_text()
    assert not re.findall(r"\b(eval|read|include|import)\b", re.sub(r"//.*", "", template))


def test_the_template_is_given_every_key_and_no_drawing_for_the_web(factsheet):
    data = print_data(factsheet)
    fact = data["sections"][0]["blocks"][0]["facts"][0]
    assert fact == {
        "label": "Беженцы", "value": "2 485", "unit": "человек", "when": "31 декабря 2024 г.",
        "source": "УВКБ ООН", "note": "без просителей убежища", "marks": [["1", 0]],
        "href": whole_address("/ru/passport/x"), "code": "unhcr_refugees_hosted", "gap": False,
    }  # fmt: skip
    assert "svg_web" not in json.dumps(data)


@pytest.mark.parametrize(
    ("href", "whole"),
    [
        ("https://www.un.org/", "https://www.un.org/"),
        ("javascript:alert(1)", ""),
        ("//evil.example/", ""),
        ("", ""),
    ],
)
def test_addresses_in_print(href, whole):
    assert whole_address(href) == whole


def test_prose_is_runs():
    assert runs(("a", Run("b", strong=True))) == (Run("a"), Run("b", strong=True))
