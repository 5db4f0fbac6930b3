"""Acts on duties: nothing this period (本期无此类信息), its withdrawal, and reminders (催办)."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai import ledger, pages
from gongkai.catalogue import board, policy, queries, statements
from gongkai.catalogue.models import Catalogue, Item, Reminder, Statement
from gongkai.catalogue.periods import Period
from gongkai.catalogue.sheets.elements import must_be_clean
from gongkai.organisations import queries as organisations
from gongkai.organisations.models import Agency
from gongkai.refusals import NotLawful, NotNow

ART_12 = "政府信息公开条例(国令711号) 第十二条"


@transaction.atomic
def state(
    *, agency: Agency, item: Item, period: Period, reason: str, by: Any, at: dt.datetime | None = None
) -> Statement:
    """Say that an item held nothing in a period that has ended. 条例 Art. 12

    Raises NotYours (the agency's disclosure officer), NotLawful (not its item, a link-out, a period that has not
    ended, something published in it, something waiting or made in it, no reason, or numbers in it: it goes public),
    NotNow (said already).
    """
    agency = Agency.objects.select_for_update().get(pk=agency.pk)
    policy.must_state(by, agency)
    _must_be_its_item(agency, item)
    _must_have_ended(period)
    _must_be_empty(agency, item, period)
    if not reason.strip():
        raise NotLawful("catalogue.statement_reason", "请写明情况，例如“本季度没有开展此项工作”。")
    must_be_clean({"情况": reason})
    said = {"agency": agency, "item_code": item.code, "first_on": period.first_on, "last_on": period.last_on}
    if Statement.objects.filter(**said, label=period.label, withdrawn_at=None).exists():
        raise NotNow("catalogue.statement_made", f"{period.label}已经说明过无此类信息。", remedy="请刷新页面查看。")
    made = Statement.objects.create(
        **said,
        item_name=item.name,
        label=period.label,
        reason=reason.strip(),
        made_by=None if by is ledger.SYSTEM else by,
        made_at=at or timezone.now(),
    )
    ledger.record("catalogue.stated", made, by=by, at=at, item=item.name, period=period.label, reason=made.reason)
    pages.touch([statements.key(item.code)])
    return made


def _must_be_its_item(agency: Agency, item: Item) -> None:
    current = queries.current_item(item.code, agency.place)
    if current is None or not current.assignments.filter(agency=agency).exists():
        raise NotLawful(
            "catalogue.not_its_item",
            f"“{item.name}”在现行目录中不由{agency.short_name}公开，不需要说明。",
            source=ART_12,
            remedy="责任单位有误的，请与政务公开科联系。",
        )
    if current.elsewhere:
        raise NotLawful(
            "catalogue.statement_link",
            f"“{item.name}”在其他系统公开，这里只提供链接，不能说明无此类信息。",
            remedy="请核对链接地址。",
        )


def _must_have_ended(period: Period) -> None:
    if period.last_on >= organisations.today():
        raise NotLawful(
            "catalogue.period_open",
            f"{period.label}要到{period.last_on}才结束，还不能说明无此类信息。",
            source=ART_12,
            remedy="请在期间结束以后再作说明。",
        )


def _must_be_empty(agency: Agency, item: Item, period: Period) -> None:
    """Nothing ready to go public, nothing published of the period, nothing made in it that is not public yet."""
    facts = statements.facts(agency, item)
    waiting = [one for one in facts.waiting if one.ready]
    if waiting:
        raise NotLawful(
            "catalogue.statement_waiting",
            f"这一事项还有待公开的信息《{waiting[0].title}》，不能说明无此类信息。",
            source="政府信息公开条例(国令711号) 第二十六条",
            remedy="请先公开这条信息。",
        )
    found = statements.published_in(item, facts, period)
    if found:
        raise NotLawful(
            "catalogue.statement_published",
            f"{period.label}已于{found.day}公开《{found.title}》，不能说明无此类信息。",
            source=ART_12,
            remedy="公开有误的，请更正或者撤下后再作说明。",
        )
    if made := statements.made_in(agency, item, facts, period):
        raise NotLawful(
            "catalogue.statement_made_in",
            f"{period.label}有《{made.title}》（{made.day}形成，{made.stage}），不能说明无此类信息。",
            source="政府信息公开条例(国令711号) 第二十六条",
            remedy="请先公开这条信息；成文日期、所属事项有误的请先改正，不主动公开的请改定公开属性，不再办理的请作废。",
        )


@transaction.atomic
def withdraw(*, statement: Statement, reason: str, by: Any, at: dt.datetime | None = None) -> Statement:
    """Take a statement back. Raises NotYours, NotNow (withdrawn already), NotLawful (no reason, personal data)."""
    statement = Statement.objects.select_for_update(of=["self"]).select_related("agency").get(pk=statement.pk)
    policy.must_state(by, statement.agency)
    if statement.withdrawn_at is not None:
        raise NotNow("catalogue.statement_withdrawn", "这一说明已经撤回。", remedy="请刷新页面查看。")
    if not reason.strip():
        raise NotLawful("catalogue.withdrawal_reason", "请写明撤回的理由。")
    must_be_clean({"理由": reason})
    statement.withdrawn_at = at or timezone.now()
    statement.withdrawn_by = None if by is ledger.SYSTEM else by
    statement.withdrawn_reason = reason.strip()
    statement.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    ledger.record(
        "catalogue.statement_withdrawn", statement, by=by, at=at, reason=reason.strip(),
        item=statement.item_name, period=statement.label,
    )  # fmt: skip
    pages.touch([statements.key(statement.item_code)])
    return statement


@dataclass(frozen=True)
class Told:
    """What reminding did: new reminders, the agencies they went to, and how many were left out as said today."""

    made: int
    agencies: int
    repeated: int


@transaction.atomic
def remind(
    *, catalogue: Catalogue, pairs: Collection[board.Pair], by: Any, note: str = "", at: dt.datetime | None = None
) -> Told:
    """Remind agencies of items that are overdue, blank or due soon; each pair at most once a day. 条例 Art. 46

    `pairs` of (agency id, item code); those that need nothing any more are passed over. Raises NotYours, NotLawful
    (none left to remind of, personal data in the note).
    """
    from gongkai.catalogue import tasks

    catalogue = Catalogue.objects.select_for_update().get(pk=catalogue.pk)
    policy.must_manage(by)
    must_be_clean({"说明": note})
    day = timezone.localdate(at) if at else organisations.today()
    found = board.load(catalogue, queries.agencies_under(catalogue).filter(pk__in={pk for pk, _ in pairs}))
    wanted = [cell for cell in found.cells if cell.pair in set(pairs) and cell.open]
    if not wanted:
        raise NotLawful("catalogue.nothing_to_remind", "所选的事项都不需要催办。", remedy="请刷新页面后重新选择。")
    said = set(Reminder.objects.filter(made_on=day).values_list("agency_id", "item_code"))
    fresh = [cell for cell in wanted if cell.pair not in said]
    for row in board.by_agency(fresh):
        Reminder.objects.bulk_create([_reminder(cell, by, note, day, at or timezone.now()) for cell in row.cells])
        names = [cell.item.name for cell in row.cells]
        ledger.record(
            "catalogue.reminded", row.subject, by=by, at=at, reason=note,
            count=len(names), items="、".join(names[:5]) + ("等" if len(names) > 5 else ""),
            codes=[cell.item.code for cell in row.cells],
        )  # fmt: skip
        tasks.tell_agency(row.subject, len(names))
    return Told(len(fresh), len(board.by_agency(fresh)), len(wanted) - len(fresh))


def _reminder(cell: board.Cell, by: Any, note: str, day: dt.date, at: dt.datetime) -> Reminder:
    return Reminder(
        agency=cell.agency,
        item_code=cell.item.code,
        item_name=cell.item.name,
        status=cell.status,
        due_on=cell.standing.due_on,
        note=note.strip()[:200],
        made_on=day,
        made_by=None if by is ledger.SYSTEM else by,
        made_at=at,
    )
