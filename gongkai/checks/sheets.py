"""What an xlsx carries unseen: hidden sheets, rows, columns and cells, caches of other data, names, notes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from .containers import Container
from .drawings import Shapes, read_shapes
from .sheet_styles import CellStyles, read_cell_styles
from .unseen import Unseen, place
from .word import is_path
from .word_styles import is_on

_CELL = re.compile(r"^([A-Z]{1,3})(\d{1,7})$")
_ROW_GAP = 2_000  # rows or columns of nothing before a lonely cell that nobody scrolls to
_COLUMN_GAP = 200
_COLUMNS = 1 << 15
# Sheets in which WPS keeps the index of pictures in cells.
_TECHNICAL_SHEET = re.compile(r"^WpsReserved_")


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _letters(column: int) -> str:
    result = ""
    while column:
        column, rest = divmod(column - 1, 26)
        result = chr(65 + rest) + result
    return result


@dataclass
class _Sheet:
    """What was seen in one sheet: places by kind, cells that hold something, and what comes behind the cells."""

    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    rows: dict[str, list[int]] = field(default_factory=dict)
    cells: dict[str, list[str]] = field(default_factory=dict)
    filled: set[int] = field(default_factory=set)  # row * 2**15 + column
    merges: list[str] = field(default_factory=list)
    filtered: bool = False
    dressed: bool = False  # a table style or a conditional format colours the ground


def inspect_sheets(container: Container, unseen: Unseen) -> None:
    """Report on a workbook."""
    styles = read_cell_styles(container)
    _workbook(container, unseen)
    rows, columns = list[tuple[str, str]](), list[str]()
    cells = dict[str, list[str]]()
    for title, part in _sheet_parts(container):
        sheet = _read_sheet(container, part, styles)
        label = f"工作表“{place(title)}”"
        rows += [(kind, f"{label}第{number}行") for kind, numbers in sheet.rows.items() for number in numbers]
        columns += [f"{label}{_letters(number)}列" for number in _hidden_columns(sheet)]
        for kind, names in [*sheet.cells.items(), ("behind", _behind_merges(sheet)), ("lonely", _lonely(sheet))]:
            cells.setdefault(kind, []).extend(f"{label}{name}" for name in names)
    _report_lines(unseen, rows, columns)
    for kind, (what, do, blocking) in _CELLS.items():
        unseen.add(what, do, count=len(cells.get(kind, ())), unit="格", where=cells.get(kind, ()), blocking=blocking)
    _caches(container, unseen)
    _notes(container, unseen)
    shapes = Shapes()
    for part in container.names:
        if re.match(r"^xl/drawings/drawing[^/]*\.xml$", part):
            read_shapes(container, part, shapes, "工作表中的图形")
    shapes.report(unseen)


_UNHIDE = "请取消隐藏、取消筛选并展开分组，逐行核对，不能公开的删去，另存后重新上传。"
_RECOLOUR = "请全选，把字体颜色、字号和单元格格式改为常规，核对后删去不能公开的内容，另存后重新上传。"
_CELLS: dict[str, tuple[str, str, bool]] = {
    "unseen": ("与背景同色的单元格", _RECOLOUR, True),
    "perhaps": ("可能与背景同色的单元格", _RECOLOUR, False),
    "blank": ("用数字格式隐藏的单元格", _RECOLOUR, True),
    "tiny": ("字号极小的单元格", _RECOLOUR, True),
    "behind": ("被合并单元格遮住的单元格", "请取消合并单元格，核对后清除多余内容，另存后重新上传。", True),
    "lonely": ("远离数据区的单元格", "请按Ctrl+End定位到最后的单元格，核对后删去，另存后重新上传。", True),
}


def _workbook(container: Container, unseen: Unseen) -> None:
    sheets, names, path, window = list[str](), 0, 0, 0
    technical = 0
    for tag, given in container.starts("xl/workbook.xml"):
        if tag == "sheet" and given.get("state") in ("hidden", "veryHidden"):
            technical += bool(_TECHNICAL_SHEET.match(given.get("name", "")))
            if not _TECHNICAL_SHEET.match(given.get("name", "")):
                deep = "（深度隐藏）" if given["state"] == "veryHidden" else ""
                sheets.append(f"“{place(given.get('name', ''))}”{deep}")
        elif tag == "definedName" and is_on({"val": given.get("hidden", "0")}):
            names += not given.get("name", "").startswith(("_xlnm.", "_xlfn"))
        elif tag == "absPath":
            path += is_path(given.get("url", ""))
        elif tag == "workbookView":
            window += given.get("visibility") in ("hidden", "veryHidden")
    do = "请取消隐藏工作表（深度隐藏的用VBA编辑器），核对后删去不能公开的，另存后重新上传。"
    unseen.add("隐藏工作表", do, count=len(sheets), unit="张", where=sheets)
    unseen.add("WPS图片索引表", do, count=technical, unit="张", blocking=False)
    unseen.add("隐藏的工作簿窗口", "请在“视图”中取消隐藏窗口，核对后另存，重新上传。", count=window)
    unseen.add("隐藏的名称", "请在“名称管理器”中核对并删去，另存后重新上传。", count=names, unit="个")
    unseen.note("保存时所在的文件夹路径", "请复制到新工作簿后另存，重新上传。", count=path)


def _sheet_parts(container: Container) -> Iterator[tuple[str, str]]:
    """Title and part of every sheet; parts that the workbook does not name come with their own name."""
    targets = {
        given.get("Id", ""): "xl/" + given.get("Target", "").removeprefix("/").removeprefix("xl/")
        for tag, given in container.starts("xl/_rels/workbook.xml.rels")
    }
    left = [part for part in container.names if re.match(r"^xl/(work|chart|macro|dialog)sheets/[^/]+\.xml$", part)]
    for tag, given in container.starts("xl/workbook.xml"):
        part = targets.get(given.get("r:id", given.get("id", "")), "")
        if tag == "sheet" and part in left:
            left.remove(part)
            yield given.get("name", ""), part
    for part in left:
        yield part.rpartition("/")[2].removesuffix(".xml"), part


def _read_sheet(container: Container, part: str, styles: CellStyles) -> _Sheet:
    sheet = _Sheet()
    row = column = style = 0
    concealed = ""
    for tag, given in container.starts(part):
        if tag == "c":
            match = _CELL.match(given.get("r", ""))
            column = _column(match[1]) if match else column + 1
            style = int(given["s"]) if given.get("s", "").isdigit() else 0
        elif tag in ("v", "is") and row:
            sheet.filled.add(row * _COLUMNS + column)
            if concealed:
                sheet.rows.setdefault(concealed, []).append(row)
                concealed = ""
            _judge(sheet, styles, style, row, column)
        elif tag == "row":
            row, column = (int(given["r"]) if given.get("r", "").isdigit() else row + 1), 0
            concealed = _concealed(given)
        elif tag == "col" and (is_on({"val": given.get("hidden", "0")}) or given.get("width") == "0"):
            sheet.hidden_columns.append((int(given.get("min", "0")), int(given.get("max", "0"))))
        elif tag == "mergeCell":
            sheet.merges.append(given.get("ref", ""))
        elif tag in ("tablePart", "conditionalFormatting"):
            sheet.dressed = True
        elif tag == "autoFilter":
            sheet.filtered = True
    if sheet.filtered and "hidden" in sheet.rows:
        sheet.rows["filtered"] = sheet.rows.pop("hidden")
    if sheet.dressed and "unseen" in sheet.cells:
        sheet.cells["perhaps"] = sheet.cells.pop("unseen")
    return sheet


def _concealed(given: dict[str, str]) -> str:
    if not is_on({"val": given.get("hidden", "0")}) and given.get("ht") not in ("0", "0.0"):
        return ""
    return "folded" if given.get("outlineLevel", "0") != "0" else "hidden"


def _judge(sheet: _Sheet, styles: CellStyles, style: int, row: int, column: int) -> None:
    for kind, indexes in (("unseen", styles.unseen), ("blank", styles.blank), ("tiny", styles.tiny)):
        if style in indexes:
            sheet.cells.setdefault(kind, []).append(f"{_letters(column)}{row}")


def _hidden_columns(sheet: _Sheet) -> list[int]:
    """Hidden columns that hold anything: hiding the empty rest of a sheet is usual."""
    used = {cell % _COLUMNS for cell in sheet.filled}
    return sorted(column for column in used if any(low <= column <= high for low, high in sheet.hidden_columns))


def _behind_merges(sheet: _Sheet) -> Iterator[str]:
    for area in sheet.merges:
        first, _, last = area.partition(":")
        start, end = _CELL.match(first), _CELL.match(last)
        if not start or not end:
            continue
        rows, columns = range(int(start[2]), int(end[2]) + 1), range(_column(start[1]), _column(end[1]) + 1)
        corner = rows.start * _COLUMNS + columns.start
        if len(rows) * len(columns) < len(sheet.filled):
            inside: Iterable[int] = (row * _COLUMNS + column for row in rows for column in columns)
        else:
            inside = (cell for cell in sheet.filled if cell // _COLUMNS in rows and cell % _COLUMNS in columns)
        for cell in inside:
            if cell != corner and cell in sheet.filled:
                yield f"{_letters(cell % _COLUMNS)}{cell // _COLUMNS}"


def _lonely(sheet: _Sheet) -> list[str]:
    """Cells behind a large gap of nothing."""
    rows = sorted({cell // _COLUMNS for cell in sheet.filled})
    columns = sorted({cell % _COLUMNS for cell in sheet.filled})
    far_rows = next((later for one, later in pairwise(rows) if later - one > _ROW_GAP), 1 << 40)
    far_columns = next((later for one, later in pairwise(columns) if later - one > _COLUMN_GAP), 1 << 40)
    return [
        f"{_letters(cell % _COLUMNS)}{cell // _COLUMNS}"
        for cell in sorted(sheet.filled)
        if cell // _COLUMNS >= far_rows or cell % _COLUMNS >= far_columns
    ]


def _report_lines(unseen: Unseen, rows: list[tuple[str, str]], columns: list[str]) -> None:
    plain = [where for kind, where in rows if kind == "hidden"]
    if plain or columns:
        counts = [f"行{len(plain)}处"] * bool(plain) + [f"列{len(columns)}处"] * bool(columns)
        unseen.add("隐藏的行列", _UNHIDE, where=[*plain, *columns], excerpt=f"隐藏的{'、'.join(counts)}")
    for kind, what in (("folded", "折叠在分组里的行"), ("filtered", "被筛选掉的行")):
        places = [where for found, where in rows if found == kind]
        unseen.add(what, _UNHIDE, count=len(places), where=places)


def _caches(container: Container, unseen: Unseen) -> None:
    def count(pattern: str, *tags: str) -> int:
        parts = [part for part in container.names if re.match(pattern, part)]
        return sum(tag in tags for part in parts for tag, _ in container.starts(part))

    do = "请把透视表复制后粘贴为数值，删去原透视表，另存后重新上传。"
    unseen.add("透视表背后的源数据", do, count=count(r"^xl/pivotCache/pivotCacheRecords", "r"), unit="行")
    kept = 0 if any("pivotCacheRecords" in part for part in container.names) else count(r"^xl/pivotCache/", "s")
    unseen.add("透视表缓存的项目", do, count=kept, unit="项", blocking=False)
    do = "请在“数据—编辑链接”中断开链接，另存后重新上传。"
    unseen.add("外部工作簿数据的缓存", do, count=count(r"^xl/externalLinks/", "v"), unit="格")
    do = "请在“数据—查询和连接”中删去，另存后重新上传。"
    unseen.add("数据连接", do, count=count(r"^xl/connections\.xml$", "connection"), unit="个")
    changes = count(r"^xl/revisions/revisionLog", "rcc", "rrc", "rm", "ris", "rsnm")
    do = "请在“审阅”中取消共享工作簿的修订，另存后重新上传。"
    unseen.add("共享工作簿的修订记录", do, count=changes, kind="tracked_changes")
    printers = (part for part in container.names if part.startswith("xl/printerSettings/"))
    told = sum(container.read(part)[:4] == "\\\\".encode("utf-16-le") for part in printers)
    unseen.note("网络打印机的名称", "请换用“另存为PDF”打印机后另存，重新上传。", count=told)


def _notes(container: Container, unseen: Unseen) -> None:
    where, people = list[str](), set[str]()
    for part in container.names:
        if re.match(r"^xl/(threadedComments/|comments|comments/).*\.xml$", part, re.IGNORECASE):
            tags = ("threadedComment",) if "threaded" in part.lower() else ("comment",)
            where += [given.get("ref", "") for tag, given in container.starts(part) if tag in tags]
        elif part.startswith("xl/persons/"):
            people |= {given.get("displayName", "") for tag, given in container.starts(part) if tag == "person"}
    unseen.comments(len(set(where)) if any("threaded" in part for part in container.names) else len(where), where)
    do = "请在“检查文档”中删去个人信息，另存后重新上传。"
    unseen.note("批注人的姓名或者账号", do, count=len(people - {""}), unit="个")
