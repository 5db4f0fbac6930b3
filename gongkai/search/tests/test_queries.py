"""What people type and what they get."""

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from gongkai import search
from gongkai.search.tests.conftest import Notes


def keys(text: str, **facts: Any) -> list[str]:
    return [hit.key for hit in search.find(text, **facts).results]


@pytest.mark.parametrize(
    "text",
    [
        "国办发〔2016〕80号", "国办发[2016]80号", "国办发(2016)80号", "国办发2016 80号",
        "国办发〔2016〕第080号", "國辦發〔２０１６〕８０號", "国办发〔二〇一六〕八十号",
        "关于国办发〔2016〕80号的问题", "国办发〔2016〕80",
        "11330683MB1234567X/2016-00080", "11330683mb1234567x／2016－00080",
    ],
)  # fmt: skip
def test_a_number_in_any_spelling_stands_first(notes: Notes, text: str) -> None:
    assert keys(text)[:1] == ["note:1"]


def test_a_text_that_mentions_the_number_comes_after_it(notes: Notes) -> None:
    assert keys("国办发〔2016〕80号") == ["note:1", "note:3"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("政务公开", {"note:1"}),
        ("政務公開", {"note:1"}),
        ("推进 公开", {"note:1", "note:3"}),
        ("“政务公开”", {"note:1"}),
        ('"第3条"', {"note:1"}),
        ("《贯彻落实意见的通知》", {"note:3"}),
        ("税", {"note:2"}),
        ("“2024年”", {"note:2"}),
        ("财政局", {"note:2"}),
        ("２０２４", {"note:2"}),
    ],
)
def test_words_and_phrases(notes: Notes, text: str, found: set[str]) -> None:
    answer = search.find(text)
    assert {hit.key for hit in answer.results} == found and not answer.relaxed
    assert answer.total == len(found)


def test_a_title_outranks_a_mention(notes: Notes) -> None:
    notes.add(4, title="清洁取暖补贴", body="办法见附件")
    notes.add(5, title="其他", body="清洁取暖补贴" + "，清洁取暖补贴" * 3)
    search.index_now(["note:4", "note:5"])
    assert keys("清洁取暖补贴") == ["note:4", "note:5"]


def test_where_nothing_holds_all_words_most_of_them_will_do(notes: Notes) -> None:
    answer = search.find("请问哪里可以查到财政预算公开的说明？")
    assert answer.relaxed and answer.results[0].key == "note:2"


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"agency": "2"}, ["note:3"]),
        ({"agency": ["1", "2"], "year": 2016}, ["note:1"]),
        ({"item": "9"}, ["note:1"]),
        ({"year": "2025"}, ["note:3"]),
        ({"kind": "other"}, []),
        ({"agency": "", "item": None}, ["note:1", "note:3"]),
    ],
)
def test_filters(notes: Notes, filters: dict[str, Any], found: list[str]) -> None:
    assert keys("国办发〔2016〕80号", **filters) == found


def test_newest_first_and_filters_alone(notes: Notes) -> None:
    assert keys("公开", sort="date") == ["note:3", "note:2", "note:1"]
    assert keys("", item="8") == ["note:3", "note:1"]
    assert search.find("").total == 0


@pytest.mark.parametrize("text", ['"', "“", "”", "《》", "？？", "「", "……", "％", "()", "\u200b", "qzxjvk"])
def test_what_holds_no_word_finds_nothing_rather_than_everything(notes: Notes, text: str) -> None:
    assert keys(text) == [] == keys(text, item="8")
    assert search.find(text, kind="note").total == 0


def test_pages_hold_every_hit_once(notes: Notes) -> None:
    for number in range(10, 265):
        notes.add(number, title=f"抽查结果 {number}", date=date(2020, 1, 1))
    search.reindex()
    answers = [search.find("抽查结果", page=page, size=50) for page in range(1, 8)]
    found = [hit.key for answer in answers for hit in answer.results]
    assert len(found) == len(set(found)) == 255
    assert (answers[0].total, answers[0].pages, len(answers[6].results)) == (255, 6, 0)


def test_what_was_taken_down_vanishes_before_the_index_knows(notes: Notes) -> None:
    notes.hidden.add("note:1")
    answer = search.find("国办发〔2016〕80号")
    assert ([hit.key for hit in answer.results], answer.total) == (["note:3"], 1)
    assert keys("国办发〔2016〕80号", person="clerk") == ["note:1", "note:3"]


def test_what_no_longer_exists_vanishes(notes: Notes) -> None:
    del notes.all["note:1"]
    assert keys("全面推进政务公开") == []


def test_marks_are_the_only_markup(notes: Notes) -> None:
    hit = search.find("预算表").results[0]
    assert "<mark>预算表</mark>" in hit.snippet_html
    assert "&lt;script&gt;" in hit.snippet_html and "<script>" not in hit.snippet_html


def test_a_traditional_question_marks_the_simplified_text(notes: Notes) -> None:
    assert search.find("政務公開").results[0].title_html == "关于全面推进<mark>政务公开</mark>工作的意见"


def test_the_object_comes_from_the_source(notes: Notes) -> None:
    hit = search.find("政务公开").results[0]
    assert (hit.object, hit.kind) == ("关于全面推进政务公开工作的意见", "note")
    assert hit.document and hit.document.item == ("8", "9") and hit.document.date == date(2016, 11, 15)


def test_suggestions_name_what_would_find_something(notes: Notes) -> None:
    answer = search.find("政务公开", year=1999)
    assert answer.total == 0
    assert [(each.text, each.without_filters, each.total) for each in answer.suggestions] == [("政务公开", True, 1)]
    assert search.find("鹓鶵鸑鷟").suggestions == []


HOSTILE = [
    "“没有闭合", '"""', "《《》", "title:x AND (", "* OR 1=1 --", "[a TO b]", "/(a+)+$/", "-公开 +", "\\",
    "\x00\ud800", "政" * 10_000, "a " * 5000, "税 务 局 的 公 开 年 报 " * 200, "“" + "公开" * 4000 + "”",
    "?*~^:{}", "第第第〔2016〕号", "%", "〔〕", "国办发〔2016〕99999999999999999999号", "\n\t\u200b\ufeff",
    "🎉", "ﷺ" * 300,
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_questions_are_answered(notes: Notes, text: str) -> None:
    answer = search.find(text, page=10**9, size=10**6)
    assert not answer.degraded and answer.size == 100


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(text=st.text(alphabet=st.one_of(st.sampled_from('政务公开“”"《》〔〕2016年号第 3<&>'), st.characters())))
def test_no_text_raises_or_breaks_out_of_the_markup(notes: Notes, text: str) -> None:
    answer = search.find(text)
    assert not answer.degraded
    for hit in answer.results:
        plain = (hit.title_html + hit.snippet_html).replace("<mark>", "").replace("</mark>", "")
        assert "<" not in plain and ">" not in plain
