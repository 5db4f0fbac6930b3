"""Acts on the days that an agency's own plan sets: entered from the public plan, taken back with a reason."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai import ledger
from gongkai.catalogue import policy, queries, registry
from gongkai.catalogue.models import Item, PlannedDate
from gongkai.catalogue.sheets.elements import must_be_clean
from gongkai.organisations import queries as organisations
from gongkai.organisations.models import Agency
from gongkai.refusals import NotLawful, NotNow

SOURCE = "政府信息公开条例(国令711号) 第二十六条"


@transaction.atomic
def enter_plan(
    *,
    agency: Agency,
    item: Item,
    plan: str,
    dates: Sequence[tuple[dt.date, str]],
    by: Any,
    at: dt.datetime | None = None,
) -> list[PlannedDate]:
    """Enter by when an agency's plan says what must be published; `plan` names the public plan. 绍兴目录第47项

    Raises NotYours (the agency's disclosure officer), NotLawful (not its item, an item that goes by no plan, a plan
    that is not public, no dates, a day of a past year or beyond the next, one said twice, numbers of persons).
    """  # fmt: skip
    agency = Agency.objects.select_for_update().get(pk=agency.pk)
    policy.must_plan(by, agency)
    current = _must_go_by_plan(agency, item)
    found = registry.plan(plan.strip()) if plan.strip() else None
    if found is None:
        raise NotLawful(
            "catalogue.plan_unknown",
            f"没有找到已经公开的计划“{plan.strip()[:60]}”。" if plan.strip() else "没有写明是哪一份计划。",
            source=f"{current.catalogue.source} 第{current.number}项",
            remedy="计划本身应当先公开。请填写它的索引号、文号或者完整标题；同名的有几份时，填写索引号。",
        )
    day = timezone.localdate(at) if at else organisations.today()
    _must_be_dates(agency, current, dates, day)
    moment = at or timezone.now()
    made = PlannedDate.objects.bulk_create(
        PlannedDate(
            agency=agency, item_code=current.code, item_name=current.name, what=what.strip(), due_on=due_on,
            plan=found.ref, plan_title=found.title, plan_url=found.url,
            made_by=None if by is ledger.SYSTEM else by, made_at=moment,
        )
        for due_on, what in dates
    )  # fmt: skip
    ledger.record(
        "catalogue.planned", agency, by=by, at=at, count=len(made), item=current.name, title=found.title,
        items=[f"{one.due_on} {one.what}" for one in made],
    )  # fmt: skip
    return made


def _must_go_by_plan(agency: Agency, item: Item) -> Item:
    current = queries.current_item(item.code, agency.place)
    if current is None or not current.assignments.filter(agency=agency).exists():
        raise NotLawful(
            "catalogue.not_its_item",
            f"“{item.name}”在现行目录中不由{agency.short_name}公开，不需要登记计划。",
            source="政府信息公开条例(国令711号) 第十二条",
            remedy="责任单位有误的，请与政务公开科联系。",
        )
    if current.schedule != Item.Schedule.ISSUE:
        raise NotLawful(
            "catalogue.plan_schedule",
            f"“{current.name}”的公开频次是“{current.get_schedule_display()}”，不按计划公开。",
            source=f"{current.catalogue.source} 第{current.number}项",
            remedy="不需要登记计划日期，按目录写明的时限公开。",
        )
    return current


def _must_be_dates(agency: Agency, item: Item, dates: Sequence[tuple[dt.date, str]], day: dt.date) -> None:
    if not dates or any(not what.strip() for _, what in dates):
        raise NotLawful(
            "catalogue.plan_empty",
            "没有写明计划在哪一天以前公开什么。",
            source=SOURCE,
            remedy="请每行写一个日期和一项内容。",
        )
    must_be_clean({"计划公开的内容": "\n".join(what for _, what in dates)})
    for due_on, what in dates:
        if not day.year <= due_on.year <= day.year + 1:
            raise NotLawful(
                "catalogue.plan_year",
                f"“{what.strip()}”的日期 {due_on} 不在今年或者明年。",
                source=SOURCE,
                remedy="请核对年份；以前年度的计划不再登记。",
            )
    known = PlannedDate.objects.filter(agency=agency, item_code=item.code, dropped_at=None)
    seen = set(known.values_list("due_on", "what"))
    for due_on, what in dates:
        if (due_on, what.strip()) in seen:
            raise NotLawful(
                "catalogue.plan_twice",
                f"{due_on}“{what.strip()}”已经登记过，或者写了两次。",
                source=SOURCE,
                remedy="请删去重复的一行。",
            )
        seen.add((due_on, what.strip()))


@transaction.atomic
def drop_planned(*, planned: PlannedDate, reason: str, by: Any, at: dt.datetime | None = None) -> PlannedDate:
    """Take a planned day back. Raises NotYours, NotNow (taken back already), NotLawful (no reason, personal data)."""
    planned = PlannedDate.objects.select_for_update(of=["self"]).select_related("agency").get(pk=planned.pk)
    policy.must_plan(by, planned.agency)
    if planned.dropped_at is not None:
        raise NotNow("catalogue.plan_dropped", "这一计划日期已经撤回。", remedy="请刷新页面查看。")
    if not reason.strip():
        raise NotLawful("catalogue.plan_reason", "请写明撤回的理由。", source=SOURCE, remedy="例如“计划已经调整”。")
    must_be_clean({"理由": reason})
    planned.dropped_at = at or timezone.now()
    planned.dropped_by = None if by is ledger.SYSTEM else by
    planned.dropped_reason = reason.strip()
    planned.save(update_fields=["dropped_at", "dropped_by", "dropped_reason"])
    ledger.record(
        "catalogue.plan_dropped", planned.agency, by=by, at=at, reason=reason.strip(), item=planned.item_name,
        on=planned.due_on, label=planned.what,
    )  # fmt: skip
    return planned
