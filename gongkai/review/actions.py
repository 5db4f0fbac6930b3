"""Acts of review. Order inside each: lock, who, when, law, change, record, letter."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from gongkai import checks, ledger
from gongkai.organisations import queries as organisations
from gongkai.organisations.models import Agency, Role
from gongkai.refusals import NotLawful, NotNow
from gongkai.review import keeping, policy, queries, registry, secrecy, states, tasks
from gongkai.review.models import Escalation, Review, Signature


@transaction.atomic
def open_(
    *,
    subject: Model,
    purpose: str,
    plan: Any,
    steps: list[dict[str, Any]],
    parts: dict[str, str],
    agency: Agency,
    drafter: Any,
    by: Any,
    authors: list[int] | None = None,
    at: dt.datetime | None = None,
) -> Review:
    """Start a review. `authors` are the keys of everybody who wrote on it.

    Raises NotNow (one is open), NotLawful (nobody holds the post a step needs).
    """
    kind, identifier = ledger.reference(subject)
    if Review.objects.filter(
        subject_kind=kind, subject_id=identifier, purpose=purpose, state=Review.State.OPEN
    ).exists():
        raise NotNow("review.open", "这份材料已经在审核中。", remedy="请等待审核，或先撤回再重新送审。")
    for step in steps:
        _must_have_holder(step, agency, plan.source)
    review = Review.objects.create(
        subject_kind=kind,
        subject_id=identifier,
        purpose=purpose,
        plan=plan.as_fact(),
        steps=steps,
        parts=parts,
        agency=agency,
        drafter=drafter,
        authors=sorted({*(authors or []), drafter.pk}),
        opened_at=at or timezone.now(),
    )
    ledger.record("review.opened", subject, by=by, at=at, rule=plan, steps=[s["name"] for s in steps], parts=parts)
    _move_on(review)
    return review


def _must_have_holder(step: dict[str, Any], agency: Agency, source: str) -> None:
    where = organisations.competent() if step.get("agency") == "competent" else agency
    if where is None or not organisations.holders(where, step["post"]).exists():
        label = Role(step["post"]).label
        raise NotLawful(
            "review.no_holder",
            f"{where or agency}目前没有{label}，“{step['name']}”无人可以办理。",
            source=source,
            remedy=f"请安全管理员为{where or agency}指定{label}后再送审。",
            step=step["name"],
        )


def _locked(review: Review) -> tuple[Review, Any]:
    """Review and subject with their rows locked, the subject first: editing takes them in this order too."""
    subject = ledger.lock(review.subject_kind, review.subject_id)
    return Review.objects.select_for_update(of=("self",)).select_related("agency").get(pk=review.pk), subject


def _must_be_clean(text: str) -> str:
    """Opinions and reasons stay in the ledger for good: no personal numbers in them. Raises NotLawful."""
    if any(finding.kind in PERSONAL for finding in checks.scan(text)):
        raise NotLawful(
            "review.personal_data",
            "意见中含有身份证号、手机号或者银行卡号，意见会长期留存，不能写入号码。",
            source="政府信息公开条例第十五条",
            remedy="请用“文中号码”一类的说法代替具体号码。",
        )
    return text.strip()


PERSONAL = ("resident_id", "mobile", "bank_card")


@transaction.atomic
def sign(
    *,
    review: Review,
    by: Any,
    seen: dict[str, str],
    opinion: str = "",
    form: dict[str, Any] | None = None,
    at: dt.datetime | None = None,
) -> Signature:
    """Approve the open step over the hashes that the signer `seen`.

    Raises NotYours, NotNow (state; content changed since it was opened; question pending), NotLawful (same person;
    secrecy form incomplete; findings without an accountable answer).
    """
    review, subject = _locked(review)
    states.must_allow("sign", review)
    step = queries.open_step(review)
    if step is None:
        raise NotNow("review.nothing_open", "各步骤都已签署。", remedy="请刷新页面。")
    post = policy.must_sign(by, review, step)
    _must_have_seen(review, step, seen)
    handler = registry.of(review.subject_kind)
    handler.before_signing(subject, review, by)
    opinion = _must_be_clean(opinion)
    filled = secrecy.must_be_complete(step, form or {}, handler.disclosing(subject)) if step.form else {}
    signature = Signature.objects.create(
        review=review,
        step=step.name,
        decision=Signature.Decision.APPROVED,
        opinion=opinion,
        form=filled,
        parts=review.parts,
        by=by,
        post_title=post,
        at=at or timezone.now(),
    )
    keeping.keep(review, handler.snapshot(subject))
    ledger.record(
        "review.signed",
        subject,
        by=by,
        at=at,
        reason=opinion,
        rule=review.plan,
        step=step.name,
        post=post,
        parts=review.parts,
        form=filled,
    )
    if queries.open_step(review) is None:
        _complete(review, subject, by, at)
    else:
        _move_on(review)
    return signature


def _complete(review: Review, subject: Any, by: Any, at: dt.datetime | None) -> None:
    """Every step holds: whichever act brought it about, the subject is told."""
    review.state = states.must_allow("complete", review)
    review.closed_at = at or timezone.now()
    ledger.record("review.completed", subject, by=by, at=at, parts=review.parts)
    _move_on(review)
    registry.of(review.subject_kind).on_approved(subject, review, by)


def _must_have_seen(review: Review, step: queries.Step, seen: dict[str, str]) -> None:
    if any(seen.get(part) != review.parts.get(part) for part in step.sees):
        raise NotNow(
            "review.changed",
            "您打开页面之后，材料又被修改过，您还没有看到新的内容。",
            remedy="请重新打开审核页面，查看修改处后再签署。",
            step=step.name,
        )


@transaction.atomic
def return_(*, review: Review, by: Any, reason: str, at: dt.datetime | None = None) -> Signature:
    """Send it back to the drafter with a reason. Raises NotYours, NotNow, NotLawful (no reason)."""
    review, subject = _locked(review)
    states.must_allow("return_", review)
    step = queries.open_step(review)
    if step is None:
        raise NotNow("review.nothing_open", "各步骤都已签署，不能再退回。", remedy="请刷新页面。")
    post = policy.must_sign(by, review, step)
    if len(reason.strip()) < 2:
        raise NotLawful(
            "review.reason", "退回必须写明理由。", source=review.plan.get("source", ""), remedy="请写明需要修改什么。"
        )
    reason = _must_be_clean(reason)
    review.state = Review.State.RETURNED
    review.closed_at = at or timezone.now()
    signature = Signature.objects.create(
        review=review,
        step=step.name,
        decision=Signature.Decision.RETURNED,
        opinion=reason,
        parts=review.parts,
        by=by,
        post_title=post,
        at=at or timezone.now(),
    )
    handler = registry.of(review.subject_kind)
    keeping.keep(review, handler.snapshot(subject))
    ledger.record("review.returned", subject, by=by, at=at, reason=reason, step=step.name, post=post)
    _move_on(review)
    handler.on_returned(subject, review, by)
    tasks.tell_drafter(review)
    return signature


@transaction.atomic
def cancel(*, review: Review, by: Any, reason: str = "", at: dt.datetime | None = None) -> None:
    """The drafting agency calls it back."""
    review, subject = _locked(review)
    policy.must_withdraw(by, review)
    close(review=review, by=by, reason=_must_be_clean(reason), at=at)
    registry.of(review.subject_kind).on_returned(subject, review, by)


@transaction.atomic
def close(*, review: Review, by: Any, reason: str, at: dt.datetime | None = None) -> None:
    """End an open review because its subject has ended. Called by the act that ends it, which has checked the right."""
    review = Review.objects.select_for_update().get(pk=review.pk)
    review.state = states.must_allow("cancel", review)
    review.closed_at = at or timezone.now()
    subject = ledger.resolve(review.subject_kind, review.subject_id)
    ledger.record("review.cancelled", subject, by=by, at=at, reason=reason)
    _move_on(review)


@transaction.atomic
def change_parts(
    *, review: Review, parts: dict[str, str], steps: list[dict[str, Any]], by: Any, at: dt.datetime | None = None
) -> list[str]:
    """The subject was edited: steps that saw a changed part are open again. Returns their names.

    `steps` are what the plan and the present facts ask for: a fact that adds a step adds it now. Whoever edits is an
    author from here on. Called by an act that holds the subject's lock.
    """
    review = Review.objects.select_for_update().get(pk=review.pk)
    if parts == review.parts and steps == review.steps:
        return []
    before = {step.name for step in queries.steps(review) if step.state == "done"}
    changed = sorted(part for part in parts if parts[part] != review.parts.get(part))
    for step in steps:
        if step not in review.steps:
            _must_have_holder(step, review.agency, review.plan.get("source", ""))
    review.state = states.must_allow("change", review)
    review.parts, review.steps, review.closed_at = parts, steps, None
    if by.pk is not None:
        review.authors = sorted({*review.authors, by.pk})
    review.save(update_fields=["parts", "steps", "state", "closed_at", "authors"])
    reopened = sorted(before - {step.name for step in queries.steps(review) if step.state == "done"})
    subject = ledger.resolve(review.subject_kind, review.subject_id)
    names = [step["name"] for step in steps]
    ledger.record(
        "review.reopened", subject, by=by, at=at, changed=changed, reopened=reopened, steps=names, parts=parts
    )
    if queries.open_step(review) is None:
        _complete(review, subject, by, at)
    else:
        _move_on(review)
    return reopened


@transaction.atomic
def escalate(*, review: Review, by: Any, target: str, question: str, at: dt.datetime | None = None) -> Escalation:
    """Send an undetermined secrecy question to the organ entitled to decide. 条例 Art. 17; 嵊州 三.3; 黄岩 8"""
    review, subject = _locked(review)
    states.must_allow("escalate", review)
    step = queries.open_step(review)
    if step is None or not step.form:
        raise NotNow("review.no_secrecy_step", "当前步骤不是保密审查，不能报请确定。", remedy="请刷新页面。")
    policy.must_sign(by, review, step)
    secrecy.must_be_target(target, review)
    if step.escalation and step.escalation.answered_at is None:
        raise NotNow(
            "review.question_pending", f"已报请“{step.escalation.target}”确定，尚未答复。", remedy="请等待答复。"
        )
    if len(question.strip()) < 4:
        raise NotLawful("review.question", "报请确定必须写明不能确定的内容和理由。", remedy="请补充说明。")
    escalation = Escalation.objects.create(
        review=review,
        step=step.name,
        target=target,
        question=_must_be_clean(question),
        parts=review.parts,
        sent_by=by,
        sent_at=at or timezone.now(),
    )
    ledger.record("review.escalated", subject, by=by, at=at, step=step.name, target=target, reason=question.strip())
    return escalation


@transaction.atomic
def answer(
    *,
    escalation: Escalation,
    by: Any,
    conclusion: str,
    answer_number: str,
    answer: str = "",
    at: dt.datetime | None = None,
) -> Escalation:
    """Enter the written answer of the organ that was asked."""
    review, subject = _locked(Review.objects.get(pk=escalation.review_id))
    escalation = Escalation.objects.select_for_update().get(pk=escalation.pk)
    states.must_allow("answer", review)
    step = next(step for step in queries.steps(review) if step.name == escalation.step)
    policy.must_sign(by, review, step)
    if escalation.answered_at is not None:
        raise NotNow("review.answered", "这一报请已经登记过答复。", remedy="请刷新页面。")
    if not answer_number.strip():
        raise NotLawful(
            "review.answer_number",
            "登记答复必须填写答复文件的文号或者编号。",
            remedy="没有文号的，请填写答复日期和经办部门。",
        )
    escalation.conclusion = Escalation.Conclusion(conclusion)
    escalation.answer_number, escalation.answer = answer_number.strip(), answer.strip()
    escalation.answered_at = at or timezone.now()
    escalation.save()
    ledger.record(
        "review.answered",
        subject,
        by=by,
        at=at,
        step=escalation.step,
        target=escalation.target,
        conclusion=escalation.get_conclusion_display(),
        number=escalation.answer_number,
    )
    return escalation


def _move_on(review: Review) -> None:
    """Keep the worklist's columns true and tell the next signers."""
    step = queries.open_step(review) if review.state == Review.State.OPEN else None
    moved = bool(step) and (review.waiting_step, review.waiting_agency_id) != (step.name, step.agency.pk)  # type: ignore[union-attr]
    review.waiting_step = step.name if step else ""
    review.waiting_role = step.role if step else ""
    review.waiting_agency = step.agency if step else None
    review.save(update_fields=["waiting_step", "waiting_role", "waiting_agency", "state", "closed_at", "parts"])
    if moved:
        tasks.tell_signers(review)
