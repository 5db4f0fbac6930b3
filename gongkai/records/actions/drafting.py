"""From an empty page to review."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai import ledger, rules
from gongkai.catalogue.models import Item
from gongkai.inquiries import actions as inquiry_actions
from gongkai.ledger.gates import pass_gates
from gongkai.organisations.models import Agency
from gongkai.organisations.queries import today
from gongkai.records import (
    checking,
    comparing,
    content,
    lifting,
    plans,
    policy,
    queries,
    sensitivity,
    starting,
    states,
    urgency,
)
from gongkai.records.actions import limiting
from gongkai.records.models import Attachment, Genre, Record
from gongkai.refusals import NotLawful, NotNow
from gongkai.review import actions as review_actions
from gongkai.review import queries as review_queries

# Facts of the working copy that are columns, beside the content's fields.
COLUMNS = ("genre", "normative", "item")


def locked(record: Record) -> Record:
    """The row, locked for the rest of the act."""
    return Record.objects.select_for_update(of=("self",)).select_related("agency", "item").get(pk=record.pk)


@transaction.atomic
def create(
    *,
    agency: Agency,
    by: Any,
    changes: dict[str, Any] | None = None,
    genre: str = Genre.NOTICE,
    normative: bool = False,
    item: Item | None = None,
    at: dt.datetime | None = None,
) -> Record:
    """Open a draft for `agency`. Raises NotYours, NotLawful (bad field). 条例 Art. 10: the maker publishes."""
    policy.must_draft_for(by, agency)
    moment = at or timezone.now()
    record = Record(
        agency=agency,
        genre=genre,
        normative=normative,
        item=item,
        content=content.tidy(changes or {}),
        drafter=by if by is not ledger.SYSTEM else None,
        created_at=moment,
        edited_at=moment,
        edited_by=by if by is not ledger.SYSTEM else None,
        revision=1,
    )
    starting.must_be_possible(record, timezone.localdate(moment))
    record.save()
    _enter_joint(record, record.content)
    ledger.record("records.created", record, by=by, at=at, parts=content.parts(record))
    return record


@transaction.atomic
def edit(
    *, record: Record, by: Any, revision: int, changes: dict[str, Any], at: dt.datetime | None = None, **columns: Any
) -> Record:
    """Change the working copy. During review the steps that saw what changed are open again.

    `revision` is the one the editor started from. Raises NotYours, NotNow (state; somebody else was faster),
    NotLawful (bad field).
    """
    record = locked(record)
    policy.must(by, "edit", record, "修改")
    target = states.must_allow("edit", record)
    must_be_current(record, revision)
    tidied = content.tidy(changes)
    changed = sorted(name for name, value in tidied.items() if value != record.content.get(name, ""))
    changed += sorted(name for name in COLUMNS if name in columns and columns[name] != getattr(record, name))
    if not changed:
        return record
    old = {name: record.content.get(name, "") for name in tidied if name in changed and name != "html"}
    asked = sensitivity.suggestion(record)
    record.content = record.content | tidied
    for name in COLUMNS:
        if name in columns:
            setattr(record, name, columns[name])
    changed += [name for name in starting.settle(record, tidied) if name not in changed]
    starting.must_be_possible(record, timezone.localdate(at) if at else today())
    if "sensitive_kind" not in changed and sensitivity.ask_again(record, asked):
        changed.append("sensitive_kind")
    _enter_joint(record, {name: value for name, value in tidied.items() if name in changed})
    save_copy(record, by, target, at)
    # What stood there before may be personal data that a check found: it is kept sealed, the entry names the fields.
    ledger.record("records.edited", record, by=by, at=at, sealed=old, after=content.parts(record), changed=changed)
    tell_review(record, by, at)
    return record


def _enter_joint(record: Record, changes: dict[str, Any]) -> None:
    """Units named as text become rows: the two never say different things."""
    from gongkai.records.actions import joint

    if "joint_issuers" in changes and (changes["joint_issuers"] or record.joint.exists()):
        joint.enter(record, joint.from_text(changes["joint_issuers"]))
        record.save(update_fields=["content"])


COMPARE = "您填写的内容仍在页面上。请对照下方的差异，把需要的修改并入最新内容后再保存。"


def must_be_current(record: Record, revision: int | None, remedy: str = COMPARE) -> None:
    """Raise NotNow where somebody else saved meanwhile."""
    if record.revision != revision:
        raise NotNow(
            "records.edited_meanwhile",
            f"{record.edited_by or '另一位同事'}在{timezone.localtime(record.edited_at):%H:%M}保存过这条信息，"
            "与您打开时的内容不同，您的修改没有保存。",
            remedy=remedy,
            revision=record.revision,
        )


def save_copy(record: Record, by: Any, target: str, at: dt.datetime | None) -> None:
    """Save a changed working copy: next revision, state after the edit, no publication at a set time any more."""
    drop_schedule(record, by, "设定之后内容又有改动，须重新审核。", at)
    record.state = target
    record.revision += 1
    record.edited_by = by if by is not ledger.SYSTEM else record.edited_by
    record.edited_at = at or timezone.now()
    record.save()


def drop_schedule(record: Record, by: Any, why: str, at: dt.datetime | None = None) -> None:
    """Take back a set time of publication, where one was set, and say so; the caller saves the record."""
    if record.publish_at is None:
        return
    ledger.record("records.schedule_dropped", record, by=by, at=at, before={"at": record.publish_at}, reason=why)
    record.publish_at, record.scheduled_by, record.schedule_failure = None, None, why


def tell_review(record: Record, by: Any, at: dt.datetime | None, wrote: bool = True) -> None:
    """Steps that saw what changed are open again; facts that ask for a further step add it. `wrote`: any text."""
    if record.state not in (Record.State.IN_REVIEW, Record.State.CORRECTION_REVIEW):
        return
    kind, identifier = ledger.reference(record)
    current = review_queries.live(kind, identifier, "publication")
    if current is not None:
        plan, steps = plans.for_review(record, current.plan)
        parts = content.parts(record)
        review_actions.change_parts(review=current, parts=parts, steps=steps, by=by, plan=plan, wrote=wrote, at=at)


@transaction.atomic
def attach(*, record: Record, by: Any, file: Any, name: str = "", at: dt.datetime | None = None) -> Attachment:
    """Add a file (`files.File`, already through the gate) to the working copy."""
    record = locked(record)
    policy.must(by, "edit", record, "上传附件")
    target = states.must_allow("edit", record)
    last = record.attachments.order_by("-order").values_list("order", flat=True).first() or 0
    attachment = Attachment.objects.create(record=record, file=file, name=name or file.name, order=last + 1)
    save_copy(record, by, target, at)
    ledger.record("records.attached", record, by=by, at=at, sha256=file.sha256, sealed={"name": attachment.name})
    tell_review(record, by, at)
    return attachment


@transaction.atomic
def detach(*, attachment: Attachment, by: Any, at: dt.datetime | None = None) -> None:
    """Take a file out of the working copy. Approved versions keep theirs."""
    record = locked(attachment.record)
    policy.must(by, "edit", record, "删除附件")
    target = states.must_allow("edit", record)
    found = record.attachments.select_related("file").filter(pk=attachment.pk).first()
    if found is None:
        raise NotNow("records.detached", f"附件“{attachment.name}”已经删除。", remedy="请刷新页面。")
    found.delete()
    save_copy(record, by, target, at)
    ledger.record("records.detached", record, by=by, at=at, sha256=found.file.sha256, sealed={"name": found.name})
    tell_review(record, by, at)


@transaction.atomic
def determine_attribute(
    *,
    record: Record,
    by: Any,
    attribute: str,
    ground: str = "",
    reason: str = "",
    exceptions: Iterable[Mapping[str, Any]] | None = None,
    at: dt.datetime | None = None,
) -> Record:
    """Decide 主动公开 / 依申请公开 / 不予公开 while drafting, with ground and reason if not open.

    `exceptions`: what opens information that was ever closed on a ground of Arts 14 and 15, as chosen codes with their
    evidence (`lifting.must_be_excepted`); None: as before. Raises NotYours, NotNow, NotLawful (not one of the three;
    no or unknown ground; no reason; no exception or no evidence). 条例 Arts 13–16; 国办发〔2016〕80号; 遵义 3, 7
    """
    record = locked(record)
    policy.must(by, "attribute", record, "确定公开属性")
    target = states.must_allow("edit", record)
    rule = rules.at("records.attributes", record.agency.place, today())
    ground_rule = plans.must_be_lawful_attribute(record, attribute, ground, reason, rule)
    plans.must_be_open(record, attribute)
    opened, opening_rule = lifting.must_be_excepted(record, attribute, ground, exceptions)
    reason = checking.must_be_clean(reason, "理由")
    before = {"attribute": record.attribute, "ground": record.ground}
    former = (record.attribute, record.ground, record.attribute_reason, record.content.get(lifting.KEY, []))
    if (attribute, ground, reason, opened) == former:
        return record
    record.attribute, record.ground, record.attribute_reason = attribute, ground, reason
    record.content = lifting.kept(record, opened)
    opened_on = limiting.open_from(record, timezone.localdate(at) if at else today())
    save_copy(record, by, target, at)
    ledger.record(
        "records.attribute_determined",
        record,
        by=by,
        at=at,
        before=before,
        after={"attribute": attribute, "ground": ground},
        reason=reason,
        rule=opening_rule or ground_rule or rule,
        label=record.get_attribute_display(),
        **({"exceptions": opened} if opened else {}),
        **({"opened_on": opened_on} if opened_on else {}),
    )
    tell_review(record, by, at)
    return record


@transaction.atomic
def submit(*, record: Record, by: Any, note: str = "", at: dt.datetime | None = None) -> Any:
    """Send the working copy to review under the place's plan. Returns the Review.

    Raises NotYours, NotNow, NotLawful (title, text, attribute, catalogue item or required elements missing; a
    classification mark, which nobody can let pass).
    """
    record = locked(record)
    policy.must(by, "submit", record, "送审")
    target = states.must_allow("submit", record)
    plans.must_be_complete(record)
    pass_gates("records.submit", record, by)
    plan, steps = plans.for_record(record)
    _note_judgement(record, by, at)
    _close_emergency_review(record, by, at)
    checking.must_bear_no_mark(record, by, at)
    record.state = target
    record.drafter = by if by is not ledger.SYSTEM else record.drafter  # who hands it in answers for it
    record.save(update_fields=["state", "drafter"])
    return review_actions.open_(
        subject=record,
        purpose="publication",
        plan=plan,
        steps=steps,
        parts=content.parts(record),
        agency=record.agency,
        drafter=record.drafter,
        authors=queries.authors(record),
        by=by,
        at=at,
    )


def _note_judgement(record: Record, by: Any, at: dt.datetime | None) -> None:
    """Where it was asked whether it is of a sensitive kind, the answer is kept, a no as well. 嵊州 三.2; 遵义 六"""
    found = sensitivity.suggestion(record)
    if found is not None:
        answer = comparing.say("sensitive_kind", record.content.get("sensitive_kind"), record.agency.place)
        words = f"{found.word}，{found.label}" if found.word else f"逐件回答，{found.label}"
        ledger.record("records.sensitive_judged", record, by=by, at=at, answer=answer, suggested=words)


def _close_emergency_review(record: Record, by: Any, at: dt.datetime | None) -> None:
    """A correction goes through the whole review: what was left of the emergency review ends with it."""
    if record.emergency and not urgency.applies(record):
        end_review(record, by, "更正稿送审，应急公开的其余环节并入更正稿的审核", at)


def end_review(record: Record, by: Any, why: str, at: dt.datetime | None) -> None:
    """Close the record's running review, if there is one: what it was about has ended or begins anew."""
    kind, identifier = ledger.reference(record)
    review = review_queries.live(kind, identifier, "publication")
    if review is not None and review.state == review.State.OPEN:
        review_actions.close(review=review, by=by, reason=why, at=at)


@transaction.atomic
def abandon(*, record: Record, by: Any, reason: str, at: dt.datetime | None = None) -> None:
    """Give a draft up. It stays in the ledger and can be read, but leads nowhere."""
    record = locked(record)
    policy.must(by, "abandon", record, "作废")
    record.state = states.must_allow("abandon", record)
    if not reason.strip():
        raise NotLawful("records.reason", "作废必须写明理由。", remedy="请填写理由。")
    drop_schedule(record, by, "信息已作废。", at)
    record.save(update_fields=["state", "publish_at", "scheduled_by", "schedule_failure"])
    end_review(record, by, "信息已作废", at)
    inquiry_actions.call_back(subject=record, by=by, reason="信息已作废", at=at)
    ledger.record("records.abandoned", record, by=by, at=at, reason=checking.must_be_clean(reason, "理由"))
