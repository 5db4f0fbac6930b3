"""docx of Word and WPS by mammoth; automatic numbers (第一条, 一、) are written out first: they are wording."""

from __future__ import annotations

import io
import re
import zipfile
from functools import partial
from typing import Any

import mammoth
from lxml import etree

from gongkai.files import blocks, pictures
from gongkai.files.formats import numbering, unseen
from gongkai.files.formats.raw import Raw
from gongkai.files.pictures import Album

DOCUMENT_LIMIT = 30 * 1024 * 1024  # bytes of word/document.xml that are parsed; a 500-page rule has about 5
# What office software writes where nobody has described a picture: its kind and number, or a file name.
_SAYS_NOTHING = re.compile(
    r"^(?:图片|图像|图形|picture|image|img|wps图片)[\s_\-\d()（）]*$|^\S+\.(?:png|jpe?g|gif|bmp|tiff?)$", re.I
)
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


def _picture(album: Album, image: Any) -> list[Any]:
    """What stands for a picture in the converted text; mammoth hands over one image at a time."""
    with image.open() as source:
        found = album.add(source.read())
    if found is None:
        return []
    said = (image.alt_text or "").strip()
    return [mammoth.html.element("img", {"src": found.address, "alt": "" if _SAYS_NOTHING.match(said) else said})]


def read(data: bytes) -> Raw:
    """Read a docx that has passed the gate. What its paper does not show stays out and is named, pictures stay in."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        size = package.getinfo("word/document.xml").file_size
    album = Album()
    if size > DOCUMENT_LIMIT:
        return Raw([], warnings=["文档正文过大，没有自动读取，请拆成几个文件。"])
    shown, warnings = unseen.seen_only(data)
    result = mammoth.convert_to_html(
        io.BytesIO(numbering.written_out(shown)), style_map=STYLES, convert_image=partial(_picture, album)
    )
    raw = Raw(blocks.from_html(result.value), warnings=warnings, pictures=list(album.pictures.values()))
    silent = pictures.without_words(result.value)
    if silent:
        raw.warnings.append(f"文档中有{silent}幅图片没有替代文字，请在正文中逐一写明图片的内容，供看不见图片的人使用。")
    if album.lost:
        raw.warnings.append(f"文档中有{album.lost}幅图片不能在网页上显示，没有写入正文，请截图后作为附件另行上传。")
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
