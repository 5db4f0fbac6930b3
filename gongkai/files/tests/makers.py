"""Files made for tests: good, broken and hostile."""

from __future__ import annotations

import io
import zipfile

import docx
import openpyxl
import pikepdf

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
