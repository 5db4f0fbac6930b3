"""xlsx and csv: visible sheets as tables, merged cells as spans; rows with merged cells filled, for the import."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Collection
from datetime import date, datetime
from html import escape
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from gongkai.files import blocks
from gongkai.files.encodings import decode
from gongkai.files.formats.raw import Raw
from gongkai.refusals import NotLawful

CELLS_LIMIT = 200_000
COLUMNS_LIMIT = 200
_UNNAMED = re.compile(r"^(?:Sheet|工作表|表)\s*\d*$", re.I)  # the name a sheet has when nobody named it
SHEET_LIMIT = 40 * 1024 * 1024  # bytes of one sheet's XML


def _book(data: bytes) -> openpyxl.Workbook:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            largest = max(
                (entry.file_size for entry in package.infolist() if entry.filename.startswith("xl/")),
                default=0,
            )
        if largest > SHEET_LIMIT:
            raise NotLawful("files.too_large", "表格过大，不能自动读取。", remedy="请拆成几个表格再导入。")
        return openpyxl.load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
    except (KeyError, ValueError, TypeError, AttributeError, zipfile.BadZipFile) as error:
        raise NotLawful("files.corrupt", "表格已损坏，不能打开。", remedy="请用原来的软件另存一份再上传。") from error


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _merged(sheet: Worksheet) -> dict[tuple[int, int], tuple[int, int]]:
    """Every covered cell → the cell that holds its value."""
    covered: dict[tuple[int, int], tuple[int, int]] = {}
    for area in list(sheet.merged_cells.ranges)[:CELLS_LIMIT]:
        if area.size["rows"] * area.size["columns"] > CELLS_LIMIT - len(covered):
            break
        for row in range(area.min_row, area.max_row + 1):
            for column in range(area.min_col, area.max_col + 1):
                covered[row, column] = (area.min_row, area.min_col)
    return covered


def rows(data: bytes) -> list[tuple[str, list[list[str]]]]:
    """(sheet name, rows of text) of every visible sheet, merged cells filled; raises NotLawful for a broken file."""
    result = []
    book = _book(data)
    for sheet in _visible(book):
        covered, table, cells = _merged(sheet), [], 0
        last = min(sheet.max_column or 0, COLUMNS_LIMIT)
        for row in sheet.iter_rows(max_col=last):
            values = []
            for cell in row:
                at = covered.get((cell.row, cell.column))
                values.append(_text(sheet.cell(*at).value if at else cell.value))
            cells += len(values)
            if cells > CELLS_LIMIT:
                raise NotLawful("files.too_large", f"表格超过{CELLS_LIMIT}格。", remedy="请拆成几个表格再导入。")
            table.append(values)
        result.append((sheet.title, table))
    return result


def read(data: bytes) -> Raw:
    """Read a workbook as headings and tables; hidden sheets are left out and reported."""
    book = _book(data)
    raw = Raw([])
    hidden = [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"]
    if hidden:
        raw.warnings.append(f"有隐藏的工作表“{'、'.join(hidden)[:60]}”，没有读取，公开前请核对。")
    words: list[str] = []
    for (name, table), sheet in zip(rows(data), _visible(book), strict=True):
        if unseen := _blanked(sheet, table):
            raw.warnings.append(f"工作表“{name[:30]}”中有隐藏的{unseen}，没有读取，公开前请核对。")
        if not any(any(row) for row in table):
            continue
        heading = "" if _UNNAMED.match(name) else f"<h2>{escape(name)}</h2>"
        raw.blocks += blocks.from_html(f"{heading}<table><tbody>{_body(sheet, table)}</tbody></table>")
        words += [name, *("\t".join(row).rstrip("\t") for row in table if any(row))]
    raw.words = "\n".join(words)  # merged cells filled: every row says whose it is, in its column
    return raw


def _blanked(sheet: Worksheet, table: list[list[str]]) -> str:
    """Empty the cells of hidden rows and columns, which a page on the web would show; says how many held words."""
    lines = {number for number, one in sheet.row_dimensions.items() if one.hidden and number <= len(table)}
    columns: set[int] = set()
    for one in sheet.column_dimensions.values():  # one entry may stand for a range of columns
        if one.hidden and one.min:
            columns |= set(range(one.min, min(one.max or one.min, COLUMNS_LIMIT) + 1))
    seen_lines = {number for number in lines if any(table[number - 1])}
    seen_columns = {number for number in columns if any(row[number - 1] for row in table if number <= len(row))}
    for number, row in enumerate(table, start=1):
        for column in range(1, len(row) + 1):
            if number in lines or column in columns:
                row[column - 1] = ""
    counted = [(len(seen_lines), "行"), (len(seen_columns), "列")]
    return "和".join(f"{count}{unit}" for count, unit in counted if count)


def _visible(book: openpyxl.Workbook) -> list[Worksheet]:
    return [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]


def _body(sheet: Worksheet, table: list[list[str]]) -> str:
    """Rows as HTML with merged cells as spans; empty rows and the empty columns at the right are left out."""
    covered = _merged(sheet)
    last = max((index + 1 for row in table for index, cell in enumerate(row) if cell), default=0)
    kept = [index for index, row in enumerate(table, start=1) if any(row)]
    spans: dict[tuple[int, int], tuple[set[int], set[int]]] = {}
    for (row, column), start in covered.items():
        if row in kept and column <= last:
            rows_of, columns_of = spans.setdefault(start, (set(), set()))
            rows_of.add(row)
            columns_of.add(column)
    lines = []
    for row in kept:
        cells = []
        for column in range(1, last + 1):
            if covered.get((row, column), (row, column)) == (row, column):
                cells.append(_cell(table[row - 1][column - 1], *spans.get((row, column), ((), ()))))
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return "".join(lines)


def _cell(text: str, rows_of: Collection[int], columns_of: Collection[int]) -> str:
    spans = (("rowspan", len(rows_of)), ("colspan", len(columns_of)))
    said = "".join(f' {name}="{count}"' for name, count in spans if count > 1)
    return f"<td{said}>{escape(text, quote=False)}</td>"


def read_csv(data: bytes) -> Raw:
    """Read a table of separated values in any usual encoding; commas, semicolons or tabs."""
    text, warnings = decode(data)
    separator = max(",\t;", key=text[:5_000].count)
    raw = Raw([], warnings=warnings)
    table, cells = [], 0
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
        cells += len(row)
        if cells > CELLS_LIMIT:
            raw.warnings.append(f"表格超过{CELLS_LIMIT}格，后面的没有读取。")
            break
        if any(cell.strip() for cell in row):
            table.append([cell.strip() for cell in row[:COLUMNS_LIMIT]])
    body = "".join("<tr>" + "".join(_cell(cell, (), ()) for cell in row) + "</tr>" for row in table)
    raw.blocks = blocks.from_html(f"<table><tbody>{body}</tbody></table>") if table else []
    return raw
