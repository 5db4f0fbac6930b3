"""What documents say of each other, as the public may see it: both directions, and no title that is not public."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Subquery

from gongkai import pages
from gongkai.ledger.models import Entry
from gongkai.organisations.models import Agency
from gongkai.records import policy, queries
from gongkai.records.models import Publication, Record, Relation, ValidityChange

Kind = Relation.Kind
# What a relation makes of its target's validity. What replaces a document ends it.
EFFECTS: dict[str, str] = {
    Kind.AMENDS: Record.Validity.AMENDED,
    Kind.REPEALS: Record.Validity.REPEALED,
    Kind.REPLACES: Record.Validity.REPEALED,
}
FORWARD = {
    Kind.AMENDS: "本文修改", Kind.REPEALS: "本文废止", Kind.REPLACES: "本文代替", Kind.INTERPRETS: "本文解读",
    Kind.RESULTS_FROM: "本文依据",
}  # fmt: skip
BACKWARD = {
    Kind.AMENDS: "本文被修改，见", Kind.REPEALS: "本文被废止，见", Kind.REPLACES: "本文被代替，见",
    Kind.INTERPRETS: "对本文的解读", Kind.RESULTS_FROM: "以本文为依据",
}  # fmt: skip


@dataclass(frozen=True)
class Related:
    """One document beside another. `url` is "" and `record` None where it is not in this system.

    `kind`: what is said (Relation.Kind); `back`: the other document says it of this one.
    """

    word: str
    title: str
    number: str = ""
    url: str = ""
    on: dt.date | None = None
    kind: str = ""
    back: bool = False
    record: int | None = None


def said_in_public(records: Collection[int], kinds: Collection[str]) -> set[int]:
    """Keys of the documents to which the public versions of `records` state a relation of one of the kinds."""
    live = queries.live().filter(record__in=records).select_related("version")
    said = (one for publication in live for one in publication.version.metadata.get("relations", []))
    return {one["record"] for one in said if one["record"] and one["kind"] in kinds}


def shown(publication: Publication) -> list[Related]:
    """Everything the public page says of other documents. Notes whom the page depends on.

    A target in this system is named only while it is public itself; one outside was named by the document.
    """
    said: list[dict[str, Any]] = publication.version.metadata.get("relations", [])
    targets = {one["record"] for one in said if one["record"]}
    found = {one.record_id: one for one in queries.live().filter(record__in=targets)} if targets else {}
    incoming = list(queries.live().filter(relates_to__contains=[publication.record_id]).order_by("first_published_at"))
    pages.use(*(f"record:{pk}" for pk in [*targets, *(one.record_id for one in incoming)]))
    return [*_forward(said, found), *_backward(publication.record_id, incoming)]


def _forward(said: list[dict[str, Any]], found: dict[int, Publication]) -> Iterable[Related]:
    for one in said:
        word, on = FORWARD[one["kind"]], dt.date.fromisoformat(one["on"]) if one["on"] else None
        if not one["record"]:
            yield Related(word, one["title"], one["number"], on=on, kind=one["kind"])
        elif target := found.get(one["record"]):
            yield _to(target, word, one["kind"], on)


def _backward(record_id: int, incoming: list[Publication]) -> Iterable[Related]:
    for source in incoming:
        for one in source.version.metadata.get("relations", []):
            if one["record"] == record_id:
                on = dt.date.fromisoformat(one["on"]) if one["on"] else None
                yield _to(source, BACKWARD[one["kind"]], one["kind"], on, back=True)


def _to(other: Publication, word: str, kind: str, on: dt.date | None, *, back: bool = False) -> Related:
    url, record = other.get_absolute_url(), other.record_id
    return Related(word, other.title, other.number, url, on, kind, back, record)


def words(relation: dict[str, Any]) -> str:
    """One relation in words, for the header of a review and for comparisons."""
    number = f"（{relation['number']}）" if relation["number"] else ""
    since = f"，自{relation['on']}起" if relation["on"] else ""
    return f"{Kind(relation['kind']).label}《{relation['title']}》{number}{since}"


def competent(source: Publication, target: Record) -> bool:
    """Whether the issuers of `source`, as it is public, may themselves end or amend `target`: the same agency, its
    successor, or an agency that issued `source` together with the lead."""
    makers = [source.agency, *Agency.objects.filter(pk__in=source.joint)]
    responsible = policy.responsible(target.agency).pk
    return any(policy.responsible(maker).pk == responsible for maker in makers)


def effects_of(publication: Publication) -> dict[int, dict[str, Any]]:
    """Record id of each target -> the relation of the public version that changes its validity."""
    said = publication.version.metadata.get("relations", [])
    return {one["record"]: one for one in said if one["record"] and one["kind"] in EFFECTS}


def proposed(agencies: Collection[Any]) -> list[tuple[Record, Publication, dict[str, Any]]]:
    """(target, source, relation) of public documents that say they change documents of these agencies, where nobody
    has decided yet."""
    rows = Relation.objects.filter(kind__in=EFFECTS, target__agency__in=agencies).select_related("target__agency")
    shown = rows.filter(target__publications__in=queries.live()).distinct()
    targets = {row.target.pk: row.target for row in shown if row.target is not None}
    sources = queries.live().filter(record__in=rows.values("record")) if targets else []
    pairs = [
        (targets[pk], source, said)
        for source in sources
        for pk, said in effects_of(source).items()
        if pk in targets and not competent(source, targets[pk])
    ]
    return [pair for pair in pairs if not decided(pair[0], pair[1].record_id)]


def decided(target: Record, source_id: int) -> bool:
    """Whether the target's agency followed the source, or said why not."""
    if ValidityChange.objects.filter(record=target, by_record=source_id).exists():
        return True
    refused = Entry.objects.filter(act="records.effect_declined", chain__subject_kind="record")
    return refused.filter(chain__subject_id=str(target.pk), facts__source=source_id).exists()


def shaken(agencies: Collection[Any]) -> list[Publication]:
    """Public documents of agencies whose newest step of validity came from a document that was taken down since.

    Taking a document down does not undo what it did in law, so nothing is lifted by itself: the agency is asked.
    """
    newest = ValidityChange.objects.filter(record=OuterRef("record")).order_by("-pk").values("pk")[:1]
    gone = ValidityChange.objects.filter(
        record__agency__in=agencies, by_record__state=Record.State.WITHDRAWN, pk=Subquery(newest)
    )
    return list(queries.live().filter(record__in=gone.values("record")))
