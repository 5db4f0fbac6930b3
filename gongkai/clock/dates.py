"""Dates as people write them, read exactly; and the one error of the clock."""

from __future__ import annotations

import re
from datetime import date

PLAIN = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
CHINESE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日", re.ASCII)
WEEKDAYS = "一二三四五六日"


class ClockError(ValueError):
    """Something that cannot be counted; the message is a Chinese sentence that says what to change."""


def parse_date(text: object) -> date:
    """The date of ``2026-01-31`` or ``2026年1月31日``; any other writing, or no such day: ClockError."""
    if isinstance(text, date):
        return text
    shown = str(text).strip()
    match = PLAIN.fullmatch(shown) or CHINESE.fullmatch(shown)
    if match is None:
        raise ClockError(f"日期“{shown}”写法不对，应当像2026-01-31或2026年1月31日。")
    year, month, day = (int(part) for part in match.groups())
    try:
        return date(year, month, day)
    except ValueError as error:
        raise ClockError(f"日期“{shown}”不存在，请核对年月日。") from error


def weekday(day: date) -> str:
    """周一 … 周日."""
    return f"周{WEEKDAYS[day.weekday()]}"
