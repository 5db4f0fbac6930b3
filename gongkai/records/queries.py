"""Reading records: by staff through policy.visible_to, by the public through live publications."""

import datetime as dt
from collections.abc import Collection, Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from gongkai import search
from gongkai.files import text_of
from gongkai.ledger import queries as ledger_queries
from gongkai.organisations import queries as organisations
from gongkai.organisations.models import Agency
from gongkai.records import policy, standing
from gongkai.records.models import LIVE as LIVE
from gongkai.records.models import Publication, Record, Removal

UNDER_WAY = (Record.State.DRAFT, Record.State.IN_REVIEW, Record.State.APPROVED)
UNISSUED = ("information", "regulation")  # genres that are not issued before they are published
_ISSUED = Q(state=Record.State.ISSUED)
# Nothing is missing but the act of publication: issued, or approved where nothing is issued.
READY = _ISSUED | Q(state=Record.State.APPROVED, genre__in=UNISSUED)
_MADE = Q(genre__in=UNISSUED) | Q(issued_on__isnull=False)
SITEMAP_SHARD = 10_000  # records by id in one part of the sitemap: a record never moves to another part


def sitemap_part(record_id: int) -> int:
    """The part of the sitemap a record stands in, from 1; 0 are the standing pages."""
    return (record_id - 1) // SITEMAP_SHARD + 1


def of_sitemap_part(part: int) -> tuple[int, int]:
    """The first and the last record id of a part."""
    return (part - 1) * SITEMAP_SHARD + 1, part * SITEMAP_SHARD


def for_person(person: Any) -> QuerySet[Record]:
    """Records a person may see, newest first."""
    return policy.visible_to(person).select_related("agency", "item", "drafter").order_by("-created_at", "-id")


def live() -> QuerySet[Publication]:
    """What is public now, without the texts: lists are made of header fields."""
    found = Publication.objects.filter(LIVE).select_related("agency", "item", "record", "version")
    return found.defer("version__content", "record__content").prefetch_related("record__validity_changes")


# Acts by which a person puts words into a record.
_WRITING = (
    "records.created", "records.edited", "records.attached", "records.detached", "records.attribute_determined",
    "records.reading_edited", "records.joint_set", "records.related", "records.redacted", "records.public_part_opened",
)  # fmt: skip


def authors(record: Record) -> list[int]:
    """Keys of everybody who wrote on the record since the last approval: none of them counts as another person."""
    history = ledger_queries.history(record)
    approved = history.filter(act="review.completed").order_by("-number").values_list("number", flat=True).first()
    wrote = history.filter(act__in=_WRITING, number__gt=approved or 0, actor_id__isnull=False)
    return sorted({key for key in wrote.values_list("actor_id", flat=True) if key is not None})


def publication_of(record: Record) -> Publication | None:
    """The live publication of a record."""
    return live().filter(record=record).first()


def last_publication(record_id: int) -> Publication | None:
    """The newest publication of a record, withdrawn ones included (for the 410 page)."""
    return (
        Publication.objects.filter(record_id=record_id, superseded_at=None)
        .select_related("agency", "item", "record", "version")
        .prefetch_related("record__validity_changes")
        .order_by("-id")
        .first()
    )


def by_list_keys(keys: Iterable[str]) -> list[Publication]:
    """Live publications of list entries ("record:12"), in the order given."""
    ids = [int(key.split(":")[1]) for key in keys]
    found = {publication.record_id: publication for publication in live().filter(record__in=ids)}
    return [found[one] for one in ids if one in found]


def by_number(text: str) -> QuerySet[Publication]:
    """Live publications with this 文号 or index number, in any spelling."""
    return live().filter(numbered(text))


def numbered(text: str) -> Q:
    """A number in any spelling; one of which nothing remains (“——”) is nobody's number."""
    number, index = search.number_key(text), search.index_key(text)
    return (Q(number_key=number) if number else Q(pk=None)) | (Q(index_key=index) if index else Q(pk=None))


def latest(limit: int, **filters: Any) -> list[Publication]:
    """The newest publications, by first publication."""
    return list(live().filter(**filters).order_by("-first_published_at", "-id")[:limit])


def validity(record: Record, on: dt.date | None = None) -> str:
    """The validity on a day: the fold over what acts set, else what the dates of the public version (or draft) say."""
    return standing_of(record, on).validity


def standing_of(record: Record, on: dt.date | None = None) -> standing.Standing:
    """The same with the step behind it: since when, by what."""
    return standing.of_record(record, publication_of(record), on or organisations.today())


def by_dates(header: dict[str, Any], day: dt.date) -> str:
    """What effective and expiry dates say on a day."""
    return standing.fold([], header, day, rated=True).validity


def makers(publication: Publication) -> str:
    """Everybody who issued it, under the names of the time, the lead first."""
    together = publication.version.metadata.get("joint_issuers", "")
    return f"{publication.agency_name}、{together}" if together else publication.agency_name


def by_agency(agency: int) -> Q:
    """What an agency published, alone, as lead, or together with others."""
    return Q(agency=agency) | Q(joint__contains=[agency])


def of_agency(agency: Agency, limit: int) -> list[Publication]:
    """The newest publications of an agency, those that others issued together with it included."""
    return list(live().filter(by_agency(agency.pk)).order_by("-first_published_at", "-id")[:limit])


def holdings(
    agencies: Collection[int], items: Collection[str]
) -> dict[tuple[int, str], tuple[int, dt.datetime | None]]:
    """(agency, item code) → (live publications, last published), for the catalogue's pages.

    What several issued together is counted here, and in every figure made of it, once: for the lead.
    """
    rows = (
        Publication.objects.filter(LIVE, agency__in=agencies, item__code__in=items)
        .values_list("agency_id", "item__code")
        .annotate(count=Count("id"), last=Max("published_at"))
    )
    return {(agency, code): (count, last) for agency, code, count, last in rows}


def _texts(publication: Publication) -> list[str]:
    """What a reader can find words of: the text, and the reading versions of its attachments."""
    version = publication.version
    return [version.content["html"], *(one["reading"] for one in version.attachments if one.get("reading"))]


def document(publication: Publication) -> search.Document:
    """A publication as search sees it."""
    return search.Document(
        key=f"record:{publication.record_id}",
        title=publication.title,
        body="\n".join(text_of(html) for html in _texts(publication)),
        number=publication.number,
        index_number=publication.index_number,
        agency=tuple(str(one) for one in (publication.agency_id, *publication.joint)),
        agency_name=makers(publication),
        item=publication.item.code if publication.item else "",
        year=publication.year,
        date=publication.date_made or timezone.localdate(publication.first_published_at),
        url=publication.get_absolute_url(),
    )


def search_documents(ids: Collection[str] | None) -> Iterable[search.Document]:
    """Source of the search index: all live publications, or those of these records."""
    found = Publication.objects.filter(LIVE).select_related("agency", "item", "version")
    found = found if ids is None else found.filter(record__in=[int(one) for one in ids])
    return (document(publication) for publication in found.order_by("id").iterator(chunk_size=500))


def search_visible(person: Any, keys: Collection[str]) -> dict[str, Publication]:
    """Hits as the database has them now: what was taken down is gone, whatever the index says."""
    ids = [int(key.split(":")[1]) for key in keys]
    return {f"record:{publication.record_id}": publication for publication in live().filter(record__in=ids)}


def search_fallback(
    person: Any, text: str, *, agency: Any = None, item: Any = None, year: Any = None, limit: int = 50
) -> list[str]:
    """Keys found by the database alone, while the index is being rebuilt: exact numbers, then words of the title."""
    found = live()
    if agency:
        asked = [agency] if isinstance(agency, str | int) else agency
        found = found.filter(reduce(or_, (by_agency(int(one)) for one in asked if str(one).isdecimal()), Q(pk=None)))
    for name, value in (("item__code", item), ("year", year)):
        if value:
            found = found.filter(**{f"{name}__in" if isinstance(value, list | tuple) else name: value})
    exact = found.filter(numbered(text)).values_list("record_id", flat=True)[:limit] if text.strip() else []
    for word in text.split()[:5]:
        found = found.filter(title__icontains=word)
    rest = found.exclude(record__in=list(exact)).order_by("-first_published_at").values_list("record_id", flat=True)
    return [f"record:{one}" for one in [*exact, *rest[:limit]]][:limit]


def unpublished_due(agencies: Any) -> QuerySet[Record]:
    """Proactive records whose publication clock runs and that are not public. 条例 Art. 26

    Documents from their issue on, also while they are mended (`revise`); everything else from the day it was made,
    drafting and review included: the twenty working days count from the making, not from the approval.
    """
    found = Record.objects.filter(agency__in=agencies, attribute=Record.Attribute.PROACTIVE)
    return found.filter(_ISSUED | (Q(state__in=UNDER_WAY) & _MADE)).select_related("agency", "item")


def clock_runs(record: Record) -> bool:
    """Whether `unpublished_due` holds the record."""
    if record.attribute != Record.Attribute.PROACTIVE:
        return False
    made = not record.is_document or record.issued_on is not None
    return record.state == Record.State.ISSUED or (record.state in UNDER_WAY and made)


def still_reachable(agencies: Any) -> QuerySet[Publication]:
    """Withdrawn publications of agencies whose newest check found an address that still answers."""
    newest = (
        Removal.objects.filter(publication=OuterRef("publication")).order_by("-checked_at").values("checked_at")[:1]
    )
    left = Removal.objects.filter(publication=OuterRef("pk"), checked_at=Subquery(newest), gone=False)
    return Publication.objects.filter(agency__in=agencies, withdrawn_at__isnull=False).filter(Exists(left))
