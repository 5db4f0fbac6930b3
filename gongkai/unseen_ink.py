"""Ink of a PDF page that is not seen: invisible, in the colour of its ground, tiny, off the page, or covered.

PDFium tells every drawn object with its box, colour and order; a word that a later, opaque box or picture lies over
is hidden from the eye and open to every reader. Who reads words for a page on the web leaves them out (`files`); who
inspects a file before it goes public tells of them (`checks`).
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field

import pypdfium2
import pypdfium2.raw as raw

_MOST_DEPTH = 6
_TINY = 1.0  # points
_SCAN_SHARE = 0.5  # a picture over half the page is a scan, and the unseen words its recognised text
_COVERED = 0.6  # share of a word that must lie under a box
_BOX_SEGMENTS = 8
_ALIKE = 12
_BAND = 40.0  # points; words are looked up by horizontal bands
_INVISIBLE = 3


class TooMuch(Exception):
    """More objects than may be looked at."""


def unseen(document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage, most: int) -> Page:
    """What is drawn on a page, with the reasons why texts of it are not seen; raises TooMuch beyond `most` objects.

    The recognised words of a scan are not among them: `scanned` and `reason in LAYER` tell them.
    """
    reader = _Reader(page, most)
    found = reader.read()
    whole = page.get_cropbox()
    found.count = reader.order
    found.scanned = any(_share(whole, ground.rect) >= _SCAN_SHARE for ground in found.grounds if ground.picture)
    _covered(document, page, found, whole)
    _off_page(found, whole)
    return found


LAYER = ("invisible", "picture")  # reasons for which words on a scanned page are its layer of recognised text


Rect = tuple[float, float, float, float]  # left, bottom, right, top


@dataclass
class Thing:
    """A drawn object: its place in the drawing order, its box on the page, and its colour."""

    order: int
    handle: object
    rect: Rect
    colour: tuple[int, int, int] | None = None  # None: a picture or a shading
    picture: bool = False


@dataclass
class Page:
    """What was drawn on one page."""

    texts: list[Thing] = field(default_factory=list)
    grounds: list[Thing] = field(default_factory=list)
    reasons: dict[int, str] = field(default_factory=dict)  # order of a text → why it is not seen
    count: int = 0
    scanned: bool = False


def _area(rect: Rect) -> float:
    return max(rect[2] - rect[0], 0.0) * max(rect[3] - rect[1], 0.0)


def _share(rect: Rect, over: Rect) -> float:
    """The share of `rect` that lies in `over`; a box without area counts as its middle."""
    wide = min(rect[2], over[2]) - max(rect[0], over[0])
    high = min(rect[3], over[3]) - max(rect[1], over[1])
    if wide < 0 or high < 0:
        return 0.0
    area = _area(rect)
    return wide * high / area if area > 0 else 1.0


def _near(one: tuple[int, int, int], other: tuple[int, int, int]) -> bool:
    return all(abs(a - b) <= _ALIKE for a, b in zip(one, other, strict=True))


class _Reader:
    """Reads the drawn objects of one page."""

    def __init__(self, page: pypdfium2.PdfPage, left: int) -> None:
        self.page, self.left = page, left
        self.found = Page()
        self.order = 0
        self.numbers = [ctypes.c_float() for _ in range(4)]
        self.channels = [ctypes.c_uint() for _ in range(4)]

    def read(self) -> Page:
        """All objects; raises TooMuch when there are more than may be looked at."""
        count = raw.FPDFPage_CountObjects(self.page)
        for index in range(max(count, 0)):
            self._take(raw.FPDFPage_GetObject(self.page, index), (1, 0, 0, 1, 0, 0), 0)
        return self.found

    def _take(self, handle: object, matrix: tuple[float, ...], depth: int) -> None:
        self.order += 1
        if self.order > self.left:
            raise TooMuch
        kind = raw.FPDFPageObj_GetType(handle)
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            self._text(handle, matrix)
        elif kind == raw.FPDF_PAGEOBJ_PATH:
            self._path(handle, matrix)
        elif kind in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING):
            thing = Thing(self.order, handle, self._rect(handle, matrix), picture=kind == raw.FPDF_PAGEOBJ_IMAGE)
            self.found.grounds.append(thing)
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _MOST_DEPTH:
            inner = _product(self._matrix(handle), matrix)
            for index in range(max(raw.FPDFFormObj_CountObjects(handle), 0)):
                self._take(raw.FPDFFormObj_GetObject(handle, index), inner, depth + 1)

    def _matrix(self, handle: object) -> tuple[float, ...]:
        given = raw.FS_MATRIX()
        raw.FPDFPageObj_GetMatrix(handle, given)
        return given.a, given.b, given.c, given.d, given.e, given.f

    def _rect(self, handle: object, matrix: tuple[float, ...]) -> Rect:
        if not raw.FPDFPageObj_GetBounds(handle, *self.numbers):
            return 0.0, 0.0, 0.0, 0.0
        left, bottom, right, top = (number.value for number in self.numbers)
        if matrix == (1, 0, 0, 1, 0, 0):
            return left, bottom, right, top
        a, b, c, d, e, f = matrix
        corners = [(a * x + c * y + e, b * x + d * y + f) for x in (left, right) for y in (bottom, top)]
        return (
            min(x for x, _ in corners),
            min(y for _, y in corners),
            max(x for x, _ in corners),
            max(y for _, y in corners),
        )

    def _fill(self, handle: object) -> tuple[tuple[int, int, int], int]:
        if not raw.FPDFPageObj_GetFillColor(handle, *self.channels):
            return (0, 0, 0), 255
        red, green, blue, alpha = (channel.value for channel in self.channels)
        return (red, green, blue), alpha

    def _text(self, handle: object, matrix: tuple[float, ...]) -> None:
        colour, alpha = self._fill(handle)
        thing = Thing(self.order, handle, self._rect(handle, matrix), colour)
        self.found.texts.append(thing)
        mode = raw.FPDFTextObj_GetTextRenderMode(handle)
        if mode == _INVISIBLE or (alpha == 0 and mode == 0):
            self.found.reasons[self.order] = "invisible"
        elif thing.rect[3] - thing.rect[1] < 2 * _TINY and self._size(handle, matrix) < _TINY:
            self.found.reasons[self.order] = "tiny"
        elif mode in (0, 4):
            self._same_colour(thing)

    def _size(self, handle: object, matrix: tuple[float, ...]) -> float:
        size = ctypes.c_float()
        raw.FPDFTextObj_GetFontSize(handle, size)
        _, _, c, d, _, _ = _product(self._matrix(handle), matrix)
        return float(abs(size.value) * (c * c + d * d) ** 0.5)

    def _same_colour(self, text: Thing) -> None:
        """Compare with what was drawn under the text; the paper is white."""
        colour = text.colour or (0, 0, 0)
        white = _near(colour, (255, 255, 255))
        if not white and not self._drawn(colour):
            return
        for ground in reversed(self.found.grounds):
            if _share(text.rect, ground.rect) >= 0.5:
                if ground.colour and _near(ground.colour, colour):
                    self.found.reasons[text.order] = "same colour"
                return
        if white:
            self.found.reasons[text.order] = "same colour"

    def _drawn(self, colour: tuple[int, int, int]) -> bool:
        return any(ground.colour and _near(ground.colour, colour) for ground in self.found.grounds[-400:])

    def _path(self, handle: object, matrix: tuple[float, ...]) -> None:
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        if not raw.FPDFPath_GetDrawMode(handle, fill, stroke) or not fill.value:
            return
        colour, alpha = self._fill(handle)
        if alpha < 255 or raw.FPDFPageObj_HasTransparency(handle):
            return
        thing = Thing(self.order, handle, self._rect(handle, matrix), colour)
        if raw.FPDFPath_CountSegments(handle) > _BOX_SEGMENTS:
            thing.colour = None  # its box says little about its shape
        if _area(thing.rect) > 4:
            self.found.grounds.append(thing)


def _product(first: tuple[float, ...], second: tuple[float, ...]) -> tuple[float, ...]:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _visible_part(thing: Thing) -> Rect:
    """The box of a path within its clipping box."""
    clip = raw.FPDFPageObj_GetClipPath(thing.handle)
    points: list[tuple[float, float]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for path in range(min(max(raw.FPDFClipPath_CountPaths(clip), 0) if clip else 0, 50)):
        inside: list[tuple[float, float]] = []
        for index in range(min(max(raw.FPDFClipPath_CountPathSegments(clip, path), 0), 200)):
            segment = raw.FPDFClipPath_GetPathSegment(clip, path, index)
            if segment and raw.FPDFPathSegment_GetPoint(segment, x, y):
                inside.append((x.value, y.value))
        if inside:
            points = inside if not points else _tighter(points, inside)
    if not points:
        return thing.rect
    box = _box(points)
    return (
        max(thing.rect[0], box[0]), max(thing.rect[1], box[1]), min(thing.rect[2], box[2]), min(thing.rect[3], box[3]),
    )  # fmt: skip


def _box(points: list[tuple[float, float]]) -> Rect:
    return min(x for x, _ in points), min(y for _, y in points), max(x for x, _ in points), max(y for _, y in points)


def _tighter(one: list[tuple[float, float]], other: list[tuple[float, float]]) -> list[tuple[float, float]]:
    first, second = _box(one), _box(other)
    low = max(first[0], second[0]), max(first[1], second[1])
    return [low, (min(first[2], second[2]), min(first[3], second[3]))]


def _covered(document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage, found: Page, whole: Rect) -> None:
    """Note the words that a later box or picture lies over."""
    bands: dict[int, list[Thing]] = {}
    for text in found.texts:
        if text.order not in found.reasons and _area(text.rect) > 0:
            bands.setdefault(int((text.rect[1] + text.rect[3]) / 2 // _BAND), []).append(text)
    for cover in found.grounds:
        if not cover.picture and cover.colour is None:
            continue
        low, high = max(cover.rect[1], whole[1] - 500), min(cover.rect[3], whole[3] + 500)
        suspects = [
            text
            for band in range(int(low // _BAND), int(high // _BAND) + 1)
            for text in bands.get(band, ())
            if text.order < cover.order and text.order not in found.reasons
            if _share(text.rect, cover.rect) >= _COVERED
        ]
        if not suspects or (cover.picture and not _is_opaque(document, page, cover)):
            continue
        seen = cover.rect if cover.picture else _visible_part(cover)
        for text in suspects:
            if _share(text.rect, seen) >= _COVERED:
                found.reasons[text.order] = "picture" if cover.picture else "box"


def _is_opaque(document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage, cover: Thing) -> bool:
    """Whether a picture hides what lies under it: seals and watermarks let it through."""
    if raw.FPDFPageObj_HasTransparency(cover.handle):
        return False
    width, height = ctypes.c_uint(), ctypes.c_uint()
    if raw.FPDFImageObj_GetImagePixelSize(cover.handle, width, height) and width.value * height.value > 40_000_000:
        return True
    bitmap = raw.FPDFImageObj_GetRenderedBitmap(document, page, cover.handle)
    if not bitmap:
        return True
    try:
        if raw.FPDFBitmap_GetFormat(bitmap) != raw.FPDFBitmap_BGRA:
            return True
        size = raw.FPDFBitmap_GetStride(bitmap) * raw.FPDFBitmap_GetHeight(bitmap)
        alphas = ctypes.string_at(raw.FPDFBitmap_GetBuffer(bitmap), size)[3::4]
        return sum(alphas[:: max(len(alphas) // 5000, 1)]) / max(len(alphas[:: max(len(alphas) // 5000, 1)]), 1) > 200
    finally:
        raw.FPDFBitmap_Destroy(bitmap)


def _off_page(found: Page, whole: Rect) -> None:
    for text in found.texts:
        left, bottom, right, top = text.rect
        off = right < whole[0] - 1 or left > whole[2] + 1 or top < whole[1] - 1 or bottom > whole[3] + 1
        if off and text.order not in found.reasons and (right > left or top > bottom):
            found.reasons[text.order] = "off"


def words(page: pypdfium2.PdfPage, found: Page) -> Iterator[tuple[str, str]]:
    """Reason and words of each unseen text that is more than blanks."""
    if not found.reasons:
        return
    textpage = page.get_textpage()
    try:
        buffer = ctypes.create_unicode_buffer(256)
        for text in found.texts:
            if text.order in found.reasons:
                short = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
                size = raw.FPDFTextObj_GetText(text.handle, textpage, short, 512)
                said = ctypes.string_at(buffer, min(size, 512)).decode("utf-16-le", "replace").strip("\0 \r\n\t\u3000")
                if said:
                    yield found.reasons[text.order], said
    finally:
        textpage.close()
