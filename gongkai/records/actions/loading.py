"""Entering that an issued document stands on the intranet work platform. 黄岩 公文流程 四"""

import datetime as dt
from typing import Any

from django.db import transaction

from gongkai import ledger, rules
from gongkai.organisations.queries import today
from gongkai.records import intranet, policy, states
from gongkai.records.actions.drafting import locked
from gongkai.records.models import Record
from gongkai.refusals import NotLawful, NotNow


@transaction.atomic
def load_intranet(*, record: Record, by: Any, on: dt.date, at: dt.datetime | None = None) -> Record:
    """Enter the day. Raises NotYours, NotNow (not issued; no such rule here; entered already), NotLawful (the day)."""
    record = locked(record)
    policy.must(by, "intranet", record, "登记加载到内网工作平台")
    states.must_allow("intranet", record)
    rule = must_be_wanted(record)
    if record.intranet is not None:
        raise NotNow(
            "records.intranet_loaded",
            f"已经登记于 {record.intranet['on']} 加载到内网工作平台。",
            remedy="无需重复登记。",
        )
    issued = record.issued_on
    if on > today() or (issued is not None and on < issued):
        raise NotLawful(
            "records.intranet_day", f"加载日期不能早于印发日期 {issued}，也不能晚于今天。", source=rules.cited(rule),
            remedy="请填写电子文本实际加载到内网工作平台的日期。",
        )  # fmt: skip
    until = intranet.due(record)
    due_on = until.due_on if until else None
    record.intranet = {"on": on.isoformat(), "rule": rule.as_fact()}
    record.save(update_fields=["intranet"])
    facts = {"on": on, "due_on": due_on, "in_time": due_on is None or on <= due_on}
    ledger.record("records.intranet_loaded", record, by=by, at=at, rule=rule, **facts)
    return record


def must_be_wanted(record: Record) -> Any:
    """The rule that wants it. Raises NotNow where none does."""
    rule = intranet.rule_of(record)
    if rule is None:
        source = rules.cited(rules.at(intranet.RULE, record.agency.place, today()))
        raise NotNow(
            "records.intranet_not_wanted",
            "本地没有规定公文加载到内网工作平台的期限，或者这份信息不是主动公开的公文，不需要登记。",
            source=source,
            remedy="无需办理。",
        )
    return rule
