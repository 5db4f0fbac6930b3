"""Reform of the machinery: another name, several into one; the name of the time stays, the heir answers."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from gongkai import ledger
from gongkai.ledger.queries import history
from gongkai.organisations import actions, queries
from gongkai.organisations.models import Agency, Post
from gongkai.organisations.queries import today
from gongkai.records import actions as records
from gongkai.refusals import NotLawful, NotNow, NotYours
from gongkai.testing import START, County, approved, published

DOCUMENT = "关于机构改革的通知（示委发〔2026〕1号）"
YESTERDAY = today() - dt.timedelta(days=1)


def renamed(county: County, on: dt.date = YESTERDAY, name: str = "示范县财政和国资局") -> Agency:
    actions.rename_agency(
        agency=county.department, name=name, short_name=name[3:], on=on, document=DOCUMENT, by=ledger.SYSTEM
    )
    return Agency.objects.get(pk=county.department.pk)


def emptied(agency: Agency) -> Agency:
    """All posts are taken back, as the law of the register asks before an agency ends."""
    for post in Post.objects.filter(agency=agency, to_on=None):
        actions.end_post(post=post, to_on=YESTERDAY, by=ledger.SYSTEM)
    return agency


def test_a_new_name_leaves_the_old_one_on_what_was_published_under_it(county: County, client: Client):
    old = county.department.name
    record = published(county)
    agency = renamed(county)
    assert queries.name_on(agency, YESTERDAY - dt.timedelta(days=1)) == old
    assert queries.name_on(agency, today()) == "示范县财政和国资局"
    page = client.get(f"/records/{record.pk}/").content.decode()
    assert old in page
    entry = history(agency).last()
    assert entry is not None and entry.act == "organisations.agency_renamed" and entry.reason == DOCUMENT
    later = published(County(**{**vars(county), "department": agency}), "示财〔2026〕9号", title="更名以后的通知")
    assert later.publications.get().agency_name == "示范县财政和国资局"
    facts = {"agency": agency, "by": ledger.SYSTEM, "key": "a" * 64, "origin": "旧网站", "changes": {"title": "旧通知"}}
    taken = records.take_over(**facts, published_at=timezone.now() - dt.timedelta(days=400))
    assert taken is not None and taken.publications.get().agency_name == old


@pytest.mark.parametrize("days", [1, -20_000])
def test_a_name_does_not_change_on_a_day_to_come_or_before_the_agency_was(county: County, days: int):
    with pytest.raises(NotLawful, match="更名日期"):
        renamed(county, today() + dt.timedelta(days=days))


def test_a_name_is_changed_once_a_day_with_a_document_by_the_system_administrator(county: County):
    renamed(county)
    with pytest.raises(NotLawful):
        renamed(county, name="又一个名称局")
    with pytest.raises(NotNow, match="现在就叫"):
        renamed(county, today())
    with pytest.raises(NotNow):
        renamed(county, today(), name=county.other.name)
    call = {"agency": county.other, "name": "新名称", "short_name": "新", "on": today()}
    with pytest.raises(NotLawful, match="依据"):
        actions.rename_agency(**call, document="", by=ledger.SYSTEM)
    with pytest.raises(NotYours):
        actions.rename_agency(**call, document=DOCUMENT, by=county["principal"])


@pytest.mark.requirement("ZY-MGMT-05b")
def test_a_merger_ends_all_or_none_and_the_heir_answers_for_what_was_left(county: County, client: Client):
    record = published(county)
    waiting = approved(county, title="尚未印发的通知")
    heir = actions.open_agency(
        name="示范县财政民政局", short_name="财政民政局", kind="department", place=county.department.place,
        from_on=START, by=ledger.SYSTEM,
    )  # fmt: skip
    officer = actions.open_account(username="heir-officer", name="承继机关审核人", password="x" * 12, by=ledger.SYSTEM)
    actions.appoint(person=officer, agency=heir, role="disclosure_officer", from_on=START, by=ledger.SYSTEM)
    both = [county.department, county.other]
    call = {"agencies": both, "into": heir, "on": today(), "document": DOCUMENT, "by": ledger.SYSTEM}
    emptied(county.department)
    with pytest.raises(NotNow, match="待公开"):  # what is under way is finished or given up first
        actions.merge_agencies(**call)
    records.abandon(record=waiting, by=ledger.SYSTEM, reason="机构合并，不再印发")
    with pytest.raises(NotNow, match="岗位"):
        actions.merge_agencies(**call)
    assert not Agency.objects.filter(to_on__isnull=False).exists()
    emptied(county.other)
    assert [one.successor for one in actions.merge_agencies(**call)] == [heir, heir]
    assert record.publications.get().agency_name == county.department.name
    records.withdraw(record=record, by=officer, reason="职能调整后内容有误")
    page = client.get(f"/agencies/{county.department.pk}/").content.decode()
    assert "已于" in page and heir.name in page


def test_a_merger_needs_an_heir_that_lives_and_is_not_one_of_those_that_end(county: County):
    for agencies, into in (([county.other], county.other), ([], county.other)):
        with pytest.raises(NotLawful):
            actions.merge_agencies(agencies=agencies, into=into, on=today(), document=DOCUMENT, by=ledger.SYSTEM)


def test_pages_of_the_reform(county: County, client: Client):
    client.force_login(county.administrators["system"])
    page = f"/desk/organisations/{county.department.pk}/"
    form = {"name": "示范县新财政局", "short_name": "新财政局", "on": YESTERDAY.isoformat(), "document": DOCUMENT}
    assert "曾用名" in client.post(f"{page}rename/", form, follow=True).content.decode()
    refused = client.post("/desk/organisations/merge/", {"into": county.office.pk})
    assert refused.status_code in (200, 422) and "并入的机关" in refused.content.decode()
    emptied(county.other)
    merge = {"agencies": [county.other.pk], "into": county.office.pk, "on": YESTERDAY.isoformat(), "document": DOCUMENT}
    assert "已终止1个机关" in client.post("/desk/organisations/merge/", merge, follow=True).content.decode()
