"""找错: what is kept of a report, who gets it, how it is answered and passed on."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from gongkai import calendars, ledger, worklist
from gongkai.ledger import queries as ledger_queries
from gongkai.ledger.models import Entry
from gongkai.records import actions, error_reports
from gongkai.records.actions import reporting
from gongkai.records.error_forms import ErrorForm
from gongkai.records.models import ErrorReport
from gongkai.refusals import NotLawful, NotNow, NotYours
from gongkai.testing import County, published

ID = "11010519491231002X"  # a number of the right form that belongs to nobody
WORDS = f"附表第二行写着身份证号{ID}，请删去。"


@pytest.fixture
def record(county: County) -> Any:
    return published(county)


def reported(record: Any, kind: str = "typo", **changes: Any) -> tuple[ErrorReport, str]:
    return actions.report_error(
        **{"kind": kind, "text": "“公布”写成了“公步”。", "path": f"/records/{record.pk}/"} | changes
    )


def test_a_report_goes_to_the_agency_of_the_page(county: County, record: Any) -> None:
    for path in (f"/records/{record.pk}/", f"/elder/records/{record.pk}/print/", f"/hant/records/{record.pk}/?a=1"):
        made, _ = reported(record, path=path)
        assert (made.agency, made.record) == (county.department, record)
    agency = reported(record, path=f"/agencies/{county.other.pk}/")[0]
    assert (agency.agency, agency.record) == (county.other, None)
    draft = reported(record, path="/records/999999/")[0]
    assert (draft.agency, draft.record) == (county.office, None)
    assert reported(record, path="")[0].agency == county.office


def test_what_is_written_in_place_of_an_address_lies_sealed(county: County, record: Any, client: Client) -> None:
    for path in (
        f"/x/张三 手机13812345678 {ID}",
        "/records/13812345678/",
        "/elder/张三",
        "/files/0123456789ab/张三.pdf",
    ):
        made, _ = reported(record, path=path)
        entry = ledger_queries.history(made).get()
        assert made.path == entry.facts["path"] == "" and error_reports.sealed(made)["path"] == path
    made, _ = reported(record, path="/catalogue/SX-010/")
    assert made.path == "/catalogue/SX-010/" and "path" not in error_reports.sealed(made)
    made, _ = reported(record, path="/old/1.html")
    client.force_login(county["office.open_government_section"])
    assert "/old/1.html" in client.get(made.get_absolute_url()).content.decode()


def test_the_reason_for_passing_on_holds_no_personal_data(county: County, record: Any) -> None:
    made, _ = reported(record)
    with pytest.raises(NotLawful):
        actions.pass_on_error(
            report=made, by=county["disclosure_officer"], agency=county.other, reason="请联系张三13812345678。"
        )
    made.refresh_from_db()
    assert made.agency == county.department and not Entry.objects.filter(act="records.error_passed").exists()


def test_the_code_alone_opens_it_and_is_kept_nowhere(record: Any) -> None:
    made, code = reported(record, contact="0575-12345678")
    assert error_reports.by_code(code) == made == error_reports.by_code(code.lower().replace("-", " "))
    assert error_reports.by_code("AAAA-BBBB-CCCC") is None
    kept = str(list(ErrorReport.objects.values())) + str(
        list(Entry.objects.values("facts", "before", "after", "reason"))
    )
    assert code not in kept and code.replace("-", "") not in kept and "0575-12345678" not in kept


def test_personal_data_is_masked_and_the_words_as_sent_lie_sealed(record: Any) -> None:
    made, _ = reported(record, "personal", text=WORDS, contact="13800000000")
    assert ID not in made.text and "请删去" in made.text and made.has_contact
    entry = ledger_queries.history(made).get()
    assert ID not in str((entry.facts, entry.before, entry.after)) and entry.actor_name == "公众"
    assert error_reports.sealed(made) == {"text": WORDS, "contact": "13800000000"}
    ledger.actions.erase_sealed(entry=entry, by=ledger.SYSTEM, reason="已经办结")
    assert error_reports.sealed(made) == {}


def test_the_day_comes_from_the_law(record: Any) -> None:
    made, _ = reported(record, at=dt.datetime(2026, 6, 5, 10, tzinfo=dt.UTC))
    assert made.rule["value"] == 3 and made.rule["status"] == "unverified"
    assert made.due_on == calendars.current().after(dt.date(2026, 6, 5), 3)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kind": "nothing"}, "records.error_kind"),
        ({"text": "  "}, "records.error_text"),
        ({"text": "错" * 501}, "records.error_long"),
        ({"contact": "1" * 101}, "records.error_contact"),
    ],
)
def test_incomplete_reports(record: Any, changes: dict[str, str], code: str) -> None:
    with pytest.raises(NotLawful) as refused:
        reported(record, **changes)
    assert refused.value.code == code and not ErrorReport.objects.exists()


def acts_of(person: Any) -> list[str]:
    return [one.act for one in worklist.for_person(person, "errors")]


def test_leaks_stand_first_and_go_to_the_section_too(county: County, record: Any) -> None:
    officer, section = county["disclosure_officer"], county["office.open_government_section"]
    reported(record, at=dt.datetime(2026, 6, 1, tzinfo=dt.UTC))
    reported(record, "personal", text=WORDS)
    assert acts_of(officer) == ["核实个人信息泄露", "答复找错"]
    assert worklist.for_person(officer)[0].urgent
    assert acts_of(section) == ["核实个人信息泄露"] and acts_of(county["drafter"]) == []
    assert error_reports.visible_to(section).count() == 2 == error_reports.visible_to(officer).count()
    assert not error_reports.visible_to(county["drafter"]).exists()


def test_the_agency_answers_once(county: County, record: Any) -> None:
    officer = county["disclosure_officer"]
    made, code = reported(record)
    for person in (county["drafter"], county["other.disclosure_officer"], county.administrators["system"]):
        with pytest.raises(NotYours):
            actions.answer_error(report=made, by=person, outcome="corrected", answer="已改正。")
    for outcome, answer in (
        ("", "已改正。"),
        ("corrected", " "),
        ("corrected", f"已删去{ID}。"),
        ("corrected", "改" * 1001),
    ):
        with pytest.raises(NotLawful):
            actions.answer_error(report=made, by=officer, outcome=outcome, answer=answer)
    actions.answer_error(report=made, by=officer, outcome="corrected", answer="已改为“公布”。")
    found = error_reports.by_code(code)
    assert found is not None and (found.outcome, found.answer, found.answered_by) == (
        "corrected",
        "已改为“公布”。",
        officer,
    )
    assert acts_of(officer) == [] and ledger_queries.history(made).last().act == "records.error_answered"
    with pytest.raises(NotNow):
        actions.answer_error(report=made, by=officer, outcome="no_error", answer="没有错误。")


def test_the_sender_is_forgotten_when_the_time_is_over(county: County, record: Any) -> None:
    officer = county["disclosure_officer"]
    open_one, _ = reported(record, text=WORDS, contact="13800000000")
    made, code = reported(record, text=WORDS, contact="13800000000")
    answered = dt.datetime(2026, 6, 5, 10, tzinfo=dt.UTC)
    done = actions.answer_error(report=made, by=officer, outcome="corrected", answer="已改正。", at=answered)
    assert done.forget_on == dt.date(2026, 12, 5)
    assert reporting.forget_senders(dt.datetime(2026, 12, 5, 12, tzinfo=dt.UTC)) == 0 and error_reports.sealed(made)
    tomorrow = dt.datetime(2026, 12, 5, 17, tzinfo=dt.UTC)  # it is the sixth in Beijing
    assert reporting.forget_senders(tomorrow) == 1 and reporting.forget_senders(tomorrow) == 0
    assert error_reports.sealed(made) == {} and error_reports.sealed(open_one)["contact"] == "13800000000"
    entry = ledger_queries.history(made).last()
    assert entry.act == "ledger.erased" and entry.rule["name"] == "site.find_errors_sender"
    assert ledger_queries.verify_chain(entry.chain) == []
    assert error_reports.by_code(code).answer == "已改正。"  # type: ignore[union-attr]


def test_whoever_reports_is_told_how_long_it_is_kept(county: County) -> None:
    assert "答复之日起不超过6个月" in ErrorForm().fields["contact"].help_text


def test_passing_on_keeps_the_day(county: County, record: Any) -> None:
    officer, other = county["disclosure_officer"], county["other.disclosure_officer"]
    made, _ = reported(record)
    for agency, reason in ((county.department, "重复"), (county.other, " ")):
        with pytest.raises(NotLawful):
            actions.pass_on_error(report=made, by=officer, agency=agency, reason=reason)
    passed = actions.pass_on_error(report=made, by=officer, agency=county.other, reason="数据由民政局提供")
    assert (passed.agency, passed.due_on) == (county.other, made.due_on)
    assert acts_of(officer) == [] and acts_of(other) == ["答复找错"]
    with pytest.raises(NotYours):
        actions.answer_error(report=made, by=officer, outcome="corrected", answer="已改正。")
