"""Four reviews instead of three (四审四校), demanded by whoever drafts or signs; not lowered after a signature without
the leader's reason. 嵊州 三.4"""

import datetime as dt
from typing import Any

from django.db import transaction

from gongkai import ledger, rules
from gongkai.ledger import queries as ledger_queries
from gongkai.records import checking, plans, policy, states
from gongkai.records.actions.drafting import locked, save_copy, tell_review
from gongkai.records.models import Record
from gongkai.refusals import NotLawful, NotNow, short_of
from gongkai.review import queries as review_queries


@transaction.atomic
def demand_four(*, record: Record, by: Any, reason: str = "", at: dt.datetime | None = None) -> Record:
    """Ask for the fourth review. During review the step is added, and steps that sign the header are open again.

    Raises NotYours, NotNow (state; asked already), NotLawful (the place has no fourth; a signer gives no reason).
    """
    record = locked(record)
    policy.must_demand_four(by, record)
    target = states.must_allow("four", record)
    plan = plans.four_reviews(record.agency.place)
    if record.four_reviews:
        raise NotNow("records.four_already", "这条信息已经按四审四校审核。", remedy="无需重复办理。")
    signer = not policy.may(by, "edit", record)
    if signer and (wrong := short_of(reason, 4, "审核中要求四审四校，必须写明理由。")):
        raise NotLawful(
            "records.four_reason",
            wrong,
            source=rules.cited(plan),
            remedy="请写明为什么需要增加一级审核。",
        )
    record.four_reviews = True
    return _changed(record, by, target, "records.four_demanded", reason, plan, at, signer=signer)


@transaction.atomic
def lower_four(*, record: Record, by: Any, reason: str = "", at: dt.datetime | None = None) -> Record:
    """Back to three reviews. Once anybody has signed: only the leader or the head, with a reason.

    Raises NotYours, NotNow (state; not asked for), NotLawful (no reason after a signature).
    """
    record = locked(record)
    bound = is_bound(record)
    act = "lower_four" if bound or record.state not in (Record.State.DRAFT, Record.State.CORRECTING) else "edit"
    policy.must(by, act, record, "改为三审三校")
    target = states.must_allow("four", record)
    if not record.four_reviews:
        raise NotNow("records.four_not_asked", "这条信息没有启动四审四校。", remedy="无需办理。")
    record.four_reviews = False
    plan = plans.plan_of(record)
    if act == "lower_four" and (wrong := short_of(reason, 4, "已经送审或者签署的，降低审核级别必须写明理由。")):
        raise NotLawful(
            "records.four_reason",
            wrong,
            source=rules.cited(plan),
            remedy="请写明为什么不再需要第四级审核。",
        )
    return _changed(record, by, target, "records.four_lowered", reason, plan, at)


def is_bound(record: Record) -> bool:
    """Whether only the leader may lower it: anybody signed or returned the record since it was last public, in
    whichever review, or the demand is a signer's. Calling a review back and handing it in again loosens nothing."""
    kind, identifier = ledger.reference(record)
    public = record.publications.order_by("-id").values_list("published_at", flat=True).first()
    signed = review_queries.signatures_of(kind, identifier)
    if (signed.filter(at__gt=public) if public else signed).exists():
        return True
    demand = ledger_queries.history(record).filter(act="records.four_demanded").order_by("-number").first()
    return demand is not None and bool(demand.facts.get("signer"))


def _changed(
    record: Record, by: Any, target: str, act: str, reason: str, plan: Any, at: dt.datetime | None, **facts: Any
) -> Record:
    reason = checking.must_be_clean(reason, "理由")
    editor = record.edited_by
    save_copy(record, by, target, at)
    if record.edited_by != editor:  # no word of the text was written
        record.edited_by = editor
        record.save(update_fields=["edited_by"])
    ledger.record(act, record, by=by, at=at, reason=reason, rule=plan, **facts)
    tell_review(record, by, at, wrote=False)
    return record
