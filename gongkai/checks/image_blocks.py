"""Taking picture files apart with the standard library alone: their blocks, EXIF directories, and where they end."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

_TYPE_BYTES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8}
_MOST_BLOCKS = 20_000
_MOST_TEXT = 256 * 1024
Directory = dict[int, tuple[int, int, bytes]]


@dataclass
class Blocks:
    """What a picture carries besides the picture: EXIF, XMP and IPTC bytes, (name, words), and where it ends."""

    exif: list[bytes] = field(default_factory=list)
    xmp: list[bytes] = field(default_factory=list)
    iptc: list[bytes] = field(default_factory=list)
    words: list[tuple[str, str]] = field(default_factory=list)
    several: bool = False  # further pictures are kept behind the first on purpose (MPF)
    pages: int = 1
    end: int | None = None


def is_image(content: bytes) -> bool:
    """Whether the bytes begin like a picture of a known form."""
    heads = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"II*\0", b"MM\0*", b"GIF8", b"BM")
    return content.startswith(heads) or is_webp(content)


def is_webp(content: bytes) -> bool:
    """Whether the bytes begin like WebP."""
    return content[:4] == b"RIFF" and content[8:12] == b"WEBP"


def blocks_of(content: bytes) -> Blocks:
    """The blocks of a picture; damaged tails are passed over, as viewers do."""
    found = Blocks()
    if content.startswith(b"\xff\xd8"):
        _jpeg(content, found)
    elif content.startswith(b"\x89PNG"):
        _png(content, found)
    elif is_webp(content):
        _webp(content, found)
    elif content.startswith((b"II*\0", b"MM\0*")):
        _tiff(content, found)
    elif content.startswith(b"GIF8"):
        _gif(content, found)
    elif content.startswith(b"BM"):
        size = int.from_bytes(content[2:6], "little")
        found.end = size if 26 < size < len(content) else None
    return found


def _decoded(raw: bytes) -> str:
    for name in ("utf-8", "gb18030"):
        try:
            return raw.strip(b"\0 \r\n").decode(name)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")


def _jpeg(content: bytes, found: Blocks) -> None:
    position = 2
    for _ in range(_MOST_BLOCKS):
        if position + 4 > len(content) or content[position] != 0xFF:
            return
        marker, size = content[position + 1], int.from_bytes(content[position + 2 : position + 4], "big")
        if marker == 0xFF:
            position += 1
            continue
        if marker == 0xD9:
            found.end = position + 2
            return
        if size < 2:
            return
        _jpeg_block(marker, content[position + 4 : position + 2 + size], found)
        position += 2 + size
        if marker == 0xDA:
            position = _after_scan(content, position)


def _jpeg_block(marker: int, body: bytes, found: Blocks) -> None:
    if marker == 0xE1 and body.startswith(b"Exif\0\0"):
        found.exif.append(body[6:])
    elif marker == 0xE1 and body.startswith(b"http://ns.adobe.com/"):
        found.xmp.append(body.partition(b"\0")[2])
    elif marker == 0xED:
        found.iptc.append(body)
    elif marker == 0xE2 and body.startswith(b"MPF\0"):
        found.several = True
    elif marker == 0xFE:
        found.words.append(("注释", _decoded(body)))


def _after_scan(content: bytes, position: int) -> int:
    """The position of the next marker that is neither stuffing nor a restart."""
    while True:
        position = content.find(b"\xff", position)
        if position < 0 or position + 1 >= len(content):
            return len(content)
        if content[position + 1] == 0 or 0xD0 <= content[position + 1] <= 0xD7:
            position += 2
        elif content[position + 1] == 0xFF:
            position += 1
        else:
            return position


def _png(content: bytes, found: Blocks) -> None:
    position = 8
    for _ in range(_MOST_BLOCKS):
        if position + 12 > len(content):
            return
        size, tag = struct.unpack(">I4s", content[position : position + 8])
        body = content[position + 8 : position + 8 + min(size, _MOST_TEXT)]
        position += 12 + size
        if tag == b"IEND":
            found.end = position
            return
        if tag == b"eXIf":
            found.exif.append(body)
        elif tag in (b"tEXt", b"zTXt", b"iTXt"):
            _png_text(tag, body, found)


def _png_text(tag: bytes, body: bytes, found: Blocks) -> None:
    name, _, rest = body.partition(b"\0")
    if tag == b"zTXt":
        rest = _inflated(rest[1:])
    elif tag == b"iTXt":
        packed, rest = rest[:1] == b"\1", rest[2:].partition(b"\0")[2].partition(b"\0")[2]
        rest = _inflated(rest) if packed else rest
    if name == b"XML:com.adobe.xmp":
        found.xmp.append(rest)
    else:
        found.words.append((_decoded(name), _decoded(rest)))


def _inflated(packed: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, _MOST_TEXT)
    except zlib.error:
        return b""


def _webp(content: bytes, found: Blocks) -> None:
    whole = 8 + int.from_bytes(content[4:8], "little")
    found.end = whole + whole % 2 if whole <= len(content) else None
    position = 12
    for _ in range(_MOST_BLOCKS):
        if position + 8 > min(len(content), whole):
            return
        tag, size = struct.unpack("<4sI", content[position : position + 8])
        body = content[position + 8 : position + 8 + size]
        if tag == b"EXIF":
            found.exif.append(body.removeprefix(b"Exif\0\0"))
        elif tag == b"XMP ":
            found.xmp.append(body)
        position += 8 + size + size % 2


def _gif(content: bytes, found: Blocks) -> None:
    """Comments of a GIF; the application block of XMP is read up to its magic trailer like any other."""
    position = 13 + (3 << ((content[10] & 7) + 1) if len(content) > 12 and content[10] & 0x80 else 0)
    for _ in range(_MOST_BLOCKS):
        mark = content[position : position + 1]
        if mark == b";":
            found.end = position + 1
            return
        if mark == b"!":
            label, position = content[position + 1 : position + 2], position + 2
            body, position = _gif_body(content, position)
            if label == b"\xfe":
                found.words.append(("注释", _decoded(body)))
            elif body.startswith(b"XMP Data"):
                found.xmp.append(body[11:])
        elif mark == b",":
            flags = content[position + 9 : position + 10] or b"\0"
            position += 11 + (3 << ((flags[0] & 7) + 1) if flags[0] & 0x80 else 0)
            _, position = _gif_body(content, position)
        else:
            return


def _gif_body(content: bytes, position: int) -> tuple[bytes, int]:
    found = bytearray()
    while position < len(content) and (size := content[position]):
        if len(found) < _MOST_TEXT:
            found += content[position + 1 : position + 1 + size]
        position += 1 + size
    return bytes(found), position + 1


def _tiff(content: bytes, found: Blocks) -> None:
    found.exif.append(content)
    offset, seen, pages = number(content, content[4:8]), set[int](), 0
    while offset and offset not in seen and len(seen) < 1000:
        seen.add(offset)
        try:
            entries = directory(content, offset)
            next_at = offset + 2 + 12 * struct.unpack_from(_order(content) + "H", content, offset)[0]
        except struct.error:
            break
        subfile = number(content, entries[0x00FE][2]) if 0x00FE in entries else 0
        pages += not subfile & 1  # a reduced copy of another page is no page
        for tag, into in ((0x02BC, found.xmp), (0x83BB, found.iptc)):
            if tag in entries:
                into.append(value_of(content, entries[tag], _MOST_TEXT))
        offset = number(content, content[next_at : next_at + 4])
    found.pages = max(pages, 1)


def _order(block: bytes) -> str:
    return "<" if block[:2] == b"II" else ">"


def directory(block: bytes, offset: int) -> Directory:
    """Entries of a TIFF directory: tag → (type, count, four bytes of value or offset). Raises struct.error."""
    order = _order(block)
    (count,) = struct.unpack_from(f"{order}H", block, offset)
    entries = (struct.unpack_from(f"{order}HHI4s", block, offset + 2 + 12 * index) for index in range(min(count, 500)))
    return {tag: (form, size, value) for tag, form, size, value in entries}


def next_directory(block: bytes, offset: int) -> int:
    """The offset of the directory after the one at `offset`; 0 for none. Raises struct.error."""
    order = _order(block)
    (count,) = struct.unpack_from(f"{order}H", block, offset)
    return int(struct.unpack_from(f"{order}I", block, offset + 2 + 12 * count)[0])


def number(block: bytes, raw: bytes) -> int:
    """An offset in the byte order of the block."""
    return int.from_bytes(raw, "little" if block[:2] == b"II" else "big")


def value_of(block: bytes, entry: tuple[int, int, bytes], most: int = 4096) -> bytes:
    """The bytes of an entry's value, inside the entry when four suffice, else at its offset."""
    form, count, raw = entry
    size = _TYPE_BYTES.get(form, 1) * min(count, most)
    if size <= 4:
        return raw[:size]
    offset = number(block, raw)
    return block[offset : offset + size]


def iptc_values(body: bytes) -> Iterator[tuple[int, str]]:
    """Dataset number and words of record 2, wherever the block wraps it."""
    position = body.find(b"\x1c\x02")
    for _ in range(500):
        if position < 0 or body[position : position + 2] != b"\x1c\x02":
            return
        kind, size = body[position + 2], int.from_bytes(body[position + 3 : position + 5], "big")
        yield kind, _decoded(body[position + 5 : position + 5 + size])
        position += 5 + size
