"""A correction is ordered, and what was done is reported. 黄岩 保密审查 12"""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai import ledger, rules
from gongkai.organisations.queries import today
from gongkai.refusals import NotLawful, NotNow, short_of
from gongkai.review import inspecting
from gongkai.review.actions.common import must_be_clean
from gongkai.review.models import Inspection, Signature


@transaction.atomic
def order_correction(
    *, signature: Signature, by: Any, finding: str, due_on: dt.date, at: dt.datetime | None = None
) -> Inspection:
    """Tell an agency to correct a secrecy review. Raises NotYours, NotNow (an order stands), NotLawful (words, day)."""
    review = signature.review
    subject = ledger.lock(review.subject_kind, review.subject_id)
    signature = Signature.objects.select_related("review__agency").get(pk=signature.pk)
    inspector, post, rule = inspecting.must_order(by, signature)
    if signature.inspections.filter(answered_at=None).exists():
        raise NotNow("review.ordered", "对这份保密审查表已经责令纠正，对方还没有报告。", remedy="请等待纠正情况。")
    if wrong := short_of(finding, 4, "责令纠正必须写明发现的问题。"):
        raise NotLawful(
            "review.finding",
            wrong,
            source=rules.cited(rule),
            remedy="请写明违反了哪一条、应当怎样纠正。",
        )
    if due_on < today():
        raise NotLawful("review.order_due", "纠正期限不能早于今天。", source=rules.cited(rule), remedy="请改正日期。")
    order = Inspection.objects.create(
        signature=signature, inspector=inspector, finding=must_be_clean(finding), due_on=due_on, rule=rule.as_fact(),
        ordered_by=by, ordered_at=at or timezone.now(),
    )  # fmt: skip
    facts = {"step": signature.step, "agency": inspector.short_name, "due_on": due_on, "post": post}
    ledger.record("review.correction_ordered", subject, by=by, at=at, reason=order.finding, rule=rule, **facts)
    return order


@transaction.atomic
def report_correction(*, order: Inspection, by: Any, answer: str, at: dt.datetime | None = None) -> Inspection:
    """Say what was done. Raises NotYours, NotNow (reported already), NotLawful (no words)."""
    review = order.signature.review
    subject = ledger.lock(review.subject_kind, review.subject_id)
    order = (
        Inspection.objects.select_for_update(of=("self",)).select_related("signature__review__agency").get(pk=order.pk)
    )
    post = inspecting.must_answer(by, order)
    if order.answered_at is not None:
        raise NotNow("review.order_answered", "已经报告过纠正情况。", remedy="请刷新页面。")
    if wrong := short_of(answer, 4, "必须写明纠正情况。"):
        raise NotLawful(
            "review.order_words",
            wrong,
            source=order.rule["source"],
            remedy="请写明核查的结果和采取的措施。",
        )
    order.answer, order.post_title = must_be_clean(answer), post
    order.answered_by, order.answered_at = by, at or timezone.now()
    order.save(update_fields=["answer", "post_title", "answered_by", "answered_at"])
    facts = {"step": order.signature.step, "post": post}
    ledger.record("review.correction_reported", subject, by=by, at=at, reason=order.answer, rule=order.rule, **facts)
    return order
