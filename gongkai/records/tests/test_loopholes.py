"""Ways round the review that a clerk, a leader or an accident might find, each closed."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from gongkai import ledger, pages, worklist
from gongkai.files import actions as file_actions
from gongkai.ledger import queries as ledger_queries
from gongkai.ledger.models import Entry
from gongkai.organisations import actions as organisations
from gongkai.organisations.models import Role
from gongkai.records import actions, clocks, content, queries
from gongkai.records.models import Publication, Record, Removal
from gongkai.records.tests.places import DECLASSIFIED
from gongkai.refusals import NotLawful, NotNow, NotYours
from gongkai.review import actions as review_actions
from gongkai.review import queries as review_queries
from gongkai.review.models import Review
from gongkai.testing import County, approved, complete_draft, published, sign_all

pytestmark = pytest.mark.django_db
RESIDENT_ID = "11010519491231002X"


def fresh(record: Record) -> Record:
    return Record.objects.get(pk=record.pk)


def edit(county: County, record: Record, by: Any = None, **changes: Any) -> Record:
    record = fresh(record)
    columns = {name: changes.pop(name) for name in ("item", "genre", "normative") if name in changes}
    return actions.edit(record=record, by=by or county["drafter"], revision=record.revision, changes=changes, **columns)


def sign_until(county: County, review: Review, name: str) -> Review:
    while True:
        review = Review.objects.get(pk=review.pk)
        step = review_queries.open_step(review)
        assert step is not None
        if step.name == name:
            return review
        form = {"conclusion": "public", "basis": "不涉密", "marked": True} if step.form else {}
        person = review_queries.signers(review, step).first()
        review_actions.sign(review=review, by=person, seen=review.parts, form=form)


def file(name: str, text: str = "附表") -> Any:
    return file_actions.store(f"{name}{text}".encode(), name, None)


# --- what the signers saw is what goes out -----------------------------------------------------------------------


@pytest.mark.requirement("HY-SEC-02")
@pytest.mark.parametrize("field", content.PROSE)
def test_free_text_of_the_header_is_seen_by_the_secrecy_review(county: County, draft: Record, field: str) -> None:
    review = actions.submit(record=draft, by=county["drafter"])
    review = sign_until(county, review, "终审终校")
    edit(county, draft, **{field: "后来写上的话"})
    review.refresh_from_db()
    assert {step.name: step.state for step in review_queries.steps(review)}["保密审查"] == "reopened"


@pytest.mark.requirement("SZ-REV-02")
def test_a_sensitive_kind_set_during_review_still_needs_the_head(county: County, draft: Record) -> None:
    review = actions.submit(record=draft, by=county["drafter"])
    review = sign_until(county, review, "终审终校")
    edit(county, draft, sensitive_kind="epidemic")
    review.refresh_from_db()
    assert review_queries.steps(review)[-1].role == Role.PRINCIPAL
    sign_all(county, review)
    assert county["principal"].pk in review.signatures.values_list("by", flat=True)


def test_an_unknown_sensitive_kind_is_refused(county: County) -> None:
    record = complete_draft(county, sensitive_kind="weather")
    with pytest.raises(NotLawful, match="重要信息类别"):
        actions.submit(record=record, by=county["drafter"])


@pytest.mark.parametrize("changes", [{"title": ""}, {"html": ""}, {"item": None}])
def test_nothing_is_approved_that_is_no_longer_complete(county: County, draft: Record, changes: Any) -> None:
    review = actions.submit(record=draft, by=county["drafter"])
    edit(county, draft, **changes)
    with pytest.raises(NotLawful) as refusal:
        sign_all(county, review)
    assert refusal.value.code == "records.incomplete"
    assert fresh(draft).state == Record.State.IN_REVIEW


@pytest.mark.parametrize("field", ["keywords", "source", "audience", "theme", "scope"])
def test_every_public_field_is_checked(county: County, field: str) -> None:
    record = complete_draft(county, **{field: f"联系人 {RESIDENT_ID}"})
    review = actions.submit(record=record, by=county["drafter"])
    with pytest.raises(NotLawful) as refusal:
        review_actions.sign(review=review, by=county["section_head"], seen=review.parts)
    assert refusal.value.code == "checks.blocking"


def test_the_correction_note_is_checked_too(county: County) -> None:
    record = actions.correct(record=published(county), by=county["drafter"], reason="数字有误")
    edit(county, record, html="<p>更正后</p>")
    sign_all(county, actions.submit(record=fresh(record), by=county["drafter"]))
    with pytest.raises(NotLawful) as refusal:
        actions.publish(record=fresh(record), by=county["disclosure_officer"], note=f"更正{RESIDENT_ID}")
    assert refusal.value.code == "records.personal_data"


# --- nobody approves her own words -------------------------------------------------------------------------------


def test_whoever_rewrites_the_text_in_review_does_not_sign_it(county: County, draft: Record) -> None:
    review = actions.submit(record=draft, by=county["drafter"])
    edit(county, draft, by=county["disclosure_officer"], html="<p>审核人自己写的。</p>")
    review = sign_until(county, review, "复审复校") if review_queries.open_step(review) else review
    with pytest.raises(NotLawful) as refusal:
        review_actions.sign(review=review, by=county["disclosure_officer"], seen=review.parts)
    assert refusal.value.code == "review.same_person"


def test_a_leader_who_drafts_the_correction_does_not_sign_it(county: County) -> None:
    leader = county["leader_in_charge"]
    organisations.appoint(
        person=leader,
        agency=county.department,
        role=Role.DRAFTER,
        from_on=dt.date(2026, 1, 1),
        by=county.administrators["security"],
    )
    record = actions.correct(record=published(county), by=leader, reason="表述有误")
    edit(county, record, by=leader, html="<p>领导改的。</p>")
    review = actions.submit(record=fresh(record), by=leader)
    assert review.drafter == leader
    review = sign_until(county, review, "终审终校")
    with pytest.raises(NotLawful) as refusal:
        review_actions.sign(review=review, by=leader, seen=review.parts)
    assert refusal.value.code == "review.same_person"


def test_a_deputys_signature_says_so(county: County, draft: Record) -> None:
    from gongkai.organisations import queries as posts

    post = posts.post_for(county["section_head"], county.department, [Role.SECTION_HEAD])
    assert post is not None
    organisations.deputise(
        post=post,
        person=county["other.section_head"],
        from_on=posts.today(),
        to_on=posts.today(),
        reason="出差",
        by=county.administrators["security"],
    )
    review = actions.submit(record=draft, by=county["drafter"])
    signature = review_actions.sign(review=review, by=county["other.section_head"], seen=review.parts)
    assert "代理" in signature.post_title


# --- secrecy -----------------------------------------------------------------------------------------------------


def test_withheld_information_is_approved_as_withheld(county: County, draft: Record) -> None:
    actions.determine_attribute(
        record=draft, by=county["drafter"], attribute="withheld", ground="state_secret", reason="含有国家秘密事项"
    )
    review = sign_until(county, actions.submit(record=fresh(draft), by=county["drafter"]), "保密审查")
    signature = review_actions.sign(
        review=review,
        by=county["secrecy_reviewer"],
        seen=review.parts,
        form={"conclusion": "withheld", "basis": "保密事项范围目录"},
    )
    assert signature.form["conclusion"] == "withheld"
    sign_all(county, review)
    # Turning it open afterwards asks the secrecy reviewer again.
    actions.determine_attribute(
        record=fresh(draft), by=county["drafter"], attribute="proactive", exceptions=[DECLASSIFIED]
    )
    review.refresh_from_db()
    assert review_queries.open_step(review) is not None
    assert "保密审查" in [step.name for step in review_queries.steps(review) if step.state != "done"]


def test_an_answer_holds_only_for_what_was_asked(county: County, draft: Record) -> None:
    from gongkai.review import secrecy

    review = sign_until(county, actions.submit(record=draft, by=county["drafter"]), "保密审查")
    question = review_actions.escalate(
        review=review, by=county["secrecy_reviewer"], target=secrecy.targets(review)[0], question="坐标可否公开？"
    )
    review_actions.answer(
        escalation=question, by=county["secrecy_reviewer"], conclusion="public", answer_number="示保函〔2026〕3号"
    )
    edit(county, draft, html="<p>全部换掉的内容。</p>")
    review = sign_until(county, review, "保密审查")
    step = review_queries.open_step(review)
    assert step is not None and step.escalation is None


# --- nothing gets stuck ------------------------------------------------------------------------------------------


def test_saving_without_a_change_after_approval_changes_nothing(county: County) -> None:
    record = approved(county)
    before = Entry.objects.count()
    again = edit(county, record, title=record.title)
    assert (again.state, again.revision) == (Record.State.APPROVED, record.revision)
    assert Entry.objects.count() == before


def test_undoing_an_edit_after_approval_leads_back_to_approval(county: County) -> None:
    record = approved(county)
    edit(county, record, title="另一个标题")
    assert fresh(record).state == Record.State.IN_REVIEW
    edit(county, record, title=record.title)
    assert fresh(record).state == Record.State.APPROVED
    actions.issue(
        record=fresh(record), by=county["disclosure_officer"], number="示财〔2026〕1号", issued_on=dt.date(2026, 6, 2)
    )


def test_an_issued_record_can_be_taken_back_reclassified_and_published(county: County) -> None:
    record = complete_draft(county)
    actions.determine_attribute(
        record=record, by=county["drafter"], attribute="on_request", reason="涉及第三方，暂不主动公开"
    )
    sign_all(county, actions.submit(record=fresh(record), by=county["drafter"]))
    officer = county["disclosure_officer"]
    actions.issue(record=fresh(record), by=officer, number="示财〔2026〕1号", issued_on=dt.date(2026, 6, 2))
    number = fresh(record).index_number
    with pytest.raises(NotLawful):
        actions.revise(record=record, by=officer, reason="")
    with pytest.raises(NotYours):
        actions.revise(record=record, by=county["drafter"], reason="多人申请，转为主动公开")
    actions.revise(record=record, by=officer, reason="多人申请，转为主动公开")
    actions.determine_attribute(record=fresh(record), by=county["drafter"], attribute="proactive")
    sign_all(county, actions.submit(record=fresh(record), by=county["drafter"]))
    assert fresh(record).state == Record.State.ISSUED
    actions.publish(record=fresh(record), by=officer)
    assert fresh(record).index_number == number


def test_a_withdrawn_documents_number_can_be_used_again(county: County) -> None:
    record = published(county)
    actions.withdraw(record=record, by=county["disclosure_officer"], reason="内容有误，重新公开")
    again = published(county, number=record.number)
    assert again.number == record.number


def test_an_old_date_breaks_neither_publication_nor_worklist(county: County) -> None:
    record = complete_draft(county, date_made="2005-03-01")
    edit(county, record, genre="information")
    sign_all(county, actions.submit(record=fresh(record), by=county["drafter"]))
    assert worklist.for_person(county["disclosure_officer"])
    due = clocks.due(fresh(record))
    assert due is not None and due.due_on is not None
    actions.publish(record=fresh(record), by=county["disclosure_officer"])


def test_a_failing_source_does_not_take_the_worklist_away(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    from gongkai.worklist import queries as lists

    def broken(person: Any) -> Any:
        raise RuntimeError

    monkeypatch.setitem(lists._SOURCES, "broken", lists._Source("坏的", broken))
    items = worklist.for_person(county["drafter"])
    assert any("计算出错" in item.title for item in items)


def test_detaching_twice_is_said_and_recorded_once(county: County, draft: Record) -> None:
    attachment = actions.attach(record=draft, by=county["drafter"], file=file("表.txt"))
    actions.detach(attachment=attachment, by=county["drafter"])
    with pytest.raises(NotNow):
        actions.detach(attachment=attachment, by=county["drafter"])
    assert ledger_queries.history(draft).filter(act="records.detached").count() == 1


# --- what is closed is closed ------------------------------------------------------------------------------------


def with_file(county: County, name: str, number: str = "示财〔2026〕1号", text: str = "附表") -> Record:
    record = complete_draft(county)
    actions.attach(record=record, by=county["drafter"], file=file(name, text))
    sign_all(county, actions.submit(record=fresh(record), by=county["drafter"]))
    officer = county["disclosure_officer"]
    actions.issue(record=fresh(record), by=officer, number=number, issued_on=dt.date(2026, 6, 2))
    actions.publish(record=fresh(record), by=officer)
    return fresh(record)


def address_of(record: Record) -> str:
    attachment = record.attachments.select_related("file").get()
    return file_actions.address(attachment.file, attachment.name)


def test_a_correction_closes_the_attachment_it_removed(county: County, client: Client) -> None:
    record = with_file(county, "名单.txt")
    address = address_of(record)
    assert client.get(address).status_code == 200
    actions.correct(record=record, by=county["drafter"], reason="附件不应公开")
    actions.detach(attachment=record.attachments.get(), by=county["drafter"])
    sign_all(county, actions.submit(record=fresh(record), by=county["drafter"]))
    actions.publish(record=fresh(record), by=county["disclosure_officer"], note="撤下附件")
    assert client.get(address).status_code in (404, 410)


def test_a_shared_file_loses_only_the_withdrawn_name(county: County, client: Client) -> None:
    one = with_file(county, "处分决定.txt")
    two = complete_draft(county)
    stored = one.attachments.get().file
    actions.attach(record=two, by=county["drafter"], file=stored, name="附表.txt")
    sign_all(county, actions.submit(record=fresh(two), by=county["drafter"]))
    officer = county["disclosure_officer"]
    actions.issue(record=fresh(two), by=officer, number="示财〔2026〕2号", issued_on=dt.date(2026, 6, 2))
    actions.publish(record=fresh(two), by=officer)
    actions.withdraw(record=one, by=officer, reason="不应当公开的内容")
    assert client.get(file_actions.address(stored, "处分决定.txt")).status_code in (404, 410)
    assert client.get(file_actions.address(stored, "附表.txt")).status_code == 200


def test_a_correction_that_moves_the_item_leaves_the_old_list(county: County) -> None:
    record = published(county)
    old = f"item:{county.item.code}"
    actions.correct(record=record, by=county["drafter"], reason="归类有误")
    edit(county, record, item=county.catalogue.items.get(number=16))
    dropped = actions.drop_correction(record=fresh(record), by=county["drafter"])
    assert dropped.item == county.item
    actions.correct(record=fresh(record), by=county["drafter"], reason="归类有误")
    new = county.catalogue.items.get(number=16)
    edit(county, record, item=new)
    sign_all(county, actions.submit(record=fresh(record), by=county["drafter"]))
    actions.publish(record=fresh(record), by=county["disclosure_officer"], note="调整归类")
    key = f"record:{record.pk}"
    assert key not in pages.entries(old, range(1, 9)) and key in pages.entries(f"item:{new.code}", range(1, 9))
    actions.withdraw(record=fresh(record), by=county["disclosure_officer"], reason="不应当公开的内容")
    assert key not in pages.entries(f"item:{new.code}", range(1, 9))


def test_the_proof_of_a_take_down_fetches_every_address(county: County) -> None:
    record = with_file(county, "表.txt")
    publication = queries.publication_of(record)
    assert publication is not None
    still = actions.verify_removal(publication=publication)
    reached = {row.address for row in still if not row.gone}
    assert {publication.get_absolute_url(), "/", "/list/", "/feed.xml"} <= reached
    assert any("sitemap-" in address for address in reached) and any("/files/" in address for address in reached)
    officer = county["disclosure_officer"]
    actions.withdraw(record=record, by=officer, reason="不应当公开的内容")
    rows = actions.verify_removal(publication=Publication.objects.get(pk=publication.pk))
    own = [
        row for row in rows if row.address.startswith(("/records/", "/elder/", "/files/", "/list", "/feed", "/site"))
    ]
    assert own and all(row.gone for row in own), [(row.address, row.status) for row in own if not row.gone]


def test_the_proof_asks_the_pages_known_to_have_shown_it(county: County) -> None:
    record = published(county)
    pages.record("/elder/annual/2026/", {f"record:{record.pk}"})
    publication = queries.publication_of(record)
    assert publication is not None
    assert "/elder/annual/2026/" in {row.address for row in actions.verify_removal(publication=publication)}


def test_an_address_that_still_answers_is_on_the_worklist(county: County) -> None:
    record = published(county)
    publication = queries.publication_of(record)
    assert publication is not None
    officer = county["disclosure_officer"]
    actions.withdraw(record=record, by=officer, reason="不应当公开的内容")
    from django.utils import timezone

    Removal.objects.create(publication=publication, address="/x/", status=200, gone=False, checked_at=timezone.now())
    assert any(item.act == "核验撤下" for item in worklist.for_person(officer))


# --- what stays --------------------------------------------------------------------------------------------------


def test_no_personal_number_enters_the_ledger_by_title_or_reason(county: County) -> None:
    record = actions.create(
        agency=county.department, by=county["drafter"], changes={"title": f"关于{RESIDENT_ID}的决定"}
    )
    edit(county, record, title="关于申请人甲的决定")
    live = published(county)
    with pytest.raises(NotLawful) as refusal:
        actions.withdraw(record=live, by=county["disclosure_officer"], reason=f"泄露了{RESIDENT_ID}")
    assert refusal.value.code == "records.personal_data"
    for entry in Entry.objects.all():
        assert RESIDENT_ID not in str([entry.before, entry.after, entry.facts, entry.reason])


def test_mail_names_no_content(county: County, draft: Record, mailoutbox: Any) -> None:
    from gongkai.review import tasks

    review = actions.submit(record=draft, by=county["drafter"])
    tasks.mail_signers(review.pk, review.waiting_step)
    review_actions.return_(review=review, by=county["section_head"], reason="第三段含涉密内容")
    tasks.mail_drafter(review.pk)
    assert len(mailoutbox) == 2
    for message in mailoutbox:
        assert draft.title not in message.subject + message.body and "涉密" not in message.subject + message.body


def test_a_correction_does_not_count_as_late(county: County) -> None:
    record = actions.correct(record=published(county), by=county["drafter"], reason="数字有误")
    edit(county, record, html="<p>更正后</p>")
    sign_all(county, actions.submit(record=fresh(record), by=county["drafter"]))
    actions.publish(record=fresh(record), by=county["disclosure_officer"], note="更正数字")
    entry = ledger_queries.history(record).get(act="records.corrected")
    assert "in_time" not in entry.facts


def test_the_worklist_costs_the_same_for_one_and_for_many(county: County, django_assert_max_num_queries: Any) -> None:
    for _ in range(6):
        actions.submit(record=complete_draft(county), by=county["drafter"])
    with django_assert_max_num_queries(36):
        assert len(worklist.for_person(county["section_head"])) == 6


def test_an_actor_by_hand_is_needed_for_import(county: County) -> None:
    with pytest.raises(NotYours):
        actions.take_over(
            agency=county.department, by=county["drafter"], key="a" * 64, origin="x", changes={"title": "旧"}
        )
    assert ledger.SYSTEM.pk is None
