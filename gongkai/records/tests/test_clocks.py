"""Which limit binds a record, from which day, and that a kept rule does not move."""

import datetime as dt
from typing import Any

import pytest

from gongkai.records import actions, clocks
from gongkai.records.models import Genre, Record
from gongkai.testing import County, approved, complete_draft, sign_all

pytestmark = pytest.mark.django_db
ISSUED = dt.date(2026, 6, 2)  # a Tuesday; 端午 is 06-19…21


def issued(county: County, changes: dict[str, Any] | None = None, **columns: Any) -> Record:
    record = complete_draft(county, date_made="2026-06-01")
    if columns or changes:
        by, revision = county["drafter"], record.revision
        record = actions.edit(record=record, by=by, revision=revision, changes=changes or {}, **columns)
    sign_all(county, actions.submit(record=record, by=county["drafter"]))
    record = Record.objects.get(pk=record.pk)
    return actions.issue(record=record, by=county["disclosure_officer"], number="示财〔2026〕1号", issued_on=ISSUED)


@pytest.mark.requirement("SX-CAT-11", "SX-CAT-00b")
def test_other_documents_twenty_working_days_from_issue(county: County) -> None:
    due = clocks.due(issued(county))
    assert due is not None and due.due_on == dt.date(2026, 7, 1) and not due.provisional


@pytest.mark.requirement("SX-CAT-10a")
def test_normative_documents_seven_working_days_from_issue(county: County) -> None:
    record = issued(county, normative=True)
    due = clocks.due(record)
    assert due is not None and due.due_on == dt.date(2026, 6, 11)
    assert record.publication_rule["name"] == "publication.normative_document"
    assert "7" in str(record.publication_rule["value"])


def test_government_budget_twenty_calendar_days_whatever_the_local_text_says(county: County) -> None:
    budget = county.catalogue.items.get(number=19)
    record = issued(county, {"started_by": "approval", "started_on": "2026-06-02"}, item=budget)
    due = clocks.due(record)
    assert record.publication_rule["unit"] == "calendar_day" and "预算法" in record.publication_rule["source"]
    assert due is not None and due.due_on == dt.date(2026, 6, 22)


def test_information_that_is_no_document_counts_from_its_making(county: County) -> None:
    record = complete_draft(county, date_made="2026-06-01")
    record = actions.edit(
        record=record, by=county["drafter"], revision=record.revision, changes={}, genre=Genre.INFORMATION
    )
    due = clocks.due(record)
    assert due is not None and due.started_on == dt.date(2026, 6, 1)


def test_no_clock_before_issue_and_none_for_withheld(county: County) -> None:
    assert clocks.due(approved(county)) is None
    record = complete_draft(county, date_made="2026-06-01")
    record = actions.determine_attribute(
        record=record, by=county["drafter"], attribute="withheld", ground="process", reason="讨论稿尚未确定"
    )
    assert clocks.due(record) is None


def test_a_kept_rule_does_not_move(county: County) -> None:
    record = issued(county)
    record.publication_rule = record.publication_rule | {"value": 3}
    due = clocks.due(record)
    assert due is not None and due.due_on == dt.date(2026, 6, 5)


def test_the_day_is_explained(county: County) -> None:
    due = clocks.due(issued(county))
    assert due is not None
    days = due.explain()
    assert days[0].date == ISSUED and days[-1].date == due.due_on
    assert any("端午" in day.why for day in days)


def at_place(county: County, place: str) -> County:
    from gongkai.records.tests.places import moved

    return moved(county, place)


@pytest.mark.parametrize(
    ("place", "day", "source"),
    [
        pytest.param(
            "cn/guizhou/zunyi", dt.date(2026, 6, 9), "公开属性源头认定制度 第八条",
            marks=pytest.mark.requirement("ZY-ATTR-08"),
        ),
        pytest.param(
            "cn/zhejiang/taizhou/huangyan", dt.date(2026, 6, 11), "主动公开工作流程 四",
            marks=pytest.mark.requirement("HY-DOC-04b"),
        ),
    ],
)  # fmt: skip
def test_a_places_own_limit_for_documents_counts_from_issue(
    county: County, place: str, day: dt.date, source: str
) -> None:
    """遵义 five, 黄岩 seven working days from 制发/印发, though the local catalogue says twenty."""
    record = issued(at_place(county, place))
    due = clocks.due(record)
    assert due is not None and due.due_on == day and due.started_on == ISSUED
    assert source in record.publication_rule["source"]
    for moment, late in ((day, False), (day + dt.timedelta(days=1), True)):
        assert due.is_late(moment) is late


@pytest.mark.requirement("ZY-MGMT-08a")
def test_zunyi_information_is_due_after_five_working_days(county: County) -> None:
    record = complete_draft(at_place(county, "cn/guizhou/zunyi"), date_made="2026-06-01")
    record = actions.edit(
        record=record, by=county["drafter"], revision=record.revision, changes={}, genre=Genre.INFORMATION
    )
    due = clocks.due(record)
    assert due is not None and due.due_on == dt.date(2026, 6, 8)


def test_a_stricter_limit_of_the_item_stands_beside_the_one_for_documents(county: County) -> None:
    from gongkai.catalogue.models import Item

    at_place(county, "cn/zhejiang/taizhou/huangyan")
    Item.objects.filter(pk=county.item.pk).update(subject="procurement_award")
    due = clocks.due(issued(county, {"started_by": "award", "started_on": "2026-06-01"}))
    # Two working days from the award on 1 June; the issue of the paper a day later does not count.
    assert due is not None and due.due_on == dt.date(2026, 6, 3)


TWENTY = dt.date(2026, 6, 30)  # twenty working days from 2026-06-01
SEVEN = dt.date(2026, 6, 10)


@pytest.mark.parametrize(
    ("number", "words", "day"),
    [
        pytest.param(2, "政府信息公开条例", TWENTY, marks=pytest.mark.requirement("SX-CAT-02")),
        pytest.param(16, "工作报告重点工作完成情况", TWENTY, marks=pytest.mark.requirement("SX-CAT-16")),
        # Budgets: the law's twenty calendar days end before the catalogue's twenty working days.
        pytest.param(19, "“三公”经费", dt.date(2026, 6, 22), marks=pytest.mark.requirement("SX-CAT-19")),
        pytest.param(20, "财政决算", dt.date(2026, 6, 22), marks=pytest.mark.requirement("SX-CAT-19")),
        pytest.param(21, "各部门财政预算", dt.date(2026, 6, 22), marks=pytest.mark.requirement("SX-CAT-19")),
        pytest.param(22, "各部门财政决算", dt.date(2026, 6, 22), marks=pytest.mark.requirement("SX-CAT-19")),
        pytest.param(24, "项目、依据、收费标准", TWENTY, marks=pytest.mark.requirement("SX-CAT-24")),
        pytest.param(25, "统计月报", TWENTY, marks=pytest.mark.requirement("SX-CAT-25")),
        # Seven days from a decision can bind its result only: basis and procedure (item 26) stand before any decision.
        pytest.param(27, "行政许可", SEVEN, marks=pytest.mark.requirement("SX-CAT-26")),
        pytest.param(29, "处罚结果", SEVEN, marks=pytest.mark.requirement("SX-CAT-29")),
        pytest.param(50, "自然灾害类应急预案", TWENTY, marks=pytest.mark.requirement("SX-CAT-50")),
        pytest.param(52, "人大代表建议办理答复全文", TWENTY, marks=pytest.mark.requirement("SX-CAT-52", "SX-T19-10")),
        pytest.param(54, "录用结果", TWENTY, marks=pytest.mark.requirement("SX-CAT-54")),
        pytest.param(57, "民生实事项目及其进展", TWENTY, marks=pytest.mark.requirement("SX-CAT-57")),
        pytest.param(59, "发布重要信息", TWENTY, marks=pytest.mark.requirement("SX-CAT-59")),
        # Decisions and work points in item 60 have stricter rules of their own: a statistic is neither.
        pytest.param(60, "行政执法统计年报", TWENTY, marks=pytest.mark.requirement("SX-CAT-60")),
        pytest.param(71, "列席政府会议制度", TWENTY, marks=pytest.mark.requirement("SX-CAT-71a")),
    ],
)
def test_information_of_an_item_is_due_by_its_limit(county: County, number: int, words: str, day: dt.date) -> None:
    """绍兴目录: what is filed under the item names it, and its clock ends on the item's lawful day, never later."""
    item = county.catalogue.items.get(number=number)
    assert words.replace("“", '"').replace("”", '"') in item.content
    record = complete_draft(county, date_made="2026-06-01")
    changes = {"subject": {27: "licence_result", 60: "other"}.get(number, "")}
    record = actions.edit(
        record=record, by=county["drafter"], revision=record.revision, changes=changes, item=item,
        genre=Genre.INFORMATION,
    )  # fmt: skip
    due = clocks.due(record)
    assert due is not None and due.due_on == day <= TWENTY and due.is_late(day + dt.timedelta(days=1))


@pytest.mark.requirement("ZY-MGMT-09b")
@pytest.mark.parametrize("subject", ["", "time_critical"])
def test_zunyi_time_critical_information_is_due_on_the_day_it_was_obtained(county: County, subject: str) -> None:
    """By the words of the catalogue's own row, or because the row falls under the rule for time-critical matters."""
    from gongkai.catalogue.limits import read
    from gongkai.catalogue.models import Item

    at_place(county, "cn/guizhou/zunyi")
    said = read("在获得信息当天公开")
    row = {"limit_text": "在获得信息当天公开", "limit_value": said.value, "limit_unit": said.unit}
    Item.objects.filter(pk=county.item.pk).update(**({"subject": subject} if subject else row))
    record = complete_draft(county, date_made="2026-06-01", title="暴雨红色预警信号")
    record = actions.edit(
        record=record, by=county["drafter"], revision=record.revision, changes={}, genre=Genre.INFORMATION
    )
    due = clocks.due(record)
    assert due is not None and due.due_on == dt.date(2026, 6, 1) and due.is_late(dt.date(2026, 6, 2))


def test_a_limit_from_approval_does_not_wait_for_the_issue(county: County) -> None:
    """预算法 Art. 14 counts from approval: a paper made on 1 June and issued weeks later is late on 22 June."""
    record = complete_draft(county, date_made="2026-06-01")
    budget = county.catalogue.items.get(number=19)
    changes = {"started_by": "approval", "started_on": "2026-06-01"}
    record = actions.edit(record=record, by=county["drafter"], revision=record.revision, changes=changes, item=budget)
    sign_all(county, actions.submit(record=record, by=county["drafter"]))
    record = actions.issue(
        record=Record.objects.get(pk=record.pk),
        by=county["disclosure_officer"],
        number="示财〔2026〕1号",
        issued_on=dt.date(2026, 7, 20),
    )
    due = clocks.due(record)
    assert due is not None and due.started_on == dt.date(2026, 6, 1) and due.due_on == dt.date(2026, 6, 22)
