"""Items that go by the agency's own plan: its dates are entered from the public plan and are duties like any other."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gongkai import ledger as ledger_api
from gongkai.catalogue import actions, board, queries
from gongkai.catalogue.models import Item, PlannedDate
from gongkai.catalogue.standing import Status
from gongkai.ledger import queries as ledger
from gongkai.organisations.queries import today
from gongkai.records.models import Publication
from gongkai.records.tests.documents import public
from gongkai.refusals import NotLawful, NotNow, NotYours
from gongkai.testing import County, refused

pytestmark = pytest.mark.django_db
TITLE = "2026年度食品药品安全监督管理计划"


@pytest.fixture
def item(county: County) -> Item:
    """Item 47, which the department answers for here."""
    found: Item = county.catalogue.items.get(number=47)
    actions.assign(item=found, agency=county.department, by=ledger_api.SYSTEM)
    return found


@pytest.fixture
def plan(county: County) -> Any:
    return public(county, "示财〔2026〕47号", TITLE)


def enter(county: County, item: Item, *dates: tuple[dt.date, str], **more: Any) -> list[PlannedDate]:
    facts = {"agency": county.department, "item": item, "plan": TITLE, "by": county["disclosure_officer"]}
    return actions.enter_plan(**(facts | {"dates": dates} | more))


def standing(county: County, item: Item) -> Any:
    return board.load(county.catalogue, [county.department], [item.code]).cells[0].standing


def days(number: int) -> dt.date:
    return today() + dt.timedelta(days=number)


@pytest.mark.requirement("SX-CAT-47")
def test_planned_days_are_duties_with_the_plan_as_their_source(county: County, item: Item, plan: Any) -> None:
    assert standing(county, item).status == Status.BLANK
    enter(county, item, (days(-3), "第一批抽检结果"), (days(5), "第二批抽检结果"))
    around = (days(-30), days(30))
    found = [one for one in queries.scheduled_dues(county.department, around) if one.item == item]
    assert [one.due_on for one in found] == [days(-3), days(5)] and all(TITLE in one.rule.source for one in found)
    assert "第一批抽检结果" in found[0].label and not [
        one for one in queries.scheduled_dues(county.other, around) if one.item == item
    ]
    held = standing(county, item)
    assert held.status == Status.OVERDUE and held.due_on == days(-3) and TITLE in held.source
    entry = ledger.history(county.department).get(act="catalogue.planned")
    assert entry.facts["title"] == TITLE and entry.facts["count"] == 2 and str(days(5)) in str(entry.facts["items"])


@pytest.mark.requirement("SX-CAT-47")
def test_a_publication_meets_the_next_day_that_is_open(county: County, item: Item, plan: Any) -> None:
    enter(county, item, (days(-3), "第一批抽检结果"), (days(5), "第二批抽检结果"))
    out = public(county, "示财〔2026〕48号", "第一批食品抽检结果")
    moment = dt.datetime.combine(days(-4), dt.time(9), tzinfo=dt.UTC)
    Publication.objects.filter(record=out).update(item=item, first_published_at=moment)
    held = standing(county, item)
    assert held.status == Status.SOON and held.due_on == days(5), "the first is met, the second comes"
    made = actions.remind(
        catalogue=county.catalogue, pairs=[(county.department.pk, item.code)],
        by=county["office.open_government_section"],
    )  # fmt: skip
    assert made.made == 1


def test_a_day_is_taken_back_with_a_reason(county: County, item: Item, plan: Any) -> None:
    (made,) = enter(county, item, (days(-3), "第一批抽检结果"))
    act = {"planned": made, "by": county["disclosure_officer"]}
    refused(NotYours, "catalogue.plan_officer", actions.drop_planned, planned=made, by=county["drafter"], reason="调整")
    refused(NotLawful, "catalogue.plan_reason", actions.drop_planned, reason=" ", **act)
    with pytest.raises(NotLawful, match="身份证"):
        actions.drop_planned(reason="与张三11010519491231002X商定调整", **act)
    actions.drop_planned(reason="计划已经调整", **act)
    assert standing(county, item).status == Status.BLANK
    refused(NotNow, "catalogue.plan_dropped", actions.drop_planned, reason="计划已经调整", **act)
    enter(county, item, (days(-3), "第一批抽检结果"))


def test_who_and_what_may_be_entered(county: County, item: Item, plan: Any) -> None:
    good = {"agency": county.department, "item": item, "plan": TITLE, "by": county["disclosure_officer"]}
    good["dates"] = [(days(5), "抽检结果")]
    last_year = today().replace(year=today().year - 1, month=6, day=1)
    for more, error, code in (
        ({"by": county["drafter"]}, NotYours, "catalogue.plan_officer"),
        ({"by": county["other.disclosure_officer"]}, NotYours, "catalogue.plan_officer"),
        ({"plan": "没有公开的计划"}, NotLawful, "catalogue.plan_unknown"),
        ({"plan": ""}, NotLawful, "catalogue.plan_unknown"),
        ({"dates": []}, NotLawful, "catalogue.plan_empty"),
        ({"dates": [(days(5), " ")]}, NotLawful, "catalogue.plan_empty"),
        ({"dates": [(last_year, "结果")]}, NotLawful, "catalogue.plan_year"),
        ({"dates": [(days(5), "结果"), (days(5), "结果")]}, NotLawful, "catalogue.plan_twice"),
        ({"dates": [(days(5), "通报11010519491231002X的检查结果")]}, NotLawful, "catalogue.personal_data"),
        ({"item": county.item}, NotLawful, "catalogue.plan_schedule"),
        ({"item": county.catalogue.items.get(number=49)}, NotLawful, "catalogue.not_its_item"),
    ):
        refused(error, code, actions.enter_plan, **(good | more))
    enter(county, item, (days(5), "抽检结果"))
    refused(NotLawful, "catalogue.plan_twice", actions.enter_plan, **good)


def test_the_screen_below_the_duty_board(county: County, item: Item, plan: Any) -> None:
    client = Client()
    client.force_login(county["disclosure_officer"])
    duty = reverse("catalogue:duty", args=[county.department.pk, item.code])
    url = reverse("catalogue:plan", args=[county.department.pk, item.code])
    assert url in client.get(duty).content.decode()
    assert "还没有登记计划日期" in client.get(url).content.decode()
    response = client.post(url, {"plan": TITLE, "dates": f"{days(5)} 第二批抽检结果\n明天 第三批"})
    assert response.status_code == 422 and "第2行" in response.content.decode()
    response = client.post(url, {"plan": "不存在的计划", "dates": f"{days(5)} 第二批抽检结果"})
    assert response.status_code == 422 and "没有找到已经公开的计划" in response.content.decode()
    assert client.post(url, {"plan": TITLE, "dates": f"{days(5)} 第二批抽检结果"}).status_code == 302
    page = client.get(url).content.decode()
    assert "第二批抽检结果" in page and TITLE in page and "撤回这一日期" in page
    assert "第二批抽检结果" in client.get(duty).content.decode()
    made = PlannedDate.objects.get()
    drop = reverse("catalogue:plan_drop", args=[made.pk])
    assert client.post(drop, {"reason": "计划已经调整"}).status_code == 302
    assert "计划已经调整" in client.get(url).content.decode()
    client.force_login(county["drafter"])
    assert "登记</h2>" not in client.get(url).content.decode()
    assert client.post(url, {"plan": TITLE, "dates": f"{days(5)} 结果"}).status_code == 403
    other = reverse("catalogue:plan", args=[county.department.pk, county.item.code])
    assert "不按计划公开" in client.get(other).content.decode()
