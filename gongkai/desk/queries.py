"""The worklist as the home page shows it, and the section's overview."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.cache import caches
from django.db.models import Count, Q

from gongkai import calendars, worklist
from gongkai.desk.models import SavedFilter
from gongkai.ledger.models import Entry
from gongkai.organisations import queries as organisations
from gongkai.organisations.models import Agency
from gongkai.records import clocks
from gongkai.records import queries as records
from gongkai.records.models import Publication, Record
from gongkai.worklist.queries import kinds

KEPT_SECONDS = 300
State = Record.State


@dataclass(frozen=True)
class Row:
    """One item with the working days left, negative when late, None without a date."""

    item: worklist.Item
    left: int | None

    @property
    def late(self) -> bool:
        """Past its last day."""
        return self.left is not None and self.left < 0


def rows(person: Any, day: dt.date | None = None) -> list[Row]:
    """Everything the person must do, first due first, with the days left counted by the operator's calendar."""
    items, today = worklist.for_person(person), day or organisations.today()
    if not any(item.due_on for item in items):
        return [Row(item, None) for item in items]
    calendar = calendars.current()
    return [Row(item, days_left(calendar, today, item.due_on)) for item in items]


def days_left(calendar: Any, today: dt.date, due_on: dt.date | None) -> int | None:
    """Working days from `today` (not counted) to `due_on`; past it the working days gone by, at least one."""
    if due_on is None:
        return None
    one = dt.timedelta(days=1)
    if due_on >= today:
        return int(calendar.count(today + one, due_on))
    return -max(1, int(calendar.count(due_on + one, today)))


def chosen(found: Iterable[Row], kind: str = "", agency: str = "", late: bool = False) -> list[Row]:
    """The rows a filter leaves."""
    return [
        row
        for row in found
        if (not kind or row.item.kind == kind) and (not agency or row.item.agency == agency) and (not late or row.late)
    ]


def kinds_of(found: Iterable[Row]) -> list[tuple[str, str]]:
    """(kind, label) of the kinds that occur, in the order they were registered."""
    present = {row.item.kind for row in found}
    return [(kind, label) for kind, label in kinds().items() if kind in present]


def agencies_of(found: Iterable[Row]) -> list[str]:
    """Names of the agencies that occur."""
    return sorted({row.item.agency for row in found if row.item.agency})


def filters(person: Any) -> list[SavedFilter]:
    """The person's own saved filters."""
    return list(SavedFilter.objects.filter(person=person))


def waiting(person: Any) -> int:
    """How many items wait, for the menu of every page: counted anew after any act or on a new day, else remembered."""
    last = Entry.objects.order_by("-id").values_list("id", flat=True).first()
    key = f"desk.waiting:{person.pk}:{last}:{organisations.today()}"
    cache = caches["process"]
    found = cache.get(key)
    if found is None:
        found = len(worklist.for_person(person))
        cache.set(key, found, KEPT_SECONDS)
    return int(found)


@dataclass
class Standing:
    """Where one agency stands: numbers of records."""

    agency: Agency
    drafting: int = 0
    reviewing: int = 0
    waiting: int = 0
    late: int = 0
    published: int = 0


def late_elsewhere() -> tuple[int, int]:
    """Of all agencies: how many have something overdue, and how many records that is. For the section's home page."""
    late = [one.late for one in overview() if one.late]
    return len(late), sum(late)


def overview() -> list[Standing]:
    """Every agency, the worst first: most overdue, then most waiting. Five queries, whatever the number of agencies."""
    today = organisations.today()
    standing = {agency.pk: Standing(agency) for agency in organisations.agencies()}
    ready = Q(state__in=[State.APPROVED, State.ISSUED], attribute=Record.Attribute.PROACTIVE)
    counts = Record.objects.values("agency").annotate(
        drafting=Count("pk", filter=Q(state__in=[State.DRAFT, State.CORRECTING])),
        reviewing=Count("pk", filter=Q(state__in=[State.IN_REVIEW, State.CORRECTION_REVIEW])),
        waiting=Count("pk", filter=ready | Q(state=State.CORRECTION_APPROVED)),
    )
    for row in counts.filter(agency__in=standing):
        one = standing[row["agency"]]
        one.drafting, one.reviewing, one.waiting = row["drafting"], row["reviewing"], row["waiting"]
    month = organisations.midnight(today.replace(day=1))
    fresh = Publication.objects.filter(records.LIVE, first_published_at__gte=month)
    for agency, count in fresh.filter(agency__in=standing).values_list("agency").annotate(count=Count("pk")):
        standing[agency].published = count
    running = records.unpublished_due(list(standing)).select_related("agency", "item__catalogue")
    for record in running:
        due = clocks.due(record)
        if due and due.is_late(today):
            standing[record.agency_id].late += 1
    return sorted(standing.values(), key=lambda one: (-one.late, -one.waiting, -one.reviewing, one.agency.order))
