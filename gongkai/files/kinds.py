"""The kinds of file the system knows, and telling one by its content: a name can say anything."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass

from gongkai.files.encodings import decode


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind: code, Chinese name, media type, accepted endings, and whether its words can be read.

    Old and foreign office kinds are read after LibreOffice has converted them (`conversion`).
    """

    code: str
    label: str
    media_type: str
    endings: tuple[str, ...]
    readable: bool = False


_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"
KINDS = {
    kind.code: kind
    for kind in (
        Kind("docx", "Word文档（docx）", f"{_OFFICE}.wordprocessingml.document", ("docx",), True),
        Kind("pdf", "PDF文件", "application/pdf", ("pdf",), True),
        Kind("html", "网页文件", "text/html", ("html", "htm"), True),
        Kind("md", "Markdown文本", "text/markdown", ("md", "markdown"), True),
        Kind("txt", "纯文本", "text/plain", ("txt", "text"), True),
        Kind("xlsx", "Excel表格（xlsx）", f"{_OFFICE}.spreadsheetml.sheet", ("xlsx",), True),
        Kind("png", "PNG图片", "image/png", ("png",)),
        Kind("jpg", "JPEG图片", "image/jpeg", ("jpg", "jpeg")),
        Kind("ofd", "OFD版式文件", "application/ofd", ("ofd",)),
        Kind("csv", "逗号分隔的表格（csv）", "text/csv", ("csv",), True),
        Kind("doc", "旧版Word文档（doc）", "application/msword", ("doc",), True),
        Kind("wps", "WPS文字文档（wps）", "application/vnd.ms-works", ("wps",), True),
        Kind("xls", "旧版Excel表格（xls）", "application/vnd.ms-excel", ("xls",), True),
        Kind("et", "WPS表格（et）", "application/vnd.ms-excel", ("et",), True),
        Kind("ppt", "旧版演示文稿（ppt）", "application/vnd.ms-powerpoint", ("ppt",), True),
        Kind("dps", "WPS演示文稿（dps）", "application/vnd.ms-powerpoint", ("dps",), True),
        Kind("rtf", "RTF文档", "application/rtf", ("rtf",), True),
        Kind("odt", "开放文档（odt）", f"{_OPEN}.text", ("odt",), True),
        Kind("ods", "开放文档表格（ods）", f"{_OPEN}.spreadsheet", ("ods",), True),
    )
}
BY_ENDING = {ending: kind for kind in KINDS.values() for ending in kind.endings}
TEXTS = frozenset({"html", "md", "txt", "csv"})
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_FOREIGN = (  # things that are never accepted, so that the refusal can name what was seen
    (b"MZ", "Windows可执行程序"),
    (b"\x7fELF", "Linux可执行程序"),
    (b"Rar!", "RAR压缩包"),
    (b"7z\xbc\xaf", "7z压缩包"),
    (b"\x1f\x8b", "gzip压缩包"),
    (b"GIF8", "GIF图片"),
    (b"BM", "BMP图片"),
    (b"II*\x00", "TIFF图片"),
    (b"MM\x00*", "TIFF图片"),
    (b"#!", "脚本程序"),
    (b"<?php", "PHP程序"),
)
_HTML_START = re.compile(
    r"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_HTML_TAG = re.compile(r"<(p|div|span|table|h[1-6]|br|ul|ol|a|font|meta|script|svg|img)\b[^>]*>", re.IGNORECASE)


# WPS keeps the compound forms of the old Office: only the ending tells them apart.
_SAME_FORM = {("doc", "wps"): "wps", ("xls", "et"): "et", ("ppt", "dps"): "dps"}


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-le")


def _ole(data: bytes, ending: str) -> str:
    """A compound file: an encrypted OOXML package, a doc or wps, or another old Office file."""
    if _utf16("EncryptedPackage") in data or _utf16("EncryptionInfo") in data:
        return "encrypted"
    if data[512:514] == b"\xec\xa5" and data[523:524] and data[523] & 0x01:
        return "encrypted"  # FIB.fEncrypted of a Word 97-2003 document
    if _utf16("WordDocument") in data:
        return _SAME_FORM.get(("doc", ending), "doc")
    for stream, code in (
        ("Workbook", "xls"),
        ("PowerPoint Document", "ppt"),
    ):
        if _utf16(stream) in data:
            return _SAME_FORM.get((code, ending), code)
    return "旧版复合文档"


def _package(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = set(package.namelist()[:20_000])
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return "corrupt"
    if any(name.endswith("vbaProject.bin") for name in names):
        return "带宏的Office文件"
    if "[Content_Types].xml" in names:
        for folder, code in (
            ("word/document.xml", "docx"),
            ("xl/workbook.xml", "xlsx"),
            ("ppt/", "演示文稿（pptx）"),
        ):
            if any(name.startswith(folder) for name in names):
                return code
    if "OFD.xml" in names:
        return "ofd"
    return _open_document(data) or "ZIP压缩包"


def _open_document(data: bytes) -> str:
    """odt or ods by the media type that stands uncompressed at the front of the package; "" for anything else."""
    start = data[:160]
    return next((code for code in ("odt", "ods") if KINDS[code].media_type.encode() + b"PK" in start), "")


def recognise(data: bytes, ending: str) -> str:
    """The code of the kind that `data` is; "encrypted", "corrupt", or the Chinese name of something foreign.

    `ending` decides only between kinds that share a form: txt, md and csv, doc and wps, xls and et, ppt and dps.
    """
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return _package(data)
    if data.startswith(OLE):
        return _ole(data, ending)
    if data.startswith(b"{\\rtf"):
        return "rtf"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpg"
    for mark, label in _FOREIGN:
        if data.startswith(mark):
            return label
    return _text(data, ending)


def _text(data: bytes, ending: str) -> str:
    text, _ = decode(data[:65536])
    controls = sum(ord(letter) < 32 and letter not in "\t\n\r\f\x1b" for letter in text)
    if controls > len(text) // 200 or text.count("\ufffd") > max(2, len(text) // 10):
        return "corrupt" if ending in BY_ENDING else "无法识别的二进制文件"
    if _HTML_START.match(text):
        return "html"
    if ending in ("html", "htm"):
        return "html" if _HTML_TAG.search(text) else "txt"
    if ending == "csv":
        return "csv"
    return "md" if ending in ("md", "markdown") else "txt"
