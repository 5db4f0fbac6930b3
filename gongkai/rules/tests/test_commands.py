"""``gongkai rules show`` and ``lint`` as a clerk calls them."""

import argparse
import json

import pytest

from gongkai.rules import commands


def run(*argv: str) -> int:
    parser = argparse.ArgumentParser()
    commands.add(parser.add_subparsers())
    args = parser.parse_args(["rules", *argv])
    assert args.database is False
    return int(args.run(args))


def test_show_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("show", "foi.reply", "--place", "嵊州市", "--on", "2026-01-05") == 0
    text = capsys.readouterr().out
    for words in (
        "答复期限（foi.reply）",
        "嵊州市 2026-01-05",
        "不超过20个工作日",
        "国令711号",
        "全国",
        "已核对",
    ):
        assert words in text


def test_show_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("show", "publication.normative_document", "--place", "shengzhou", "--on", "2026-01-05", "--json") == 0
    fact = json.loads(capsys.readouterr().out)
    assert {key: fact[key] for key in ("name", "value", "unit", "counted_from", "since", "status", "place")} == {
        "name": "publication.normative_document",
        "value": 7,
        "unit": "working_day",
        "counted_from": "issue",
        "since": "2024-12-28",
        "status": "verified",
        "place": "cn/zhejiang/shaoxing",
    }
    assert "第10项" in fact["source"]


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["foi.reply", "--on", "2000-01-01"], "在2000-01-01没有规则“foi.reply”"),
        (["foi.nothing"], "请核对规则名称"),
        (["foi.reply", "--place", "北京市"], "没有地区叫“北京市”"),
        (["foi.reply", "--on", "yesterday"], "写法不对"),
    ],
)
def test_no_rule_is_exit_code_one(argv: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("show", *argv) == 1
    assert words in capsys.readouterr().err


def test_lint_of_one_place(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("lint", "--place", "huangyan", "--json") == 0
    findings = json.loads(capsys.readouterr().out)
    assert {one["place"] for one in findings} == {"cn/zhejiang/taizhou/huangyan"}
    assert any(one["name"] == "foi.third_party" and one["kind"] == "X" for one in findings)
    assert run("lint") == 0
    assert "当地：" in capsys.readouterr().out
    assert run("lint", "--place", "北京市") == 1
