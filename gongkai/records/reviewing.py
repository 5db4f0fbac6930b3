"""What a record means to `review`: what signers are shown, what must hold, and what approval and return do to it."""

import datetime as dt
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects

from gongkai.checks import queries as check_queries
from gongkai.checks.models import Override, Report
from gongkai.organisations.queries import today
from gongkai.records import (
    checking,
    clocks,
    comparing,
    content,
    plans,
    queries,
    redaction,
    sensitivity,
    states,
    urgency,
)
from gongkai.records.models import Attachment, Record
from gongkai.refusals import NotNow
from gongkai.review import Brief, Material, Outstanding, Subject
from gongkai.review.models import Review

State = Record.State
UNDER_REVIEW = (State.IN_REVIEW, State.CORRECTION_REVIEW)


def subject() -> Subject:
    """Callbacks for `review.register`."""
    return Subject(
        on_approved=_approved,
        on_returned=_returned,
        on_urgent=_urgent,
        disclosing=lambda record: record.attribute == Record.Attribute.PROACTIVE,
        title=lambda record: record.title,
        url=lambda record: record.get_absolute_url(),
        beforehand=_beforehand,
        before_signing=_before_signing,
        snapshot=comparing.snapshot,
        material=_material,
        outstanding=_outstanding,
        briefs=_briefs,
        later_due=urgency.later_due,
        mended_by={
            "records.corrected": "已公开更正后的内容",
            "records.withdrawn": "已撤下",
            "records.abandoned": "已作废",
        },
    )


def _approved(record: Record, review: Review, by: Any) -> None:
    """All steps hold: freeze what was approved. Raises NotLawful when an edit left something missing."""
    record = Record.objects.select_for_update(of=("self",)).get(pk=record.pk)
    if record.emergency and record.state not in UNDER_REVIEW:  # it was let out before; now the rest is signed too
        from gongkai.records.actions import emergency

        emergency.note_completed(record, by)
        return
    _freeze(record, review, by)


def _urgent(record: Record, review: Review, by: Any) -> None:
    """What must precede publication is signed: the record may go out today, the other steps follow."""
    record = Record.objects.select_for_update(of=("self",)).get(pk=record.pk)
    if record.state in UNDER_REVIEW:
        _freeze(record, review, by)


def _freeze(record: Record, review: Review, by: Any) -> None:
    from gongkai.records.actions import limiting
    from gongkai.records.actions.outgoing import make_version

    plans.must_be_complete(record)
    if content.parts(record) != review.parts:
        raise NotNow("records.not_reviewed", "材料与审核的内容不一致。", remedy="请刷新页面后重新办理。")
    again = record.issued_on is not None and record.state == State.IN_REVIEW
    record.state = states.must_allow("approved_again" if again else "approved", record)
    limiting.close_again(record)
    record.save(update_fields=["state", "content"])
    if again:
        limiting.keep_again(record, by)
    make_version(record, review.drafter)


def _returned(record: Record, review: Review, by: Any) -> None:
    from gongkai.records.actions import drafting

    record = Record.objects.select_for_update().get(pk=record.pk)
    if record.emergency and record.publications.exists() and record.state not in UNDER_REVIEW:
        from gongkai.records.actions import emergency

        emergency.note_returned(record, review, by)
        return
    record.state = states.must_allow("returned", record)
    drafting.drop_schedule(record, by, "审核退回，须重新送审。")
    record.save(update_fields=["state", "publish_at", "scheduled_by", "schedule_failure"])


def _beforehand(record: Record, by: Any, at: dt.datetime | None) -> None:
    """What signing will ask of the checks is found out first, and stays known if the signature is refused."""
    checking.run(checking.with_files(record), by, at)


def _before_signing(record: Record, review: Any, by: Any) -> None:
    """Nobody signs over an open blocking finding, over what is being corrected, or over a removed passage."""
    if record.state not in UNDER_REVIEW and content.parts(record) != review.parts:
        raise NotNow(
            "records.being_corrected",
            "这条信息正在更正，更正稿会重新审核，不再补签原来的内容。",
            remedy="请等待更正稿送审。",
        )
    prefetch_related_objects(
        [record], Prefetch("attachments", Attachment.objects.select_related("file")), "joint", "relations"
    )
    redaction.must_be_gone(record)
    checking.must_be_settled(record)
    if unanswered := sensitivity.gate(record, by):
        raise unanswered


def _material(record: Record, person: Any, before: tuple[str, dict[str, Any]] | None) -> Material:
    """The working copy as a signer sees it, compared with what was signed before, else with what is public."""
    from gongkai.records import finding

    now = comparing.snapshot(record)
    if before is None and (public := queries.publication_of(record)) is not None:
        before = ("现在公开的内容", comparing.of_version(public.version))
    found = finding.shown(record, person)
    place = record.agency.place
    return Material(
        title=record.title,
        html=record.content.get("html", ""),
        header=comparing.rows(now["metadata"], place),
        files=[one | {"url": f"/desk/records/{record.pk}/files/{one['sha256']}/"} for one in now["attachments"]],
        findings=found["items"],
        open_findings=found["open"],
        marked=found["marked"],
        changes=comparing.changes(before[1], now, place) if before else [],
        compared_with=before[0] if before else "",
        taken_out=redaction.taken_out(record, person),
        notices=_notices(record),
    )


def _notices(record: Record) -> list[str]:
    """What a signer must know first."""
    found = []
    if record.redacted_of_id:
        found.append("这是一份部分公开的信息：请对照原件，逐处核对不予公开的部分是否已经除去。原件本身不公开。")
    if record.emergency and record.state in (*UNDER_REVIEW, State.DRAFT):
        found.append(f"已启动应急公开（{record.emergency['post']}）：{record.emergency['reason']}")
    return found


def _outstanding(record: Record) -> list[Outstanding]:
    """Co-makers whose confirmation of this very content is still wanted. 黄岩 保密审查 7; 遵义 管理制度 10"""
    from gongkai.records import asking

    return asking.outstanding(record)


def _briefs(records: list[Record], person: Any) -> dict[str, Brief]:
    """Findings and days left of many records at once."""
    keys = [record.pk for record in records]
    known = Record.objects.filter(pk__in=keys).select_related("agency", "item__catalogue")
    mine = {"subject_kind": "record", "subject_id__in": [str(key) for key in keys]}
    reports = {one.subject_id: one for one in Report.objects.filter(**mine).order_by("last_run_at", "id")}
    passed: dict[str, set[str]] = {}
    for key, fingerprint in Override.objects.filter(**mine).values_list("subject_id", "fingerprint"):
        passed.setdefault(key, set()).add(fingerprint)
    return {str(record.pk): _brief(record, reports.get(str(record.pk)), passed) for record in known}


def _brief(record: Record, report: Report | None, passed: dict[str, set[str]]) -> Brief:
    found = check_queries.findings(report) if report else []
    over = passed.get(str(record.pk), set())
    later = urgency.later_due(record)
    due: Any = later[0] if later else clocks.due(record)
    return Brief(
        findings=len([one for one in found if one.fingerprint not in over]),
        open_findings=len([one for one in found if one.blocking and one.fingerprint not in over]),
        due=due,
        left=_left(due),
        source=later[1] if later else "",
    )


def _left(due: Any) -> int | None:
    if due is None:
        return None
    return (due - today()).days if isinstance(due, dt.date) else due.working_days_left(today())
