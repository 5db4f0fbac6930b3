"""Whole reviews by each place's own plan: its steps, its people, its refusals (嵊州, 黄岩, 遵义)."""

import datetime as dt
from typing import Any

import pytest

from gongkai import rules
from gongkai.ledger import queries as ledger_queries
from gongkai.organisations import actions as organisations
from gongkai.organisations import queries as posts
from gongkai.organisations.models import Role
from gongkai.records import actions, edit_form, queries
from gongkai.records.models import Genre, Record
from gongkai.records.tests.places import (
    CONSENT,
    DECLASSIFIED,
    HUANGYAN,
    INTEREST,
    SHENGZHOU,
    ZUNYI,
    colleagues,
    fresh,
    moved,
    sign_next,
    sign_until,
)  # fmt: skip
from gongkai.refusals import NotLawful, NotNow, NotYours
from gongkai.review import actions as review_actions
from gongkai.review import queries as review_queries
from gongkai.review import secrecy
from gongkai.testing import County, complete_draft, sign_all

pytestmark = pytest.mark.django_db
ISSUED = dt.date(2026, 6, 2)


def refused(error: type[Exception], code: str, act: Any, **kwargs: Any) -> Any:
    with pytest.raises(error) as caught:
        act(**kwargs)
    assert caught.value.code == code, caught.value
    return caught.value


def issue(county: County, record: Record, number: str = "示财〔2026〕1号") -> Record:
    return actions.issue(record=fresh(record), by=county["disclosure_officer"], number=number, issued_on=ISSUED)


def nobody_else_signs(county: County, review: Any, role: str) -> None:
    form = {"conclusion": "public", "basis": "不涉密", "marked": True}
    for person in [*colleagues(county, role), county[f"other.{role}"]]:
        refused(
            NotYours, "review.not_signer", review_actions.sign, review=review, by=person, seen=review.parts, form=form
        )


def every_step_by_its_post_alone(county: County, review: Any) -> list[tuple[str, str]]:
    """Sign all steps; before each, everybody without its post is refused. Answers (step, role) in order."""
    went: list[tuple[str, str]] = []
    while review.state == "open" and (step := review_queries.open_step(review)) is not None:
        record = Record.objects.get(pk=review.subject_id)
        refused(NotNow, "records.state", issue, county=county, record=record)
        nobody_else_signs(county, review, step.role)
        went.append((step.name, step.role))
        review = sign_next(county, review)
    return went


# --- 黄岩 ----------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("HY-SEC-06", "HY-SEC-04b", "HY-DOC-02a", "HY-DOC-03a", "HY-SEC-02", "HY-DOC-03b")
def test_huangyan_goes_through_all_steps_by_their_posts_before_issue(county: County) -> None:
    record = complete_draft(moved(county, HUANGYAN))
    review = actions.submit(record=record, by=county["drafter"])
    assert every_step_by_its_post_alone(county, review) == [
        ("定密审核", Role.SECTION_HEAD),
        ("核稿", Role.SECRETARIAT),
        ("保密审查", Role.SECRECY_REVIEWER),
        ("保密审查批准", Role.SECRECY_HEAD),
        ("审定", Role.LEADER),
    ]
    signed = list(review.signatures.order_by("id"))
    assert [bool(one.form) for one in signed] == [True, False, True, False, False]
    assert all(one.post_title and one.at for one in signed), "the formalities stay on record"
    entries = ledger_queries.history(record).filter(act="review.signed")
    assert entries.count() == 5 and all("保密审查制度" in entry.rule["source"] for entry in entries)
    assert issue(county, record).state == Record.State.ISSUED


@pytest.mark.requirement("HY-DOC-02a", "HY-SEC-03")
@pytest.mark.parametrize("form", [{}, {"conclusion": "public", "basis": " "}, {"basis": "不涉密"}])
def test_the_section_heads_opinion_needs_conclusion_and_basis(county: County, form: dict[str, str]) -> None:
    record = complete_draft(moved(county, HUANGYAN))
    review = actions.submit(record=record, by=county["drafter"])
    common = {"review": review, "by": county["section_head"], "seen": review.parts}
    refused(NotLawful, "review.secrecy_form", review_actions.sign, form=form, **common)
    basis = "对照国家秘密及其密级具体范围的规定逐项核对"
    signature = review_actions.sign(form={"conclusion": "public", "basis": basis, "marked": True}, **common)
    assert signature.form["basis"] == basis
    entry = ledger_queries.history(record).filter(act="review.signed").last()
    assert entry is not None and entry.facts["form"]["basis"] == basis


@pytest.mark.requirement("HY-DOC-03a")
def test_the_secretariat_checks_the_attribute_with_the_text(county: County) -> None:
    record = complete_draft(moved(county, HUANGYAN))
    review = sign_until(county, actions.submit(record=record, by=county["drafter"]), "审定")
    actions.determine_attribute(
        record=fresh(record), by=county["drafter"], attribute="on_request", reason="只涉及个别单位"
    )
    review.refresh_from_db()
    states = {step.name: step.state for step in review_queries.steps(review)}
    assert states["核稿"] == "reopened" and states["审定"] == "waiting", "another attribute was not checked"
    refused(
        NotYours,
        "review.not_signer",
        review_actions.sign,
        review=review,
        by=county["leader_in_charge"],
        seen=review.parts,
    )
    review = sign_until(county, review, "审定")
    review_actions.return_(review=review, by=county["leader_in_charge"], reason="应当主动公开，请重新认定")
    assert fresh(record).state == Record.State.DRAFT


@pytest.mark.requirement("HY-SEC-04a")
def test_huangyan_needs_a_head_in_charge_of_secrecy_review_and_an_office(county: County) -> None:
    moved(county, HUANGYAN)
    security = county.administrators["security"]
    post = posts.post_for(county["secrecy_head"], county.department, [Role.SECRECY_HEAD])
    assert post is not None
    organisations.end_post(post=post, to_on=posts.today() - dt.timedelta(days=1), by=security)
    record = complete_draft(county)
    error = refused(NotLawful, "review.no_holder", actions.submit, record=record, by=county["drafter"])
    assert "分管保密审查工作负责人" in error.message
    common = {"agency": county.department, "from_on": posts.today(), "by": security}
    organisations.appoint(person=county["principal"], role=Role.SECRECY_HEAD, **common)
    office = organisations.open_office(
        agency=county.department, name="保密办公室", by=county.administrators["system"], duties="保密审查日常工作"
    )
    daily = organisations.appoint(
        person=county["other.secrecy_reviewer"], role=Role.SECRECY_REVIEWER, office=office, **common
    )
    assert list(posts.holders(county.department, Role.SECRECY_HEAD)) == [county["principal"]]
    assert daily.office == office
    assert actions.submit(record=record, by=county["drafter"]).state == "open"


@pytest.mark.requirement("HY-DOC-02b")
def test_a_conclusion_of_not_public_needs_its_reason(county: County) -> None:
    record = complete_draft(moved(county, HUANGYAN))
    actions.determine_attribute(
        record=record, by=county["drafter"], attribute="withheld", ground="security", reason="公开后影响公共安全"
    )
    review = actions.submit(record=fresh(record), by=county["drafter"])
    common = {"review": review, "by": county["section_head"], "seen": review.parts}
    refused(
        NotLawful, "review.secrecy_form", review_actions.sign, form={"conclusion": "withheld", "basis": ""}, **common
    )
    signature = review_actions.sign(form={"conclusion": "withheld", "basis": "涉及在建防护设施"}, **common)
    assert signature.form == {
        "conclusion": "withheld", "basis": "涉及在建防护设施", "marked": False, "answer_number": "",
    }  # fmt: skip


@pytest.mark.requirement("HY-DOC-02c", "HY-SEC-08")
@pytest.mark.parametrize("target", ["区政府办公室保密领导小组办公室", "区保密工作部门", "逐级报有权确定的上级机关"])
def test_huangyan_asks_the_organs_its_rules_name(county: County, target: str) -> None:
    record = complete_draft(moved(county, HUANGYAN))
    review = actions.submit(record=record, by=county["drafter"])
    head = county["section_head"]
    common = {"review": review, "by": head, "seen": review.parts}
    undetermined = {"conclusion": "undetermined", "basis": "第三段的坐标"}
    refused(NotLawful, "review.undetermined", review_actions.sign, form=undetermined, **common)
    asked = {"review": review, "by": head, "question": "第三段的坐标是否可以公开？"}
    refused(NotLawful, "review.escalation_target", review_actions.escalate, target="县保密局", **asked)
    question = review_actions.escalate(target=target, **asked)
    public = {"conclusion": "public", "basis": "按答复可以公开", "marked": True}
    refused(NotNow, "review.question_pending", review_actions.sign, form=public, **common)
    review_actions.answer(escalation=question, by=head, conclusion="public", answer_number="黄保函〔2026〕3号")
    assert review_actions.sign(form=public, **common).form["answer_number"] == "黄保函〔2026〕3号"


@pytest.mark.requirement("HY-SEC-05b")
def test_what_endangers_security_or_stability_does_not_go_public(county: County) -> None:
    record = complete_draft(moved(county, HUANGYAN))
    review = sign_until(county, actions.submit(record=record, by=county["drafter"]), "保密审查")
    reviewer = {"review": review, "by": county["secrecy_reviewer"]}
    withheld = {"conclusion": "withheld", "basis": "公开后可能影响社会稳定"}
    refused(NotLawful, "review.not_public", review_actions.sign, seen=review.parts, form=withheld, **reviewer)
    review_actions.return_(reason="可能影响社会稳定，不得公开", conclusion="withheld", **reviewer)
    actions.determine_attribute(
        record=fresh(record), by=county["drafter"], attribute="withheld", ground="security", reason="可能影响社会稳定"
    )
    sign_all(county, actions.submit(record=fresh(record), by=county["drafter"]))
    issued = issue(county, record)
    refused(NotLawful, "records.not_proactive", actions.publish, record=issued, by=county["disclosure_officer"])
    assert queries.publication_of(issued) is None


@pytest.mark.requirement("HY-SEC-09")
def test_an_expired_secret_is_reviewed_again_before_it_goes_public(county: County) -> None:
    record = complete_draft(moved(county, HUANGYAN))
    actions.determine_attribute(
        record=record, by=county["drafter"], attribute="withheld", ground="state_secret", reason="国家秘密，期限一年"
    )
    sign_all(county, actions.submit(record=fresh(record), by=county["drafter"]))
    officer = county["disclosure_officer"]
    record = issue(county, record)
    refused(NotLawful, "records.not_proactive", actions.publish, record=record, by=officer)
    actions.revise(record=record, by=officer, reason="保密期限已满，拟公开")
    opened: dict[str, Any] = {"record": fresh(record), "by": county["drafter"], "attribute": "proactive"}
    error = refused(NotLawful, "records.release_missing", actions.determine_attribute, reason="期限已满", **opened)
    assert "国家秘密" in error.message and "解密" in error.remedy
    actions.determine_attribute(exceptions=[DECLASSIFIED], **opened)
    refused(NotNow, "records.state", actions.publish, record=fresh(record), by=officer)
    review = actions.submit(record=fresh(record), by=county["drafter"])
    assert all(step.signature is None for step in review_queries.steps(review)), "no old signature counts"
    refused(NotNow, "records.state", actions.publish, record=fresh(record), by=officer)
    review = sign_until(county, review, "保密审查")
    withheld = {"conclusion": "withheld", "basis": "仍需保密"}
    refused(
        NotLawful, "review.not_public", review_actions.sign,
        review=review, by=county["secrecy_reviewer"], seen=review.parts, form=withheld,
    )  # fmt: skip
    sign_all(county, review)
    assert actions.publish(record=fresh(record), by=officer).title == record.title


@pytest.mark.requirement("HY-SEC-10")
def test_the_secret_part_is_taken_out_and_the_rest_goes_public(county: County) -> None:
    text = "<p>一、公开部分：本年预算安排。</p>{}<p>三、公开部分：执行要求。</p>"
    record = complete_draft(moved(county, HUANGYAN), html=text.format("<p>二、不宜公开的储备数字。</p>"))
    review = sign_until(county, actions.submit(record=record, by=county["drafter"]), "保密审查")
    partial = {"conclusion": "partial", "basis": "第二部分属于国家秘密"}
    reviewer = {"review": review, "by": county["secrecy_reviewer"]}
    error = refused(NotLawful, "review.not_public", review_actions.sign, seen=review.parts, form=partial, **reviewer)
    assert "删去或遮盖不得公开的内容" in error.remedy
    review_actions.return_(reason="第二部分不予公开，其余公开", conclusion="partial", **reviewer)
    current = fresh(record)
    kept = text.format("<p>二、（此处内容依法不予公开）</p>")
    actions.edit(record=current, by=county["drafter"], revision=current.revision, changes={"html": kept})
    sign_all(county, actions.submit(record=fresh(record), by=county["drafter"]))
    issue(county, record)
    shown = actions.publish(record=fresh(record), by=county["disclosure_officer"]).version.content["html"]
    assert "储备数字" not in shown and "本年预算安排" in shown and "执行要求" in shown and "依法不予公开" in shown


# --- 遵义 ----------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("ZY-MGMT-06b", "ZY-ATTR-07")
def test_zunyi_the_leader_in_charge_checks_content_and_attribute_last(county: County) -> None:
    record = complete_draft(moved(county, ZUNYI))
    review = actions.submit(record=record, by=county["drafter"])
    assert every_step_by_its_post_alone(county, review) == [
        ("拟稿单位认定", Role.SECTION_HEAD),
        ("保密审查", Role.SECRECY_REVIEWER),
        ("政务公开分管领导审核", Role.LEADER),
    ]
    last = review.signatures.order_by("id").last()
    assert last.by == county["leader_in_charge"] and last.parts["content"] == review.parts["content"]
    # Afterwards the attribute is what the leader checked: another one asks him again.
    actions.determine_attribute(record=fresh(record), by=county["drafter"], attribute="on_request", reason="只限本系统")
    refused(NotNow, "records.state", issue, county=county, record=record)


@pytest.mark.requirement("ZY-MGMT-06c")
def test_zunyi_important_information_needs_the_principal_too(county: County) -> None:
    record = complete_draft(moved(county, ZUNYI), sensitive_kind="important")
    review = sign_until(county, actions.submit(record=record, by=county["drafter"]), "主要负责人审批")
    assert {one.by for one in review.signatures.all()} >= {county["leader_in_charge"]}
    refused(NotNow, "records.state", issue, county=county, record=record)
    refused(NotNow, "records.state", actions.publish, record=fresh(record), by=county["disclosure_officer"])
    nobody_else_signs(county, review, "principal")
    sign_next(county, review)
    issue(county, record)
    assert actions.publish(record=fresh(record), by=county["disclosure_officer"])


@pytest.mark.requirement("ZY-MGMT-06c")
def test_zunyi_asks_of_every_record_whether_it_is_important(county: County) -> None:
    """No word tells what is important: whoever drafts it says yes or no, and a yes leads to the principal."""
    record = complete_draft(moved(county, ZUNYI), sensitive_kind="")
    by = county["drafter"]
    error = refused(NotLawful, "records.sensitive_unanswered", actions.submit, record=record, by=by)
    assert "其他重要的政府信息" in error.message and "遵义" in error.source and "已核对" in error.remedy
    form = edit_form.EditForm(record=fresh(record))
    assert "sensitive_kind" in [field.name for field in form.group(edit_form.COMMON)]
    assert [label for _, label in form.fields["sensitive_kind"].choices][0] == "请回答"  # type: ignore[attr-defined]
    assert "每一份信息都要回答" in form.fields["sensitive_kind"].help_text
    record = actions.edit(record=record, by=by, revision=record.revision, changes={"sensitive_kind": "none"})
    # A no holds for every kind: another title takes it back only where it speaks of one.
    record = actions.edit(record=record, by=by, revision=record.revision, changes={"title": "关于预算管理的意见"})
    assert record.content["sensitive_kind"] == "none"
    review = actions.submit(record=record, by=by)
    said = ledger_queries.history(record).filter(act="records.sensitive_judged").last()
    assert said is not None and said.facts["answer"] == "不属于（已核对）"
    assert Role.PRINCIPAL not in [step.role for step in review_queries.steps(review)]
    record = fresh(record)
    actions.edit(record=record, by=by, revision=record.revision, changes={"sensitive_kind": ""})
    review.refresh_from_db()
    refused(
        NotLawful, "records.sensitive_unanswered", review_actions.sign,
        review=review, by=county["section_head"], seen=review.parts,
    )  # fmt: skip
    record = fresh(record)
    actions.edit(record=record, by=by, revision=record.revision, changes={"sensitive_kind": "important"})
    review.refresh_from_db()
    assert [step.role for step in review_queries.steps(review)][-1] == Role.PRINCIPAL


@pytest.mark.requirement("ZY-ATTR-09b")
def test_zunyi_refers_undetermined_questions_to_its_own_organs(county: County) -> None:
    record = complete_draft(moved(county, ZUNYI))
    review = sign_until(county, actions.submit(record=record, by=county["drafter"]), "保密审查")
    assert secrecy.targets(review) == ["上级主管部门", "同级保密部门"]
    reviewer = county["secrecy_reviewer"]
    review_actions.escalate(review=review, by=reviewer, target="上级主管部门", question="附表是否可以公开？")
    refused(
        NotNow, "review.question_pending", review_actions.sign,
        review=review, by=reviewer, seen=review.parts,
        form={"conclusion": "public", "basis": "自认可以", "marked": True},
    )  # fmt: skip


@pytest.mark.requirement("HY-SEC-05c")
@pytest.mark.parametrize(
    ("ground", "exception", "label"),
    [
        ("trade_secret", CONSENT, "权利人同意公开"),
        ("privacy", INTEREST, "不公开会对公共利益造成重大影响"),
    ],
)
def test_huangyan_secrets_of_trade_and_privacy_open_by_consent_or_public_interest_alone(
    county: County, ground: str, exception: dict[str, str], label: str
) -> None:
    record = complete_draft(moved(county, HUANGYAN))
    by = county["drafter"]
    actions.determine_attribute(record=record, by=by, attribute="withheld", ground=ground, reason="涉及他人合法权益")
    sign_all(county, actions.submit(record=fresh(record), by=by))
    record, officer = issue(county, record), county["disclosure_officer"]
    refused(NotLawful, "records.not_proactive", actions.publish, record=record, by=officer)
    record = actions.revise(record=record, by=officer, reason="重新确定公开属性")
    for said in ("", "领导要求公开", "权利人书面表示不同意公开", "权利人同意公开，不公开有损公共利益，也不属于隐私"):
        refused(
            NotLawful, "records.exception_missing", actions.determine_attribute,
            record=fresh(record), by=by, attribute="proactive", reason=said,
        )  # fmt: skip
    actions.determine_attribute(record=fresh(record), by=by, attribute="proactive", exceptions=[exception])
    entry = ledger_queries.history(record).filter(act="records.attribute_determined").last()
    assert entry is not None and "第十五条" in entry.rule["source"] and entry.rule["status"] == "verified"
    (kept,) = entry.facts["exceptions"]
    assert kept["label"] == label and kept["grounds"] == [ground] and exception.items() <= kept.items()
    assert kept["rule"]["name"] == "records.exceptions"
    sign_all(county, actions.submit(record=fresh(record), by=by))
    assert actions.publish(record=fresh(record), by=officer)


@pytest.mark.requirement("ZY-ATTR-03b", "ZY-ATTR-07")
def test_zunyi_no_attribute_no_review_and_no_issue(county: County) -> None:
    moved(county, ZUNYI)
    facts = {"title": "通知", "html": "<p>文</p>", "date_made": "2026-06-01"}
    record = actions.create(agency=county.department, by=county["drafter"], item=county.item, changes=facts)
    error = refused(NotLawful, "records.incomplete", actions.submit, record=record, by=county["drafter"])
    assert "公开属性" in error.message and "遵义" in error.source
    refused(NotNow, "records.state", issue, county=county, record=record)


@pytest.mark.requirement("ZY-ATTR-05a")
@pytest.mark.parametrize(
    ("ground", "override", "wrong", "right"),
    [
        # Neither consent nor the public interest opens a state secret: 条例 Art. 14 knows no exception.
        ("state_secret", "", "records.release_missing", DECLASSIFIED),
        ("trade_secret", "shall", "records.exception_missing", CONSENT),
        ("privacy", "shall", "records.exception_missing", INTEREST),
    ],
)
def test_zunyi_secrets_and_privacy_stay_withheld_unless_reviewed_as_excepted(
    county: County, ground: str, override: str, wrong: str, right: dict[str, str]
) -> None:
    record = complete_draft(moved(county, ZUNYI))
    entry = next(one for one in rules.at("records.grounds", ZUNYI, posts.today()).value if one["code"] == ground)
    assert entry["force"] == "must" and entry.get("override", "") == override
    actions.determine_attribute(
        record=record, by=county["drafter"], attribute="withheld", ground=ground, reason="涉及他人的合法权益"
    )
    sign_all(county, actions.submit(record=fresh(record), by=county["drafter"]))
    officer = county["disclosure_officer"]
    record = issue(county, record)
    refused(NotLawful, "records.not_proactive", actions.publish, record=record, by=officer)
    refused(NotLawful, "records.reason", actions.revise, record=record, by=officer, reason="")
    actions.revise(record=record, by=officer, reason="利益相关方书面同意公开")
    opened: dict[str, Any] = {"by": county["drafter"], "attribute": "proactive", "reason": "利益相关方书面同意公开"}
    other = [CONSENT, INTEREST] if ground == "state_secret" else [DECLASSIFIED]
    for said in ([], other):
        refused(NotLawful, wrong, actions.determine_attribute, record=fresh(record), exceptions=said, **opened)
    actions.determine_attribute(record=fresh(record), exceptions=[right], **opened)
    sign_all(county, actions.submit(record=fresh(record), by=county["drafter"]))
    assert actions.publish(record=fresh(record), by=officer)
    kept = ledger_queries.history(record).filter(act="records.attribute_determined").last()
    assert kept is not None and kept.facts["exceptions"][0]["code"] == right["code"]


@pytest.mark.parametrize(
    "ground",
    [
        pytest.param("process", marks=pytest.mark.requirement("ZY-ATTR-05b")),
        pytest.param("case_file", marks=pytest.mark.requirement("ZY-ATTR-05b")),
        pytest.param("internal_affairs", marks=pytest.mark.requirement("ZY-ATTR-05c")),
        pytest.param("law_forbids", marks=pytest.mark.requirement("ZY-ATTR-05c")),
    ],
)
def test_zunyi_process_internal_and_forbidden_information_is_not_public(county: County, ground: str) -> None:
    record = complete_draft(moved(county, ZUNYI))
    actions.determine_attribute(
        record=record, by=county["drafter"], attribute="withheld", ground=ground, reason="属于规定的不公开情形"
    )
    sign_all(county, actions.submit(record=fresh(record), by=county["drafter"]))
    record = issue(county, record)
    assert (record.attribute, record.ground) == ("withheld", ground)
    refused(NotLawful, "records.not_proactive", actions.publish, record=record, by=county["disclosure_officer"])


@pytest.mark.requirement("ZY-ATTR-04")
@pytest.mark.parametrize(("art20", "why"), [(11, "群众切身利益"), (2, "机构设置"), (5, "办事程序")])
def test_zunyi_what_concerns_everybody_or_tells_of_the_organ_is_proactive(county: County, art20: int, why: str) -> None:
    record, by = complete_draft(moved(county, ZUNYI)), county["drafter"]
    item = county.item  # another one of the catalogue, of a class that everybody must be told
    item.pk, item.number, item.code, item.art20 = None, 2, "X-2", art20
    item.save()
    asked: dict[str, Any] = {"attribute": "on_request", "reason": "只有个别单位需要"}
    refused(
        NotLawful, "records.ground_unknown", actions.determine_attribute, record=record, by=by, ground="whim", **asked
    )
    record = actions.determine_attribute(record=record, by=by, **asked)
    record = actions.edit(record=record, by=by, revision=fresh(record).revision, changes={}, item=item)
    error = refused(NotLawful, "records.must_be_proactive", actions.submit, record=fresh(record), by=by)
    assert why in error.message and "第四条" in error.source
    actions.determine_attribute(record=fresh(record), by=by, attribute="proactive")
    for ground in ("", "process", "internal_affairs", "privacy", "state_secret"):
        # What Art. 5 closes is 不予公开; only what falls under neither article may be given on request (Art. 6).
        refused(
            NotLawful, "records.must_be_proactive", actions.determine_attribute,
            record=fresh(record), by=by, ground=ground, **asked,
        )  # fmt: skip
    assert fresh(record).attribute == "proactive"
    withheld = {"attribute": "withheld", "ground": "process", "reason": "属于未定事项的请示"}
    actions.determine_attribute(record=fresh(record), by=by, **withheld)
    actions.determine_attribute(record=fresh(record), by=by, attribute="proactive")
    assert actions.submit(record=fresh(record), by=by)


@pytest.mark.requirement("ZY-ATTR-06")
def test_zunyi_the_rest_may_be_given_on_request_without_a_ground(county: County) -> None:
    record = complete_draft(moved(county, ZUNYI))
    record = actions.determine_attribute(
        record=record, by=county["drafter"], attribute="on_request", reason="只有个别单位需要"
    )
    assert (record.attribute, record.ground) == ("on_request", "")
    sign_all(county, actions.submit(record=record, by=county["drafter"]))
    assert issue(county, record).attribute == "on_request"


@pytest.mark.requirement("ZY-ATTR-02")
@pytest.mark.parametrize("word", ["通知", "请示", "报告", "批复", "意见", "函", "决定", "公告", "非公文类信息"])
def test_zunyi_every_kind_of_document_and_other_information_gets_its_attribute(county: County, word: str) -> None:
    genre = next(value for value, label in Genre.choices if label == word)
    moved(county, ZUNYI)
    facts = {"title": f"某{word}", "html": "<p>文</p>", "date_made": "2026-06-01", "sensitive_kind": "none"}
    record = actions.create(
        agency=county.department, by=county["drafter"], item=county.item, genre=genre, changes=facts
    )
    assert record.is_document == (word != "非公文类信息")
    error = refused(NotLawful, "records.incomplete", actions.submit, record=record, by=county["drafter"])
    assert "公开属性" in error.message
    actions.determine_attribute(record=record, by=county["drafter"], attribute="proactive")
    assert actions.submit(record=fresh(record), by=county["drafter"]).state == "open"


@pytest.mark.requirement("ZY-MGMT-02", "ZY-MGMT-05a")
@pytest.mark.parametrize("source", ["", "从某企业获取"])
def test_zunyi_who_made_or_obtained_it_publishes_it(county: County, source: str) -> None:
    """Made (no source) or obtained (its source on record): one agency's information, published by its people alone."""
    moved(county, ZUNYI)
    facts = {"title": "监测数据", "html": "<p>数据</p>", "date_made": "2026-06-01", "source": source}
    facts["sensitive_kind"] = "none"
    common = {"agency": county.other, "item": county.item, "genre": Genre.INFORMATION, "changes": facts}
    refused(NotYours, "records.create", actions.create, by=county["drafter"], **common)
    record = actions.create(by=county["other.drafter"], **common)
    actions.determine_attribute(record=record, by=county["other.drafter"], attribute="proactive")
    sign_all(county, actions.submit(record=fresh(record), by=county["other.drafter"]))
    for person in ("disclosure_officer", "office.disclosure_officer"):
        refused(NotYours, "records.publish", actions.publish, record=fresh(record), by=county[person])
    publication = actions.publish(record=fresh(record), by=county["other.disclosure_officer"])
    assert publication.agency == county.other and county.other.uscc in publication.index_number
    assert publication.version.metadata.get("source", "") == source


# --- 嵊州 ----------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("SZ-REV-04c", "SZ-REV-04a", "SX-T19-59")
def test_shengzhou_each_level_is_bound_to_its_permission_and_so_is_publication(county: County) -> None:
    assert county.department.place == SHENGZHOU
    record = complete_draft(county)
    review = actions.submit(record=record, by=county["drafter"])
    assert every_step_by_its_post_alone(county, review) == [
        ("初审初校", Role.SECTION_HEAD),
        ("复审复校", Role.DISCLOSURE_OFFICER),
        ("保密审查", Role.SECRECY_REVIEWER),
        ("终审终校", Role.LEADER),
    ]
    issue(county, record)
    for person in colleagues(county, "disclosure_officer"):
        refused(NotYours, "records.publish", actions.publish, record=fresh(record), by=person)
    publication = actions.publish(record=fresh(record), by=county["disclosure_officer"])
    # What is public is, word for word, what the last of them confirmed.
    assert publication.version.parts == review.signatures.order_by("id").last().parts


@pytest.mark.requirement("ZY-MGMT-05b")
def test_the_successor_answers_for_the_records_of_an_agency_that_ended(county: County) -> None:
    moved(county, ZUNYI)
    record = complete_draft(county)
    sign_all(county, actions.submit(record=record, by=county["drafter"]))
    issue(county, record)
    actions.publish(record=fresh(record), by=county["disclosure_officer"])
    security, system = county.administrators["security"], county.administrators["system"]
    heir = county["other.disclosure_officer"]
    facts = {"record": fresh(record), "reason": "内容有误"}
    refused(NotYours, "records.withdraw", actions.withdraw, by=heir, **facts)
    for post in county.department.posts.filter(to_on=None):
        organisations.end_post(post=post, to_on=posts.today() - dt.timedelta(days=1), by=security)
    organisations.end_agency(
        agency=county.department, to_on=posts.today() - dt.timedelta(days=1), successor=county.other,
        reason="机构改革", by=system,
    )  # fmt: skip
    refused(NotYours, "records.withdraw", actions.withdraw, by=county["disclosure_officer"], **facts)
    assert fresh(record) in queries.for_person(heir)
    actions.correct(record=fresh(record), by=heir, reason="承继后发现数字有误")
    actions.drop_correction(record=fresh(record), by=heir)
    actions.withdraw(by=heir, **facts | {"record": fresh(record)})
    assert queries.publication_of(record) is None
