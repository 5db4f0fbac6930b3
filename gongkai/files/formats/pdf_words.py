"""The words of one PDF page as its paper shows them: nothing that is hidden, no blanks that only the layout made."""

from __future__ import annotations

import ctypes
import re
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as raw

from gongkai import unseen_ink

MOST_OBJECTS = 20_000  # of one page; a page with more is a map, whose words are read as they come
_CHINESE = r"\u3400-\u9fff\u3000-\u303f\uff00-\uffef"
_GAP = re.compile(rf"(?<=[{_CHINESE}]) (?=[0-9])|(?<=[0-9%]) (?=[{_CHINESE}])")
_CLOSE = 0.5  # of a letter's height: a wider gap parts columns
_RULED = 3  # lines each way that make a table
_LONG, _HIGH, _THIN = 40.0, 8.0, 2.5  # points


@dataclass(frozen=True, slots=True)
class Page:
    """`text` by lines; `left_out` says how many hidden words were; `table`: whether ruled lines make one."""

    text: str = ""
    left_out: int = 0
    table: bool = False
    pictured: float = 0.0  # share of the page that its largest picture covers


def read(document: pypdfium2.PdfDocument, index: int) -> Page:
    """One page; empty where PDFium cannot read it."""
    try:
        page = document[index]
    except pypdfium2.PdfiumError:
        return Page()
    try:
        words = page.get_textpage()
        try:
            hidden = _hidden(document, page, words)
            text = str(words.get_text_bounded())
            if hidden or _GAP.search(text):
                text = _without_gaps(words, _letters(words, hidden))
            return Page(text, len(hidden), _is_ruled(page), _pictured(page))
        finally:
            words.close()
    except pypdfium2.PdfiumError:
        return Page()
    finally:
        page.close()


def _address(handle: object) -> int:
    return int(ctypes.cast(handle, ctypes.c_void_p).value or 0)  # type: ignore[arg-type]


def _hidden(document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage, words: pypdfium2.PdfTextPage) -> set[int]:
    """Addresses of the text objects with words that are not seen; the recognised words of a scan are no secret."""
    try:
        found = unseen_ink.unseen(document, page, MOST_OBJECTS)
    except unseen_ink.TooMuch:
        return set()
    wanted = {
        text.order
        for text in found.texts
        if (reason := found.reasons.get(text.order)) and not (found.scanned and reason in unseen_ink.LAYER)
    }
    return {_address(text.handle) for text in found.texts if text.order in wanted} if wanted else set()


def _letters(words: pypdfium2.PdfTextPage, hidden: set[int]) -> list[tuple[str, int]]:
    """(letter, its number) of all that is seen; line ends as PDFium makes them."""
    letters = []
    for number in range(words.count_chars()):
        code = raw.FPDFText_GetUnicode(words, number)
        if not code or code == 0xFFFE or 0xD800 <= code <= 0xDFFF:
            continue
        if hidden and _address(raw.FPDFText_GetTextObject(words, number)) in hidden:
            continue
        letters.append((chr(code), number))
    return letters


def _without_gaps(words: pypdfium2.PdfTextPage, letters: list[tuple[str, int]]) -> str:
    """The letters without blanks between Chinese and figures that are narrower than a column's gap."""
    text = "".join(letter for letter, _ in letters)
    gone = {
        found.start()
        for found in _GAP.finditer(text)
        if _is_close(words, letters[found.start() - 1][1], letters[found.end()][1])
    }
    return "".join(letter for at, letter in enumerate(text) if at not in gone) if gone else text


def _is_close(words: pypdfium2.PdfTextPage, before: int, after: int) -> bool:
    left, right = words.get_charbox(before, loose=True), words.get_charbox(after, loose=True)
    return bool(right[0] - left[2] < _CLOSE * max(left[3] - left[1], right[3] - right[1]))


def _is_ruled(page: pypdfium2.PdfPage) -> bool:
    """Whether lines run across and down as in a table."""
    across, down = set[int](), set[int]()
    for count, found in enumerate(page.get_objects(filter=(raw.FPDF_PAGEOBJ_PATH,), max_depth=3)):
        if count > MOST_OBJECTS:
            break
        left, bottom, right, top = found.get_bounds()
        if top - bottom <= _THIN and right - left >= _LONG:
            across.add(round(top))
        elif right - left <= _THIN and top - bottom >= _HIGH:
            down.add(round(left))
        elif right - left >= _LONG and top - bottom >= _HIGH:  # a cell drawn as a box
            across |= {round(top), round(bottom)}
            down |= {round(left), round(right)}
    return len(across) >= _RULED and len(down) >= _RULED


def seems_table(text: str) -> bool:
    """Whether lines in a row are made of short words with figures among them, as the rows of a table are."""
    running = 0
    for line in text.splitlines():
        cells = line.split()
        figures = sum(cell[0].isdigit() for cell in cells)
        is_row = len(cells) >= 3 and figures and max(map(len, cells)) <= 16
        running = running + 1 if is_row else 0
        if running >= _RULED:
            return True
    return False


def _pictured(page: pypdfium2.PdfPage) -> float:
    width, height = page.get_size()
    largest = 0.0
    for found in page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=3):
        left, bottom, right, top = found.get_bounds()
        largest = max(largest, (min(right, width) - max(left, 0)) * (min(top, height) - max(bottom, 0)))
    return largest / (width * height) if width * height else 0.0
