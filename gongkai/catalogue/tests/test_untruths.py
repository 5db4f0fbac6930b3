"""What is drafted or in review is seen, and nobody says “nothing this period” over it."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from gongkai import worklist
from gongkai.catalogue import actions, board, periods, statements
from gongkai.catalogue.models import Statement
from gongkai.catalogue.periods import Period
from gongkai.catalogue.standing import Status
from gongkai.desk import queries as desk
from gongkai.organisations.queries import today
from gongkai.records import actions as records
from gongkai.records import listing
from gongkai.records.models import Genre, Record
from gongkai.refusals import NotLawful
from gongkai.testing import County, complete_draft, refused, sign_all

pytestmark = pytest.mark.django_db
QUARTER = Period("2026年第三季度", dt.date(2026, 7, 1), dt.date(2026, 9, 30))


def cell(county: County, number: int = 11) -> board.Cell:
    code = county.catalogue.items.get(number=number).code
    return board.load(county.catalogue, [county.department], [code]).cells[0]


def information(county: County, made: str = "2026-07-06", **more: Any) -> Record:
    """A draft of information that is no document: its clock counts from the day it was made."""
    changes = {"title": "2026年项目资金安排情况", "html": "<p>资金安排如下。</p>", "date_made": made} | more
    record = records.create(
        agency=county.department, by=county["drafter"], genre=Genre.INFORMATION, item=county.item, changes=changes
    )
    return records.determine_attribute(record=record, by=county["drafter"], attribute="proactive")


def say(county: County, period: Period = QUARTER) -> Statement:
    facts = {"reason": "没有印发文件。", "by": county["disclosure_officer"]}
    return actions.state(agency=county.department, item=county.item, period=period, **facts)


def refuse(county: County, period: Period = QUARTER) -> None:
    refused(NotLawful, "catalogue.statement_made_in", say, county=county, period=period)


@pytest.mark.requirement("SX-CAT-00b")
def test_information_in_draft_or_review_past_its_limit_is_overdue_and_nothing_cannot_be_said(county: County) -> None:
    record = information(county)
    for words in ("正在起草", "正在审核"):
        late = cell(county)
        assert late.status == Status.OVERDUE and late.standing.due_on == dt.date(2026, 8, 3)
        assert record.title in late.standing.what and words in late.standing.what and late.standing.source
        refuse(county)
        if words == "正在起草":
            review = records.submit(record=record, by=county["drafter"])
    with pytest.raises(NotLawful, match=record.title):
        say(county)
    sign_all(county, review)
    with pytest.raises(NotLawful, match="待公开"):
        say(county)
    records.publish(record=Record.objects.get(pk=record.pk), by=county["disclosure_officer"])
    assert cell(county).status == Status.PUBLISHED
    refuse(county)  # made in the third quarter, published in the fourth: the quarter was not empty


def test_the_desk_refuses_the_untruth_in_words(county: County, client: Client) -> None:
    record = information(county)
    found = cell(county)
    (offered,) = [
        one for one in periods.offered(found.item, statements.facts(found.agency, found.item), today())
        if one.first_on == QUARTER.first_on
    ]  # fmt: skip
    client.force_login(county["disclosure_officer"])
    here = f"/desk/catalogue/board/agencies/{found.agency.pk}/{found.item.code}/"
    page = client.get(here).content.decode()
    assert "正在起草，尚未公开" in page and "去办理" in page
    answer = client.post(f"{here}state/", {"period": offered.key, "reason": "本季度没有开展此项工作"})
    assert answer.status_code == 422 and record.title in answer.content.decode()
    assert not Statement.objects.exists()


def test_what_was_given_up_or_is_not_open_leaves_the_period_empty(county: County) -> None:
    first, second = information(county), information(county, title="内部资金测算情况")
    closed = {"attribute": "on_request", "ground": "process", "reason": "正在讨论研究过程中"}
    records.determine_attribute(record=second, by=county["drafter"], **closed)
    refuse(county)
    records.abandon(record=first, by=county["drafter"], reason="重复录入的信息")
    assert cell(county).status == Status.BLANK
    assert say(county).label == QUARTER.label


def test_another_period_may_still_be_empty(county: County) -> None:
    information(county)
    assert say(county, Period("2026年第二季度", dt.date(2026, 4, 1), dt.date(2026, 6, 30)))


def test_a_document_that_is_not_issued_has_no_clock_and_yet_is_not_nothing(county: County) -> None:
    complete_draft(county, date_made="2026-09-28")
    assert cell(county).status == Status.BLANK
    refuse(county)


def test_by_the_calendar_the_title_decides_else_where_it_would_count(county: County) -> None:
    monthly = county.catalogue.items.get(number=49)
    actions.assign(item=monthly, agency=county.department, by=county["office.open_government_section"])
    facts = statements.facts(county.department, monthly)
    offered = {one.label: one for one in periods.offered(monthly, facts, today())}
    august, september, october = (offered[f"2026年{month}月"] for month in (8, 9, 10))

    def made(title: str, day: str) -> Record:
        record = information(county, day, title=title)
        Record.objects.filter(pk=record.pk).update(item=monthly)
        return record

    def blocked(period: Period) -> bool:
        known = statements.facts(county.department, monthly)
        return statements.made_in(county.department, monthly, known, period) is not None

    named = made("2026年9月高龄津贴支出", "2026-10-12")
    assert [blocked(one) for one in (august, september, october)] == [False, True, False]
    Record.objects.filter(pk=named.pk).delete()
    made("高龄津贴支出", "2026-11-10")
    assert blocked(october) and not blocked(august)


@pytest.mark.requirement("SX-CAT-00b")
def test_the_late_draft_stands_in_the_lists_of_those_who_answer_for_it(county: County) -> None:
    record = information(county)
    (item,) = [one for one in worklist.for_person(county["drafter"], "records") if one.act == "送审"]
    assert item.title == record.title and item.due_on == dt.date(2026, 8, 3) and "第二十六条" in item.source
    assert not [one for one in worklist.for_person(county["disclosure_officer"], "records") if one.act == "公开"]
    assert listing.late(county["drafter"]) == [record.pk]
    assert desk.late_elsewhere() == (1, 1)
    fresh = information(county, today().isoformat(), title="新形成的信息")
    titles = [one.title for one in worklist.for_person(county["drafter"], "records") if one.act == "送审"]
    assert titles == [record.title] and fresh.pk not in listing.late(county["drafter"])
