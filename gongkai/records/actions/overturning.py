"""A published penalty decision was changed, revoked or found void: entered, with the day its clock starts, or not after
all. 行政处罚法 Arts 48, 85"""

import datetime as dt
from typing import Any

from django.db import transaction

from gongkai import ledger, rules
from gongkai.organisations.queries import today
from gongkai.records import checking, content, policy, removal_kinds, states
from gongkai.records.actions.drafting import locked
from gongkai.records.models import Record
from gongkai.refusals import NotLawful, NotNow, short_of


@transaction.atomic
def overturn(
    *, record: Record, by: Any, on: dt.date, outcome: str, document: str, at: dt.datetime | None = None
) -> Record:
    """Enter that the penalty decision no longer stands since `on`, by which `document`.

    Raises NotYours, NotNow (not in public; entered already), NotLawful (no such outcome; impossible day; no document).
    """
    record = locked(record)
    policy.must(by, "overturn", record, "登记处罚决定被变更、撤销")
    states.must_allow("overturn", record)
    if record.overturned is not None:
        raise NotNow(
            "records.overturned_already",
            f"已经登记处罚决定于 {record.overturned['on']} {record.overturned['label']}。",
            remedy="登记有误的，请先取消登记。",
        )
    found = rules.at(removal_kinds.OUTCOMES, record.agency.place, today())
    label = next((str(one["label"]) for one in found.value if one["code"] == outcome), "")
    if not label:
        raise NotLawful(
            "records.overturn_outcome", "请选择处罚决定被变更、被撤销、被确认违法还是被确认无效。", source=found.source,
            remedy="请选择其中一种。",
        )  # fmt: skip
    _must_be_a_day(record, on, found.source)
    document = checking.must_be_clean(document, "依据的文书")
    if wrong := short_of(document, 4, "必须写明变更、撤销处罚决定的文书。"):
        raise NotLawful(
            "records.overturn_document", wrong, source=found.source,
            remedy="请填写文书名称和文号，例如：示行复〔2026〕1号行政复议决定书。",
        )  # fmt: skip
    rule = removal_kinds.clock_rule(record, on)
    facts = {"on": on.isoformat(), "outcome": outcome, "label": label, "document": document}
    record.overturned = facts | {"rule": rule.as_fact()}
    record.save(update_fields=["overturned"])
    until = removal_kinds.due(record)
    due_on = until.due_on if until else None
    ledger.record(
        "records.penalty_overturned",
        record,
        by=by,
        at=at,
        reason=document,
        rule=rule,
        on=on,
        label=label,
        due_on=due_on,
    )
    return record


def _must_be_a_day(record: Record, on: dt.date, source: str) -> None:
    made = content.date_of(record.content, "date_made")
    if on > today() or (made is not None and on < made):
        raise NotLawful(
            "records.overturn_day", "处罚决定被变更、撤销的日期不能晚于今天，也不能早于决定的成文日期。", source=source,
            remedy="请按文书核对日期。",
        )  # fmt: skip


@transaction.atomic
def drop_overturn(*, record: Record, by: Any, reason: str, at: dt.datetime | None = None) -> Record:
    """Take back an entry made by mistake. Raises NotYours, NotNow (not in public; nothing entered), NotLawful."""
    record = locked(record)
    policy.must(by, "overturn", record, "取消登记")
    states.must_allow("overturn", record)
    before = record.overturned
    if before is None:
        raise NotNow("records.not_overturned", "没有登记过处罚决定被变更、撤销。", remedy="请刷新页面。")
    if wrong := short_of(reason, 4, "取消登记必须写明理由。"):
        raise NotLawful("records.reason", wrong, source=before["rule"]["source"], remedy="请写明登记错在哪里。")
    reason = checking.must_be_clean(reason, "理由")
    record.overturned = None
    record.save(update_fields=["overturned"])
    facts = {name: before[name] for name in ("on", "label", "document")}
    ledger.record("records.penalty_overturn_dropped", record, by=by, at=at, reason=reason, before=facts)
    return record
