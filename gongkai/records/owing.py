"""What `records` tells the duty board of the catalogue: days of publication, and what waits for it. 条例 Art. 26"""

import datetime as dt
from collections.abc import Collection, Iterator

from django.utils import timezone

from gongkai import calendars, catalogue
from gongkai.organisations import queries as organisations
from gongkai.records import clocks, listing, naming, queries
from gongkai.records.models import Publication, Record

STAGES = {Record.State.DRAFT: "正在起草，尚未公开", Record.State.IN_REVIEW: "正在审核，尚未公开"}
READY = (Record.State.APPROVED, Record.State.ISSUED)


def published_days(agencies: Collection[int], codes: Collection[str], since: dt.date) -> Iterator[catalogue.Published]:
    """First publications since a day that are still public, for the duty board."""
    found = Publication.objects.filter(
        queries.LIVE, agency__in=agencies, item__code__in=codes, first_published_at__gte=organisations.midnight(since)
    )
    for agency, code, at, title in found.values_list("agency_id", "item__code", "first_published_at", "title"):
        yield catalogue.Published(agency, code, timezone.localdate(at), title)


def waiting(agencies: Collection[int]) -> Iterator[catalogue.Waiting]:
    """Records under an item whose publication clock runs, for the duty board."""
    calendar = calendars.current()
    for record in queries.unpublished_due(agencies).filter(item__isnull=False).select_related("item__catalogue"):
        due = clocks.due(record, calendar)
        yield catalogue.Waiting(
            stage=STAGES.get(Record.State(record.state), "待公开"),
            ready=record.state not in STAGES,
            agency_id=record.agency_id,
            code=record.item.code,  # type: ignore[union-attr]
            title=record.title,
            url=record.get_absolute_url(),
            due_on=due.due_on if due else None,
            provisional=bool(due and due.provisional),
            source=listing.rule_of(record) if due else "",
        )


def made(agencies: Collection[int], code: str) -> Iterator[catalogue.Made]:
    """Every proactive record of an item that was not given up or taken down, with the day it was made."""
    found = Record.objects.filter(agency__in=agencies, item__code=code, attribute=Record.Attribute.PROACTIVE)
    over = [Record.State.ABANDONED, Record.State.WITHDRAWN]
    for record in found.exclude(state__in=over).select_related("agency").order_by("id").iterator(chunk_size=200):
        start = clocks.start_of(record)
        yield catalogue.Made(
            title=record.title,
            day=start.on if start else clocks.made_on(record),
            public=record.state not in (*queries.UNDER_WAY, Record.State.ISSUED),
            stage=STAGES.get(Record.State(record.state), "待公开" if record.state in READY else "已在其他时间公开"),
        )


def plan_named(words: str) -> catalogue.Plan | None:
    """The public information that the words name and nothing else. 绍兴目录第47项: dates rest on the public plan"""
    found = naming.public(words)
    if len(found) != 1:
        return None
    return catalogue.Plan(f"record:{found[0].record_id}", found[0].title, found[0].get_absolute_url())


def register() -> None:
    """Tell the catalogue."""
    catalogue.register_days(published_days)
    catalogue.register_waiting(waiting)
    catalogue.register_made(made)
    catalogue.register_plans(plan_named)
