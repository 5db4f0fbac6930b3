"""A catalogue out of a spreadsheet: csv or xlsx in, a row-by-row report out. Nothing is written here.

Merged cells are filled downward (a spreadsheet knows its own; a csv has lost them, so blank levels, basis and limit
take the value above, and the report says so). The header row is found by its Chinese labels, of one
line or two.
"""

import csv
import io
import re
from dataclasses import asdict, dataclass, field
from typing import Any

from gongkai.catalogue import limits, ticking
from gongkai.files import encodings
from gongkai.files.chinese import plain
from gongkai.files.formats import sheet
from gongkai.refusals import NotLawful

LABELS = {
    "number": ("序号", "no", "编号"),
    "level1": ("一级目录", "一级事项", "level1"),
    "level2": ("二级目录", "二级事项", "level2"),
    "level3": ("三级目录", "三级事项", "level3"),
    "content": ("公开内容", "公开内容要素", "内容", "content"),
    "basis": ("公开依据", "主要公开依据", "依据", "basis"),
    "limit_text": ("公开时限", "时限", "time_limit_text"),
    "responsible": ("责任单位", "公开主体", "责任主体", "公开责任主体"),
    "form": ("公开形式",),
    "channels": ("公开渠道和载体", "公开渠道", "公开载体", "渠道和载体"),
    "audience": ("公开对象",),
    "audience_society": ("全社会",),
    "audience_group": ("特定群体", "特定群众"),
    "mode": ("公开方式",),
    "mode_proactive": ("主动", "主动公开"),
    "mode_on_request": ("依申请公开", "依申请"),
    "tiers": ("公开层级",),
    "tier_county": ("县级", "区级", "市级", "县区级"),
    "tier_township": ("乡级", "乡村级", "乡镇级", "镇级"),
    "field": ("试点领域", "所属领域"),
    "procedure": ("审核程序", "审查程序"),
    "link_url": ("链接地址", "链接", "网址"),
    "code": ("事项编码", "编码"),
    "note": ("说明", "备注", "notes"),
}
NAMES = {key: labels[0] for key, labels in LABELS.items()}
_KEY = {label: key for key, labels in LABELS.items() for label in labels}
REQUIRED = ("number", "level1", "content", "limit_text")
HEADER_WITHIN = 30  # rows searched for the header


@dataclass
class Row:
    """One row of the file: where it stands, what was read, what was carried down, what to check, what is wrong."""

    line: int
    values: dict[str, Any] = field(default_factory=dict)
    carried: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def title(self) -> str:
        """Number and levels, for the report."""
        levels = [self.values.get(key) for key in ("level1", "level2", "level3")]
        return f"{self.values.get('number') or '—'} {' / '.join(level for level in levels if level)}".strip()


@dataclass
class Report:
    """All rows that hold an item, what is wrong with the file as a whole, and how many rows were passed over."""

    rows: list[Row] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)

    @property
    def good(self) -> list[Row]:
        """Rows without a fault."""
        return [row for row in self.rows if not row.faults]

    @property
    def bad(self) -> list[Row]:
        """Rows with a fault."""
        return [row for row in self.rows if row.faults]

    @property
    def complete(self) -> bool:
        """Everything in the file can be imported."""
        return bool(self.rows) and not self.faults and not self.bad

    def as_plain(self) -> dict[str, Any]:
        """The report in JSON-able values, to be carried from one page to the next."""
        return asdict(self)

    @classmethod
    def from_plain(cls, data: dict[str, Any]) -> "Report":
        """The report again."""
        return cls([Row(**row) for row in data["rows"]], data["faults"], data["passed_over"])


def read_file(name: str, data: bytes) -> Report:
    """The report on an uploaded csv or xlsx file; a file that cannot be opened gives a report with a file fault."""
    if not data.strip():
        return Report(faults=["文件是空的。请选择有内容的 csv 或 xlsx 文件。"])
    ending = name.lower().rpartition(".")[2]
    if ending == "csv":
        text, warnings = encodings.decode(data)
        report = read_table(list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))))
        report.passed_over[:0] = warnings
        return report
    if ending != "xlsx":
        return Report(faults=[f"不能导入“{name}”。请用 WPS 或 Excel 另存为 xlsx 或者 csv 文件。"])
    try:
        tables = sheet.rows(data)
    except NotLawful as refusal:
        return Report(faults=[str(refusal)])
    reports = [read_table(table, sheet_name) for sheet_name, table in tables]
    return next((report for report in reports if report.rows), (reports or [read_table([])])[0])


def table_of(name: str, data: bytes) -> list[list[str]]:
    """The cells of a csv, or of the first filled sheet of an xlsx. Raises NotLawful for anything else."""
    ending = name.lower().rpartition(".")[2]
    if ending == "csv":
        text, _ = encodings.decode(data)
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))
    if ending != "xlsx":
        raise NotLawful(
            "catalogue.list_file", f"不能读入“{name}”。", remedy="请用 WPS 或 Excel 另存为 xlsx 或者 csv 文件。"
        )
    tables = [table for _, table in sheet.rows(data)]
    return next((table for table in tables if any(any(row) for row in table)), [])


def _delimiter(text: str) -> str:
    first = text[:2000]
    return max(",;\t", key=first.count)


def read_table(table: list[list[str]], sheet_name: str = "") -> Report:
    """The report on a table of text cells."""
    where = f"工作表“{sheet_name}”" if sheet_name else "文件"
    if not any(any(cell.strip() for cell in row) for row in table):
        return Report(faults=[f"{where}是空的。请选择有内容的文件。"])
    found = _header(table)
    if found is None:
        wanted = "、".join(NAMES[key] for key in REQUIRED)
        return Report(faults=[f"{where}里没有找到表头。表头应当至少有：{wanted}。请核对列名后再导入。"])
    columns, first = found
    report = Report()
    above: dict[str, str] = {}
    for index, cells in enumerate(table[first:], start=first + 1):
        said = {key: _cell(cells, column) for key, column in columns.items()}
        if sheet_name:
            _unspread(said)
        _take(report, index, cells, said, above)
    _check_repeats(report)
    if not report.rows:
        report.faults.append(f"{where}只有表头，没有公开事项。请补上内容后再导入。")
    return report


def _cell(cells: list[str], column: int) -> str:
    text = cells[column] if column < len(cells) else ""
    return re.sub(r"[ \t\u3000\u00a0]+", " ", str(text or "").replace("\r", "")).strip()


def _unspread(said: dict[str, str]) -> None:
    """A cell merged across the levels stands for the upper one only."""
    for upper, lower in (("level2", "level3"), ("level1", "level2"), ("level2", "level3")):
        if said.get(lower) and said.get(lower) == said.get(upper):
            said[lower] = ""


def _label(cell: str) -> str:
    """The key a header cell stands for, "" for none. Blanks, line breaks and brackets do not matter."""
    return _KEY.get(re.sub(r"\(.*?\)|[\s：:、]", "", plain(str(cell or ""))).lower(), "")


def _header(table: list[list[str]]) -> tuple[dict[str, int], int] | None:
    """(key → column, index of the first row below the header); the header may have two lines."""
    for index in range(min(len(table), HEADER_WITHIN)):
        columns: dict[str, int] = {}
        for height in (1, 2):
            for column, cell in enumerate(table[index + height - 1] if index + height <= len(table) else []):
                key = _label(cell)
                if key:
                    columns.setdefault(key, column)
            if all(key in columns for key in REQUIRED):
                return columns, index + height
    return None


def _take(report: Report, line: int, cells: list[str], said: dict[str, str], above: dict[str, str]) -> None:
    """Read one row below the header into the report."""
    filled = [cell for cell in cells if str(cell or "").strip()]
    if not filled:
        return
    if sum(_label(cell) in REQUIRED for cell in cells) >= len(REQUIRED) - 1:
        report.passed_over.append(f"第{line}行是重复的表头，未读入。")
        return
    if len(set(filled)) == 1 or not (said["number"] or said["content"]):
        report.passed_over.append(f"第{line}行不是公开事项，未读入：{filled[0][:30]}")
        return
    row = Row(line)
    report.rows.append(row)
    _levels(row, said, above)
    for key in ("basis", "limit_text"):
        if (not said.get(key) or said[key] in limits.SAME_AS_ABOVE) and above.get(key):
            said[key] = above[key]
            row.carried.append(NAMES[key])
    above.update({key: said[key] for key in ("basis", "limit_text") if said.get(key)})
    row.values = said | {"number": _number(row, said["number"])}
    _check(row)


def _levels(row: Row, said: dict[str, str], above: dict[str, str]) -> None:
    """Fill blank upper levels from the row above; a new upper level ends the lower ones."""
    for key in ("level1", "level2", "level3"):
        said[key] = re.sub(r"\s+", "", said.get(key, ""))
    levels = ["level1", "level2", "level3"]
    deepest = max((place for place, key in enumerate(levels) if said[key]), default=-1)
    if deepest < 0:
        row.faults.append("三级目录都没有填写。请写明这一项属于哪个目录。")
    for key in levels[: max(deepest, 0)]:
        if said[key]:
            if said[key] != above.get(key):
                for lower in levels[levels.index(key) + 1 :]:
                    above.pop(lower, None)
            above[key] = said[key]
        elif above.get(key):
            said[key] = above[key]
            row.carried.append(NAMES[key])
    if deepest >= 0:
        above[levels[deepest]] = said[levels[deepest]]
        for lower in levels[deepest + 1 :]:
            above.pop(lower, None)
        if not said["level1"]:
            row.faults.append("缺少一级目录，上面也没有可以沿用的。请补上一级目录。")
        elif said["level3"] and not said["level2"]:
            row.faults.append("有三级目录而缺少二级目录。请补上二级目录。")


def _number(row: Row, text: str) -> int | None:
    if not text:
        row.faults.append("缺少序号。请补上序号。")
        return None
    if not plain(text).isdigit() or int(plain(text)) == 0:
        row.faults.append(f"序号“{text[:20]}”不是数字。请改成 1、2、3 这样的数字。")
        return None
    return int(plain(text))


def _check(row: Row) -> None:
    """Content, limit and schedule of one row."""
    values = row.values
    if not values["content"]:
        row.faults.append("缺少公开内容。请写明公开什么。")
    if not values.get("basis"):
        row.notes.append("没有写公开依据")
    for key in ("content", "basis"):
        text = values.get(key, "")
        if text.count("〔") != text.count("〕"):
            row.notes.append(f"{NAMES[key]}里的〔〕不成对，请对照原件")
    try:
        limit = limits.read(values.get("limit_text", ""))
        schedule, dates = limits.schedule_of(values["limit_text"], values["content"], limit.unit)
    except limits.UnknownLimit as error:
        row.faults.append(
            f"{error}时限请写成“信息形成或者变更之日起若干个工作日内”或者“动态更新”，日期请写成“每年4月1日前”。"
        )
        return
    if limit.note:
        row.notes.append(limit.note)
    ticked, notes = ticking.read(values)
    row.notes += notes
    values |= ticked | {
        "limit_value": limit.value, "limit_unit": limit.unit, "counted_from": limit.counted_from,
        "schedule": schedule, "fixed_dates": dates,
        "responsible": [one for one in re.split(r"[、，,；;\n]+", values.get("responsible", "")) if one],
    }  # fmt: skip


def _check_repeats(report: Report) -> None:
    """A number or a code may stand only once."""
    for key in ("number", "code"):
        seen: dict[Any, int] = {}
        for row in report.rows:
            value = row.values.get(key)
            if not value:
                continue
            if value in seen:
                row.faults.append(f"{NAMES[key]}“{value}”与第{seen[value]}行重复。请改成不同的{NAMES[key]}。")
            seen.setdefault(value, row.line)
