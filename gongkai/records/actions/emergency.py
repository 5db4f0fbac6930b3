"""The emergency path is opened by an act with a reason, and left again when its later steps are through."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai import ledger, rules
from gongkai.organisations.queries import today
from gongkai.records import checking, policy, states
from gongkai.records.actions.drafting import locked, tell_review
from gongkai.records.models import Record
from gongkai.refusals import NotLawful, NotNow, short_of
from gongkai.review import policy as review_policy
from gongkai.review import queries as review_queries


@transaction.atomic
def open_emergency(*, record: Record, by: Any, reason: str, at: dt.datetime | None = None) -> Record:
    """Let a first publication go out today after secrecy review and leader; the other steps follow by rule.

    Raises NotYours (only leader or head), NotNow (state; opened already), NotLawful (no reason). Secrecy review (条例
    Art. 17) and the head's signature for sensitive kinds are never put off.
    """
    record = locked(record)
    policy.must(by, "emergency", record, "启动应急公开")
    states.must_allow("emergency", record)
    if record.emergency:
        raise NotNow("records.emergency_open", "这条信息已经启动应急公开程序。", remedy="请按页面提示办理其余环节。")
    rule = rules.at("review.emergency_before", record.agency.place, today())
    if wrong := short_of(reason, 8, "启动应急公开必须写明理由：什么事项、为什么当日必须公开。"):
        raise NotLawful(
            "records.emergency_reason",
            wrong,
            source=rules.cited(rule),
            remedy="请写明事项和紧急的原因，理由会留存，事后要据此检查。",
        )
    reason = checking.must_be_clean(reason, "理由")
    post = review_policy.acting_post(by, record.agency, policy.MAY["emergency"]) if by is not ledger.SYSTEM else None
    title = post[1] if post else ""
    day = timezone.localdate(at) if at else today()
    record.emergency = {"reason": reason, "on": day.isoformat(), "by": by.pk, "post": title}
    record.save(update_fields=["emergency"])
    ledger.record("records.emergency_opened", record, by=by, at=at, reason=reason, rule=rule, post=title)
    tell_review(record, by, at, wrote=False)
    return record


def note_completed(record: Record, by: Any, at: dt.datetime | None = None) -> None:
    """Every step that was put off is signed: part of the act that signed the last one, or of the publication of a
    correction, which went through the whole review."""
    day = timezone.localdate(at) if at else today()
    record.emergency = {**(record.emergency or {}), "completed_on": day.isoformat()}
    record.save(update_fields=["emergency"])
    ledger.record("records.emergency_completed", record, by=by, at=at)


def note_returned(record: Record, review: Any, by: Any) -> None:
    """A later step was returned after publication: what is public must be corrected or taken down."""
    last = review_queries.last_signature(review)
    record.emergency = {
        **(record.emergency or {}),
        "returned_on": today().isoformat(),
        "returned_by": last.post_title if last else "",
        "returned_reason": last.opinion if last else "",
    }
    record.save(update_fields=["emergency"])
    ledger.record("records.emergency_returned", record, by=by, reason=last.opinion if last else "")
