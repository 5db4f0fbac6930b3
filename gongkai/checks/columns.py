"""Personal data in the columns of tables: the header says what a column is, the column is judged as a whole.

One finding stands for a column, at its header cell, so that a list of three hundred people is one matter to decide and
not three hundred. Numbers with a fixed form are found one by one by their own detectors besides.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import replace

from .finding import Finding, text_finding
from .kinds import NUMBERS
from .names import is_name
from .normalise import normalise
from .numbers import check_digit
from .tables import Cell, Table, header_of, tables_of

_MASKED = re.compile(r"[*×某xX]{1,}|\.{3}")
_DETAIL = re.compile(r"[0-9一二三四五六七八九十]{1,5}(?:号|组|社|队|室|栋|幢|单元|户|-[0-9])|村.{0,8}[0-9]")
_FULL_NAME = re.compile(r"[一-龥](?: ?[一-龥]){1,3}|[一-龥]{2,6}-[一-龥]{2,8}")
_NO_PERSON = re.compile(r"公司|中心|局|站|所|院|社|厂|店|会|村|组|学校|银行|合计|小计|总计|备注|姓名|单位|无$")


def scan_columns(text: str) -> Iterator[Finding]:
    """Findings in normalised text, each at the header cell of its column."""
    for table in tables_of(text):
        number, headers = header_of(table)
        if headers:
            yield from _judged(table, number, headers)


def _judged(table: Table, number: int, headers: dict[int, str]) -> Iterator[Finding]:
    width = len(table.rows[number])
    columns = {index: list(table.column(index, width, number + 1)) for index in headers}
    persons = {index: _persons(columns[index]) for index, name in headers.items() if name in ("name", "protected")}
    known = any(persons.values())
    identified = known or any(
        name == "identity" and any(len(_plain(cell)) >= 15 for cell in columns[index])
        for index, name in headers.items()
    )
    for index, category in headers.items():
        cell = table.rows[number][index]
        values = persons.get(index, [])
        if values:
            yield _names(cell, values, protected=category == "protected")
        elif category not in ("name", "protected"):
            yield from _column(category, cell, columns[index], identified)


def _persons(cells: list[Cell]) -> list[str]:
    """Full names in a column; a rare surname counts where others of the column are names beyond doubt."""
    values = [re.sub(r" ", "", value) for value, _, _ in cells]
    shaped = [one for one in values if _FULL_NAME.fullmatch(one) and "某" not in one and not _NO_PERSON.search(one)]
    sure = [one for one in shaped if is_name(one)]
    return shaped if len(sure) * 2 >= len(shaped) and sure else sure


def _names(cell: Cell, values: list[str], *, protected: bool) -> Finding:
    value, start, end = cell
    who = "应当保护的人员的姓名" if protected else "个人姓名"
    message = f"表格“{value}”一列有{len(values)}个{who}。"
    excerpt = f"“{value}”一列共{len(values)}个"
    return text_finding("personal_name", start, end, "、".join(values), message, blocking=protected, excerpt=excerpt)


def _plain(cell: Cell) -> str:
    return "" if "*" in cell[0] else re.sub(r"[^0-9A-Za-z]", "", cell[0])


def _column(category: str, cell: Cell, cells: list[Cell], identified: bool) -> Iterator[Finding]:
    """What the rest of the columns says, given whether the table tells whom it is about."""
    tell = {
        "identity": _identity,
        "account": _accounts,
        "number": _accounts,
        "address": _addresses,
        "health": _conditions,
        "birth": _births,
        "phone": _lines,
    }.get(category)
    found = tell(cells) if tell else []
    if not found:
        return
    blocking = identified and category not in ("birth", "phone")
    if category in ("health", "birth", "address", "phone") and not identified:
        return
    value, start, end = cell
    message = f"表格“{value}”一列有{len(found)}项没有遮盖的个人信息。"
    excerpt, joined = f"“{value}”一列共{len(found)}项", "\n".join([value, *found])
    yield text_finding("personal_column", start, end, joined, message, blocking=blocking, excerpt=excerpt)


def _identity(cells: list[Cell]) -> list[str]:
    """Identity papers that their own detectors do not find: old form, mistyped, permits, passports."""
    found = []
    for cell in cells:
        value = _plain(cell).upper()
        if re.fullmatch(r"[0-9]{17}[0-9X]", value) and check_digit(value[:17]) == value[17]:
            continue
        if re.fullmatch(r"[0-9]{15}|[0-9]{17}[0-9X]|[A-Z]{1,2}[0-9]{7,10}|[0-9]{8}", value):
            found.append(value)
    return found


def _accounts(cells: list[Cell]) -> list[str]:
    return [value for value in map(_plain, cells) if 8 <= len(value) <= 28 and sum(map(str.isdigit, value)) >= 7]


def _addresses(cells: list[Cell]) -> list[str]:
    return [value for value, _, _ in cells if len(value) >= 4 and "*" not in value and _DETAIL.search(value)]


def _conditions(cells: list[Cell]) -> list[str]:
    return [
        value for value, _, _ in cells if value not in ("无", "-", "/", "健康", "良好") and not _MASKED.fullmatch(value)
    ]


def _lines(cells: list[Cell]) -> list[str]:
    """Telephones of fixed lines; mobiles are found one by one."""
    return [value for value in map(_plain, cells) if re.fullmatch(r"0[0-9]{9,11}|[2-8][0-9]{6,7}", value)]


def _births(cells: list[Cell]) -> list[str]:
    return [value for value, _, _ in cells if re.search(r"(?:19|20)[0-9]{2}.?[01]?[0-9]", value)]


# So many numbers of one kind in one column are one matter to decide.
_MANY = 5


def gathered(text: str, findings: Iterable[Finding]) -> list[Finding]:
    """The findings with the numbers of one kind in one column of a table gathered into one, where there are many.

    It stands at the first of them, blocks if one of them does, and its value is all of theirs: an override holds for
    exactly this list.
    """
    every = list(findings)
    if "\t" not in text or len(every) <= _MANY:
        return every
    many = [group for group in _by_column(text, every) if len(group) > _MANY]
    gone = {id(item) for group in many for item in group}
    kept = [item for item in every if id(item) not in gone] + [_together(group) for group in many]
    return sorted(kept, key=lambda item: item.start)


def _by_column(text: str, every: list[Finding]) -> Iterable[list[Finding]]:
    """The numbers of one kind in one column of one table."""
    numbers = sorted((item for item in every if item.kind in NUMBERS), key=lambda item: item.start)
    starts = [item.start for item in numbers]
    groups: dict[tuple[str, int, int], list[Finding]] = {}
    for number, table in enumerate(tables_of(normalise(text)) if numbers else ()):
        for row in table.rows:
            for place, (_, start, end) in enumerate(reversed(row)):
                for item in numbers[bisect_left(starts, start) : bisect_left(starts, end)]:
                    groups.setdefault((item.kind, number, place), []).append(item)
    return groups.values()


def _together(group: list[Finding]) -> Finding:
    first = next((item for item in group if item.blocking), group[0])
    return replace(
        first,
        message=f"表格的一列中有{len(group)}个{first.label}。",
        excerpt=f"{first.excerpt} 等{len(group)}个",
        value="\n".join(item.value for item in group),
    )
