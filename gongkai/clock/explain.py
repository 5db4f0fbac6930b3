"""A due date told day by day: counted, excluded, a day of rest, the start, the end; each with reason and evidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from gongkai.clock.dates import weekday
from gongkai.clock.events import PAUSED, RESTARTED, STARTED, Event

if TYPE_CHECKING:
    from gongkai.clock.due import Due, Stage

STATES = {"start": "起算日", "counted": "计入", "excluded": "不计入", "rest": "休息日", "due": "届满日"}
START_ARTICLE = "期间开始的日不计算在期间内（参照民事诉讼法第八十五条）"
ROLL_ARTICLE = "期间届满的最后一日是法定休假日的，以法定休假日后的第一日为届满日（参照民事诉讼法第八十五条）"


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a clock. ``number``: the how-manieth counted day, None if it does not count. ``state``: see STATES."""

    date: date
    number: int | None
    state: str
    why: str
    article: str = ""
    evidence: str = ""
    provisional: bool = False

    def as_fact(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {
            "date": self.date.isoformat(),
            "number": self.number,
            "state": self.state,
            "why": self.why,
            "article": self.article,
            "evidence": self.evidence,
            "provisional": self.provisional,
        }


def explain(due: Due) -> list[Day]:
    """Days from the first start to the due date (or to the open pause). Empty before anything has started."""
    calendar = due.calendar
    last = due.due_on or due.stopped_on
    if calendar is None or due.started_on is None or last is None:
        return []
    day = min(event.on for event in due.events if event.kind == STARTED)
    found: list[Day] = []
    number = 0
    while day <= last:
        one = _tell(due, day, number)
        number = one.number or number
        found.append(one)
        day += timedelta(1)
    return found


def _tell(due: Due, day: date, number: int) -> Day:
    """One day; ``number`` days have been counted before it."""
    calendar, started_on = due.calendar, due.started_on
    assert calendar is not None and started_on is not None
    provisional = calendar.is_provisional(day)
    if day <= started_on:
        return _before_counting(due, day, provisional)
    stage = _stage_of(due, day)
    working, why = calendar.is_working_day(day), calendar.why(day)
    if stage.unit == "working_day" and not working:
        return Day(day, None, "rest", f"{why}，不计入工作日", provisional=provisional)
    if stage.unit not in ("fixed_date", "same_day") and (pauses := _pauses_on(due, day)):
        label = "、".join(dict.fromkeys(event.label or "暂停计算" for event in pauses))
        return Day(
            day,
            None,
            "excluded",
            f"{label}所需时间不计算在期限内",
            _joined(event.article for event in pauses),
            _joined(event.evidence for event in pauses),
            provisional,
        )
    if stage.end is not None and day > stage.end:
        if day == due.due_on:
            return Day(
                day,
                None,
                "due",
                f"期限最后一日逢休息日，顺延至本日届满；{why}",
                ROLL_ARTICLE,
                "",
                provisional,
            )
        return Day(day, None, "rest", f"{why}，期限最后一日顺延", ROLL_ARTICLE, "", provisional)
    number += 1
    source = getattr(due.rule, "source", "")
    words = f"第{number}个工作日" if stage.unit == "working_day" else f"第{number}日"
    if day == due.due_on:
        return Day(day, number, "due", f"{words}，期限届满；{why}", source, "", provisional)
    return Day(day, number, "counted", f"{words}；{why}", "", "", provisional)


def _before_counting(due: Due, day: date, provisional: bool) -> Day:
    kinds = (STARTED, RESTARTED)
    events = [event for event in due.events if event.kind in kinds and event.on == day]
    evidence = _joined(event.evidence for event in events)
    if day == due.due_on:
        return Day(day, None, "due", "应当在当日办结", getattr(due.rule, "source", ""), evidence, provisional)
    label = _joined(event.label for event in events) or f"{weekday(day)}，事件发生"
    if events and (day == due.started_on or any(event.kind == STARTED for event in events)):
        article = _joined(event.article for event in events) or START_ARTICLE
        return Day(day, None, "start", f"{label}，当日不计入期限", article, evidence, provisional)
    again = [event for event in due.events if event.kind == RESTARTED and event.on == due.started_on]
    why = f"{_joined(event.label for event in again) or '期限重新起算'}，此前的日子不计入期限"
    return Day(
        day,
        None,
        "excluded",
        why,
        _joined(event.article for event in again),
        _joined(event.evidence for event in again),
        provisional,
    )


def _stage_of(due: Due, day: date) -> Stage:
    for stage in due.stages:
        if stage.end is None or day <= stage.end:
            return stage
    return due.stages[-1]


def _pauses_on(due: Due, day: date) -> list[Event]:
    return [
        event
        for event in due.events
        if event.kind == PAUSED and event.on <= day and (event.until is None or day <= event.until)
    ]


def _joined(parts: Any) -> str:
    return "；".join(dict.fromkeys(part for part in parts if part))
