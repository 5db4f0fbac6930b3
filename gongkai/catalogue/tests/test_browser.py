"""Journey 3 in a browser: see what is late, the worst five, remind all of them: three clicks."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from gongkai.catalogue.models import Reminder
from gongkai.operate import bench_board
from gongkai.records import actions as records
from gongkai.records.tests.test_browser import Desk
from gongkai.testing import County, approved, build
from gongkai.ui.testing import started

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LATE = dt.date(2026, 6, 2)


@pytest.fixture
def town(transactional_db: None) -> County:
    """A county with twenty agencies more; the department has a record that is past its limit."""
    county = build()
    bench_board.crowd(county.catalogue, 20, 400)
    record = approved(county)
    records.issue(record=record, by=county["disclosure_officer"], number="示财〔2026〕9号", issued_on=LATE)
    return county


@pytest.fixture
def browser(chromium: str) -> Iterator[Any]:
    with started(chromium) as running:  # the test asks the database between two steps, never during one
        yield running


def test_three_clicks_from_the_desk_to_the_reminder(town: County, live_server: Any, browser: Any) -> None:
    desk = Desk(browser, live_server.url, town["office.open_government_section"], 1280)
    page = desk.open("/desk/")
    page.get_by_role("link", name="公开情况").click()  # one
    page.wait_for_url("**/desk/catalogue/board/")
    desk.must_be_sound()
    page.get_by_role("link", name="最差的五家").click()  # two
    page.wait_for_url("**worst=5")
    assert page.locator("tbody tr").count() == 5
    desk.must_be_sound()
    page.get_by_role("button", name="催办事项超期的").click()  # three
    page.get_by_text("已向5个机关催办").wait_for()
    assert page.url.endswith("worst=5")
    reminded = set(Reminder.objects.values_list("agency_id", flat=True))
    assert len(reminded) == 5


def test_an_officer_answers_a_reminder_on_a_phone(town: County, live_server: Any, browser: Any) -> None:
    """The own agency at once, the item, the statement; nothing hangs over the edge."""
    desk = Desk(browser, live_server.url, town["disclosure_officer"], 360)
    page = desk.open("/desk/catalogue/board/?status=blank")
    assert f"/agencies/{town.department.pk}/" in page.url
    desk.must_be_sound()
    page.get_by_role("link", name="专项资金").first.click()
    page.get_by_label("情况说明").fill("本季度没有下达专项资金。")
    page.get_by_role("button", name="说明本期无此类信息").click()
    page.get_by_text("门户上同时可以看到").wait_for()
    desk.must_be_sound()
    page.get_by_text("撤回这一说明").click()
    page.get_by_label("撤回的理由").fill("漏看了一笔")
    page.get_by_role("button", name="撤回", exact=True).click()
    page.get_by_text("说明已经撤回").wait_for()


def test_the_heat_table_is_sound(town: County, live_server: Any, browser: Any) -> None:
    for width in (1280, 360):
        desk = Desk(browser, live_server.url, town["office.open_government_section"], width)
        page = desk.open("/desk/catalogue/board/heat/")
        desk.must_be_sound()
        assert page.locator("td .tag").first.inner_text().strip()
