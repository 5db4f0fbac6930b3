"""Looks of spreadsheet cells: which cell formats hide the value they hold."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TypeVar

from .containers import Container
from .word_styles import WHITE, alike, hex_colour, theme_colours

_THEME = ("lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6")
_INDEXED = ("000000", WHITE, "FF0000", "00FF00", "0000FF", "FFFF00", "FF00FF", "00FFFF")
_T = TypeVar("_T")
_TINY_POINTS = 2.0
# What is left of a format's section when quoted, escaped and bracketed parts are gone decides whether a value shows.
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_SHOWS = re.compile(r"[0#?@ymdhsegb]|general|常规|通用", re.IGNORECASE)


def hides_value(code: str) -> bool:
    """Whether a number format shows nothing of any value, such as `;;;` or `"***"`."""
    sections = _LITERAL.sub("", code).split(";")
    return bool(code) and not any(_SHOWS.search(section) for section in sections)


@dataclass
class CellStyles:
    """Indexes of cell formats, by what they hide."""

    unseen: set[int] = field(default_factory=set)  # letters in the colour of the ground
    blank: set[int] = field(default_factory=set)  # a number format that shows nothing
    tiny: set[int] = field(default_factory=set)


def _colour(given: dict[str, str], theme: dict[str, str]) -> str:
    if "rgb" in given:
        base = hex_colour(given["rgb"])
    elif given.get("theme", "").isdigit() and int(given["theme"]) < len(_THEME):
        base = theme.get(_THEME[int(given["theme"])], "")
    elif given.get("indexed", "").isdigit() and int(given["indexed"]) < 16:
        base = _INDEXED[int(given["indexed"]) % 8]
    else:
        return ""
    return _tinted(base, given.get("tint", "0"))


def _tinted(base: str, tint: str) -> str:
    try:
        share = max(-1.0, min(1.0, float(tint)))
    except ValueError:
        return base
    if not base or not share:
        return base
    channels = (int(base[at : at + 2], 16) for at in (0, 2, 4))
    return "".join(f"{int(c * (1 + share) if share < 0 else c + (255 - c) * share):02X}" for c in channels)


@dataclass
class _Tables:
    """The lists of a styles part that cell formats point into."""

    fonts: list[tuple[str, float]] = field(default_factory=list)
    fills: list[str] = field(default_factory=list)
    formats: dict[str, str] = field(default_factory=dict)
    cells: list[dict[str, str]] = field(default_factory=list)


def read_cell_styles(container: Container) -> CellStyles:
    """The cell formats of a workbook that hide their value."""
    tables = _read(container, theme_colours(container, "xl"))
    result = CellStyles()
    for index, given in enumerate(tables.cells):
        letters, size = _at(tables.fonts, given.get("fontId"), ("", 11.0))
        ground = _at(tables.fills, given.get("fillId"), WHITE)
        if letters and ground and alike(letters, ground):
            result.unseen.add(index)
        if size <= _TINY_POINTS:
            result.tiny.add(index)
        if hides_value(tables.formats.get(given.get("numFmtId", ""), "")):
            result.blank.add(index)
    return result


def _at(items: list[_T], index: str | None, usual: _T) -> _T:
    return items[int(index)] if index and index.isdigit() and int(index) < len(items) else usual


def _read(container: Container, theme: dict[str, str]) -> _Tables:
    tables, path = _Tables(), list[str]()
    for what, tag, given in container.walk("xl/styles.xml"):
        if what == "end":
            path.pop()
        if what != "start":
            continue
        path.append(tag)
        parent, above = path[-2] if len(path) > 1 else "", path[-3] if len(path) > 2 else ""
        if tag == "numFmt" and parent == "numFmts":
            tables.formats[given.get("numFmtId", "")] = given.get("formatCode", "")
        elif tag == "font" and parent == "fonts":
            tables.fonts.append(("", 11.0))
        elif parent == "font" and above == "fonts" and tag in ("color", "sz"):
            letters, size = tables.fonts[-1]
            tables.fonts[-1] = (_colour(given, theme), size) if tag == "color" else (letters, _size(given, size))
        elif tag == "fill" and parent == "fills":
            tables.fills.append(WHITE)
        elif above == "fills" and tag in ("patternFill", "gradientFill"):
            tables.fills[-1] = WHITE if given.get("patternType", "none") == "none" and tag == "patternFill" else ""
            path[-1] = "solid" if given.get("patternType") == "solid" else tag
        elif parent == "solid" and tag == "fgColor":
            tables.fills[-1] = _colour(given, theme)
        elif tag == "xf" and parent == "cellXfs":
            tables.cells.append(given)
    return tables


def _size(given: dict[str, str], usual: float) -> float:
    try:
        return float(given.get("val", usual))
    except ValueError:
        return usual
