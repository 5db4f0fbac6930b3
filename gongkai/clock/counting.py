"""One counting function for each unit. The day of the event is not counted; paused days do not count.

A stage takes its start day (not counted), a number, the pauses after the start (disjoint, in order, ends included)
and the calendar, and answers an ``End``. A pause that begins after the end has no effect; one that begins on the last
day moves it, because that day no longer counts; one without an end stops the clock if it begins in time.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from gongkai.clock.calendar import Calendar
from gongkai.clock.dates import ClockError

Pauses = Sequence[tuple[date, date | None]]
DAY = timedelta(1)
MONTHS_A_YEAR, DAYS_A_WEEK = 12, 7


@dataclass(frozen=True, slots=True)
class End:
    """Where a stage ends: ``on``, or, standing still, ``stopped_on`` and how many days were ``left``."""

    on: date | None
    stopped_on: date | None = None
    left: int = 0


def working_days(start: date, number: int, pauses: Pauses, calendar: Calendar) -> End:
    """The ``number``-th working day after ``start`` that is not paused."""
    end, extra = calendar.after(start, number), 0
    for first, last in pauses:
        if first > end:
            break
        if last is None:
            return End(None, first, number + extra - calendar.count(start + DAY, first - DAY))
        extra += calendar.count(first, last)
        end = calendar.after(start, number + extra)
    return End(end)


def calendar_days(start: date, number: int, pauses: Pauses, _calendar: Calendar) -> End:
    """``number`` days after ``start``, paused days not counted."""
    return _push(_later(start, number), pauses)


def weeks(start: date, number: int, pauses: Pauses, _calendar: Calendar) -> End:
    """Weeks are seven calendar days each."""
    return _push(_later(start, number * DAYS_A_WEEK), pauses)


def months(start: date, number: int, pauses: Pauses, _calendar: Calendar) -> End:
    """The day of the same number ``number`` months on, else that month's last day; then paused days on top."""
    return _push(_months_on(start, number), pauses)


def years(start: date, number: int, pauses: Pauses, _calendar: Calendar) -> End:
    """Twelve months each; 29 February ends on 28 February in an ordinary year."""
    return _push(_months_on(start, number * MONTHS_A_YEAR), pauses)


COUNT: dict[str, Callable[[date, int, Pauses, Calendar], End]] = {
    "working_day": working_days,
    "calendar_day": calendar_days,
    "week": weeks,
    "month": months,
    "year": years,
}


def fixed_date(start: date, value: object) -> date:
    """The first ``MM-DD`` after ``start``; 02-29 is the last day of February. Raises ClockError."""
    month_text, _, day_text = str(value).partition("-")
    if not (month_text.isdigit() and day_text.isdigit()):
        raise ClockError(f"固定日期“{value}”写法不对，应当像03-31。")
    month, day = int(month_text), int(day_text)
    for year in (start.year, start.year + 1):
        try:
            last = monthrange(year, month)[1]
            found = date(year, month, min(day, last) if (month, day) == (2, 29) else day)
        except ValueError as error:
            raise ClockError(f"固定日期“{value}”不存在，请核对。") from error
        if found > start:
            return found
    raise ClockError(f"固定日期“{value}”无法计算。")


def roll(end: date, pauses: Pauses, calendar: Calendar) -> End:
    """A last day that is a day of rest gives way to the next working day that is not paused (民事诉讼法 Art. 85)."""
    day = calendar.on_or_after(end)
    for first, last in pauses:
        if first <= day and (last is None or day <= last):
            if last is None:
                return End(None, first, 1)
            day = calendar.on_or_after(last + DAY)
    return End(day)


def _push(end: date, pauses: Pauses) -> End:
    for first, last in pauses:
        if first > end:
            break
        if last is None:
            return End(None, first, (end - first).days + 1)
        end = _later(end, (last - first).days + 1)
    return End(end)


def _later(day: date, number: int) -> date:
    try:
        return day + timedelta(number)
    except OverflowError as error:
        raise ClockError(f"天数{number}过大，无法计算，请核对。") from error


def _months_on(start: date, number: int) -> date:
    index = start.year * MONTHS_A_YEAR + start.month - 1 + number
    year, month = divmod(index, MONTHS_A_YEAR)
    try:
        return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
    except ValueError as error:
        raise ClockError(f"月数{number}过大，无法计算，请核对。") from error
