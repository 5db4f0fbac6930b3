"""Where an agency stands with an item: pure, day by day."""

import datetime as dt

import pytest

from gongkai.catalogue import standing
from gongkai.catalogue.dues import ScheduledDue
from gongkai.catalogue.models import Catalogue, Item, Statement
from gongkai.catalogue.registry import Published, Waiting
from gongkai.catalogue.standing import Facts, Status

TODAY = dt.date(2026, 11, 22)
CATALOGUE = Catalogue(place="cn", source="示范目录", since=dt.date(2024, 1, 1))


def item(schedule: str = "event", **facts) -> Item:
    return Item(catalogue=CATALOGUE, code="X-1", number=1, level1="甲", schedule=schedule, **facts)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def due(month: int, due_on: str, year: int = 2026) -> ScheduledDue:
    first = dt.date(year, month, 1)
    following = dt.date(year + month // 12, month % 12 + 1, 1)
    last = following - dt.timedelta(1)
    return ScheduledDue(item("monthly"), f"{year}年{month}月", day(due_on), False, None, first, last, following)


def published(on: str, title: str = "高龄津贴支出") -> Published:
    return Published(1, "X-1", day(on), title)


def said(first: str, last: str, label: str = "某期") -> Statement:
    return Statement(first_on=day(first), last_on=day(last), label=label, reason="没有")


def status(one: Item, **facts) -> Status:
    return standing.of(one, Facts(**facts), TODAY).status


def waiting(due_on: str) -> Waiting:
    return Waiting(1, "X-1", "通知", "/", day(due_on), source="第二十六条")


@pytest.mark.requirement("SX-CAT-00b")
def test_event_items_are_late_with_an_issued_record_past_its_limit() -> None:
    assert status(item()) == Status.BLANK
    assert status(item(), count=3, last=day("2020-01-01")) == Status.PUBLISHED, "an event item does not grow stale"
    assert status(item(), count=3, waiting=[waiting("2026-11-21")]) == Status.OVERDUE
    assert status(item(), count=3, waiting=[waiting("2026-11-22")]) == Status.SOON
    assert status(item(), count=3, waiting=[waiting("2026-12-22")]) == Status.PUBLISHED
    assert standing.of(item(), Facts(waiting=[waiting("2026-11-21")]), TODAY).source == "第二十六条"


def test_dynamic_items_grow_stale() -> None:
    assert status(item("dynamic")) == Status.BLANK
    fresh, near, stale = day("2027-03-01"), day("2026-12-01"), day("2026-11-21")
    for stale_on, wanted in ((fresh, Status.PUBLISHED), (near, Status.SOON), (stale, Status.OVERDUE)):
        assert status(item("dynamic"), count=1, last=day("2026-05-20"), stale_on=stale_on) == wanted
    quarter = said("2026-07-01", "2026-09-30")
    excused = status(item("dynamic"), count=1, last=day("2026-05-20"), stale_on=stale, statements=[quarter])
    assert excused == Status.NOTHING, "who says that nothing changed is not stale"


@pytest.mark.requirement("SX-CAT-49")
def test_a_month_is_met_by_publication_in_time_by_name_or_late() -> None:
    dues = [due(9, "2026-10-31"), due(10, "2026-11-20"), due(11, "2026-12-25")]
    monthly = item("monthly")
    assert status(monthly, dues=dues) == Status.OVERDUE
    in_time = [published("2026-10-09"), published("2026-11-05")]
    assert status(monthly, count=2, dues=dues, published=in_time) == Status.PUBLISHED
    late = [published("2026-10-09"), published("2026-11-21")]
    assert standing.meet(dues, late) == {id(dues[0]), id(dues[1])}, "late, and not ahead for November"
    named = [published("2026-11-05", "2026年9月高龄津贴支出")]
    assert standing.meet(dues, named) == {id(dues[0])}, "the title decides, not the day"
    both = [published("2026-11-05", "2026年9—10月高龄津贴支出")]
    assert standing.meet(dues, both) == {id(dues[0]), id(dues[1])}


@pytest.mark.requirement("SX-CAT-49")
def test_a_missed_month_stays_missed_whatever_comes_out_later() -> None:
    monthly = item("monthly")
    old = [due(8, "2026-09-28"), due(10, "2026-11-20"), due(11, "2026-12-25")]
    october = published("2026-11-05", "2026年10月高龄津贴支出")

    def stands(**facts) -> standing.Standing:
        return standing.of(monthly, Facts(count=1, dues=old, published=[october], **facts), TODAY)

    late = stands()
    assert (late.status, late.what, late.due_on) == (Status.OVERDUE, "2026年8月", day("2026-09-28"))
    assert late.missed == (old[0],)
    excused = stands(statements=[said("2026-08-01", "2026-08-31")])
    assert (excused.status, excused.missed) == (Status.PUBLISHED, ())
    assert stands(since=day("2026-10-01")).status == Status.PUBLISHED, "what is older than the law keeps is not asked"
    both = standing.of(monthly, Facts(dues=old), TODAY)
    assert both.what == "2026年10月" and both.missed == (old[0], old[1]), "the newest is named, both are counted"
    nothing = said("2026-10-01", "2026-10-31")
    empty = standing.of(monthly, Facts(dues=old, statements=[nothing]), TODAY)
    assert (empty.status, empty.statement) == (Status.OVERDUE, nothing), "what was said is still said in public"


def test_titles_name_periods() -> None:
    quarter = ScheduledDue(
        item("quarterly"), "2026年第三季度", TODAY, False, None, day("2026-07-01"), day("2026-09-30"), day("2026-10-01")
    )
    assert standing.names("2026年三季度房地产用地供应", quarter) and standing.names("2026年第三季度地价", quarter)
    assert not standing.names("2026年二季度地价", quarter) and not standing.names("三季度地价", quarter)
    year = ScheduledDue(
        item("yearly"), "2025年度", TODAY, False, None, day("2025-01-01"), day("2025-12-31"), day("2026-01-01")
    )
    assert standing.names("2025年度报告", year) and not standing.names("2025年3月报告", year)


def test_a_statement_stands_for_its_period_only() -> None:
    monthly, dues = item("monthly"), [due(10, "2026-11-20")]
    october = said("2026-10-01", "2026-10-31")
    assert status(monthly, dues=dues, statements=[october]) == Status.NOTHING
    assert status(monthly, dues=dues, statements=[said("2026-09-01", "2026-09-30")]) == Status.OVERDUE
    assert status(monthly, count=1, last=day("2026-11-10"), dues=dues, published=[published("2026-11-10")],
                  statements=[october]) == Status.PUBLISHED  # fmt: skip


def test_a_statement_of_an_event_item_runs_out() -> None:
    third, first = said("2026-07-01", "2026-09-30"), said("2026-01-01", "2026-03-31")
    assert status(item(), statements=[third]) == Status.NOTHING
    assert status(item(), statements=[first]) == Status.BLANK, "a quarter later nobody has said anything again"
    assert status(item(), count=1, last=day("2026-10-03"), statements=[third]) == Status.PUBLISHED
    assert standing.until(third) == day("2026-12-31")


@pytest.mark.requirement("SX-CAT-42")
def test_an_item_elsewhere_is_a_link_or_lacks_its_address() -> None:
    linked = item(link_out=True, link_url="https://example.gov.cn/a")
    assert status(linked, waiting=[waiting("2020-01-01")]) == Status.LINK
    lacking = standing.of(item(link_out=True), Facts(), TODAY)
    assert lacking.status == Status.BLANK and "链接地址" in lacking.what
