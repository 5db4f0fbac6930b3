"""What a file's paper does not show never becomes the text of a page, and the clerk is told."""

from __future__ import annotations

import io
from typing import Any

import docx
import openpyxl
import pikepdf
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt, RGBColor

from gongkai.checks.hidden_samples import documents, pages
from gongkai.files import conversion, read
from gongkai.files.actions import _converted
from gongkai.files.document import Document
from gongkai.files.formats import pdf_words
from gongkai.files.tests import makers
from gongkai.refusals import NotLawful

SECRET = "底稿：拟处罚款三万元"


def _word(*changes: Any) -> bytes:
    document = docx.Document(io.BytesIO(makers.word()))
    for change in changes:
        change(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _run(document: Any) -> Any:
    return document.add_paragraph("看得见的段落。").add_run(SECRET)


def _vanish(document: Any) -> None:
    _run(document).font.hidden = True


def _by_style(document: Any) -> None:
    style = document.styles.add_style("底稿", 2)
    style.font.hidden = True
    _run(document).style = style


def _white(document: Any) -> None:
    _run(document).font.color.rgb = RGBColor(255, 255, 255)


def _tiny(document: Any) -> None:
    _run(document).font.size = Pt(1)


def _inserted(document: Any) -> None:
    paragraph = document.add_paragraph("原有的内容。")
    inserted = f'<w:ins {nsdecls("w")} w:id="1" w:author="某"><w:r><w:t>补充的内容。</w:t></w:r></w:ins>'
    paragraph._p.append(parse_xml(inserted))


def _deleted(document: Any) -> None:
    paragraph = document.add_paragraph("留下的内容。")
    for tag, inner in (("del", "delText"), ("moveFrom", "t")):
        run = f'<w:{tag} {nsdecls("w")} w:id="1" w:author="某"><w:r><w:{inner}>{SECRET}</w:{inner}></w:r></w:{tag}>'
        paragraph._p.append(parse_xml(run))


# Printed insertions come in and are named; a drawn box of the old form, and the words that a scanner recognised, too.
LEFT_TO_PERSONS = {
    "docx tracked insertion", "docx text box off the page in old form", "pdf recognised text of a scan",
    "pdf earlier version with the same words",
}  # fmt: skip
HIDING = [
    (ending, vector, words)
    for ending, module, words in (("docx", documents, documents.SECRET), ("pdf", pages, "Secret draft"))
    for vector in module.VECTORS
    if vector.kind in ("hidden_content", "tracked_changes") and vector.code not in LEFT_TO_PERSONS
]


def _read(ending: str, data: bytes) -> str:
    try:
        found = read(f"a.{ending}", data)
    except NotLawful:
        return ""
    return found.html + found.text + found.words + found.whole


@pytest.mark.parametrize(("ending", "vector", "words"), HIDING, ids=[vector.code for _, vector, _ in HIDING])
def test_whatever_the_inspector_knows_how_to_find_is_not_read(ending: str, vector: Any, words: str) -> None:
    assert words not in _read(ending, vector.bad())


def test_the_clean_twins_of_hidden_words_are_read() -> None:
    twins = [(ending, vector, words) for ending, vector, words in HIDING if words in _read(ending, vector.clean())]
    assert len(twins) >= 12, "white on dark, dark on white, as a picture's neighbour: still words"


def _said(document: Document, word: str) -> bool:
    return any(word in one for one in document.warnings)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_vanish, "隐藏文字1处（第11段），没有读入正文"),
        (_by_style, "隐藏文字1处"),
        (_white, "与背景同色的文字1处"),
        (_tiny, "小得看不见的文字1处"),
        (_deleted, "2处已经删除、还没有接受修订的内容"),
    ],
)
def test_what_word_does_not_print_stays_out_of_the_text_and_is_named(change: Any, said: str) -> None:
    document = read("通知.docx", _word(change))
    assert SECRET not in document.html + document.text + document.words + document.whole
    assert _said(document, said), document.warnings
    assert "看得见的段落。" in document.text or "留下的内容。" in document.text


def test_what_a_revision_inserts_comes_in_and_is_named() -> None:
    document = read("通知.docx", _word(_inserted))
    assert "原有的内容。补充的内容。" in document.text
    assert _said(document, "1处插入的内容还在修订中（第11段），已经读入正文")


def test_white_letters_on_a_ground_are_read() -> None:
    def shaded(document: Any) -> None:
        run = document.add_paragraph().add_run("白字标题")
        run.font.color.rgb = RGBColor(255, 255, 255)
        run._r.rPr.append(parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:fill="1F4E79"/>'))

    def in_a_cell(document: Any) -> None:
        cell = document.add_table(rows=1, cols=1).cell(0, 0)
        cell.paragraphs[0].add_run("表头白字").font.color.rgb = RGBColor(255, 255, 255)
        cell._tc.get_or_add_tcPr().append(parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:fill="1F4E79"/>'))

    document = read("通知.docx", _word(shaded, in_a_cell))
    assert "白字标题" in document.text and "表头白字" in document.html
    assert document.warnings == []


def test_files_that_are_converted_lose_their_hidden_words_too() -> None:
    if not conversion.program():
        return
    data = rb"{\rtf1\ansi\ansicpg936 Notice to all\par Words that are seen.{\v SECRET DRAFT}\par}"
    document = _converted(data, "a.rtf", 10**7)[1]
    assert document is not None and "Words that are seen." in document.text
    assert "SECRET" not in document.text + document.words and _said(document, "隐藏文字1处")


def test_hidden_rows_and_columns_of_a_workbook_stay_out() -> None:
    book = openpyxl.Workbook()
    page = book.active
    for row in (["项目", "底价", "金额"], ["道路", "31", "30"], [SECRET, "9", "8"], ["桥梁", "51", "50"]):
        page.append(row)
    page.row_dimensions[3].hidden = True
    page.column_dimensions["B"].hidden = True
    buffer = io.BytesIO()
    book.save(buffer)
    document = read("表.xlsx", buffer.getvalue())
    assert SECRET not in document.html + document.words and "31" not in document.html + document.words
    assert "桥梁" in document.html and "50" in document.html
    assert _said(document, "隐藏的1行和1列")


def _printed(*lines: tuple[float, str], drawn: bytes = b"") -> bytes:
    """A page with words in Song at (distance from the left, words), line under line; blanks are a quarter wide."""
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(595, 842))
    info = pikepdf.Dictionary(Registry="Adobe", Ordering="GB1", Supplement=2)
    name = pikepdf.Name("/STSong-Light")
    letters = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.CIDFontType0, BaseFont=name, CIDSystemInfo=info, DW=1000,
        W=pikepdf.Array([1, pikepdf.Array([250]), 17, 26, 500]),
    )  # fmt: skip
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type0, BaseFont=name, Encoding=pikepdf.Name("/UniGB-UCS2-H"),
        DescendantFonts=pikepdf.Array([letters]),
    )  # fmt: skip
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    said = b""
    for number, (left, words) in enumerate(lines):
        place = f"BT /F1 12 Tf {left} {780 - 24 * number} Td ".encode()
        said += place + b"<" + words.encode("utf-16-be").hex().encode() + b"> Tj ET "
    page.Contents = document.make_stream(drawn + said)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


NOTICE = ((72.0, "示范县财政局关于资产管理的通知"), (72.0, "自 2026 年 12 月 1 日起施行，示财〔2026〕1 号同时废止。"))


def test_blanks_that_the_layout_of_a_pdf_made_are_no_text() -> None:
    plain = read("通知.pdf", _printed(*NOTICE))
    assert "自2026年12月1日起施行，示财〔2026〕1号同时废止。" in plain.text
    assert not _said(plain, "表格")


def test_a_ruled_page_of_a_pdf_is_told_to_hold_a_table() -> None:
    lines = b"".join(b"72 %d m 400 %d l S " % (y, y) for y in range(600, 720, 24))
    lines += b"".join(b"%d 600 m %d 696 l S " % (x, x) for x in (72, 200, 300, 400))
    table = read("通知.pdf", _printed(*NOTICE, (80, "桥梁"), drawn=lines))
    assert _said(table, "第1页的表格按行读成了文字，请对照原件")


def test_rows_of_short_words_and_figures_are_taken_for_a_table() -> None:
    assert pdf_words.seems_table("项目 金额 备注\n道路 30 甲\n桥梁 50 乙\n水渠 70 丙")
    assert not pdf_words.seems_table("2026 年 12 月 1 日\n各单位要认真落实。\n一 二 三")
