"""Dates in the spellings of official documents: 2024年12月28日, 二〇二四年…, 2024-12-28, 2024.12.28."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from gongkai.files.chinese import plain

_DIGITS = {letter: str(number) for number, letter in enumerate("零一二三四五六七八九")}
_DIGITS |= dict.fromkeys("〇○Ｏ◯O○0", "0") | {str(number): str(number) for number in range(10)}
_YEAR = r"(?:[12]\d{3}|[12一二][〇○◯O零一二三四五六七八九0-9]{3})"
_SMALL = r"(?:\d{1,2}|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_WORDS = rf"(?P<y1>{_YEAR})\s*年\s*(?P<m1>{_SMALL})\s*月\s*(?P<d1>{_SMALL})\s*日"
_MARKS = r"(?<![\d.])(?P<y2>[12]\d{3})\s*(?P<sep>[-./])\s*(?P<m2>\d{1,2})\s*(?P=sep)\s*(?P<d2>\d{1,2})(?![\d.]*\d)"
PATTERN = re.compile(f"{_WORDS}|{_MARKS}")


@dataclass(frozen=True, slots=True)
class Found:
    """One date in a text: where (offsets in the searched text), as written, and its value, None when impossible."""

    start: int
    end: int
    written: str
    value: date | None


def _number(text: str) -> int:
    if text.isascii() and text.isdigit():
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        return int(_DIGITS.get(tens, "1")) * 10 + int(_DIGITS.get(ones, "0"))
    return int("".join(_DIGITS.get(letter, "0") for letter in text))


def find(text: str) -> Iterator[Found]:
    """Every date in `text` (already plain, see `chinese.plain`), in order; impossible ones with value None."""
    for match in PATTERN.finditer(text):
        parts = match.group("y1", "m1", "d1") if match["y1"] else match.group("y2", "m2", "d2")
        try:
            value: date | None = date(*(_number(part) for part in parts))
        except ValueError:
            value = None
        yield Found(match.start(), match.end(), re.sub(r"\s+", "", match.group()), value)


def parse(text: str) -> date | None:
    """The first possible date in `text`, or None."""
    return next((found.value for found in find(plain(text)) if found.value), None)


def only_date(line: str) -> Found | None:
    """The date when `line` holds nothing else (brackets and blanks aside): the line under a signature."""
    found = next(find(line), None)
    rest = (line[: found.start] + line[found.end :]).strip(" \t()（）。.") if found else "x"
    return found if not rest else None
