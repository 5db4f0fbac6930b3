"""Blacking out parts of a PDF for partial release, so that nothing of it can be read back (条例 Art. 37).

A box drawn over text hides nothing: the words stay in the file. So a marked page becomes a picture of itself with
the boxes burned in, every page is copied into a new file without history, and the result is opened again and proven
before it leaves: no words on the marked pages, black in every box, no attachments, notes, scripts or earlier versions.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pikepdf
import pypdfium2
from PIL import Image, ImageDraw

from gongkai.refusals import NotLawful

Box = tuple[float, float, float, float]  # left, top, right, bottom as shares (0 … 1) of the page as it is shown
Boxes = Mapping[int, Sequence[Box]]  # page number, from 1 → boxes

DOTS_PER_INCH = 200
MOST_PIXELS = 25_000_000  # of one page; larger sheets are rendered more coarsely
MOST_PAGES = 1_000
DARKEST = 24  # a box that was burned in and packed as JPEG stays below this grey value
_POINTS_PER_INCH = 72
_PAGE_KEYS = {"/Type", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Resources", "/Contents", "/Group"}
_ROOT_KEYS = {"/Type", "/Pages", "/Version", "/Extensions"}


def redact_pdf(content: bytes, boxes_by_page: Boxes, *, every_page: bool = False) -> bytes:
    """A new PDF with the boxes blacked out for good; `every_page` makes pictures of the unmarked pages too.

    Unmarked pages stay text, stripped of whatever they do not draw; those with filled-in fields, stamps or layers
    become pictures too, since they would look different without. Raises NotLawful with
    "files.redaction_boxes" (no box, no such page, box off the page), "files.encrypted" and "files.corrupt", and
    "files.redaction_unproven" when the finished file still yields something.
    """
    source = opened(content)
    try:
        _check_boxes(boxes_by_page, len(source))
        everything = set(range(1, len(source) + 1))
        marked = everything if every_page else set(boxes_by_page) | (_drawn_by_more_than_content(content) & everything)
        pictures = {number: _picture(source, number, boxes_by_page.get(number, ())) for number in sorted(marked)}
    except (pypdfium2.PdfiumError, ValueError) as error:  # pages that are named and not there, or have no size
        raise _damaged() from error
    finally:
        source.close()
    result = _assembled(content, pictures)
    prove(result, {number: boxes_by_page.get(number, ()) for number in marked})
    return result


def prove(content: bytes, boxes_by_page: Boxes) -> None:
    """Raise NotLawful("files.redaction_unproven") unless nothing can be read back from the marked pages or the file."""
    for problem in (*_remains_in_file(content), *_remains_on_pages(content, boxes_by_page)):
        raise NotLawful(
            "files.redaction_unproven",
            f"遮盖后的文件没有通过核验：{problem}，文件没有生成。",
            remedy="请不要发布。可以改为全部页面转成图片后重新遮盖；仍不通过的，请打印涂黑后扫描。",
        )


def opened(content: bytes) -> pypdfium2.PdfDocument:
    """The file with its filled-in fields. Raises NotLawful (encrypted, damaged)."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise NotLawful("files.encrypted", "文件设有打开密码，不能遮盖。", remedy="请去掉密码后重试。") from error
        raise _damaged() from error
    if document.get_formtype():
        document.init_forms()  # filled-in fields are part of what is seen
    return document


def _damaged() -> NotLawful:
    return NotLawful("files.corrupt", "文件已损坏，不能遮盖。", remedy="请用原来的软件另存一份PDF后重试。")


def _check_boxes(boxes_by_page: Boxes, pages: int) -> None:
    def refusal(message: str) -> NotLawful:
        return NotLawful("files.redaction_boxes", message, remedy="请在页面上重新框选要遮盖的内容。")

    if not any(boxes_by_page.values()):
        raise refusal("没有框选要遮盖的内容。")
    if pages > MOST_PAGES:
        raise refusal(f"文件有{pages}页，超过{MOST_PAGES}页，不能一次遮盖。")
    for number, boxes in boxes_by_page.items():
        if not 1 <= number <= pages:
            raise refusal(f"文件共{pages}页，没有第{number}页。")
        for left, top, right, bottom in boxes:
            if not (0 <= left < right <= 1 and 0 <= top < bottom <= 1):
                raise refusal(f"第{number}页的遮盖框超出页面或者没有面积。")


@dataclass(frozen=True)
class _Picture:
    """A page as JPEG, with its size in pixels and in points."""

    data: bytes
    pixels: tuple[int, int]
    points: tuple[float, float]


def _rendered(page: pypdfium2.PdfPage) -> Image.Image:
    width, height = page.get_size()
    scale = DOTS_PER_INCH / _POINTS_PER_INCH
    scale = min(scale, (MOST_PIXELS / max(width * height, 1)) ** 0.5)
    picture: Image.Image = page.render(scale=scale, may_draw_forms=True).to_pil()
    return picture.convert("RGB")


def _picture(source: pypdfium2.PdfDocument, number: int, boxes: Sequence[Box]) -> _Picture:
    page = source[number - 1]
    picture, points = _rendered(page), page.get_size()
    page.close()
    pen = ImageDraw.Draw(picture)
    for box in boxes:
        pen.rectangle(_pixels(box, picture.size), fill=(0, 0, 0))
    target = io.BytesIO()
    picture.save(target, "JPEG", quality=85)
    return _Picture(target.getvalue(), picture.size, points)


def _pixels(box: Box, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """The box in pixels, rounded outwards."""
    (left, top, right, bottom), (width, height) = box, size
    return int(left * width), int(top * height), -int(-right * width // 1), -int(-bottom * height // 1)


def _assembled(content: bytes, pictures: dict[int, _Picture]) -> bytes:
    target, result = io.BytesIO(), pikepdf.new()
    try:
        with pikepdf.open(io.BytesIO(content), suppress_warnings=True) as source:
            source.remove_unreferenced_resources()
            for number, page in enumerate(source.pages, start=1):
                if number in pictures:
                    _add_picture(result, pictures[number])
                else:
                    _strip(page)
                    result.pages.append(page)
            result.remove_unreferenced_resources()
            result.save(target, linearize=False, fix_metadata_version=False)
    except (pikepdf.PdfError, ValueError, RuntimeError, RecursionError) as error:
        raise _damaged() from error
    return target.getvalue()


def _strip(page: pikepdf.Page) -> None:
    """Leave only what the page needs to be drawn; inherited keys are written down first."""
    for key in ("/MediaBox", "/CropBox", "/Rotate", "/Resources"):
        inherited = page.obj.get(key) or _inherited(page.obj, key)
        if inherited is not None:
            page.obj[key] = inherited
    for key in list(page.obj.keys()):
        if key not in _PAGE_KEYS and key != "/Parent":
            del page.obj[key]


def _inherited(node: Any, key: str) -> Any:
    for _ in range(50):
        parent = node.get("/Parent")
        if parent is None:
            return None
        node = parent
        if key in node:
            return node[key]
    return None


def _drawn_by_more_than_content(content: bytes) -> set[int]:
    """Numbers of the pages whose look depends on fields, stamps or layers, which are not carried over."""
    try:
        with pikepdf.open(io.BytesIO(content), suppress_warnings=True) as source:
            layers = "/OCProperties" in source.Root
            return {number for number, page in enumerate(source.pages, start=1) if layers or _has_stamps(page)}
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError, RecursionError) as error:
        raise _damaged() from error


def _has_stamps(page: pikepdf.Page) -> bool:
    return any(str(note.get("/Subtype")) != "/Link" for note in page.obj.get("/Annots", ()))


def _add_picture(result: pikepdf.Pdf, picture: _Picture) -> None:
    width, height = picture.points
    page = result.add_blank_page(page_size=(width, height))
    image = pikepdf.Stream(result, picture.data)
    image.stream_dict = pikepdf.Dictionary(
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=picture.pixels[0],
        Height=picture.pixels[1],
        ColorSpace=pikepdf.Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=pikepdf.Name.DCTDecode,
    )
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=image))
    page.Contents = result.make_stream(f"q {width:f} 0 0 {height:f} 0 0 cm /Im0 Do Q".encode())


def _remains_in_file(content: bytes) -> Iterator[str]:
    """What the file as a whole still carries besides its pages."""
    if content.count(b"%%EOF") != 1 or content.rstrip()[-5:] != b"%%EOF":
        yield "文件里有早先版本或者附带数据"
    with pikepdf.open(io.BytesIO(content), suppress_warnings=True) as document:
        if "/Prev" in document.trailer:
            yield "文件里有早先版本"
        if len(document.attachments):
            yield "文件里有附件"
        extra = sorted(set(document.Root.keys()) - _ROOT_KEYS)
        if extra:
            yield f"文件里有不应保留的内容（{'、'.join(extra)}）"
        if len(document.docinfo):
            yield "文件里有文档属性"
        for number, page in enumerate(document.pages, start=1):
            if set(page.obj.keys()) - _PAGE_KEYS - {"/Parent"}:
                yield f"第{number}页带有批注、表单或者动作"


def _remains_on_pages(content: bytes, boxes_by_page: Boxes) -> Iterator[str]:
    """Words on the marked pages, and boxes that are not black."""
    document = pypdfium2.PdfDocument(content)
    try:
        for number, boxes in boxes_by_page.items():
            page = document[number - 1]
            words = page.get_textpage()
            if words.get_text_bounded().strip():
                yield f"第{number}页仍能读出文字"
            words.close()
            shown = _rendered(page).convert("L")
            page.close()
            for box in boxes:
                if _brightest(shown, box) > DARKEST:
                    yield f"第{number}页的遮盖框没有完全涂黑"
    finally:
        document.close()


def _brightest(shown: Image.Image, box: Box) -> int:
    """The brightest grey inside the box, its rim left out: there the packing blurs."""
    left, top, right, bottom = _pixels(box, shown.size)
    rim = 2 if min(right - left, bottom - top) > 6 else 0
    inside = shown.crop((left + rim, top + rim, max(right - rim, left + rim + 1), max(bottom - rim, top + rim + 1)))
    extremes: Any = inside.getextrema()
    return int(extremes[1]) if rim else 0
