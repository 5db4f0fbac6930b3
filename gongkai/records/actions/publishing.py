"""Issue, publication and correction."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai import ledger, rules
from gongkai.files.models import File
from gongkai.inquiries import actions as inquiry_actions
from gongkai.ledger.gates import pass_gates
from gongkai.organisations.models import Agency
from gongkai.organisations.queries import today
from gongkai.records import (
    checking,
    clocks,
    content,
    lifting,
    numbers,
    plans,
    policy,
    queries,
    redaction,
    starting,
    states,
    urgency,
)
from gongkai.records.actions import emergency, joint, relating
from gongkai.records.actions.drafting import drop_schedule, end_review, locked
from gongkai.records.actions.outgoing import live_of, put_out
from gongkai.records.models import Attachment, Publication, Record, Relation, Version
from gongkai.refusals import NotLawful, NotNow, short_of
from gongkai.review import queries as review_queries
from gongkai.review.models import Review


@transaction.atomic
def issue(*, record: Record, by: Any, number: str, issued_on: dt.date, at: dt.datetime | None = None) -> Record:
    """Issue an approved document (印发): gives 文号 and index number, starts the clock of publication.

    Raises NotYours, NotNow (state, number taken), NotLawful (no attribute, date, shape of the number). 遵义 公文属性 3
    """
    record = locked(record)
    policy.must(by, "issue", record, "印发")
    target = states.must_allow("issue", record)
    gate = rules.at("records.attribute_required", record.agency.place, today())
    if not record.attribute:
        raise NotLawful(
            "records.no_attribute",
            "未确定公开属性的，不得印发。",
            source=rules.cited(gate),
            remedy="请先确定公开属性。",
        )
    plans.must_be_complete(record)
    must_be_reviewed(record)
    pass_gates("records.issue", record, by)
    numbers.must_be_usable(record, number)
    _must_be_issue_day(record, issued_on, at)
    starting.must_precede(record, issued_on)
    record.number, record.issued_on, record.state = number, issued_on, target
    record.index_number = record.index_number or numbers.next_index_number(record.agency, issued_on.year)
    rule = clocks.publication_rule(record, issued_on)
    record.publication_rule = rule.as_fact()
    numbers.save_numbered(record)
    ledger.record(
        "records.issued",
        record,
        by=by,
        at=at,
        number=number,
        index_number=record.index_number,
        issued_on=issued_on,
        attribute=record.attribute,
        rule=rule if record.attribute == Record.Attribute.PROACTIVE else gate,
    )
    return record


def _must_be_issue_day(record: Record, issued_on: dt.date, at: dt.datetime | None) -> None:
    now_day = timezone.localdate(at) if at else today()
    made = content.date_of(record.content, "date_made")
    if issued_on > now_day:
        raise NotLawful("records.issued_in_future", f"印发日期 {issued_on} 还没有到。", remedy="请填写实际印发日期。")
    if made and issued_on < made:
        raise NotLawful(
            "records.issued_before_made",
            f"印发日期 {issued_on} 早于成文日期 {made}。",
            remedy="请核对两个日期。",
        )


def publish(*, record: Record, by: Any, note: str = "", at: dt.datetime | None = None) -> Publication:
    """Put the approved version in public, in every list it belongs to; what it does to other documents happens now.

    It is checked first, in a transaction of its own: what is found stays known where it stands in the way. Raises
    NotYours, NotNow (state; document not issued; review incomplete), NotLawful (not proactive; no item; open
    findings; correction without note). 条例 Arts 13, 17, 26
    """
    checking.run_before("publish", record, by, at)
    return publish_checked(record=record, by=by, note=note, at=at)


@transaction.atomic
def publish_checked(*, record: Record, by: Any, note: str = "", at: dt.datetime | None = None) -> Publication:
    """The act itself, on a check that was run before its transaction began."""
    relating.lock_with_targets(record)
    record = locked(record)
    policy.must(by, "publish", record, "公开")
    target = states.must_allow("publish", record)
    correction = record.state == Record.State.CORRECTION_APPROVED
    must_be_publishable(record, correction, note)
    must_be_reviewed(record)
    relating.must_not_turn_back(record)
    note = redaction.must_not_name(record, checking.must_be_clean(note, "更正说明"), "更正说明") if correction else ""
    pass_gates("records.publish", record, by)
    moment = at or timezone.now()
    version = approved_version(record)
    due = clocks.due(record)
    if due is not None and record.publication_rule is None:
        record.publication_rule = clocks.fact_of(record)
    record.state = target
    record.publish_at, record.scheduled_by, record.schedule_failure = None, None, ""
    if not record.validity and record.normative:
        record.validity = queries.by_dates(record.content, timezone.localdate(moment))
    if record.index_number is None:
        record.index_number = numbers.next_index_number(record.agency, timezone.localdate(moment).year)
    record.save()
    publication = put_out(record, version, moment, note)
    on_time = {} if correction else _on_time(due, timezone.localdate(moment))
    ledger.record(
        "records.corrected" if correction else "records.published",
        record,
        by=by,
        at=at,
        reason=note,
        rule=record.publication_rule,
        version=version.number,
        parts=version.parts,
        index_number=record.index_number,
        **on_time,
    )
    if correction and record.emergency and "completed_on" not in record.emergency:
        emergency.note_completed(record, by, at)
    relating.take_effect(publication, by, at)
    return publication


def _on_time(due: Any, day: dt.date) -> dict[str, Any]:
    """Met or missed, as a fact of the day: a later change of calendar does not rewrite it."""
    if due is None:
        return {"due_on": None, "in_time": True}
    return {"due_on": due.due_on, "in_time": not due.is_late(day)}


def approved_version(record: Record) -> Version:
    """The version that was frozen at approval and is still what the working copy says. Raises NotNow."""
    version = record.versions.order_by("-number").first()
    if version is None or version.parts != content.parts(record):
        raise NotNow(
            "records.not_reviewed",
            "当前内容与审核通过的版本不一致，不能公开。",
            source="政府信息公开条例第十七条",
            remedy="请重新送审。",
        )
    return version


def must_be_publishable(record: Record, correction: bool, note: str) -> None:
    """Raise NotLawful (not proactive, incomplete, correction without note) or NotNow (document not issued)."""
    plans.must_be_complete(record)
    if record.attribute != Record.Attribute.PROACTIVE:
        raise NotLawful(
            "records.not_proactive",
            f"这条信息的公开属性是“{record.get_attribute_display()}”，不能向社会公开。",
            source="政府信息公开条例第十三条",
            remedy="需要公开的，请先经审核变更公开属性。",
        )
    if record.is_document and record.issued_on is None and not correction:
        raise NotNow(
            "records.not_issued",
            "公文应当先印发，再公开。",
            source="政府信息公开条例第二十六条",
            remedy="请先办理印发，填写发文字号和印发日期。",
        )
    if correction and not note.strip():
        raise NotLawful(
            "records.correction_note",
            "公开更正后的内容，必须写明更正说明，随信息一并公开。",
            source="政府信息公开条例第六条",
            remedy="请用一句话写明更正了什么。",
        )


def must_be_reviewed(record: Record) -> Review:
    """The complete review of exactly this content. Raises NotNow."""
    kind, identifier = ledger.reference(record)
    review = review_queries.live(kind, identifier, "publication")
    if review is not None and review.parts == content.parts(record) and urgency.suffices(record, review):
        return review  # emergency path: the other steps follow
    if review is None or review.state != Review.State.APPROVED or review.parts != content.parts(record):
        raise NotNow(
            "records.not_reviewed",
            "当前内容没有走完审核，不能公开。",
            source="政府信息公开条例第十七条",
            remedy="请先送审；审核后又修改过的，请待相关环节重新签署。",
        )
    return review


@transaction.atomic
def correct(*, record: Record, by: Any, reason: str, at: dt.datetime | None = None) -> Record:
    """Open a correction: the public version stays until the corrected one is approved and published. 条例 Art. 6"""
    record = locked(record)
    policy.must(by, "correct", record, "更正")
    record.state = states.must_allow("correct", record)
    if not reason.strip():
        raise NotLawful("records.reason", "更正必须写明原因。", remedy="请写明哪里需要更正。")
    record.save(update_fields=["state"])
    ledger.record("records.correction_opened", record, by=by, at=at, reason=checking.must_be_clean(reason, "原因"))
    return record


@transaction.atomic
def revise(*, record: Record, by: Any, reason: str, at: dt.datetime | None = None) -> Record:
    """Take an issued record that is not public back to drafting: to change its attribute (条例 Arts 18, 44) or mend it.

    文号, index number and day of issue stay; after a new review it is issued again as it was. Raises NotYours, NotNow,
    NotLawful (no reason).
    """
    record = locked(record)
    policy.must(by, "revise", record, "撤回印发")
    record.state = states.must_allow("revise", record)
    if wrong := short_of(reason, 4, "撤回印发、重新起草必须写明原因。"):
        raise NotLawful("records.reason", wrong, remedy="请写明为什么需要修改。")
    drop_schedule(record, by, "已撤回印发，重新起草。", at)
    record.save(update_fields=["state", "publish_at", "scheduled_by", "schedule_failure"])
    end_review(record, by, "已撤回印发，重新起草", at)
    ledger.record("records.revised", record, by=by, at=at, reason=checking.must_be_clean(reason, "原因"))
    return record


@transaction.atomic
def drop_correction(*, record: Record, by: Any, at: dt.datetime | None = None) -> Record:
    """Give a correction up: the working copy goes back to what is public."""
    record = locked(record)
    policy.must(by, "correct", record, "放弃更正")
    record.state = states.must_allow("drop_correction", record)
    live = live_of(record)
    if live is None:
        raise NotNow("records.not_live", "没有公开的版本可以恢复。", remedy="请刷新页面。")
    _must_not_owe_signatures(record)
    _restore(record, live)
    record.revision += 1
    record.save()
    inquiry_actions.call_back(subject=record, by=by, reason="更正已放弃", at=at)
    ledger.record("records.correction_dropped", record, by=by, at=at)
    return record


def _must_not_owe_signatures(record: Record) -> None:
    """What went out in an emergency and was handed in again owes the whole review: its former one has ended."""
    if not record.emergency or "completed_on" in record.emergency:
        return
    review = review_queries.live(*ledger.reference(record), "publication")
    if review is not None and review.state != Review.State.OPEN:
        raise NotNow(
            "records.emergency_owes",
            "这条信息是应急公开的，其余审核环节还没有补齐，已经并入更正稿的审核，不能放弃更正。",
            source=rules.cited(rules.at("review.emergency_after", record.agency.place, today())),
            remedy="请把更正稿送审、公开；内容不宜继续公开的，请办理撤下。",
        )


def _restore(record: Record, live: Publication) -> None:
    """Make the working copy equal to what is public again: attachments and catalogue item included."""
    version = live.version
    record.item = live.item
    fields = [*content.TEXT_FIELDS, *content.DATE_FIELDS]
    clock = {name: version.metadata[name] for name in content.CLOCK if version.metadata.get(name)}
    record.content = {name: version.metadata.get(name, "") for name in fields} | version.content | clock
    record.content = lifting.kept(record, version.metadata.get(lifting.KEY, []))
    for name in ("genre", "normative", "attribute", "ground", "attribute_reason"):
        setattr(record, name, version.metadata[name])
    record.four_reviews = version.metadata.get("four_reviews", False)
    record.redactions = version.metadata.get("redactions", [])
    _restore_documents(record, version)
    record.attachments.all().delete()
    stored = {file.sha256: file for file in File.objects.filter(sha256__in=[a["sha256"] for a in version.attachments])}
    Attachment.objects.bulk_create(
        Attachment(
            record=record,
            file=stored[entry["sha256"]],
            name=entry["name"],
            order=order,
            reading=entry.get("reading", ""),
        )
        for order, entry in enumerate(version.attachments, start=1)
    )


def _restore_documents(record: Record, version: Version) -> None:
    """Joint issuers and relations of the working copy, as the public version has them."""
    makers = version.metadata.get("joint", [])
    agencies = Agency.objects.in_bulk([one["agency"] for one in makers if one["agency"]])
    joint.write(record, [(agencies.get(one["agency"]), one["name"]) for one in makers])
    record.content = record.content | {"joint_issuers": version.metadata.get("joint_issuers", "")}
    record.relations.all().delete()
    Relation.objects.bulk_create(
        Relation(
            record=record, kind=one["kind"], target_id=one["record"], title=one["title"], number=one["number"],
            on=one["on"] or None, order=order,
        )
        for order, one in enumerate(version.metadata.get("relations", []), start=1)
    )  # fmt: skip
