"""A clean copy of a file: without author, place, comments of cameras, or the history of a PDF.

Originals are never changed in silence: what was uploaded is what is kept. This makes another file, tells what it left
out, and the person uploads that instead. Content that may be meant (comments, tracked changes, hidden rows) is not
touched: somebody has to look at it.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from typing import Any

import pikepdf
from PIL import Image, ImageOps, ImageSequence

from gongkai.refusals import NotLawful

from .containers import Container, Unreadable
from .images import declared_size, is_image
from .inspection import is_pdf

_MOST_PIXELS = 100_000_000
_FORMS = {"JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF"}
_BLANK = {
    "docProps/core.xml": (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
    ),
    "docProps/app.xml": (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
    ),
    "docProps/custom.xml": (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>'
    ),
}
_LABELS = {"core": "作者等文档属性", "app": "单位等程序属性", "custom": "自定义属性"}
_RSIDS = re.compile(rb"<w:rsids>.*?</w:rsids>|<w:rsids\s*/>", re.DOTALL)
_RSID_MARKS = re.compile(rb'\sw:rsid\w*="[0-9A-Fa-f]{8}"')
_PATHS = re.compile(rb"<x15ac:absPath\b[^>]*/>")
_PICTURE = re.compile(r"/media/[^/]+\.(jpe?g|png|webp)$", re.IGNORECASE)


@dataclass(frozen=True)
class Cleaned:
    """The clean copy, and what it leaves out, in Chinese; `removed` is empty when there was nothing to leave out."""

    content: bytes
    removed: tuple[str, ...]


def clean_copy(content: bytes, name: str) -> Cleaned:
    """A copy without mere metadata. Raises NotLawful("checks.not_cleanable") for other kinds and damaged files."""
    try:
        if is_pdf(content):
            return _clean_pdf(content)
        if is_image(content):
            return _clean_image(content)
        if content.startswith(b"PK"):
            return _clean_office(content)
    except (
        Unreadable,
        pikepdf.PdfError,
        pikepdf.PasswordError,
        zipfile.BadZipFile,
        OSError,
        ValueError,
        SyntaxError,
    ) as error:
        raise _refusal(f"文件“{name}”已损坏或者设有密码，不能生成干净副本。") from error
    raise _refusal(f"文件“{name}”不是图片、PDF或者docx、xlsx、pptx，不能生成干净副本。")


def _refusal(message: str) -> NotLawful:
    return NotLawful("checks.not_cleanable", message, remedy="请用原来的软件删去属性，另存后重新上传。")


def _clean_image(content: bytes) -> Cleaned:
    """The picture decoded and packed anew, turned as its EXIF says; only colours and pixels pass."""
    width, height = declared_size(content)
    if width * height > _MOST_PIXELS:
        raise ValueError("too large")
    with Image.open(io.BytesIO(content)) as picture:
        if picture.format not in _FORMS or picture.width * picture.height > _MOST_PIXELS:
            raise ValueError("unknown form")
        form, profile = picture.format, picture.info.get("icc_profile")
        removed = _carried(picture)
        options: dict[str, object] = {"icc_profile": profile} if profile and form in ("JPEG", "PNG", "WEBP") else {}
        if form == "JPEG":
            options |= {"quality": 95, "subsampling": "4:4:4"}
        frames = [_bare(frame) for frame in ImageSequence.Iterator(picture)] if form == "GIF" else [_bare(picture)]
        if len(frames) > 1:
            options |= {"save_all": True, "append_images": frames[1:], "duration": picture.info.get("duration", 100)}
            options |= {"loop": picture.info.get("loop", 0)}
        target = io.BytesIO()
        frames[0].save(target, form, **options)
    return Cleaned(target.getvalue(), tuple(removed))


def _carried(picture: Image.Image) -> list[str]:
    exif = picture.getexif()
    found = [("拍摄信息（EXIF）", bool(exif)), ("拍摄地点", 0x8825 in exif), ("XMP信息", "xmp" in picture.info)]
    found.append(("图片注释", bool(picture.info.get("comment") or getattr(picture, "text", None))))
    found.append(("后续页面", picture.format == "TIFF" and getattr(picture, "n_frames", 1) > 1))
    return [label for label, there in found if there]


def _bare(picture: Image.Image) -> Image.Image:
    """The pixels alone."""
    turned = ImageOps.exif_transpose(picture)
    bare = turned.copy()
    kept: dict[Any, Any] = {"transparency": turned.info["transparency"]} if "transparency" in turned.info else {}
    bare.info = kept
    return bare


def _clean_office(content: bytes) -> Cleaned:
    """The package part by part; everything but properties, thumbnail, session numbers and photo data stays as it is."""
    container, removed, target = Container(content), list[str](), io.BytesIO()
    if "[Content_Types].xml" not in container.names:
        raise ValueError("no office file")
    thumbnails = [name for name in container.names if name.lower().startswith("docprops/thumbnail")]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in container.names:
            if name in thumbnails:
                continue
            part = container.read(name)
            bare = _bare_part(name, part, thumbnails)
            if bare != part:
                removed.append(_label(name))
            archive.writestr(zipfile.ZipInfo(name), bare, zipfile.ZIP_DEFLATED)
    removed += ["首页缩略图"] * bool(thumbnails)
    removed += [container.extra] * bool(container.extra)
    return Cleaned(target.getvalue(), tuple(dict.fromkeys(filter(None, removed))))


def _bare_part(name: str, part: bytes, thumbnails: list[str]) -> bytes:
    if name in _BLANK:
        return b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + _BLANK[name].encode()
    if name == "_rels/.rels" and thumbnails:
        return re.sub(rb"<Relationship\b[^>]*thumbnail[^>]*/>", b"", part)
    if name == "word/settings.xml":
        return _RSIDS.sub(b"", part)
    if name.startswith("word/") and name.endswith(".xml"):
        return _RSID_MARKS.sub(b"", part)
    if name == "xl/workbook.xml":
        return _PATHS.sub(b"", part)
    if _PICTURE.search(name):
        cleaned = _clean_image(part)
        return cleaned.content if cleaned.removed else part
    return part


def _label(name: str) -> str:
    if name in _BLANK:
        return _LABELS[name.rpartition("/")[2].removesuffix(".xml")]
    if name.startswith("word/") and name.endswith(".xml"):
        return "编辑过程的编号"
    if name == "xl/workbook.xml":
        return "保存时的路径"
    return "图片的拍摄信息" if _PICTURE.search(name) else ""


def _clean_pdf(content: bytes) -> Cleaned:
    """The PDF written anew: no properties, no earlier versions, no thumbnails, no private data, nothing unused."""
    removed = ["文件的早先版本"] * (content.count(b"%%EOF") > (2 if b"/Linearized" in content[:2048] else 1))
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(content), suppress_warnings=True) as document:
        if document.is_encrypted:
            raise ValueError("locked")
        removed += ["文档属性"] * bool(len(document.docinfo)) + ["XMP信息"] * ("/Metadata" in document.Root)
        for key in list(document.docinfo.keys()):
            del document.docinfo[key]
        if "/Info" in document.trailer:
            del document.trailer["/Info"]
        for item in document.objects:
            if isinstance(item, (pikepdf.Dictionary, pikepdf.Stream)):
                removed += _strip(item)
        document.remove_unreferenced_resources()
        document.save(target, fix_metadata_version=False, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return Cleaned(target.getvalue(), tuple(dict.fromkeys(removed)))


_PRIVATE = {"/Metadata": "XMP信息", "/PieceInfo": "制图软件的私有数据", "/Thumb": "页面缩略图", "/LastModified": ""}


def _strip(item: pikepdf.Object) -> list[str]:
    found = [key for key in _PRIVATE if key in item]
    for key in found:
        del item[key]
    return [label for label in (_PRIVATE[key] for key in found) if label]
