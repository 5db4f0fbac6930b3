"""Reading what is public: live publications and their changes, items, agencies, rules, each a page after a place.

Every list costs a fixed number of queries whatever its length; the numbers stand in tests/test_budgets.py.
"""

import datetime as dt
from typing import Any

from django.db import connection
from django.db.models import Count, Max, Min, Q, QuerySet

from gongkai.api.parameters import Chosen
from gongkai.catalogue.models import Catalogue, Item
from gongkai.ledger.models import Entry
from gongkai.organisations.models import Agency
from gongkai.organisations.queries import competent, midnight, today
from gongkai.records import queries as records
from gongkai.records import standing, timeline
from gongkai.records.models import Publication

EARLIEST, LATEST = dt.date(1900, 1, 1), dt.date(2200, 1, 1)  # no publication lies outside
CHANGES = {
    "records.published": "published",
    "records.imported": "published",
    "records.corrected": "corrected",
    "records.validity_set": "validity",
    "records.effect_lifted": "validity",
    "records.renewed": "validity",
    "records.expiry_accepted": "validity",
    "records.withdrawn": "withdrawn",
}
# An act is told when it is this much older than every transaction that is still writing: entries have their numbers
# before they are committed, and one with a lower number that came later would be passed over for good. The time is
# for what lies between the clock an entry is given and its number, and it is never less than that from now.
SETTLED = dt.timedelta(seconds=10)
# Not by transaction numbers: of two transactions the older one may have written the later entry. Asked in a statement
# of its own before the entries are read, so that what commits in between is waited for.
_WRITING = """
    SELECT least(clock_timestamp(), min(xact_start)) FROM pg_stat_activity
    WHERE datname = current_database() AND backend_xid IS NOT NULL AND pid <> pg_backend_pid()
"""


def publications(chosen: Chosen) -> QuerySet[Publication]:
    """Live publications as chosen, in no order yet. An agency's are those it issued with others, too."""
    found = records.live()
    equal = {"item__code": chosen.item, "item__level1": chosen.column, "year": chosen.year}
    found = found.filter(**{name: value for name, value in equal.items() if value is not None})
    if chosen.agency is not None:
        found = found.filter(records.by_agency(chosen.agency))
    if chosen.validity is not None:
        held = "" if chosen.validity == "none" else chosen.validity
        found = found.annotate(held=standing.held_on(today())).filter(held=held)
    if chosen.number is not None:
        found = found.filter(records.numbered(chosen.number))
    if chosen.normative is not None:
        found = found.filter(version__metadata__normative=chosen.normative == "true")
    return _published(found, chosen)


def _published(found: QuerySet[Publication], chosen: Chosen) -> QuerySet[Publication]:
    if chosen.published_from is not None:
        found = found.filter(first_published_at__gte=_start(chosen.published_from))
    if chosen.published_to is not None:
        found = found.filter(first_published_at__lt=_start(chosen.published_to) + dt.timedelta(days=1))
    if chosen.updated_since is not None:
        found = found.filter(published_at__gte=_start(chosen.updated_since))
    return found


def _start(day: dt.date) -> dt.datetime:
    return midnight(min(max(day, EARLIEST), LATEST))


def newest_first(found: QuerySet[Publication], after: list[Any] | None) -> QuerySet[Publication]:
    """By first publication, newest first. A correction keeps its place: the key is moment and record."""
    if after is not None:
        at, record = after
        same = Q(first_published_at=at, record_id__lt=record)
        found = found.filter(Q(first_published_at__lte=at) & (Q(first_published_at__lt=at) | same))
    return found.order_by("-first_published_at", "-record_id")


def as_entered(found: QuerySet[Publication], after: list[Any] | None) -> QuerySet[Publication]:
    """In the order in which the current versions came into the public here, imported ones by their import."""
    return found.filter(pk__gt=after[0] if after else 0).order_by("pk")


def publication(record_id: int) -> Publication | None:
    """The newest publication of a record, withdrawn or not."""
    found = Publication.objects.filter(record_id=record_id, superseded_at=None).order_by("-id")
    joined = found.select_related("agency", "item", "record", "version").defer("record__content")
    return joined.prefetch_related("record__validity_changes").first()


def versions(record_id: int) -> list[Publication]:
    """Every time in public, oldest first, without the texts."""
    found = Publication.objects.filter(record_id=record_id).select_related("version")
    return list(found.defer("version__content", "version__metadata").order_by("id"))


def last_act(publication: Publication) -> dt.datetime | None:
    """When an act last changed what the public sees of a record: an act on it, or on a document told beside it."""
    record_id = publication.record_id
    said = {one["record"] for one in publication.version.metadata.get("relations", []) if one["record"]}
    behind = {step.by_record_id for step in publication.record.validity_changes.all() if step.by_record_id}
    ever = Publication.objects.filter(relates_to__contains=[record_id]).values_list("record_id", flat=True)
    ids = [str(one) for one in {record_id, *said, *behind, *ever}]
    found = Entry.objects.filter(chain__subject_kind="record", chain__subject_id__in=ids, act__in=CHANGES)
    return found.aggregate(last=Max("recorded_at"))["last"]


def causes(publications: list[Publication]) -> dict[int, Publication]:
    """Record id -> live publication of the documents behind the steps that hold today. One query, or none."""
    held = [standing.of_publication(one, today()).change for one in publications]
    return timeline.public_causes([change for change in held if change])


def changes(after: int, most: int) -> list[tuple[Entry, int]]:
    """(act, record id) in the order of the ledger, at most `most`, up to the first act that is not settled."""
    young = Entry.objects.filter(recorded_at__gt=_written_before() - SETTLED).aggregate(first=Min("id"))["first"]
    found = Entry.objects.filter(act__in=CHANGES, chain__subject_kind="record", pk__gt=after)
    if young is not None:
        found = found.filter(pk__lt=young)
    return [(entry, int(entry.chain.subject_id)) for entry in found.select_related("chain").order_by("pk")[:most]]


def _written_before() -> dt.datetime:
    """The beginning of the oldest transaction of others that has written something and is not over; else now."""
    with connection.cursor() as cursor:
        cursor.execute(_WRITING)
        return cursor.fetchone()[0]


def ever_public(ids: set[int]) -> set[int]:
    """Those of the records that were public at some time."""
    return set(Publication.objects.filter(record_id__in=ids).values_list("record_id", flat=True))


def items(catalogue: Catalogue, column: str | None, after: list[Any] | None) -> QuerySet[Item]:
    """Items in the catalogue's order, with the living agencies that must publish them."""
    found = Item.objects.filter(catalogue=catalogue).prefetch_related("assignments__agency")
    if column is not None:
        found = found.filter(level1=column)
    if after is not None:
        found = found.filter(Q(order__gt=after[0]) | Q(order=after[0], number__gt=after[1]))
    return found.order_by("order", "number")


def held_by(field: str, values: list[Any]) -> dict[Any, tuple[int, dt.datetime | None]]:
    """Value of `field` → (live publications, last published)."""
    rows = Publication.objects.filter(records.LIVE, **{f"{field}__in": values}).order_by()
    return {key: (count, last) for key, count, last in
            rows.values_list(field).annotate(count=Count("id"), last=Max("published_at"))}  # fmt: skip


def agencies(ended: bool, after: list[Any] | None) -> QuerySet[Agency]:
    """Agencies in their order."""
    found = Agency.objects.select_related("parent", "successor")
    if not ended:
        day = today()
        found = found.filter(Q(to_on=None) | Q(to_on__gte=day), from_on__lte=day)
    if after is not None:
        found = found.filter(Q(order__gt=after[0]) | Q(order=after[0], pk__gt=after[1]))
    return found.order_by("order", "pk")


def authority() -> Agency | None:
    """The competent authority (条例 Art. 3), whose place and catalogue the site follows."""
    return competent()


def columns() -> list[tuple[str, int, dt.datetime | None]]:
    """(first level, live publications, last published) of everything public, largest first."""
    rows = Publication.objects.filter(records.LIVE, item__isnull=False).order_by().values_list("item__level1")
    found = list(rows.annotate(count=Count("id"), last=Max("published_at")))
    return sorted(found, key=lambda row: (-row[1], row[0]))


def whole() -> tuple[int, dt.datetime | None]:
    """How many records are public, and when the last one came."""
    found = Publication.objects.filter(records.LIVE).aggregate(count=Count("id"), last=Max("published_at"))
    return found["count"], found["last"]
