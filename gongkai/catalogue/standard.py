"""基层政务公开标准目录: a catalogue in the ten columns of 国办发〔2019〕54号, to read, to export and to import again.

Columns: 序号 · 公开事项（一级、二级） · 公开内容（要素） · 公开依据 · 公开时限 · 公开主体 · 公开渠道和载体 · 公开对象 ·
公开方式 · 公开层级. Channels are a tick list (■ chosen, □ not); the list is law (`catalogue.channels`).
"""

from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from gongkai import rules
from gongkai.catalogue import assigning, coverage, tables
from gongkai.catalogue.models import Catalogue, Item

TICK, CHOSEN, NOT = "√", "■", "□"
PLATFORM = "政府网站"  # 条例 Art. 24: everything stands on the platform of the government's site
HEAD = (
    "序号", "一级事项", "二级事项", "公开内容（要素）", "公开依据", "公开时限", "公开主体", "公开渠道和载体",
    "公开对象", "公开方式", "公开层级",
)  # fmt: skip
# The form as printed: (upper head, lower heads). A head without lower ones spans both lines.
PRINTED: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("序号", ()), ("公开事项", ("一级事项", "二级事项")), ("公开内容（要素）", ()), ("公开依据", ()), ("公开时限", ()),
    ("公开主体", ()), ("公开渠道和载体", ()), ("公开对象", ("全社会", "特定群体")),
    ("公开方式", ("主动", "依申请公开")), ("公开层级", ("县级", "乡级")),
)  # fmt: skip
WIDTHS = (6, 14, 16, 40, 30, 22, 20, 26, 7, 10, 7, 8, 7, 7)


@dataclass(frozen=True)
class Line:
    """One item as the form shows it."""

    item: Item
    upper: str
    lower: str
    agencies: str
    channels: tuple[str, ...]
    audience: str
    mode: str
    tiers: tuple[str, ...]

    @property
    def plain(self) -> tuple[object, ...]:
        """The eleven cells of the one-line head."""
        item = self.item
        return (
            item.number, self.upper, self.lower, item.content, item.basis, item.limit_text, self.agencies,
            "、".join(self.channels), self.audience, self.mode, "、".join(self.tiers),
        )  # fmt: skip


def levels_of(item: Item) -> tuple[str, str]:
    """First and second level of the form: a catalogue of three levels leaves out its uppermost."""
    return (item.level2, item.level3) if item.level3 else (item.level2 or item.level1, "")


def lines(catalogue: Catalogue) -> list[Line]:
    """The whole catalogue. Two queries."""
    return [_line(item) for item in catalogue.items.prefetch_related("assignments__agency")]


def _line(item: Item) -> Line:
    upper, lower = levels_of(item)
    words = [assigning.label(word) for word in item.responsible]
    names = [one.agency.short_name for one in item.assignments.all()]
    group = item.audience == Item.Audience.GROUP
    return Line(
        item=item,
        upper=upper,
        lower=lower,
        agencies="、".join(words or names),
        channels=tuple(item.channels or [PLATFORM]),
        audience=f"特定群体（{item.audience_group}）" if group and item.audience_group else item.get_audience_display(),
        mode=item.get_mode_display(),
        tiers=tuple(str(Item.Tier(tier).label) for tier in coverage.tiers_of(item)),
    )


def as_csv(catalogue: Catalogue) -> bytes:
    """The form with a head of one line."""
    return tables.as_csv([HEAD, *(line.plain for line in lines(catalogue))])


def as_xlsx(catalogue: Catalogue) -> bytes:
    """The form as it is printed: a title, a head of two lines with merged cells, ticks."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "标准目录"
    channels = list(rules.at("catalogue.channels", catalogue.place, catalogue.since).value)
    width = sum(max(1, len(lower)) for _, lower in PRINTED)
    sheet.append([tables.safe(catalogue.title)])
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=width)
    sheet["A1"].font = Font(bold=True, size=16)
    _head(sheet)
    for line in lines(catalogue):
        sheet.append([tables.safe(cell) for cell in _printed(line, channels)])
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for column, chars in enumerate(WIDTHS):
        sheet.column_dimensions["ABCDEFGHIJKLMN"[column]].width = chars
    sheet.freeze_panes, sheet.print_title_rows = "A4", "2:3"
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    return tables.saved(book)


def _head(sheet: Any) -> None:
    column = 1
    for upper, lower in PRINTED:
        sheet.cell(2, column, upper).font = Font(bold=True)
        last = column + max(1, len(lower)) - 1
        sheet.merge_cells(start_row=2, end_row=2 if lower else 3, start_column=column, end_column=last)
        for offset, name in enumerate(lower):
            sheet.cell(3, column + offset, name).font = Font(bold=True)
        column = last + 1


def _printed(line: Line, channels: list[str]) -> list[object]:
    item, tiers = line.item, coverage.tiers_of(line.item)
    group = item.audience == Item.Audience.GROUP
    ticks = (
        not group, item.audience_group or TICK if group else "", item.mode == Item.Mode.PROACTIVE,
        item.mode == Item.Mode.ON_REQUEST, Item.Tier.COUNTY in tiers, Item.Tier.TOWNSHIP in tiers,
    )  # fmt: skip
    listed = [*channels, *(one for one in line.channels if one not in channels)]
    marked = "\n".join(f"{CHOSEN if one in line.channels else NOT}{one}" for one in listed)
    shown = [one if isinstance(one, str) else TICK if one else "" for one in ticks]
    return [*line.plain[:7], marked, *shown]
