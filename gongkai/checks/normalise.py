"""One spelling for digits, Latin letters, hyphens and spaces, character by character, so that offsets never move."""

from __future__ import annotations

import unicodedata
from itertools import chain

_HYPHENS = "‐‑‒–—―−﹣－﹘⁃·•・"
# Invisible characters are used to break up numbers; each becomes one space, never nothing.
_INVISIBLE = "\u00ad\u180e\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
# Bold, double-struck and segmented digits outside the basic plane, which imitate plain ones.
_MATHEMATICAL = chain(range(0x1D7CE, 0x1D800), range(0x1FBF0, 0x1FBFA))


def _table() -> dict[int, str]:
    table: dict[int, str] = {}
    for code in chain(range(0x80, 0x10000), _MATHEMATICAL):
        char = chr(code)
        category = unicodedata.category(char)
        if category == "Nd":
            table[code] = str(unicodedata.decimal(char))
        elif category == "Zs":
            table[code] = " "
    table.update({code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)})
    table.update({ord(char): "-" for char in _HYPHENS})
    table.update({ord(char): " " for char in _INVISIBLE})
    return table


_TABLE = _table()


def normalise(text: str) -> str:
    """The text with one spelling per character; always as long as the original, so offsets are the original's."""
    return text.translate(_TABLE)
