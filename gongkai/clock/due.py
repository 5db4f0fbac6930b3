"""From the events of a case and a rule to the day it is due.

- Counting begins after the latest start or restart; a restart forgets what was counted before, but not an extension:
  the period itself was lengthened, and only once (条例 Art. 33).
- An extension in the rule's own unit makes one longer period; in another unit it is counted on from the end of the
  first period, before any roll.
- Only the last day of the whole period rolls; by default for calendar days, weeks, months and years, unless the rule
  says ``none``.
- An unanswered pause that began in time leaves no due date: ``stopped_on`` and ``left`` say where the clock stands.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from gongkai.clock import counting
from gongkai.clock.calendar import FIRST_YEAR, LAST_YEAR, Calendar
from gongkai.clock.dates import ClockError
from gongkai.clock.events import EXTENDED, PAUSED, RESTARTED, STARTED, Event, Events, union
from gongkai.clock.explain import Day, explain

NEXT_WORKING_DAY = "next_working_day"
FIXED = ("date", "fixed_date")


class Rule(Protocol):
    """What is asked of a rule: ``rules.Rule`` and ``Period`` have it."""

    @property
    def value(self) -> Any: ...
    @property
    def unit(self) -> str: ...
    @property
    def roll(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Stage:
    """A stretch counted in one unit, from ``start`` (not counted) to ``end`` (None while the clock stands still)."""

    unit: str
    number: int
    start: date
    end: date | None


@dataclass(frozen=True, slots=True)
class Due:
    """When a thing is due, and why.

    due_on       the last day of the period; None while nothing has started or the clock stands still
    provisional  True if a holiday notice still to come may move the date
    started_on   the day from which counting begins (itself not counted); None before the start
    total, unit  length of the period, extension in the same unit included
    stopped_on   first day of the pause that is still open, if it holds the clock
    left         days then left to count, in ``left_unit``
    """

    due_on: date | None
    provisional: bool
    started_on: date | None
    total: int
    unit: str
    stopped_on: date | None = None
    left: int = 0
    left_unit: str = ""
    stages: tuple[Stage, ...] = ()
    events: Events = field(default=Events(), repr=False)
    rule: Any = field(default=None, repr=False, compare=False)
    calendar: Calendar | None = field(default=None, repr=False, compare=False)

    def explain(self) -> list[Day]:
        """Every day from the first start to the due date, or to the day the clock stopped."""
        return explain(self)

    def is_late(self, day: date) -> bool:
        """True if ``day`` is past the due date."""
        return self.due_on is not None and day > self.due_on

    def working_days_left(self, day: date) -> int | None:
        """Working days after ``day`` up to the due date; below zero: working days late. None without a due date."""
        if self.due_on is None or self.calendar is None:
            return None
        if day <= self.due_on:
            return self.calendar.count(day + counting.DAY, self.due_on)
        return -self.calendar.count(self.due_on + counting.DAY, day)

    def as_fact(self) -> dict[str, Any]:
        """Plain values for JSON, ledger and letters."""
        return {
            "due_on": self.due_on and self.due_on.isoformat(),
            "provisional": self.provisional,
            "started_on": self.started_on and self.started_on.isoformat(),
            "total": self.total,
            "unit": self.unit,
            "stopped_on": self.stopped_on and self.stopped_on.isoformat(),
            "left": self.left,
        }


def due(events: Iterable[Event], rule: Rule, calendar: Calendar) -> Due:
    """The due date of a period. Raises ClockError if the rule cannot be counted in days or is extended twice."""
    events = Events(events)
    started_on = _started_on(events)
    extension = _extension(events)
    value, unit, fixed = rule.value, rule.unit, _is_fixed(rule)
    if fixed or unit == "same_day":
        return _without_counting(events, rule, calendar, started_on)
    stages = _stages(value, unit, extension)
    total = stages[0][0]
    if started_on is None:
        return Due(None, False, None, total, unit, events=events, rule=rule, calendar=calendar)
    pauses = union(((one.on, one.until) for one in events if one.kind == PAUSED), started_on)
    done, end, provisional = [], counting.End(started_on), False
    for number, own in stages:
        start = end.on or started_on
        end = counting.COUNT[own](start, number, [one for one in pauses if _after(one, start)], calendar)
        done.append(Stage(own, number, start, end.on))
        if end.on is None:
            break
        provisional |= own == "working_day" and calendar.span_is_provisional(start + counting.DAY, end.on)
    own = done[-1].unit
    if end.on is not None and own != "working_day" and _rolls(rule, own):
        raw, end = end.on, counting.roll(end.on, pauses, calendar)
        provisional |= end.on is not None and calendar.span_is_provisional(raw, end.on)
    return Due(
        end.on,
        provisional and end.on is not None,
        started_on,
        total,
        unit,
        end.stopped_on,
        end.left,
        "" if end.on else ("working_day" if own == "working_day" else "calendar_day"),
        tuple(done),
        events,
        rule,
        calendar,
    )


def due_on(
    start: date, days: int, calendar: Calendar, pauses: Iterable[tuple[date, date]] = (), extend: int = 0
) -> tuple[date, bool]:
    """Due date and provisional mark of a working-day period; the arithmetic of ``due`` without its objects."""
    _must_be_in_range(start)
    end = counting.working_days(start, days + extend, union(pauses, start) if pauses else (), calendar).on
    assert end is not None  # the pauses given here have ends
    return end, calendar.span_is_provisional(start + counting.DAY, end)


def _started_on(events: Events) -> date | None:
    if not events.has(STARTED):
        return None
    started_on = max(event.on for event in events if event.kind in (STARTED, RESTARTED))
    _must_be_in_range(started_on)
    return started_on


def _must_be_in_range(start: date) -> None:
    if not FIRST_YEAR <= start.year <= LAST_YEAR:
        raise ClockError(f"起算日{start}不在{FIRST_YEAR}年至{LAST_YEAR}年之间，请核对。")


def _extension(events: Events) -> Event | None:
    found = [event for event in events if event.kind == EXTENDED]
    if len(found) > 1:
        raise ClockError("期限只能延长一次，这里有两次延长，请核对。")
    return found[0] if found else None


def _stages(value: object, unit: str, extension: Event | None) -> list[tuple[int, str]]:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise ClockError(f"期限“{value}”不对，应当是大于零的整数。")
    other = (extension.unit or unit) if extension else unit
    for own in (unit, other):
        if own not in counting.COUNT:
            raise ClockError(f"单位“{own}”不能按日计算，请核对规则。")
    if extension is None:
        return [(value, unit)]
    return [(value + extension.days, unit)] if other == unit else [(value, unit), (extension.days, other)]


def _without_counting(events: Events, rule: Rule, calendar: Calendar, started_on: date | None) -> Due:
    """Fixed dates and "the same day": nothing is counted, so pauses change nothing and there is nothing to extend."""
    if events.has(EXTENDED):
        raise ClockError("固定日期和当日期限不能延长。")
    unit = "fixed_date" if _is_fixed(rule) else rule.unit
    if started_on is None:
        return Due(None, False, None, 0, unit, events=events, rule=rule, calendar=calendar)
    end = counting.fixed_date(started_on, rule.value) if unit == "fixed_date" else started_on
    rolled, provisional = end, False
    if rule.roll == NEXT_WORKING_DAY:
        rolled = calendar.on_or_after(end)
        provisional = calendar.span_is_provisional(end, rolled)
    stage = Stage(unit, (end - started_on).days, started_on, end)
    return Due(rolled, provisional, started_on, 0, unit, stages=(stage,), events=events, rule=rule, calendar=calendar)


def _is_fixed(rule: Rule) -> bool:
    return getattr(rule, "kind", "") in FIXED or rule.unit in FIXED


def _rolls(rule: Rule, unit: str) -> bool:
    return (rule.roll or NEXT_WORKING_DAY) == NEXT_WORKING_DAY and unit != "working_day"


def _after(pause: tuple[date, date | None], start: date) -> bool:
    return pause[1] is None or pause[1] > start
