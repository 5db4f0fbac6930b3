"""Properties that hold for every date: no example is trusted alone."""

import datetime as dt
from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai import clock
from gongkai.clock.tests.data import CALENDAR

DAY = dt.timedelta(1)
starts = st.dates(dt.date(2015, 1, 1), dt.date(2027, 12, 31))
lengths = st.integers(1, 45)
spans = st.tuples(st.integers(-10, 60), st.integers(0, 30))
units = st.sampled_from(["working_day", "calendar_day", "week", "month"])
few = settings(max_examples=150, deadline=None)


def events(start: dt.date, pauses: list[tuple[dt.date, dt.date]], extend: int = 0) -> clock.Events:
    found = [clock.Event("started", start)]
    found += [clock.Event("paused", first, until=last) for first, last in pauses]
    if extend:
        found.append(clock.Event("extended", start, days=extend))
    return clock.Events(found)


def intervals(start: dt.date, drawn: list[tuple[int, int]]) -> list[tuple[dt.date, dt.date]]:
    firsts = [(start + DAY * offset, length) for offset, length in drawn]
    return [(first, first + DAY * length) for first, length in firsts]


def by_hand(start: dt.date, number: int, pauses: list[tuple[dt.date, dt.date]]) -> dt.date:
    """The law read literally: go day by day and count the working days nobody has excluded."""
    day = start
    while number:
        day += DAY
        paused = any(first <= day <= last for first, last in pauses)
        number -= CALENDAR.is_working_day(day) and not paused
    return day


@few
@given(starts, lengths, st.lists(spans, max_size=4))
def test_the_table_agrees_with_a_day_by_day_loop(start: dt.date, number: int, drawn: list[tuple[int, int]]) -> None:
    pauses = intervals(start, drawn)
    due = clock.due(events(start, pauses), clock.Period(number), CALENDAR)
    assert due.due_on == by_hand(start, number, pauses)
    assert clock.due_on(start, number, CALENDAR, pauses) == (due.due_on, due.provisional)


@few
@given(starts, lengths, units, st.lists(spans, max_size=3))
def test_a_later_start_is_never_due_earlier(
    start: dt.date, number: int, unit: str, drawn: list[tuple[int, int]]
) -> None:
    pauses, rule = intervals(start, drawn), clock.Period(number, unit)
    first = clock.due(events(start, pauses), rule, CALENDAR).due_on
    second = clock.due(events(start + DAY, pauses), rule, CALENDAR).due_on
    assert first is not None and second is not None and first <= second


@few
@given(starts, lengths, units, st.lists(spans, max_size=3), spans)
def test_a_longer_period_or_one_more_pause_is_never_due_earlier(
    start: dt.date, number: int, unit: str, drawn: list[tuple[int, int]], another: tuple[int, int]
) -> None:
    pauses = intervals(start, drawn)
    due = clock.due(events(start, pauses), clock.Period(number, unit), CALENDAR).due_on
    longer = clock.due(events(start, pauses), clock.Period(number + 1, unit), CALENDAR).due_on
    more = clock.due(events(start, pauses + intervals(start, [another])), clock.Period(number, unit), CALENDAR).due_on
    assert due is not None and longer is not None and more is not None
    assert due <= longer and due <= more


@few
@given(starts, lengths, units, st.lists(spans, min_size=2, max_size=3))
def test_the_order_of_events_does_not_matter(
    start: dt.date, number: int, unit: str, drawn: list[tuple[int, int]]
) -> None:
    told = events(start, intervals(start, drawn))
    answers = {clock.due(order, clock.Period(number, unit), CALENDAR).due_on for order in permutations(told)}
    assert len(answers) == 1


@few
@given(starts, lengths, st.integers(1, 20), st.lists(spans, max_size=3))
def test_an_extension_adds_exactly_its_working_days(
    start: dt.date, number: int, extend: int, drawn: list[tuple[int, int]]
) -> None:
    pauses = intervals(start, drawn)
    plain = clock.due(events(start, pauses), clock.Period(number), CALENDAR).due_on
    extended = clock.due(events(start, pauses, extend), clock.Period(number), CALENDAR).due_on
    assert plain is not None and extended == by_hand(plain, extend, pauses)


@few
@given(starts, lengths, units, st.lists(spans, max_size=3), st.sampled_from(["", "none"]))
def test_the_explanation_tells_the_same_story(
    start: dt.date, number: int, unit: str, drawn: list[tuple[int, int]], roll: str
) -> None:
    due = clock.due(events(start, intervals(start, drawn)), clock.Period(number, unit, roll), CALENDAR)
    days = due.explain()
    numbers = [day.number for day in days if day.number is not None]
    assert days[0].date == start and days[-1].date == due.due_on and days[-1].state == "due"
    assert numbers == list(range(1, len(numbers) + 1))
    assert [day.date for day in days] == [start + DAY * step for step in range(len(days))]
    assert all(day.why for day in days)
    if unit == "working_day":
        assert len(numbers) == number
        assert due.provisional == any(day.provisional for day in days[1:])


@few
@given(starts, lengths, st.lists(spans, max_size=3))
def test_an_open_pause_stops_what_it_catches_and_nothing_else(
    start: dt.date, number: int, drawn: list[tuple[int, int]]
) -> None:
    pauses = intervals(start, drawn)
    before = clock.due(events(start, pauses), clock.Period(number), CALENDAR)
    assert before.due_on is not None
    for asked in (start + DAY, before.due_on, before.due_on + DAY):
        due = clock.due(events(start, pauses).plus(clock.Event("paused", asked)), clock.Period(number), CALENDAR)
        if asked > before.due_on:
            assert due.due_on == before.due_on
        else:
            assert due.due_on is None and due.stopped_on is not None and due.stopped_on <= asked
            answered = due.stopped_on + DAY * 40
            resumed = by_hand(answered, due.left, [pair for pair in pauses if pair[1] > answered])
            closed = events(start, pauses).plus(clock.Event("paused", asked, until=answered))
            assert clock.due(closed, clock.Period(number), CALENDAR).due_on == resumed
