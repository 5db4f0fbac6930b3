"""Reads: in force, items of an agency, tree, lawful limits, dues, coverage, suggestions, holdings."""

import datetime as dt

import pytest
from django.utils import timezone

from gongkai import ledger
from gongkai.catalogue import actions, queries, registry
from gongkai.catalogue.models import Catalogue
from gongkai.catalogue.reading import Report, Row
from gongkai.catalogue.tests.world import PLACE, agency, bring

pytestmark = pytest.mark.django_db
ON = dt.date(2026, 11, 22)
TWENTY = {
    "limit_text": "20个工作日",
    "limit_value": 20,
    "limit_unit": "working_day",
    "counted_from": "formation_or_change",
}


def limit(catalogue: Catalogue, number: int, subject: str = ""):
    return queries.limit_for(catalogue.items.get(number=number), ON, subject)


@pytest.mark.requirement("CD-GD-01")
def test_in_force_looks_upward(office) -> None:
    assert queries.in_force(PLACE) is None
    above = actions.adopt(catalogue=bring(place="cn/zhejiang/shaoxing"), by=ledger.SYSTEM)
    assert queries.in_force(PLACE) == above and queries.in_force("cn/zhejiang") is None
    own = actions.adopt(catalogue=bring(), by=ledger.SYSTEM)
    assert queries.in_force(PLACE) == own and queries.in_force("cn/zhejiang/shaoxing") == above


def test_items_follow_the_catalogue_in_force(in_force, finance, civil) -> None:
    assert {19, 20, 24}.issubset(queries.items_for(finance).values_list("number", flat=True))
    assert 49 in queries.items_for(civil).values_list("number", flat=True)
    assert 49 not in queries.items_for(finance).values_list("number", flat=True)
    assert not queries.items_for(agency("外地局", "department", place="cn/guizhou/zunyi")).exists()


def test_the_tree_has_three_levels_and_counts(in_force) -> None:
    top = queries.tree(in_force)
    assert [branch.name for branch in top][:3] == ["政府信息公开指南", "政府信息公开制度", "法定主动公开内容"]
    assert sum(branch.count for branch in top) == 73
    budgets = next(branch for branch in top[2].branches if branch.name == "财政预决算")
    assert budgets.count == 6 and [branch.name for branch in budgets.branches][:2] == ["政府预算", "政府决算"]


@pytest.mark.requirement("SX-CAT-00b")
def test_the_general_limit_is_twenty_working_days_from_formation_or_change(in_force) -> None:
    rule = limit(in_force, 13)
    assert (rule.value, rule.unit, rule.counted_from) == (20, "working_day", "formation_or_change")


@pytest.mark.requirement("SX-CAT-00c", "SX-CAT-55")
@pytest.mark.parametrize("number", [3, 4, 5, 6, 7, 55, 68])
def test_dynamic_items_state_no_days_and_the_law_bounds_them(in_force, number: int) -> None:
    item = in_force.items.get(number=number)
    assert (item.limit_text, item.limit_value, item.schedule) == ("动态更新", None, "dynamic")
    found = queries.lawful(item, ON)
    assert (found.rule.value, found.rule.unit) == (20, "working_day") and "动态更新" in found.why


@pytest.mark.parametrize(
    ("number", "value", "unit", "start"),
    [
        (10, 7, "working_day", "issue"),  # stricter and from issue, which is how a document is formed
        (19, 20, "calendar_day", "approval"),  # 预算法 14: another unit and start
        (21, 20, "calendar_day", "budget_reply"),
        (27, 7, "working_day", "licence_decision"),
        (29, 7, "working_day", "penalty_decision"),  # the cell names the licence decision
        (30, 2, "working_day", "award"),  # 采购法实施条例 43: the cell is laxer
        (33, 3, "calendar_day", "evaluation_report"),
        (71, 20, "working_day", "formation_or_change"),  # a least duration is no limit to publish
    ],
)
def test_laxer_or_other_local_limits_give_way(in_force, number: int, value: int, unit: str, start: str) -> None:
    rule = limit(in_force, number)
    assert (rule.value, rule.unit, rule.counted_from) == (value, unit, start) and rule.source


def test_the_item_keeps_its_own_words_beside_the_law(in_force) -> None:
    found = queries.lawful(in_force.items.get(number=19), ON)
    assert found.local.value == 20 and found.local.unit == "working_day" and found.differs
    assert "起算点不同" in found.why and found.rule.source == "预算法 第十四条第一款"


def test_an_item_of_several_kinds_can_be_asked_for_each(in_force) -> None:
    item = in_force.items.get(number=30)
    assert queries.subjects_of(item) == ["procurement_award", "procurement_contract"]
    assert limit(in_force, 30, "procurement_contract").counted_from == "signature"


def test_a_yearly_date_of_law_beats_a_number_of_days(in_force) -> None:
    assert (limit(in_force, 72).kind, limit(in_force, 72).value) == ("date", "01-31")


def test_a_stricter_local_limit_holds(db: None) -> None:
    facts = TWENTY | {"limit_value": 10}
    report = Report([Row(2, {"number": 1, "level1": "甲", "content": "内容"} | facts)])
    made = actions.import_catalogue(place=PLACE, by=ledger.SYSTEM, report=report, source="示范县目录")
    rule = limit(made, 1)
    assert (rule.value, rule.source, rule.place) == (10, "示范县目录 第1项", PLACE)


@pytest.mark.requirement("ZY-MGMT-08a")
def test_a_place_with_a_shorter_general_limit_binds_its_items(db: None) -> None:
    report = Report([Row(2, {"number": 1, "level1": "甲", "content": "内容"} | TWENTY)])
    made = actions.import_catalogue(place="cn/guizhou/zunyi", by=ledger.SYSTEM, report=report, source="目录")
    found = queries.lawful(made.items.get(), ON)
    assert (found.rule.value, found.rule.unit, found.rule.counted_from) == (5, "working_day", "formation_or_change")
    assert "遵义" in found.rule.source and "长于" in found.why


@pytest.mark.requirement("SX-CAT-49")
def test_the_old_age_allowance_is_due_once_for_every_month(in_force, civil) -> None:
    item = in_force.items.get(number=49)
    assert "人数" in item.content and "总金额" in item.content
    dues = [
        one for one in queries.scheduled_dues(civil, (dt.date(2026, 1, 1), dt.date(2026, 12, 31))) if one.item == item
    ]
    assert [one.label for one in dues][:2] == ["2025年12月", "2026年1月"] and len(dues) == 12
    october = next(one for one in dues if one.label == "2026年10月")
    assert october.due_on == dt.date(2026, 11, 27) and not october.provisional


@pytest.mark.requirement("SX-CAT-53a", "SX-CAT-53b")
def test_fixed_dates_fall_due_every_year_with_their_names(in_force) -> None:
    justice = agency("司法局", "department", ["justice"])
    actions.reassign(catalogue=in_force, by=ledger.SYSTEM)
    dues = queries.scheduled_dues(justice, (dt.date(2026, 1, 1), dt.date(2027, 12, 31)))
    dues = [one for one in dues if one.item.number == 53]
    assert [one.due_on for one in dues] == [dt.date(y, m, 1) for y in (2026, 2027) for m in (4, 7)]
    assert dues[0].label == "法治政府建设年度报告（2026年4月1日前）"
    assert dues[1].label == "法治政府建设年度工作要点（2026年7月1日前）"


def test_governments_and_departments_report_on_their_own_dates(in_force, finance) -> None:
    county = agency("人民政府", "government")
    actions.reassign(catalogue=in_force, by=ledger.SYSTEM)

    def due(one) -> list[dt.date]:
        span = (dt.date(2026, 1, 1), dt.date(2026, 12, 31))
        return [found.due_on for found in queries.scheduled_dues(one, span) if found.item.number == 72]

    assert (due(finance), due(county)) == ([dt.date(2026, 1, 31)], [dt.date(2026, 3, 31)])


def test_dues_of_unannounced_years_are_provisional(in_force, civil) -> None:
    dues = queries.scheduled_dues(civil, (dt.date(2028, 1, 1), dt.date(2028, 2, 28)))
    assert dues and all(one.provisional for one in dues if one.item.number == 49)


def test_quarterly_items_fall_due_after_the_quarter(civil, office) -> None:
    facts = TWENTY | {"schedule": "quarterly", "responsible": ["民政局"]}
    report = Report([Row(2, {"number": 1, "level1": "甲", "content": "内容"} | facts)])
    made = actions.import_catalogue(
        place=PLACE, by=ledger.SYSTEM, report=report, source="目录", since=dt.date(2025, 1, 1)
    )
    actions.adopt(catalogue=made, by=ledger.SYSTEM)
    dues = queries.scheduled_dues(civil, (dt.date(2026, 1, 1), dt.date(2026, 12, 31)))
    assert [one.label for one in dues] == ["2025年第四季度", "2026年第一季度", "2026年第二季度", "2026年第三季度"]


@pytest.mark.requirement("SX-T19-58")
def test_coverage_names_the_fifteen_classes_and_their_items(in_force) -> None:
    rows = queries.art20_coverage(in_force)
    assert [row.number for row in rows] == [str(number) for number in range(1, 16)]
    assert {item.number for item in rows[6].items} == {19, 20, 21, 22, 23}
    in_force.items.filter(art20=8).update(art20=15)
    assert queries.art20_coverage(in_force)[7].items == ()


def test_lint_findings_stand_at_their_row(in_force) -> None:
    found = queries.findings(in_force.items.get(number=30))
    assert {one.name for one in found} == {"publication.procurement_award", "publication.procurement_contract"}
    assert queries.findings(in_force.items.get(number=13)) == []


TITLES = [
    ("示范县2026年度政府预算公开", 19),
    ("示范县财政局2025年度部门决算", 22),
    ("关于公布行政事业性收费目录清单的通知", 24),
    ("示范县国民经济和社会发展第十五个五年规划纲要", 18),
    ("2025年示范县国民经济和社会发展统计公报", 25),
    ("示范县2026年10月高龄津贴发放情况", 49),
    ("关于2026年公开招聘事业单位工作人员的公告", 54),
    ("示范县突发公共事件总体应急预案", 50),
    ("示范县2025年法治政府建设年度报告", 53),
    ("关于某建设项目环境影响评价文件的审批意见", 44),
    ("示范县人民政府常务会议召开情况", 14),
    ("示范县城镇老旧小区改造计划", 64),
    ("示范县国有土地使用权出让公告", 66),
    ("2025年度政府信息公开工作年度报告", 72),
    ("对县政协第三次会议第12号提案的答复", 52),
    ("示范县义务教育阶段学校招生政策", 40),
]


def test_suggestions_find_the_item_of_plain_titles(in_force) -> None:
    items = {title: [item.number for item in queries.suggest(title)] for title, _ in TITLES}
    first = sum(items[title][:1] == [number] for title, number in TITLES)
    among = sum(number in items[title] for title, number in TITLES)
    assert all(len(found) <= 3 for found in items.values())
    assert (first, among) >= (12, 14), items


def test_nothing_is_suggested_where_nothing_speaks_for_it(in_force) -> None:
    assert queries.suggest("关于印发通知的公告") == [] and queries.suggest("") == []


def test_suggestions_stay_with_what_the_agency_must_publish(in_force, finance, civil) -> None:
    own = set(queries.items_for(finance).values_list("number", flat=True))
    found = queries.suggest("关于2026年政府预算的报告", "", finance)
    assert found[0].number == 19 and {item.number for item in found} <= own


def test_holdings_come_from_whoever_counts(in_force, finance, monkeypatch) -> None:
    monkeypatch.setattr(registry, "_COUNTERS", [])
    assert queries.holdings(in_force, finance)[finance.pk, "SX-019"] == (0, None)
    when = timezone.make_aware(dt.datetime(2026, 11, 20, 0, 30))
    registry.register_holdings(lambda agencies, codes: {(finance.pk, "SX-019"): (3, when)})
    held = queries.holdings(in_force)
    assert held[finance.pk, "SX-019"] == (3, dt.date(2026, 11, 20)) and held[finance.pk, "SX-020"] == (0, None)


def test_reads_have_a_budget(in_force, finance, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(2):
        queries.tree(in_force)
    with django_assert_max_num_queries(3):
        assert queries.suggest("政府预算", "", finance)
    with django_assert_max_num_queries(6):
        queries.scheduled_dues(finance, (dt.date(2026, 1, 1), dt.date(2026, 12, 31)))
