"""Totals in tables against their parts: rows 合计, 小计, 总计, and columns of that name.

Tolerance: each part may have been rounded by half a unit of the last place shown, and so may the total; a difference
within (parts + 1) halves of that unit is not told. A total is only doubted where the table otherwise adds up, or where
there is nothing else to compare, because 合计 is also written over things that are not sums.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from .finding import Finding, text_finding
from .tables import Cell, Table, tables_of

_TOTAL = re.compile(r"(?:合 ?计|总 ?计|共 ?计|总 ?数)(?:\([^()]*\))?")
_SUBTOTAL = re.compile(r"小 ?计(?:\([^()]*\))?")
_PART_OF = re.compile(r"其 ?中|^[#]")
_NO_SUM = re.compile(r"序号|编号|代码|电话|比例|占比|率|%|单价|平均|人均|年度|年份|日期|排名|邮编|号码|指标值|指数|倍")
_NUMBER = re.compile(r"-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?")
_EMPTY = ("", "-", "--", "/", "—", "无")


def scan_sums(text: str) -> Iterator[Finding]:
    """Findings in normalised text, at the total's cell."""
    if not ("计" in text and ("\t" in text or "," in text)):
        return
    for table in tables_of(text):
        yield from _rows(table)
        yield from _columns(table)


def number_of(value: str) -> Decimal | None:
    """A cell's number; zero where it is empty or struck out, None where it holds something else."""
    if value in _EMPTY:
        return Decimal(0)
    return Decimal(value.replace(",", "")) if _NUMBER.fullmatch(value) else None


def _places(cells: list[str]) -> int:
    return max((len(cell.partition(".")[2]) for cell in cells), default=0)


def _agrees(total: Decimal, parts: list[Decimal], places: int) -> bool:
    unit = Decimal(1).scaleb(-places)
    # Whole numbers of things are not rounded.
    slack = (len(parts) + 1) * unit / 2 if places else Decimal(0)
    return abs(total - sum(parts, Decimal(0))) <= slack


def _rows(table: Table) -> Iterator[Finding]:
    """A row of totals against the rows above it (or below it, where it stands first)."""
    width = max(len(row) for row in table.rows)
    header = table.rows[0]
    for at, row in enumerate(table.rows[1:], start=1):
        if len(row) < 2 or not any(_TOTAL.fullmatch(cell[0]) for cell in row[:2]):
            continue
        first = at == 1
        parts = [one for one in (table.rows[2:] if first else table.rows[1:at]) if len(one) == width]
        if len(row) != width or not parts:
            continue
        results = [_column_agrees(header, index, cell, parts) for index, cell in enumerate(row)]
        told = [one for one in results if one is not None]
        if told and (any(told) or len(told) == 1):
            for index, agrees in enumerate(results):
                if agrees is False:
                    yield _differs(row[index], [one[index][0] for one in parts])
        if not first:
            break


def _column_agrees(header: list[Cell], index: int, total: Cell, parts: list[list[Cell]]) -> bool | None:
    """Whether a column adds up to its total; None where it does not hold numbers to be added."""
    name = header[index][0] if index < len(header) else ""
    value = number_of(total[0])
    if index == 0 or value is None or total[0] in _EMPTY or _NO_SUM.search(name):
        return None
    subtotals = [row for row in parts if any(_SUBTOTAL.fullmatch(cell[0]) for cell in row[:2])]
    apart = {id(row) for row in subtotals}
    singles = [row for row in parts if id(row) not in apart and not any(_PART_OF.search(cell[0]) for cell in row[:2])]
    for rows in (singles, subtotals):
        numbers = [number_of(row[index][0]) for row in rows]
        if not numbers or None in numbers or len(numbers) < 2:
            if rows is singles and (None in numbers or len(numbers) < 2):
                return None
            continue
        places = _places([total[0], *(row[index][0] for row in rows)])
        if _agrees(value, [number for number in numbers if number is not None], places):
            return True
    return False


def _differs(cell: Cell, parts: list[str]) -> Finding:
    value, start, end = cell
    added = sum((number_of(one) or Decimal(0) for one in parts), Decimal(0))
    message = f"合计为{value}，按各项相加为{added:f}。"
    return text_finding(
        "table_sum", start, end, f"{value} {added} {len(parts)}", message, blocking=False, excerpt=value
    )


def _columns(table: Table) -> Iterator[Finding]:
    """A column of totals against its row's other numbers, where four rows in five add up and this one does not."""
    header = table.rows[0]
    index = next(
        (i for i, cell in enumerate(header) if i and (_TOTAL.fullmatch(cell[0]) or _SUBTOTAL.fullmatch(cell[0]))), None
    )
    if index is None:
        return
    rows = [row for row in table.rows[1:] if len(row) == len(header)]
    checked = [(row, _row_agrees(header, row, index)) for row in rows]
    known = [agrees for _, agrees in checked if agrees is not None]
    if len(known) < 3 or sum(known) * 5 < len(known) * 4:
        return
    for row, agrees in checked:
        if agrees is False:
            yield _differs(row[index], [cell[0] for cell in _others(header, row, index)])


def _others(header: list[Cell], row: list[Cell], index: int) -> list[Cell]:
    return [
        cell
        for at, cell in enumerate(row)
        if at and at != index and not _NO_SUM.search(header[at][0]) and number_of(cell[0]) is not None
    ]


def _row_agrees(header: list[Cell], row: list[Cell], index: int) -> bool | None:
    value = number_of(row[index][0])
    others = _others(header, row, index)
    if value is None or row[index][0] in _EMPTY or len(others) < 2:
        return None
    numbers = [number_of(cell[0]) or Decimal(0) for cell in others]
    return _agrees(value, numbers, _places([row[index][0], *(cell[0] for cell in others)]))
