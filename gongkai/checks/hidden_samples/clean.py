"""A varied set of files in which nothing is hidden, in the habits of the programs that offices use."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator

import docx as python_docx
import openpyxl
from docx.shared import RGBColor
from openpyxl.styles import Font, PatternFill

from gongkai.checks.hidden_samples import documents, others, pages, pictures, presentations, workbooks
from gongkai.checks.hidden_samples.vector import CORE, W, docx, para, relations

_WPS = (
    "<Properties xmlns:vt='u'><property name='KSOProductBuildVer'><vt:lpwstr>2052-12.1.0.16929</vt:lpwstr></property>"
    "<property name='ICV'><vt:lpwstr>0A1B_12</vt:lpwstr></property></Properties>"
)
_WPS_SETTINGS = (
    f'<w:settings {W}><w:docVars><w:docVar w:name="commondata" w:val="eyJoZGlkIjoiMDEyMyJ9"/></w:docVars>'
    '<w:rsids><w:rsidRoot w:val="00A1"/><w:rsid w:val="00A1"/></w:rsids></w:settings>'
)
_LINES = ("一、总体要求", "（一）主动公开", "坚持公开为常态、不公开为例外。", "示范县人民政府办公室", "2024年12月28日")
_COLOURS = ("000000", "FF0000", "1F3864", "808080", "auto", "00B050")


def _of_wps(index: int) -> bytes:
    body = "".join(para(line, f'<w:color w:val="{_COLOURS[index % 6]}"/><w:sz w:val="32"/>') for line in _LINES)
    shaded = '<w:shd w:val="clear" w:color="auto" w:fill="{}"/>'
    head = para("序号", '<w:color w:val="FFFFFF"/>', shaded.format(("4472C4", "000000", "7F7F7F")[index % 3]))
    core = f"<cp:coreProperties {CORE}><dc:creator>Administrator</dc:creator></cp:coreProperties>"
    parts = {
        "docProps/custom.xml": _WPS,
        "docProps/core.xml": core,
        "word/settings.xml": _WPS_SETTINGS,
        "_rels/.rels": relations(("r", "officeDocument", "word/document.xml")),
        "word/_rels/document.xml.rels": relations(
            ("s", "settings", "settings.xml"), ("h", "hyperlink", "https://www.gov.cn/"), outside=("h",)
        ),
    }
    return docx(body + head, parts)


def _of_python_docx(index: int) -> bytes:
    document = python_docx.Document()
    document.core_properties.author = ""
    for line in _LINES:
        document.add_paragraph(line).runs[0].font.color.rgb = RGBColor(0, 0, index * 10)
    table = document.add_table(
        rows=2 + index % 3, cols=2, style="Light Shading Accent 1" if index % 2 else "Table Grid"
    )
    table.cell(0, 0).text = "事项"
    document.sections[0].header.paragraphs[0].text = "示范县"
    if index % 3 == 0:
        document.add_picture(io.BytesIO(documents.picture(8)))
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _of_openpyxl(index: int) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in range(3 + index * 4):
        sheet.append([f"事项{row}", row * 1.5, None, f"=B{row + 1}*2"])
    if index % 2:
        for cell in sheet[1]:
            cell.font, cell.fill = Font(color="FFFFFFFF", bold=True), PatternFill("solid", fgColor="FF4472C4")
    if index % 3 == 0:
        for place in ("B1", "D1"):
            sheet[place] = None
        sheet.merge_cells("A1:D1")
    sheet.column_dimensions["H"].hidden = index % 4 == 0
    sheet.freeze_panes = "A2"
    sheet["B2"].number_format = ("0.00", '#,##0"元"', "yyyy-mm-dd", "@", "[Red]0;[Blue]-0")[index % 5]
    book.create_sheet(f"附表{index}").append(["甲"])
    book.properties.creator = "openpyxl"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _deck(index: int) -> bytes:
    dark = '<a:solidFill><a:srgbClr val="1F3864"/></a:solidFill>'
    shapes = "".join(
        presentations.shape(line, number + 2, left=500_000, top=900_000 * (number + 1), size=800_000,
                            run=presentations._colour("FFFFFF" if index % 2 else "000000"),
                            fill=dark if index % 2 else "")
        for number, line in enumerate(_LINES)
    )  # fmt: skip
    return presentations.deck(shapes, ppt__notesSlides__notesSlide1_xml=presentations._notes(str(index + 1)))


def _report(index: int) -> bytes:
    """A page with bands under white heads, lines, a seal that lets the text through, and rotated or scaled text."""
    drawn = [pages.SHOWN, b"0.1 0.3 0.6 rg 50 500 495 24 re f 1 g BT /F1 11 Tf 60 508 Td (Item) Tj ET 0 g "]
    for line in range(5 + index):
        top = 470 - line * 20
        drawn.append(b"0.95 g 50 %d 495 18 re f 0 g BT /F1 10 Tf 60 %d Td (Row %d) Tj ET " % (top, top + 5, line))
        drawn.append(b"0 g 50 %d 495 0.5 re f " % top)
    if index % 2:
        drawn.append(b"q 120 0 0 120 60 400 cm /Im1 Do Q ")
    if index % 3 == 0:
        drawn.append(b"q /G1 gs 1 1 0 rg 55 460 200 20 re f Q ")
    drawn.append(b"BT /F1 1 Tf 10 0 0 10 60 40 Tm (Page 1) Tj ET ")
    return pages.pdf(b"".join(drawn), pages=1 + index % 3, linearize=index % 4 == 0)


def _picture(index: int) -> bytes:
    form = ("JPEG", "PNG", "WEBP", "TIFF", "GIF", "BMP")[index % 6]
    if form in ("GIF", "BMP"):
        return pictures.saved(pictures.scene((40 + index, 30)), form)
    return pictures.photo(form, x010F="HUAWEI", x0110="P60", x0131="Camera", x0132="2024:01:05 09:00:00")


_MAKERS: tuple[tuple[str, int, Callable[[int], bytes]], ...] = (
    ("通知{}.docx", 12, _of_wps),
    ("方案{}.docx", 12, _of_python_docx),
    ("目录{}.xlsx", 15, _of_openpyxl),
    ("课件{}.pptx", 10, _deck),
    ("报告{}.pdf", 15, _report),
    ("照片{}.jpg", 12, _picture),
)


def clean_files() -> Iterator[tuple[str, bytes]]:
    """(name, content) of files that must not be held; the clean twins of the vectors come on top of them."""
    for name, count, maker in _MAKERS:
        for index in range(count):
            yield name.format(index), maker(index)
    seen: set[bytes] = set()
    sources = (documents, workbooks, presentations, pages, pictures, others)
    for vector in (vector for source in sources for vector in source.VECTORS):
        content = vector.clean()
        if content not in seen:
            seen.add(content)
            yield vector.name, content
