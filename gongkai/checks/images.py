"""What pictures carry unseen: place, people, words, an older thumbnail, further pages, and data after their end."""

from __future__ import annotations

import hashlib
import io
import re
import struct

from .containers import Unreadable
from .finding import Finding, file_finding
from .image_blocks import Blocks, blocks_of, directory, iptc_values, is_image, next_directory, number, value_of
from .unseen import Unseen, personal

__all__ = ["inspect_image", "is_image"]

_GPS_POINTER, _EXIF_POINTER = 0x8825, 0x8769
_LATITUDE, _LONGITUDE = 2, 4
_PEOPLE = {0x013B: "作者", 0x8298: "版权", 0x013C: "计算机名", 0x9C9D: "作者", 0xA430: "相机所有者"}
_WORDS = {0x010E: "图片说明", 0x9C9B: "标题", 0x9C9C: "备注", 0x9C9F: "主题", 0x9286: "用户注释"}
_SERIALS = {0xA431: "相机序列号", 0xA435: "镜头序列号"}
_IPTC = {80: "作者", 85: "作者职务", 110: "来源", 116: "版权", 118: "联系人", 120: "图片说明", 122: "说明撰写人"}
_IPTC_PLACES = {90, 92, 95, 101}
# XMP can hold the same facts as text.
_XMP_GPS = re.compile(
    rb"exif:GPSL(?:atitude|ongitude)[=>\s]|drone-dji:Gps|Iptc4xmpCore:Location[>=]|photoshop:City[>=]"
)
_XMP_CREATOR = re.compile(rb"<dc:creator>\s*<rdf:Seq>\s*<rdf:li[^>]*>([^<]{1,200})")
_XMP_HISTORY = re.compile(rb"stRef:filePath|photoshop:DocumentAncestors|xmpMM:Ingredients")
# Comments that programs write about themselves.
_TECHNICAL_COMMENT = re.compile(
    r"^(CREATOR:|LEAD Tech|Lavc|Intel\(R\)|File (written|source)|Created with|Optimized|Compress|x264|GIF |AppleMark)",
    re.I,
)
_TECHNICAL_TEXT = re.compile(
    r"^(software|date:|creation time|create-date|modify-date|exif:|png:|icc:|signature|thumb:|xmp:|raw profile type|"
    r"url$|aspect|dpi|loops)",
    re.I,
)
_MOST_PIXELS = 150_000_000
_MOST_THUMBED = 40_000_000  # larger pictures are not decoded for the comparison with their thumbnail
_UNLIKE = 40  # of 255, mean difference of grey between a picture and its thumbnail
_TAIL = 64  # bytes after the end that are still padding
_RESAVE = "请用截图或者画图软件另存一份，重新上传。"


def inspect_image(content: bytes, name: str) -> list[Finding]:
    """Findings about a picture; damaged EXIF is passed over, as viewers do. Raises Unreadable for absurd sizes."""
    unseen = Unseen(name, hashlib.sha256(content).hexdigest())
    found = blocks_of(content)
    _must_be_sane(content)
    if any(_has_position(block) for block in found.exif) or any(_XMP_GPS.search(packet) for packet in found.xmp):
        message = f"文件“{name}”的照片带有拍摄地点的经纬度。"
        item = file_finding("location", name, "gps", message, blocking=False, excerpt="照片位置信息")
        unseen.found.append(item)
    for block in found.exif:
        _exif_words(block, unseen)
    _packets(found, unseen)
    for title, words in found.words:
        _words(title, words, unseen)
    _extras(content, found, unseen)
    return unseen.found


def _must_be_sane(content: bytes) -> None:
    width, height = declared_size(content)
    if width * height > _MOST_PIXELS:
        raise Unreadable(f"图片声明的尺寸过大（{width}×{height}像素），疑似恶意文件。")


def declared_size(content: bytes) -> tuple[int, int]:
    """Width and height as the head of the file says; (0, 0) where it does not say at once."""
    if content.startswith(b"\x89PNG") and len(content) >= 24:
        return struct.unpack(">II", content[16:24])
    if content.startswith(b"GIF8") and len(content) >= 10:
        return struct.unpack("<HH", content[6:10])
    if content.startswith(b"BM") and len(content) >= 26:
        width, height = struct.unpack("<ii", content[18:26])
        return abs(width), abs(height)
    if content.startswith((b"II*\0", b"MM\0*")):
        try:
            first = directory(content, number(content, content[4:8]))
        except struct.error:
            return 0, 0
        sides = [number(content, first[tag][2][: 2 if first[tag][0] == 3 else 4]) for tag in (256, 257) if tag in first]
        return (sides[0], sides[1]) if len(sides) == 2 else (0, 0)
    return 0, 0


def _first(block: bytes) -> dict[int, tuple[int, int, bytes]]:
    """The first directory and the EXIF directory it points at."""
    try:
        first = directory(block, number(block, block[4:8]))
    except struct.error:
        return {}
    try:
        inner = directory(block, number(block, first[_EXIF_POINTER][2])) if _EXIF_POINTER in first else {}
    except struct.error:
        inner = {}
    return inner | first


def _has_position(block: bytes) -> bool:
    first = _first(block)
    if _GPS_POINTER not in first:
        return False
    try:
        entries = directory(block, number(block, first[_GPS_POINTER][2]))
    except struct.error:
        return False
    return any(any(value_of(block, entries[tag])) for tag in (_LATITUDE, _LONGITUDE) if tag in entries)


def _told(tag: int, raw: bytes) -> str:
    if tag >= 0x9C9B and tag <= 0x9C9F:
        return raw.decode("utf-16-le", "replace").strip("\0 ")
    if tag == 0x9286:
        head, raw = raw[:8], raw[8:]
        if head.startswith(b"UNICODE"):
            return raw.decode("utf-16-be" if raw[:1] == b"\0" else "utf-16-le", "replace").strip("\0 ")
    return raw.split(b"\0")[0].decode("utf-8", "replace").strip()


def _exif_words(block: bytes, unseen: Unseen) -> None:
    entries = _first(block)
    for tag, label in {**_PEOPLE, **_WORDS, **_SERIALS}.items():
        told = _told(tag, value_of(block, entries[tag])) if tag in entries else ""
        if tag not in _WORDS or personal(told) or re.search(r"[\u4e00-\u9fff]{2}", told):
            unseen.property(label, told)


def _packets(found: Blocks, unseen: Unseen) -> None:
    for packet in found.xmp:
        match = _XMP_CREATOR.search(packet)
        if match:
            unseen.property("作者", match[1].decode("utf-8", "replace"))
        if _XMP_HISTORY.search(packet):
            unseen.note("图片的编辑历史", _RESAVE)
    for block in found.iptc:
        placed = False
        for kind, words in iptc_values(block):
            placed |= kind in _IPTC_PLACES and bool(words.strip())
            if kind in _IPTC:
                unseen.property(_IPTC[kind], words)
        if placed:
            unseen.add("拍摄地名", count=1, blocking=False, kind="location")


def _words(title: str, words: str, unseen: Unseen) -> None:
    if title != "注释" and _TECHNICAL_TEXT.match(title) and not personal(words):
        return
    if title == "注释" and (_TECHNICAL_COMMENT.match(words) or len(words.strip()) < 3):
        return
    unseen.property("图片注释" if title == "注释" else f"图片注释“{title[:20]}”", words[:4000])


def _extras(content: bytes, found: Blocks, unseen: Unseen) -> None:
    if found.pages > 1:
        do = "请逐页核对，把需要公开的页另存为PDF后上传。"
        unseen.add("第一页之后的图片", do, count=found.pages - 1, unit="页")
    tail = content[found.end :].strip(b"\0\r\n ") if found.end is not None else b""
    if found.several and tail:
        unseen.add("主图之后的附加图片", _RESAVE, blocking=False)
    elif b"ftyp" in tail[:16] or b"MotionPhoto_Data" in tail:
        unseen.add("动态照片中的视频", "请关闭“动态照片”后导出静态图片，重新上传。")
    elif len(tail) > _TAIL or tail[:2] == b"PK":
        unseen.add("图片结尾之后的数据", _RESAVE)
    if _older_thumbnail(content, found):
        unseen.add("与图片不同的缩略图（可能是裁剪或者遮盖之前的样子）", _RESAVE, unit="张")


def _older_thumbnail(content: bytes, found: Blocks) -> bool:
    """Whether the thumbnail in EXIF shows something else than the picture: editors forget to renew it."""
    thumbnail = next(filter(None, map(_thumbnail, found.exif)), b"") if content[:2] == b"\xff\xd8" else b""
    if not thumbnail:
        return False
    from PIL import Image, ImageChops, ImageStat

    try:
        with Image.open(io.BytesIO(content)) as whole, Image.open(io.BytesIO(thumbnail)) as small:
            if whole.width * whole.height > _MOST_THUMBED or small.width * small.height > 1_000_000:
                return False
            shape = (whole.width / whole.height) / (small.width / small.height)
            if not 0.8 < shape < 1.25:
                # Cameras pad thumbnails to 4:3; black bars make the difference, so shapes alone count when far off.
                return not 0.55 < shape < 1.8
            whole.draft("L", (64, 64))
            pair = [picture.convert("L").resize((24, 24)) for picture in (whole, small)]
            return float(ImageStat.Stat(ImageChops.difference(*pair)).mean[0]) > _UNLIKE
    except (OSError, ValueError, SyntaxError, ZeroDivisionError, Image.DecompressionBombError):
        return False


def _thumbnail(block: bytes) -> bytes:
    try:
        second = next_directory(block, number(block, block[4:8]))
        entries = directory(block, second) if second else {}
    except struct.error:
        return b""
    if 0x0201 not in entries or 0x0202 not in entries:
        return b""
    start, size = number(block, entries[0x0201][2]), number(block, entries[0x0202][2])
    return block[start : start + size] if block[start : start + 2] == b"\xff\xd8" else b""
