"""Where words stand on the pages of a PDF, as boxes that `redacting` can black out."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

import pypdfium2

from gongkai.files.redacting import Box, opened

_Glyph = tuple[str, Box]  # one character, and its box as shares of the page as it is shown
ROOM = 0.15  # of the height of a line: strokes reach beyond the box that the font states


def boxes_of(content: bytes, fragments: Iterable[str]) -> dict[str, dict[int, list[Box]]]:
    """Fragment → page number, from 1 → one box for each line on which it stands; {} where it stands nowhere.

    Spaces, line ends, width and case of letters do not count. A picture of a page (a scan) has no words to find.
    Raises NotLawful with "files.encrypted" and "files.corrupt".
    """
    wanted = {fragment: _plain(fragment) for fragment in fragments}
    found: dict[str, dict[int, list[Box]]] = {fragment: {} for fragment in wanted}
    source = opened(content)
    try:
        for number in range(1, len(source) + 1):
            glyphs = list(_glyphs(source[number - 1]))
            text = "".join(letter for letter, _ in glyphs)
            for fragment, words in wanted.items():
                if boxes := [
                    box for start in _starts(text, words) for box in _lines(glyphs[start : start + len(words)])
                ]:
                    found[fragment][number] = boxes
    finally:
        source.close()
    return found


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _starts(text: str, words: str) -> Iterator[int]:
    at = text.find(words) if words else -1
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def _glyphs(page: pypdfium2.PdfPage) -> Iterator[_Glyph]:
    """The characters of a page in the order of the file, without spaces."""
    words = page.get_textpage()
    try:
        text = words.get_text_range(0, words.count_chars())
        if len(text) != words.count_chars():  # characters outside the basic plane count twice or not at all
            text = "".join(words.get_text_range(at, 1)[:1] or " " for at in range(words.count_chars()))
        for at, letter in enumerate(text):
            if plain := _plain(letter):
                box = _shown(page, words.get_charbox(at, loose=True))
                yield from ((one, box) for one in plain)
    finally:
        words.close()
        page.close()


def _shown(page: pypdfium2.PdfPage, box: tuple[float, float, float, float]) -> Box:
    """A box in points from the lower left of the page, as shares of the page as it is turned for the reader."""
    (left, bottom, right, top), (x0, y0, x1, y1) = page.get_cropbox(), box
    width, height = (right - left) or 1, (top - bottom) or 1
    corners = [((x - left) / width, (top - y) / height) for x in (x0, x1) for y in (y0, y1)]
    turn = {90: lambda u, v: (1 - v, u), 180: lambda u, v: (1 - u, 1 - v), 270: lambda u, v: (v, 1 - u)}
    if page.get_rotation() in turn:
        corners = [turn[page.get_rotation()](u, v) for u, v in corners]
    across, down = [u for u, _ in corners], [v for _, v in corners]
    return min(across), min(down), max(across), max(down)


def _lines(glyphs: Sequence[_Glyph]) -> list[Box]:
    """One box around the characters of each line, with some room, inside the page."""
    found: list[list[float]] = []
    for _, (left, top, right, bottom) in glyphs:
        last = found[-1] if found else None
        if last and top < last[3] and bottom > last[1] and left >= last[0]:
            last[:] = [min(last[0], left), min(last[1], top), max(last[2], right), max(last[3], bottom)]
        else:
            found.append([left, top, right, bottom])
    return [_roomy(*one) for one in found]


def _roomy(left: float, top: float, right: float, bottom: float) -> Box:
    room = (bottom - top) * ROOM
    return max(left - room, 0.0), max(top - room, 0.0), min(right + room, 1.0), min(bottom + room, 1.0)
