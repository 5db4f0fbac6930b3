"""Every day of the announced years, against two packages and a snapshot; and the honesty about the others."""

import datetime as dt
import json
import os
from pathlib import Path

import chinese_calendar
import holidays
import pytest

from gongkai import clock
from gongkai.clock.tests.data import CALENDAR, FIXED, TABLES

YEARS = range(2015, 2027)
DAY = dt.timedelta(1)
SHARED = Path(os.environ.get("GONGKAI_SHARED") or Path(__file__).resolve().parents[4] / "shared")
# Working days per year, read off the notices once; a change here is a change of every due date of that year.
SNAPSHOT = {
    2015: 249, 2016: 250, 2017: 249, 2018: 250, 2019: 250, 2020: 249,
    2021: 250, 2022: 249, 2023: 249, 2024: 251, 2025: 248, 2026: 248,
}  # fmt: skip


def days_of(year: int) -> list[dt.date]:
    start = dt.date(year, 1, 1)
    return [start + DAY * step for step in range((dt.date(year, 12, 31) - start).days + 1)]


@pytest.mark.parametrize("year", YEARS)
def test_chinesecalendar_agrees_on_every_day(year: int) -> None:
    assert [day for day in days_of(year) if CALENDAR.is_working_day(day) != chinese_calendar.is_workday(day)] == []


@pytest.mark.parametrize("year", YEARS)
def test_holidays_agrees_on_every_day(year: int) -> None:
    other = holidays.country_holidays("CN", years=[year - 1, year, year + 1])
    assert [day for day in days_of(year) if CALENDAR.is_working_day(day) != other.is_working_day(day)] == []


@pytest.mark.parametrize("year", YEARS)
def test_snapshot_of_working_days(year: int) -> None:
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    assert CALENDAR.count(first, last) == SNAPSHOT[year]
    assert sum(CALENDAR.is_working_day(day) for day in days_of(year)) == SNAPSHOT[year]


@pytest.mark.parametrize("path", sorted((SHARED / "data" / "holidays").glob("*.json")), ids=lambda path: path.stem)
def test_the_facts_handed_over_are_all_in_the_tables(path: Path) -> None:
    given = json.loads(path.read_text())
    table = CALENDAR.table(given["year"])
    assert (table is not None) == bool(given["days"]), "a file that is present is not data"
    for fact in given["days"]:
        assert CALENDAR.is_working_day(dt.date.fromisoformat(fact["date"])) is not fact["off"], fact


@pytest.mark.parametrize("year", YEARS)
def test_nothing_announced_is_provisional(year: int) -> None:
    assert not any(CALENDAR.is_provisional(day) for day in days_of(year))


def test_every_day_of_an_unannounced_year_is_provisional() -> None:
    assert all(CALENDAR.is_provisional(day) for year in (2014, 2027, 2031) for day in days_of(year)[:-5])
    assert not CALENDAR.announced(2027)


def test_an_unannounced_year_knows_weekends_and_fixed_days_only() -> None:
    off = [day for day in days_of(2027) if day.weekday() < 5 and not CALENDAR.is_working_day(day)]
    assert off == [dt.date(2027, 1, 1), dt.date(2027, 10, 1)]


def test_fixed_days_hold_from_their_own_date() -> None:
    bare = clock.Calendar((), FIXED)
    assert bare.is_working_day(dt.date(2024, 5, 2)) and not bare.is_working_day(dt.date(2025, 5, 2))


def test_the_next_new_year_may_reach_back_into_december() -> None:
    until_2018 = clock.Calendar([table for table in TABLES if table.year <= 2018], FIXED)
    assert until_2018.is_provisional(dt.date(2018, 12, 29)) and until_2018.is_provisional(dt.date(2018, 12, 31))
    assert not until_2018.is_provisional(dt.date(2018, 12, 28))
    assert "可能调整" in until_2018.why(dt.date(2018, 12, 31))
    assert CALENDAR.is_working_day(dt.date(2018, 12, 29)) and not CALENDAR.is_working_day(dt.date(2018, 12, 31))


def test_an_unconfirmed_table_is_used_but_provisional() -> None:
    off = frozenset({dt.date(2027, 1, 1), dt.date(2027, 2, 8)})
    draft = clock.YearTable(2027, "征求意见稿", "", off, frozenset(), confirmed=False)
    calendar = clock.Calendar([*TABLES, draft], FIXED)
    assert not calendar.is_working_day(dt.date(2027, 2, 8))
    assert calendar.is_provisional(dt.date(2027, 2, 8)) and calendar.is_provisional(dt.date(2027, 3, 1))


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2026-03-02", "普通工作日（周一）"),
        ("2026-03-07", "周末（周六）"),
        ("2026-10-10", "调休上班（国庆节，国务院办公厅关于2026年部分节假日安排的通知"),
        ("2026-10-05", "国庆节放假（国务院办公厅关于2026年"),
        ("2027-10-01", "国庆节放假（全国年节及纪念日放假办法"),
        ("2027-03-02", "2027年放假安排尚未公布，暂按此计"),
    ],
)
def test_why(day: str, words: str) -> None:
    assert words in CALENDAR.why(dt.date.fromisoformat(day))


def test_after_and_count_reach_far_but_not_for_ever() -> None:
    assert CALENDAR.after(dt.date(2026, 1, 1), 10_000).year == 2065
    assert CALENDAR.after(dt.date(1990, 1, 1), 1) == dt.date(1990, 1, 2)
    assert CALENDAR.count(dt.date(2026, 1, 2), dt.date(2026, 1, 1)) == 0
    for broken in (
        lambda: CALENDAR.after(dt.date(2026, 1, 1), 10**12),
        lambda: CALENDAR.after(dt.date(1900, 1, 1), 1),
    ):
        with pytest.raises(clock.ClockError, match="1950年至2199年"):
            broken()


def test_two_tables_for_a_year_and_an_empty_one_are_refused() -> None:
    with pytest.raises(clock.ClockError, match="两份"):
        clock.Calendar([TABLES[0], TABLES[0]])
    with pytest.raises(clock.ClockError, match="空的"):
        clock.Calendar([clock.YearTable(2027, "", "", frozenset(), frozenset())])
