"""Attachments as offices make them: a workbook, a Word file, a PDF, without a trace of who made them."""

import io
import re
from html import unescape
from typing import Any

from gongkai.demo.writing import Paper
from gongkai.files import actions, read
from gongkai.files.models import File

LINE = 34  # characters of a line of the PDF


def stored(paper: Paper, by: Any) -> File:
    """The paper's attachment, kept in the store."""
    kind, name = paper.attachment["kind"], f"{paper.attachment['name']}.{paper.attachment['kind']}"
    data = {"xlsx": _workbook, "docx": _word, "pdf": _pdf}[kind](paper)
    return actions.store(data, name, by, document=read(name, data))


def _lines(paper: Paper) -> list[str]:
    """The words of the paper, one line a paragraph, cells divided by a blank."""
    text = re.sub(r"</t[dh]>", " ", paper.html)
    text = re.sub(r"<tr>|</(p|h3|tr)>", "\n", text)
    return [line.strip() for line in unescape(re.sub(r"<[^>]+>", "", text)).split("\n") if line.strip()]


def _rows(paper: Paper) -> list[list[str]]:
    found = re.findall(r"<tr>(.*?)</tr>", paper.html, re.S)
    return [[unescape(cell) for cell in re.findall(r"<t[dh]>(.*?)</t[dh]>", row)] for row in found]


def _workbook(paper: Paper) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    book.properties.creator = ""
    sheet = book.active
    sheet.title = "公开表"
    sheet.append([paper.attachment["name"]])
    for row in _rows(paper) or [[line] for line in _lines(paper)]:
        sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _word(paper: Paper) -> bytes:
    import docx

    document = docx.Document()
    for name in ("author", "comments", "title", "last_modified_by"):
        setattr(document.core_properties, name, "")
    document.add_heading(paper.attachment["name"], level=1)
    for line in _lines(paper):
        document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _pdf(paper: Paper) -> bytes:
    """Pages in the reader's own Song face (not embedded), so that the text can be searched and copied."""
    import pikepdf

    document = pikepdf.new()
    name = pikepdf.Name
    descendant = pikepdf.Dictionary(
        Type=name.Font,
        Subtype=name.CIDFontType0,
        BaseFont=name("/STSong-Light"),
        CIDSystemInfo=pikepdf.Dictionary(Registry="Adobe", Ordering="GB1", Supplement=4),
        FontDescriptor=pikepdf.Dictionary(
            Type=name.FontDescriptor,
            FontName=name("/STSong-Light"),
            Flags=6,
            FontBBox=[-25, -254, 1000, 880],
            ItalicAngle=0,
            Ascent=880,
            Descent=-120,
            CapHeight=880,
            StemV=93,
        ),
    )
    font = pikepdf.Dictionary(
        Type=name.Font,
        Subtype=name.Type0,
        BaseFont=name("/STSong-Light-UniGB-UCS2-H"),
        Encoding=name("/UniGB-UCS2-H"),
        DescendantFonts=[document.make_indirect(descendant)],
    )
    resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=document.make_indirect(font)))
    lines = [paper.attachment["name"], "", *(part for line in _lines(paper) for part in _broken(line))]
    for start in range(0, len(lines), 32):
        page = document.add_blank_page(page_size=(595, 842))
        page.Resources = resources
        shown = b"".join(
            b"<" + line.encode("utf-16-be").hex().encode() + b"> Tj T* " for line in lines[start : start + 32]
        )
        page.Contents = document.make_stream(b"BT /F1 13 Tf 22 TL 72 760 Td " + shown + b"ET")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _broken(line: str) -> list[str]:
    return [line[start : start + LINE] for start in range(0, len(line), LINE)]
