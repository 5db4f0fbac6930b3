"""xlsx: visible sheets as tables, merged cells as spans; and rows with their merged cells filled, for the import."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from html import escape
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from gongkai.files import blocks
from gongkai.files.formats.raw import Raw
from gongkai.refusals import NotLawful

CELLS_LIMIT = 200_000
COLUMNS_LIMIT = 200
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
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
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
    for name, table in rows(data):
        table = [row for row in table if any(row)]
        if not table:
            continue
        body = "".join(
            "<tr>" + "".join(f"<td>{escape(cell, quote=False)}</td>" for cell in row) + "</tr>" for row in table
        )
        raw.blocks += blocks.from_html(f"<h2>{escape(name)}</h2><table><tbody>{body}</tbody></table>")
    return raw
