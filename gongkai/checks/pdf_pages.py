"""Text on PDF pages that is not seen, told as findings; what is not seen is found by `gongkai.unseen_ink`."""

from __future__ import annotations

import pypdfium2

from gongkai import unseen_ink

from .containers import Unreadable
from .unseen import Unseen

MOST_OBJECTS = 200_000
_MOST_LETTERS = 4_000_000

_UNCOVER = "画框、贴图、改色都遮不住文字。请在原件中删去文字后重新生成PDF，或者用本系统的遮盖功能。"
_REPORTS = {
    "box": ("被色块盖住的文字", _UNCOVER, True),
    "picture": ("被图片盖住的文字", _UNCOVER, True),
    "invisible": ("不可见的文字", _UNCOVER, True),
    "same colour": ("与背景同色的文字", _UNCOVER, True),
    "tiny": ("极小的文字", _UNCOVER, True),
    "off": ("页面之外的文字", _UNCOVER, True),
    "scan": ("扫描件的识别文字层", "请核对：图上涂黑的地方，文字层里是否还留着原文。", False),
}


def inspect_pages(content: bytes, unseen: Unseen) -> str:
    """Report on unseen text; answers all words of the pages without spaces. Raises Unreadable."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise Unreadable("文件已损坏，无法打开。") from error
    places: dict[str, list[str]] = {}
    words: list[str] = []
    left = MOST_OBJECTS
    try:
        for index in range(len(document)):
            page = document[index]
            left -= _inspect_page(document, page, f"第{index + 1}页", places, left)
            words.append(_text_of(page) if sum(map(len, words)) < _MOST_LETTERS else "")
            page.close()
    except pypdfium2.PdfiumError as error:
        raise Unreadable("文件已损坏，部分页面无法读取。") from error
    finally:
        document.close()
    for reason, (what, do, blocking) in _REPORTS.items():
        unseen.add(what, do, count=len(places.get(reason, ())), where=places.get(reason, ()), blocking=blocking)
    return "".join(words)


def _inspect_page(
    document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage, where: str, places: dict[str, list[str]], left: int
) -> int:
    try:
        found = unseen_ink.unseen(document, page, left)
    except unseen_ink.TooMuch as error:
        raise Unreadable("页面上的图形和文字过多，无法检查。") from error
    for reason, _ in unseen_ink.words(page, found):
        layer = found.scanned and reason in unseen_ink.LAYER
        places.setdefault("scan" if layer else reason, []).append(where)
    return found.count


def _text_of(page: pypdfium2.PdfPage) -> str:
    textpage = page.get_textpage()
    try:
        return "".join(textpage.get_text_bounded().split())
    finally:
        textpage.close()
