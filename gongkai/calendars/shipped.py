"""The year tables and fixed holidays that ship with the package: facts of notices already made. No Django."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from gongkai import clock

HERE = Path(__file__).resolve().parent


@cache
def tables() -> tuple[clock.YearTable, ...]:
    """The announced years in `years/`, oldest first."""
    return tuple(clock.load_years(HERE / "years"))


@cache
def fixed_days() -> tuple[clock.FixedDay, ...]:
    """Holidays fixed in the solar calendar, for years not yet announced."""
    return tuple(clock.load_fixed_days(HERE / "fixed_solar.yaml"))


@cache
def calendar() -> clock.Calendar:
    """The calendar of the shipped years alone."""
    return clock.Calendar(tables(), fixed_days())


def with_tables(own: list[clock.YearTable]) -> clock.Calendar:
    """The shipped years, overlaid with an instance's own: for a year in both, the instance's table holds."""
    mine = {table.year for table in own}
    return clock.Calendar([*own, *(table for table in tables() if table.year not in mine)], fixed_days())
