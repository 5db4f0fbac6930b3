"""Taking down, and proving that it is gone."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai import ledger
from gongkai.inquiries import actions as inquiry_actions
from gongkai.records import checking, policy, removal, removal_kinds, states
from gongkai.records.actions.drafting import end_review, locked
from gongkai.records.actions.outgoing import live_of, take_back
from gongkai.records.models import Publication, Record, Removal
from gongkai.refusals import NotLawful, NotNow, short_of


@transaction.atomic
def withdraw(
    *,
    record: Record,
    by: Any,
    reason: str,
    kind: str = removal_kinds.OTHER,
    note: str = "",
    at: dt.datetime | None = None,
) -> Publication:
    """Take a record down: page, attachments, lists, search, feeds. Verified on the live addresses afterwards.

    `kind` is a code of publication.removal_kinds; the public reads its sentence and `note`, never `reason`.
    Raises NotYours, NotNow, NotLawful (no reason; see `removal_kinds.must_be_said`). 条例 Arts 14, 15; 保密法实施条例
    Art. 42; 行政处罚法 Art. 48
    """
    record = locked(record)
    policy.must(by, "withdraw", record, "撤下")
    target = states.must_allow("withdraw", record)
    if wrong := short_of(reason, 4, "撤下已经公开的信息，必须写明理由。"):
        raise NotLawful(
            "records.withdraw_reason",
            wrong,
            source="政府信息公开条例第六条、第十四条、第十五条",
            remedy="请写明为什么撤下，理由会留存备查。",
        )
    reason = checking.must_be_clean(reason, "理由")
    chosen, note = removal_kinds.must_be_said(record, kind, note)
    publication = live_of(record)
    if publication is None:
        raise NotNow("records.not_live", "这条信息已经不在公开状态。", remedy="请刷新页面。")
    publication.withdrawn_at = at or timezone.now()
    publication.withdrawn_reason, publication.withdrawn_kind, publication.withdrawn_note = reason, kind, note
    publication.save(update_fields=["withdrawn_at", "withdrawn_reason", "withdrawn_kind", "withdrawn_note"])
    record.state = target
    record.save(update_fields=["state"])
    end_review(record, by, "信息已撤下", at)
    inquiry_actions.call_back(subject=record, by=by, reason="信息已撤下", at=at)
    take_back(publication)
    facts = {"index_number": record.index_number, "kind": chosen["label"], "note": note} | _in_time(record, publication)
    ledger.record("records.withdrawn", record, by=by, at=at, reason=reason, **facts)
    if at is None:
        from gongkai.records.tasks import prove_removal

        prove_removal.defer(publication_id=publication.pk)
    return publication


def _in_time(record: Record, publication: Publication) -> dict[str, Any]:
    """Whether a penalty that no longer stands was down by its day."""
    until = removal_kinds.due(record)
    if until is None or until.due_on is None or publication.withdrawn_at is None:
        return {}
    in_time = timezone.localdate(publication.withdrawn_at) <= until.due_on
    return {"due_on": until.due_on, "in_time": in_time}


def verify_removal(
    *, publication: Publication, by: Any = ledger.SYSTEM, at: dt.datetime | None = None
) -> list[Removal]:
    """Fetch every address that could still show it and keep what each answered.

    What still answers becomes a task on the worklist until a later check finds it gone. Pages are fetched before
    anything is locked: dozens of questions to a busy site must not hold up those who work on the record.
    """
    return _keep_proof(publication, list(removal.look(publication)), by, at)


@transaction.atomic
def _keep_proof(
    publication: Publication, answers: list[removal.Found], by: Any, at: dt.datetime | None
) -> list[Removal]:
    record = locked(publication.record)
    now = timezone.now()
    made = Removal.objects.bulk_create(
        Removal(publication=publication, address=found.address, status=found.status, gone=found.gone, checked_at=now)
        for found in answers
    )
    left = [row.address for row in made if not row.gone]
    act = "records.removal_incomplete" if left else "records.removal_verified"
    ledger.record(act, record, by=by, at=at, addresses=len(made), left=len(left), still_there=left)
    return made
