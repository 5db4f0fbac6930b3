"""The worklist: what, for what, until when, from whom; filters, saved filters, pages, the menu, the budget."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai import calendars, testing, worklist
from gongkai.desk import actions, queries
from gongkai.desk.models import SavedFilter
from gongkai.organisations.queries import today
from gongkai.refusals import NotNow
from gongkai.worklist.queries import _SOURCES

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]
DAY = dt.timedelta(days=1)


@pytest.fixture
def many() -> Iterator[list[worklist.Item]]:
    """A source of items that the test fills."""
    items: list[worklist.Item] = []
    worklist.register_source("probe", "试验事项", lambda person: items)
    yield items
    del _SOURCES["probe"]


LONG = "条例第二十六条、政府网站与政务新媒体检查指标(国办秘函〔2019〕19号)附件二第三项"


def item(number: int, **facts: Any) -> worklist.Item:
    return worklist.Item(kind="probe", act="办理", title=f"事项{number:03}", url=f"/x/{number}/", **facts)


def test_strangers_are_sent_to_log_in_and_back() -> None:
    response = Client().get("/desk/?late=on")
    assert response.status_code == 302 and response.url == "/desk/login/?next=/desk/%3Flate%3Don"


def test_nothing_to_do_says_what_will_come(as_: As) -> None:
    page = as_("other.drafter").get("/desk/").content.decode()
    assert "没有待办" in page and "<table" not in page


def test_each_item_says_what_until_when_and_from_whom(as_: As, county: Any, many: list[worklist.Item]) -> None:
    many.append(item(1, due_on=dt.date(2026, 1, 5), from_whom="县财政局经办人", source=LONG, provisional=True))
    page = as_("other.drafter").get("/desk/").content.decode()
    assert "办理" in page and "事项001" in page and 'href="/x/1/"' in page
    assert "lamp-red" in page and "已超期" in page and "2026-01-05" in page and "暂定" in page
    assert "县财政局经办人" in page and LONG in page, "an article is not cut"


def test_real_work_reaches_the_right_person(as_: As, county: Any, draft: Any) -> None:
    from gongkai.records import actions as records

    records.submit(record=draft, by=county["drafter"])
    page = as_("section_head").get("/desk/").content.decode()
    assert draft.title in page
    assert draft.title not in as_("other.section_head").get("/desk/").content.decode()


def test_days_are_working_days(db: None) -> None:
    calendar = calendars.current()
    friday = dt.date(2026, 11, 20)
    assert queries.days_left(calendar, friday, dt.date(2026, 11, 23)) == 1
    assert queries.days_left(calendar, friday, friday) == 0
    assert queries.days_left(calendar, friday + DAY, friday) == -1  # late on a Saturday is late
    assert queries.days_left(calendar, friday, None) is None


def test_filters_stand_in_the_address(as_: As, many: list[worklist.Item]) -> None:
    many += [
        item(1, agency="县财政局", due_on=today() - 9 * DAY),
        item(2, agency="县民政局", due_on=today() + 9 * DAY),
        item(3, agency="县民政局"),
    ]
    client = as_("other.drafter")
    page = client.get("/desk/?agency=县民政局").content.decode()
    assert "事项002" in page and "事项003" in page and "事项001" not in page
    page = client.get("/desk/?late=on").content.decode()
    assert "事项001" in page and "事项002" not in page
    page = client.get("/desk/?kind=nonsense&page=99999999999").content.decode()
    assert "没有符合条件的待办" in page


def test_a_filter_is_saved_shown_and_dropped(as_: As, county: Any, many: list[worklist.Item]) -> None:
    many += [item(1, agency="县财政局"), item(2, agency="县民政局")]
    client = as_("other.drafter")
    query = "agency=%E5%8E%BF%E6%B0%91%E6%94%BF%E5%B1%80"
    client.post("/desk/filters/save/", {"query": query, "name": "民政"})
    saved = SavedFilter.objects.get()
    assert saved.query == query
    page = client.get(f"/desk/?{query}").content.decode()
    assert "民政" in page and "删除这个筛选" in page
    as_("drafter").post(f"/desk/filters/{saved.pk}/drop/")
    assert SavedFilter.objects.exists(), "somebody else's filter"
    client.post(f"/desk/filters/{saved.pk}/drop/")
    assert not SavedFilter.objects.exists()


def test_a_filter_needs_a_name_and_there_is_a_limit(as_: As, county: Any) -> None:
    client = as_("drafter")
    client.post("/desk/filters/save/", {"query": "late=on", "name": " "})
    assert not SavedFilter.objects.exists()
    for number in range(actions.MOST):
        actions.save_filter(by=county["drafter"], name=str(number), query="late=on")
    actions.save_filter(by=county["drafter"], name="0", query="kind=records")
    with pytest.raises(NotNow):
        actions.save_filter(by=county["drafter"], name="one more", query="late=on")


def test_a_long_list_has_pages(as_: As, many: list[worklist.Item]) -> None:
    many += [item(number, agency="县财政局") for number in range(230)]
    client = as_("other.drafter")
    first = client.get("/desk/").content.decode()
    assert first.count("<tr>") == 101 and "?&amp;page=2" in first
    last = client.get("/desk/?page=3").content.decode()
    assert last.count("<tr>") == 31 and "事项229" in last and "下一页" not in last


def test_the_number_of_queries_does_not_grow_with_the_list(as_: As, county: Any, many: list[worklist.Item]) -> None:
    client = as_("drafter")
    client.get("/desk/")
    with CaptureQueriesContext(connection) as few:
        client.get("/desk/")
    many += [item(number, due_on=today() + number * DAY) for number in range(90)]
    with CaptureQueriesContext(connection) as more:
        client.get("/desk/")
    # Every source of tasks asks once, whatever it finds: about twenty, with the session, the posts and the calendar.
    assert len(more) <= len(few) + 1 and len(more) <= 30, "\n".join(one["sql"] for one in more)


def test_the_menu_counts_once_and_again_after_an_act(as_: As, county: Any, many: list[worklist.Item]) -> None:
    client = as_("other.drafter")
    many.append(item(1))
    assert '<span class="count">1' in client.get("/desk/rules/").content.decode()
    many.append(item(2))
    assert '<span class="count">1' in client.get("/desk/rules/").content.decode()
    testing.complete_draft(county)
    assert '<span class="count">2' in client.get("/desk/rules/").content.decode()


@pytest.mark.parametrize(
    ("who", "here", "sees", "misses"),
    [
        (
            "drafter",
            "/desk/",
            ["待办", "信息公开", "审核", "公开目录", "工作日历", "规则"],
            ["全部机关", "留痕", ">岗位<"],
        ),
        ("office.open_government_section", "/desk/", ["全部机关", "待办"], ["留痕"]),
        ("system", "/desk/organisations/", ["机关", "账号"], ["待办", "信息公开", "留痕"]),
        ("security", "/desk/organisations/posts/", ["岗位", "代理"], ["待办", "信息公开", "留痕"]),
        ("audit", "/desk/ledger/", ["留痕"], ["待办", "信息公开"]),
    ],
)
def test_the_menu_is_what_the_person_is(as_: As, who: str, here: str, sees: list[str], misses: list[str]) -> None:
    client = as_(who)
    response = client.get("/desk/", follow=True)
    assert response.request["PATH_INFO"] == here
    page = response.content.decode()
    menu = page.partition('id="menu"')[2].partition("</nav>")[0]
    assert all(word in menu for word in sees) and not any(word in menu for word in misses)
    assert menu.count('aria-current="page"') == 1


def test_public_pages_know_nothing_of_the_person(as_: As) -> None:
    response = as_("drafter").get("/nothing-here/")
    assert response.status_code == 404 and "menu" not in (response.context or {})
