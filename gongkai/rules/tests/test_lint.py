"""The lint finds, by comparing law files, every number, date and missing step in which a local text breaks the law.

The table follows the known conflicts between the source texts and national law, in their order.
"""

from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from gongkai import rules
from gongkai.rules.linting import Finding
from gongkai.rules.tests.test_loading import GOOD, LOCAL, tree
from gongkai.rules.tree import load

TODAY = date(2026, 11, 22)
SX, HY, ZY, CD = (
    "cn/zhejiang/shaoxing",
    "cn/zhejiang/taizhou/huangyan",
    "cn/guizhou/zunyi",
    "cn/sichuan/chengdu",
)


@cache
def findings() -> tuple[Finding, ...]:
    return tuple(rules.lint(TODAY))


def found(place: str, name: str, row: int = 0, kind: str = "") -> list[Finding]:
    return [
        one
        for one in findings()
        if (one.place, one.name, one.row) == (place, name, row)
        and (not kind or one.kind == kind)
        and one.code != "unverified"
    ]


KNOWN = [
    *[(f"1 budget row {row}", SX, "publication.budget", row, "X", "计算单位不同") for row in (19, 20)],
    *[
        (f"1 department budget row {row}", SX, "publication.department_budget", row, "X", "计算单位不同")
        for row in (21, 22, 23)
    ],
    ("2 procurement award", SX, "publication.procurement_award", 30, "X", "宽于"),
    ("2 procurement contract", SX, "publication.procurement_contract", 30, "X", "宽于"),
    ("3 tender candidates", SX, "publication.tender_candidate", 33, "X", "计算单位不同"),
    ("3 land notice", SX, "publication.land_notice", 34, "gap", "最短时间"),
    ("3 land compensation", SX, "publication.land_compensation", 34, "gap", "最短时间"),
    ("4 licence basis", SX, "publication.standing_information", 26, "X", "起算点不同"),
    ("4 other services", SX, "publication.other_service_result", 27, "X", "起算点不同"),
    ("4 penalty basis", SX, "publication.standing_information", 28, "X", "起算点不同"),
    ("4 penalty results", SX, "publication.penalty_result", 29, "X", "起算点不同"),
    ("5 annual report date", SX, "publication.annual_report", 72, "X", "固定日期"),
    ("5 government report date", SX, "publication.government_annual_report", 72, "X", "固定日期"),
    ("5 report format", SX, "catalogue", 72, "O", "国办公开办函〔2019〕60号"),
    ("6 comment period", SX, "publication.decision_consultation", 71, "gap", "最短时间"),
    ("7 public order", SX, "catalogue.art21_county:public_order", 0, "gap", "治安管理"),
    ("7 housing levy", SX, "catalogue.art21_county:housing_levy", 0, "gap", "房屋征收"),
    ("7 townships", SX, "catalogue.art21_township", 0, "gap", "乡镇"),
    ("8 third party within the step", HY, "foi.third_party", 0, "X", "起算点不同"),
    ("8 third party inside the clock", HY, "foi.third_party_excluded", 0, "X", "地方为“否”"),
    ("9 written consent", HY, "foi.co_maker_silence", 0, "X", "须书面同意"),
    ("10 reconsideration body", HY, "remedies.organ", 0, "X", "上一级政府"),
    ("11 reconsideration first", HY, "remedies.sequence", 0, "O", "先申请行政复议"),
    ("12 no slack", HY, "dispute.statement", 0, "X", "没有留出"),
    ("12 too late", HY, "dispute.statement", 0, "X", "来不及"),
    ("12 court days", HY, "dispute.statement", 0, "X", "计算单位不同"),
    ("12 evidence", HY, "dispute.evidence", 0, "X", "没有留出"),
    ("13 reviewer helps", HY, "dispute.drafters", 0, "X", "区复议局"),
    ("14 major decisions", HY, "consultation.normative_document", 0, "X", "consultation.major_decision"),
    ("14 market entities", HY, "consultation.normative_document", 0, "X", "normative_document_market"),
    ("15 correcting organ", HY, "supervision.correcting_organ", 0, "O", "上一级行政机关"),
    ("15 correcting organ", ZY, "supervision.correcting_organ", 0, "O", "上一级行政机关"),
    ("16 utilities", HY, "scope.public_utilities", 0, "O", "专门规定"),
    ("16 utilities", ZY, "scope.public_utilities", 0, "O", "专门规定"),
    ("17 may for shall", HY, "records.grounds", 0, "X", "公共利益"),
    ("18 channels", HY, "foi.channels", 0, "gap", "传真"),
    ("18 confirmation", HY, "foi.receipt", 0, "X", "双方确认"),
    ("18 identity", HY, "foi.required_fields", 0, "gap", "身份证明"),
    ("19 emergencies", HY, "opinion.respond", 0, "X", "opinion.first_statement"),
    ("20 interpretation", SX, "interpretation.publish", 0, "X", "印发之日"),
    ("21 definition", ZY, "scope.information", 0, "O", "行政管理职能"),
    ("22 obtained", ZY, "scope.obtained_from_citizens", 0, "O", "保存该信息"),
    ("23 must for may", ZY, "records.grounds", 0, "X", "不得公开"),
    ("24 seven days", ZY, "consultation.major_decision_urgent", 0, "S", "更严"),
    ("25 emergencies", ZY, "consultation.matters", 0, "X", "突发事件"),
    ("26 departments", ZY, "consultation.departments", 0, "S", "更严"),
    ("27 old classes", CD, "catalogue.art20_count", 0, "O", ""),
    ("28 publicity", CD, "consultation.major_decision", 0, "O", "计算单位不同"),
    ("28 hearing", CD, "consultation.hearing", 0, "O", "hearing_papers"),
    ("stricter: Huangyan examines in five days", HY, "foi.correction", 0, "S", "更严"),
    ("stricter: Huangyan answers in ten days", HY, "foi.reply_published", 0, "S", "更严"),
    ("stricter: Huangyan documents", HY, "publication.document", 0, "S", "更严"),
    ("stricter: Zunyi publishes in five days", ZY, "publication.default", 0, "S", "更严"),
    ("stricter: Shaoxing normative documents", SX, "publication.normative_document", 0, "S", "更严"),
]


@pytest.mark.parametrize(
    ("place", "name", "row", "kind", "words"), [pytest.param(*one[1:], id=one[0]) for one in KNOWN]
)
def test_a_known_conflict_is_found(place: str, name: str, row: int, kind: str, words: str) -> None:
    assert any(words in one.what for one in found(place, name, row, kind)), found(place, name, row)


def test_each_comparison_names_both_sources_and_both_values() -> None:
    for one in findings():
        assert one.what and one.place and one.name
        assert one.kind in {"X", "S", "O", "gap"}
        if one.national_value:
            assert one.national_source, one
        if one.code in {
            "laxer",
            "unit",
            "start",
            "differs",
            "missing",
            "extra",
            "attribute",
            "inside",
            "excluded",
        }:
            assert one.local_source and one.national_source and one.local_value and one.national_value, one


@pytest.mark.parametrize(("subject", "row"), [("penalty_result", 60), ("personnel", 55), ("rule_of_law_points", 60)])
def test_one_subject_with_two_limits_in_one_catalogue(subject: str, row: int) -> None:
    assert any(one.code == "catalogue.contradiction" for one in found(SX, f"publication.{subject}", row))


def test_agreeing_values_are_not_reported() -> None:
    assert not found(HY, "foi.reply") and not found(HY, "foi.longest") and not found(ZY, "records.attributes")
    assert not found(SX, "publication.licence_result", 27) and not found(SX, "publication.rule_of_law_report", 53)


def test_what_nobody_has_re_read_for_a_year_is_reported() -> None:
    assert not [one for one in findings() if one.code == "stale"]
    later = [one for one in rules.lint(date(2028, 1, 1)) if one.code == "stale"]
    assert any(one.name == "foi.reply" and "重新核对" in one.what for one in later)


def test_unverified_values_are_listed() -> None:
    names = {one.name for one in findings() if one.code == "unverified"}
    assert {"foi.fee_paid_restarts", "publication.licence_result", "opinion.first_statement"} <= names


def test_a_new_local_file_is_linted_the_day_it_is_added(tmp_path) -> None:  # type: ignore[no-untyped-def]
    laxer = tree(tmp_path, {"cn/foi/reply.yaml": GOOD, "cn/zj/foi/reply.yaml": LOCAL.replace("value: 10", "value: 25")})
    one = rules.lint(TODAY, load(laxer))[0]
    assert (one.code, one.kind, one.place) == ("laxer", "X", "cn/zj")
    assert replace(one).say().count("个工作日") == 2
