"""Nobody signs or publishes over an open blocking finding; an accountable person may answer for it."""

import datetime as dt
from typing import Any

import pytest

from gongkai.checks import actions as check_actions
from gongkai.checks import queries as check_queries
from gongkai.ledger.models import Entry
from gongkai.records import actions, checking
from gongkai.records.models import Record
from gongkai.refusals import NotLawful, NotYours
from gongkai.review import actions as review_actions
from gongkai.review.models import Review
from gongkai.testing import County, approved, complete_draft, refused, sign_all

pytestmark = pytest.mark.django_db
RESIDENT_ID = "11010519491231002X"  # the test vector of GB 11643


def with_id(county: County) -> tuple[Record, Review]:
    record = complete_draft(county, html=f"<p>申请人甲，身份证号{RESIDENT_ID}，符合条件。</p>")
    return record, actions.submit(record=record, by=county["drafter"])


@pytest.mark.requirement("TP-A-08")
def test_a_resident_id_stops_the_first_signature(county: County) -> None:
    _, review = with_id(county)
    with pytest.raises(NotLawful) as refusal:
        review_actions.sign(review=review, by=county["section_head"], seen=review.parts)
    assert refusal.value.code == "checks.blocking"
    assert "正文" in refusal.value.message and RESIDENT_ID not in str(refusal.value)


@pytest.mark.requirement("HY-SEC-05a")
@pytest.mark.parametrize("mark", ["机密★10年", "秘密★启用前", "绝密★长期"])
def test_a_classification_mark_stops_it_too(county: County, mark: str) -> None:
    record = complete_draft(county, html=f"<p>{mark}</p><p>正文。</p>")
    refused(NotLawful, "checks.mark_stays", actions.submit, record=record, by=county["drafter"])
    assert Record.objects.get(pk=record.pk).state == Record.State.DRAFT


@pytest.mark.requirement("HY-SEC-05a")
def test_a_marked_file_gets_nowhere_until_it_is_replaced(county: County) -> None:
    """The whole way: review, override, signature and publication refuse; another file goes through."""
    from gongkai.files import actions as file_actions

    record, officer = complete_draft(county), county["disclosure_officer"]
    review = actions.submit(record=record, by=county["drafter"])
    file = file_actions.store("机密★5年\n\n储备布局方案\n".encode(), "方案.txt", county["drafter"])
    annex = actions.attach(record=record, by=county["drafter"], file=file)
    record = Record.objects.get(pk=record.pk)
    report = checking.run(record, county["drafter"])
    (mark,) = check_queries.open_blocking(record, report.content_hash)
    for role in ("disclosure_officer", "secrecy_reviewer", "leader_in_charge"):
        refused(
            NotLawful, "checks.mark_stays", check_actions.override,
            report=report, fingerprint=mark.fingerprint, by=county[role], reason="已经解密，附有解密依据",
        )  # fmt: skip
    review.refresh_from_db()
    refused(
        NotLawful, "checks.mark_stays", review_actions.sign,
        review=review, by=county["section_head"], seen=review.parts,
    )  # fmt: skip
    review_actions.return_(review=review, by=county["section_head"], reason="附件带有密级标志")
    refused(NotLawful, "checks.mark_stays", actions.submit, record=record, by=county["drafter"])
    actions.detach(attachment=annex, by=county["drafter"])
    clean = file_actions.store("储备布局方案（公开稿）\n".encode(), "方案.txt", county["drafter"])
    actions.attach(record=record, by=county["drafter"], file=clean)
    sign_all(county, actions.submit(record=Record.objects.get(pk=record.pk), by=county["drafter"]))
    record = Record.objects.get(pk=record.pk)
    actions.issue(record=record, by=officer, number="示财〔2026〕1号", issued_on=dt.date(2026, 6, 2))
    assert actions.publish(record=record, by=officer)


@pytest.mark.requirement("HY-SEC-05a")
def test_the_gate_of_publication_knows_no_exception_for_a_mark(county: County) -> None:
    record = approved(county)
    record.content = record.content | {"html": "<p>机密★5年</p><p>正文。</p>"}
    checking.run(record, county["disclosure_officer"])
    refusal = checking.gate(record, county["disclosure_officer"])
    assert refusal is not None and refusal.code == "checks.mark_stays"


def test_a_notice_that_speaks_of_marks_goes_its_way(county: County) -> None:
    record = complete_draft(county, html="<p>涉密文件应当标注“机密★5年”一类的标志，绝密、机密、秘密三级不得混用。</p>")
    sign_all(county, actions.submit(record=record, by=county["drafter"]))
    assert Record.objects.get(pk=record.pk).state == Record.State.APPROVED


def test_mending_the_text_lets_it_go_on(county: County) -> None:
    record, review = with_id(county)
    record = Record.objects.get(pk=record.pk)
    actions.edit(
        record=record, by=county["drafter"], revision=record.revision, changes={"html": "<p>申请人甲符合条件。</p>"}
    )
    sign_all(county, review)
    assert Record.objects.get(pk=record.pk).state == Record.State.APPROVED


def test_an_accountable_override_lets_this_very_finding_go(county: County) -> None:
    record, review = with_id(county)
    report = checking.run(record, county["drafter"])
    finding = check_queries.open_blocking(record, report.content_hash)[0]
    override: dict[str, Any] = {"report": report, "fingerprint": finding.fingerprint}
    with pytest.raises(NotYours):
        check_actions.override(by=county["drafter"], reason="本人书面同意公开", **override)
    with pytest.raises(NotLawful):
        check_actions.override(by=county["disclosure_officer"], reason="好", **override)
    check_actions.override(by=county["disclosure_officer"], reason="本人书面同意公开该号码", **override)
    sign_all(county, review)
    assert Record.objects.get(pk=record.pk).state == Record.State.APPROVED
    second = "11010519491231002X 与 110105199003075136"
    current = Record.objects.get(pk=record.pk)
    actions.edit(record=current, by=county["drafter"], revision=current.revision, changes={"html": f"<p>{second}</p>"})
    review.refresh_from_db()
    if check_queries.open_blocking(current, checking.run(current, county["drafter"]).content_hash):
        with pytest.raises(NotLawful):
            review_actions.sign(review=review, by=county["section_head"], seen=review.parts)


def test_no_number_enters_the_ledger(county: County) -> None:
    with_id(county)
    for entry in Entry.objects.all():
        text = str([entry.before, entry.after, entry.facts, entry.reason, entry.rule])
        assert RESIDENT_ID not in text


def test_words_of_attachments_are_checked(county: County, draft: Record) -> None:
    from gongkai.files import actions as file_actions

    file = file_actions.store(f"名单\n申请人甲 {RESIDENT_ID}\n".encode(), "名单.txt", county["drafter"])
    actions.attach(record=draft, by=county["drafter"], file=file)
    review = actions.submit(record=draft, by=county["drafter"])
    with pytest.raises(NotLawful) as refusal:
        review_actions.sign(review=review, by=county["section_head"], seen=review.parts)
    assert "名单.txt" in refusal.value.message
