"""The cases a lawyer can read: cases/*.yaml."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from gongkai import clock
from gongkai.clock.tests.data import CALENDAR

KEYS = {
    "name",
    "start",
    "days",
    "unit",
    "roll",
    "pauses",
    "restarts",
    "extend",
    "extend_unit",
    "due",
    "provisional",
}


def _cases() -> list[Any]:
    found = []
    for path in sorted((Path(__file__).parent / "cases").glob("*.yaml")):
        for case in yaml.safe_load(path.read_text(encoding="utf-8")):
            assert case.keys() <= KEYS, case
            found.append(pytest.param(case, id=f"{path.stem}: {case['name']}"))
    return found


def _events(case: dict[str, Any]) -> clock.Events:
    events = [clock.Event("started", case["start"])]
    events += [clock.Event("restarted", day) for day in case.get("restarts", [])]
    events += [clock.Event("paused", first, until=last) for first, last in case.get("pauses", [])]
    if "extend" in case:
        day = case["start"]
        events.append(clock.Event("extended", day, days=case["extend"], unit=case.get("extend_unit", "")))
    return clock.Events(events)


def test_there_are_enough_cases() -> None:
    assert len(_cases()) >= 60


@pytest.mark.parametrize("case", _cases())
def test_case(case: dict[str, Any]) -> None:
    rule = clock.Period(case["days"], case.get("unit", "working_day"), case.get("roll", ""))
    due = clock.due(_events(case), rule, CALENDAR)
    assert (due.due_on, due.provisional) == (case["due"], case.get("provisional", False))
    days = due.explain()
    assert days[-1].date == case["due"] and days[-1].state == "due"
    if rule.unit == "working_day":
        assert days[-1].number == due.total


@pytest.mark.parametrize("case", [one for one in _cases() if one.values[0].get("unit", "working_day") == "working_day"])
def test_the_fast_way_agrees(case: dict[str, Any]) -> None:
    start = max([case["start"], *case.get("restarts", [])])
    pauses = [tuple(pair) for pair in case.get("pauses", [])]
    fast = clock.due_on(start, case["days"], CALENDAR, pauses, case.get("extend", 0))
    assert fast == (case["due"], case.get("provisional", False))
