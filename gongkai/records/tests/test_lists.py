"""What is not published, listed and filed; papers checked every half month; addresses of the former site."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from openpyxl import Workbook

from gongkai import cli, ledger, worklist
from gongkai.ledger.queries import history
from gongkai.organisations.models import Agency
from gongkai.organisations.queries import today
from gongkai.records import actions, old_addresses, reconciling, sources, withheld
from gongkai.records.actions import addressing, withholding
from gongkai.records.actions.reconciling import confirm
from gongkai.records.importing import Choices, Importer
from gongkai.records.models import OldAddress, Record, WithheldList
from gongkai.records.tests.places import DECLASSIFIED, HUANGYAN, ZUNYI, fresh, moved
from gongkai.refusals import NotLawful, NotNow, NotYours
from gongkai.testing import County, approved, complete_draft, published, sign_all

YEAR = today().year
SECRET = "某工程的防护设计方案"


def kept(county: County, ground: str = "internal_affairs", title: str = "关于内部值班安排的通知") -> Record:
    """A document of this year that was issued and decided not public."""
    record = complete_draft(county, title=title)
    actions.determine_attribute(
        record=record, by=county["drafter"], attribute="withheld", ground=ground, reason="属于内部管理事务"
    )
    sign_all(county, actions.submit(record=fresh(record), by=county["drafter"]))
    number = f"示财〔{YEAR}〕{60 + record.pk % 900}号"
    return actions.issue(record=fresh(record), by=county["disclosure_officer"], number=number, issued_on=today())


def opened(county: County, kind: str = "items") -> WithheldList:
    return withholding.open_list(agency=county.department, kind=kind, year=YEAR, by=county["disclosure_officer"])


def filed(county: County, kind: str = "items") -> WithheldList:
    made = withholding.close_list(of=opened(county, kind), by=county["disclosure_officer"])
    return withholding.file_list(of=made, by=county["office.open_government_section"], receipt="示备〔2026〕3号")


@pytest.mark.requirement("ZY-MGMT-11")
def test_a_list_takes_each_withheld_piece_with_its_own_reason_is_filed_and_then_goes_public_by_review(
    county: County, client: Client
):
    county = moved(county, ZUNYI)
    kept(county)
    made = opened(county)
    (entry,) = made.entries.all()
    assert (entry.ground, entry.reason) == ("internal_affairs", "属于内部管理事务")
    with pytest.raises(NotNow) as early:
        withholding.write_out(of=made, by=county["disclosure_officer"])
    assert early.value.code == "records.withheld_state"
    made = withholding.close_list(of=made, by=county["disclosure_officer"])
    made = withholding.file_list(of=made, by=county["office.open_government_section"], receipt="示备〔2026〕3号")
    record = withholding.write_out(of=made, by=county["disclosure_officer"])
    assert record.state == "draft" and "属于内部管理事务" in record.content["html"]
    by = county["drafter"]
    said = {"sensitive_kind": "none"}  # 遵义 asks it of every record
    actions.edit(record=record, by=by, revision=record.revision, changes=said, item=county.item)
    actions.determine_attribute(record=fresh(record), by=by, attribute="proactive")
    sign_all(county, actions.submit(record=fresh(record), by=by))
    actions.publish(record=fresh(record), by=county["disclosure_officer"])
    assert "属于内部管理事务" in client.get(f"/records/{record.pk}/").content.decode()
    acts = [entry.act for entry in history(made)]
    assert acts[-3:] == ["records.withheld_closed", "records.withheld_filed", "records.withheld_written"]


def test_the_public_list_does_not_give_away_the_secret_itself(county: County):
    county = moved(county, ZUNYI)
    kept(county, "state_secret", SECRET)
    made = opened(county)
    with pytest.raises(NotLawful) as refused:
        withholding.close_list(of=made, by=county["disclosure_officer"])
    assert refused.value.code == "records.withheld_shown_title"
    withholding.amend_entry(entry=made.entries.get(), by=county["disclosure_officer"], shown_title="一份涉密的工程文件")
    made = withholding.close_list(of=made, by=county["disclosure_officer"])
    made = withholding.file_list(of=made, by=county["office.open_government_section"], receipt="3")
    record = withholding.write_out(of=made, by=county["disclosure_officer"])
    assert SECRET not in str(record.content) and "一份涉密的工程文件" in record.content["html"]
    assert SECRET not in "".join(str(entry.facts) + str(entry.after) for entry in history(made))


@pytest.mark.requirement("ZY-ATTR-09a")
def test_the_yearly_list_of_documents_must_be_whole_and_is_filed_with_the_government_office(county: County):
    county = moved(county, ZUNYI)
    made = opened(county, "documents")
    kept(county)
    with pytest.raises(NotLawful) as refused:
        withholding.close_list(of=made, by=county["disclosure_officer"])
    assert refused.value.code == "records.withheld_incomplete"
    withholding.enter(of=made, record=withheld.candidates(made).get(), by=county["disclosure_officer"])
    made = withholding.close_list(of=made, by=county["disclosure_officer"])
    with pytest.raises(NotYours):
        withholding.file_list(of=made, by=county["disclosure_officer"], receipt="3")
    made = withholding.file_list(of=made, by=county["office.open_government_section"], receipt="3")
    assert made.filed_with == county.office.name
    with pytest.raises(NotLawful) as not_public:
        withholding.write_out(of=made, by=county["disclosure_officer"])
    assert not_public.value.code == "records.withheld_not_public"


def test_where_no_rule_asks_for_it_nobody_is_told_to(county: County):
    assert worklist.for_person(county["disclosure_officer"], "lists") == []


def test_an_entry_needs_ground_and_reason_and_a_withheld_record_cannot_be_left_out(county: County):
    kept(county)
    made, officer = opened(county), county["disclosure_officer"]
    with pytest.raises(NotLawful, match="依据"):
        withholding.enter(of=made, by=officer, title="某项", ground="whim", reason="不便公开的原因")
    with pytest.raises(NotLawful, match="理由"):
        withholding.enter(of=made, by=officer, title="某项", ground="internal_affairs", reason="无")
    with pytest.raises(NotLawful) as refused:
        withholding.leave_out(entry=made.entries.get(), by=officer, reason="不想写")
    assert refused.value.code == "records.still_withheld"
    with pytest.raises(NotYours):
        withholding.enter(of=made, by=county["drafter"], title="某项", ground="internal_affairs", reason="内部事务")
    by_hand = withholding.enter(of=made, by=officer, title="值班表", ground="internal_affairs", reason="属于内部事务")
    withholding.leave_out(entry=by_hand, by=officer, reason="误列")
    assert made.entries.count() == 1


def test_a_list_is_opened_once_for_a_year_that_has_come(county: County):
    opened(county)
    with pytest.raises(NotNow):
        opened(county)
    with pytest.raises(NotLawful):
        withholding.open_list(agency=county.department, kind="items", year=YEAR + 1, by=county["disclosure_officer"])


def test_a_closed_list_changes_only_after_the_section_sends_it_back(county: County):
    kept(county)
    made = withholding.close_list(of=opened(county), by=county["disclosure_officer"])
    assert made.sha256 == withheld.fingerprint(made)
    with pytest.raises(NotNow):
        withholding.amend_entry(entry=made.entries.get(), by=county["disclosure_officer"], reason="另一个理由")
    section = county["office.open_government_section"]
    with pytest.raises(NotLawful):
        withholding.reopen_list(of=made, by=section, reason="")
    made = withholding.reopen_list(of=made, by=section, reason="理由不够具体")
    withholding.amend_entry(entry=made.entries.get(), by=county["disclosure_officer"], reason="另一个理由")


@pytest.mark.requirement("HY-SEC-09")
def test_an_ended_term_of_secrecy_asks_for_a_new_review_and_makes_nothing_public(county: County):
    record = kept(county, "state_secret", SECRET)
    entry = opened(county).entries.get()
    withholding.amend_entry(entry=entry, by=county["disclosure_officer"], shown_title="一份工程文件", review_on=today())
    (item,) = worklist.for_person(county["disclosure_officer"], "lists")
    assert (item.act, item.due_on) == ("重新审查", today())
    # Becoming open asks for the whole review again, secrecy step included.
    record = actions.revise(record=fresh(record), by=county["disclosure_officer"], reason="保密期限届满，重新确定")
    with pytest.raises(NotLawful):
        actions.determine_attribute(record=record, by=county["drafter"], attribute="proactive", reason="期限已满")
    record = actions.determine_attribute(
        record=record, by=county["drafter"], attribute="proactive", exceptions=[DECLASSIFIED]
    )
    with pytest.raises(NotNow):
        actions.publish(record=record, by=county["disclosure_officer"])


def test_pages_of_the_lists_answer_their_people_only(county: County, client: Client):
    kept(county)
    officer = county["disclosure_officer"]
    client.force_login(officer)
    form = {"agency": county.department.pk, "kind": "items", "year": YEAR}
    page = client.post("/desk/records/withheld/", form, follow=True)
    assert "目录已建立，已列入1条。" in page.content.decode()
    made = WithheldList.objects.get()
    again = client.post("/desk/records/withheld/", form)
    assert again.status_code == 422 and "已经建立" in again.content.decode()
    client.force_login(county["other.disclosure_officer"])
    assert client.get(f"/desk/records/withheld/{made.pk}/").status_code == 404
    client.force_login(officer)
    closed = client.post(f"/desk/records/withheld/{made.pk}/close/", follow=True)
    assert "等待备案" in closed.content.decode()


# --- half-monthly check -------------------------------------------------------------------------------------------

FIRST = dt.date(2026, 6, 1)


@pytest.mark.requirement("HY-DOC-04c")
def test_half_a_month_is_checked_paper_by_paper_and_kept_as_it_stood(county: County):
    county = moved(county, HUANGYAN)
    out = published(county, "示财〔2026〕1号")
    left = approved(county, title="关于做好防汛工作的通知")
    officer = county["disclosure_officer"]
    left = actions.issue(record=left, by=officer, number="示财〔2026〕2号", issued_on=dt.date(2026, 6, 15))
    rows = reconciling.rows(county.department, FIRST, dt.date(2026, 6, 15))
    assert [(row["record"], row["state"]) for row in rows] == [(out.pk, "public"), (left.pk, "waiting")]
    call: dict[str, Any] = {"agency": county.department, "first_day": FIRST, "by": county["secretariat"]}
    with pytest.raises(NotLawful) as refused:
        confirm(seen=[out.pk], **call)
    assert "示财〔2026〕2号" in str(refused.value)
    made = confirm(seen=[out.pk], remark="第2号待公开，本周补办", **call)
    actions.publish(record=left, by=officer)
    made.refresh_from_db()
    assert [row["state"] for row in made.rows] == ["public", "waiting"]
    assert [row["paper"] for row in made.rows] == [True, False]
    with pytest.raises(NotNow):
        confirm(seen=[out.pk, left.pk], **call)
    entry = history(made).last()
    assert entry is not None and entry.facts["missing"] == 1 and "黄岩" in str(entry.rule)


@pytest.mark.parametrize(
    "day,first,last",
    [
        (dt.date(2026, 2, 28), dt.date(2026, 2, 16), dt.date(2026, 2, 28)),
        (dt.date(2028, 2, 20), dt.date(2028, 2, 16), dt.date(2028, 2, 29)),
        (dt.date(2026, 1, 15), dt.date(2026, 1, 1), dt.date(2026, 1, 15)),
        (dt.date(2026, 1, 16), dt.date(2026, 1, 16), dt.date(2026, 1, 31)),
    ],
)
def test_half_months(day: dt.date, first: dt.date, last: dt.date):
    assert reconciling.period_of(day) == (first, last)
    assert reconciling.period_before(first)[1] == first - dt.timedelta(days=1)


def test_a_half_month_that_runs_or_belongs_to_others_is_not_confirmed(county: County):
    with pytest.raises(NotNow):
        confirm(agency=county.department, first_day=today(), seen=[], by=county["secretariat"])
    with pytest.raises(NotYours):
        confirm(agency=county.department, first_day=FIRST, seen=[], by=county["other.secretariat"])


def test_the_check_is_a_task_only_where_a_rule_asks_and_something_was_issued(county: County, client: Client):
    first, last = reconciling.period_before(today())
    record = approved(county, date_made=first.isoformat())
    officer = county["disclosure_officer"]
    actions.issue(record=record, by=officer, number=f"示财〔{first.year}〕2号", issued_on=last)
    assert worklist.for_person(officer, "lists") == []
    Agency.objects.update(place=HUANGYAN)
    (item,) = worklist.for_person(officer, "lists")
    client.force_login(officer)
    page = client.get(item.url).content.decode()
    assert f"示财〔{first.year}〕2号" in page and "应公开，还没有公开" in page
    refused = client.post(item.url, {"seen": [record.pk]})
    assert refused.status_code == 422 and "必须写明情况" in refused.content.decode()
    assert client.post(item.url, {"seen": [record.pk], "remark": "本周内公开"}).status_code == 302
    assert worklist.for_person(officer, "lists") == []


# --- addresses of the former site ---------------------------------------------------------------------------------


def test_an_old_address_leads_to_the_record_for_ever_and_to_410_after_a_take_down(county: County, client: Client):
    record, officer = published(county), county["disclosure_officer"]
    addressing.keep_address(record=record, address="http://old.example.invalid/art/2020/1/2/art_1.html?a=1", by=officer)
    found = client.get("/art/2020/1/2/art_1.html?a=1")
    assert (found.status_code, found["Location"]) == (301, f"/records/{record.pk}/")
    assert client.get("/art/2020/1/2/art_1.html").status_code == 404
    assert client.post("/art/2020/1/2/art_1.html?a=1").status_code in (403, 404)
    actions.withdraw(record=fresh(record), by=officer, reason="内容有误，重新发布")
    assert client.get("/art/2020/1/2/art_1.html?a=1", follow=True).status_code == 410


@pytest.mark.parametrize("address", ["/", "", "https://old.example.invalid", "/desk/records/1/", "/a" * 400, "/a\x00b"])
def test_an_address_that_cannot_be_one_of_the_former_site_is_refused(county: County, address: str):
    with pytest.raises(NotLawful):
        addressing.keep_address(record=published(county), address=address, by=ledger.SYSTEM)
    assert not OldAddress.objects.exists()


def test_one_old_address_leads_to_one_record_only_and_drafts_have_none(county: County):
    first = published(county)
    second = published(county, "示财〔2026〕2号")
    kept_once = addressing.keep_address(record=first, address="/a.html", by=ledger.SYSTEM)
    assert addressing.keep_address(record=first, address="/a.html", by=ledger.SYSTEM) == kept_once
    with pytest.raises(NotLawful, match="已经指向另一条信息"):
        addressing.keep_address(record=second, address="/a.html", by=ledger.SYSTEM)
    with pytest.raises(NotLawful):
        addressing.keep_address(record=complete_draft(county), address="/b.html", by=ledger.SYSTEM)
    with pytest.raises(NotYours):
        addressing.keep_address(record=first, address="/c.html", by=county["drafter"])


def test_a_list_of_old_addresses_is_taken_row_by_row(
    county: County, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    record = published(county)
    rows = f"/x/1.html,{record.index_number}\n/x/2.html,示财[2026]1号\n/x/3.html,没有这个号\n只有一列\n"
    path = tmp_path / "old.csv"
    path.write_text(rows, encoding="utf-8")
    args = cli.parser().parse_args(["records", "old-addresses", str(path)])
    assert args.run(args) == 1
    said = capsys.readouterr().out
    assert "已登记旧地址2个，未能登记2个" in said and "第3行" in said
    assert set(OldAddress.objects.values_list("path", flat=True)) == {"/x/1.html", "/x/2.html"}


def test_looking_for_an_old_address_costs_a_page_that_exists_nothing(county: County, client: Client, monkeypatch: Any):
    record = published(county)
    asked: list[str] = []
    monkeypatch.setattr(old_addresses, "find", lambda request: asked.append(request.path))
    assert client.get(f"/records/{record.pk}/").status_code == 200
    assert asked == []
    assert client.get("/nothing-here/").status_code == 404
    assert asked == ["/nothing-here/"]


def test_an_import_that_states_the_former_address_keeps_it(county: County, client: Client, tmp_path: Path):
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["标题", "正文", "成文日期", "原网址"])
    sheet.append(
        ["关于做好防汛工作的通知", "请各单位做好防汛工作。", "2020-06-01", "http://old.example.invalid/a/12.html"]
    )
    sheet.append(["关于做好防火工作的通知", "请各单位做好防火工作。", "2020-07-01", "http://old.example.invalid/desk/"])
    book.save(tmp_path / "old.xlsx")
    importer = Importer(Choices(agency=county.department))
    first, second = importer.run(sources.read(tmp_path / "old.xlsx", originals=False))
    assert client.get("/a/12.html")["Location"] == f"/records/{first.record_id}/"
    assert second.state == "imported" and any("旧地址没有登记" in warning for warning in second.warnings)
