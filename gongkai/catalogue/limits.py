"""What a written limit says: “行政规范性文件印发之日起7个工作日内” → 7, working_day, issue.

The words for units and start events are those of the law files (`rules.vocabulary`), so both speak of the same things.
"""

import datetime as dt
import re
from dataclasses import dataclass

from gongkai.files.chinese import plain
from gongkai.rules import vocabulary

UNITS = {
    "个工作日": "working_day", "工作日": "working_day", "个自然日": "calendar_day", "自然日": "calendar_day",
    "日": "calendar_day", "天": "calendar_day", "个月": "month", "月": "month", "小时": "hour", "个小时": "hour",
    "年": "year", "周": "week", "个星期": "week", "星期": "week",
}  # fmt: skip
# Words without a number: (word, unit, start event).
WORDS = (
    ("动态", "dynamic", "change"), ("实时", "immediate", "formation_or_change"),
    ("立即", "immediate", "formation_or_change"),
    ("当日", "same_day", "formation_or_change"), ("当天", "same_day", "formation_or_change"),
    ("按期", "scheduled", "not_stated"), ("定期", "scheduled", "not_stated"), ("按月", "scheduled", "month_end"),
    ("按季", "scheduled", "quarter_end"), ("每月", "scheduled", "month_end"), ("每季", "scheduled", "quarter_end"),
    ("同步", "same_time", "not_stated"), ("及时", "prompt", "formation_or_change"), ("长期", "dynamic", "change"),
)  # fmt: skip
SAME_AS_ABOVE = ("同上", "〃", '"', "″")
NUMBER = re.compile(r"(\d+|[一二两三四五六七八九十]+)\s*(个?[\u4e00-\u9fff]{1,3}?)\s*(?:之?内|以内|前|内|$|[,;。、()])")
# The opening of an event's label (“信息形成或者变更”, “印发”) is what a cell quotes of it.
_STARTS = {
    label.removeprefix("作出").removesuffix("之日"): event
    for event, label in vocabulary.EVENTS.items()
    if label.endswith("之日") and event not in ("change", "any_event")
} | {"形成或变更": "formation_or_change", "形成或者变更": "formation_or_change", "行政处罚决定": "penalty_decision"}
FIXED_DATE = re.compile(r"每年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日|[,;、](\d{1,2})月(\d{1,2})日前")
COMMON_YEAR = 2023  # any year without a leap day: a date that recurs must exist in each
DIGITS = {word: number for number, word in enumerate("零一二三四五六七八九")} | {"两": 2}


@dataclass(frozen=True)
class Limit:
    """A limit as read. `value` is None where the text is a word (“动态更新”); `note`: what a person should check."""

    value: int | None
    unit: str
    counted_from: str
    note: str = ""


class UnknownLimit(ValueError):
    """The cell says something that cannot be counted; the message is a Chinese sentence."""


def read(text: str) -> Limit:
    """The limit a cell states. Raises UnknownLimit for an empty cell or a unit nobody can count."""
    said = plain(text).strip()
    if not said:
        raise UnknownLimit("公开时限是空的。")
    start, note = _start(said)
    match = NUMBER.search(said)
    if match is None:
        found = next((Limit(None, unit, event) for word, unit, event in WORDS if word in said), None)
        if found is None:
            raise UnknownLimit(f"读不出公开时限“{text.strip()[:40]}”。")
        return found
    if match[2] not in UNITS:
        raise UnknownLimit(f"公开时限的单位“{match[2]}”不认识。")
    if NUMBER.search(said, match.end()):
        note = "；".join(part for part in (note, "这一格写了两个时限，按第一个读入") if part)
    return Limit(_number(match[1]), UNITS[match[2]], start, note)


def _start(said: str) -> tuple[str, str]:
    """The start event a text names; the longest name wins. Without one, formation or change, and a note."""
    found = max((name for name in _STARTS if name and name in said), key=len, default="")
    return (_STARTS[found], "") if found else ("formation_or_change", "没有写明起算点，按信息形成或者变更之日起算")


def _number(text: str) -> int:
    """7, 七, 十五, 二十, 三十一."""
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return DIGITS.get(text, 0)
    return DIGITS.get(tens, 1) * 10 + DIGITS.get(ones, 0)


def schedule_of(limit_text: str, content: str, unit: str) -> tuple[str, list[str]]:
    """(schedule, fixed dates "MM-DD") that limit and content ask for. “每年4月1日前……，7月1日前……” gives both dates.

    Raises UnknownLimit for a date that does not exist.
    """
    said = plain(f"{limit_text}；{content}")
    dates: list[str] = []
    if "每年" in said:
        for match in FIXED_DATE.finditer(said):
            month, day = (int(part) for part in match.groups() if part)
            try:
                dt.date(COMMON_YEAR, month, day)
            except ValueError as error:
                raise UnknownLimit(f"公开内容里的固定日期{month}月{day}日不存在。") from error
            dates.append(f"{month:02}-{day:02}")
    if dates:
        return "yearly", sorted(set(dates))
    if re.search("按月|每月", said):
        return "monthly", []
    if re.search("按季|每季", said):
        return "quarterly", []
    return {"dynamic": "dynamic", "scheduled": "issue"}.get(unit, "event"), []
