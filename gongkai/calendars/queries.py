"""Reading the calendar: years, months, and what a new year's table would move."""

import datetime as dt
from calendar import Calendar as Weeks
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, QuerySet

from gongkai import clock
from gongkai.calendars import registry, shipped
from gongkai.calendars.models import Year
from gongkai.calendars.source import current

SATURDAY = 5
WORDS = {"off": "休", "work": "班", "rest": "", "plain": ""}


@dataclass(frozen=True, slots=True)
class Moved:
    """An open due date that a table moves."""

    source: str
    key: str
    label: str
    url: str
    before: dt.date | None
    after: dt.date | None

    def as_fact(self) -> dict[str, Any]:
        """What the ledger keeps: no label, because a label may name a person."""
        return {"source": self.source, "key": self.key, "before": self.before, "after": self.after}


@dataclass(frozen=True, slots=True)
class YearRow:
    """A line of the list of years: the table (None: not announced), where it comes from, its working days."""

    year: int
    table: clock.YearTable | None
    own: bool
    working_days: int


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of a month's table. `kind`: off | work | rest | plain; `word`: 休 or 班 where a notice says so."""

    day: dt.date
    kind: str
    word: str
    why: str


def version() -> tuple[int, dt.datetime | None]:
    """Changes whenever an announced year does: one small query."""
    found = Year.objects.aggregate(number=Count("pk"), last=Max("changed_at"))
    return found["number"], found["last"]


def own_tables() -> list[clock.YearTable]:
    """The years announced by this instance, oldest first."""
    return [year.table for year in Year.objects.order_by("year")]


def visible_years() -> QuerySet[Year]:
    """The calendar is open to all staff."""
    return Year.objects.order_by("-year")


def with_table(table: clock.YearTable) -> clock.Calendar:
    """The calendar as it would be with one more table, or another one for its year."""
    return shipped.with_tables([*(one for one in own_tables() if one.year != table.year), table])


def moved_dates(table: clock.YearTable) -> list[Moved]:
    """Every registered open due date that announcing `table` would move, by source and new date."""
    before, after = current(), with_table(table)
    found: list[Moved] = []
    for name, dates in sorted(registry.sources().items()):
        old = {one.key: one.due_on for one in dates(before)}
        moved = [
            Moved(name, one.key, one.label, one.url, old.get(one.key), one.due_on)
            for one in dates(after)
            if old.get(one.key) != one.due_on
        ]
        found += sorted(moved, key=lambda one: (one.after or dt.date.max, one.key))
    return found


def years(today: dt.date) -> list[YearRow]:
    """Newest first, and the next year at the top even where nobody has announced it."""
    calendar, own = current(), set(Year.objects.values_list("year", flat=True))
    known = {table.year: table for table in calendar.tables}
    return [
        YearRow(year, known.get(year), year in own, _working_days(calendar, year))
        for year in range(max([*known, today.year + 1]), min(known) - 1, -1)
    ]


def months(year: int) -> list[tuple[int, list[list[Cell | None]]]]:
    """Twelve months as (number, weeks from Monday); None pads a week."""
    calendar = current()
    return [
        (
            month,
            [[_cell(calendar, day, month) for day in week] for week in Weeks().monthdatescalendar(year, month)],
        )
        for month in range(1, 13)
    ]


def groups(days: Iterable[dt.date], names: Mapping[dt.date, str]) -> list[tuple[str, list[dt.date]]]:
    """Days by the name of their holiday, in order of the first day."""
    found: dict[str, list[dt.date]] = {}
    for day in sorted(days):
        found.setdefault(names.get(day, ""), []).append(day)
    return list(found.items())


def _working_days(calendar: clock.Calendar, year: int) -> int:
    return calendar.count(dt.date(year, 1, 1), dt.date(year, 12, 31))


def _cell(calendar: clock.Calendar, day: dt.date, month: int) -> Cell | None:
    if day.month != month:
        return None
    working, weekend = calendar.is_working_day(day), day.weekday() >= SATURDAY
    named = any(day in table.off for table in calendar.tables)
    kind = ("work" if weekend else "plain") if working else ("off" if named or not weekend else "rest")
    return Cell(day, kind, WORDS[kind], calendar.why(day))
