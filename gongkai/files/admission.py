"""The upload gate: what may enter at all, told by content, never by name alone.

Everything that is refused is refused with what was seen and what to do. Limits are guards against attacks and
accidents, not rules of law; an instance may set the size by its settings.
"""

from __future__ import annotations

import hashlib
import io
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pikepdf

from gongkai.files.kinds import BY_ENDING, KINDS, TEXTS, recognise
from gongkai.refusals import NotLawful

MEGABYTE = 1024 * 1024
SIZE_LIMIT = 50 * MEGABYTE
ENTRIES_LIMIT = 5_000
UNPACKED_LIMIT = 200 * MEGABYTE
PART_LIMIT = 100 * MEGABYTE
RATIO_LIMIT = 200  # a real docx or xlsx packs to 1/5 … 1/60; a bomb to 1/1000
NESTING_LIMIT = 2
PIXELS_LIMIT = 150_000_000
OBJECTS_LIMIT = 300_000  # of a pdf; a thousand pages have about 20,000
PAGES_LIMIT = 10_000
NAME_LIMIT = 200
ALLOWED = "docx、pdf、doc、wps、rtf、odt、html、md、txt；附件还可以是xlsx、xls、et、ods、csv、ppt、dps、png、jpg、ofd"


@dataclass(frozen=True, slots=True)
class Accepted:
    """A file that may enter. `kind` is a code of `kinds.KINDS`; `note` is a Chinese sentence or empty."""

    name: str
    kind: str
    media_type: str
    size: int
    sha256: str
    readable: bool
    note: str = ""


def safe_name(name: str) -> str:
    """The last part of `name` without folders, control characters and tricks of writing direction (≤ 200 letters)."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(" " if letter in '<>:"|?*' else letter for letter in last if unicodedata.category(letter)[0] != "C")
    stem, dot, ending = " ".join(kept.split()).strip(". ").rpartition(".")
    return f"{(stem or ending)[: NAME_LIMIT - 12]}{dot}{ending[:10]}" if dot and stem else ending[:NAME_LIMIT]


def gate(name: str, source: bytes | Path, *, limit: int = SIZE_LIMIT) -> Accepted:
    """Admit the file called `name` with content `source`, or raise NotLawful("files.…").

    `limit` is the largest size in bytes. Codes: files.name, empty, too_large, not_allowed, mislabelled, encrypted,
    corrupt, hostile, bomb.
    """
    clean_name = safe_name(name)
    if not clean_name or any(letter in name for letter in "\0\u202a\u202b\u202d\u202e\u2066\u2067\u2068"):
        raise NotLawful(
            "files.name", f"文件名“{clean_name or '（空）'}”不能使用。", remedy="请改一个普通的文件名再上传。"
        )
    size = source.stat().st_size if isinstance(source, Path) else len(source)
    if size > limit:
        raise NotLawful(
            "files.too_large",
            f"文件“{clean_name}”有{size / MEGABYTE:.1f}兆字节，超过{limit // MEGABYTE}兆字节的上限。",
            remedy="请压缩图片、拆分文件后再上传。",
            size=size,
            limit=limit,
        )
    data = source.read_bytes() if isinstance(source, Path) else source
    if not data.strip(b"\x00\t\n\r \xef\xbb\xbf"):
        raise NotLawful("files.empty", f"文件“{clean_name}”是空的。", remedy="请打开原件，确认有内容后重新上传。")
    code = _kind(clean_name, data)
    if code in _INSPECT:
        _INSPECT[code](clean_name, data)
    kind = KINDS[code]
    note = "" if kind.readable else f"{kind.label}不能自动读取文字，只作为附件保存，内容须人工核对。"
    return Accepted(clean_name, code, kind.media_type, size, hashlib.sha256(data).hexdigest(), kind.readable, note)


def _kind(name: str, data: bytes) -> str:
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    expected, seen = BY_ENDING.get(ending), recognise(data, ending)
    if expected is None:
        what = KINDS[seen].label if seen in KINDS else f"“.{ending}”文件" if ending else "没有扩展名的文件"
        raise NotLawful("files.not_allowed", f"不接收“{name}”：{what}。", remedy=f"可以上传{ALLOWED}。")
    if seen == "encrypted":
        raise _encrypted(name)
    if seen == "corrupt":
        raise _corrupt(name, expected.label)
    if seen == expected.code:
        return seen
    label = KINDS[seen].label if seen in KINDS else seen
    remedy = (
        f"请把扩展名改为“.{KINDS[seen].endings[0]}”，或者上传真正的{expected.label}。"
        if seen in KINDS
        else f"可以上传{ALLOWED}。"
    )
    if seen in TEXTS and expected.code not in TEXTS:
        remedy = f"文件可能已损坏或存错了格式，请重新导出{expected.label}再上传。"
    raise NotLawful(
        "files.mislabelled",
        f"“{name}”按名称是{expected.label}，内容却是{label}。",
        remedy=remedy,
        named=expected.code,
        seen=seen,
    )


def _encrypted(name: str) -> NotLawful:
    return NotLawful("files.encrypted", f"文件“{name}”设有打开密码，无法检查。", remedy="请去掉密码后重新上传。")


def _corrupt(name: str, label: str) -> NotLawful:
    return NotLawful(
        "files.corrupt",
        f"文件“{name}”已损坏，不能作为{label}打开。",
        remedy="请用原来的软件打开并另存一份再上传。",
    )


def _bomb(name: str, what: str) -> NotLawful:
    return NotLawful(
        "files.bomb",
        f"文件“{name}”解开后过大（{what}），可能是恶意文件。",
        remedy="请重新导出一份正常大小的文件。",
    )


def _hostile(name: str, what: str) -> NotLawful:
    return NotLawful(
        "files.hostile",
        f"文件“{name}”的结构异常（{what}），可能是恶意文件。",
        remedy="请用办公软件打开原件，另存一份再上传。",
    )


def _check_package(name: str, data: bytes, depth: int = 1) -> None:
    """An OOXML or OFD package: counts first, by its directory; then every part is read, which proves its checksum."""
    if depth > NESTING_LIMIT:
        raise _bomb(name, "压缩包层层嵌套")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            _check_directory(name, entries, len(data))
            for entry in entries:
                _check_part(name, package, entry, depth)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError) as error:
        raise _corrupt(name, "压缩格式的文件") from error


def _check_directory(name: str, entries: list[zipfile.ZipInfo], packed: int) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > ENTRIES_LIMIT:
        raise _bomb(name, f"内含{len(entries)}个部件")
    if unpacked > UNPACKED_LIMIT or any(entry.file_size > PART_LIMIT for entry in entries):
        raise _bomb(name, f"解开后{unpacked // MEGABYTE}兆字节")
    if unpacked > 10 * MEGABYTE and unpacked > packed * RATIO_LIMIT:
        raise _bomb(name, f"压缩比{unpacked // max(packed, 1)}倍")
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise _encrypted(name)
    _check_entries(name, entries)


def _check_entries(name: str, entries: list[zipfile.ZipInfo]) -> None:
    """Entries that share bytes or names open differently in different programs; paths that climb are an attack."""
    ordered = sorted(entries, key=lambda entry: entry.header_offset)
    ends = [entry.header_offset + 30 + entry.compress_size for entry in ordered]
    if any(later.header_offset < end for end, (_, later) in zip(ends, pairwise(ordered), strict=False)):
        raise _hostile(name, "部件互相重叠")
    if len({entry.filename for entry in entries}) < len(entries):
        raise _hostile(name, "部件重名")
    for entry in entries:
        path = entry.orig_filename.replace("\\", "/")
        if "\0" in path or path.startswith("/") or ".." in path.split("/"):
            raise _hostile(name, "部件名称越界")


def _check_part(name: str, package: zipfile.ZipFile, entry: zipfile.ZipInfo, depth: int) -> None:
    part = package.read(entry)
    if part[:4] == b"PK\x03\x04":
        _check_package(name, part, depth + 1)
    elif entry.filename.lower().endswith(_XML_ENDINGS) and any(mark in part for mark in _DECLARATIONS):
        raise _bomb(name, "部件里有文档类型声明")  # office software writes none; it is the door of entity bombs


_XML_ENDINGS = (".xml", ".rels", ".svg", ".vml", ".xhtml")
_DECLARATIONS = tuple(
    word.encode(form) for word in ("<!DOCTYPE", "<!ENTITY") for form in ("ascii", "utf-16-le", "utf-16-be")
)
_ZIP_END = b"PK\x05\x06"


def _check_pdf(name: str, data: bytes) -> None:
    if data.rfind(_ZIP_END) > data.rfind(b"%%EOF") >= 0 or data[:4] == b"PK\x03\x04":
        raise _hostile(name, "同时是PDF文件和压缩包")
    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as document:
            if len(document.objects) > OBJECTS_LIMIT:
                raise _bomb(name, f"内含{len(document.objects)}个对象")
            if len(document.pages) == 0:
                raise _corrupt(name, "PDF文件")
            if len(document.pages) > PAGES_LIMIT:
                raise _bomb(name, f"共{len(document.pages)}页")
    except pikepdf.PasswordError as error:
        raise _encrypted(name) from error
    except (pikepdf.PdfError, ValueError, RecursionError, RuntimeError) as error:
        raise _corrupt(name, "PDF文件") from error


def _check_png(name: str, data: bytes) -> None:
    width, height = struct.unpack(">II", data[16:24]) if len(data) >= 33 else (0, 0)
    if not width or not height or b"IEND" not in data[-64:]:
        raise _corrupt(name, "PNG图片")
    if width * height > PIXELS_LIMIT:
        raise _bomb(name, f"{width}×{height}像素")


def _check_jpg(name: str, data: bytes) -> None:
    if data.rfind(_ZIP_END) > data.rfind(b"\xff\xd9"):
        raise _hostile(name, "同时是图片和压缩包")
    if b"\xff\xd9" not in data[-65536:]:
        raise _corrupt(name, "JPEG图片")
    width, height = _jpg_size(data)
    if width * height > PIXELS_LIMIT:
        raise _bomb(name, f"{width}×{height}像素")


def _jpg_size(data: bytes) -> tuple[int, int]:
    """Width and height by the frame header; (0, 0) where there is none."""
    position = 2
    while position + 9 < len(data) and data[position] == 0xFF:
        marker, size = data[position + 1], int.from_bytes(data[position + 2 : position + 4], "big")
        if marker == 0xFF:
            position += 1
        elif 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[position + 5 : position + 9])
            return width, height
        elif size < 2 or marker == 0xDA:
            break
        else:
            position += 2 + size
    return 0, 0


_INSPECT: dict[str, Callable[[str, bytes], None]] = {
    "docx": _check_package,
    "xlsx": _check_package,
    "ofd": _check_package,
    "odt": _check_package,
    "ods": _check_package,
    "pdf": _check_pdf,
    "png": _check_png,
    "jpg": _check_jpg,
}
