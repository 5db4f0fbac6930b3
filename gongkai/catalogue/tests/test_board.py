"""The board over a county, statements and reminders, by acts."""

import datetime as dt
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from gongkai import ledger, pages, worklist
from gongkai.catalogue import actions, board, coverage, periods, policy, queries, showing, statements, tasks
from gongkai.catalogue.board import Asked
from gongkai.catalogue.models import Reminder, Statement
from gongkai.catalogue.periods import Period
from gongkai.catalogue.standing import Status
from gongkai.ledger.models import Entry
from gongkai.operate import bench_board
from gongkai.organisations.models import Role
from gongkai.organisations.queries import agencies, today
from gongkai.records import actions as records
from gongkai.refusals import NotLawful, NotNow, NotYours
from gongkai.testing import County, approved, published

pytestmark = pytest.mark.django_db
LATE = dt.date(2026, 6, 2)


def section(county: County) -> Any:
    return county["office.open_government_section"]


def cell(county: County, number: int = 11, agency: Any = None) -> board.Cell:
    code = county.catalogue.items.get(number=number).code
    return board.load(county.catalogue, [agency or county.department], [code]).cells[0]


def issued(county: County) -> Any:
    return records.issue(
        record=approved(county), by=county["disclosure_officer"], number="示财〔2026〕7号", issued_on=LATE
    )


def quarter(county: County, number: int = 11) -> Period:
    found = cell(county, number)
    return periods.offered(found.item, statements.facts(found.agency, found.item), today())[0]


def said(county: County, number: int = 11, **more: Any) -> Statement:
    item = county.catalogue.items.get(number=number)
    facts = {"by": county["disclosure_officer"], "reason": "没有印发文件。", "period": quarter(county, number)}
    return actions.state(agency=county.department, item=item, **facts | more)


@pytest.mark.requirement("SX-CAT-00b")
def test_an_issued_record_past_its_limit_is_overdue_until_published(county: County) -> None:
    assert cell(county).status == Status.BLANK
    record = issued(county)
    late = cell(county)
    assert late.status == Status.OVERDUE and late.standing.due_on and record.title in late.standing.what
    assert "第二十六条" in late.standing.source
    records.publish(record=record, by=county["disclosure_officer"])
    assert cell(county).status == Status.PUBLISHED and cell(county).facts.last == today()


def test_the_worst_agency_comes_first_and_filters_narrow(county: County) -> None:
    issued(county)
    found = board.load(county.catalogue, list(agencies()))
    rows = board.by_agency(found.cells)
    assert rows[0].subject == county.department and rows[0].count(Status.OVERDUE) >= 1
    assert sum(number for _, _, number in rows[0].counts) == len(rows[0].cells)
    worst = board.chosen(found.cells, Asked(worst=1))
    assert {one.agency for one in worst} == {county.department}
    late = board.chosen(found.cells, Asked(status="overdue", kind="department"))
    assert late and all(one.status == Status.OVERDUE and one.agency.kind == "department" for one in late)
    assert all(one.item.level2 == "政策文件及解读" for one in board.chosen(late, Asked(column="政策文件及解读")))
    columns, heat = board.heat(found.cells)
    assert "法定主动公开内容" in columns and heat[0][0] == county.department
    assert heat[0][1][columns.index("法定主动公开内容")].gravest[0] == Status.OVERDUE  # type: ignore[union-attr]


@pytest.mark.requirement("SX-CAT-53a", "SX-CAT-53b")
def test_yearly_dates_stand_on_the_board_until_met(county: County) -> None:
    justice = actions.assign(
        item=county.catalogue.items.get(number=53), agency=county.department, by=ledger.SYSTEM
    ).agency
    found = cell(county, 53, justice)
    passed = [due for due in found.facts.dues if due.due_on <= today() and due.due_on.year == today().year]
    assert [due.due_on.strftime("%m-%d") for due in passed] == ["04-01", "07-01"]
    assert found.status == Status.OVERDUE and found.standing.due_on == passed[0].due_on


@pytest.mark.requirement("SX-CAT-00c", "SX-CAT-55")
def test_a_dynamic_item_falls_due_by_the_rule_of_the_place(county: County) -> None:
    personnel = county.catalogue.items.get(number=55)
    actions.assign(item=personnel, agency=county.department, by=ledger.SYSTEM)
    record = published(county)
    record.publications.update(item=personnel)
    assert cell(county, 55).status == Status.PUBLISHED
    fresh = cell(county, 55).facts
    assert fresh.stale_on and fresh.stale_on > today() and fresh.stale_rule.name == "catalogue.dynamic_stale"
    old = today() - dt.timedelta(400)
    record.publications.update(published_at=dt.datetime.combine(old, dt.time(9), dt.UTC))
    assert cell(county, 55).status == Status.OVERDUE


def test_nothing_this_period_is_said_shown_and_taken_back(county: County) -> None:
    made = said(county)
    assert cell(county).status == Status.NOTHING and cell(county).standing.statement == made
    assert statements.public(cell(county).item, [county.department]) == {county.department.pk: made}
    entry = Entry.objects.filter(act="catalogue.stated").get()
    assert entry.actor_id == county["disclosure_officer"].pk
    with pytest.raises(NotLawful, match="理由"):
        actions.withdraw(statement=made, by=county["disclosure_officer"], reason=" ")
    actions.withdraw(statement=made, by=county["disclosure_officer"], reason="查到还有一份文件")
    assert cell(county).status == Status.BLANK and not statements.public(cell(county).item, [county.department])
    with pytest.raises(NotNow):
        actions.withdraw(statement=made, by=county["disclosure_officer"], reason="再撤")


def test_publishing_ends_a_statement(county: County) -> None:
    said(county)
    published(county)
    assert cell(county).status == Status.PUBLISHED
    assert statements.public(cell(county).item, [county.department]) == {}


def test_what_may_not_be_said(county: County) -> None:
    wrong: list[tuple[str, dict[str, Any]]] = [
        ("才结束", {"period": Period("本年度", dt.date(today().year, 1, 1), dt.date(today().year, 12, 31))}),
        ("写明情况", {"reason": "  "}),
    ]
    for words, more in wrong:
        with pytest.raises(NotLawful, match=words):
            said(county, **more)
    for person in ("drafter", "office.open_government_section", "other.disclosure_officer"):
        with pytest.raises(NotYours):
            said(county, by=county[person])
    gazette = county.catalogue.items.get(number=51)
    with pytest.raises(NotLawful, match="不由县财政局公开"):
        actions.state(
            agency=county.department, item=gazette, period=quarter(county), reason="无", by=county["disclosure_officer"]
        )
    said(county)
    with pytest.raises(NotNow, match="已经说明过"):
        said(county, period=Period(*_period(county)))


def _period(county: County) -> tuple[str, dt.date, dt.date]:
    one = Statement.objects.get()
    return one.label, one.first_on, one.last_on


def test_nothing_cannot_be_said_where_something_is_or_waits(county: County) -> None:
    asked = quarter(county)
    record = issued(county)
    with pytest.raises(NotLawful, match="待公开"):
        said(county, period=asked)
    records.publish(record=record, by=county["disclosure_officer"])
    middle = dt.datetime.combine(asked.first_on + dt.timedelta(9), dt.time(9), dt.UTC)
    record.publications.update(first_published_at=middle, published_at=middle)
    with pytest.raises(NotLawful, match="已于"):
        said(county, period=asked)


@pytest.mark.requirement("SX-CAT-42")
def test_an_item_elsewhere_is_linked_and_not_spoken_for(county: County) -> None:
    item = county.catalogue.items.get(number=11)
    actions.link(item=item, url="https://example.gov.cn/list", by=section(county))
    assert cell(county).status == Status.LINK
    with pytest.raises(NotLawful, match="链接"):
        said(county, period=Period("2025年度", dt.date(2025, 1, 1), dt.date(2025, 12, 31)))
    shipped = county.catalogue.items.get(number=42)
    assert shipped.link_out and shipped.elsewhere, "绍兴目录第42项 is a link without an address yet"


def test_an_item_is_linked_to_what_the_public_can_open(county: County) -> None:
    address = f"/catalogue/{county.item.code}/"
    assert Client(headers={"host": "localhost"}).get(address).status_code == 200
    with pytest.raises(NotLawful) as caught:
        actions.link(item=county.item, url="http://10.1.2.3/list", by=section(county))
    assert caught.value.code == "catalogue.link_private"
    assert address not in {one.path for one in pages.stale()}
    actions.link(item=county.item, url="https://example.gov.cn/list", by=section(county))
    assert address in {one.path for one in pages.stale()}


def test_one_button_reminds_of_everything_that_is_open(county: County) -> None:
    cells = board.load(county.catalogue, [county.department]).cells
    *some, everything = showing.reminders(cells)
    assert {one["status"] for one in some} == {cell.status for cell in cells if cell.open} and len(some) > 1
    assert everything["status"] == "" and everything["items"] == sum(cell.open for cell in cells)
    one_status = [cell for cell in cells if cell.status == some[0]["status"]]
    assert len(showing.reminders(one_status)) == 1


def test_reminders_reach_worklist_and_mail_once_a_day(county: County) -> None:
    record = issued(county)
    late = [one.pair for one in board.load(county.catalogue, [county.department]).cells if one.status == "overdue"]
    told = actions.remind(catalogue=county.catalogue, pairs=late, by=section(county), note="请本周办结")
    assert (told.made, told.agencies, told.repeated) == (len(late), 1, 0)
    again = actions.remind(catalogue=county.catalogue, pairs=late, by=section(county))
    assert (again.made, again.repeated) == (0, len(late)) and Reminder.objects.count() == len(late)
    assert Entry.objects.filter(act="catalogue.reminded").count() == 1
    for role in ("disclosure_officer", "drafter"):
        (item,) = list(worklist.for_person(county[role], "catalogue"))
        assert "被催办" in item.title and item.note == "请本周办结" and item.due_on
    assert not worklist.for_person(county["section_head"], "catalogue")
    tasks.mail_reminded(county.department.pk, told.made)
    (letter,) = mail.outbox
    assert set(letter.to) == {county["disclosure_officer"].email, county["drafter"].email}
    assert record.title not in letter.body and "其他文件" not in letter.subject + letter.body
    records.publish(record=record, by=county["disclosure_officer"])
    left = worklist.for_person(county["drafter"], "catalogue")
    assert not left or "其他文件" not in left[0].title, "resolved by publishing"


def test_only_the_section_reminds_and_only_of_what_is_open(county: County) -> None:
    pairs = [cell(county).pair]
    for person in (county["disclosure_officer"], county["office.principal"]):
        with pytest.raises(NotYours):
            actions.remind(catalogue=county.catalogue, pairs=pairs, by=person)
    published(county)
    with pytest.raises(NotLawful, match="不需要催办"):
        actions.remind(catalogue=county.catalogue, pairs=pairs, by=section(county))


def test_everybody_sees_the_own_agency_and_the_section_all(county: County) -> None:
    seen = policy.board_agencies(county["drafter"], county.catalogue)
    assert seen == [county.department]
    assert len(policy.board_agencies(section(county), county.catalogue)) == 3
    assert policy.board_agencies(county.administrators["system"], county.catalogue) == []
    assert policy.may_state(county["disclosure_officer"], county.department)
    assert not policy.may_state(county["disclosure_officer"], county.other)
    assert {Role.DISCLOSURE_OFFICER, Role.DRAFTER} == set(policy.REMINDED)


def test_the_board_of_sixty_agencies_takes_a_constant_number_of_queries(
    county: County, django_assert_max_num_queries: Any
) -> None:
    crowd = bench_board.crowd(county.catalogue, 60, 200)
    # Items, assignments, reminders, statements, what records published (count, days) and guides and profiles (the items
    # they fill, twice, and one for each kind), days that plans set, what waits for publication, the holiday calendar,
    # who took over from whom.
    with django_assert_max_num_queries(15):
        found = board.load(county.catalogue, crowd)
    assert len(found.cells) == 60 * 73 and len(board.by_agency(found.cells)) == 60


@pytest.mark.requirement("SX-CAT-00")
def test_the_law_is_held_against_the_catalogue(county: County) -> None:
    art20, county21, township21, fields = coverage.national(county.catalogue)
    assert len(art20.subjects) == 15 and not art20.missing
    assert {one.label for one in county21.missing} == {"房屋征收", "治安管理"}
    assert "农田水利工程建设运营" in {one.label for one in township21.missing}
    assert len(fields.subjects) == 26 and fields.status == "unverified"
    law = {one.label: one.items for one in county21.subjects}
    assert [item.number for item in law["社会救助"]] == [61]


def test_what_an_agency_publishes_nothing_under(county: County) -> None:
    before = {one.label for one in coverage.lacking(board.load(county.catalogue, [county.department]))}
    assert "法规、规章和规范性文件" in before and "统计信息" not in before, "statistics are not its duty"
    published(county)
    after = {one.label for one in coverage.lacking(board.load(county.catalogue, [county.department]))}
    assert before - after == {"法规、规章和规范性文件"}
    assert queries.in_force(county.department.place) == county.catalogue
