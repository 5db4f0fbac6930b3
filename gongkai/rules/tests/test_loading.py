"""The loader refuses broken law, naming file, line and what is wrong."""

from pathlib import Path

import pytest

from gongkai.rules import LawError
from gongkai.rules.tree import load

CN = "name: 全国\nkind: country\n"
GOOD = """title: 答复期限
unit: working_day
counted_from: receipt
local: shorter
checked_on: 2026-11-21
values:
  2019-05-15: {value: 20, source: "条例 第三十三条"}
"""
LOCAL = """unit: working_day
counted_from: receipt
checked_on: 2026-11-21
values:
  2024-01-01: {value: 10, source: "某市办法"}
"""
PLAN = """title: 审核
kind: plan
local: longer
checked_on: 2026-11-21
values:
  2024-01-01:
    source: "某市制度"
    steps:
      - {name: 初审, post: section_head}
      - {name: 终审, post: leader_in_charge, distinct_from: [初审]}
"""


def tree(folder: Path, files: dict[str, str]) -> Path:
    """A law folder with the country and the given files."""
    for name, text in {
        "cn/place.yaml": CN,
        "cn/zj/place.yaml": "name: 某省\nkind: province\n",
        **files,
    }.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_a_good_tree_loads(tmp_path: Path) -> None:
    law = load(tree(tmp_path, {"cn/foi/reply.yaml": GOOD, "cn/zj/foi/reply.yaml": LOCAL, "cn/review/plan.yaml": PLAN}))
    assert set(law.files) == {"foi.reply", "review.plan"}
    assert law.files["foi.reply"]["cn/zj"].title == "答复期限"
    assert law.files["foi.reply"]["cn/zj"].local == "shorter"


REPLY = "cn/foi/reply.yaml"
BROKEN = [
    ("duplicate key", {REPLY: GOOD + "title: 又一个\n"}, "foi/reply.yaml 第8行", "键“title”重复"),
    (
        "duplicate day",
        {REPLY: GOOD + '  2019-05-15: {value: 15, source: "x"}\n'},
        "第8行",
        "“2019-05-15”重复",
    ),
    ("unknown key", {REPLY: GOOD.replace("local:", "locale:")}, "第4行", "不认识键“locale”"),
    (
        "unknown key in a value",
        {REPLY: GOOD.replace("value: 20", "value: 20, days: 3")},
        "第7行",
        "不认识键“days”",
    ),
    ("value without source", {REPLY: GOOD.replace(', source: "条例 第三十三条"', "")}, "第7行", "没有出处"),
    ("empty source", {REPLY: GOOD.replace("条例 第三十三条", " ")}, "第7行", "没有出处"),
    ("bad date", {REPLY: GOOD.replace("2019-05-15", "2019-02-30")}, "第7行", "日期“2019-02-30”不存在"),
    ("date without zeros", {REPLY: GOOD.replace("2019-05-15", "2019-5-15")}, "第7行", "写法不对"),
    ("quoted date", {REPLY: GOOD.replace("2019-05-15", '"2019-05-15"')}, "第7行", "不加引号"),
    ("unquoted no", {REPLY: GOOD + "no: 1\n"}, "第8行", "键“no”没有加引号"),
    (
        "unquoted yes inside",
        {REPLY: GOOD.replace("value: 20", "value: 20, yes: 1")},
        "第7行",
        "键“yes”没有加引号",
    ),
    ("unknown unit", {REPLY: GOOD.replace("working_day", "workday")}, "第2行", "单位“workday”不在清单里"),
    ("unknown start", {REPLY: GOOD.replace("receipt", "arrived")}, "第3行", "起算点“arrived”不在清单里"),
    ("no start", {REPLY: GOOD.replace("counted_from: receipt\n", "")}, "第1行", "缺少起算点"),
    ("no local", {REPLY: GOOD.replace("local: shorter\n", "")}, "第1行", "缺少 local"),
    ("unknown local", {REPLY: GOOD.replace("shorter", "smaller")}, "第4行", "“smaller”不在清单里"),
    ("no checked_on", {REPLY: GOOD.replace("checked_on: 2026-11-21\n", "")}, "第1行", "缺少 checked_on"),
    ("no title", {REPLY: GOOD.replace("title: 答复期限\n", "")}, "foi/reply.yaml", "缺少规则的中文名称"),
    ("number as text", {REPLY: GOOD.replace("value: 20", 'value: "20"')}, "第7行", "应当是不小于零的整数"),
    ("octal number", {REPLY: GOOD.replace("value: 20", "value: 020")}, "第7行", "写法不明确"),
    ("no values", {REPLY: GOOD.split("values:")[0]}, "第1行", "缺少 values"),
    (
        "unknown status",
        {REPLY: GOOD.replace("value: 20", "value: 20, status: sure")},
        "第7行",
        "“sure”不在清单里",
    ),
    ("unknown kind", {REPLY: "kind: term\n" + GOOD}, "第1行", "规则种类“term”不在清单里"),
    ("unknown place", {"us/foi/reply.yaml": GOOD}, "us/foi/reply.yaml 第1行", "不在任何已知地区之下"),
    (
        "place without parent",
        {"cn/gz/zy/place.yaml": "name: 某市\nkind: prefecture\n"},
        "第1行",
        "没有 place.yaml",
    ),
    ("local only", {"cn/zj/foi/sign.yaml": GOOD}, "第6行", "请写 own: true"),
    ("own with a parent", {REPLY: GOOD, "cn/zj/foi/reply.yaml": "own: true\n" + LOCAL}, "第1行", "请删去"),
    (
        "local says local",
        {REPLY: GOOD, "cn/zj/foi/reply.yaml": "local: any\n" + LOCAL},
        "第1行",
        "请在地方文件中删去 local",
    ),
    ("name in capitals", {"cn/FOI/reply.yaml": GOOD}, "第1行", "不是规则名称"),
    (
        "yearly date",
        {
            REPLY: "kind: date\n"
            + GOOD.replace("unit: working_day\ncounted_from: receipt\n", "").replace("value: 20", 'value: "3-31"')
        },
        "第6行",
        "带引号的月-日",
    ),
    (
        "plan step unknown",
        {"cn/review/plan.yaml": PLAN.replace("[初审]", "[复审]")},
        "第10行",
        "前面步骤的名称",
    ),
    (
        "plan step without post",
        {"cn/review/plan.yaml": PLAN.replace(", post: section_head", "")},
        "第8行",
        "岗位",
    ),
    (
        "list twice",
        {
            "cn/a/b.yaml": PLAN.replace("kind: plan", "kind: list").replace(
                PLAN[PLAN.index("    steps") :], "    value: [甲, 甲]\n"
            )
        },
        "第8行",
        "“甲”重复",
    ),
    (
        "reference to nothing",
        {REPLY: GOOD + "bound_by: [foi.nothing]\n"},
        "foi/reply.yaml",
        "“foi.nothing”不存在",
    ),
    ("not a table", {REPLY: "- 1\n"}, "第1行", "应当是“键: 值”的表"),
    ("broken yaml", {REPLY: GOOD + "  : [\n"}, "foi/reply.yaml", "YAML格式有误"),
]


@pytest.mark.parametrize(("files", "where", "words"), [pytest.param(*case[1:], id=case[0]) for case in BROKEN])
def test_broken_law_is_refused(tmp_path: Path, files: dict[str, str], where: str, words: str) -> None:
    with pytest.raises(LawError) as caught:
        load(tree(tmp_path, files))
    assert where in str(caught.value)
    assert words in str(caught.value)


def test_status_is_verified_unless_said(tmp_path: Path) -> None:
    law = load(tree(tmp_path, {REPLY: GOOD}))
    assert law.files["foi.reply"]["cn"].entries[0].status == "verified"
