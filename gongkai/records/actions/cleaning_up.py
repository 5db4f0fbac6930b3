"""A clean-up result (清理结果): the validity of many documents set by one act, all valid lines or none."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai import ledger
from gongkai.organisations.models import Agency
from gongkai.organisations.queries import today
from gongkai.records import checking, cleanups, policy
from gongkai.records.actions.validity import show, step
from gongkai.records.models import CleanUp, Record
from gongkai.refusals import NotLawful


@transaction.atomic
def clean_up(
    *,
    agency: Agency,
    by: Any,
    title: str,
    decided_on: dt.date,
    rows: Iterable[cleanups.Row],
    number: str = "",
    record: Record | None = None,
    at: dt.datetime | None = None,
) -> CleanUp:
    """Mark every document of the table as the result says; lines that cannot be followed stay in the report.

    A wrong result is put right by a further one. Raises NotYours, NotLawful (no title, day to come, nothing to mark).
    国办发〔2017〕47号
    """
    policy.must_clean_up(by, agency)
    title = checking.must_be_clean(title, "清理结果文件名称").strip("《》")
    if not title:
        raise NotLawful("records.clean_up_title", "请填写清理结果文件的名称。", remedy="例如：关于公布清理结果的决定。")
    if decided_on > (timezone.localdate(at) if at else today()):
        raise NotLawful("records.clean_up_day", f"决定日期 {decided_on} 还没有到。", remedy="请核对日期。")
    lines = list(rows)
    first = cleanups.match(lines, agency, decided_on)
    named = [one.record_id for one in first if one.state == cleanups.FOUND and one.record_id]
    locked = Record.objects.select_for_update(of=("self",)).select_related("agency").filter(pk__in=named)
    targets = {one.pk: one for one in locked.order_by("pk")}
    # Again under the locks: what somebody else did meanwhile is told, not done twice.
    outcomes = cleanups.match(lines, agency, decided_on)
    todo = [one for one in outcomes if one.state == cleanups.FOUND and one.record_id in targets]
    if not todo:
        raise NotLawful(
            "records.clean_up_nothing",
            "表格中没有需要标注的文件。",
            remedy="请看逐行的说明；标注过的文件不用重复导入。",
        )
    made = CleanUp.objects.create(
        agency=agency, title=title, number=number.strip(), decided_on=decided_on, record=record,
        report=[one.as_fact() for one in outcomes], made_at=at or timezone.now(),
        made_by=None if by is ledger.SYSTEM else by,
    )  # fmt: skip
    said = f"{title}（{made.number}）" if made.number else title
    for one in todo:
        note = "；".join(filter(None, (said, checking.must_be_clean(one.row.note, f"第{one.row.line}行的依据"))))[:300]
        target, on = targets[one.record_id or 0], dt.date.fromisoformat(one.on)
        step(target, one.validity, on, by=by, at=at, note=note, by_record=record, clean_up=made)
    show(*(targets[one.record_id or 0] for one in todo))
    ledger.record("records.cleaned_up", made, by=by, at=at, done=len(todo), left=len(outcomes) - len(todo))
    return made
