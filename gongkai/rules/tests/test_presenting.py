"""Rules as pages show them: levels with reasons, matters that citizens know, sentences."""

import datetime as dt
import re

import pytest

from gongkai import rules
from gongkai.rules import presenting

DAY = dt.date(2026, 11, 22)
CITY = "cn/zhejiang/shaoxing"
COUNTY = f"{CITY}/shengzhou"


def test_every_rule_here_belongs_to_a_matter_that_has_a_name() -> None:
    for place in rules.places():
        matters = presenting.by_matter(place.path, DAY)
        assert {rule.name for one in matters for rule in one.rules} == {
            rule.name for rule in presenting.held(place.path, DAY)
        }
        assert all(one.code in presenting.MATTERS for one in matters), place.path


def overruled() -> list[tuple[str, presenting.Level]]:
    """(rule, level) of every local text that is not obeyed where it was written."""
    every = [(name, place.path) for place in rules.places() for name in rules.names(place.path)]
    found = [(name, presenting.levels(name, path, DAY)[-1]) for name, path in every]
    return [(name, level) for name, level in found if level.text]


def test_a_laxer_local_text_stands_beside_what_is_obeyed_with_the_reason() -> None:
    linted = {(one.name, one.local_source): one.what for one in rules.lint(DAY)}
    found = overruled()
    assert {"地方规定宽于上位规定"} <= {level.why for _, level in found}
    for name, level in found:
        assert not level.own and level.words and level.words != level.text, name
        assert (name, level.source) in linted and "不一致" not in level.why, (name, level.why)


def test_levels_run_from_the_country_down_and_say_who_inherits() -> None:
    found = presenting.levels("guide.update", COUNTY, DAY)
    assert [one.place for one in found] == ["全国", "浙江省", "绍兴市", "嵊州市"]
    assert [one.own for one in found] == [True, False, True, False]
    assert found[-1].words == found[-2].words and "个工作日" in found[-1].words


@pytest.mark.parametrize("place", ["cn", COUNTY, "cn/guizhou/zunyi"])
def test_every_rule_has_a_sentence_and_a_past(place: str) -> None:
    for rule in presenting.held(place, DAY):
        said = presenting.sentence(rule, "本地")
        assert said.startswith("在本地，") and said.endswith("。") and rule.title in said
        assert presenting.past(rule.name, place)[0].rule.since <= DAY or rule.since <= DAY


def test_a_long_list_is_said_by_its_length_and_listed_whole() -> None:
    rule = rules.at("catalogue.art20", "cn", DAY)
    assert presenting.brief(rule).startswith(f"共 {len(rule.value)} 项")
    assert len(presenting.items(rule)) == len(rule.value)


def test_no_sentence_shows_how_the_law_is_kept() -> None:
    for place in rules.places():
        for rule in presenting.held(place.path, DAY):
            said = presenting.sentence(rule, place.name)
            assert not re.search(r"[{}_]|起算点起|次数：[0-9]+个", said), (rule.name, said)
    index = presenting.held_at("records.index_number", COUNTY, DAY)
    assert index is not None and index.say() == "〈统一社会信用代码〉/〈年份〉-〈6位顺序号〉"
    times = presenting.held_at("foi.extension_times", COUNTY, DAY)
    assert times is not None and times.say() == "1次"
