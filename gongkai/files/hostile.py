"""Files made to break their reader, by code, for the tests and the bench: bombs, loops, polyglots, tricks of names.

`python -m gongkai.files.hostile FOLDER` writes them out, for other programs to be tried on.
"""

# ruff: noqa: E501 (the table reads better with one file a line)

from __future__ import annotations

import io
import struct
import sys
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name

_TYPES = b"<Types/>"
_LAUGHS = (
    '<?xml version="1.0"{}?><!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]><x>&j;</x>"
)
_XXE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'


@dataclass(frozen=True)
class Hostile:
    """A file and how it must end: codes of refusal that are right, "" standing for a clean reading."""

    title: str
    name: str
    make: Callable[[], bytes]
    ends: frozenset[str]

    def __str__(self) -> str:
        return self.title


def package(parts: dict[str, bytes], kind: str = "word") -> bytes:
    """A docx or xlsx with these parts."""
    main = {"word": "word/document.xml", "xl": "xl/workbook.xml"}[kind]
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in {"[Content_Types].xml": _TYPES, main: b"<document/>", **parts}.items():
            archive.writestr(name, part)
    return target.getvalue()


def _nested(depth: int) -> bytes:
    inner = package({})
    for _ in range(depth):
        inner = package({"word/embeddings/a.docx": inner})
    return inner


def _many() -> bytes:
    return package({f"word/{number}": b"" for number in range(6_000)})


def _overlapping() -> bytes:
    """Several directory entries that all point at one packed part, as the densest bombs do."""
    content = bytearray(package({"word/media/a.bin": b"\0" * 5_000_000}))
    start = content.find(b"PK\x01\x02", content.find(b"word/media/a.bin", content.find(b"PK\x01\x02")) - 60)
    end = content.find(b"PK\x05\x06")
    entry, copies = bytes(content[start:end]), bytearray()
    for number in range(30):
        copies += entry.replace(b"media/a.bin", b"media/%c.bin" % (98 + number % 20 + number // 20 * 32))
    count, size = struct.unpack_from("<H", content, end + 10)[0] + 30, struct.unpack_from("<I", content, end + 12)[0]
    struct.pack_into("<HHI", content, end + 8, count, count, size + len(copies))
    return bytes(content[:end] + copies + content[end:])


def _named(path: str) -> bytes:
    return package({path: b"x"})


def _nul_named() -> bytes:
    return package({"word/aXb.xml": b"<x/>"}).replace(b"word/aXb.xml", b"word/a\0b.xml")


def _rows(count: int, value: str = "<v>1</v>") -> bytes:
    rows = "".join(f'<row r="{n}"><c r="A{n}">{value}</c></row>' for n in range(1, count + 1))
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>'.encode()
    book = (
        f'<workbook xmlns="{main}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        '<sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>'
    )
    return package({"xl/worksheets/sheet1.xml": sheet, "xl/workbook.xml": book.encode()}, "xl")


def _deep(tag: str, depth: int) -> bytes:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    inside = f"<w:{tag}>" * depth + f"</w:{tag}>" * depth
    return package(
        {"word/document.xml": f'<w:document xmlns:w="{space}"><w:body>{inside}</w:body></w:document>'.encode()}
    )


def _wide(size: int) -> bytes:
    head = b"IHDR" + struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    image = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))
    packed = zlib.compress(b"\0" * 1_000_000, 9)
    body = struct.pack(">I", len(packed)) + b"IDAT" + packed + struct.pack(">I", zlib.crc32(b"IDAT" + packed))
    return image + body + b"\0\0\0\0IEND\xaeB`\x82"


_JPG = (
    b"\xff\xd8\xff\xc0\x00\x11\x08\xff\xff\xff\xff\x03\x01\x22\x00\x02\x11\x01\x03\x11\x01"
    b"\xff\xda\x00\x0c\x03\x01\x00\x02\x11\x03\x11\x00\x3f\x00\x00\xff\xd9"
)
_GIF = b"GIF89a\xff\xff\xff\xff\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\xff\xff\xff\xff\0\x02\x02D\x01\0;"
_TIFF = b"II*\0\x08\0\0\0\x02\0" + b"".join(
    struct.pack("<HHII", tag, 4, 1, 500_000) for tag in (256, 257)
) + b"\0\0\0\0"  # fmt: skip
_WEBP = b"RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0" + b"\xff" * 6


def pdf(change: Callable[[pikepdf.Pdf], None] | None = None, content: bytes = b"") -> bytes:
    """A PDF of one page, changed."""
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(595, 842))
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    page.Resources = Dictionary(Font=Dictionary(F1=font))
    page.Contents = document.make_stream(content)
    if change:
        change(document)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _loop(document: pikepdf.Pdf) -> None:
    """A tree of pages whose branch is its own root."""
    document.Root.Pages.Kids.append(document.Root.Pages)
    document.Root.Pages.Count = 1_000_000


def _inside_itself(document: pikepdf.Pdf) -> None:
    """A form that draws itself, twice."""
    form = document.make_stream(b"/Fm0 Do /Fm0 Do")
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 9, 9])
    form.Resources = Dictionary(XObject=Dictionary(Fm0=form))
    document.pages[0].Resources = form.Resources
    document.pages[0].Contents = document.make_stream(b"/Fm0 Do")


def _doubling(document: pikepdf.Pdf) -> None:
    """Forms that each draw the next one ten times: ten thousand million drawings."""
    last = document.make_stream(b"0 0 1 1 re f")
    for _ in range(10):
        form = document.make_stream(b"/F Do " * 10)
        form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 9, 9])
        last.Type, last.Subtype, last.BBox = Name.XObject, Name.Form, Array([0, 0, 9, 9])
        form.Resources = Dictionary(XObject=Dictionary(F=last))
        last = form
    document.pages[0].Resources = Dictionary(XObject=Dictionary(F=last))
    document.pages[0].Contents = document.make_stream(b"/F Do")


def _swelling(document: pikepdf.Pdf) -> None:
    """A page of a few hundred kilobytes that unpacks to hundreds of megabytes."""
    packer = zlib.compressobj(1)
    packed = b"".join(packer.compress(b" " * 1_000_000) for _ in range(150)) + packer.flush()
    stream = pikepdf.Stream(document, packed)
    stream.Filter = Name.FlateDecode
    document.pages[0].Contents = document.make_indirect(stream)


def _swelling_twice(document: pikepdf.Pdf) -> None:
    packer = zlib.compressobj(1)
    once = b"".join(packer.compress(b" " * 1_000_000) for _ in range(150)) + packer.flush()
    stream = pikepdf.Stream(document, zlib.compress(once, 9))
    stream.Filter = Array([Name.FlateDecode, Name.FlateDecode])
    document.pages[0].Contents = document.make_indirect(stream)


def _noted(document: pikepdf.Pdf) -> None:
    note = document.make_indirect(Dictionary(Subtype=Name.Text, Contents="x", Rect=[0, 0, 9, 9]))
    document.pages[0].obj["/Annots"] = Array([note] * 1_000_000)


def _bracketed() -> bytes:
    whole = pdf()
    return whole.replace(b"/Type /Catalog", b"/Type /Catalog /A " + b"[" * 200_000 + b"]" * 200_000)


def _own_past() -> bytes:
    """A cross-reference table that names itself as its predecessor."""
    body = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n"
    at = len(body)
    return (
        body
        + b"xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 3 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n"
        % (at, at)
    )


def _sized(document: pikepdf.Pdf) -> None:
    document.pages[0].obj["/MediaBox"] = Array([0, 0, 10**9, 10**9])
    image = pikepdf.Stream(document, zlib.compress(b"\0" * 1000))
    image.stream_dict = Dictionary(
        Type=Name.XObject, Subtype=Name.Image, Width=100_000, Height=100_000, BitsPerComponent=8,
        ColorSpace=Name.DeviceRGB, Filter=Name.FlateDecode,
    )  # fmt: skip
    document.pages[0].Resources = Dictionary(XObject=Dictionary(I=document.make_indirect(image)))
    document.pages[0].Contents = document.make_stream(b"q 100 0 0 100 0 0 cm /I Do Q")


def _crowded() -> bytes:
    return pdf(content=b"".join(b"BT /F1 9 Tf %d 9 Td (x) Tj ET 0 0 99 99 re f " % (n % 500) for n in range(120_000)))


def _word() -> bytes:
    import docx

    document, target = docx.Document(), io.BytesIO()
    document.add_paragraph("公开")
    document.save(target)
    return target.getvalue()


def _text(words: str) -> Callable[[], bytes]:
    return lambda: words.encode()


def _h(title: str, name: str, make: Callable[[], bytes], *ends: str) -> Hostile:
    return Hostile(title, name, make, frozenset(f"files.{end}" if end else "" for end in ends))


_UNREAD = ("unreadable", "corrupt", "bomb", "")
HOSTILE = [
    _h("flat zip bomb", "a.docx", lambda: package({"word/a.bin": b"\0" * 60_000_000}), "bomb"),
    _h("one huge part", "a.docx", lambda: package({"word/a.bin": b"\0" * 101 * 1024 * 1024}), "bomb"),
    _h("nested zips", "a.docx", lambda: _nested(5), "bomb"),
    _h("thousands of parts", "a.docx", _many, "bomb"),
    _h("overlapping parts", "a.docx", _overlapping, "hostile", "bomb"),
    _h("billion laughs in a docx", "a.docx", lambda: package({"word/document.xml": _LAUGHS.format("").encode()}), "bomb"),
    _h("billion laughs in utf-16", "a.docx",
       lambda: package({"word/document.xml": _LAUGHS.format(' encoding="UTF-16"').encode("utf-16")}), "bomb"),
    _h("billion laughs behind blanks", "a.docx",
       lambda: package({"word/styles.xml": b" " * 9000 + _LAUGHS.format("").encode()}), "bomb"),
    _h("outer entity in a docx", "a.docx", lambda: package({"docProps/core.xml": _XXE.encode()}), "bomb"),
    _h("outer entity in an xlsx", "a.xlsx", lambda: package({"xl/sharedStrings.xml": _XXE.encode()}, "xl"), "bomb"),
    _h("billion laughs in svg", "a.svg", lambda: _LAUGHS.format("").encode(), "not_allowed"),
    _h("svg with entity inside a docx", "a.docx", lambda: package({"word/media/a.svg": _XXE.encode()}), "bomb"),
    _h("million rows", "a.xlsx", lambda: _rows(1_000_000), "unreadable", "bomb"),
    _h("nested paragraphs", "a.docx", lambda: _deep("p", 100_000), *_UNREAD),
    _h("nested tables", "a.docx", lambda: _deep("tbl", 30_000), *_UNREAD),
    _h("huge png", "a.png", lambda: _wide(60_000), "bomb"),
    _h("huge jpg", "a.jpg", lambda: _JPG, "bomb"),
    _h("huge gif", "a.gif", lambda: _GIF, "not_allowed"),
    _h("huge tiff", "a.tif", lambda: _TIFF, "not_allowed"),
    _h("huge webp", "a.webp", lambda: _WEBP, "not_allowed"),
    _h("pdf page tree loop", "a.pdf", lambda: pdf(_loop), *_UNREAD),
    _h("pdf form in itself", "a.pdf", lambda: pdf(_inside_itself), *_UNREAD),
    _h("pdf of doubling forms", "a.pdf", lambda: pdf(_doubling), *_UNREAD),
    _h("pdf swelling stream", "a.pdf", lambda: pdf(_swelling), *_UNREAD),
    _h("pdf stream swelling twice", "a.pdf", lambda: pdf(_swelling_twice), *_UNREAD),
    _h("pdf million notes", "a.pdf", lambda: pdf(_noted), *_UNREAD),
    _h("pdf of brackets", "a.pdf", _bracketed, *_UNREAD),
    _h("pdf own predecessor", "a.pdf", _own_past, *_UNREAD),
    _h("pdf huge page and picture", "a.pdf", lambda: pdf(_sized), *_UNREAD),
    _h("pdf crowded page", "a.pdf", _crowded, *_UNREAD),
    _h("digits", "a.txt", _text("1" * 2_000_000), *_UNREAD),
    _h("digits and blanks", "a.txt", _text("13 8-" * 400_000), *_UNREAD),
    _h("brackets", "a.txt", _text("（〔《" * 400_000), *_UNREAD),
    _h("closing brackets", "a.txt", _text("》〕）" * 400_000), *_UNREAD),
    _h("marks", "a.txt", _text("密 级：" * 300_000), *_UNREAD),
    _h("blanks", "a.txt", _text("a" + " " * 1_000_000 + "b"), *_UNREAD),
    _h("html of nested tags", "a.html", _text("<html>" + "<div>" * 200_000), *_UNREAD),
    _h("html of open comments", "a.html", _text("<html>" + "<!--" * 300_000), *_UNREAD),
    _h("markdown of quotes", "a.md", _text("> " * 50_000 + "a"), *_UNREAD),
    _h("markdown of links", "a.md", _text("[" * 50_000), *_UNREAD),
    _h("csv of one line", "a.csv", _text("a," * 200_000), *_UNREAD),
    _h("csv of one quotation", "a.csv", _text('"' + "a,\n" * 200_000), *_UNREAD),
    _h("path that climbs", "../../etc/passwd.txt", _text("公开"), ""),
    _h("part that climbs", "a.docx", lambda: _named("../../word/a.xml"), "hostile"),
    _h("part with nul", "a.docx", _nul_named, "hostile", "corrupt"),
    _h("name with nul", "a\0.txt", _text("公开"), "name"),
    _h("name turned round", "通知\u202excod.exe", _text("公开"), "name"),
    _h("long name", "长" * 4000 + ".txt", _text("公开"), ""),
    _h("pdf and zip", "a.pdf", lambda: pdf() + package({}), "hostile"),
    _h("jpg and zip", "a.jpg", lambda: _JPG + package({}), "hostile"),
    _h("web page called docx", "a.docx", _text("<html><script>alert(1)</script></html>"), "mislabelled"),
    _h("macros", "a.docx", lambda: package({"word/vbaProject.bin": b"x"}), "mislabelled"),
    _h("program called pdf", "a.pdf", lambda: b"MZ\x90\0" * 99, "mislabelled"),
    _h("docx cut off", "a.docx", lambda: _word()[:-300], "corrupt"),
    _h("pdf cut off", "a.pdf", lambda: pdf()[:300], *_UNREAD),
    _h("png cut off", "a.png", lambda: _wide(10)[:60], "corrupt"),
]  # fmt: skip


def main(folder: str) -> int:
    """Write every file as NUMBER-name into the folder."""
    for number, hostile in enumerate(HOSTILE):
        ending = hostile.name.rpartition(".")[2]
        (Path(folder) / f"{number:02}-{hostile.title.replace(' ', '_')}.{ending}").write_bytes(hostile.make())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
