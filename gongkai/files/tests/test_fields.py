"""Numbers, dates, history and noise."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.files import canonical_number, dates, history, noise, numbers, read_text
from gongkai.files.chinese import plain


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("国办发〔2016〕80号", "国办发〔2016〕80号"),
        ("国办发[2016]80号", "国办发〔2016〕80号"),
        ("国办发［2016］80号", "国办发〔2016〕80号"),
        ("国办发（2016）80号", "国办发〔2016〕80号"),
        ("国办发【2016】第80号", "国办发〔2016〕第80号"),
        ("新都府办发﹝2016﹞80号", "新都府办发〔2016〕80号"),
        ("国办发〔２０１６〕８０号", "国办发〔2016〕80号"),
        ("国办公开办函 〔2019〕 60 号", "国办公开办函〔2019〕60号"),
        ("国办发〔201680号", "国办发〔2016〕80号"),
        ("国办公开办函〔201960号", "国办公开办函〔2019〕60号"),
        ("国办发〔201823", "国办发〔2018〕23号"),
        ("国令第711号", "国令第711号"),
        ("中华人民共和国国务院令第468号", "国务院令第468号"),
        ("国务院令第７１１号", "国务院令第711号"),
        ("对外贸易经济合作部令第6号", "对外贸易经济合作部令第6号"),
        ("国务院、中央军事委员会令第521号", "国务院、中央军事委员会令第521号"),
        ("台州市第四届人民代表大会常务委员会公告第37号", "台州市第四届人民代表大会常务委员会公告第37号"),
    ],
)
def test_numbers_in_every_spelling(written: str, number: str) -> None:
    assert [found.number for found in numbers.find(plain(written))] == [number]
    assert canonical_number(written) == number


def test_numbers_in_sentences_lose_the_sentence() -> None:
    text = plain("根据《实施细则》(国办发〔2016〕80号)和国务院令第711号、第4号令、第41号公告，每年2019年10月1日前")
    assert [found.number for found in numbers.find(text)] == [
        "国办发〔2016〕80号",
        "国务院令第711号",
        "令第4号",
        "公告第41号",
    ]


def test_what_is_no_number() -> None:
    assert numbers.find(plain("2024年12月28日第3条 共120号楼，电话(2024)8888")) == []
    assert [found.repaired for found in numbers.find("国办发〔201680号")] == [True]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("2024年12月28日", date(2024, 12, 28)),
        ("２０２４年１月５日", date(2024, 1, 5)),
        ("二〇二四年十二月二十八日", date(2024, 12, 28)),
        ("二○○七年十一月八日", date(2007, 11, 8)),
        ("二零二四年一月三十一日", date(2024, 1, 31)),
        ("2024-12-28", date(2024, 12, 28)),
        ("2019- 06- 24", date(2019, 6, 24)),
        ("2024.12.28", date(2024, 12, 28)),
        ("2024/1/5", date(2024, 1, 5)),
        ("2024年2月30日", None),
        ("2024-13-01", None),
        ("版本1.2024.12.28.1", None),
    ],
)
def test_dates(written: str, value: date | None) -> None:
    assert dates.parse(written) == value


def test_impossible_dates_are_named_and_left_empty() -> None:
    document = read_text("", "关于公开工作的通知\n各单位：\n现将事项通知如下。\n示范县人民政府办公室\n2024年2月30日")
    assert document.date_made is None
    assert any("“2024年2月30日”不存在" in warning for warning in document.warnings)


def test_history_tells_dates_and_numbers() -> None:
    lines = [
        "1999年5月25日 民政部令第14号发布",
        "2019年3月2日 《国务院关于修改部分行政法规的决定》第一次修订",
        "根据2023年7月20日《国务院关于修改和废止部分行政法规的决定》第二次修订）",
        "2023年9月1日 施行",
    ]
    entries, warnings = history.parse(lines)
    assert [day for day, _ in entries] == [date(1999, 5, 25), date(2019, 3, 2), date(2023, 7, 20), date(2023, 9, 1)]
    assert history.date_made(entries) == date(2023, 7, 20)
    assert history.number(entries) == "民政部令第14号"
    assert history.agency(entries) == "民政部"
    assert warnings == []


@pytest.mark.parametrize(
    ("line", "spam"),
    [
        ("极速快乐十分开奖官网", True),
        ("澳门威尼斯人娱乐平台注册送58", True),
        ("第三章 彩票开奖和兑奖管理", False),
        ("关于开展打击赌博专项行动的通知", False),
        ("彩票发行机构应当公布开奖结果。", False),
        ("示范县人民政府办公室", False),
    ],
)
def test_spam_is_told_from_rules_about_gambling(line: str, spam: bool) -> None:
    assert noise.is_spam(line, at_end=True) is spam


def test_record_head_of_a_site() -> None:
    text = (
        "索 引 号：12331003E96936103G/2024-154420 | 文件编号：示政办发[2024]12号\n"
        "发布机构：县政府办公室 | 成文日期：2024-05-16\n发布日期：2024-05-20 公开方式：主动公开\n"
        "关于做好公开工作的通知\n各单位：\n请认真做好公开工作，及时公开应当公开的信息。"
    )
    document = read_text("", text)
    assert document.title == "关于做好公开工作的通知"
    assert (document.number, document.index_number) == ("示政办发〔2024〕12号", "12331003E96936103G/2024-154420")
    assert (document.date_made, document.published_on) == (date(2024, 5, 16), date(2024, 5, 20))
    assert document.agency == "县政府办公室"
    assert document.labels["openness"] == "主动公开"
    assert document.text.startswith("各单位")


def test_only_damaged_numbers_in_the_body_are_reported() -> None:
    document = read_text(
        "", "关于公开的通知\n各单位：\n按照国办发〔2016〕80号、国办发〔201794号和国务院令第711号办理。"
    )
    reported = [warning for warning in document.warnings if "括号残缺" in warning]
    assert reported == ["正文中的文号“国办发〔201794号”括号残缺，应为“国办发〔2017〕94号”，请核对后改正。"]
