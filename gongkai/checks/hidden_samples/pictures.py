"""Ways to hide something in a picture."""

# ruff: noqa: E501 (tables read better with one entry a line; no word here is a password)

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable

from PIL import Image, ImageDraw, PngImagePlugin

from gongkai.checks.hidden_samples.vector import Vector

GPS = {1: "N", 2: (29.0, 35.0, 1.0), 3: "E", 4: (120.0, 49.0, 1.0)}
_XMP_PLACE = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><r exif:GPSLatitude="29,35N"/></x:xmpmeta>'
_XMP_AUTHOR = b"<x><dc:creator><rdf:Seq><rdf:li>Zhang San</rdf:li></rdf:Seq></dc:creator></x>"
_XMP_HISTORY = b'<x><r stRef:filePath="/Users/zhangsan/a.psd"/></x>'


def scene(size: tuple[int, int] = (64, 48), mark: bool = False) -> Image.Image:
    """A picture with a bright and a dark half; `mark` turns them."""
    picture = Image.new("RGB", size, (235, 235, 235) if mark else (20, 20, 40))
    ImageDraw.Draw(picture).rectangle((0, 0, size[0] // 2, size[1]), fill=(20, 20, 40) if mark else (235, 235, 235))
    return picture


def saved(picture: Image.Image, form: str = "JPEG", **options: object) -> bytes:
    """The picture as bytes."""
    target = io.BytesIO()
    picture.save(target, form, **options)
    return target.getvalue()


def _exif(position: bool = False, **tags: object) -> Image.Exif:
    exif = Image.Exif()
    for tag, value in tags.items():
        exif[int(tag[1:], 16)] = value
    if position:
        exif[0x8825] = GPS
    block, exif = exif.tobytes(), Image.Exif()
    exif.load(block)
    return exif


def photo(form: str = "JPEG", position: bool = False, **tags: object) -> bytes:
    """A picture with these EXIF tags (`x013B="…"`)."""
    return saved(scene(), form, exif=_exif(position, **tags))


def _thumbed(same: bool) -> bytes:
    """A JPEG whose EXIF holds a thumbnail of itself or of something else."""
    small = saved(scene((32, 24), mark=not same))
    entries = struct.pack("<HHHII", 2, 0x0201, 4, 1, 8 + 6 + 2 + 2 * 12 + 4) + struct.pack(
        "<HHII", 0x0202, 4, 1, len(small)
    )
    block = b"II*\0" + struct.pack("<I", 8) + struct.pack("<HI", 0, 14) + entries + struct.pack("<I", 0) + small
    whole = saved(scene())
    return whole[:2] + b"\xff\xe1" + struct.pack(">H", len(block) + 8) + b"Exif\0\0" + block + whole[2:]


def _jpeg_block(marker: int, body: bytes) -> bytes:
    whole = saved(scene())
    return whole[:2] + bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body + whole[2:]


def _iptc(kind: int, words: str) -> bytes:
    value = words.encode()
    record = b"\x1c\x02" + bytes((kind,)) + struct.pack(">H", len(value)) + value
    return _jpeg_block(0xED, b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", len(record)) + record)


def _png(**words: str) -> bytes:
    info = PngImagePlugin.PngInfo()
    for key, value in words.items():
        info.add_itxt(key.replace("_", " "), value)
    return saved(scene(), "PNG", pnginfo=info)


def _packed_text() -> bytes:
    whole = saved(scene(), "PNG")
    body = b"Author\0\0" + zlib.compress("张三".encode())
    chunk = struct.pack(">I", len(body)) + b"zTXt" + body + struct.pack(">I", zlib.crc32(b"zTXt" + body))
    return whole[:33] + chunk + whole[33:]


def _gif(comment: str = "", tail: bytes = b"") -> bytes:
    return saved(scene(), "GIF", **({"comment": comment.encode()} if comment else {})) + tail


def _tiff(pages: int) -> bytes:
    return saved(scene(), "TIFF", save_all=True, append_images=[scene()] * (pages - 1))


def _v(
    code: str, says: str, bad: Callable[[], bytes], clean: Callable[[], bytes] | None = None,
    kind: str = "metadata", blocking: bool = False, name: str = "照片.jpg",
) -> Vector:  # fmt: skip
    return Vector(f"image {code}", name, bad, clean or photo, says, kind, blocking)


_TAIL = b"SECRET" * 30
VECTORS = [
    *(
        _v(f"position in {form}", "位置", lambda form=form: photo(form, True), lambda form=form: photo(form), "location")  # type: ignore[misc]
        for form in ("JPEG", "PNG", "WEBP", "TIFF")
    ),
    _v("position in xmp", "位置", lambda: _jpeg_block(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + _XMP_PLACE), kind="location"),
    _v("author in xmp", "作者", lambda: _jpeg_block(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + _XMP_AUTHOR)),
    _v("editing history in xmp", "编辑历史", lambda: _jpeg_block(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + _XMP_HISTORY)),
    _v("artist", "作者", lambda: photo(x013B="Zhang San"), lambda: photo(x0131="Camera 1.0")),
    _v("copyright", "版权", lambda: photo(x8298="Zhang San"), lambda: photo(x010F="HUAWEI")),
    _v("computer", "计算机名", lambda: photo(x013C="ZHANGSAN-PC")),
    _v("title of windows", "标题", lambda: photo(x9C9B="张三家访".encode("utf-16-le"))),
    _v("description", "图片说明", lambda: photo(x010E="A" * 12).replace(b"A" * 12, "张三家访".encode()), lambda: photo(x010E="DCIM100")),
    _v("description with personal data", "手机号码", lambda: photo(x010E="Tel 13812345678"), kind="hidden_content", blocking=True),
    _v("iptc author", "作者", lambda: _iptc(80, "张三")),
    _v("iptc place", "地名", lambda: _iptc(92, "某小区"), lambda: _iptc(5, "会议"), "location"),
    _v("jpeg comment", "图片注释", lambda: _jpeg_block(0xFE, "张三拍摄".encode()),
       lambda: _jpeg_block(0xFE, b"CREATOR: gd-jpeg v1.0")),
    _v("png text", "Author", lambda: _png(Author="张三"), lambda: _png(Software="Paint", date_create="2024"), name="图.png"),
    _v("packed png text", "Author", _packed_text, lambda: saved(scene(), "PNG"), name="图.png"),
    _v("png text with personal data", "手机号码", lambda: _png(Software="13812345678"), lambda: saved(scene(), "PNG"),
       "hidden_content", True, "图.png"),
    _v("gif comment", "图片注释", lambda: _gif("张三制作"), _gif, name="图.gif"),
    _v("older thumbnail", "缩略图", lambda: _thumbed(False), lambda: _thumbed(True), "hidden_content", True),
    _v("data behind a jpeg", "结尾之后", lambda: photo() + _TAIL, lambda: photo() + b"\0" * 200, "hidden_content", True),
    _v("video behind a jpeg", "视频", lambda: photo() + b"\0\0\0\x18ftypmp42" + _TAIL, kind="hidden_content", blocking=True),
    _v("data behind a png", "结尾之后", lambda: saved(scene(), "PNG") + _TAIL, lambda: saved(scene(), "PNG"),
       "hidden_content", True, "图.png"),
    _v("data behind a gif", "结尾之后", lambda: _gif(tail=_TAIL), _gif, "hidden_content", True, "图.gif"),
    _v("data behind a webp", "结尾之后", lambda: saved(scene(), "WEBP") + _TAIL, lambda: saved(scene(), "WEBP"),
       "hidden_content", True, "图.webp"),
    _v("data behind a bmp", "结尾之后", lambda: saved(scene(), "BMP") + _TAIL, lambda: saved(scene(), "BMP"),
       "hidden_content", True, "图.bmp"),
    _v("archive behind a jpeg", "结尾之后", lambda: photo() + b"PK\x03\x04abc", kind="hidden_content", blocking=True),
    _v("further pages of a tiff", "第一页之后", lambda: _tiff(3), lambda: _tiff(1), "hidden_content", True, "图.tif"),
]  # fmt: skip
