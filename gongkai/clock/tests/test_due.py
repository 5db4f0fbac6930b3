"""What `due` refuses, and what it says where there is no date yet."""

import datetime as dt

import pytest

from gongkai import clock
from gongkai.clock.tests.data import CALENDAR

MONDAY = dt.date(2026, 3, 2)
START = clock.Event("started", MONDAY, label="收到申请", evidence="登记第1号")


def test_nothing_has_started() -> None:
    due = clock.due([], clock.Period(20), CALENDAR)
    assert (due.due_on, due.started_on, due.explain()) == (None, None, [])
    assert clock.due([], clock.Period(1, "same_day"), CALENDAR).due_on is None


def test_an_open_consultation_leaves_no_date_but_says_what_is_left() -> None:
    due = clock.due([START, clock.Event("paused", dt.date(2026, 3, 9))], clock.Period(20), CALENDAR)
    assert (due.due_on, due.stopped_on, due.left, due.left_unit) == (
        None,
        dt.date(2026, 3, 9),
        16,
        "working_day",
    )
    assert due.explain()[-1].state == "excluded"
    assert due.working_days_left(MONDAY) is None and not due.is_late(dt.date(2030, 1, 1))


def test_an_open_pause_in_calendar_days() -> None:
    pause = clock.Event("paused", dt.date(2026, 3, 9))
    due = clock.due([START, pause], clock.Period(20, "calendar_day"), CALENDAR)
    assert (due.due_on, due.left, due.left_unit) == (None, 14, "calendar_day")


def test_days_left_and_late() -> None:
    due = clock.due([START], clock.Period(5), CALENDAR)
    assert due.due_on == dt.date(2026, 3, 9)
    assert [due.working_days_left(dt.date(2026, 3, day)) for day in (2, 6, 9, 10, 15)] == [5, 1, 0, -1, -4]
    assert due.is_late(dt.date(2026, 3, 10)) and not due.is_late(dt.date(2026, 3, 9))


def test_evidence_and_article_reach_the_explanation() -> None:
    asked = clock.Event(
        "paused", dt.date(2026, 3, 4), until=dt.date(2026, 3, 5), label="征求第三方意见",
        article="政府信息公开条例第三十三条", evidence="送达回证",
    )  # fmt: skip
    days = clock.due([START, asked], clock.Period(5, source="条例"), CALENDAR).explain()
    assert (days[0].state, days[0].evidence) == ("start", "登记第1号")
    assert "收到申请，当日不计入期限" in days[0].why
    assert (days[2].state, days[2].article, days[2].evidence) == ("excluded", asked.article, "送达回证")
    assert days[2].why == "征求第三方意见所需时间不计算在期限内"
    assert (days[-1].state, days[-1].article) == ("due", "条例")


def test_days_before_a_restart_are_told_as_not_counted() -> None:
    again = clock.Event("restarted", dt.date(2026, 3, 5), label="收到补正的申请", article="条例第三十条")
    days = clock.due([START, again], clock.Period(5), CALENDAR).explain()
    assert [day.state for day in days[:5]] == ["start", "excluded", "excluded", "start", "counted"]
    assert days[1].why == "收到补正的申请，此前的日子不计入期限" and days[1].article == "条例第三十条"


def test_has_and_plus() -> None:
    events = clock.Events([START]).plus(clock.Event("extended", MONDAY, days=20, act="foi.extended"))
    assert events.has("foi.extended") and events.has("extended") and not events.has("paused")


def test_as_fact_is_plain() -> None:
    assert clock.due([START], clock.Period(5), CALENDAR).as_fact()["due_on"] == "2026-03-09"


@pytest.mark.parametrize(
    ("events", "rule", "words"),
    [
        ([START], clock.Period(0), "大于零"),
        ([START], clock.Period("二十"), "大于零"),
        ([START], clock.Period(True), "大于零"),
        ([START], clock.Period(3, "prompt"), "不能按日计算"),
        ([START], clock.Period("13-45", "fixed_date"), "不存在"),
        ([START], clock.Period("四月", "fixed_date"), "写法不对"),
        ([START], clock.Period(10**9, "calendar_day"), "过大"),
        ([START], clock.Period(10**9, "month"), "过大"),
        ([START] + [clock.Event("extended", MONDAY, days=5)] * 2, clock.Period(20), "只能延长一次"),
        ([START, clock.Event("extended", MONDAY, days=5)], clock.Period("04-01", "fixed_date"), "不能延长"),
        ([clock.Event("started", dt.date(1899, 1, 1))], clock.Period(20), "1950年至2199年"),
    ],
)
def test_refusals(events: list[clock.Event], rule: clock.Period, words: str) -> None:
    with pytest.raises(clock.ClockError, match=words):
        clock.due(events, rule, CALENDAR)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: clock.Event("slept", MONDAY), "不认识的期限事件"),
        (lambda: clock.Event("paused", MONDAY, until=dt.date(2026, 3, 1)), "早于"),
        (lambda: clock.Event("extended", MONDAY), "大于零"),
        (lambda: clock.parse_date("2024年2月30日"), "不存在"),
        (lambda: clock.parse_date("20240228"), "写法不对"),
        (lambda: clock.parse_date("2024-2-8"), "写法不对"),
        (lambda: clock.parse_date("2026-W01-1"), "写法不对"),
    ],
)
def test_bad_events_and_dates(make, words: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(clock.ClockError, match=words):
        make()


def test_chinese_dates_are_read() -> None:
    assert clock.parse_date("2024年2月29日") == dt.date(2024, 2, 29)
