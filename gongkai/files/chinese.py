"""Traditional and simplified characters, full and half width: one form for detecting, the text itself untouched."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import opencc

SAMPLE = 20_000  # characters looked at
SHARE = 0.03  # simplified text holds below 0.1 % characters that the table would change, traditional text above 20 %


@lru_cache(maxsize=1)
def _table() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def to_simplified(text: str) -> str:
    """`text` in simplified characters; for detection and search only."""
    return str(_table().convert(text))


def is_traditional(text: str) -> bool:
    """Whether `text` is written in traditional characters."""
    sample = text[:SAMPLE]
    simplified = to_simplified(sample)
    if len(simplified) != len(sample):
        return False
    changed = sum(one != other for one, other in zip(sample, simplified, strict=True))
    chinese = sum("\u4e00" <= letter <= "\u9fff" for letter in sample)
    return changed >= 5 and changed > chinese * SHARE


def plain(text: str) -> str:
    """`text` for matching: NFKC (full-width digits and brackets become plain), simplified, odd blanks to one blank."""
    folded = unicodedata.normalize("NFKC", text).replace("\u3007", "〇")
    return to_simplified(folded.replace("\u200b", "").replace("\ufeff", ""))
