"""What a PDF carries besides its pages: author, comments, attached files, earlier versions."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import pikepdf

from .containers import Unreadable, elements, local
from .finding import NOBODY, Finding, comments_finding, hidden_finding, property_finding

MOST_METADATA_BYTES = 4 * 1024 * 1024
# A packed metadata stream can grow a thousandfold; packed ones are rare and small.
MOST_PACKED_METADATA_BYTES = 64 * 1024
MOST_PAGES = 5_000
_INFO = {"/Author": "作者", "/Company": "单位", "/Manager": "主管"}
_COMMENT_KINDS = {
    "/Text", "/FreeText", "/Highlight", "/Underline", "/StrikeOut", "/Squiggly", "/Caret", "/Ink", "/Stamp", "/Line",
}  # fmt: skip


def inspect_pdf(content: bytes, name: str, digest: str) -> list[Finding]:
    """Findings about a PDF. Raises Unreadable when it is damaged or needs a password."""
    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            found = [*_authors(document, name), *_extras(document, name, digest)]
    except pikepdf.PasswordError as error:
        raise Unreadable("文件设有密码，无法检查。") from error
    except (
        pikepdf.PdfError,
        RuntimeError,
        ValueError,
        TypeError,
        KeyError,
        AttributeError,
        RecursionError,
    ) as error:
        # Damaged objects surface as any of these in pikepdf.
        raise Unreadable("文件已损坏，部分内容无法读取。") from error
    if _earlier_versions(content):
        found.append(hidden_finding(name, digest, "文件的早先版本", blocking=False))
    return found


def _authors(document: pikepdf.Pdf, name: str) -> Iterator[Finding]:
    seen: set[str] = set()
    info = document.trailer.get("/Info")
    named = [(label, str(info[key]).strip()) for key, label in _INFO.items() if info is not None and key in info]
    for label, value in [*named, *(("作者", creator) for creator in _xmp_creators(document))]:
        if value.lower() not in NOBODY and value not in seen:
            seen.add(value)
            yield property_finding(name, label, value)


def _xmp_creators(document: pikepdf.Pdf) -> list[str]:
    """Names in dc:creator of the document's XMP packet."""
    stream = document.Root.get("/Metadata")
    if not isinstance(stream, pikepdf.Stream):
        return []
    packed = stream.read_raw_bytes()
    if len(packed) > (MOST_PACKED_METADATA_BYTES if "/Filter" in stream else MOST_METADATA_BYTES):
        raise Unreadable("文件的元数据过大，无法检查。")
    found: list[str] = []
    inside = False
    for event, element in elements(io.BytesIO(stream.read_bytes().strip(b"\0 \t\r\n"))):
        if local(element) == "creator":
            inside = event == "start"
        if inside and event == "end" and local(element) == "li" and (element.text or "").strip():
            found.append((element.text or "").strip())
    return found


def _extras(document: pikepdf.Pdf, name: str, digest: str) -> Iterator[Finding]:
    comments = 0
    if len(document.pages) > MOST_PAGES:
        raise Unreadable("文件页数过多，无法检查。")
    for page in document.pages:
        for note in page.obj.get("/Annots", []):
            comments += str(note.get("/Subtype", "")) in _COMMENT_KINDS and bool(str(note.get("/Contents", "")).strip())
    if comments:
        yield comments_finding(name, digest, comments)
    attached = len(document.attachments)
    if attached:
        yield hidden_finding(name, digest, f"内嵌附件{attached}个", blocking=True)


def _earlier_versions(content: bytes) -> bool:
    """Whether the file was saved by appending, so that an earlier state can be read back.

    A linearized file has two end marks by its form; a signature also appends, so this is advice.
    """
    allowed = 2 if b"/Linearized" in content[:2048] else 1
    return len(re.findall(rb"%%EOF", content)) > allowed
