"""What the worklist says of records: returned drafts, what waits for issue, what must go public and by when."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q

from gongkai import rules, worklist
from gongkai.catalogue.standing import SOON
from gongkai.organisations import queries as organisations
from gongkai.records import (
    clocks,
    expiring,
    intranet,
    listing,
    policy,
    queries,
    related,
    removal_kinds,
    urgency,
)
from gongkai.records.models import Publication, Record
from gongkai.review.models import Review

OVER = (Record.State.PUBLISHED, Record.State.WITHDRAWN, Record.State.ABANDONED)


def items(person: Any) -> Iterator[worklist.Item]:
    """Everything a record wants of `person`."""
    yield from _emergencies(person)
    yield from _returned(person)
    yield from _to_issue(person)
    yield from _to_publish(person)
    yield from _to_load(person)
    yield from _overturned(person)
    yield from _still_reachable(person)
    yield from _unscheduled(person)
    yield from _of_documents(person)


def _emergencies(person: Any) -> Iterator[worklist.Item]:
    """Published in an emergency and returned afterwards: what is public must be corrected or taken down."""
    agencies = organisations.agencies_of(person, policy.MAY["publish"])
    for record in urgency.returned(agencies):
        facts = record.emergency or {}
        act = "应急公开后退回，更正或者撤下"
        yield _item(record, act, from_whom=facts.get("returned_by", ""), note=facts.get("returned_reason", ""))


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
    """What waits for publication; drafts whose clock runs out soon: the law counts from the making. 条例 Art. 26"""
    agencies = organisations.agencies_of(person, policy.MAY["publish"])
    drafting = organisations.agencies_of(person, policy.MAY["submit"])
    mine = Q(queries.READY, agency__in=agencies) | Q(state=Record.State.DRAFT, agency__in=drafting)
    every = organisations.agencies_of(person, (*policy.MAY["publish"], *policy.MAY["submit"]))
    for record in queries.unpublished_due(every).filter(mine):
        due = clocks.due(record)
        draft = record.state == Record.State.DRAFT
        if draft and not (due and due.due_on and due.due_on - organisations.today() <= SOON):
            continue
        yield _item(
            record,
            "送审" if draft else "公开",
            due_on=due.due_on if due else None,
            provisional=bool(due and due.provisional),
            source=listing.rule_of(record) if draft else rules.cited(record.publication_rule),
            note="公开期限自信息形成之日起算，起草和审核的时间都计算在内。" if draft else "",
        )
    corrections = Record.objects.filter(agency__in=agencies, state=Record.State.CORRECTION_APPROVED)
    for record in corrections.select_related("agency"):
        yield _item(record, "公开更正")


def _to_load(person: Any) -> Iterator[worklist.Item]:
    """Issued documents that do not stand on the intranet work platform yet, where the place wants it (黄岩 流程 四)."""
    agencies = organisations.agencies_of(person, policy.MAY["intranet"])
    for record, until in intranet.waiting(agencies):
        rule = intranet.rule_of(record)
        yield _item(
            record, "加载到内网工作平台", due_on=until.due_on, provisional=until.provisional,
            source=rules.cited(rule) if rule else "",
        )  # fmt: skip


def _overturned(person: Any) -> Iterator[worklist.Item]:
    """Penalty decisions in public that were changed or revoked: down in time, with a public explanation."""
    agencies = organisations.agencies_of(person, policy.MAY["withdraw"])
    for record, until in removal_kinds.waiting(agencies):
        said = record.overturned or {}
        yield worklist.Item(
            kind="records", act="撤回处罚决定信息并公开说明理由", title=record.title,
            url=f"/desk/records/{record.pk}/withdraw/", agency=str(record.agency), due_on=until.due_on,
            provisional=until.provisional, source=said["rule"]["source"],
            note=f"处罚决定已于{said['on']}{said['label']}。",
        )  # fmt: skip


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


def _unscheduled(person: Any) -> Iterator[worklist.Item]:
    """What should have gone public by itself and will not: changed meanwhile, or refused at its time."""
    agencies = organisations.agencies_of(person, policy.MAY["publish"])
    waiting = Record.objects.filter(agency__in=agencies).exclude(schedule_failure="")
    for record in waiting.exclude(state__in=OVER).select_related("agency"):
        yield _item(record, "重新安排定时公开", note=record.schedule_failure)


def _of_documents(person: Any) -> Iterator[worklist.Item]:
    """Documents whose standing a person must decide: the term ends, another agency changed it, its ground is gone."""
    agencies = list(organisations.agencies_of(person, policy.MAY["set_validity"]))
    if not agencies:
        return
    for publication, ends_on in expiring.of_agencies(agencies):
        yield _of_public(
            publication,
            "评估：延长、修订或者到期失效",
            f"/desk/records/{publication.record_id}/renew/",
            due_on=ends_on,
            note="有效期将要届满。",
        )
    for target, source, said in related.proposed(agencies):
        kind = related.Kind(said["kind"]).label
        url = f"/desk/records/{target.pk}/effects/{source.record_id}/"
        note = f"{source.agency_name}的《{source.title}》写明{kind}它。"
        yield worklist.Item(
            kind="records", act="核对有效性", title=target.title, url=url, agency=str(target.agency),
            since=source.published_at, from_whom=source.agency_name, note=note,
        )  # fmt: skip
    for publication in related.shaken(agencies):
        url = f"/desk/records/{publication.record_id}/validity/"
        yield _of_public(publication, "核对有效性", url, note="标注有效性所依据的文件已经撤下，请核对后重新标注。")


def _of_public(publication: Publication, act: str, url: str, **more: Any) -> worklist.Item:
    return worklist.Item(
        kind="records", act=act, title=publication.title, url=url, agency=publication.agency_name, **more
    )
