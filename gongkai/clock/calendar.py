"""The calendar of working days: a table a year, with the notice it comes from, turned into one sorted array.

The State Council announces each year's holidays and make-up working days in a notice of its own; a table may name
days of the year before (元旦 2019 began on 2018-12-29). Lookups are a bisect in the array, well under a microsecond.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

from gongkai.clock.dates import ClockError, weekday

FIRST_YEAR, LAST_YEAR = 1950, 2199
SATURDAY = 5
# Weekdays of 1 January (Tuesday, Sunday) for which a notice has moved days at the end of the December before: 元旦 2019
# took 2018-12-29 to 31, 元旦 2012 made 2011-12-31 a working day. Those days then hang on the next year's notice.
REACHING_BACK = (1, 6)


@dataclass(frozen=True, slots=True)
class YearTable:
    """What one year's notice says. ``off``: days off that it names; ``work``: make-up working days (调休上班).

    ``names`` gives the holiday of each of them. ``confirmed`` False: the facts are used, but stay provisional.
    ``amended``: later notices for the same year, as (title, address).
    """

    year: int
    notice: str
    url: str
    off: frozenset[date]
    work: frozenset[date]
    confirmed: bool = True
    names: Mapping[date, str] = field(default_factory=dict, hash=False)
    amended: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class FixedDay:
    """A holiday that the law fixes in the solar calendar; holds from ``since`` in years without a table."""

    name: str
    month: int
    days: tuple[int, ...]
    since: date
    source: str


Window = tuple[int, int, list[int]]  # first year, last year, ordinals of their working days, sorted


class Calendar:
    """Which days are working days. Immutable: a changed table makes a new Calendar.

    Equal inputs give equal answers; the window of years held ready grows by itself, between 1950 and 2199
    (ClockError outside). ``tables``: at most one a year. ``fixed_solar``: for years without one.
    """

    def __init__(self, tables: Iterable[YearTable] = (), fixed_solar: Iterable[FixedDay] = ()) -> None:
        self._tables: dict[int, YearTable] = {}
        for table in sorted(tables, key=lambda one: one.year):
            if table.year in self._tables:
                raise ClockError(f"{table.year}年有两份放假安排，请只保留一份。")
            if not table.off:
                raise ClockError(f"{table.year}年的放假安排是空的，不能当作已经公布。")
            self._tables[table.year] = table
        self._fixed = tuple(fixed_solar)
        self._off: dict[date, YearTable] = {}
        self._work: dict[date, YearTable] = {}
        for table in self._tables.values():
            for day in table.off:
                self._off[day] = table
                self._work.pop(day, None)
            for day in table.work:
                self._work[day] = table
                self._off.pop(day, None)
        years = list(self._tables) or [2025]
        self._window = self._build(max(FIRST_YEAR, years[0] - 1), min(LAST_YEAR, years[-1] + 3))

    # -- facts ---------------------------------------------------------------------------------------------------

    @property
    def tables(self) -> tuple[YearTable, ...]:
        """The year tables, oldest first."""
        return tuple(self._tables.values())

    def table(self, year: int) -> YearTable | None:
        """The table of a year, None if it has not been announced."""
        return self._tables.get(year)

    def announced(self, year: int) -> bool:
        """True if the year has a table and it is confirmed."""
        table = self._tables.get(year)
        return table is not None and table.confirmed

    def is_working_day(self, day: date) -> bool:
        """True for an ordinary weekday or a make-up working day."""
        if day in self._work:
            return True
        if day in self._off or day.weekday() >= SATURDAY:
            return False
        return day.year in self._tables or self._fixed_on(day) is None

    def is_provisional(self, day: date) -> bool:
        """True if a notice still to come may change this day: its year has no confirmed table, or it is one of the
        last days of December and the next year's 元旦, not yet announced, may reach back to it."""
        if (table := self._work.get(day) or self._off.get(day)) and table.confirmed:
            return False
        if not self.announced(day.year):
            return True
        return day >= _reach(day.year) and not self.announced(day.year + 1)

    def span_is_provisional(self, first: date, last: date) -> bool:
        """True if any day from ``first`` to ``last`` is provisional."""
        for year in range(first.year, last.year + 1):
            if not self.announced(year):
                start = max(first, date(year, 1, 1))
            elif not self.announced(year + 1):
                start = max(first, _reach(year))
            else:
                continue
            length = (min(last, date(year, 12, 31)) - start).days + 1
            if length > 31 or any(self.is_provisional(start + timedelta(step)) for step in range(length)):
                return True
        return False

    def why(self, day: date) -> str:
        """Why a day is a working day or not, in Chinese, with the notice."""
        if table := self._work.get(day):
            return f"调休上班（{table.names.get(day, '节假日')}，{table.notice}）"
        if table := self._off.get(day):
            return f"{table.names.get(day, '节假日')}放假（{table.notice}）"
        later = "" if self.announced(day.year) else f"；{day.year}年放假安排尚未公布，暂按此计"
        if day.year not in self._tables and (fixed := self._fixed_on(day)):
            return f"{fixed.name}放假（{fixed.source}{later}）"
        if not later and self.is_provisional(day):
            later = f"；{day.year + 1}年元旦放假安排尚未公布，可能调整"
        if day.weekday() >= SATURDAY:
            return f"周末（{weekday(day)}{later}）"
        return f"普通工作日（{weekday(day)}{later}）"

    # -- counting ------------------------------------------------------------------------------------------------

    def after(self, day: date, number: int) -> date:
        """The ``number``-th working day after ``day`` (1 or more)."""
        ordinal = day.toordinal()
        low, high, days = self._holding(day.year, day.year)
        index = bisect_right(days, ordinal) + number - 1
        while index >= len(days):
            _, high, days = self._holding(low, high + 1 + (index - len(days)) // 260)
        return date.fromordinal(days[index])

    def on_or_after(self, day: date) -> date:
        """The day itself if it is a working day, else the next one."""
        return self.after(day - timedelta(1), 1)

    def count(self, first: date, last: date) -> int:
        """How many working days lie from ``first`` to ``last``, both included; 0 if ``last`` is before ``first``."""
        if last < first:
            return 0
        days = self._holding(first.year, last.year)[2]
        return bisect_right(days, last.toordinal()) - bisect_left(days, first.toordinal())

    # -- inside --------------------------------------------------------------------------------------------------

    def _fixed_on(self, day: date) -> FixedDay | None:
        for one in self._fixed:
            if day.month == one.month and day.day in one.days and day >= one.since:
                return one
        return None

    def _holding(self, first: int, last: int) -> Window:
        """The window of years made ready, widened to hold ``first`` to ``last``; one assignment, for threads."""
        window = self._window
        if first < window[0] or last > window[1]:
            if first < FIRST_YEAR or last > LAST_YEAR:
                raise ClockError(f"只能计算{FIRST_YEAR}年至{LAST_YEAR}年之间的日期，请核对日期和天数。")
            window = self._window = self._build(min(window[0], first), max(window[1], last))
        return window

    def _build(self, first: int, last: int) -> Window:
        days: list[int] = []
        for year in range(first, last + 1):
            days.extend(self._working_days_of(year))
        return first, last, days

    def _working_days_of(self, year: int) -> list[int]:
        start, end = date(year, 1, 1), date(year, 12, 31)
        monday = start.toordinal() - start.weekday()
        ordinals = {
            day
            for week in range(monday, end.toordinal() + 1, 7)
            for day in range(week, week + SATURDAY)
            if start.toordinal() <= day <= end.toordinal()
        }
        if year not in self._tables:
            ordinals -= {
                date(year, one.month, number).toordinal()
                for one in self._fixed
                for number in one.days
                if date(year, one.month, number) >= one.since
            }
        ordinals |= {day.toordinal() for day in self._work if day.year == year}
        ordinals -= {day.toordinal() for day in self._off if day.year == year}
        return sorted(ordinals)


@lru_cache(maxsize=512)
def _reach(year: int) -> date:
    """The first day at the end of a year that the next year's notice may move; past the year's end if none."""
    new_year = date(year + 1, 1, 1)
    if new_year.weekday() not in REACHING_BACK:
        return new_year
    return new_year - timedelta((new_year.weekday() - SATURDAY) % 7)
