"""Counting days and periods, and saying day by day why. Pure functions; no Django, no database, no "today".

Serves 政府信息公开条例 Arts. 26, 30-34 (working days, restart, time that does not count, extension) and every other
period of the law files. The day of the event is not counted (民事诉讼法 Art. 85, by analogy). A year whose holidays
have not been announced is never guessed in silence: its days are marked provisional.

Others may call:

- ``Calendar(tables, fixed_solar)``: ``is_working_day``, ``is_provisional``, ``why``, ``after``, ``count``;
  ``YearTable``, ``FixedDay``; ``load_years(folder)``, ``load_fixed_days(path)`` read and check them.
- ``due(events, rule, calendar) -> Due`` with ``Event``/``Events`` (``started``, ``restarted``, ``paused``,
  ``extended``); ``Due.explain()`` lists every ``Day``. ``rule`` is anything with ``value``, ``unit``, ``roll``
  (a ``rules.Rule``, or ``Period``).
- ``due_on(start, days, calendar, pauses, extend)``: the same arithmetic for working days, bare and fast.
- ``parse_date(text)``: exact dates, with a Chinese message; ``ClockError`` for everything that cannot be counted.
"""

from gongkai.clock.calendar import Calendar, FixedDay, YearTable
from gongkai.clock.dates import ClockError, parse_date
from gongkai.clock.due import Due, due, due_on
from gongkai.clock.events import Event, Events, Period
from gongkai.clock.explain import Day
from gongkai.clock.years import check_table, load_fixed_days, load_years

__all__ = [
    "Calendar",
    "ClockError",
    "Day",
    "Due",
    "Event",
    "Events",
    "FixedDay",
    "Period",
    "YearTable",
    "check_table",
    "due",
    "due_on",
    "load_fixed_days",
    "load_years",
    "parse_date",
]
