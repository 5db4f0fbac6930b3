"""Broken year files and the words their errors must contain."""

import datetime as dt
from pathlib import Path

import pytest

from gongkai import clock
from gongkai.rules import LawError

GOOD = """year: 2027
notice: 通知
url: https://www.gov.cn/
holidays:
  - {name: 元旦, rest: [2027-01-01], work: [2027-01-09]}
"""


def load(tmp_path: Path, text: str, name: str = "2027.yaml") -> list[clock.YearTable]:
    (tmp_path / name).write_text(text, encoding="utf-8")
    return clock.load_years(tmp_path)


def test_a_good_file(tmp_path: Path) -> None:
    [table] = load(tmp_path, GOOD)
    assert (table.year, table.confirmed, table.notice) == (2027, True, "通知")
    assert table.off == {dt.date(2027, 1, 1)} and table.work == {dt.date(2027, 1, 9)}
    assert table.names[dt.date(2027, 1, 9)] == "元旦"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            "holidays:\n  - {name: 元旦, rest: [2027-01-01], work: [2027-01-09]}",
            "holidays: []",
            "不要建立文件",
        ),
        ("rest: [2027-01-01]", "rest: []", "空的"),
        ("year: 2027", "year: 2028", "文件名与年份2028不一致"),
        ("url: https://www.gov.cn/\n", "", "“url”没有填写"),
        ("notice: 通知", "notice: 通知\nnote: 多余", "不认识的键“note”"),
        ("notice: 通知", "notice: 通知\nnotice: 再来", "重复"),
        ("2027-01-09", "2027-01-08", "本来就是工作日"),
        ("2027-01-09", "2027-02-30", "不存在"),
        ("2027-01-09", "2028-01-08", "不在2027年"),
        ("[2027-01-01]", "[2027-01-01, 2027-01-01]", "重复列出"),
        ("[2027-01-01]", "[2027-01-01, 2027-01-09]", "既列为放假又列为上班"),
        ("[2027-01-01]", "[2027-01-02]", "没有2027-01-01"),
        ("[2027-01-01]", "[元旦]", "不是日期"),
    ],
)
def test_a_broken_file(tmp_path: Path, old: str, new: str, words: str) -> None:
    with pytest.raises(LawError, match=words):
        load(tmp_path, GOOD.replace(old, new))


def test_an_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(LawError, match="没有放假安排文件"):
        clock.load_years(tmp_path)


def test_broken_fixed_days(tmp_path: Path) -> None:
    path = tmp_path / "fixed.yaml"
    path.write_text("fixed_days:\n  - {name: 元旦, month: 13, days: [1], since: 2008-01-01, source: 办法}\n", "utf-8")
    with pytest.raises(LawError, match="不是存在的日子"):
        clock.load_fixed_days(path)
