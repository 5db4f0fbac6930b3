"""Where and by whom a picture was taken: EXIF in JPEG, PNG, TIFF and WebP, read with the standard library alone."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from .finding import Finding, file_finding, property_finding

_GPS_POINTER = 0x8825
_LATITUDE, _LONGITUDE = 2, 4
_ARTIST = 0x013B
_TYPE_BYTES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8}
# XMP can hold the same facts as text.
_XMP_GPS = re.compile(rb"exif:GPSL(?:atitude|ongitude)[=>\s]")


def is_image(content: bytes) -> bool:
    """Whether the bytes begin like one of the four formats, or like GIF or BMP, which carry no EXIF."""
    return content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n", b"II*\0", b"MM\0*", b"GIF8", b"BM")) or _is_webp(
        content
    )


def _is_webp(content: bytes) -> bool:
    return content[:4] == b"RIFF" and content[8:12] == b"WEBP"


def inspect_image(content: bytes, name: str) -> list[Finding]:
    """Findings about a picture; damaged EXIF is passed over, as viewers do."""
    found: list[Finding] = []
    if any(_has_position(block) for block in _exif_blocks(content)) or _XMP_GPS.search(content):
        message = f"文件“{name}”的照片带有拍摄地点的经纬度。"
        found.append(file_finding("location", name, "gps", message, blocking=False, excerpt="照片位置信息"))
    for artist in filter(None, map(_artist, _exif_blocks(content))):
        found.append(property_finding(name, "作者", artist))
        break
    return found


def _exif_blocks(content: bytes) -> Iterator[bytes]:
    """The TIFF structures that hold EXIF."""
    if content.startswith(b"\xff\xd8"):
        yield from _jpeg_blocks(content)
    elif content.startswith(b"\x89PNG"):
        yield from (body for tag, body in _chunks(content, 8, ">", "png") if tag == b"eXIf")
    elif _is_webp(content):
        yield from (body.removeprefix(b"Exif\0\0") for tag, body in _chunks(content, 12, "<", "webp") if tag == b"EXIF")
    elif content.startswith((b"II*\0", b"MM\0*")):
        yield content


def _jpeg_blocks(content: bytes) -> Iterator[bytes]:
    position = 2
    while position + 4 <= len(content) and content[position] == 0xFF:
        marker, size = content[position + 1], int.from_bytes(content[position + 2 : position + 4], "big")
        if marker == 0xFF:
            position += 1
            continue
        if marker == 0xDA or size < 2:
            return
        body = content[position + 4 : position + 2 + size]
        if marker == 0xE1 and body.startswith(b"Exif\0\0"):
            yield body[6:]
        position += 2 + size


def _chunks(content: bytes, position: int, order: str, form: str) -> Iterator[tuple[bytes, bytes]]:
    """Tag and body of each chunk; PNG puts the size first and a checksum last, WebP pads to even."""
    while position + 8 <= len(content):
        head = content[position : position + 8]
        if form == "png":
            size, tag = struct.unpack(f"{order}I4s", head)
        else:
            tag, size = struct.unpack(f"{order}4sI", head)
        yield tag, content[position + 8 : position + 8 + size]
        position += 8 + size + (4 if form == "png" else size % 2)


def _directory(block: bytes, offset: int) -> dict[int, tuple[int, int, bytes]]:
    """Entries of a TIFF directory: tag → (type, count, four bytes of value or offset). Raises struct.error."""
    order = "<" if block[:2] == b"II" else ">"
    (count,) = struct.unpack_from(f"{order}H", block, offset)
    entries = (struct.unpack_from(f"{order}HHI4s", block, offset + 2 + 12 * index) for index in range(min(count, 500)))
    return {tag: (form, number, value) for tag, form, number, value in entries}


def _number(block: bytes, raw: bytes) -> int:
    return int.from_bytes(raw, "little" if block[:2] == b"II" else "big")


def _has_position(block: bytes) -> bool:
    try:
        first = _directory(block, _number(block, block[4:8]))
        if _GPS_POINTER not in first:
            return False
        entries = _directory(block, _number(block, first[_GPS_POINTER][2]))
        return any(any(_value(block, entries[tag])) for tag in (_LATITUDE, _LONGITUDE) if tag in entries)
    except struct.error:
        return False


def _artist(block: bytes) -> str:
    try:
        first = _directory(block, _number(block, block[4:8]))
    except struct.error:
        return ""
    raw = _value(block, first[_ARTIST]) if _ARTIST in first else b""
    return raw.split(b"\0")[0].decode("utf-8", "replace").strip()


def _value(block: bytes, entry: tuple[int, int, bytes]) -> bytes:
    """The bytes of an entry's value, inside the entry when four suffice, else at its offset."""
    form, count, raw = entry
    size = _TYPE_BYTES.get(form, 1) * min(count, 4096)
    if size <= 4:
        return raw[:size]
    offset = _number(block, raw)
    return block[offset : offset + size]
