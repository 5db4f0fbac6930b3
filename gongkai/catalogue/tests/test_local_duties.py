"""What the seeds ask of catalogues: key fields, sub-items, monthly and quarterly rows, pilot fields."""

import datetime as dt
from typing import Any

import pytest

from gongkai import calendars, clock, ledger, rules, worklist
from gongkai.catalogue import actions, board, queries, reading, registry, standing
from gongkai.catalogue.models import Catalogue
from gongkai.catalogue.registry import Published
from gongkai.catalogue.standing import Status
from gongkai.catalogue.tests.world import PLACE, agency
from gongkai.organisations import actions as register
from gongkai.organisations import queries as organisations

pytestmark = pytest.mark.django_db
ON = dt.date(2026, 11, 22)
HEADER = "序号,一级目录,二级目录,三级目录,公开内容,主要公开依据,公开时限,责任单位\n"
TWENTY = "自该政府信息形成或者变更之日起20个工作日内"
YEAR = (dt.date(2026, 1, 1), dt.date(2026, 12, 31))


def put_in_force(lines: list[str], place: str = PLACE, since: dt.date = dt.date(2025, 1, 1)) -> Catalogue:
    report = reading.read_file("目录.csv", (HEADER + "\n".join(lines) + "\n").encode())
    assert report.complete, [row.faults for row in report.rows]
    made = actions.import_catalogue(
        place=place, title="标准目录", source="本地", since=since, report=report, by=ledger.SYSTEM
    )
    return actions.adopt(catalogue=made, by=ledger.SYSTEM)


@pytest.mark.requirement("SX-CAT-31", "SX-T19-40")
def test_major_projects_have_their_eight_sub_items_with_subject_content_and_limit(in_force: Catalogue) -> None:
    works = [agency("住建局", "department", ["construction"]), agency("发改局", "department", ["development_reform"])]
    works += [agency("资规局", "department", ["natural_resources"])]
    actions.reassign(catalogue=in_force, by=ledger.SYSTEM)
    items = list(in_force.items.filter(level2="重大建设项目"))
    assert [item.level3 for item in items] == list(rules.at("publication.construction_items", PLACE, ON).value)
    assert len(items) == 8
    for item in items:
        assert item.content and item.assignments.filter(agency__in=works).exists()
        limit = queries.limit_for(item, ON)
        assert isinstance(limit.value, int) and limit.value <= 20


@pytest.mark.requirement("SX-CAT-61")
def test_the_eleven_key_fields_stand_together(in_force: Catalogue) -> None:
    group = next(one for branch in queries.tree(in_force) for one in branch.branches if one.name == "重点领域")
    assert group.count == rules.at("catalogue.key_fields", PLACE, ON).value == 11
    assert [item.number for branch in group.branches for item in branch.items] == list(range(60, 71))


@pytest.mark.requirement("TP-A-03")
@pytest.mark.parametrize(
    ("number", "words"),
    [(3, "机构设置"), (3, "机关职能"), (71, "重大行政决策"), (27, "行政许可"), (43, "公共就业服务")],
)
def test_the_scope_names_organisation_duties_decisions_licences_services(
    in_force: Catalogue, number: int, words: str
) -> None:
    item = in_force.items.get(number=number)
    assert words in item.content and item.levels


@pytest.mark.requirement("CD-KEY-03c")
def test_the_monthly_report_of_trade_volume_is_due_for_every_month_by_the_rule_of_the_place() -> None:
    row = f"1,重点领域,公共资源交易,,公开公共资源交易信息,成办发,{TWENTY},公共资源交易"  # not a word of months

    def dues_at(place: str) -> list[queries.ScheduledDue]:
        name = f"{place.rpartition('/')[2]}交易中心"
        trading = agency(name, "authorised_organisation", ["public_resource_trading"], place=place)
        put_in_force([row], place)
        return queries.scheduled_dues(trading, YEAR)

    dues = dues_at("cn/sichuan/chengdu")
    assert (
        len(dues) == 12 and dues[0].label == "2025年12月公共资源交易月报" and dues[-1].last_on == dt.date(2026, 11, 30)
    )
    assert {(one.rule.name, one.rule.unit) for one in dues} == {("publication.trade_volume", "per_month")}
    assert all("成办发〔2013〕56号" in one.rule.source for one in dues)
    assert dues_at("cn/guizhou/zunyi") == [], "where no rule asks for it nothing is due"


@pytest.mark.requirement("CD-KEY-03c")
def test_only_a_report_that_names_its_month_meets_the_rule() -> None:
    place = "cn/sichuan/chengdu"
    trading = agency("交易中心", "authorised_organisation", ["public_resource_trading"], place=place)
    made = put_in_force([f"1,重点领域,公共资源交易,,公开公共资源交易信息,成办发,{TWENTY},公共资源交易"], place)
    found = board.load(made, [trading]).cells[0]
    assert found.status == Status.OVERDUE and len(found.standing.missed) > 12 and found.facts.dues
    notice = Published(trading.pk, found.item.code, dt.date(2026, 11, 5), "某地块成交公告")
    report = Published(trading.pk, found.item.code, dt.date(2026, 11, 5), "2026年10月公共资源交易量月报")
    assert standing.meet(found.facts.dues, [notice]) == set()
    assert len(standing.meet(found.facts.dues, [notice, report])) == 1


@pytest.mark.requirement("SX-T19-43")
def test_land_supply_and_prices_are_due_for_every_quarter_by_the_rule_of_the_place(draft: Catalogue) -> None:
    land = agency("资规局", "department", ["natural_resources"])
    actions.adopt(catalogue=draft, by=ledger.SYSTEM)
    item = draft.items.get(number=66)
    assert item.schedule == "event" and "季" not in item.limit_text + item.content
    dues = [one for one in queries.scheduled_dues(land, YEAR) if one.item == item]
    assert [one.last_on.month for one in dues] == [12, 3, 6, 9] and dues[0].label == "2025年第四季度国有土地供应数据"
    assert {(one.rule.name, one.rule.unit) for one in dues} == {("publication.land_supply", "per_quarter")}
    limit = queries.limit_for(item, ON)
    assert (limit.value, limit.unit) == (20, "working_day"), "what else the item holds keeps its limit"


@pytest.mark.requirement("JM-STD-03")
def test_a_standard_catalogue_of_the_pilot_fields_and_then_of_others(client) -> None:
    agency("政府办公室", "government_office", is_competent=True)
    found = rules.at("catalogue.standard_fields", PLACE, ON).value
    fields = [one if isinstance(one, str) else one["label"] for one in found]
    assert len(fields) == 26
    lines = [
        f"{n},基层政务公开标准目录,{name},,{name}信息,标准指引,{TWENTY},各部门" for n, name in enumerate(fields, 1)
    ]
    first = put_in_force(lines)
    assert {item.level2 for item in first.items.all()} == set(fields)
    page = client.get("/catalogue/").content.decode()
    assert all(name in page for name in fields)
    more = [*lines, f"27,基层政务公开标准目录,统计,,统计信息,标准指引,{TWENTY},各部门"]
    second = put_in_force(more)
    assert queries.in_force(PLACE) == second and second.items.count() == 27
    kept = dict(first.items.values_list("level2", "code"))
    assert kept.items() <= dict(second.items.values_list("level2", "code")).items(), "what stayed keeps its code"


@pytest.mark.requirement("SX-T19-60")
def test_a_reorganisation_asks_for_the_catalogue_to_be_redone(in_force, civil, section, clerk, client) -> None:
    def asked(person) -> list[str]:
        return [one.note for one in worklist.for_person(person) if one.act == "重新落实责任单位"]

    assert asked(section) == []
    heir = agency("社会事务局", "department", duties="社会事务", from_on=dt.date(2026, 1, 1))
    yesterday = organisations.today() - dt.timedelta(days=1)
    register.end_agency(agency=civil, to_on=yesterday, successor=heir, reason="机构改革", by=ledger.SYSTEM)
    assert "职能由示范县社会事务局承接" in asked(section)[0] and asked(clerk) == []
    item = in_force.items.get(number=49)
    page = f"/catalogue/{item.code}/"
    assert heir.name not in client.get(page).content.decode()
    register.change_agency(agency=heir, functions=["civil_affairs"], by=ledger.SYSTEM)
    actions.reassign(catalogue=in_force, by=section)
    assert asked(section) == [] and item in queries.items_for(heir)
    assert heir.name in client.get(page).content.decode(), "the redone catalogue is on the site"
    assert "社会事务" in client.get(f"/agencies/{heir.pk}/").content.decode(), "and so is the new set-up"
    assert heir.name in client.get(f"/agencies/{civil.pk}/").content.decode()


SET_UP = "公开新的“三定”方案或者机构设置"


def owed(person: Any) -> list[Any]:
    return [one for one in worklist.for_person(person) if one.act == SET_UP]


@pytest.mark.requirement("SX-T19-60")
def test_after_a_merger_the_new_set_up_is_owed_until_it_is_public(in_force, civil, finance, section, clerk) -> None:
    assert owed(clerk) == []
    day = organisations.today() - dt.timedelta(days=7)
    register.end_agency(agency=civil, to_on=day, successor=finance, reason="机构改革", by=ledger.SYSTEM)
    (item,) = owed(clerk)
    since = day + dt.timedelta(days=1)
    limit = rules.at("publication.default", PLACE, since)
    event = clock.Event("started", since)
    assert item.due_on == clock.due([event], limit, calendars.current()).due_on
    assert "五(三)" in item.source and limit.source in item.source and str(since) in item.note
    actions.reassign(catalogue=in_force, by=section)
    assert owed(clerk), "the catalogue is redone, the set-up is still not public"
    code = in_force.items.get(number=3).code
    leaders = in_force.items.get(number=6).code

    def published(codes: str, days: int) -> Any:
        when = organisations.midnight(since) + dt.timedelta(days=days, hours=9)
        return lambda agencies, asked: {(finance.pk, codes): (1, when)} if codes in asked else {}

    for counter, left in ((published(leaders, 1), 1), (published(code, -3), 1), (published(code, 1), 0)):
        registry._COUNTERS.append((counter, True))
        try:
            assert len(owed(clerk)) == left
        finally:
            registry._COUNTERS.remove((counter, True))


@pytest.mark.requirement("SX-T19-60")
def test_after_a_rename_too_and_only_where_the_rule_holds(in_force, finance, clerk, section) -> None:
    day = organisations.today() - dt.timedelta(days=1)
    register.rename_agency(
        agency=finance, name="示范县财政和国有资产局", short_name="财国局", on=day, document="县机构改革方案第三条",
        by=ledger.SYSTEM,
    )  # fmt: skip
    (item,) = owed(clerk)
    assert item.url.endswith(f"/{finance.pk}/") or str(finance.pk) in item.url
    assert owed(section) == [], "it is the agency's own duty"
    register.change_agency(agency=finance, place="cn/zhejiang/taizhou/huangyan", by=ledger.SYSTEM)
    assert owed(clerk) == []
