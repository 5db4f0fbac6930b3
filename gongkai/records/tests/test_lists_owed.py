"""What an office still owes of its lists and half months: by kind, until it is on file, until it is public."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from gongkai import worklist
from gongkai.organisations.queries import today
from gongkai.records import actions, reconciling, withheld
from gongkai.records.actions import withholding
from gongkai.records.actions.reconciling import confirm
from gongkai.records.models import Record, WithheldList
from gongkai.records.tests.places import HUANGYAN, ZUNYI, fresh, moved
from gongkai.records.tests.test_lists import SECRET, YEAR, filed, kept, opened
from gongkai.refusals import NotLawful, NotNow
from gongkai.testing import County, published, refused, sign_all

MAKE = "编制并报送备案"


def todo(person: Any) -> list[worklist.Item]:
    return list(worklist.for_person(person, "lists"))


def close(county: County, kind: str, year: int) -> WithheldList:
    officer = county["disclosure_officer"]
    made = withholding.open_list(agency=county.department, kind=kind, year=year, by=officer)
    return withholding.close_list(of=made, by=officer)


def file(county: County, of: WithheldList) -> WithheldList:
    return withholding.file_list(of=of, by=county["office.open_government_section"], receipt="3")


@pytest.mark.requirement("ZY-ATTR-09a")
def test_only_the_list_of_documents_that_is_on_file_clears_the_yearly_task_and_the_oldest_year_comes_first(
    county: County, client: Client
) -> None:
    county = moved(county, ZUNYI)
    officer = county["disclosure_officer"]
    years = list(range(YEAR - 3, YEAR))
    (item,) = todo(officer)
    assert item.act == MAKE and item.title == f"县财政局{years[0]}年年度不予公开文件目录" and "第九条" in item.source
    assert f"{years[1]}、{years[2]}年" in item.note
    file(county, close(county, "items", years[0]))
    assert [one.title for one in todo(officer) if one.act == MAKE] == [item.title], "a list of items is another list"
    closed = close(county, "documents", years[0])
    (item,) = [one for one in todo(officer) if one.act == MAKE]
    assert item.url == f"/desk/records/withheld/{closed.pk}/" and "等待政务公开科备案" in item.note
    assert "备案" in [one.act for one in todo(county["office.open_government_section"])]
    file(county, closed)
    assert str(years[1]) in next(one.title for one in todo(officer) if one.act == MAKE)
    for year in years[1:]:
        file(county, close(county, "documents", year))
    assert MAKE not in [one.act for one in todo(officer)]
    client.force_login(officer)
    assert client.get(item.url).status_code == 200


@pytest.mark.requirement("ZY-MGMT-11")
def test_a_list_on_file_asks_to_be_published_until_everybody_can_read_it_and_again_when_it_is_taken_down(
    county: County, client: Client
) -> None:
    county = moved(county, ZUNYI)
    kept(county)
    made, officer = filed(county), county["disclosure_officer"]

    def asked() -> list[tuple[str, str]]:
        return [(one.act, one.url) for one in todo(officer) if one.act != MAKE]

    here = f"/desk/records/withheld/{made.pk}/"
    assert asked() == [("拟稿公布", here)]
    client.force_login(officer)
    assert "拟稿公布" in client.get(here).content.decode()
    record = withholding.write_out(of=made, by=officer)
    assert asked() == [("公布", record.get_absolute_url())]
    with pytest.raises(NotNow):
        withholding.write_out(of=made, by=officer)
    record = publish(county, record)
    assert asked() == []
    actions.withdraw(record=record, by=officer, reason="目录有误，需要重新公布")
    assert asked() == [("拟稿公布", here)] and "拟稿公布" in client.get(here).content.decode()
    answer = client.post(f"{here}write-out/", {}, follow=True)
    again = WithheldList.objects.get(pk=made.pk).record
    assert answer.status_code == 200 and again is not None and again.pk != record.pk and again.state == "draft"
    assert publish(county, again).state == "published" and asked() == []


def publish(county: County, record: Record) -> Record:
    by = county["drafter"]
    actions.edit(record=record, by=by, revision=record.revision, changes={"sensitive_kind": "none"}, item=county.item)
    actions.determine_attribute(record=fresh(record), by=by, attribute="proactive")
    sign_all(county, actions.submit(record=fresh(record), by=by))
    actions.publish(record=fresh(record), by=county["disclosure_officer"])
    return fresh(record)


def test_a_list_of_documents_is_only_filed_and_nobody_is_asked_to_publish_it(county: County) -> None:
    county = moved(county, ZUNYI)
    filed(county, "documents")
    assert {one.act for one in todo(county["disclosure_officer"])} == {MAKE}


def test_where_no_rule_makes_lists_public_nobody_is_asked_to(county: County) -> None:
    filed(county)
    assert todo(county["disclosure_officer"]) == []


@pytest.mark.requirement("ZY-MGMT-11")
def test_no_reason_and_no_other_entry_gives_the_secret_away(county: County) -> None:
    kept(county, "state_secret", SECRET)
    made, officer = opened(county), county["disclosure_officer"]
    entry = made.entries.get()
    for words in (
        {"shown_title": "一份工程文件", "reason": f"《{SECRET}》涉及国家秘密"},
        {"shown_title": "一份工程文件", "reason": "某工程的 防护设计方案（节选）"},
        {"shown_title": f"关于{SECRET}的文件"},
        {"shown_title": "一份工程文件", "reason": f"{entry.number}涉及国家秘密"},
    ):
        amended: dict[str, Any] = {"entry": entry, "by": officer} | words
        refused(NotLawful, "records.withheld_reason_tells", withholding.amend_entry, **amended)
    withholding.amend_entry(entry=entry, by=officer, shown_title="一份工程文件", reason="属于国家秘密")
    withholding.enter(of=made, by=officer, title="值班表", ground="internal_affairs", reason=f"为落实{SECRET}而制定")
    with pytest.raises(NotLawful, match="第2条"):
        withholding.close_list(of=made, by=officer)
    second = made.entries.get(title="值班表")
    withholding.amend_entry(entry=second, by=officer, reason="属于内部事务")
    assert withholding.close_list(of=made, by=officer).state == "closed"
    assert SECRET not in withheld.as_html(made)


@pytest.mark.requirement("HY-DOC-04c")
def test_the_oldest_half_month_that_nobody_checked_is_asked_for_first(county: County, client: Client) -> None:
    county = moved(county, HUANGYAN)
    record, officer = published(county), county["disclosure_officer"]
    later = published(county, "示财〔2026〕2号", title="关于做好防汛工作的通知")
    old = published(county, "示财〔2026〕3号", title="关于做好防火工作的通知")
    Record.objects.filter(pk=later.pk).update(issued_on=dt.date(2026, 9, 20))
    Record.objects.filter(pk=old.pk).update(issued_on=dt.date(2024, 5, 1))  # before the rule
    (item,) = todo(officer)
    assert item.title == "2026-06-01至2026-06-15印发的公文" and "后面还有1个半月" in item.note
    client.force_login(officer)
    page = client.get("/desk/records/reconciliations/").content.decode()
    assert "以前没有核对的" in page and "2026-09-16 至 2026-09-30" in page and item.url in page
    confirm(agency=county.department, first_day=dt.date(2026, 6, 1), seen=[record.pk], by=officer)
    (item,) = todo(officer)
    assert item.title == "2026-09-16至2026-09-30印发的公文" and item.note == ""
    confirm(agency=county.department, first_day=dt.date(2026, 9, 20), seen=[later.pk], by=officer)
    assert todo(officer) == []


def test_what_was_imported_or_lies_too_far_back_is_not_asked_for(county: County) -> None:
    county = moved(county, HUANGYAN)
    record = published(county)
    Record.objects.filter(pk=record.pk).update(imported=True)
    assert reconciling.unconfirmed([county.department], today()) == {}
    Record.objects.filter(pk=record.pk).update(imported=False)
    assert list(reconciling.unconfirmed([county.department], today())) == [county.department.pk]
    assert reconciling.unconfirmed([county.department], dt.date(2029, 7, 1)) == {}
    assert reconciling.unconfirmed([county.department], dt.date(2029, 6, 1)) != {}
