"""Reading the table of a clean-up result (清理结果) and finding the documents it names. Nothing is changed here.

Columns, in any order: 文号, 索引号 or 标题; 结论 (保留, 修改, 废止, 失效); 日期; 依据. csv or xlsx.
"""

import csv
import datetime as dt
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Q
from openpyxl import load_workbook

from gongkai import search
from gongkai.files.encodings import decode
from gongkai.organisations.models import Agency
from gongkai.records import policy, queries, standing
from gongkai.records.models import Publication, Record
from gongkai.refusals import NotLawful
from gongkai.ui.forms import DATE_FORMATS

Validity = Record.Validity
MOST = 5_000  # rows of one table
COLUMNS = {
    "number": ("文号", "发文字号", "文件编号"),
    "index_number": ("索引号",),
    "title": ("标题", "文件名称", "名称", "文件标题"),
    "conclusion": ("结论", "清理结论", "清理结果", "清理意见", "处理意见"),
    "on": ("日期", "自何日起", "失效日期", "废止日期"),
    "note": ("依据", "备注", "依据或备注", "依据/备注", "说明"),
}
CONCLUSIONS: dict[str, str] = {
    "保留": Validity.IN_FORCE, "继续有效": Validity.IN_FORCE, "有效": Validity.IN_FORCE,
    "修改": Validity.AMENDED, "已修改": Validity.AMENDED,
    "废止": Validity.REPEALED, "已废止": Validity.REPEALED, "宣布废止": Validity.REPEALED,
    "失效": Validity.EXPIRED, "已失效": Validity.EXPIRED, "宣布失效": Validity.EXPIRED,
}  # fmt: skip
FOUND, ALREADY = "found", "already"
STATES = {
    FOUND: "可以标注", ALREADY: "已经如此", "ambiguous": "不止一份", "not_found": "没有找到",
    "not_yours": "其他机关的文件", "bad": "填写有误",
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One line of the table, as written."""

    line: int
    number: str = ""
    index_number: str = ""
    title: str = ""
    conclusion: str = ""
    on: str = ""
    note: str = ""

    @property
    def named(self) -> str:
        """What the line calls the document."""
        return self.title or self.number or self.index_number


@dataclass(frozen=True)
class Outcome:
    """What a line leads to: `state` of STATES, the document where there is one, and why not where it is wrong."""

    row: Row
    state: str
    why: str = ""
    record_id: int | None = None
    title: str = ""
    validity: str = ""
    on: str = ""

    @property
    def label(self) -> str:
        """The state in words."""
        return STATES[self.state]

    @property
    def validity_label(self) -> str:
        """What the document becomes, in words."""
        return str(Validity(self.validity).label) if self.validity else ""

    def as_fact(self) -> dict[str, Any]:
        """As the report keeps it."""
        return asdict(self)


def from_fact(fact: dict[str, Any]) -> Outcome:
    """An outcome out of a report."""
    return Outcome(**{**fact, "row": Row(**fact["row"])})


def read(name: str, data: bytes) -> list[Row]:
    """The lines of a csv or xlsx file. Raises NotLawful naming what cannot be read."""
    try:
        table = _xlsx(data) if data[:2] == b"PK" else _csv(data)
    except Exception as error:
        raise NotLawful(
            "records.clean_up_file", f"“{name}”不能作为表格读取。", remedy="请另存为 xlsx 或者 csv 文件再上传。"
        ) from error
    lines = [(number, cells) for number, cells in enumerate(table, start=1) if any(cells)]
    for position, (_, cells) in enumerate(lines[:10]):
        places = _places(cells)
        if "conclusion" in places and places.keys() & {"number", "index_number", "title"}:
            return _rows(lines[position + 1 :], places)
    raise NotLawful(
        "records.clean_up_columns",
        "表格中没有认出需要的列。",
        remedy="请写明列名：结论，以及文号、索引号、标题中的至少一列。",
    )


def _rows(lines: list[tuple[int, list[str]]], places: dict[str, int]) -> list[Row]:
    if len(lines) > MOST:
        raise NotLawful("records.clean_up_long", f"表格超过{MOST}行。", remedy="请分成几次导入。")
    if not lines:
        raise NotLawful("records.clean_up_empty", "表格中没有文件。", remedy="请核对表格。")
    return [
        Row(line, **{name: cells[at] if at < len(cells) else "" for name, at in places.items()})
        for line, cells in lines
    ]


def _places(cells: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, cell in enumerate(cells):
        for name, words in COLUMNS.items():
            if cell in words:
                found.setdefault(name, at)
    return found


def _csv(data: bytes) -> Iterator[list[str]]:
    text, _ = decode(data)
    return iter([[_cell(cell) for cell in line] for line in csv.reader(io.StringIO(text))])


def _xlsx(data: bytes) -> Iterator[list[str]]:
    sheet = load_workbook(io.BytesIO(data), read_only=True, data_only=True).worksheets[0]
    return iter([[_cell(cell) for cell in line] for line in sheet.iter_rows(values_only=True, max_row=MOST + 20)])


def _cell(value: Any) -> str:
    if isinstance(value, dt.datetime):
        value = value.date()
    return " ".join(str(value if value is not None else "").split())[:500]


def match(rows: Iterable[Row], agency: Agency, decided_on: dt.date) -> list[Outcome]:
    """What each line leads to, in the order of the table. Three queries, whatever its length."""
    lines = list(rows)
    finder = _Finder(lines)
    seen: dict[int, int] = {}
    found = []
    for row in lines:
        outcome = _match(row, finder, agency, decided_on)
        if outcome.record_id in seen and outcome.state in (FOUND, ALREADY):
            why = f"与第{seen[outcome.record_id]}行是同一份文件。"
            outcome = Outcome(row, "bad", why)
        elif outcome.record_id:
            seen[outcome.record_id] = row.line
        found.append(outcome)
    return found


class _Finder:
    """Live publications that the lines may mean, by number, index number and title."""

    def __init__(self, rows: list[Row]) -> None:
        numbers = {search.number_key(row.number) for row in rows if row.number}
        indexes = {search.index_key(row.index_number) for row in rows if row.index_number}
        titles = {bare(row.title) for row in rows if row.title}
        named = Q(number_key__in=numbers) | Q(index_key__in=indexes) | Q(title__in=titles)
        self.by: dict[str, dict[str, list[Publication]]] = {name: defaultdict(list) for name in ("n", "i", "t")}
        for one in queries.live().filter(named):
            self.by["n"][one.number_key].append(one)
            self.by["i"][one.index_key].append(one)
            self.by["t"][one.title].append(one)

    def find(self, row: Row) -> list[Publication]:
        """By index number, else by document number, else by title."""
        if row.index_number:
            return self.by["i"].get(search.index_key(row.index_number), [])
        if row.number:
            return self.by["n"].get(search.number_key(row.number), [])
        return self.by["t"].get(bare(row.title), [])


def bare(title: str) -> str:
    """A title without the marks around it."""
    return title.strip().removeprefix("《").removesuffix("》")


def _match(row: Row, finder: _Finder, agency: Agency, decided_on: dt.date) -> Outcome:
    validity, on = CONCLUSIONS.get(row.conclusion, ""), day(row.on, decided_on)
    if not row.named:
        return Outcome(row, "bad", "没有写明文号、索引号或者标题。")
    if not validity:
        return Outcome(row, "bad", f"结论“{row.conclusion}”不是保留、修改、废止、失效之一。")
    if on is None:
        return Outcome(row, "bad", f"日期“{row.on}”无法识别。")
    found = finder.find(row)
    if not found:
        return Outcome(row, "not_found", "公开的文件中没有它；没有公开的，请先补充公开。")
    mine = [one for one in found if policy.responsible(one.agency).pk == policy.responsible(agency).pk]
    if not mine:
        return Outcome(row, "not_yours", f"这是{found[0].agency_name}的文件，请由该机关标注。")
    if len(mine) > 1:
        return Outcome(row, "ambiguous", f"有{len(mine)}份文件相符，请填写索引号。")
    return _judged(row, mine[0], validity, on)


def _judged(row: Row, one: Publication, validity: str, on: dt.date) -> Outcome:
    facts: dict[str, Any] = {
        "record_id": one.record_id, "title": one.title, "validity": validity, "on": on.isoformat(),
    }  # fmt: skip
    if row.title and (row.number or row.index_number) and not _same_title(row.title, one.title):
        return Outcome(row, "bad", f"号码是《{one.title}》的，与所写的标题不符。")
    held = standing.of_publication(one, on)
    if validity == Validity.IN_FORCE:
        if held.validity not in standing.ENDED:
            return Outcome(row, ALREADY, f"现在是{held.label or '有效'}。", **facts)
        if held.change is None:
            return Outcome(row, "bad", f"有效期已于 {held.since} 届满，不能再保留。")
    elif held.validity == validity:
        return Outcome(row, ALREADY, f"自 {held.since} 起{held.label}。" if held.since else "", **facts)
    elif held.validity == Validity.REPEALED:
        return Outcome(row, "bad", f"自 {held.since} 起已经废止。")
    return Outcome(row, FOUND, **facts)


def _same_title(written: str, title: str) -> bool:
    one, other = ("".join(bare(text).split()) for text in (written, title))
    return one in other or other in one


def day(text: str, otherwise: dt.date) -> dt.date | None:
    """A date in any spelling an office uses; the day of the decision where none is written; None if unreadable."""
    if not text:
        return otherwise
    for form in DATE_FORMATS:
        try:
            return dt.datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None
