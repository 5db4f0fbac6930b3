"""What the checks are told of a record: its days, files, office contacts, links."""

import pytest
from django.test import Client
from django.urls import reverse

from gongkai import ledger
from gongkai.catalogue.points import actions as point_actions
from gongkai.checks import actions as check_actions
from gongkai.checks import queries as check_queries
from gongkai.organisations.models import Agency, QueryPoint
from gongkai.records import actions, checking, finding, leading, surroundings
from gongkai.records.actions.addressing import keep_address
from gongkai.records.models import Record
from gongkai.testing import County, complete_draft, published

pytestmark = pytest.mark.django_db


def kinds(record: Record, county: County) -> list[str]:
    return [item.kind for item in check_queries.findings(checking.run(record, county["drafter"]))]


def test_telephones_of_offices_are_known(county: County) -> None:
    Agency.objects.filter(pk=county.department.pk).update(phone="0575-83031234、13812345678", email="cz@163.com")
    assert {"057583031234", "13812345678", "cz@163.com"} <= surroundings.office_contacts()
    record = complete_draft(county, html="<p>联系人手机13812345678，邮箱cz@163.com。</p>")
    assert kinds(record, county) == []


def test_a_telephone_is_known_however_it_is_written(county: County) -> None:
    written = "（0575）8303 1235 转 801"
    point = {"name": "查阅室", "kind": "archive", "services": ["query"], "modes": ["staff"], "address": "示范路9号",
             "hours": "工作日", "phone": written}  # fmt: skip
    made = point_actions.enter(agency=county.department, by=county["drafter"], **point)
    assert {"057583031235", "83031235"} <= surroundings.office_contacts()
    QueryPoint.objects.filter(pk=made.pk).update(state=QueryPoint.State.WITHDRAWN)
    assert "83031235" not in surroundings.office_contacts()


def test_links_are_judged_in_every_form_and_of_every_sort(county: County) -> None:
    live, gone = published(county), published(county, "示财〔2026〕2号")
    for record, path in ((live, "/art/1.html"), (gone, "/art/2.html?id=7")):
        keep_address(record=record, address=path, by=ledger.SYSTEM)
    actions.withdraw(record=gone, by=county["disclosure_officer"], reason="内容有误，需要撤下")
    department, code = county.department.pk, county.item.code
    good = [
        "/", "/elder/", f"/hant/records/{live.pk}/", f"/elder/records/{live.pk}/print/", "/art/1.html",
        f"/agencies/{department}/list/", f"/catalogue/{code}/", "/rules/foi.reply/", "/rules/foi/",
    ]  # fmt: skip
    bad = [
        f"/hant/records/{gone.pk}/", f"/elder/records/{gone.pk}/", "/art/2.html?id=7", "/art/3.html", "/elder/desk/",
        f"/records/{live.pk}/attachments/1/", "/agencies/999999/", f"/agencies/999999/catalogue/{code}/list/",
        "/catalogue/none/", "/rules/no.such/", "/rules/nothing/", f"/api/v1/records/{live.pk}",
    ]  # fmt: skip
    assert {link for link in [*good, *bad] if leading.why_dead(link)} == set(bad)


def test_links_to_what_is_not_public_are_told(county: County) -> None:
    live, draft = published(county), complete_draft(county)
    html = "".join(
        f'<p><a href="{address}">甲</a></p>'
        for address in (f"/records/{live.pk}/", f"/records/{draft.pk}/", "/desk/records/", "/nowhere/at/all/")
    )
    record = complete_draft(county, html=html)
    told = surroundings.context_of(record).dead_links
    assert set(told) == {f"/records/{draft.pk}/", "/desk/records/", "/nowhere/at/all/"}
    assert kinds(record, county) == ["dead_link"] * 3
    before = checking.run(record, county["drafter"])
    actions.withdraw(record=live, by=county["disclosure_officer"], reason="内容有误，需要撤下")
    after = checking.run(record, county["drafter"])
    assert after != before and kinds(record, county) == ["dead_link"] * 4, "a link may die without an edit"


def test_inner_addresses_stop_and_outer_ones_are_not_checked(county: County) -> None:
    html = '<p><a href="http://10.1.2.3/oa/">内网</a><a href="https://www.gov.cn/">外部</a></p>'
    record = complete_draft(county, html=html)
    assert sorted(kinds(record, county)) == ["private_link", "unchecked_link"]
    items = finding.shown(record, county["disclosure_officer"])["items"]
    assert [item["severity"] for item in items] == ["block", "unchecked"]


def test_days_and_attachments_of_the_record_are_compared(county: County) -> None:
    record = complete_draft(county, html="<p>请填写申请表（见附件）。</p>", effective_on="2026-05-01")
    assert sorted(kinds(record, county)) == ["attachments", "date_order"]


def test_what_was_not_checked_is_let_pass_by_who_looked(county: County) -> None:
    record = complete_draft(county, html='<p><a href="https://www.gov.cn/">外部</a></p>')
    report = checking.run(record, county["drafter"])
    (item,) = check_queries.findings(report)
    officer = Client(headers={"host": "localhost"})
    officer.force_login(county["disclosure_officer"])
    address = reverse("records:override", args=[record.pk, item.fingerprint])
    assert "从头到尾看过" in officer.get(address).content.decode()
    refused = officer.post(address, {"reason": "逐个打开看过，没有问题"})
    assert refused.status_code == 422 and "没有人看过的不能放行" in refused.content.decode()
    assert officer.post(address, {"reason": "逐个打开看过，没有问题", "looked": "on"}).status_code == 302
    (shown,) = finding.shown(record, county["disclosure_officer"])["items"]
    assert shown["severity"] == "passed" and "人工看过后放行" in shown["advice"]


def test_a_word_right_in_this_document_stays_so_after_an_edit(county: County) -> None:
    record = complete_draft(county, html="<p>原文写作布署。</p>")
    report = checking.run(record, county["drafter"])
    (item,) = check_queries.findings(report)
    check_actions.override(
        report=report, fingerprint=item.fingerprint, by=county["disclosure_officer"], reason="引用历史文件原文"
    )
    record = Record.objects.get(pk=record.pk)
    actions.edit(
        record=record,
        by=county["drafter"],
        revision=record.revision,
        changes={"html": "<p>新增一段。</p><p>原文写作布署。</p>"},
    )
    record = Record.objects.get(pk=record.pk)
    checking.run(record, county["drafter"])
    (shown,) = finding.shown(record)["items"]
    assert shown["severity"] == "passed" and "引用历史文件原文" in shown["advice"]
