"""What the worklist says of records: returned drafts, what waits for issue, what must go public and by when."""

from collections.abc import Iterator
from typing import Any

from gongkai import worklist
from gongkai.organisations import queries as organisations
from gongkai.records import clocks, policy, queries
from gongkai.records.models import Record
from gongkai.review.models import Review


def items(person: Any) -> Iterator[worklist.Item]:
    """Everything a record wants of `person`."""
    yield from _returned(person)
    yield from _to_issue(person)
    yield from _to_publish(person)
    yield from _still_reachable(person)


def _returned(person: Any) -> Iterator[worklist.Item]:
    mine = Record.objects.filter(
        drafter=person, state__in=[Record.State.DRAFT, Record.State.CORRECTING]
    ).select_related("agency")
    ids = {str(record.pk): record for record in mine}
    last: dict[str, Review] = {}
    reviews = Review.objects.filter(subject_kind="record", subject_id__in=ids).order_by("id")
    for review in reviews.prefetch_related("signatures"):
        last[review.subject_id] = review
    for identifier, review in last.items():
        if review.state != Review.State.RETURNED:
            continue
        record, signature = ids[identifier], list(review.signatures.all())[-1]
        yield _item(
            record, "按退回意见修改", from_whom=signature.post_title, since=review.closed_at, note=signature.opinion
        )


def _item(record: Record, act: str, **more: Any) -> worklist.Item:
    """An item about a record; `since` is its last edit unless said otherwise."""
    more.setdefault("since", record.edited_at)
    url = record.get_absolute_url()
    return worklist.Item(kind="records", act=act, title=record.title, url=url, agency=str(record.agency), **more)


def _to_issue(person: Any) -> Iterator[worklist.Item]:
    agencies = organisations.agencies_of(person, policy.MAY["issue"])
    waiting = Record.objects.filter(agency__in=agencies, state=Record.State.APPROVED)
    for record in waiting.select_related("agency", "drafter").exclude(genre__in=["information", "regulation"]):
        yield _item(record, "印发", from_whom=str(record.drafter or ""))


def _to_publish(person: Any) -> Iterator[worklist.Item]:
    agencies = organisations.agencies_of(person, policy.MAY["publish"])
    for record in queries.unpublished_due(agencies):
        due = clocks.due(record)
        yield _item(
            record,
            "公开",
            due_on=due.due_on if due else None,
            provisional=bool(due and due.provisional),
            source=(record.publication_rule or {}).get("source", ""),
        )
    corrections = Record.objects.filter(agency__in=agencies, state=Record.State.CORRECTION_APPROVED)
    for record in corrections.select_related("agency"):
        yield _item(record, "公开更正")


def _still_reachable(person: Any) -> Iterator[worklist.Item]:
    """Taken-down records of which the last check still reached an address."""
    agencies = organisations.agencies_of(person, policy.MAY["withdraw"])
    for publication in queries.still_reachable(agencies):
        yield worklist.Item(
            kind="records",
            act="核验撤下",
            title=publication.title,
            url=f"/desk/records/{publication.record_id}/",
            agency=publication.agency_name,
            since=publication.withdrawn_at,
            note="撤下后仍有地址能够访问，须立即处理。",
        )
