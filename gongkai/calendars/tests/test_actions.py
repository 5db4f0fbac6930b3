"""Announcing a year: one success, every refusal, and what it moves."""

import datetime as dt
from typing import Any

import pytest
from django.db import transaction

from gongkai import calendars, clock
from gongkai.calendars import actions, queries
from gongkai.calendars.models import Year
from gongkai.ledger.queries import history, sentence
from gongkai.refusals import NotLawful, NotNow, NotYours

RECEIVED = dt.date(2027, 1, 28)


def open_dates(calendar: clock.Calendar) -> list[calendars.OpenDate]:
    cases = {"case-1": RECEIVED, "case-2": dt.date(2026, 3, 2)}
    return [calendars.OpenDate(key, key, f"/{key}/", clock.due_on(day, 20, calendar)[0]) for key, day in cases.items()]


def test_announcing_changes_the_calendar_and_is_recorded(section: Any, facts: dict[str, Any]) -> None:
    before = clock.due_on(RECEIVED, 20, calendars.current())
    assert before == (dt.date(2027, 2, 25), True)
    calendars.register_dates("测试期限", open_dates)
    year = actions.announce_year(by=section, **facts)
    assert clock.due_on(RECEIVED, 20, calendars.current()) == (dt.date(2027, 3, 3), False)
    [entry] = history(year)
    assert (entry.act, entry.actor_name, entry.before) == ("calendars.year_announced", section.actor_name, None)
    assert entry.facts["moved_dates"] == [
        {"source": "测试期限", "key": "case-1", "before": "2027-02-25", "after": "2027-03-03"}
    ]
    assert "1项期限变动" in sentence(entry)
    assert "元旦放假" in calendars.current().why(dt.date(2027, 1, 1))


def test_the_list_before_confirming_is_what_the_act_records(system: Any, facts: dict[str, Any]) -> None:
    calendars.register_dates("测试期限", open_dates)
    table = clock.YearTable(2027, "通知", "https://x.gov.cn/", frozenset(facts["off"]), frozenset(facts["work"]))
    moved = queries.moved_dates(table)
    assert [one.key for one in moved] == ["case-1"]
    assert not Year.objects.exists()
    year = actions.announce_year(by=system, **facts)
    assert history(year).get().facts["moved"] == len(moved)
    assert queries.moved_dates(table) == []


def test_a_later_notice_changes_an_announced_year(section: Any, facts: dict[str, Any]) -> None:
    actions.announce_year(by=section, **facts)
    later = {**facts, "notice": "关于延长假期的通知", "off": [*facts["off"], dt.date(2027, 2, 15)]}
    year = actions.announce_year(by=section, **later)
    assert Year.objects.count() == 1
    assert not calendars.current().is_working_day(dt.date(2027, 2, 15))
    assert [entry.number for entry in history(year)] == [1, 2]
    assert history(year)[1].before["notice"] == facts["notice"]


def test_a_shipped_year_can_be_overlaid(section: Any) -> None:
    table = calendars.current().table(2026)
    assert table is not None
    off = [*table.off, dt.date(2026, 11, 23)]
    actions.announce_year(by=section, year=2026, notice="调整通知", url=table.url, off=off, work=table.work)
    assert not calendars.current().is_working_day(dt.date(2026, 11, 23))
    assert calendars.current().is_working_day(dt.date(2026, 10, 10))


def test_dates_may_be_text(system: Any, facts: dict[str, Any]) -> None:
    text = {**facts, "off": [day.isoformat() for day in facts["off"]], "work": ["2027-02-14"], "names": {}}
    assert actions.announce_year(by=system, **text).work == ["2027-02-14"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"off": []}, "没有任何放假日"),
        ({"off": ["2027-02-30"]}, "不存在"),
        ({"off": [dt.date(2027, 1, 1), dt.date(2028, 5, 1)]}, "不在2027年"),
        ({"off": [dt.date(2027, 1, 1), dt.date(2027, 1, 1)]}, "重复列出"),
        ({"off": [dt.date(2027, 5, 1)]}, "没有2027-01-01"),
        ({"work": [dt.date(2027, 2, 15)]}, "本来就是工作日"),
        ({"work": [dt.date(2027, 1, 2)]}, "既列为放假又列为上班"),
        ({"notice": " "}, "没有写明依据"),
        ({"url": "javascript:alert(1)"}, "没有写明依据"),
        ({"year": 20270}, "年份20270不对"),
    ],
)
def test_what_cannot_be_is_refused(section: Any, facts: dict[str, Any], change: dict[str, Any], words: str) -> None:
    with pytest.raises(NotLawful, match=words), transaction.atomic():
        actions.announce_year(by=section, **{**facts, **change})
    assert not Year.objects.exists() and not calendars.current().announced(2027)


def test_a_stranger_may_not(clerk: Any, facts: dict[str, Any]) -> None:
    with pytest.raises(NotYours, match="政务公开科"):
        actions.announce_year(by=clerk, **facts)


def test_nothing_new_is_refused(section: Any, facts: dict[str, Any]) -> None:
    actions.announce_year(by=section, **facts)
    with pytest.raises(NotNow, match="完全相同"):
        actions.announce_year(by=section, **facts)
