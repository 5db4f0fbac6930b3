"""查询点: which places, which services, by whom, through which states; the form and the public page."""

from typing import Any

import pytest
from django.test import Client

from gongkai import pages
from gongkai.catalogue.points import actions, queries
from gongkai.ledger.queries import history
from gongkai.organisations.models import Agency, QueryPoint
from gongkai.pages.models import Page
from gongkai.refusals import NotLawful, NotNow, NotYours
from gongkai.testing import County

CHENGDU = "cn/sichuan/chengdu"
FACTS: dict[str, Any] = {
    "name": "示范县档案馆查阅室", "kind": "archive",
    "services": ["advice", "query", "intake"], "modes": ["staff", "self"],
    "address": "示范路9号", "hours": "工作日9:00—17:00", "phone": "0575-12345690",
}  # fmt: skip


@pytest.fixture
def chengdu(county: County) -> Agency:
    """The department, where the standard of 成都 holds."""
    Agency.objects.filter(pk=county.department.pk).update(place=CHENGDU)
    return Agency.objects.get(pk=county.department.pk)


def enter(county: County, **facts: Any) -> QueryPoint:
    return actions.enter(agency=county.department, by=county["drafter"], **(FACTS | facts))


@pytest.mark.requirement("CD-QP-01")
def test_each_of_the_six_places_can_be_entered(county: County) -> None:
    for number, kind in enumerate(one for one in QueryPoint.Kind if one != QueryPoint.Kind.OTHER):
        enter(county, kind=kind, name=f"查询点{number}")
    assert {one.kind for one in queries.public()} == {"archive", "library", "centre", "branch", "town", "village"}


@pytest.mark.requirement("CD-QP-03")
def test_where_the_standard_holds_all_three_services_are_offered(county: County, chengdu: Agency) -> None:
    with pytest.raises(NotLawful) as refused:
        enter(county, services=["query"])
    assert refused.value.code == "catalogue.point_services" and "成办函" in refused.value.source
    assert enter(county).pk


@pytest.mark.requirement("CD-QP-06a", "CD-QP-06b")
def test_archives_libraries_and_centres_offer_both_modes_others_may_offer_one(county: County, chengdu: Agency) -> None:
    for kind in ("archive", "library", "centre"):
        with pytest.raises(NotLawful) as refused:
            enter(county, kind=kind, modes=["staff"])
        assert refused.value.code == "catalogue.point_modes"
    for kind in ("branch", "town", "village"):
        assert enter(county, kind=kind, name=f"便民服务点{kind}", modes=["staff"]).pk


@pytest.mark.requirement("XD-QP-02")
def test_planned_existing_to_be_withdrawn_and_the_class_other(county: County) -> None:
    with pytest.raises(NotLawful):
        enter(county, state="planned", kind="other")
    point = enter(county, state="planned", kind="other", planned_month="2027-03")
    by = county["drafter"]
    assert queries.public() == []
    point = actions.move(point=point, act="build", by=by)
    assert [one.name for one in queries.public()] == [point.name]
    with pytest.raises(NotNow):
        actions.move(point=point, act="withdraw", by=by, reason="超出设置范围")
    with pytest.raises(NotLawful):
        actions.move(point=point, act="plan_withdrawal", by=by)
    point = actions.move(point=point, act="plan_withdrawal", by=by, reason="超出设置范围")
    point = actions.move(point=point, act="withdraw", by=by, reason="超出设置范围")
    assert queries.public() == []
    with pytest.raises(NotNow):
        actions.change(point=point, by=by, hours="工作日")
    assert [entry.act.rpartition("_")[2] for entry in history(point)] == ["entered", "moved", "moved", "moved"]


@pytest.mark.requirement("XD-QP-01")
def test_the_form_is_filled_in_by_each_agency_and_gathered_by_the_section(county: County) -> None:
    enter(county, remark="=1+1")
    actions.enter(
        agency=county.other, by=county["other.drafter"], **(FACTS | {"name": "民政服务窗口", "kind": "centre"})
    )
    for stranger in ("other.drafter", "principal"):
        with pytest.raises(NotYours):
            actions.enter(agency=county.department, by=county[stranger], **(FACTS | {"name": "另一处"}))
    mine = [row[2] for row in queries.form_rows(queries.visible_to(county["drafter"]))][1:]
    assert mine == ["示范县档案馆查阅室"]
    client = Client(headers={"host": "localhost"})
    client.force_login(county["office.open_government_section"])
    text = client.get("/desk/catalogue/points/export.csv").content.decode("utf-8-sig")
    assert text.startswith("填报单位,类别,名称,状态") and "民政服务窗口" in text and "'=1+1" in text
    assert "咨询、查询、公开申请和意见投诉办理" in text and "工作人员协助、自助" in text


@pytest.mark.parametrize(
    "facts",
    [{"phone": "13812345678"}, {"planned_month": "明年"}, {"kind": "moon"}, {"services": []}, {"name": ""}],
)
def test_what_is_faulty_is_refused(county: County, facts: dict[str, Any]) -> None:
    with pytest.raises(NotLawful):
        enter(county, **facts)
    assert not QueryPoint.objects.exists()


def test_the_public_page_follows(county: County) -> None:
    public = Client(headers={"host": "localhost"})
    assert "还没有登记查询点" in public.get("/points/").content.decode()
    pages.record("/points/", {queries.KEY})
    point = enter(county)
    assert Page.objects.get(path="/points/").touches == 1
    html = public.get("/points/").content.decode()
    assert all(word in html for word in ("示范县档案馆查阅室", "示范路9号", "咨询、查询", "自助"))
    actions.change(point=point, by=county["drafter"], hours="每日9:00—20:00")
    assert "每日9:00—20:00" in public.get("/points/").content.decode()


def test_the_pages_of_the_desk(county: County) -> None:
    client = Client(headers={"host": "localhost"})
    client.force_login(county["drafter"])
    base = "/desk/catalogue/points/"
    assert "还没有登记查询点" in client.get(base).content.decode()
    data = FACTS | {"agency": county.department.pk, "state": "existing"}
    assert client.post(f"{base}enter/", data | {"phone": "13812345678"}).status_code == 422
    assert client.post(f"{base}enter/", data).status_code == 302
    point = QueryPoint.objects.get()
    page = client.get(f"{base}{point.pk}/").content.decode()
    assert "列为拟撤销" in page and 'name="agency"' not in page
    assert client.post(f"{base}{point.pk}/", FACTS | {"hours": "每日"}).status_code == 302
    assert client.post(f"{base}{point.pk}/plan_withdrawal/", {"reason": "超出范围"}).status_code == 302
    point.refresh_from_db()
    assert (point.hours, point.state) == ("每日", "leaving")
    client.force_login(county["other.drafter"])
    assert client.get(f"{base}{point.pk}/").status_code == 404
