"""The catalogue as data: complete, classed, and no rule."""

from datetime import date
from pathlib import Path

import pytest

from gongkai import rules
from gongkai.rules.catalogue_data import SCHEDULES, catalogues
from gongkai.rules.tests.test_loading import tree

TODAY = date(2026, 11, 22)
TABLE = rules.catalogue("cn/zhejiang/shaoxing/shengzhou", TODAY)
HEAD = "no,level1,level2,level3,content,basis,time_limit_text,time_limit_value,time_limit_unit\n"
ROW = "1,指南,,,公开指南,条例,20个工作日内,20,working_day\n"
NOTE = 'version: "1"\ntitle: 目录\nsince: 2024-01-01\nsource: "某市"\nchecked_on: 2026-11-21\nitems:\n'


def test_shengzhou_uses_the_catalogue_of_shaoxing() -> None:
    assert (TABLE.version, TABLE.place, len(TABLE.items)) == ("2024", "cn/zhejiang/shaoxing", 73)
    assert [item.no for item in TABLE.items] == list(range(1, 74))


def test_every_item_says_who_what_and_when() -> None:
    for item in TABLE.items:
        assert item.agencies and item.content and item.basis and item.limit_text and item.art20
        assert item.schedule in SCHEDULES
        assert set(item.art20) <= {str(number) for number in range(1, 16)}
        assert (item.limit_value is None) == (item.limit_unit in {"dynamic", "scheduled"})


def test_every_class_of_article_20_has_an_item_and_every_subject_a_rule() -> None:
    assert {code for item in TABLE.items for code in item.art20} == {str(number) for number in range(1, 16)}
    for item in TABLE.items:
        for subject in item.subjects:
            assert rules.at(f"publication.{subject}", TABLE.place, TABLE.since)
        if item.second_limit:
            assert rules.at(item.second_limit, TABLE.place, TABLE.since).value == 3


@pytest.mark.requirement("SX-CAT-00")
def test_three_levels_with_basis_and_limit() -> None:
    budget = TABLE.item(19)
    assert (budget.level1, budget.level2, budget.level3) == ("法定主动公开内容", "财政预决算", "政府预算")
    assert (budget.limit_value, budget.limit_unit, budget.name) == (20, "working_day", "政府预算")


@pytest.mark.parametrize(
    ("no", "schedule"),
    [
        (3, "dynamic"),
        (47, "by_plan"),
        (49, "monthly"),
        (51, "by_issue"),
        (53, "yearly"),
        (72, "yearly"),
        (19, "event"),
    ],
)
def test_schedules(no: int, schedule: str) -> None:
    assert TABLE.item(no).schedule == schedule


def test_fixed_dates_and_link_outs() -> None:
    assert TABLE.item(53).dates == ("04-01", "07-01")
    assert [item.no for item in TABLE.items if item.link_out] == [42, 48]


def test_no_catalogue_is_an_answer() -> None:
    with pytest.raises(rules.NoRule, match="遵义市.*没有这一天有效的公开目录"):
        rules.catalogue("cn/guizhou/zunyi", TODAY)
    with pytest.raises(rules.NoRule):
        rules.catalogue("cn/zhejiang/shaoxing", date(2020, 1, 1))
    with pytest.raises(KeyError):
        TABLE.item(74)


@pytest.mark.parametrize(
    ("table", "note", "words"),
    [
        (HEAD + ROW, NOTE + "  2: {agencies: [government]}\n", "序号对不上"),
        (HEAD + ROW + ROW, NOTE + "  1: {agencies: [government]}\n", "重复"),
        ("no,x\n1,2\n", NOTE + "  1: {agencies: [government]}\n", "表头应当是"),
        (HEAD + ROW, NOTE + "  1: {agency: [government]}\n", "第1项只能写"),
        (HEAD + ROW, NOTE + "  1: {schedule: sometimes}\n", "不在清单里"),
        (HEAD + ROW, "autor: x\n" + NOTE + "  1: {agencies: [government]}\n", "不认识键“autor”"),
        (HEAD + ROW, NOTE.replace("items:\n", ""), "缺少 items"),
    ],
)
def test_a_broken_catalogue_is_refused(tmp_path: Path, table: str, note: str, words: str) -> None:
    root = tree(tmp_path, {"cn/zj/catalogue/2024.csv": table, "cn/zj/catalogue/2024.overlay.yaml": note})
    with pytest.raises(rules.LawError, match=words):
        catalogues(root, "cn/zj")
