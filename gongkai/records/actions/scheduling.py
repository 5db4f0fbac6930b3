"""Publication at a set time: the time is set by a person, the act is done by the system, past every gate again."""

import datetime as dt
import logging
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai import ledger, rules
from gongkai.ledger.gates import pass_gates
from gongkai.records import checking, clocks, policy, states, urgency
from gongkai.records.actions import relating
from gongkai.records.actions.drafting import locked
from gongkai.records.actions.publishing import approved_version, must_be_publishable, must_be_reviewed, publish_checked
from gongkai.records.models import Publication, Record
from gongkai.refusals import NotLawful, NotNow, NotYours, Refusal
from gongkai.review.models import Review

log = logging.getLogger(__name__)


def schedule(*, record: Record, by: Any, publish_at: dt.datetime, at: dt.datetime | None = None) -> Record:
    """Set the time at which an approved record goes public by itself; never after the last lawful day.

    It is checked first, in a transaction of its own. Raises NotYours, NotNow (state, not reviewed), NotLawful (past,
    too late, whatever stands against publication).
    """
    checking.run_before("schedule", record, by, at)
    return _schedule(record, by, publish_at, at)


@transaction.atomic
def _schedule(record: Record, by: Any, publish_at: dt.datetime, at: dt.datetime | None) -> Record:
    record = locked(record)
    policy.must(by, "publish", record, "定时公开")
    states.must_allow("schedule", record)
    must_be_publishable(record, False, "")
    review = must_be_reviewed(record)
    approved_version(record)
    pass_gates("records.publish", record, by)
    _must_be_in_time(record, publish_at, at or timezone.now())
    _must_be_signed_by_then(record, review, publish_at)
    before = {"at": record.publish_at} if record.publish_at else None
    record.publish_at, record.schedule_failure = publish_at, ""
    record.scheduled_by = None if by is ledger.SYSTEM else by
    record.save(update_fields=["publish_at", "scheduled_by", "schedule_failure"])
    ledger.record(
        "records.scheduled", record, by=by, at=at, before=before, after={"at": publish_at},
        moment=f"{timezone.localtime(publish_at):%Y-%m-%d %H:%M}",
    )  # fmt: skip
    return record


def _must_be_in_time(record: Record, publish_at: dt.datetime, now: dt.datetime) -> None:
    if publish_at <= now:
        raise NotLawful(
            "records.schedule_past",
            f"{timezone.localtime(publish_at):%Y-%m-%d %H:%M} 已经过去。",
            remedy="请选择以后的时间；要马上公开的，请直接办理公开。",
        )
    due = clocks.due(record)
    if due is None or due.due_on is None or timezone.localdate(publish_at) <= due.due_on:
        return
    rule = clocks.fact_of(record)
    raise NotLawful(
        "records.schedule_late",
        f"这份信息最晚应当在 {due.due_on} 公开，不能定在 {timezone.localdate(publish_at)}。",
        source=rules.cited(rule),
        remedy=f"请定在 {due.due_on} 或者更早；期限已经过去的，请立即公开。",
    )


def _must_be_signed_by_then(record: Record, review: Review, publish_at: dt.datetime) -> None:
    """What goes out before all have signed goes out on the day of the emergency."""
    if review.state == Review.State.APPROVED:
        return
    last, source = urgency.last_day(record)
    if last is not None and timezone.localdate(publish_at) > last:
        raise NotLawful(
            "records.schedule_emergency",
            f"应急公开只能在 {last} 当日办理，不能定在 {timezone.localdate(publish_at)}：其余环节还没有签署。",
            source=source,
            remedy="请马上公开；要另定时间的，请等各环节签署完毕。",
        )


@transaction.atomic
def unschedule(*, record: Record, by: Any, at: dt.datetime | None = None) -> Record:
    """Take the set time back, and the notice of one that failed. Raises NotYours, NotNow (nothing set)."""
    record = locked(record)
    policy.must(by, "publish", record, "取消定时公开")
    states.must_allow("unschedule", record)
    if record.publish_at is None and not record.schedule_failure:
        raise NotNow("records.not_scheduled", "这条信息没有设定公开时间。", remedy="无需取消。")
    before = {"at": record.publish_at, "failure": record.schedule_failure}
    record.publish_at, record.scheduled_by, record.schedule_failure = None, None, ""
    record.save(update_fields=["publish_at", "scheduled_by", "schedule_failure"])
    ledger.record("records.unscheduled", record, by=by, at=at, before=before)
    return record


def publish_due(now: dt.datetime | None = None) -> list[Publication]:
    """Publish everything whose time has come, each in its own transaction; returns what went public.

    Called every minute, by any number of workers: a row that another one holds is left to it, and what came due while
    nothing ran is caught up with.
    """
    moment = now or timezone.now()
    waiting = Record.objects.filter(publish_at__lte=moment).order_by("publish_at", "pk").values_list("pk", flat=True)
    done = []
    for pk in list(waiting):
        try:
            checking.run_before("publish", Record(pk=pk), ledger.SYSTEM)  # stays where the act is refused
            published = _publish_one(pk, moment)
        except Exception:  # one that breaks must not hold up the others; it is tried again the next minute
            log.exception("scheduled publication of record %s", pk)
            continue
        if published is not None:
            done.append(published)
    return done


@transaction.atomic
def _publish_one(pk: int, moment: dt.datetime) -> Publication | None:
    found = Record.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=pk, publish_at__lte=moment)
    if not relating.try_lock_with_targets(pk):
        return None
    record = found.select_related("agency", "item", "scheduled_by").first()
    if record is None:
        return None
    try:
        with transaction.atomic():
            return _on_behalf(record)
    except Refusal as refusal:
        _fail(record, refusal)
        return None


def _on_behalf(record: Record) -> Publication:
    person = record.scheduled_by
    if person is not None and not (person.is_active and policy.may(person, "publish", record)):
        raise NotYours(
            "records.schedule_post",
            f"设定公开时间的{person.actor_name}已经没有公开信息的岗位。",
            remedy="请由现任审核人办理公开或者重新设定时间。",
        )
    ledger.record(
        "records.schedule_reached", record, by=ledger.SYSTEM, before={"at": record.publish_at},
        person=person.actor_name if person else ledger.SYSTEM.actor_name,
    )  # fmt: skip
    return publish_checked(record=record, by=ledger.SYSTEM)


def _fail(record: Record, refusal: Refusal) -> None:
    """Stay unpublished, say why, wait for a person."""
    why = f"{refusal.message}{refusal.remedy}"
    before = {"at": record.publish_at}
    record.publish_at, record.schedule_failure = None, why
    record.save(update_fields=["publish_at", "schedule_failure"])
    ledger.record("records.schedule_failed", record, by=ledger.SYSTEM, before=before, reason=why, code=refusal.code)
