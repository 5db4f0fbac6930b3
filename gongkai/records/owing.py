"""What `records` tells the duty board of the catalogue: days of publication, and what waits for it. 条例 Art. 26"""

import datetime as dt
from collections.abc import Collection, Iterator

from django.utils import timezone

from gongkai import calendars, catalogue, rules
from gongkai.organisations import queries as organisations
from gongkai.records import clocks, queries
from gongkai.records.models import Publication


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
            agency_id=record.agency_id,
            code=record.item.code,  # type: ignore[union-attr]
            title=record.title,
            url=record.get_absolute_url(),
            due_on=due.due_on if due else None,
            provisional=bool(due and due.provisional),
            source=rules.cited(record.publication_rule),
        )


def register() -> None:
    """Tell the catalogue."""
    catalogue.register_days(published_days)
    catalogue.register_waiting(waiting)
