"""Tables inside plain text: rows of cells with their offsets, and what their headers call each column.

`files.text_of` writes one row a line and a tab between cells; a sheet of csv has commas. What a header names is the
surest sign there is of personal data, so a column is judged as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

Cell = tuple[str, int, int]


@dataclass
class Table:
    """Consecutive rows; a cell is (stripped text, start, end). The header is the row that named the columns."""

    rows: list[list[Cell]] = field(default_factory=list)

    def column(self, index: int, width: int, first: int) -> Iterator[Cell]:
        """Cells of a column from row `first` on; where cells are merged away on the left, counted from the right."""
        for row in self.rows[first:]:
            at = index - (width - len(row)) if len(row) < width else index
            if 0 <= at < len(row) and row[at][0]:
                yield row[at]


def tables_of(text: str) -> list[Table]:
    """Every run of at least two lines with tabs, and sheets with commas under a header of short cells."""
    if "\t" in text:
        return [table for table in _runs(text) if len(table.rows) > 1]
    if "," in text and "\n" in text:
        return _commas(text)
    return []


def _runs(text: str) -> Iterator[Table]:
    table = Table()
    position = 0
    for line in text.split("\n"):
        if line.startswith("\t") and table.rows:
            # A cell that holds a paragraph ends its line; the rest of the row begins with a tab.
            table.rows[-1].extend(_cells(line[1:], position + 1, "\t"))
        elif "\t" in line:
            table.rows.append(_cells(line, position, "\t"))
        elif table.rows and (not line.strip() or len(line) > 60):
            yield table
            table = Table()
        elif line.strip() and _next_is_cell(text, position + len(line)):
            table.rows.append(_cells(line, position, "\t"))
        elif table.rows:
            yield table
            table = Table()
        position += len(line) + 1
    yield table


def _next_is_cell(text: str, at: int) -> bool:
    return text[at + 1 : at + 2] == "\t"


def _cells(line: str, position: int, by: str) -> list[Cell]:
    found: list[Cell] = []
    for piece in line.split(by):
        value = piece.strip()
        start = position + (len(piece) - len(piece.lstrip()) if value else 0)
        found.append((value, start, start + len(value)))
        position += len(piece) + 1
    return found


def _commas(text: str) -> list[Table]:
    table = Table()
    width, position = 0, 0
    for line in text.split("\n"):
        count = line.count(",")
        if not width and count >= 2 and all(0 < len(cell) <= 14 for cell in map(str.strip, line.split(","))):
            width = count
        if width and count == width:
            table.rows.append(_cells(line, position, ","))
        elif table.rows:
            break
        position += len(line) + 1
    return [table] if len(table.rows) > 1 else []


_LISTS: dict[str, list[str]] = yaml.safe_load(
    (Path(__file__).parent / "words" / "headers.yaml").read_text(encoding="utf-8")
)
# Headers of people in a public role, and what looks like a personal header but is an office's.
_PUBLIC = re.compile("|".join(_LISTS.pop("public")))
_HEADERS = {name: re.compile(rf"(?:{'|'.join(patterns)})(?:\([^()]*\))?") for name, patterns in _LISTS.items()}
_HEADER_ROWS = 4


def header_of(table: Table) -> tuple[int, dict[int, str]]:
    """(row number of the header, column → category); an empty mapping where no row names a personal column."""
    for number, row in enumerate(table.rows[:_HEADER_ROWS]):
        found: dict[int, str] = {}
        for index, (value, _, _) in enumerate(row):
            short = re.sub(r"[\s*:]", "", value)
            category = category_of(short) if 1 < len(short) <= 14 else ""
            if category:
                found[index] = category
        if found and len(row) > 1:
            return number, found
    return 0, {}


def category_of(header: str) -> str:
    """What a header's text says of its column; empty for what is nobody's or an office's."""
    if _PUBLIC.search(header):
        return ""
    return next((name for name, pattern in _HEADERS.items() if pattern.fullmatch(header)), "")
