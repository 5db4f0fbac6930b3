"""What `records` tells the apps below it: checks, calendars. What it tells `review` is in `reviewing`."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q

from gongkai import calendars, clock
from gongkai.records import clocks, policy, queries
from gongkai.records.models import Record
from gongkai.refusals import NotNow


def may_override(person: Any, record: Record) -> bool:
    """Whether `person` may answer for a blocking finding on `record`."""
    return policy.may(person, "override", record)


def open_dates(calendar: clock.Calendar) -> Iterator[calendars.OpenDate]:
    """The due date under `calendar` of every record whose publication clock runs: what a new calendar would move."""
    for record in queries.unpublished_due(Record.objects.values("agency")):
        due = clocks.due(record, calendar)
        if due is None:
            continue
        yield calendars.OpenDate(
            key=str(record.pk),
            label=f"{record.agency}：{record.title}",
            url=record.get_absolute_url(),
            due_on=due.due_on,
        )


def no_open_reviews(agency: Any, by: Any) -> NotNow | None:
    """Gate of ending an agency: what is under way would wait for nobody. 条例 Art. 10

    What was issued and is not for the public is finished (遵义 管理制度 5): it stays, and its successor answers for it.
    """
    over = [Record.State.PUBLISHED, Record.State.WITHDRAWN, Record.State.ABANDONED, Record.State.DRAFT]
    finished = queries.READY & ~Q(attribute=Record.Attribute.PROACTIVE)
    busy = Record.objects.filter(agency=agency).exclude(state__in=over).exclude(finished).order_by("id")
    count = busy.count()
    if count == 0:
        return None
    names = "、".join(f"《{record.title}》" for record in busy[:3])
    return NotNow(
        "records.agency_busy",
        f"{agency}还有{count}条信息正在审核、待印发、待公开或者更正中：{names}{'等' if count > 3 else ''}。",
        source="政府信息公开条例(国令711号) 第十条",
        remedy="请先公开、印发或者退回起草，再终止机关；已经印发、不主动公开的不受影响。",
    )
