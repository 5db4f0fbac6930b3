"""Acts of records: every success and every refusal, from one set-up (gongkai.testing)."""

import datetime as dt
from typing import Any

import pytest

from gongkai import ledger
from gongkai.ledger import queries as ledger_queries
from gongkai.ledger.models import Entry
from gongkai.organisations.models import Role
from gongkai.records import actions, content, queries
from gongkai.records.models import Genre, Publication, Record, Version
from gongkai.refusals import NotLawful, NotNow, NotYours
from gongkai.review import actions as review_actions
from gongkai.review import queries as review_queries
from gongkai.testing import County, approved, complete_draft, published, sign_all

pytestmark = pytest.mark.django_db
MADE = dt.date(2026, 6, 1)


def fresh(record: Record) -> Record:
    return Record.objects.get(pk=record.pk)


def refused(error: type[Exception], code: str, act: Any, **kwargs: Any) -> Any:
    """The act is refused with this code, and neither ledger nor record changes."""
    before = Entry.objects.count()
    states = list(Record.objects.values_list("pk", "state", "revision"))
    with pytest.raises(error) as caught:
        act(**kwargs)
    assert caught.value.code == code, caught.value
    assert caught.value.message and caught.value.remedy
    assert Entry.objects.count() == before
    assert list(Record.objects.values_list("pk", "state", "revision")) == states
    return caught.value


# --- drafting ---------------------------------------------------------------------------------------------


def test_a_clerk_drafts_for_her_own_agency_only(county: County) -> None:
    refused(
        NotYours, "records.create", actions.create, agency=county.department, by=county["other.drafter"], changes={}
    )
    refused(NotYours, "records.create", actions.create, agency=county.department, by=county["principal"], changes={})
    record = actions.create(agency=county.department, by=county["drafter"], changes={"title": " 通知  一 "})
    assert record.title == "通知 一"


@pytest.mark.parametrize("text", ["2024-02-30", "2024年2月30日", "yesterday"])
def test_an_impossible_date_is_named(county: County, text: str) -> None:
    error = refused(
        NotLawful,
        "records.bad_date",
        actions.create,
        agency=county.department,
        by=county["drafter"],
        changes={"date_made": text},
    )
    assert text in error.message and "成文日期" in error.message


def test_hostile_html_never_enters_the_working_copy(county: County, draft: Record) -> None:
    record = actions.edit(
        record=draft,
        by=county["drafter"],
        revision=draft.revision,
        changes={"html": '<p onclick="x()">好<script>alert(1)</script><a href="javascript:x">链</a></p>'},
    )
    assert "script" not in record.content["html"] and "onclick" not in record.content["html"]


def test_two_clerks_editing_one_record(county: County, draft: Record) -> None:
    actions.edit(record=draft, by=county["section_head"], revision=draft.revision, changes={"title": "甲改的标题"})
    error = refused(
        NotNow,
        "records.edited_meanwhile",
        actions.edit,
        record=draft,
        by=county["drafter"],
        revision=draft.revision,
        changes={"title": "乙改的标题"},
    )
    assert "科室负责人" in error.message
    assert fresh(draft).title == "甲改的标题"


@pytest.mark.requirement("ZY-MGMT-06a", "ZY-ATTR-03a")
@pytest.mark.parametrize("value", ["", "secret", "public"])
def test_the_attribute_is_one_of_three(county: County, draft: Record, value: str) -> None:
    refused(
        NotLawful,
        "records.attribute_unknown",
        actions.determine_attribute,
        record=draft,
        by=county["drafter"],
        attribute=value,
    )


@pytest.mark.requirement("HY-DOC-01b")
def test_withheld_needs_ground_and_reason(county: County, draft: Record) -> None:
    common = {"record": draft, "by": county["drafter"], "attribute": "withheld"}
    refused(
        NotLawful, "records.ground_unknown", actions.determine_attribute, ground="我觉得", reason="理由充分", **common
    )
    refused(NotLawful, "records.ground_missing", actions.determine_attribute, reason="理由充分", **common)
    refused(NotLawful, "records.reason_missing", actions.determine_attribute, ground="internal_affairs", **common)
    record = actions.determine_attribute(ground="internal_affairs", reason="属于内部工作流程", **common)
    assert (record.attribute, record.ground) == ("withheld", "internal_affairs")
    entry = ledger_queries.history(record).last()
    assert entry is not None and "第十四条" in entry.rule["source"] and entry.reason == "属于内部工作流程"


@pytest.mark.requirement("ZY-ATTR-03b", "HY-DOC-01a", "ZY-ATTR-07")
def test_no_attribute_no_review_and_no_issue(county: County) -> None:
    record = actions.create(
        agency=county.department, by=county["drafter"], item=county.item, changes={"title": "通知", "html": "<p>文</p>"}
    )
    error = refused(NotLawful, "records.incomplete", actions.submit, record=record, by=county["drafter"])
    assert "公开属性" in error.message and "80号" in error.source


def test_everything_missing_is_named_at_once(county: County) -> None:
    record = actions.create(agency=county.department, by=county["drafter"])
    record = actions.determine_attribute(record=record, by=county["drafter"], attribute="proactive")
    error = refused(NotLawful, "records.incomplete", actions.submit, record=record, by=county["drafter"])
    assert all(word in error.message for word in ("标题", "正文或者附件", "公开事项"))


@pytest.mark.requirement("SX-CAT-10b")
def test_a_normative_document_needs_its_elements(county: County) -> None:
    record = complete_draft(county, date_made="")
    record = actions.edit(record=record, by=county["drafter"], revision=record.revision, changes={}, normative=True)
    error = refused(NotLawful, "records.incomplete", actions.submit, record=record, by=county["drafter"])
    assert "发文日期" in error.message


def test_submitting_twice_is_refused(county: County, draft: Record) -> None:
    actions.submit(record=draft, by=county["drafter"])
    refused(NotNow, "records.state", actions.submit, record=draft, by=county["drafter"])


# --- review ------------------------------------------------------------------------------------------------


@pytest.mark.requirement("SZ-REV-04a", "SZ-SEC-03b", "HY-SEC-02", "SZ-DUTY-01a")
def test_three_reviews_and_the_secrecy_review_before_anything_goes_out(county: County, draft: Record) -> None:
    review = actions.submit(record=draft, by=county["drafter"])
    names = [step.name for step in review_queries.steps(review)]
    assert names == ["初审初校", "复审复校", "保密审查", "终审终校"]
    refused(NotNow, "records.state", actions.publish, record=draft, by=county["disclosure_officer"])
    sign_all(county, review)
    assert fresh(draft).state == Record.State.APPROVED
    signers = {signature.by_id for signature in review.signatures.all()}
    assert len(signers) == 4 and county["drafter"].pk not in signers


def test_an_edit_reopens_exactly_the_steps_that_saw_what_changed(county: County, draft: Record) -> None:
    review = actions.submit(record=draft, by=county["drafter"])
    for _ in range(3):
        step = review_queries.open_step(review)
        assert step is not None
        review_actions.sign(
            review=review,
            by=review_queries.signers(review, step).first(),
            seen=review.parts,
            form={"conclusion": "public", "basis": "不涉密", "marked": True} if step.form else {},
        )
        review.refresh_from_db()
    current = fresh(draft)
    # metadata: only 复审复校 saw it
    actions.edit(record=current, by=county["drafter"], revision=current.revision, changes={"theme": "财政"})
    review.refresh_from_db()
    assert {step.name: step.state for step in review_queries.steps(review)} == {
        "初审初校": "done",
        "复审复校": "open",
        "保密审查": "done",
        "终审终校": "waiting",
    }
    # text: all three saw it
    current = fresh(draft)
    actions.edit(record=current, by=county["drafter"], revision=current.revision, changes={"html": "<p>新</p>"})
    review.refresh_from_db()
    assert [step.state for step in review_queries.steps(review)] == ["open", "reopened", "reopened", "waiting"]


def test_an_edit_after_approval_reopens_and_cannot_go_out(county: County) -> None:
    record = approved(county)
    actions.edit(record=record, by=county["drafter"], revision=record.revision, changes={"title": "另一个标题"})
    record = fresh(record)
    assert record.state == Record.State.IN_REVIEW
    refused(
        NotNow,
        "records.state",
        actions.issue,
        record=record,
        by=county["disclosure_officer"],
        number="示财〔2026〕1号",
        issued_on=MADE,
    )


def test_the_signer_must_have_seen_the_present_content(county: County, draft: Record) -> None:
    review = actions.submit(record=draft, by=county["drafter"])
    seen = dict(review.parts)
    current = fresh(draft)
    actions.edit(record=current, by=county["drafter"], revision=current.revision, changes={"html": "<p>换</p>"})
    refused(NotNow, "review.changed", review_actions.sign, review=review, by=county["section_head"], seen=seen)


def test_different_people_sign(county: County, draft: Record) -> None:
    from gongkai.organisations import actions as organisations

    head = county["section_head"]
    for role in (Role.DISCLOSURE_OFFICER, Role.LEADER):
        organisations.appoint(
            person=head,
            agency=county.department,
            role=role,
            from_on=MADE,
            by=county.administrators["security"],
        )
    review = actions.submit(record=draft, by=county["drafter"])
    review_actions.sign(review=review, by=head, seen=review.parts)
    review.refresh_from_db()
    error = refused(NotLawful, "review.same_person", review_actions.sign, review=review, by=head, seen=review.parts)
    assert "初审初校" in error.message and "三.4" in error.source


def test_a_stranger_and_a_former_holder_do_not_sign(county: County, draft: Record) -> None:
    from gongkai.organisations import actions as organisations
    from gongkai.organisations import queries as posts

    review = actions.submit(record=draft, by=county["drafter"])
    common = {"review": review, "seen": review.parts}
    refused(NotYours, "review.not_signer", review_actions.sign, by=county["other.section_head"], **common)
    post = posts.post_for(county["section_head"], county.department, [Role.SECTION_HEAD])
    assert post is not None
    organisations.end_post(post=post, to_on=posts.today() - dt.timedelta(days=1), by=county.administrators["security"])
    refused(NotYours, "review.not_signer", review_actions.sign, by=county["section_head"], **common)


def test_nobody_in_the_post_is_said_at_submission(county: County, draft: Record) -> None:
    from gongkai.organisations import actions as organisations
    from gongkai.organisations import queries as posts

    post = posts.post_for(county["secrecy_reviewer"], county.department, [Role.SECRECY_REVIEWER])
    assert post is not None
    organisations.end_post(post=post, to_on=posts.today() - dt.timedelta(days=1), by=county.administrators["security"])
    error = refused(NotLawful, "review.no_holder", actions.submit, record=draft, by=county["drafter"])
    assert "保密审查员" in error.message


def test_a_return_needs_a_reason_and_goes_back_to_the_drafter(county: County, draft: Record) -> None:
    review = actions.submit(record=draft, by=county["drafter"])
    common = {"review": review, "by": county["section_head"]}
    refused(NotLawful, "review.reason", review_actions.return_, reason=" ", **common)
    review_actions.return_(reason="第二段数字有误", **common)
    assert fresh(draft).state == Record.State.DRAFT
    refused(NotNow, "review.state", review_actions.return_, reason="再退一次", **common)
    from gongkai import worklist

    assert any(item.note == "第二段数字有误" for item in worklist.for_person(county["drafter"]))


@pytest.mark.requirement("SZ-REV-02")
def test_the_five_sensitive_kinds_need_the_head(county: County) -> None:
    record = complete_draft(county, sensitive_kind="statistics")
    review = actions.submit(record=record, by=county["drafter"])
    assert review_queries.steps(review)[-1].role == Role.PRINCIPAL
    sign_all(county, review)
    assert review.signatures.order_by("id").last().by == county["principal"]


@pytest.mark.requirement("SZ-REV-01")
def test_in_the_governments_name_the_office_reviews(county: County) -> None:
    from gongkai.organisations import actions as organisations
    from gongkai.organisations.models import Agency

    government = organisations.open_agency(
        by=ledger.SYSTEM,
        name="示范县人民政府",
        short_name="县政府",
        kind=Agency.Kind.GOVERNMENT,
        place=county.office.place,
        from_on=MADE,
        uscc="11330683002595826B",
    )
    organisations.appoint(
        person=county["office.drafter"], agency=government, role=Role.DRAFTER, from_on=MADE, by=ledger.SYSTEM
    )
    record = actions.create(
        agency=government,
        by=county["office.drafter"],
        item=county.item,
        changes={"title": "通知", "html": "<p>文</p>", "date_made": "2026-06-01"},
    )
    record = actions.determine_attribute(record=record, by=county["office.drafter"], attribute="proactive")
    review = actions.submit(record=record, by=county["office.drafter"])
    assert {step.agency for step in review_queries.steps(review)} == {county.office}


@pytest.mark.requirement("SZ-SEC-03c", "ZY-ATTR-09b", "HY-SEC-08")
def test_an_undetermined_secrecy_question_goes_up_and_blocks(county: County, draft: Record) -> None:
    review = actions.submit(record=draft, by=county["drafter"])
    for person in ("section_head", "disclosure_officer"):
        review.refresh_from_db()
        review_actions.sign(review=review, by=county[person], seen=review.parts)
    review.refresh_from_db()
    reviewer = county["secrecy_reviewer"]
    common = {"review": review, "by": reviewer, "seen": review.parts}
    refused(NotLawful, "review.secrecy_form", review_actions.sign, form={}, **common)
    undetermined = {"conclusion": "undetermined", "basis": "涉及在建工程坐标"}
    refused(NotLawful, "review.undetermined", review_actions.sign, form=undetermined, **common)
    refused(
        NotLawful,
        "review.escalation_target",
        review_actions.escalate,
        review=review,
        by=reviewer,
        target="隔壁单位",
        question="是否可以公开？",
    )
    from gongkai.review import secrecy

    target = secrecy.targets(review)[0]
    question = review_actions.escalate(review=review, by=reviewer, target=target, question="坐标是否可以公开？")
    public = {"conclusion": "public", "basis": "主管部门答复可以公开", "marked": True}
    refused(NotNow, "review.question_pending", review_actions.sign, form=public, **common)
    refused(
        NotLawful,
        "review.answer_number",
        review_actions.answer,
        escalation=question,
        by=reviewer,
        conclusion="public",
        answer_number="",
    )
    review_actions.answer(escalation=question, by=reviewer, conclusion="public", answer_number="示保函〔2026〕3号")
    signature = review_actions.sign(form=public, **common)
    assert signature.form["answer_number"] == "示保函〔2026〕3号"


def test_an_answer_of_withheld_cannot_be_signed_away(county: County, draft: Record) -> None:
    review = actions.submit(record=draft, by=county["drafter"])
    for person in ("section_head", "disclosure_officer"):
        review.refresh_from_db()
        review_actions.sign(review=review, by=county[person], seen=review.parts)
    review.refresh_from_db()
    from gongkai.review import secrecy

    reviewer = county["secrecy_reviewer"]
    question = review_actions.escalate(
        review=review, by=reviewer, target=secrecy.targets(review)[0], question="坐标是否可以公开？"
    )
    review_actions.answer(escalation=question, by=reviewer, conclusion="withheld", answer_number="示保函〔2026〕4号")
    refused(
        NotLawful,
        "review.not_public",
        review_actions.sign,
        review=review,
        by=reviewer,
        seen=review.parts,
        form={"conclusion": "public", "basis": "我认为可以", "marked": True},
    )


# --- issue and publication -----------------------------------------------------------------------------------


def test_issue_gives_number_and_index_number_once(county: County) -> None:
    record = approved(county)
    officer = county["disclosure_officer"]
    common = {"record": record, "by": officer, "issued_on": MADE}
    refused(NotLawful, "records.number_missing", actions.issue, number=" ", **common)
    refused(NotLawful, "records.number_shape", actions.issue, number="国办发〔201680号", **common)
    refused(NotYours, "records.issue", actions.issue, number="示财〔2026〕1号", **{**common, "by": county["drafter"]})
    refused(
        NotLawful,
        "records.issued_before_made",
        actions.issue,
        number="示财〔2026〕1号",
        **{**common, "issued_on": MADE - dt.timedelta(days=1)},
    )
    future = queries.organisations.today() + dt.timedelta(days=1)
    refused(
        NotLawful,
        "records.issued_in_future",
        actions.issue,
        number="示财〔2026〕1号",
        **{**common, "issued_on": future},
    )
    actions.issue(number="示财〔2026〕1号", **common)
    record = fresh(record)
    assert record.index_number == f"{county.department.uscc}/2026-00001"
    second = approved(county)
    refused(NotNow, "records.number_taken", actions.issue, number="示财〔2026〕1号", **{**common, "record": second})


@pytest.mark.requirement("HY-META-01", "HY-DOC-03b")
def test_publication_serves_what_was_approved(county: County) -> None:
    record = published(county)
    publication = Publication.objects.get(record=record)
    assert publication.version.parts == content.parts(record)
    assert publication.version.content["title"] == publication.title == record.title
    assert publication.index_number == record.index_number and publication.number == "示财〔2026〕1号"
    entry = ledger_queries.history(record).get(act="records.published")
    assert entry.rule["name"].startswith("publication.") and entry.facts["in_time"] is False
    faults = [fault for fault in ledger_queries.verify() if not isinstance(fault, int)]
    assert faults == []


def test_a_document_is_issued_before_it_is_published(county: County) -> None:
    record = approved(county)
    refused(NotNow, "records.not_issued", actions.publish, record=record, by=county["disclosure_officer"])
    information = complete_draft(county)
    information = actions.edit(
        record=information,
        by=county["drafter"],
        revision=information.revision,
        changes={},
        genre=Genre.INFORMATION,
    )
    sign_all(county, actions.submit(record=information, by=county["drafter"]))
    actions.publish(record=information, by=county["disclosure_officer"])
    assert fresh(information).index_number.endswith("-00001")


@pytest.mark.parametrize("attribute, ground", [("on_request", ""), ("withheld", "process")])
def test_only_proactive_information_is_published(county: County, attribute: str, ground: str) -> None:
    record = complete_draft(county)
    actions.determine_attribute(
        record=record, by=county["drafter"], attribute=attribute, ground=ground, reason="属于讨论稿，尚未确定"
    )
    sign_all(county, actions.submit(record=record, by=county["drafter"]))
    officer = county["disclosure_officer"]
    actions.issue(record=record, by=officer, number="示财〔2026〕1号", issued_on=MADE)
    refused(NotLawful, "records.not_proactive", actions.publish, record=record, by=officer)


def test_a_double_click_publishes_once(county: County) -> None:
    record = published(county)
    refused(NotNow, "records.state", actions.publish, record=record, by=county["disclosure_officer"])
    assert Publication.objects.filter(record=record).count() == 1


def test_versions_are_immutable(county: County) -> None:
    from django.db import DatabaseError, transaction

    record = published(county)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Version.objects.filter(record=record).update(note="x")


# --- afterwards ------------------------------------------------------------------------------------------------


def test_a_correction_keeps_the_old_text_public_until_approved(county: County) -> None:
    record = published(county)
    drafter, officer = county["drafter"], county["disclosure_officer"]
    refused(NotLawful, "records.reason", actions.correct, record=record, by=drafter, reason="")
    record = actions.correct(record=record, by=drafter, reason="表中金额有误")
    record = actions.edit(record=record, by=drafter, revision=record.revision, changes={"html": "<p>更正后</p>"})
    live = queries.publication_of(record)
    assert live is not None and "更正后" not in live.version.content["html"]
    sign_all(county, actions.submit(record=record, by=drafter))
    refused(NotLawful, "records.correction_note", actions.publish, record=fresh(record), by=officer)
    actions.publish(record=fresh(record), by=officer, note="更正表中金额")
    live = queries.publication_of(record)
    assert live is not None and "更正后" in live.version.content["html"] and live.note == "更正表中金额"
    assert live.index_number == record.index_number and live.version.number == 2


def test_a_dropped_correction_goes_back_to_what_is_public(county: County) -> None:
    record = published(county)
    before = content.parts(record)
    record = actions.correct(record=record, by=county["drafter"], reason="表中金额有误")
    actions.edit(record=record, by=county["drafter"], revision=record.revision, changes={"html": "<p>改</p>"})
    record = actions.drop_correction(record=record, by=county["drafter"])
    assert content.parts(fresh(record)) == before


def test_repeal_names_what_repeals(county: County) -> None:
    record = published(county)
    common = {"record": record, "by": county["disclosure_officer"], "on": MADE}
    refused(NotLawful, "records.validity_note", actions.set_validity, validity="repealed", **common)
    refused(NotLawful, "records.validity", actions.set_validity, validity="sometimes", **common)
    actions.set_validity(validity="repealed", note="示财〔2026〕9号", **common)
    assert queries.validity(fresh(record)) == "repealed"


def test_taking_down_needs_a_reason_and_closes_everything(county: County) -> None:
    from gongkai import pages

    record = published(county)
    common = {"record": record, "by": county["disclosure_officer"]}
    refused(NotLawful, "records.withdraw_reason", actions.withdraw, reason="", **common)
    refused(
        NotYours, "records.withdraw", actions.withdraw, reason="公开了不该公开的", record=record, by=county["drafter"]
    )
    assert f"record:{record.pk}" in pages.entries("all", range(1, 10))
    actions.withdraw(reason="公开了不该公开的内容", **common)
    assert queries.publication_of(record) is None
    assert f"record:{record.pk}" not in pages.entries("all", range(1, 10))
    refused(NotNow, "records.state", actions.withdraw, reason="再撤一次", **common)


@pytest.mark.requirement("SZ-DUTY-01b")
def test_the_competent_section_may_take_down_for_any_agency(county: County) -> None:
    record = published(county)
    actions.withdraw(record=record, by=county["office.open_government_section"], reason="内容涉及个人隐私")
    assert fresh(record).state == Record.State.WITHDRAWN


def test_import_is_idempotent_and_invents_no_signature(county: County) -> None:
    fields = {
        "agency": county.department,
        "by": ledger.SYSTEM,
        "key": "a" * 64,
        "origin": "旧站/1.html",
        "changes": {"title": "旧文件", "html": "<p>文</p>", "date_made": "2019-01-02"},
        "index_number": "014416330/2018-04736",
    }
    refused(NotYours, "records.import", actions.take_over, **{**fields, "by": county["disclosure_officer"]})
    record = actions.take_over(**fields)
    assert record is not None and record.index_number == "014416330/2018-04736"
    assert actions.take_over(**fields) is None
    assert list(ledger_queries.history(record).values_list("act", flat=True)) == ["records.imported"]
    assert not review_queries.live("record", str(record.pk))
    other = actions.take_over(**{**fields, "key": "b" * 64})
    assert other is not None and other.index_number.startswith(county.department.uscc)
