"""What a secrecy reviewer cannot decide goes to the organ that may, and its written answer comes back."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai import ledger
from gongkai.refusals import NotLawful, NotNow, short_of
from gongkai.review import policy, queries, secrecy, states
from gongkai.review.actions.common import locked, must_be_clean
from gongkai.review.models import Escalation, Review


@transaction.atomic
def escalate(*, review: Review, by: Any, target: str, question: str, at: dt.datetime | None = None) -> Escalation:
    """Send an undetermined secrecy question to the organ entitled to decide. 条例 Art. 17; 嵊州 三.3; 黄岩 8"""
    review, subject = locked(review)
    states.must_allow("escalate", review)
    step = must_be_secrecy(queries.open_step(review))
    policy.must_sign(by, review, step)
    must_be_open_question(step)
    secrecy.must_be_target(target, review)
    if wrong := short_of(question, 4, "报请确定必须写明不能确定的内容和理由。"):
        raise NotLawful("review.question", wrong, remedy="请补充说明。")
    escalation = Escalation.objects.create(
        review=review,
        step=step.name,
        target=target,
        question=must_be_clean(question),
        parts=review.parts,
        sent_by=by,
        sent_at=at or timezone.now(),
    )
    ledger.record("review.escalated", subject, by=by, at=at, step=step.name, target=target, reason=question.strip())
    return escalation


def must_be_secrecy(step: queries.Step | None) -> queries.Step:
    """The step, if it is the secrecy review. Raises NotNow."""
    if step is None or not step.form:
        raise NotNow("review.no_secrecy_step", "当前步骤不是保密审查，不能报请确定。", remedy="请刷新页面。")
    return step


def must_be_open_question(step: queries.Step | None) -> None:
    """Raise NotNow unless the secrecy review may be asked about now: one question at a time."""
    pending = must_be_secrecy(step).escalation
    if pending and pending.answered_at is None:
        raise NotNow("review.question_pending", f"已报请“{pending.target}”确定，尚未答复。", remedy="请等待答复。")


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
    review, subject = locked(Review.objects.get(pk=escalation.review_id))
    escalation = Escalation.objects.select_for_update().get(pk=escalation.pk)
    states.must_allow("answer", review)
    step = next((one for one in queries.steps(review) if one.name == escalation.step), None)
    if step is None:
        raise NotNow("review.step_gone", f"审核步骤已经调整，不再有“{escalation.step}”。", remedy="请刷新页面。")
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
    escalation.answer_number, escalation.answer = must_be_clean(answer_number), must_be_clean(answer)
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
