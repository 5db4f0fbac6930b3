"""The limit that a record keeps from its issue on: when its clock starts later, and when it is fixed anew."""

import datetime as dt
from typing import Any

from gongkai import ledger
from gongkai.records import clocks
from gongkai.records.models import Record


def keep_again(record: Record, by: Any, at: dt.datetime | None = None) -> None:
    """Fix the kept rule anew where a new approval changed what it follows from, and say so. 条例 Arts 18, 26

    Called by the approval of what was issued before (`revise`): another item, another kind of information or a later
    decision to open it leads to another rule. A later change of the law alone does not: the rule of the day stands.
    """
    before = record.publication_rule
    if before is None or record.attribute != Record.Attribute.PROACTIVE:
        return
    rule = clocks.computed(record)
    after = rule.as_fact()
    if all(before.get(name) == after[name] for name in ("name", "place", "since")):
        return
    record.publication_rule = after
    record.save(update_fields=["publication_rule"])
    ledger.record(
        "records.limit_fixed_anew", record, by=by, at=at, rule=rule, limit=rule.say(),
        before={"title": before["title"], "source": before["source"]},
        after={"title": after["title"], "source": after["source"]},
    )  # fmt: skip


CLOSED = (Record.Attribute.WITHHELD, Record.Attribute.ON_REQUEST)


def open_from(record: Record, day: dt.date) -> dt.date | None:
    """The day kept where what was approved as closed is decided open now (变更): its clock starts. 条例 Arts 18, 26

    To and fro in one draft does not move it: the first decision after that approval counts.
    """
    version = record.versions.order_by("-number").first()
    if record.attribute in CLOSED or version is None or version.metadata["attribute"] not in CLOSED:
        return None
    if kept := clocks.opened_on(record):
        return kept
    record.content = record.content | {"opened_on": day.isoformat()}
    return day


def close_again(record: Record) -> None:
    """What is approved as closed has no day of opening any more; the caller saves the record."""
    if record.attribute in CLOSED and record.content.get("opened_on"):
        record.content = {name: value for name, value in record.content.items() if name != "opened_on"}
