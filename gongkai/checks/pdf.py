"""What a PDF carries besides its pages: properties, earlier versions, data around the file."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator

import pikepdf
import pypdfium2

from .containers import Budget, Unreadable, events
from .finding import NOBODY, Finding
from .pdf_pages import inspect_pages
from .pdf_structure import inspect_structure
from .unseen import Unseen
from .word import is_path

MOST_METADATA_BYTES = 4 * 1024 * 1024
# A packed metadata stream can grow a thousandfold; packed ones are rare and small.
MOST_PACKED_METADATA_BYTES = 64 * 1024
MOST_PAGES = 5_000
MOST_OBJECTS = 400_000
_INFO = {"/Author": "作者", "/Company": "单位", "/Manager": "主管"}
_COMPARED_PAGES = 40
_COMPARED_VERSIONS = 4
_DAMAGE = (pikepdf.PdfError, RuntimeError, ValueError, TypeError, KeyError, AttributeError, RecursionError)
_RESAVE = "请用“打印—另存为PDF”重新生成文件，核对后重新上传。"


def inspect_pdf(content: bytes, name: str, digest: str) -> list[Finding]:
    """Findings about a PDF. Raises Unreadable when it is damaged or needs a password."""
    unseen = Unseen(name, digest)
    try:
        with pikepdf.open(io.BytesIO(content), suppress_warnings=True) as document:
            if len(document.objects) > MOST_OBJECTS:
                raise Unreadable("文件内部对象过多，无法检查。")
            if len(document.pages) > MOST_PAGES:
                raise Unreadable("文件页数过多，无法检查。")
            _properties(document, unseen)
            words = inspect_pages(content, unseen)
            inspect_structure(document, unseen, words)
    except pikepdf.PasswordError as error:
        raise Unreadable("文件设有密码，无法检查。") from error
    except _DAMAGE as error:
        # Damaged objects surface as any of these in pikepdf.
        raise Unreadable("文件已损坏，部分内容无法读取。") from error
    _surroundings(content, unseen)
    _earlier_versions(content, unseen)
    return unseen.found


def _properties(document: pikepdf.Pdf, unseen: Unseen) -> None:
    info = document.trailer.get("/Info")
    given = (
        [(str(key), str(value).strip()) for key, value in info.items()] if isinstance(info, pikepdf.Dictionary) else []
    )
    named = [(_INFO[key], value) for key, value in given if _INFO.get(key)]
    seen: set[str] = set()
    for label, value in [*named, *(("作者", creator) for creator in _xmp_creators(document))]:
        if value.lower() not in NOBODY and value not in seen:
            seen.add(value)
            unseen.property(label, value)
    paths = [key for key, value in given if is_path(value)]
    unseen.note("属性中的内部路径", "请在“文件—属性”中修改，另存后重新上传。", count=len(paths))


def _xmp_creators(document: pikepdf.Pdf) -> list[str]:
    """Names in dc:creator of the document's XMP packet."""
    stream = document.Root.get("/Metadata")
    if not isinstance(stream, pikepdf.Stream):
        return []
    packed = stream.read_raw_bytes()
    if len(packed) > (MOST_PACKED_METADATA_BYTES if "/Filter" in stream else MOST_METADATA_BYTES):
        raise Unreadable("文件的元数据过大，无法检查。")
    found: list[str] = []
    path: list[str] = []
    for what, tag, _ in events(io.BytesIO(stream.read_bytes().strip(b"\0 \t\r\n")), Budget()):
        if what == "start":
            path.append(tag)
        elif what == "end":
            path.pop()
        elif path[-1:] == ["li"] and "creator" in path and tag.strip():
            found.append(tag.strip())
    return found


def _surroundings(content: bytes, unseen: Unseen) -> None:
    """Bytes before the head or behind the end: a second file can ride there."""
    start, end = content.find(b"%PDF-"), content.rfind(b"%%EOF")
    if content[: max(start, 0)].strip(b"\0\r\n\t \xef\xbb\xbf"):
        unseen.add("文件头之前的数据", _RESAVE)
    if end >= 0 and len(content[end + 5 :].strip(b"\0\r\n\t ")) > 16:
        unseen.add("文件结尾之后的数据", _RESAVE)


def _versions(content: bytes) -> Iterator[bytes]:
    """The file as it was before each later save by appending, the newest first.

    The first part of a linearized file has an end mark of its own and is no version.
    """
    ends = [match.end() for match in re.finditer(rb"%%EOF", content)][:-1]
    if b"/Linearized" in content[:2048] and ends:
        ends = ends[1:]
    for end in reversed(ends):
        yield content[:end] + b"\n"


def _earlier_versions(content: bytes, unseen: Unseen) -> None:
    """Whether the file was saved by appending, so that an earlier state can be read back, and what was lost since.

    A signature also appends, so an earlier version that says nothing more is advice.
    """
    versions = list(_versions(content))
    if not versions:
        return
    now = _letters(content)
    lost = max(sum((_letters(version) - now).values()) for version in versions[:_COMPARED_VERSIONS])
    if lost:
        do = f"后来的保存没有删掉旧内容。{_RESAVE}"
        unseen.add("文件的早先版本中后来删去的文字", do, excerpt=f"文件的早先版本，其中约{lost}个字后来删去")
    else:
        unseen.add("文件的早先版本", _RESAVE, excerpt="文件的早先版本", blocking=False)


def _letters(content: bytes) -> Counter[str]:
    """How often each letter stands on the first pages; empty when the bytes are no whole file."""
    found: Counter[str] = Counter()
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError:
        return found
    try:
        for index in range(min(len(document), _COMPARED_PAGES)):
            page = document[index]
            words = page.get_textpage()
            found.update("".join(words.get_text_bounded().split()))
            words.close()
            page.close()
    except pypdfium2.PdfiumError:
        return found
    finally:
        document.close()
    return found
