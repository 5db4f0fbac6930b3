"""Files made for tests: good, broken and hostile."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import openpyxl
import pikepdf
from PIL import Image, ImageDraw, ImageFont

TITLE = "示范县人民政府办公室关于印发政务公开工作要点的通知"
LINES = (
    "示政办发〔2024〕12号",
    "各乡镇人民政府，县政府各部门：",
    "现将有关事项通知如下，请认真贯彻落实，做好公开工作。",
    "一、总体要求",
    "坚持公开为常态、不公开为例外。",
    "（一）主动公开",
    "按时公开应当公开的信息。",
    "示范县人民政府办公室",
    "2024年12月28日",
)


def word(title: str = TITLE, lines: tuple[str, ...] = LINES, table: bool = False) -> bytes:
    document = docx.Document()
    document.core_properties.title = ""
    for line in (title, *lines):
        document.add_paragraph(line)
    if table:
        grid = document.add_table(rows=2, cols=2)
        for index, words in enumerate(("事项", "时限", "公开指南", "二十个工作日")):
            grid.cell(index // 2, index % 2).text = words
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def pdf(text: bytes = b"", pages: int = 1, password: str = "", owner: str = "") -> bytes:
    """A pdf whose pages show `text` (Latin, in Helvetica), or nothing, as a scan does."""
    document = pikepdf.new()
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    for _ in range(pages):
        page = document.add_blank_page(page_size=(595, 842))
        if text:
            page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
            page.Contents = document.make_stream(b"BT /F1 12 Tf 72 720 Td (" + text + b") Tj ET")
    buffer = io.BytesIO()
    encryption = pikepdf.Encryption(owner=owner or password, user=password) if password or owner else None
    document.save(buffer, encryption=encryption or False)
    return buffer.getvalue()


def sheet(rows: list[list[object]], merge: str = "") -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    for row in rows:
        page.append(row)
    if merge:
        page.merge_cells(merge)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def package(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return buffer.getvalue()


def fake_word(**parts: bytes) -> bytes:
    """The directory of a docx with `parts` added."""
    base = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>"}
    return package(base | {name.replace("__", "/"): part for name, part in parts.items()})


def compound(stream: str) -> bytes:
    """An old compound file whose directory names `stream`."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 1528 + stream.encode("utf-16-le") + b"\x00" * 512


def picture(colour: str = "white", size: tuple[int, int] = (40, 30), form: str = "PNG") -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, colour).save(buffer, form)
    return buffer.getvalue()


def word_with_pictures(alt: str = "示范县粮库分布图") -> bytes:
    """Two pictures: one described as `alt`, one that office software named by itself; and one no browser shows."""
    document = docx.Document()
    document.add_paragraph(TITLE)
    document.add_paragraph("各乡镇人民政府：")
    for words, form in ((alt, "PNG"), ("图片 2", "BMP")):
        document.add_picture(io.BytesIO(picture("red" if form == "PNG" else "blue", form=form)))
        document.inline_shapes[-1]._inline.docPr.set("descr", words)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def font(size: int) -> ImageFont.FreeTypeFont | None:
    """The Chinese font of the system, None where there is none."""
    found = sorted(Path("/usr/share/fonts").rglob("NotoSansCJK-Regular.*"))
    return ImageFont.truetype(str(found[0]), size) if found else None


def scan(lines: list[str], size: tuple[int, int] = (1240, 1754), form: str = "PDF") -> bytes:
    """A page of `lines` as a picture: a pdf with nothing but the picture, or the picture itself. Needs `font`."""
    page = Image.new("L", size, 255)
    pen, letters = ImageDraw.Draw(page), font(32)
    for number, line in enumerate(lines):
        pen.text((110, 110 + number * 54), line, font=letters, fill=0)
    buffer = io.BytesIO()
    page.convert("RGB").save(buffer, form, resolution=150)
    return buffer.getvalue()


def joined(*parts: bytes) -> bytes:
    """One pdf of several."""
    whole = pikepdf.new()
    for part in parts:
        whole.pages.extend(pikepdf.open(io.BytesIO(part)).pages)
    buffer = io.BytesIO()
    whole.save(buffer)
    return buffer.getvalue()
