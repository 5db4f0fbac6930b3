"""Asking for a rule: nearest place, right day, whole answer, loud absence."""

import copy
import json
import pickle
from datetime import date
from pathlib import Path

import pytest

from gongkai import rules
from gongkai.rules import vocabulary
from gongkai.rules.lookup import effective
from gongkai.rules.tests.test_loading import GOOD, LOCAL, tree
from gongkai.rules.tree import law, load, years

TODAY = date(2026, 11, 22)
SHENGZHOU = "cn/zhejiang/shaoxing/shengzhou"
HUANGYAN = "cn/zhejiang/taizhou/huangyan"


def test_the_whole_rule_comes_back() -> None:
    rule = rules.at("foi.reply", SHENGZHOU, TODAY)
    assert (rule.value, rule.unit, rule.counted_from, rule.place) == (20, "working_day", "receipt", "cn")
    assert rule.source == "政府信息公开条例(国令711号) 第三十三条"
    assert rule.verified
    assert rule.say() == "收到申请之日起不超过20个工作日"


def test_a_fact_is_plain_json() -> None:
    for name in (
        "foi.reply",
        "review.publication",
        "records.grounds",
        "foi.fee_by_piece",
        "publication.annual_report",
    ):
        fact = rules.at(name, SHENGZHOU, TODAY).as_fact()
        assert json.loads(json.dumps(fact, ensure_ascii=False)) == fact
        assert fact["source"] and fact["since"] and fact["place"]


def test_nobody_can_change_a_shared_rule() -> None:
    step = rules.at("review.publication", SHENGZHOU, TODAY).steps[0]
    with pytest.raises(TypeError):
        step["post"] = "principal"
    assert copy.deepcopy(step) == step and pickle.loads(pickle.dumps(step)) == step


@pytest.mark.parametrize(
    ("name", "place", "on", "words"),
    [
        ("foi.reply", SHENGZHOU, date(2007, 1, 1), ["foi.reply", SHENGZHOU, "嵊州市", "2007-01-01"]),
        ("foi.nothing", SHENGZHOU, TODAY, ["foi.nothing", SHENGZHOU, "2026-11-22", "核对规则名称"]),
        ("foi.reply", "cn/nowhere", TODAY, ["foi.reply", "cn/nowhere", "2026-11-22", "核对地区"]),
        ("liaison.regular_meeting", HUANGYAN, TODAY, ["liaison.regular_meeting", "黄岩区"]),
    ],
)
def test_absence_raises_and_names_all_three(name: str, place: str, on: date, words: list[str]) -> None:
    with pytest.raises(rules.NoRule) as caught:
        rules.at(name, place, on)
    for word in words:
        assert word in str(caught.value)


def test_a_laxer_local_value_is_not_obeyed() -> None:
    assert rules.at("foi.third_party", HUANGYAN, TODAY).place == "cn"
    assert rules.at("foi.third_party", HUANGYAN, TODAY).value == 15
    assert rules.at("interpretation.publish", "cn/zhejiang/shaoxing", date(2020, 1, 1)).value == 3


def test_another_start_event_is_not_obeyed_but_issue_is_how_a_document_is_formed() -> None:
    assert rules.at("remedies.organ", HUANGYAN, TODAY).place == "cn"
    rule = rules.at("publication.normative_document", SHENGZHOU, TODAY)
    assert (rule.value, rule.counted_from, rule.place) == (7, "issue", "cn/zhejiang/shaoxing")


def test_history_is_in_order_and_says_where_each_came_from() -> None:
    values = [(str(rule.since), rule.value, rule.place) for rule in rules.history("foi.reply", SHENGZHOU)]
    assert values == [("2008-05-01", 15, "cn"), ("2019-05-15", 20, "cn")]
    default = [(rule.value, rule.place) for rule in rules.history("publication.default", "cn/guizhou/zunyi")]
    assert default == [(20, "cn"), (20, "cn"), (5, "cn/guizhou/zunyi")]
    with pytest.raises(rules.NoRule):
        rules.history("foi.nothing", "cn")


def test_names_of_a_place_are_its_own_and_those_above() -> None:
    assert "liaison.regular_meeting" in rules.names(SHENGZHOU)
    assert "liaison.regular_meeting" not in rules.names("cn")
    assert set(rules.names("cn")) < set(rules.names())


@pytest.mark.parametrize("text", ["shengzhou", "嵊州市", "嵊州", SHENGZHOU])
def test_a_place_by_any_of_its_names(text: str) -> None:
    assert rules.place(text).path == SHENGZHOU


def test_an_unknown_place_lists_the_known() -> None:
    with pytest.raises(LookupError, match="没有地区叫“北京市”.*嵊州市"):
        rules.place("北京市")


def test_places_are_the_eleven() -> None:
    assert [place.name for place in rules.places()] == [
        "全国",
        "贵州省",
        "遵义市",
        "四川省",
        "成都市",
        "新都区",
        "浙江省",
        "绍兴市",
        "嵊州市",
        "台州市",
        "黄岩区",
    ]


@pytest.mark.parametrize("day", years(), ids=lambda day: str(day.year))
def test_every_rule_answers_or_refuses_in_every_year(day: date) -> None:
    for place in rules.places():
        for name in rules.names(place.path):
            try:
                rule = rules.at(name, place.path, day)
            except rules.NoRule:
                continue
            assert rule.since <= day
            assert rule.source and rule.title and rule.say()


def test_calendar_periods_roll_by_rule_and_working_days_do_not() -> None:
    assert rules.at("publication.budget", SHENGZHOU, TODAY).roll == "next_working_day"
    assert rules.at("foi.reply", SHENGZHOU, TODAY).roll == "none"


def test_every_local_value_is_obeyed_or_reported() -> None:
    reported = {(one.place, one.name) for one in rules.lint(TODAY) if one.kind != "S"}
    for name, held in law().files.items():
        for place, file in held.items():
            if "/" not in place or file.own:
                continue
            last = file.entries[-1]
            effective = rules.at(name, place, TODAY)
            assert effective.place == place or (place, name) in reported or last.value is None, (name, place)


def test_every_word_of_a_gate_or_entry_is_said_in_chinese() -> None:
    plain = {"code", "label", "article", "row", "until", "by", "rule", "subject", "title", "public"}
    for held in law().files.values():
        for file in held.values():
            for entry in file.entries:
                values = [entry.value] if file.kind == "gate" else []
                if file.kind == "list" and entry.value:
                    values = [
                        value
                        for item in entry.value
                        if isinstance(item, dict)
                        for key, value in item.items()
                        if key not in plain
                    ]
                for value in values:
                    assert not isinstance(value, str) or "{" in value or vocabulary.word(value) != value, value


@pytest.mark.requirement("HY-INTN-00")
@pytest.mark.parametrize("name", ["interpretation.exempt_consent", "interpretation.submit", "interpretation.contents"])
def test_huangyans_interpretation_rules_hold_from_the_first_of_october_2015(name: str) -> None:
    assert rules.at(name, HUANGYAN, date(2015, 10, 1)).place == HUANGYAN
    try:
        before = rules.at(name, HUANGYAN, date(2015, 9, 30)).place
    except rules.NoRule:
        before = ""
    assert before != HUANGYAN


@pytest.mark.requirement("ZY-MGMT-12", "SX-T19-64")
@pytest.mark.parametrize(
    ("name", "place", "folder", "seat", "text"),
    [
        ("foi.reply", "cn/guizhou/zunyi", "cn/gz/zy", "cn/gz", "遵义市政府信息公开申请办理实施细则"),
        ("interpretation.publish", SHENGZHOU, "cn/zj", "cn/zj/sx", "浙江省行政机关政策解读工作实施办法"),
    ],
)
def test_rules_the_seeds_refer_to_hold_once_their_file_is_entered(
    tmp_path: Path, name: str, place: str, folder: str, seat: str, text: str
) -> None:
    """Not in the seeds: until somebody reads them the rule above holds; a file in their folder puts them in force."""
    assert text not in rules.at(name, place, TODAY).source
    files = {
        "cn/gz/place.yaml": "name: 某省\nkind: province\n", "cn/gz/zy/place.yaml": "name: 某市\nkind: prefecture\n",
        "cn/zj/sx/place.yaml": "name: 某市\nkind: prefecture\n", f"cn/{name.replace('.', '/')}.yaml": GOOD,
    }  # fmt: skip
    tree(tmp_path, files)
    below = folder if folder != "cn/zj" else seat
    assert effective(load(tmp_path), name, below, TODAY)[1].value == 20  # type: ignore[index]
    tree(tmp_path, {f"{folder}/{name.replace('.', '/')}.yaml": LOCAL.replace("某市办法", text)})
    entry = effective(load(tmp_path), name, below, TODAY)[1]  # type: ignore[index]
    assert entry.value == 10 and text in entry.source
