"""Files as offices have them: GBK, merged cells, two-line headers, and everything that is wrong with them."""

import datetime as dt
import io

import openpyxl
import pytest

from gongkai import ledger
from gongkai.catalogue import actions, limits, reading
from gongkai.catalogue.tests.world import PLACE
from gongkai.refusals import NotLawful

HEADER = "序号,一级目录,二级目录,三级目录,公开内容,主要公开依据,公开时限"
TWENTY = "自该政府信息形成或者变更之日起20个工作日内"
GOOD = f"""{HEADER}
1,政府信息公开指南,,,公开指南,条例,{TWENTY}
2,法定主动公开内容,财政预决算,政府预算,公开预算,预算法,
3,,,政府决算,公开决算,,
4,,统计信息,,公开统计公报,条例,动态更新
"""


def csv(text: str, encoding: str = "utf-8") -> reading.Report:
    return reading.read_file("目录.csv", text.encode(encoding))


def enter(report: reading.Report, **more: bool):
    return actions.import_catalogue(
        place=PLACE, title="目录", since=dt.date(2026, 1, 1), source="测试", report=report, by=ledger.SYSTEM, **more
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
def test_csv_in_the_encodings_of_offices(encoding: str) -> None:
    report = csv(GOOD, encoding)
    assert report.complete, [row.faults for row in report.rows]
    assert [row.values["number"] for row in report.rows] == [1, 2, 3, 4]
    assert report.rows[0].values["level1"] == "政府信息公开指南"


@pytest.mark.requirement("SX-CAT-00")
def test_blank_cells_of_a_csv_take_the_value_above(db: None) -> None:
    report = csv(GOOD)
    third, fourth = report.rows[2].values, report.rows[3].values
    assert [third[f"level{n}"] for n in (1, 2, 3)] == ["法定主动公开内容", "财政预决算", "政府决算"]
    assert (third["basis"], third["limit_text"], third["limit_value"]) == ("预算法", TWENTY, 20)
    assert report.rows[2].carried == ["一级目录", "二级目录", "公开依据", "公开时限"]
    assert (fourth["level2"], fourth["level3"], fourth["limit_unit"]) == ("统计信息", "", "dynamic")
    catalogue = enter(report)
    assert [item.path for item in catalogue.items.all()] == [
        "政府信息公开指南", "法定主动公开内容 / 财政预决算 / 政府预算", "法定主动公开内容 / 财政预决算 / 政府决算",
        "法定主动公开内容 / 统计信息",
    ]  # fmt: skip


def test_a_new_upper_level_ends_the_lower_ones() -> None:
    report = csv(f"{HEADER}\n1,甲,乙,丙,内容,依据,{TWENTY}\n2,丁,,戊,内容,依据,{TWENTY}\n")
    assert report.rows[1].faults == ["有三级目录而缺少二级目录。请补上二级目录。"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (f"1,,,政府预算,内容,依据,{TWENTY}", "缺少一级目录"),
        (f"1,,,,内容,依据,{TWENTY}", "三级目录都没有填写"),
        (f"一,甲,,,内容,依据,{TWENTY}", "不是数字"),
        (f",甲,,,内容,依据,{TWENTY}", "缺少序号"),
        (f"1,甲,,,,依据,{TWENTY}", "缺少公开内容"),
        ("1,甲,,,内容,依据,形成之日起20个时辰内", "单位“个时辰”不认识"),
        ("1,甲,,,内容,依据,", "公开时限是空的"),
        ("1,甲,,,内容,依据,看情况", "读不出公开时限"),
        ("1,甲,,,每年13月45日前公布,依据,按期公开", "固定日期13月45日不存在"),
    ],
)
def test_what_is_wrong_is_named_row_by_row(row: str, said: str) -> None:
    report = csv(f"{HEADER}\n{row}\n")
    assert report.rows[0].line == 2 and not report.complete
    assert said in " ".join(report.rows[0].faults)


def test_a_number_may_stand_once() -> None:
    report = csv(f"{HEADER}\n1,甲,,,内容,依据,{TWENTY}\n1,乙,,,内容,依据,{TWENTY}\n")
    assert "与第2行重复" in report.bad[0].faults[0]


@pytest.mark.parametrize("data", [b"", b"  \n\n", HEADER.encode()])
def test_an_empty_file_says_so(data: bytes) -> None:
    report = reading.read_file("空.csv", data)
    assert not report.complete and report.faults and "请" in report.faults[0]


def test_a_file_without_the_header_names_the_columns() -> None:
    report = csv("甲,乙\n1,2\n")
    assert "序号、一级目录、公开内容、公开时限" in report.faults[0]


@pytest.mark.parametrize("name", ["目录.pdf", "目录.xls", "目录.docx"])
def test_other_kinds_of_files_are_refused(name: str) -> None:
    assert "另存为 xlsx 或者 csv" in reading.read_file(name, b"%PDF-").faults[0]


def test_a_broken_xlsx_is_refused() -> None:
    assert "表格已损坏" in reading.read_file("目录.xlsx", b"PK\x03\x04nonsense").faults[0]


def workbook() -> bytes:
    """A sheet with a title, a two-line header, merged levels, basis and limit, and a repeated header."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["示范县政府信息公开基本目录"])
    sheet.append(["序号", "公开事项", None, None, "公开内容", "主要公开依据", "公开时限", "责任单位"])
    sheet.append([None, "一级目录", "二级目录", "三级目录"])
    sheet.append([1, "政府信息公开指南", None, None, "公开指南", "条例", TWENTY, "各级行政机关"])
    sheet.append([2, "法定主动公开内容", "财政预决算", "政府预算", "公开预算", "预算法", TWENTY, "财政局"])
    sheet.append([3, None, None, "政府决算", "公开决算"])
    sheet.append(["序号", "一级目录", "二级目录", "三级目录", "公开内容", "主要公开依据", "公开时限"])
    sheet.append([4, "法定主动公开内容", "公报", None, "按月公开高龄津贴支出", "条例", TWENTY, "民政局、财政局"])
    sheet.append(["注：本目录自印发之日起施行。"])
    for area in ("A1:G1", "A2:A3", "B2:D2", "E2:E3", "F2:F3", "G2:G3", "H2:H3", "B4:D4", "B5:B6", "C5:C6", "F5:F6",
                 "G5:G6", "H5:H6", "A9:H9"):  # fmt: skip
        sheet.merge_cells(area)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_xlsx_with_merged_cells_and_a_two_line_header() -> None:
    report = reading.read_file("目录.xlsx", workbook())
    assert report.complete, (report.faults, [row.faults for row in report.rows])
    assert [row.line for row in report.rows] == [4, 5, 6, 8]
    first, _, third, fourth = (row.values for row in report.rows)
    assert (first["level1"], first["level2"], first["level3"]) == ("政府信息公开指南", "", "")
    assert [third[f"level{n}"] for n in (1, 2, 3)] == ["法定主动公开内容", "财政预决算", "政府决算"]
    assert third["limit_value"] == 20 and third["basis"] == "预算法"
    assert fourth["responsible"] == ["民政局", "财政局"] and fourth["schedule"] == "monthly"
    assert any("重复的表头" in line for line in report.passed_over)


def test_nothing_is_imported_while_a_row_is_wrong_unless_allowed(db: None) -> None:
    report = csv(GOOD + "5,,,,内容,条例,20个时辰内\n")
    with pytest.raises(NotLawful) as refused:
        enter(report)
    assert refused.value.facts["lines"] == [6] and "第6行" in str(refused.value)
    catalogue = enter(report, allow_partial=True)
    assert catalogue.items.count() == 4
    assert ledger_facts(catalogue)["left_out"][0]["line"] == 6


def ledger_facts(catalogue) -> dict:
    from gongkai.ledger import queries

    return queries.history(catalogue).get(act="catalogue.imported").facts


def test_a_report_survives_the_way_to_the_next_page() -> None:
    report = csv(GOOD + "5,,,,内容,条例,\n")
    again = reading.Report.from_plain(report.as_plain())
    assert again == report


@pytest.mark.parametrize(
    ("text", "value", "unit", "start"),
    [
        (TWENTY, 20, "working_day", "formation_or_change"),
        ("行政规范性文件印发之日起7个工作日内", 7, "working_day", "issue"),
        ("作出行政许可决定之日起7个工作日内", 7, "working_day", "licence_decision"),
        ("作出行政处罚决定之日起七个工作日内", 7, "working_day", "penalty_decision"),
        ("信息形成或变更之日起二十个工作日内", 20, "working_day", "formation_or_change"),
        ("批准之日起２０日内", 20, "calendar_day", "approval"),
        ("形成之日起3个月内", 3, "month", "formation_or_change"),
        ("动态更新", None, "dynamic", "change"),
        ("按期公开", None, "scheduled", "not_stated"),
        ("及时公开", None, "prompt", "formation_or_change"),
        ("实时公开", None, "immediate", "formation_or_change"),
    ],
)
def test_limits_as_offices_write_them(text: str, value: int | None, unit: str, start: str) -> None:
    limit = limits.read(text)
    assert (limit.value, limit.unit, limit.counted_from) == (value, unit, start)


def test_two_limits_in_one_cell_are_pointed_out() -> None:
    limit = limits.read(f"{TWENTY}(文字解读、政策图解与对应行政规范性文件公开时间不超过3个工作日)")
    assert limit.value == 20 and "两个时限" in limit.note


def test_same_as_above() -> None:
    report = csv(f"{HEADER}\n1,甲,,,内容,依据,{TWENTY}\n2,乙,,,内容,同上,同上\n")
    assert report.rows[1].values["limit_value"] == 20 and report.rows[1].values["basis"] == "依据"


def test_fixed_dates_of_a_year_come_from_the_content() -> None:
    content = "公开年度报告和工作要点(每年4月1日前公布上一年度报告，7月1日前公布本年度工作要点)"
    assert limits.schedule_of(TWENTY, content, "working_day") == ("yearly", ["04-01", "07-01"])
    assert limits.schedule_of("按季度公开", "", "scheduled") == ("quarterly", [])
