"""Classification marks are anchored; plain words are not findings."""

import pytest

from gongkai.checks import scan

TITLE = "\n\n关于开展检查的通知\n\n各单位：\n"


@pytest.mark.parametrize(
    "written",
    [
        "机密★10年",
        "秘密★启用前",
        "绝密★长期",
        "机 密 ★ 10 年",
        "绝　密★３０年",
        "秘密★",
        "秘密☆5年",
        "机密★六个月",
        "秘密*10年",
    ],
)
@pytest.mark.parametrize("frame", ["{}" + TITLE, "000012\n　　{}\n特急" + TITLE, "各单位：\n正文。签发 {}。\n"])
@pytest.mark.requirement("HY-SEC-05a")
def test_starred_marks_block_anywhere(written: str, frame: str) -> None:
    text = frame.format(written)
    (item,) = scan(text)
    assert item.kind == "classification_mark" and item.blocking
    assert text[item.start : item.end] == written
    assert "第十四条" in item.article


@pytest.mark.parametrize("level", ["秘密", "机密", "绝密", "机 密", "【机密】", "秘密文件"])
@pytest.mark.requirement("HY-SEC-05a")
def test_a_level_alone_at_the_head_blocks(level: str) -> None:
    (item,) = scan(f"\n\n000012\n{level}\n特急{TITLE}")
    assert item.kind == "classification_mark" and item.blocking


@pytest.mark.requirement("HY-SEC-05a")
def test_a_filled_field_blocks() -> None:
    (item,) = scan("发文机关：某局\n密 级：机密\n")
    assert item.blocking and item.value == "机密"


@pytest.mark.parametrize(
    "text",
    [
        "涉及国家秘密、商业秘密和个人隐私的，不予公开。",
        "国家秘密的密级分为绝密、机密、秘密三级。",
        "机密级文件由专人保管",
        "密级：□绝密 □机密 □秘密",
        "密级：无",
        "标题\n" * 30 + "机密\n",
        "**秘密**",
    ],
)
def test_plain_words_are_left_alone(text: str) -> None:
    assert scan(text) == []


def test_a_quoted_mark_is_advice() -> None:
    (item,) = scan("国家秘密标志的形式为“机密★10年”。")
    assert item.kind == "classification_mark" and not item.blocking


@pytest.mark.parametrize(
    "text",
    [
        "内部资料 不得外传\n" + TITLE,
        "（内部资料）" + TITLE,
        "仅供内部使用" + TITLE,
        "内部资料，注意保存",
        "（此件不公开）",
        "请勿外传",
    ],
)
def test_internal_marks_are_advice(text: str) -> None:
    found = scan(text)
    assert {item.kind for item in found} == {"internal_mark"}
    assert not any(item.blocking for item in found)


def test_talk_about_internal_material_is_left_alone() -> None:
    assert scan("内部资料性出版物的管理，适用本办法；内部文件的管理另行规定。") == []
