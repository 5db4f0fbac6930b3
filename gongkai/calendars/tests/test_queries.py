"""`current()` in and out of a request, the list of years, the months."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai import calendars
from gongkai.calendars import actions, queries, shipped, source
from gongkai.calendars.models import Year

TODAY = dt.date(2026, 11, 22)


@pytest.mark.django_db
def test_current_asks_one_small_question_and_keeps_the_calendar() -> None:
    first = calendars.current()
    with CaptureQueriesContext(connection) as asked:
        assert calendars.current() is first
    assert len(asked) == 1


@pytest.mark.django_db
def test_within_a_request_it_asks_once(system: Any, facts: dict[str, Any]) -> None:
    source.begin_request()
    try:
        with CaptureQueriesContext(connection) as asked:
            assert calendars.current() is calendars.current()
        assert len(asked) <= 2
        actions.announce_year(by=system, **facts)
        assert calendars.current().announced(2027)
    finally:
        source.end_request()


def test_another_process_s_announcement_is_seen(system: Any, facts: dict[str, Any]) -> None:
    year = actions.announce_year(by=system, **facts)
    assert calendars.current().announced(2027)
    Year.objects.filter(pk=year.pk).delete()
    assert not calendars.current().announced(2027)


def test_years_lead_with_the_one_that_is_missing(system: Any, facts: dict[str, Any]) -> None:
    rows = queries.years(TODAY)
    assert (rows[0].year, rows[0].table, rows[-1].year) == (2027, None, 2015)
    assert (rows[1].year, rows[1].own, rows[1].working_days) == (2026, False, 248)
    actions.announce_year(by=system, **facts)
    assert queries.years(TODAY)[0].own


@pytest.mark.django_db
def test_months_mark_days_off_and_make_up_days() -> None:
    cells = {cell.day: cell for _, weeks in queries.months(2026) for week in weeks for cell in week if cell}
    assert len(cells) == 365
    kinds = {day: cells[dt.date(2026, *day)].kind for day in ((10, 1), (10, 3), (10, 10), (10, 11), (10, 12))}
    assert kinds == {(10, 1): "off", (10, 3): "off", (10, 10): "work", (10, 11): "rest", (10, 12): "plain"}
    assert (cells[dt.date(2026, 10, 1)].word, cells[dt.date(2026, 10, 10)].word) == ("休", "班")


def test_days_are_grouped_by_holiday(facts: dict[str, Any]) -> None:
    found = queries.groups(facts["off"][:2], {facts["off"][0]: "元旦"})
    assert found == [("元旦", [facts["off"][0]]), ("", [facts["off"][1]])]


def test_shipped_years_are_the_announced_ones() -> None:
    assert [table.year for table in shipped.tables()] == list(range(2015, 2027))
    assert all(table.url.startswith("http") and "发明电" in table.notice for table in shipped.tables())
