"""docx of Word and WPS by mammoth; automatic numbers (第一条, 一、) are written out first: they are wording."""

from __future__ import annotations

import io
import zipfile

import mammoth
from lxml import etree

from gongkai.files import blocks
from gongkai.files.formats import numbering
from gongkai.files.formats.raw import Raw

DOCUMENT_LIMIT = 30 * 1024 * 1024  # bytes of word/document.xml that are parsed; a 500-page rule has about 5
STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='标题'] => h1:fresh
p[style-name='heading 1'] => h2:fresh
p[style-name='heading 2'] => h3:fresh
p[style-name='heading 3'] => h4:fresh
p[style-name='heading 4'] => h5:fresh
b => strong
u => u
"""


def _without_picture(_: object) -> list[object]:
    return []


def read(data: bytes) -> Raw:
    """Read a docx that has passed the gate. Tracked deletions and comments stay out; pictures are counted."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        size = package.getinfo("word/document.xml").file_size
        pictures = sum(name.startswith("word/media/") for name in package.namelist())
    if size > DOCUMENT_LIMIT:
        return Raw([], warnings=["文档正文过大，没有自动读取，请拆成几个文件。"])
    result = mammoth.convert_to_html(
        io.BytesIO(numbering.written_out(data)), style_map=STYLES, convert_image=_without_picture
    )
    raw = Raw(blocks.from_html(result.value))
    if pictures:
        raw.warnings.append(f"文档中有{pictures}幅图片，没有写入正文，请把图片作为附件另行上传。")
    title = _core_title(data)
    if title:
        raw.hints["core_title"] = title
    return raw


def _core_title(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            root = etree.fromstring(package.read("docProps/core.xml"), parser)
    except (KeyError, etree.XMLSyntaxError):
        return ""
    return (root.findtext("{http://purl.org/dc/elements/1.1/}title") or "").strip()
