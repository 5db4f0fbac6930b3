"""What can still be read on the pages of a PDF that are blacked out in part: asked before the file is made.

A marked page becomes a picture, so the finished file has no words there that a search could find; what the boxes left
open would go out unseen by any check. So the source is asked: which characters stand outside the boxes, and what notes
and filled-in fields say that are drawn on the page too. Made in a process of its own, with limits.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator, Sequence
from ctypes import byref, c_double, c_int
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

from gongkai.files.children import Said, answer, ask
from gongkai.files.redacting import MOST_PAGES, Box, Boxes, opened
from gongkai.refusals import NotLawful

MEMORY_LIMIT = 420 * 1024**2
SECONDS_LIMIT = 10
MOST_CHARACTERS = 60_000  # of a page; a page with more cannot be judged here
_SHARE = 1 << 24  # of a page's side, as whole numbers
FULL: Box = (0.0, 0.0, 1.0, 1.0)


def words_left(content: bytes, boxes_by_page: Boxes) -> dict[int, str]:
    """Page number, from 1 → the words that no box covers, of the marked pages; a page that is covered whole has none.

    Raises NotLawful "files.unreadable" where a page cannot be judged within the limits: it is covered whole instead.
    """
    asked = {number: list(boxes) for number, boxes in boxes_by_page.items() if FULL not in map(tuple, boxes)}
    if not asked:
        return {}
    said = ask("gongkai.files.uncovered", {"boxes": asked}, content, seconds=SECONDS_LIMIT, memory=MEMORY_LIMIT)
    if said is None:
        raise _defeated()
    return {int(number): str(words) for number, words in said[0].items()}


def _defeated() -> NotLawful:
    return NotLawful(
        "files.unreadable",
        "文件过于复杂，不能核对遮盖后还有哪些文字。",
        remedy="请整页遮盖；或者打印涂黑后扫描上传。",
    )


def left_on(content: bytes, boxes_by_page: Boxes) -> dict[int, str]:
    """The same in this process."""
    source = opened(content)
    try:
        if max(boxes_by_page) > min(len(source), MOST_PAGES):
            return {}  # no such page: said when the boxes are drawn
        said = _said_besides(content)
        return {
            number: "".join(_outside(source, number, boxes)) + "\n" + said.get(number, "")
            for number, boxes in boxes_by_page.items()
        }
    finally:
        source.close()


def _outside(source: pypdfium2.PdfDocument, number: int, boxes: Sequence[Box]) -> Iterator[str]:
    """Characters whose middle lies in no box, in the order of the file."""
    page = source[number - 1]
    words = page.get_textpage()
    try:
        count = words.count_chars()
        if count > MOST_CHARACTERS:
            raise _defeated()
        for at in range(count):
            letter = _letter(words, at)
            across, down = _middle(page, words.get_charbox(at, loose=True))
            if not any(left <= across <= right and top <= down <= bottom for left, top, right, bottom in boxes):
                yield letter
    finally:
        words.close()
        page.close()


def _letter(words: pypdfium2.PdfTextPage, at: int) -> str:
    """One unit of the text; the halves of a rare character are joined by whoever reads the whole."""
    code = pdfium.FPDFText_GetUnicode(words, at)
    return "" if code in (0x0002, 0xFFFE) else chr(code)  # the mark of a word broken at the end of a line


def _middle(page: pypdfium2.PdfPage, box: tuple[float, float, float, float]) -> tuple[float, float]:
    """The middle of a box in points, as shares of the page as it is shown: turned, cut and shifted as it may be."""
    x, y = c_int(), c_int()
    left, bottom, right, top = box
    at = (c_double((left + right) / 2), c_double((bottom + top) / 2))
    pdfium.FPDF_PageToDevice(page, 0, 0, _SHARE, _SHARE, 0, *at, byref(x), byref(y))
    return x.value / _SHARE, y.value / _SHARE


def _said_besides(content: bytes) -> dict[int, str]:
    """Page number → what notes and fields say: they are drawn on the picture of the page."""
    found: dict[int, str] = {}
    with pikepdf.open(io.BytesIO(content), suppress_warnings=True) as document:
        for number, page in enumerate(document.pages, start=1):
            said = [text for note in page.obj.get("/Annots", ()) for text in _of_note(note)]
            found[number] = "\n".join(said)
    return found


def _of_note(note: Any) -> Iterator[str]:
    for holder in (note, note.get("/Parent", {})):
        for key in ("/Contents", "/V"):
            value = holder.get(key)
            if isinstance(value, pikepdf.String):
                yield str(value)
    drawn = note.get("/AP", {}).get("/N")
    if isinstance(drawn, pikepdf.Stream):
        yield drawn.read_bytes()[:20_000].decode("latin-1")


def _joined(words: str) -> str:
    """Halves of characters outside the basic plane put together."""
    return words.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _work(task: Said, content: bytes) -> tuple[Said, bytes]:
    asked: Boxes = {int(number): [(*box,) for box in boxes] for number, boxes in task["boxes"].items()}
    return {str(number): _joined(words) for number, words in left_on(content, asked).items()}, b""


if __name__ == "__main__":
    sys.exit(answer(_work, sys.argv[1:]))
